import Dialogue
import Packets
import Simulator
import Testing

/// A second opinion on the captures that we write.
@Suite("tshark reads what we write", .timeLimit(.minutes(10)))
struct TsharkTests {
    @Test(
        "the same commands as our own tracer finds, in the same order", .needs(.tshark),
        arguments: ["one-letter", "many-recipients", "keep-and-delete"])
    func sameCommands(scenario: String) async throws {
        let capture = try await Simulation.run(try Scenario(named: scenario)).pcapng()
        let output = try await tshark(
            capture,
            [
                "-Y", "smtp.req.command || pop.request.command", "-T", "fields", "-e", "tcp.stream",
                "-e", "smtp.req.command", "-e", "pop.request.command",
            ])
        // A line is a frame: the stream counted from 0, then the verbs in it, with commas between them.
        let theirs = output.split(separator: "\n").flatMap { line in
            let fields = line.split(separator: "\t")
            return fields.dropFirst().flatMap { $0.split(separator: ",") }.map { verb in
                "\((Int(fields[0]) ?? -1) + 1) \(verb.uppercased())"
            }
        }
        let ours = try commands(in: capture)
        #expect(!ours.isEmpty)
        #expect(ours == theirs)
    }

    @Test("no checksum is wrong, nothing is missing, nothing malformed", .needs(.tshark))
    func soundFrames() async throws {
        let capture = try await Simulation.run(try Scenario(named: "one-letter")).pcapng()
        let complaints = try await tshark(
            capture,
            [
                "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-Y",
                "tcp.checksum.status == 0 || ip.checksum.status == 0 || _ws.malformed || tcp.analysis.flags",
            ])
        #expect(complaints == "")
    }

    @Test(
        "what --write leaves: our words beside the frames, and the dialogue inside TLS, decrypted by the file's own keys",
        .needs(.tshark), .needsTLS)
    func commentsAndKeys() async throws {
        try await withScratchFolder { scratch in
            let (path, keys) = ("\(scratch)/run.pcapng", "\(scratch)/keys")
            let simulated = try await run(
                Served.program, ["simulate", "sealed-letter", "--write", path, "--write-keylog", keys])
            #expect(simulated.code == 0, "\(simulated.errors)")
            let capture = try Disk.read(path)
            let fields = ["-T", "fields", "-e", "tcp.stream", "-e", "frame.comment"]
            // Only the file's own secrets open these: no option names a key log.
            for (filter, words) in [
                ("tls && smtp.req.command == \"MAIL\"", "is the reverse-path"),
                ("tls && smtp.req.command == \"DATA\"", "asks to send the content"),
                ("tls && smtp.response.code == 235", "Logged in"),
                ("tls && pop.request.command == \"RETR\"", "asks for"),
            ] {
                let lines = try await tshark(capture, ["-Y", filter] + fields).split(separator: "\n")
                #expect(!lines.isEmpty, "\(filter)")
                for line in lines { #expect(line.contains(words), "\(filter): \(line)") }
            }
            // Both hops and both readers.
            let streams = try await tshark(capture, ["-Y", "tls && (smtp || pop)", "-T", "fields", "-e", "tcp.stream"])
            #expect(Set(streams.split(separator: "\n")) == ["0", "1", "2", "3"])
            // Each step of ours is said exactly once: as many as JSON lines show.
            let shown = try await run(Served.program, ["trace", path, "--format", "jsonl"])
            let steps = shown.output.split(separator: "\n").count { $0.hasPrefix(#"{"record":"step""#) }
            let remarks = try await tshark(capture, ["-Y", "frame.comment", "-T", "fields", "-e", "frame.comment"])
            #expect(remarks.split(separator: "Step ", omittingEmptySubsequences: false).count - 1 == steps)
            // The key log on its own opens what a tracer without the file's secrets would not.
            let log = String(decoding: try Disk.read(keys), as: UTF8.self)
            #expect(log.split(separator: "\n").count { $0.hasPrefix("CLIENT_TRAFFIC_SECRET_0 ") } == 4)
        }
    }

    @Test("what is said in clear bears its words as well, and a password is in none of them", .needs(.tshark))
    func commentsInClear() async throws {
        let run = try await Simulation.run(try Scenario(named: "one-letter"))
        let capture = try run.pcapng(explaining: try run.records())
        let login = try await tshark(
            capture, ["-Y", "pop.request.command == \"PASS\"", "-T", "fields", "-e", "frame.comment"])
        #expect(login.contains("password"))
        #expect(!login.contains("builder"))
    }

    /// The connection and the verb of each command, in the order in which the commands were said.
    private func commands(in capture: [UInt8]) throws -> [String] {
        var reader = try CaptureReader(bytes: capture)
        var tracer = Tracer()
        while let frame = try reader.next() { tracer.accept(frame) }
        tracer.finish()
        return tracer.outbox.takeAll().compactMap { record in
            guard case .step(let record) = record, record.step.kind == .command else { return nil }
            let verb = String(decoding: record.text.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
            return "\(record.step.connection) \(verb.uppercased())"
        }
    }

    private func tshark(_ capture: [UInt8], _ options: [String]) async throws -> String {
        try await withScratchFolder { scratch in
            let path = "\(scratch)/capture.pcapng"
            try Disk.write(capture, toNew: path)
            let tshark = try await run("tshark", ["-r", path] + options)
            #expect(tshark.code == 0, "\(tshark.errors)")
            return tshark.output
        }
    }
}
