import ArgumentParser
import Capture
import Dialogue
import Packets
import Rendering

struct Trace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain the mail conversations in capture files, or on an interface.",
        discussion: """
            Reads pcap and pcapng, also gzip-compressed; several files in the order of time. Mail is recognised by content, \
            on any port.

            Filters choose whole connections, with their messages and journeys: those for which one condition of each kind that \
            is given holds.

            Exit codes: 0 read to the end, 1 no mail in it or none that fits the filters, 64 bad usage, 65 unreadable or cut \
            file, 66 no such file, 69 no such interface, 73 or 74 a file that cannot be written, 77 no permission.
            """)

    @Argument(help: "Capture files, or - for standard input.")
    var files: [String] = []

    @Option(name: [.short, .customLong("interface")], help: "Capture live from this interface; Ctrl-C ends it.")
    var interface: String?

    @Option(name: [.short, .customLong("filter")], help: "Only frames that match this BPF expression, as for tcpdump.")
    var filter: String?

    @OptionGroup(title: "Filters") var choice: FilterOptions

    @Flag(help: "Connections, messages, outcomes, notes and the slowest steps instead of the dialogues.")
    var summary = false

    @Flag(inversion: .prefixedNo, help: "Say what each step means, with the RFC section. Text: on, jsonl: off.")
    var explain: Bool?

    @Flag(help: "Show the dialogue step by step, and wait for a key in between.")
    var step = false

    @OptionGroup(title: "Messages") var export: ExportOptions

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        guard files.isEmpty != (interface == nil) else {
            throw ValidationError(
                files.isEmpty
                    ? "Name a capture file, - for standard input, or an interface with -i."
                    : "Either capture files or an interface, not both.")
        }
        if files.count(where: { $0 == "-" }) > 1 {
            throw ValidationError("Standard input can be read once: name - once.")
        }
        if files.count > CaptureMerge.limit {
            throw ValidationError("\(files.count) files are too many; \(CaptureMerge.limit) can be read at once.")
        }
        if summary, step { throw ValidationError("--summary has no steps: leave --step out.") }
        if step, interface != nil { throw ValidationError("--step reads files; a live capture does not wait.") }
    }

    func run() async throws {
        let explains = explain ?? (output.format == .text)
        var shown = Shown(
            output, explain: explains, order: interface == nil ? .whole : .tagged, onlySummary: summary)
        if let interface {
            try LiveTrace(interface: interface, filter: filter).run(&shown, output.sink(isLive: true))
            return
        }
        let trace = FileTrace(files: files, filter: filter, wanted: try choice.filter(), export: export)
        if step {
            try trace.leaf { records in
                try StepByStep.show(records, output, explain: explain ?? true)
            }
        } else {
            try trace.run(&shown, output.sink())
        }
    }
}
