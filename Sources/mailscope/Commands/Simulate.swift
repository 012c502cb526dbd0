import ArgumentParser
import Dialogue
import Glibc
import Rendering
import Simulator

struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play a scenario: stations exchange real SMTP and POP3 octets over loopback.",
        discussion: """
            Scenarios that come with the program: \(EmbeddedScenarios.all.map(\.name).sorted().joined(separator: ", ")). \
            A scenario of your own is a YAML file.

            Addresses, ports and times shown are the taped ones, the same in every run; the sockets really used are told on \
            standard error.
            """)

    @Argument(help: "A scenario by its name, or a YAML file.")
    var scenario = "one-letter"

    @Option(help: "Another seed gives other Message-IDs; the same seed gives the same octets.")
    var seed: UInt64?

    @Option(
        help: """
            Write the run to this capture file (pcapng), which Wireshark and “mailscope trace” read: with TLS secrets, and with \
            what each step means as remarks on packets.
            """)
    var write: String?

    @Option(help: ArgumentHelp("Write the TLS secrets of the run to this file (NSS format).", valueName: "file"))
    var writeKeylog: String?

    @Option(help: "Keep queues and maildrops in this folder.")
    var keep: String?

    @Flag(help: "Wait for a key between steps: next, back, quit.")
    var step = false

    @Flag(inversion: .prefixedNo, help: "Say what each step means, with the RFC section.")
    var explain = true

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if write == "-" {
            throw ValidationError("--write needs the name of a file; standard output shows the dialogue.")
        }
    }

    func run() async throws {
        let played = try Scenario(named: scenario)
        let run = try await Simulation.run(played, options: SimulationOptions(seed: seed, keep: keep))
        report(run)
        let records = try run.records(needs: .full)
        if let write { try CaptureFile.write(try run.pcapng(explaining: records), to: write) }
        if let writeKeylog { try CaptureFile.write(run.keyLog, to: writeKeylog, isSecret: true) }
        if step {
            try StepByStep.show(records, output, explain: explain)
            return
        }
        var shown = Shown(output, explain: explain ? .always : .never, order: .immediate)
        var sink = output.sink()
        for record in records where !sink.isClosed { shown.render(record, to: &sink) }
        try shown.finish(to: &sink)
    }

    /// Which sockets this machine let the stations use.
    private func report(_ run: SimulationRun) {
        let places = run.hosts.map { "\($0.name) \($0.actual.address):\($0.actual.port)" }
        Message.print("Sockets used: " + places.joined(separator: ", ") + ".")
        if let folder = run.keptFolder { Message.print("Queues and maildrops are kept in \(folder).") }
    }
}
