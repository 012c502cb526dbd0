import MailProtocols
import Simulator
import Testing

@Suite("The POP3 server answers")
struct POP3ReceptionTests {
    static let turns: [(said: String, answer: String)] = [
        ("STAT", "-ERR"), ("RETR 1", "-ERR"), ("NOOP", "-ERR"), ("PASS builder", "-ERR"), ("MOVE 1", "-ERR"),
        ("", "-ERR"),
        ("CAPA", "+OK What I can do\r\nTOP\r\n"), ("USER bob", "+OK"), ("PASS wrong", "-ERR [AUTH]"),
        ("PASS builder", "-ERR"),
        ("USER bob", "+OK"), ("PASS builder", "+OK 2 messages"), ("USER bob", "-ERR"), ("STAT", "+OK 2 320\r\n"),
        ("LIST", "+OK Numbers and octets\r\n1 120\r\n2 200\r\n.\r\n"), ("LIST 2", "+OK 2 200\r\n"), ("LIST 3", "-ERR"),
        ("LIST 0", "-ERR"), ("RETR 1", "+OK message 1 lines -1"), ("TOP 1 0", "+OK message 1 lines 0"),
        ("TOP 1", "-ERR"),
        ("DELE 1", "+OK"), ("DELE 1", "-ERR"), ("RETR 1", "-ERR"), ("STAT", "+OK 1 200\r\n"),
        // Number 2 stays number 2.
        ("LIST", "+OK Numbers and octets\r\n2 200\r\n.\r\n"), ("UIDL", "+OK Numbers and names\r\n2 b\r\n.\r\n"),
        ("UIDL 2", "+OK 2 b\r\n"), ("UIDL 1", "-ERR"), ("RSET", "+OK 2 messages"), ("STAT", "+OK 2 320\r\n"),
        ("DELE 2", "+OK"), ("NOOP", "+OK"), ("QUIT", "+OK 1 message deleted"),
    ]

    @Test("a session, line by line")
    func session() {
        var bench = POP3Bench([("a", 120), ("b", 200)])
        for (said, answer) in Self.turns {
            bench.hear(said)
            #expect(bench.said.last?.hasPrefix(answer) == true, "\(said): \(bench.said.last ?? "")")
        }
        #expect(bench.deleted == [2])
        #expect(bench.isClosed)
    }

    @Test("QUIT before the login deletes nothing")
    func earlyQuit() {
        var bench = POP3Bench([("a", 1)])
        bench.hear("QUIT")
        #expect(bench.deleted == nil)
        #expect(bench.isClosed)
    }

    @Test("a line that is too long, or ends with LF alone, is refused")
    func badLines() {
        var bench = POP3Bench([])
        bench.hear("USER " + String(repeating: "b", count: 300))
        #expect(bench.said.last?.hasPrefix("-ERR") == true)
        bench.hear("USER bob", ending: "\n")
        #expect(bench.said.last?.hasPrefix("-ERR") == true)
        bench.hear("PASS builder")
        #expect(bench.said.last?.hasPrefix("-ERR") == true)
    }

    @Test("who errs without end is shown the door")
    func errors() {
        var bench = POP3Bench([])
        for _ in 0..<20 { bench.hear("FROB") }
        #expect(bench.isClosed)
    }
}
