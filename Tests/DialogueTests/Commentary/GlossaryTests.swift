import Dialogue
import MailProtocols
import Testing

@Suite("The glossary")
struct GlossaryTests {
    @Test("explains each SMTP verb", arguments: SMTPVerb.allCases.filter { !$0.word.isEmpty })
    func smtpVerbs(verb: SMTPVerb) throws {
        let entry = try #require(Glossary.entry(verb))
        #expect(entry.kind == .command)
        #expect(!entry.meaning.isEmpty)
        #expect(!entry.citations.isEmpty)
    }

    @Test("explains each POP3 verb", arguments: POP3Verb.allCases.filter { !$0.word.isEmpty })
    func pop3Verbs(verb: POP3Verb) throws {
        let entry = try #require(Glossary.entry(verb))
        #expect(entry.kind == .command)
        #expect(!entry.meaning.isEmpty)
        #expect(!entry.citations.isEmpty)
    }

    @Test("explains each note, phase and state")
    func notesPhasesStates() {
        for note in Note.allCases { #expect(Glossary.entry(note)?.meaning == note.entry.text) }
        for phase in Phase.allCases { #expect(Glossary.entry(phase)?.kind == .phase) }
        for state in SMTPState.allCases { #expect(Glossary.entry(id: "smtp-state-\(state.name.lowercased())") != nil) }
        for state in POP3State.allCases { #expect(Glossary.entry(id: "pop3-state-\(state.name.lowercased())") != nil) }
    }

    @Test("explains any code of three digits")
    func anyCode() throws {
        for number in 0...999 {
            let entry = try #require(Glossary.entry(ReplyCode(number)))
            #expect(!entry.meaning.isEmpty && !entry.citations.isEmpty)
        }
        #expect(Glossary.entry(ReplyCode.none) == nil)
        #expect(try #require(Glossary.entry(ReplyCode(472))).more.contains("4yz"))
    }

    @Test("gives each entry an id of its own, a sentence, and relations that exist", arguments: Glossary.entries)
    func isWhole(entry: GlossaryEntry) {
        #expect(Glossary.entry(id: entry.id) == entry, "two entries share the id \(entry.id)")
        #expect(entry.meaning.hasSuffix(".") || entry.meaning.hasSuffix("="), "\(entry.id)")
        #expect(entry.more.isEmpty || entry.more.hasSuffix("."), "\(entry.id)")
        for id in entry.related { #expect(Glossary.entry(id: id) != nil, "\(entry.id) points to \(id)") }
    }

    @Test(
        "finds what people ask for",
        arguments: [
            ("550 5.1.1", ["550", "5.1.1"]), ("RCPT TO", ["smtp-rcpt"]), ("-ERR [IN-USE]", ["-err", "code-in-use"]),
            ("MAIL FROM", ["smtp-mail"]), ("push", ["push"]),
            ("null-reverse-path", ["null-reverse-path", "note-null-reverse-path"]), ("5.7.1", ["5.7.1"]),
            ("354", ["354"]), ("+OK", ["+ok"]), ("-err", ["-err"]), ("+", ["+"]),
            ("mail from:<>", ["smtp-mail", "null-reverse-path"]), ("250-SIZE", ["250", "ehlo-size"]),
            ("Connection Establishment", ["phase-connection-establishment"]),
            ("authorization", ["phase-authorization"]),
            ("receiver maa", ["actor-receiver-maa"]), ("400", ["400"]), ("472", ["472"]), ("4yz", ["4yz"]),
            ("quit", ["smtp-quit", "pop3-quit"]), ("SIZE=1000", ["ehlo-size"]), ("sys/temp", ["code-sys/temp"]),
            ("550-5.7.1", ["550", "5.7.1"]), ("[AUTH]", ["code-auth"]), ("push pull", ["push", "pull"]),
            ("dot_stuffing", ["dot-stuffing"]), ("5.9.9", ["5.9.9"]), ("greylisting", ["greylisting"]),
            ("note-smuggling-seam", ["note-smuggling-seam"]), ("X.1.1", ["x.1.1"]), ("message-id", ["message-id"]),
            ("Auto-Submitted", ["auto-submitted"]), ("Delivered-To", ["delivered-to"]),
            ("multipart/report", ["multipart/report"]), ("MAILER-DAEMON", ["mailer-daemon"]),
        ])
    func lookups(words: String, ids: [String]) {
        let explanation = Glossary.lookup(words: [words])
        #expect(Array(explanation.entries.map(\.id).prefix(ids.count)) == ids)
        #expect(explanation.isUnderstood)
        #expect(!explanation.parts.contains { if case .unknown = $0 { true } else { false } })
        #expect(Glossary.lookup(words: words.split(separator: " ").map(String.init)) == explanation)
    }

    @Test("takes what stands behind the codes for the server's own words")
    func serverText() {
        let explanation = Glossary.lookup(words: ["550 5.1.1 User unknown here"])
        #expect(explanation.entries.map(\.id) == ["550", "5.1.1"])
        #expect(explanation.parts.last == .serverText("User unknown here"))
    }

    @Test(
        "names the nearest when a word is unknown",
        arguments: [
            ("RCTP", "RCPT"), ("ehol", "EHLO"), ("STTA", "STAT"), ("pul", "pull"), ("STARTLS", "STARTTLS"),
            ("UILD", "UIDL"),
            ("enveloppe", "envelope"), ("null-reverse-pth", "null reverse-path"), ("postmastre", "postmaster"),
        ])
    func nearest(word: String, name: String) {
        let explanation = Glossary.lookup(words: [word])
        #expect(!explanation.isUnderstood)
        #expect(Glossary.nearest(to: word).first == name)
        #expect(explanation.description.contains("“\(word)” is not in the glossary. Did you mean “\(name)”"))
    }

    @Test("says so plainly when nothing is near")
    func nothingNear() {
        let explanation = Glossary.lookup(words: ["zzzzzzzz", "push"])
        #expect(explanation.parts.first == .unknown("zzzzzzzz", nearest: []))
        #expect(explanation.isUnderstood)
        #expect(explanation.description.hasPrefix("“zzzzzzzz” is not in the glossary."))
        #expect(Glossary.lookup(words: []).parts.isEmpty)
    }

    @Test("writes no line wider than asked, and no control character")
    func width() {
        let explanation = Glossary.lookup(words: ["550 5.1.1 RCPT TO \u{1B}[31mpush\u{7}"])
        #expect(explanation.lines(width: 60).allSatisfy { $0.count <= 60 })
        #expect(!explanation.description.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }

    @Test("knows the codes of the standards and the ones often met")
    func registries() {
        let codes = [
            211, 214, 220, 221, 235, 250, 251, 252, 334, 354, 421, 430, 432, 450, 451, 452, 454, 455, 458, 459, 500,
            501,
            502, 503, 504, 521, 523, 530, 534, 535, 538, 541, 550, 551, 552, 553, 554, 555, 556,
        ]
        for code in codes { #expect(Glossary.entry(id: String(code)) != nil, "\(code)") }
        // How many details each subject of the registry has, from X.n.0 on.
        for (subject, count) in [(0, 1), (1, 11), (2, 5), (3, 7), (4, 8), (5, 7), (6, 11), (7, 31)] {
            for detail in 0..<count {
                #expect(Glossary.entry(id: "x.\(subject).\(detail)") != nil, "X.\(subject).\(detail)")
            }
        }
        #expect(Glossary.enhanced("6.1.1") == nil)
        #expect(Glossary.enhanced("5.1") == nil)
        #expect(Glossary.enhanced("5.1.1.1") == nil)
        #expect(Glossary.enhanced("5.١.1") == nil)
    }

    @Test("lists what can be asked for")
    func topics() {
        for kind in GlossaryEntry.Kind.allCases { #expect(!Glossary.names(of: kind).isEmpty) }
        #expect(Glossary.names(of: .command).prefix(3) == ["EHLO", "HELO", "MAIL"])
        #expect(Glossary.names(of: .command).filter { $0 == "QUIT" }.count == 1)
    }
}
