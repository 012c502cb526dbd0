import Dialogue
import Packets
import Simulator
import Testing

/// A second opinion on the captures that we write.
@Suite("tshark reads what we write", .timeLimit(.minutes(2)))
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
