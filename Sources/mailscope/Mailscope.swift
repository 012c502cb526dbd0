import ArgumentParser
import Rendering

/// The program: arguments, wiring, exit codes. Anything that can be tested lives a floor down.
@main
struct Mailscope: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mailscope",
        abstract: "Show how electronic mail really travels.",
        discussion: """
            Without a subcommand: one letter, from its sender to its reader, over two SMTP hops and one POP3 pull, every octet \
            over real loopback sockets, and each step explained.

            Exit codes: 0 done, 1 nothing found or not passed, 64 usage, 65 unreadable or cut data, 66 no such file, \
            69 port or interface not available, 73 or 74 a file that cannot be written, 77 no permission.
            """,
        version: "0.1.0",
        subcommands: [Simulate.self, Trace.self, Learn.self, Serve.self, Tap.self, Explain.self],
        defaultSubcommand: Simulate.self)

    static func main() async {
        ByteSink.surviveClosedPipes()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            failure.report()
            exit(withError: ExitCode(failure.code))
        } catch {
            if let failure = Failure(describing: error) {
                failure.report()
                exit(withError: ExitCode(failure.code))
            }
            exit(withError: error)
        }
    }
}
