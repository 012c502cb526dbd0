import Foundation
import Subprocess
import Testing

/// The built program as a user starts it, for commands that go on until they are ended.
enum LiveProgram {
    /// It lies beside the test program.
    static let path: String = {
        let test =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return test.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/mailscope"
    }()

    /// Runs the program while `body` runs, then ends it with SIGTERM; its exit code has to be 0.
    ///
    /// - Parameters:
    ///   - name: Of the file in the scratch folder that gets its standard output.
    ///   - body: Called with its messages when it has said that Ctrl-C ends it: then it is ready.
    /// - Returns: All its messages.
    static func run(
        _ arguments: [String], in scratch: String, name: String, while body: (String) async throws -> Void
    ) async throws -> String {
        let words = ([path] + arguments).map { "'\($0)'" }.joined(separator: " ")
        // Messages come through the pipe, and the dialogue goes to a file, where it may grow unread.
        let line = "exec \(words) 2>&1 >'\(scratch)/\(name)'"
        var options = PlatformOptions()
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(60))]
        var messages = ""
        let result = try await Subprocess.run(
            .name("timeout"), arguments: ["--kill-after=2", "400", "/bin/sh", "-c", line], platformOptions: options,
            input: .none, output: .sequence, error: .discarded
        ) { execution in
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            while !messages.contains("Ctrl-C ends it"), let line = try await lines.next() { messages += line + "\n" }
            do {
                try #require(messages.contains("Ctrl-C ends it"), "\(messages)")
                try await body(messages)
            } catch {
                await execution.teardown(using: options.teardownSequence)
                throw error
            }
            await execution.teardown(using: options.teardownSequence)
            while let line = try await lines.next() { messages += line + "\n" }
        }
        // timeout(1) hands the signal on, and ends as the program does.
        let status = result.terminationStatus
        #expect(status == .exited(0) || status == .exited(124), "\(status): \(messages)")
        return messages
    }

    /// The number behind the first “port”.
    static func port(in line: String) -> String? {
        line.range(of: " port ").map { String(line[$0.upperBound...].prefix { $0.isNumber }) }
    }
}
