import MailProtocols
import Testing

@Suite("Header section")
struct HeaderSectionTests {
    private let message = letter(
        """
        From: Alice <alice@south.example>
        Subject: a long
         way\tto
        \tgo
        to : bob@north.example
        X-Empty:

        Body: not a field
        """)

    @Test("fields come with names, values and places")
    func fields() {
        let header = HeaderSection(parsing: message.span)
        #expect(header.fields.map(\.name) == ["From", "Subject", "to", "X-Empty"])
        #expect(header.first("subject")?.text == "a long way\tto\tgo")
        #expect(header.first("To")?.text == "bob@north.example")
        #expect(header.first("X-Empty")?.text == "")
        #expect(header.first("Body") == nil)
        #expect(header.isTerminated)
        #expect(header.isWellFormed)
        #expect(text(Array(message[header.length...])) == "Body: not a field")
        #expect(
            header.fields.map { text(Array(message[$0.range])) }.joined()
                == text(Array(message[..<(header.length - 2)])))
        for field in header.fields { #expect(Array(message[field.valueRange]) == field.raw) }
    }

    @Test("lone line feeds end lines too")
    func bareLineFeeds() {
        let header = HeaderSection(parsing: bytes("A: 1\nB: 2\n\nC: 3\n").span)
        #expect(header.fields.map(\.text) == ["1", "2"])
        #expect(header.length == 11)
    }

    @Test(
        "a line that is no field stays, marked",
        arguments: ["no colon here", ": no name", "na me: value", "Gr\u{FC}n: x"])
    func malformed(line: String) {
        let header = HeaderSection(parsing: bytes("A: 1\r\n\(line)\r\nB: 2\r\n\r\n").span)
        #expect(header.fields.map(\.isMalformed) == [false, true, false])
        #expect(header.fields.map { text($0.raw) } == [" 1", line, " 2"])
        #expect(!header.isWellFormed)
        #expect(header.notes == [.init(.headerMalformed), .init(.headerMissing)])
    }

    @Test(
        "without fields the header is missing",
        arguments: [("", 0, false), ("\r\nbody", 2, true), ("\nbody", 1, true), ("body", 4, false)])
    func missing(message: String, length: Int, isTerminated: Bool) {
        let header = HeaderSection(parsing: bytes(message).span)
        #expect(header.length == length)
        #expect(header.isTerminated == isTerminated)
        #expect(header.notes.contains(.headerMissing))
    }

    @Test("the limits say what they cut")
    func limits() {
        let many = HeaderSection(parsing: bytes(String(repeating: "A: b\r\n", count: 1_003) + "\r\n").span)
        #expect(many.fields.count == 1_000)
        #expect(many.droppedFields == 3)
        let long = bytes("A: " + String(repeating: "x", count: 70_000) + "\r\nB: c\r\n\r\nbody")
        let header = HeaderSection(parsing: long.span)
        #expect(header.fields.map(\.name) == ["A"])
        #expect(header.droppedBytes == long.count - 6 - 65_536)
        #expect(header.length == long.count - 4)
        #expect(!header.isWellFormed)
        #expect(header.notes == [.init(.headerMalformed), .init(.headerMissing), .init(.headerTooLong)])
    }

    @Test("cut at every octet, only the last field differs")
    func everyCut() {
        let whole = HeaderSection(parsing: message.span)
        for length in 0...message.count {
            let header = HeaderSection(parsing: Array(message[..<length]).span)
            #expect(header.fields.dropLast() == whole.fields.prefix(max(0, header.fields.count - 1)))
            #expect(header.length <= length)
        }
    }
}
