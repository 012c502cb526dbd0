import Dialogue
import ScriptedCaptures
import Testing

/// One letter with an attachment, carried in three ways.
@Suite("Parts are hashed where that is asked for")
struct PartHashTests {
    private static let lines = [
        "From: a@a.example", "Content-Type: multipart/mixed; boundary=b", "", "--b", "", ".a dot", "--b",
        "Content-Transfer-Encoding: base64", "", "aGVsbG8=", "--b--",
    ]
    private static let envelope = """
        == smtp 25
        S: 220 mx.example
        C: EHLO a.example
        S: 250-mx.example
        S: 250 CHUNKING
        C: MAIL FROM:<a@a.example>
        S: 250 ok
        C: RCPT TO:<b@b.example>
        S: 250 ok

        """

    /// Content behind `front`, its leading dots doubled.
    private static func stuffed(_ front: String) -> String {
        (lines.map { $0.hasPrefix(".") ? ".\($0)" : $0 } + ["."]).map { "\(front) \($0)" }.joined(separator: "\n")
    }

    private static func chunk(_ lines: ArraySlice<String>, _ last: String) -> String {
        let octets = lines.reduce(0) { $0 + $1.utf8.count + 2 }
        return "C: BDAT \(octets)\(last)\n" + lines.map { "C= \($0)\\r\\n" }.joined(separator: "\n") + "\nS: 250 ok\n"
    }

    static let ways = [
        "DATA": envelope + "C: DATA\nS: 354 go\n\(stuffed("C>"))\nS: 250 taken\n--",
        "BDAT": envelope + chunk(lines[..<7], "") + chunk(lines[7...], " LAST") + "--",
        "RETR":
            "== pop3 110\nS: +OK\nC: USER b\nS: +OK\nC: PASS c\nS: +OK\nC: RETR 1\nS: +OK\n\(stuffed("S>"))\n--",
    ]

    private static func parts(_ way: String, _ needs: Needs) throws -> [MessageRecord] {
        try CaptureScript(ways[way] ?? "").trace(needs: needs).compactMap { record in
            if case .message(let message) = record { message } else { nil }
        }
    }

    @Test("by DATA, by BDAT in two chunks, by RETR", arguments: ["DATA", "BDAT", "RETR"])
    func hashed(way: String) throws {
        let message = try #require(try Self.parts(way, .full.union(.partHashes)).first)
        #expect(message.parts.map(\.type) == ["multipart/mixed", "text/plain", "text/plain"])
        #expect(message.partHashes.count == 3 && message.partHashes[0] == nil)
        // printf '.a dot' | sha256sum; printf 'aGVsbG8=' | sha256sum; printf hello | sha256sum
        #expect(
            message.partHashes[1]?.sha256.hexadecimal
                == "97f1f585a163b3f26b7b07c291b792003ae0956baf2f17f8abbac8c7525269c5")
        #expect(message.partHashes[1]?.decoded == nil)
        #expect(
            message.partHashes[2]?.sha256.hexadecimal
                == "333d6b3a3c1f5db6c9bdda5939b136986d170f4649172a68368d54ecb44c2ff2")
        #expect(message.partHashes[2]?.decoded?.bytes == 5)
        #expect(
            message.partHashes[2]?.decoded?.sha256.hexadecimal
                == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
    }

    @Test("and nothing is, where it is not", arguments: ["DATA", "BDAT", "RETR"])
    func silent(way: String) throws {
        #expect(try Self.parts(way, .full).allSatisfy { $0.partHashes.isEmpty })
    }

    @Test("octets that are missing leave no hash")
    func missing() throws {
        let script = Self.ways["DATA", default: ""].replacing("C> ..a dot", with: "% lose\nC> ..a dot")
        let messages = try CaptureScript(script).trace(needs: .full.union(.partHashes)).compactMap { record in
            if case .message(let message) = record { message } else { nil }
        }
        #expect(messages.count == 1 && messages[0].partHashes.isEmpty && messages[0].parts.count == 3)
    }
}
