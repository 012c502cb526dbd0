import MailProtocols
import Testing

@Suite("Following a message")
struct MessageScannerTests {
    static let nested = letter(
        """
        Received: from mx.south.example by mx.north.example; Fri, 2 Jan 2026 03:04:05 +0000
        From: =?utf-8?Q?Alice_S=C3=BCd?= <alice@south.example>
        To: bob@north.example
        Subject: =?utf-8?B?R3LDvMOf?= =?utf-8?B?ZQ==?=
        Message-ID: <1@south.example>
        Date: Fri, 2 Jan 2026 03:04:05 +0000
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="outer edge"

        Preamble that nobody sees.
        --outer edge
        Content-Type: multipart/alternative; boundary=inner

        --inner

        plain words
        -- \("")
        signature
        --innermost is no boundary
        --inner
        Content-Type: text/html; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        <p>Gr=FC=DFe</p>
        --inner--
        epilogue of the inner
        --outer edge
        Content-Type: application/pdf; name="old.pdf"
        Content-Disposition: attachment; filename*0*=utf-8''Gr%C3%BC; filename*1="n.pdf"
        Content-Transfer-Encoding: base64

        SGVsbG8s
        IFdvcmxk
        --outer edge
        Content-Type: message/rfc822

        Subject: inside
        Content-Type: text/plain

        forwarded

        --outer edge--
        After the end.
        """)

    static func facts(_ bytes: [UInt8], piecesOf size: Int) -> MessageFacts {
        var scanner = MessageScanner()
        for piece in pieces(bytes, size) { scanner.take(piece.span) }
        return scanner.finish()
    }

    @Test("the header's fields come decoded")
    func summary() {
        let summary = MailMessage(Self.nested).summary
        #expect(summary.from == "Alice Süd <alice@south.example>")
        #expect(summary.to == "bob@north.example")
        #expect(summary.subject == "Grüße")
        #expect(summary.messageID == "<1@south.example>")
        #expect(summary.date == "Fri, 2 Jan 2026 03:04:05 +0000")
        #expect(summary.cc == nil)
    }

    @Test("the tree of parts comes flat, with depths, parents and content")
    func parts() {
        let message = MailMessage(Self.nested)
        #expect(
            message.parts.map(\.type) == [
                "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
                "message/rfc822", "text/plain",
            ])
        #expect(message.parts.map(\.depth) == [0, 1, 2, 2, 1, 1, 2])
        #expect(message.parts.map(\.parent) == [nil, 0, 1, 1, 0, 0, 5])
        #expect(message.parts.map(\.filename) == [nil, nil, nil, nil, "Grün.pdf", nil, nil])
        #expect(message.text(of: message.parts[2]) == "plain words\r\n-- \r\nsignature\r\n--innermost is no boundary")
        #expect(message.text(of: message.parts[3]) == "<p>Grüße</p>")
        #expect(message.text(of: message.parts[4]) == "Hello, World")
        #expect(message.text(of: message.parts[6]) == "forwarded\r\n")
        #expect(message.notes == [])
        #expect(message.parts[0].body == message.bodyStart..<message.bytes.count)
        for part in message.parts { #expect(part.header.upperBound == part.body.lowerBound) }
    }

    @Test("runs cut anywhere tell what the whole tells", arguments: 1...40)
    func anyCut(size: Int) {
        #expect(Self.facts(Self.nested, piecesOf: size) == MailMessage(Self.nested).facts)
    }

    @Test("cut at every octet into two runs, or ended there")
    func everyCut() {
        let whole = MailMessage(Self.nested).facts
        for cut in 0...Self.nested.count {
            var scanner = MessageScanner()
            scanner.take(Self.nested.span.extracting(0..<cut))
            var copy = scanner
            let ended = copy.finish()
            #expect(ended.bytes == cut)
            #expect(ended == Self.facts(Array(Self.nested[..<cut]), piecesOf: 7))
            scanner.take(Self.nested.span.extracting(cut..<Self.nested.count))
            #expect(scanner.finish() == whole)
        }
    }

    @Test("hostile octets change nothing but the answer", arguments: 0..<400)
    func hostile(seed: Int) {
        let bytes = mutated(Self.nested, seed: seed)
        let message = MailMessage(bytes)
        #expect(Self.facts(bytes, piecesOf: 1 + seed % 29) == message.facts)
        #expect(message.facts.bytes == bytes.count)
        for part in message.parts {
            #expect(part.body.upperBound <= bytes.count)
            _ = message.text(of: part)
        }
    }

