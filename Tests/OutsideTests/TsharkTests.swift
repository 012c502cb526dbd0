import Foundation
import Testing

/// A second opinion on the captures that we write.
@Suite("tshark reads what we write", .timeLimit(.minutes(2)))
struct TsharkTests {
    private struct Line: Decodable {
        var record: String
        var connection: Int?
        var kind: String?
        var verb: String?
    }

    @Test(
        "the same commands in the same order", .needs(.tshark),
        arguments: ["one-letter", "many-recipients", "keep-and-delete"])
    func sameCommands(scenario: String) async throws {
        try await withScratchFolder { scratch in
            let capture = "\(scratch)/\(scenario).pcapng"
            let mailscope = try #require(Self.mailscope)
            let simulated = try await run(mailscope, ["simulate", scenario, "--write", capture, "--format", "jsonl"])
            #expect(simulated.code == 0, "\(simulated.errors)")
            let traced = try await run(mailscope, ["trace", capture, "--format", "jsonl"])
            #expect(traced.code == 0, "\(traced.errors)")
            let tshark = try await run(
                "tshark",
                [
                    "-r", capture, "-o", "tcp.check_checksum:TRUE", "-Y", "smtp.req.command || pop.request.command",
                    "-T", "fields", "-e", "tcp.stream", "-e", "smtp.req.command", "-e", "pop.request.command",
                ])
            #expect(tshark.code == 0, "\(tshark.errors)")

            // A line of tshark is a frame: the stream counted from 0, then the verbs in it, with commas.
            let theirs = tshark.output.split(separator: "\n").flatMap { line in
                let fields = line.split(separator: "\t")
                return fields.dropFirst().flatMap { $0.split(separator: ",") }.map { verb in
                    "\((Int(fields[0]) ?? -1) + 1) \(verb.uppercased())"
                }
            }
            let ours = try traced.output.split(separator: "\n").map { line in
                try JSONDecoder().decode(Line.self, from: Data(line.utf8))
            }.filter { $0.kind == "command" }.map { "\($0.connection ?? 0) \($0.verb ?? "")" }
            #expect(!ours.isEmpty)
            #expect(ours == theirs)
        }
    }

    @Test("no checksum is wrong and nothing is malformed", .needs(.tshark))
    func soundFrames() async throws {
        try await withScratchFolder { scratch in
            let capture = "\(scratch)/one-letter.pcapng"
            let simulated = try await run(try #require(Self.mailscope), ["--write", capture])
            #expect(simulated.code == 0, "\(simulated.errors)")
            let complaints = try await run(
                "tshark",
                [
                    "-r", capture, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-Y",
                    "tcp.checksum.status == 0 || ip.checksum.status == 0 || _ws.malformed || tcp.analysis.flags",
                ])
            #expect(complaints.code == 0, "\(complaints.errors)")
            #expect(complaints.output == "")
        }
    }

    /// The program beside the test bundle.
    private static let mailscope: String? = {
        let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
        let path = URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("mailscope").path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()
}
