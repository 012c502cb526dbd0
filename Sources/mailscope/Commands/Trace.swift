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

    @Option(
        name: [.short, .customLong("interface")],
        help: ArgumentHelp(
            "Capture live from this interface; Ctrl-C ends it. Repeatable: several at once.", valueName: "if"))
    var interface: [String] = []

    @Option(
        help: ArgumentHelp(
            "With -i: also keep the frames in this file, which Wireshark opens and mailscope trace reads.",
            valueName: "file.pcapng"))
    var write: String?

    @Option(
        name: [.short, .customLong("filter")],
        help: ArgumentHelp("Only frames that match this BPF expression, as for tcpdump.", valueName: "bpf"))
    var filter: String?

    @Option(help: "Read TLS with the secrets in this key log (NSS format, as SSLKEYLOGFILE names it).")
    var keylog: String?

    @OptionGroup(title: "Filters") var choice: FilterOptions

    @Flag(help: "Connections, messages, outcomes, notes and the slowest steps instead of the dialogues.")
    var summary = false

    @Flag(
        inversion: .prefixedNo,
        help:
            "Say what each step means, with the RFC section. Text: in ten connections all, then what is new; jsonl: off."
    )
    var explain: Bool?

    @Flag(help: "Connections that are no mail, and refused ones, too: who with whom, how much, how it ended.")
    var all = false

    @Flag(help: "With each part of a message the SHA-256 of its octets, as they were sent and as they decode.")
    var hashParts = false

    @Flag(help: "Show the dialogue step by step, and wait for a key in between.")
    var step = false

    @Flag(help: "Mask addresses, names, hosts, subjects and secrets, and leave bodies out, to share what is shown.")
    var redact = false

    @OptionGroup(title: "Messages") var export: ExportOptions

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        guard files.isEmpty != interface.isEmpty else {
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
        if write != nil, interface.isEmpty {
            throw ValidationError("--write keeps what -i captures; the files you name are captures already.")
        }
        if summary, all { throw ValidationError("--summary counts what is no mail in any case: leave --all out.") }
        if summary, hashParts { throw ValidationError("--summary shows no parts: leave --hash-parts out.") }
        if redact, hashParts {
            throw ValidationError(
                "--redact leaves hashes out, as they tell who has the same file: not with --hash-parts.")
        }
        if redact, output.showSecrets { throw ValidationError("--redact hides what --show-secrets would show.") }
        if redact, export.export != nil || write != nil {
            throw ValidationError(
                "--redact masks what is shown; \(write != nil ? "--write" : "--export") would keep it as it was sent.")
        }
        if Set(interface).count < interface.count { throw ValidationError("Name each interface once.") }
        if step, !interface.isEmpty { throw ValidationError("--step reads files; a live capture does not wait.") }
    }

    /// What is to be found out beside what the output shows in any case.
    private var more: Needs {
        var more: Needs = []
        if hashParts { more.insert(.partHashes) }
        if all { more.insert(.everything) }
        return more
    }

    func run() async throws {
        let explains = explain.map { $0 ? Teaching.always : .never } ?? (output.format == .text ? .usual : .never)
        var shown = Shown(
            output, explain: explains, order: interface.isEmpty ? .whole : .tagged, onlySummary: summary,
            more: more)
        let wanted = try choice.filter()
        if !interface.isEmpty {
            let trace = LiveTrace(
                interfaces: interface, filter: filter, keyLog: keylog, wanted: wanted, redacts: redact, export: export,
                write: write)
            return try trace.run(&shown, output.sink(isLive: true))
        }
        let trace = FileTrace(
            files: files, filter: filter, keyLog: keylog, wanted: wanted, redacts: redact, export: export)
        if step {
            try trace.leaf(needs: .full.union(more)) { records in
                try StepByStep.show(records, output, explain: explain ?? true)
            }
        } else {
            try trace.run(&shown, output.sink())
        }
    }
}
