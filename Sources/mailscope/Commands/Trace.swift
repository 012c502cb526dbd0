import ArgumentParser
import Capture
import Dialogue
import Packets
import Rendering

struct Trace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain the mail conversations in capture files, or on an interface.",
        discussion: """
            Reads pcap and pcapng, also gzip-compressed. Mail is recognised by content, on any port.

            Exit codes: 0 read to the end, 1 no mail in it, 64 bad usage, 65 unreadable or cut file, 66 no such file, \
            69 no such interface, 77 no permission to capture.
            """)

    @Argument(help: "Capture files, or - for standard input.")
    var files: [String] = []

    @Option(name: [.short, .customLong("interface")], help: "Capture live from this interface; Ctrl-C ends it.")
    var interface: String?

    @Option(name: [.short, .customLong("filter")], help: "Only frames that match this BPF expression, as for tcpdump.")
    var filter: String?

    @Option(help: "Only this connection, by its number.")
    var connection: Int32?

    @Flag(help: "Connections, messages, outcomes, notes and the slowest steps instead of the dialogues.")
    var summary = false

    @Flag(inversion: .prefixedNo, help: "Say what each step means, with the RFC section. Text: on, jsonl: off.")
    var explain: Bool?

    @Flag(help: "Show the dialogue step by step, and wait for a key in between.")
    var step = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard files.isEmpty != (interface == nil) else {
            throw ValidationError(
                files.isEmpty
                    ? "Name a capture file, - for standard input, or an interface with -i."
                    : "Either capture files or an interface, not both.")
        }
        if let connection, connection < 1 { throw ValidationError("Connections are numbered from 1.") }
        if summary, step { throw ValidationError("--summary has no steps: leave --step out.") }
        if step, interface != nil { throw ValidationError("--step reads files; a live capture does not wait.") }
    }

    func run() async throws {
        let explains = explain ?? (output.format == .text)
        var shown = Shown(
            output, explain: explains, order: interface == nil ? .whole : .tagged, only: connection,
            onlySummary: summary)
        if let interface {
            try LiveTrace(interface: interface, filter: filter).run(&shown, output.sink(isLive: true))
        } else if step {
            try FileTrace(files: files, filter: filter).leaf(connection: connection) { records in
                try StepByStep.show(records, output, explain: explain ?? true, only: connection)
            }
        } else {
            try FileTrace(files: files, filter: filter).run(&shown, output.sink(), connection: connection)
        }
    }
}