    @Test(
        "ends without a line end, a header without an empty line",
        arguments: [
            ("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--", ["one"], NoteSet()),
            ("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b", ["one"], NoteSet()),
            ("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none", ["one"], NoteSet()),
            ("Content-Type: multipart/mixed; boundary=c\n\n--b\n\none\n--b--", [], NoteSet(.boundaryMissing)),
            ("Content-Type: multipart/mixed; boundary=b\n\n--b\nX: y\n--b\n\ntwo\n--b--\n", ["", "two"], NoteSet()),
            ("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b--\n", [""], NoteSet()),
            ("Content-Type: multipart/mixed\n\n--b\n\none\n--b--", [], NoteSet(.boundaryMissing)),
            ("Content-Type: multipart/mixed; boundary=b\n\n--b  \n\none\n--b-- \n--b\nno part\n", ["one"], NoteSet()),
        ])
    func oddEnds(source: String, contents: [String], notes: NoteSet) {
        let whole = "From: a\nDate: b\n" + source
        for bytes in [letter(whole), bytes(whole)] {
            let message = MailMessage(bytes)
            #expect(message.parts.dropFirst().map { text(message.content(of: $0)) } == contents)
            #expect(message.notes == notes)
        }
    }

    @Test("a body without parts is not searched, and its mark follows its octets alone")
    func mark() {
        let body = "--b\r\nHello\r\n-\r\n"
        let one = MailMessage(bytes("Subject: a\r\n\r\n" + body)).facts
        let two = MailMessage(bytes("Received: by x\r\nSubject: a\r\n\r\n" + body)).facts
        let other = MailMessage(bytes("Subject: a\r\n\r\n" + body + "!")).facts
        #expect(one.parts.count == 1)
        #expect(one.parts[0].bytes == body.utf8.count)
        #expect(one.bodyMark == two.bodyMark)
        #expect(one.bodyMark != other.bodyMark)
        #expect(MailMessage(bytes("Subject: a\r\n\r\n")).facts.bodyMark == 0)
    }

    @Test("marks differ for bodies that differ in one octet or in length")
    func markSpread() {
        var seen: Set<UInt64> = []
        var expected = 0
        for length in 1...70 {
            for place in 0..<length {
                var bytes = [UInt8](repeating: 0, count: length)
                bytes[place] = 1
                var mark = BodyMark()
                mark.take(bytes.span)
                seen.insert(mark.value)
                expected += 1
            }
        }
        #expect(seen.count == expected)
    }

    @Test("the limits of depth and number are noted, and nothing fails")
    func limits() {
        var deep = ""
        for level in 0..<40 { deep += "Content-Type: multipart/mixed; boundary=b\(level)x\n\n--b\(level)x\n" }
        let deepFacts = MailMessage(letter(deep + "\nbottom")).facts
        #expect(deepFacts.notes.contains(.mimeTooDeep))
        #expect(deepFacts.parts.map(\.depth).max() == 31)
        let wide =
            "Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: "--b\n\nx\n", count: 1_200) + "--b--\n"
        let wideFacts = MailMessage(letter("From: a\nDate: b\n" + wide)).facts
        #expect(wideFacts.notes == NoteSet(.mimeTooManyParts))
        #expect(wideFacts.parts.count == 1_000)
        let name =
            "From: a\nDate: b\nContent-Disposition: attachment; filename=" + String(repeating: "n", count: 300)
            + "\n\nx"
        let named = MailMessage(letter(name)).facts
        #expect(named.notes == NoteSet(.longFilename))
        #expect(named.parts.first?.filename?.count == 255)
    }

    @Test("a long header is cut, and the body is still found", arguments: [1, 1_000, 100_000])
    func longHeader(size: Int) {
        let header =
            "Subject: s\r\n" + String(repeating: "X: " + String(repeating: "y", count: 997) + "\r\n", count: 80)
        let facts = Self.facts(bytes(header + "\r\nbody"), piecesOf: size)
        #expect(facts.headerBytes == header.utf8.count + 2)
        #expect(facts.bodyBytes == 4)
        #expect(facts.notes == [.init(.headerMalformed), .init(.headerMissing), .init(.headerTooLong)])
        #expect(facts.summary.subject == "s")
    }
}
