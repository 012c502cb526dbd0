import Dialogue
import MailProtocols
import Simulator
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("The program and bad input")
struct BadInputTests {
    private static let oneLetter = "\(Repository.root)/Captures/one-letter/capture.pcapng"

    /// One sentence on standard error that names what is wrong, nothing on standard output.
    private static func expect(
        _ code: Int32, naming words: String..., from arguments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let finished =
            try await arguments.count == 3
            ? Mailscope.run(arguments[0], arguments[1], arguments[2])
            : arguments.count == 2 ? Mailscope.run(arguments[0], arguments[1]) : Mailscope.run(arguments[0])
        #expect(finished.code == code, "\(finished.errors)", sourceLocation: sourceLocation)
        for word in words { #expect(finished.errors.contains(word), sourceLocation: sourceLocation) }
        #expect(finished.output.isEmpty, sourceLocation: sourceLocation)
    }

    @Test("a missing file: 66")
    func missing() async throws {
        try await Self.expect(66, naming: "/nowhere/at/all.pcap", from: "trace", "/nowhere/at/all.pcap")
    }

    @Test("a directory: 66")
    func directory() async throws {
        try await Self.expect(66, naming: Repository.root, "folder", from: "trace", Repository.root)
    }

    @Test("lessons in a language that nobody translated them into: 64")
    func language() async throws {
        try await Self.expect(64, naming: "“xx”", "There are: de, en.", from: "learn", "--language", "xx")
    }

    @Test("a file that is no capture: 65")
    func noCapture() async throws {
        try await Self.expect(65, naming: "Package.swift", from: "trace", "\(Repository.root)/Package.swift")
    }

    @Test("an empty file, and nothing on standard input: 65")
    func empty() async throws {
        try await withScratchFolder { folder in
            try Disk.write([], toNew: "\(folder)/empty.pcap")
            try await Self.expect(65, naming: "empty.pcap", "empty", from: "trace", "\(folder)/empty.pcap")
        }
        try await Self.expect(65, naming: "empty", from: "trace", "-")
    }

    @Test("a capture without mail: 1")
    func noMail() async throws {
        try await withScratchFolder { folder in
            try Disk.write(try Tape().pcapng(), toNew: "\(folder)/silence.pcapng")
            let finished = try await Mailscope.run("trace", "\(folder)/silence.pcapng")
            #expect(finished.code == 1 && finished.errors.contains("No mail in \(folder)/silence.pcapng"))
        }
    }

    @Test("a cut capture: everything before the cut is shown, a line says how much is lost: 65", arguments: [1, 9, 30])
    func cut(missing: Int) async throws {
        let whole = try Disk.read(Self.oneLetter)
        // The last block's length stands in its last four octets, least first.
        let length = whole.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        let complete = try await Mailscope.run("trace", Self.oneLetter, "--format", "jsonl")
        for input in ["file", "pipe"] {
            let capture = Array(whole.dropLast(missing))
            let finished = try await withScratchFolder { folder in
                try Disk.write(capture, toNew: "\(folder)/cut.pcapng")
                return input == "file"
                    ? try await Mailscope.run("trace", "\(folder)/cut.pcapng", "--format", "jsonl")
                    : try await Mailscope.run("trace", "-", "--format", "jsonl", input: capture)
            }
            #expect(finished.code == 65)
            #expect(finished.errors.contains(" \(length - missing) bytes"), "\(finished.errors)")
            // The last frame is a bare acknowledgement: all steps lie before it.
            let steps = finished.lines.filter { $0.contains(#""record":"step""#) }
            #expect(steps.count >= 30 && steps == complete.lines.filter { $0.contains(#""record":"step""#) })
        }
    }

    @Test("a link type that is not read: 65, with its number")
    func unknownLinkType() async throws {
        let header: [UInt32] = [0xA1B2_C3D4, 0x0004_0002, 0, 0, 65_535, 147]
        let record: [UInt32] = [0, 0, 8, 8, 1, 2]
        let bytes = (header + record).flatMap { word in
            stride(from: 0, to: 32, by: 8).map { UInt8(truncatingIfNeeded: word >> $0) }
        }
        try await withScratchFolder { folder in
            try Disk.write(bytes, toNew: "\(folder)/private.pcap")
            let finished = try await Mailscope.run("trace", "\(folder)/private.pcap")
            #expect(finished.code == 65 && finished.errors.contains("1 frame is of link type 147"))
        }
    }

    @Test("an interface that does not exist: 69")
    func noInterface() async throws {
        try await Self.expect(69, naming: "nosuch0", from: "trace", "-i", "nosuch0")
    }

    @Test("a filter that is none: 64, and it says where")
    func badFilter() async throws {
        let finished = try await Mailscope.run("trace", Self.oneLetter, "-f", "tcp prot 25")
        #expect(finished.code == 64 && finished.errors.contains("tcp prot 25") && finished.output.isEmpty)
    }

    @Test("usage that is not understood: 64")
    func usage() async throws {
        try await Self.expect(64, naming: "--nonsense", from: "--nonsense")
        try await Self.expect(64, naming: "--format", from: "trace", Self.oneLetter, "--format=xml")
        try await Self.expect(64, naming: "capture file", from: "trace")
    }

    @Test("a malformed scenario: 65, with file and line")
    func scenario() async throws {
        let good = try #require(EmbeddedScenarios.all.first?.text)
        let lines = good.split(separator: "\n", omittingEmptySubsequences: false)
        let index = try #require(lines.firstIndex { $0.hasPrefix("domains:") })
        try await withScratchFolder { folder in
            var broken = lines
            broken[index] = "domians:"
            let text = broken.joined(separator: "\n")
            try Disk.write(Array(text.utf8), toNew: "\(folder)/typo.yaml")
            try await Self.expect(
                65, naming: "typo.yaml:\(index + 1)", "domians", from: "simulate", "\(folder)/typo.yaml")
            try Disk.write(Array("a: [\n".utf8), toNew: "\(folder)/no.yaml")
            try await Self.expect(65, naming: "no.yaml:", from: "simulate", "\(folder)/no.yaml")
        }
        try await Self.expect(66, naming: "one-leter", "one-letter", from: "simulate", "one-leter")
    }

    @Test("a capture that may not be read: 77")
    func noPermission() async throws {
        guard geteuid() != 0 else { return print("Skipped: root may read everything.") }
        try await withScratchFolder { folder in
            try Disk.write([], toNew: "\(folder)/secret.pcap")
            chmod("\(folder)/secret.pcap", 0)
            try await Self.expect(77, naming: "secret.pcap", from: "trace", "\(folder)/secret.pcap")
        }
    }

    @Test("a reader that has seen enough ends the program quietly", arguments: ["text", "jsonl"])
    func closedPipe(format: String) async throws {
        // More than a pipe holds, so the program still writes when head(1) has gone.
        let files = Array(repeating: "'\(Self.oneLetter)'", count: 12).joined(separator: " ")
        let finished = try await Mailscope.shell(
            "{ $mailscope trace \(files) --format \(format); echo \"code $?\" >&2; } | head -n 1")
        #expect(finished.lines.count <= 1)
        #expect(finished.errors == "code 0\n")
    }

    @Test("control characters never reach the output raw", arguments: ["text", "jsonl", "summary"])
    func hostile(format: String) async throws {
        let evil = "\\x1b[2J\\x07\\x9b31m\\x7f\\x08\\x1b]0;title\\x07\\r"
        let script = Script(
            """
            == smtp \(evil) mx.north.example
            S: 220 ready \(evil)
            C: EHLO a.example\(evil)
            S: 250-mx \(evil)
            S: 250 PIPELINING
            C: MAIL FROM:<a\(evil)@a.example>
            S: 250 ok
            C: RCPT TO:<b@b.example>\(evil)
            S: 250 ok\(evil)
            C: DATA
            S: 354 go
            C: Subject: =?utf-8?Q?=1B[2J?= \(evil)
            C: Message-ID: <\(evil)@a.example>
            C:\(" ")
            C: text \(evil)
            C: .
            S: 250 kept \(evil)
            C: \(evil)
            S: 500 \(evil)
            --
            """)
        #expect(script.connections.count == 1)
        let capture = try script.tape.pcapng()
        let finished =
            try await format == "summary"
            ? Mailscope.run("trace", "-", "--summary", input: capture)
            : Mailscope.run("trace", "-", "--format", format, input: capture)
        #expect(finished.code == 0 && finished.lines.count > 5)
        for scalar in (finished.output + finished.errors).unicodeScalars where scalar != "\n" {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            #expect(!isControl, "U+\(String(scalar.value, radix: 16))")
        }
    }
}
