import MailProtocols
import Testing

@Suite("Writing a letter")
struct MessageDraftTests {
    static let alice = AddressList.Mailbox(displayName: "Alice", localPart: "alice", domain: "south.example")
    static let bob = AddressList.Mailbox(displayName: "Bob, the second", localPart: "bob", domain: "north.example")
    static let carol = AddressList.Mailbox(displayName: "Jörg \"J\"", localPart: "odd one", domain: "west.example")

    static func draft(subject: String = "Hello", text: String = "Hi Bob,\n.\nAlice\n") -> MessageDraft {
        MessageDraft(
            from: alice, to: [bob], subject: subject, date: MessageDate(seconds: 1_767_319_445),
            messageID: "<1@south.example>",
            text: text)
    }

    @Test("a plain letter reads as expected")
    func plain() {
        #expect(
            text(Self.draft().encoded())
                == text(
                    letter(
                        """
                        From: Alice <alice@south.example>
                        To: "Bob, the second" <bob@north.example>
                        Subject: Hello
                        Date: Fri, 2 Jan 2026 02:04:05 +0000
                        Message-ID: <1@south.example>
                        MIME-Version: 1.0
                        Content-Type: text/plain; charset=us-ascii
                        Content-Transfer-Encoding: 7bit

                        Hi Bob,
                        .
                        Alice

                        """)))
    }

    @Test("what is written is read again, attachments and all")
    func roundTrip() throws {
        var draft = Self.draft(
            subject: "Grüße " + String(repeating: "sehr ", count: 40), text: "Grün = schön\r\nzweite Zeile ")
        draft.cc = [Self.carol]
        draft.bcc = [.init(localPart: "secret", domain: "east.example")]
        let binary = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        draft.attachments = [
            .init(filename: "plan.pdf", type: "application/pdf", content: binary),
            .init(
                filename: String(repeating: "Übersicht ", count: 12) + ".txt",
                content: bytes("--mailscope-boundary--\r\n")),
        ]
        let message = MailMessage(draft.encoded())
        #expect(message.summary.subject == draft.subject)
        #expect(message.header.first("To").map { AddressList($0.raw).mailboxes } == [Self.bob])
        #expect(message.header.first("Cc").map { AddressList($0.raw).mailboxes } == [Self.carol])
        #expect(message.header.first("Date").flatMap { MessageDate($0.raw) } == draft.date)
        #expect(message.text == "Grün = schön\r\nzweite Zeile ")
        #expect(message.parts.dropFirst(2).map { message.content(of: $0) } == draft.attachments.map(\.content))
        #expect(message.parts.dropFirst(2).map(\.filename) == draft.attachments.map(\.filename))
        #expect(message.notes == [])
        #expect(!text(message.bytes).contains("secret"))
        #expect(
            draft.recipients.map(\.address) == ["bob@north.example", "odd one@west.example", "secret@east.example"])
    }

    @Test(
        "no line is longer than 998 octets, and none ends without CR LF",
        arguments: [
            String(repeating: "x", count: 3_000), String(repeating: "word ", count: 900), "a\rb\nc\r\nd", "", "\u{0}",
            "日本語 " + String(repeating: "x", count: 999),
        ])
    func lines(content: String) {
        let encoded = Self.draft(subject: content, text: content).encoded()
        for line in text(encoded).split(separator: "\r\n", omittingEmptySubsequences: false) {
            #expect(line.utf8.count <= 998)
            #expect(!line.utf8.contains(0x0A) && !line.utf8.contains(0x0D))
        }
        #expect(MailMessage(encoded).parts.count == 1)
        #expect(MailMessage(encoded).header.isWellFormed)
        #expect(MailMessage(encoded).header.fields.count == 8)
    }

    @Test(
        "no value begins a field of its own", arguments: ["x\r\nBcc: all@east.example", "x\r\n\r\nbody", "x\nBcc: y"])
    func injection(value: String) {
        var draft = Self.draft(subject: value)
        draft.messageID = value
        draft.from.displayName = value
        draft.attachments = [.init(filename: value, type: value, content: [])]
        let message = MailMessage(draft.encoded())
        #expect(
            message.header.fields.map(\.name) == [
                "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
            ])
        #expect(message.parts.count == 3)
    }
}
