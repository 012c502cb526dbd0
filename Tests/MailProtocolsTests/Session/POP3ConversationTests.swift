import MailProtocols
import Testing

@Suite("A POP3 conversation")
struct POP3ConversationTests {
    static let scripts: [String: String] = [
        "fetch and delete": """
        S: +OK POP3 ready <1@pop.north.example>
        C: USER bob
        S: +OK
        C: PASS sesame
        S: +OK maildrop locked
        C: LIST
        S: +OK 1 message\\r\\n1 30\\r\\n.
        C: LIST 1
        S: +OK 1 30
        C: RETR 1
        S: +OK 30 octets
        S: Subject: x
        S:
        S: ..hello
        S: .
        C: DELE 1
        S: +OK marked
        C: QUIT
        S: +OK bye
        --
        """,
        "a list without an end": """
        S: +OK ready
        C: USER bob
        S: +OK
        C: PASS x
        S: +OK
        C: UIDL
        S: +OK
        S: 1 abc
        C: NOOP
        S: +OK fine
        --
        """,
        "SASL": """
        S: +OK ready
        C: CAPA
        S: +OK\\r\\nSASL PLAIN\\r\\n.
        C: AUTH PLAIN
        S: +\\x20
        C: AGJvYgBzZXNhbWU=
        S: +OK in
        C: STAT
        S: +OK 0 0
        C: QUIT
        S: +OK
        --
        """,
        "pipelined": """
        S: +OK ready
        C: USER bob\\r\\nPASS x\\r\\nSTAT\\r\\nRETR 1\\r\\nQUIT
        S: +OK\\r\\n+OK\\r\\n+OK 1 3\\r\\n+OK\\r\\nhi\\r\\n.\\r\\n+OK bye
        --
        """,
    ]

    @Test("is heard the same however the octets are cut", arguments: scripts.keys.sorted())
    func survivesEveryCut(name: String) throws {
        let script = Script(try #require(Self.scripts[name]))
        let whole = script.heard(by: Listener(pop3: POP3Conversation()))
        #expect(!whole.isEmpty)
        for size in 1...40 {
            #expect(
                script.heard(by: Listener(pop3: POP3Conversation()), inPiecesOf: size) == whole, "pieces of \(size)")
        }
    }

    private func heard(_ name: String) throws -> [String] {
        Script(try #require(Self.scripts[name])).heard(by: Listener(pop3: POP3Conversation()))
    }

    @Test("reads as many lines as the command asks for")
    func multiLine() throws {
        let heard = try heard("fetch and delete")
        #expect(heard.contains { $0.contains("server content “1 30\\r\\n” crlf 6 answers") })
        #expect(heard.contains { $0.contains("server content “Subject: x\\r\\n\\r\\n.hello\\r\\n” crlf 22 stuffed 1") })
        #expect(heard.filter { $0.contains("server content") }.count == 2)
    }

    @Test("ends a list at the next status line")
    func unterminated() throws {
        let heard = try heard("a list without an end")
        #expect(heard.contains { $0.contains("content “1 abc\\r\\n” missing 7") })
        #expect(heard.contains { $0.contains("reply +OK “+OK fine") && $0.contains("answers 8") })
    }

    @Test("knows the rest of a letter whose status line is lost")
    func lostStatus() {
        let script = Script(
            "S: +OK ready\nC: RETR 1\nS~ 40\nS: rest of a line\nS: last\nS: .\nC: DELE 1\nS: +OK marked\n--")
        let heard = script.heard(by: Listener(pop3: POP3Conversation()))
        #expect(heard.contains { $0.contains("server gap 40") })
        #expect(
            heard.contains {
                $0.contains("content “rest of a line\\r\\nlast\\r\\n” crlf") && $0.contains("answers 2 cut")
            })
        #expect(heard.contains { $0.contains("+OK marked") && $0.contains("answers 5") })
        #expect(script.heard(by: Listener(pop3: POP3Conversation()), inPiecesOf: 1) == heard)
    }

    @Test("tells a SASL line from a command")
    func sasl() throws {
        #expect(try heard("SASL").contains { $0.contains("client auth “AGJvYgBzZXNhbWU=”") })
    }

    @Test(
        "a locked maildrop is no failed login",
        arguments: [
            ("-ERR [IN-USE] locked", Note.mailboxBusy), ("-ERR [in-use]", .mailboxBusy),
            ("-ERR [AUTH] no", .authFailed),
            ("-ERR", .authFailed), ("-ERR in use", .authFailed),
        ])
    func busy(reply: String, note: Note) {
        let script = Script("S: +OK ready\nC: USER bob\nS: +OK\nC: PASS x\nS: \(reply)\n--")
        for size in 1...40 {
            var notes: [Note] = []
            var listener = Listener(pop3: POP3Conversation())
            for event in script.events {
                guard case .said(let side, let bytes) = event else { continue }
                for start in stride(from: 0, to: bytes.count, by: size) {
                    listener.hear(side, bytes[start..<min(start + size, bytes.count)].span) { utterance, _ in
                        if utterance.kind == .reply { notes += utterance.notes.notes }
                    }
                }
            }
            #expect(notes == [note], "in pieces of \(size)")
        }
    }

    @Test("knows its states, and that QUIT alone deletes")
    func states() {
        var listener = Listener(pop3: POP3Conversation())
        var states: [POP3State] = []
        for event in Script(Self.scripts["fetch and delete"] ?? "").events {
            guard case .said(let side, let bytes) = event else { continue }
            listener.hear(side, bytes.span) { _, _ in }
            if let state = listener.pop3?.state, states.last != state { states.append(state) }
        }
        #expect(states == [.authorization, .transaction, .update])
        #expect(listener.pop3?.markedForDeletion == 0)
    }
}
