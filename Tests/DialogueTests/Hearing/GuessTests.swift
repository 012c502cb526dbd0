import MailProtocols
import Testing

@testable import Dialogue

/// What a connection speaks, from its first octets.
@Suite("Recognising what is spoken")
struct GuessTests {
    private static let hello: [UInt8] = [0x16, 3, 1, 0, 44, 1, 0, 0]

    private static func verdict(
        _ client: [UInt8], _ server: String, on port: UInt16, isFinal: Bool = false, isLong: Bool = false
    ) -> Guess.Verdict {
        Guess(
            client: client[...], server: Array(server.utf8)[...], serverPort: port, isFinal: isFinal || isLong,
            isLong: isLong
        ).verdict()
    }

    private static func verdict(
        _ client: String, _ server: String, on port: UInt16, isFinal: Bool = false, isLong: Bool = false
    ) -> Guess.Verdict {
        verdict(Array(client.utf8), server, on: port, isFinal: isFinal, isLong: isLong)
    }

    @Test("the client's first words decide what a greeting leaves open")
    func greeting() {
        #expect(Self.verdict("", "220 mx ready\r\n", on: 25) == .undecided)
        #expect(Self.verdict("L", "220 mx ready\r\n", on: 25) == .undecided)
        #expect(Self.verdict("LHLO a\r\n", "220 mx ready\r\n", on: 25) == .speaks(.lmtp))
        #expect(Self.verdict("EHLO a\r\n", "220 mx ready\r\n", on: 25) == .speaks(.smtp))
        #expect(Self.verdict("", "220 mx ready\r\n", on: 25, isFinal: true) == .speaks(.smtp))
        #expect(Self.verdict("", "+OK ready\r\n", on: 995, isFinal: true) == .speaks(.pop3))
    }

    @Test("a TLS hello counts once enough of it is there", arguments: [25, 587] as [UInt16])
    func hello(port: UInt16) {
        for count in 1..<6 {
            #expect(Self.verdict(Array(Self.hello.prefix(count)), "220 hi\r\n", on: port) == .undecided)
        }
        #expect(Self.verdict(Self.hello, "220 hi\r\n", on: port) == .speaks(.smtps))
        #expect(Self.verdict(Self.hello, "+OK hi\r\n", on: 110) == .speaks(.pop3s))
    }

    @Test("long text without beginning on a mail port is mail; other octets are not known")
    func middle() {
        #expect(Self.verdict("lines of a letter\r\n", "", on: 25, isLong: true) == .speaks(.smtp))
        #expect(Self.verdict("", "lines of a letter\r\n", on: 110, isLong: true) == .speaks(.pop3))
        #expect(Self.verdict([0x17, 3, 3, 0, 0, 1], "", on: 25, isLong: true) == .speaks(.unknown))
        #expect(Self.verdict("lines of a letter\r\n", "", on: 25, isFinal: true) == .speaks(.unknown))
    }

    @Test("what is not mail is told soon")
    func others() {
        #expect(Self.verdict("GET / HTTP/1.1\r\n", "", on: 80) == .notMail)
        #expect(Self.verdict("", "SSH-2.0-x\r\n", on: 22) == .notMail)
        #expect(Self.verdict("POST / HTTP/1.1\r\n", "220 mx\r\n", on: 2525) == .speaks(.smtp))
    }
}
