import Foundation
import Simulator
import Testing

@Suite("What the program says")
struct OutputTests {
    private static func objects(_ finished: Finished) throws -> [[String: Any]] {
        try finished.lines.map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    @Test("the bare command tells of push, push, pull, and of the journey")
    func mainJob() async throws {
        let finished = try await Mailscope.run()
        #expect(finished.code == 0)
        let connections = finished.lines.filter { $0.hasPrefix("=== Connection") }
        #expect(connections.map { $0.contains("push") } == [true, true, false])
        #expect(connections.map { $0.contains("pull") } == [false, false, true])
        #expect(finished.output.contains("=== The journey of"))
        #expect(!finished.output.contains("\u{1B}"))
        #expect(finished.errors.contains("Sockets used: "))
    }

    @Test("JSON lines are valid one by one, and two runs are the same", arguments: EmbeddedScenarios.inClear)
    func jsonLines(name: String) async throws {
        let first = try await Mailscope.run("simulate", name, "--format", "jsonl")
        let second = try await Mailscope.run("simulate", name, "--format", "jsonl")
        #expect(first.code == 0 && second.code == 0)
        let isSame = first.output == second.output
        #expect(isSame)
        let kinds = Set(try Self.objects(first).compactMap { $0["record"] as? String })
        #expect(kinds.isSuperset(of: ["connection", "step", "message", "state", "connection-end", "summary"]))
        // A letter that never leaves its first server makes no journey.
        #expect(kinds.contains("journey") || name == "receiver-away")
        let other = try await Mailscope.run("simulate", name, "--format", "jsonl", "--seed", "99")
        #expect(other.code == 0)
        let differs = other.output != first.output
        #expect(differs)
    }

    @Test("what --write tapes reads back as the same steps, and two tapes are the same octets")
    func write() async throws {
        try await withScratchFolder { folder in
            let (one, two) = ("\(folder)/one.pcapng", "\(folder)/two.pcapng")
            let run = try await Mailscope.run("--write", one, "--format", "jsonl", "--no-explain")
            _ = try await Mailscope.run("--write", two)
            let isSame = try Disk.read(one) == Disk.read(two)
            #expect(isSame)
            let traced = try await Mailscope.run("trace", one, "--format", "jsonl")
            func steps(_ finished: Finished) -> [Substring] {
                finished.lines.filter { $0.hasPrefix(#"{"record":"step""#) }
            }
            #expect(steps(run).count >= 30)
            let areSame = steps(run) == steps(traced)
            #expect(areSame)
        }
    }

    @Test("a letter travels in a folder that is kept")
    func keep() async throws {
        try await withScratchFolder { folder in
            let finished = try await Mailscope.run("simulate", "keep-and-delete", "--keep", "\(folder)/post")
            #expect(finished.code == 0 && finished.errors.contains("\(folder)/post"))
            let room = "\(folder)/post/maildrops"
            let letters = try Disk.names(in: room).map { try Maildir(folder: "\(room)/\($0)").letters().count }
            #expect(letters.sorted() == [0, 0, 1] || letters.sorted() == [0, 1])
        }
    }

    @Test("explain knows commands, codes and terms", arguments: ["RCPT TO", "550 5.1.1", "RETR", "UPDATE", "push"])
    func explain(words: String) async throws {
        let finished = try await Mailscope.shell("$mailscope explain \(words)")
        #expect(finished.code == 0 && finished.lines.count >= 2)
    }

    @Test("explain says what it does not know, and names the nearest")
    func explainUnknown() async throws {
        let finished = try await Mailscope.run("explain", "RCTP")
        #expect(finished.code == 1 && finished.output.contains("RCPT"))
    }

    @Test("explain reads words that begin with a hyphen")
    func explainHyphen() async throws {
        let finished = try await Mailscope.run("explain", "--", "-ERR", "[IN-USE]")
        #expect(finished.code == 0 && finished.output.hasPrefix("-ERR\n") && finished.output.contains("[IN-USE]\n"))
    }
}
