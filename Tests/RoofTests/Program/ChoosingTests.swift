import Foundation
import Simulator
import Testing

@Suite("The program chooses and writes messages")
struct ChoosingTests {
    private static let oneLetter = "\(Repository.root)/Captures/one-letter/capture.pcapng"
    private static let options = [
        ["--from", "alice", "--code", "354"], ["--code", "+OK"], ["--connection", "3", "--connection", "1"],
        ["--to", "bob", "--time", "+1.."], ["--note", "password-in-clear"], ["--from", "nobody"],
    ]

    @Test("a file and a pipe give the same, in every format", arguments: options, ["text", "jsonl"])
    func fileAndPipe(options: [String], format: String) async throws {
        let words = (options + ["--format", format]).joined(separator: " ")
        let file = try await Mailscope.shell("$mailscope trace \(Self.oneLetter) \(words)")
        let pipe = try await Mailscope.shell("$mailscope trace - \(words) < \(Self.oneLetter)")
        let isSame = file.output == pipe.output
        #expect(isSame && file.code == pipe.code)
        #expect(file.code == (options.contains("nobody") ? 1 : 0))
    }

    @Test("the sum counts what is shown and says what was left out")
    func sum() async throws {
        let finished = try await Mailscope.run("trace", Self.oneLetter, "--code", "+OK", "--format", "jsonl")
        let last = try #require(finished.lines.last)
        let sum = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
        #expect(sum["connections"] as? Int == 1 && sum["leftOut"] as? Int == 2 && sum["messages"] as? Int == 1)
        #expect(finished.lines.contains { $0.contains(#""record":"journey""#) })
        let all = try await Mailscope.run("trace", Self.oneLetter, "--format", "jsonl")
        #expect(!all.output.contains("leftOut"))
    }

    @Test("a capture in two halves is the whole, whichever is named first")
    func halves() async throws {
        try await withScratchFolder { folder in
            let whole = try await Mailscope.run("trace", Self.oneLetter)
            // The blocks of a pcapng lie one behind the other; two are its head.
            let bytes = try Disk.read(Self.oneLetter)
            var cuts = [0]
            while let start = cuts.last, start + 8 <= bytes.count {
                let length = (0..<4).reduce(0) { $0 | Int(bytes[start + 4 + $1]) << (8 * $1) }
                guard length > 0 else { break }
                cuts.append(start + length)
            }
            let (head, middle) = (bytes[..<cuts[2]], cuts[cuts.count / 2])
            try Disk.write(Array(head + bytes[cuts[2]..<middle]), toNew: "\(folder)/1.pcapng")
            try Disk.write(Array(head + bytes[middle...]), toNew: "\(folder)/2.pcapng")
            for order in ["1.pcapng 2.pcapng", "2.pcapng 1.pcapng", "1.pcapng - < 2.pcapng"] {
                let merged = try await Mailscope.shell("cd \(folder) && $mailscope trace \(order)")
                let isSame = merged.output == whole.output
                #expect(isSame && merged.code == 0, "\(order)")
            }
        }
    }

    @Test(
        "wrong words are told from right ones",
        arguments: [
            ["--note", "password-in-clera"], ["--code", "abc"], ["--time", "now"], ["--export-as", "mbox"],
            ["--connection", "0"], ["--write", "x.pcapng"],
        ])
    func usage(options: [String]) async throws {
        let finished = try await Mailscope.shell(
            "$mailscope trace \(Self.oneLetter) \(options.joined(separator: " "))")
        #expect(finished.code == 64 && finished.output.isEmpty)
        if options[0] == "--note" { #expect(finished.errors.contains("“password-in-clear”")) }
    }

    @Test("messages are written, those of chosen connections only", arguments: ["file", "pipe"])
    func export(input: String) async throws {
        try await withScratchFolder { folder in
            let source = input == "file" ? Self.oneLetter : "- < \(Self.oneLetter)"
            let finished = try await Mailscope.shell(
                "$mailscope trace --export \(folder)/out --summary --code +OK \(source)")
            #expect(finished.code == 0 && finished.errors.contains("1 message written to \(folder)/out."))
            let names = try Disk.names(in: "\(folder)/out")
            #expect(names.count == 1 && names.first?.hasPrefix("000001-c3-") == true)
            let letter = try Disk.read("\(folder)/out/\(names.first ?? "")")
            #expect(letter.starts(with: Array("Return-Path:".utf8)) || letter.starts(with: Array("Received:".utf8)))
        }
    }

    @Test("a folder that cannot be made: 73, and the view is not begun")
    func noFolder() async throws {
        let finished = try await Mailscope.run("trace", Self.oneLetter, "--export", "/nowhere/at/all")
        #expect(finished.code == 73 && finished.errors.contains("/nowhere/at/all"))
    }
}
