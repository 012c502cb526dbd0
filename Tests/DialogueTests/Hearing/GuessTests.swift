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

    @Test("a name glued to the first word hides nothing, and on a port that mail often uses nothing is given up early")
    func unusual() {
        #expect(Self.verdict("EHLOclient\r\n", "220 mx ESMTP\r\n", on: 4_000) == .speaks(.smtp))
        #expect(Self.verdict("\r\nehlo client\r\n", "", on: 4_000) == .speaks(.smtp))
        #expect(Self.verdict("HELD\r\n", "220 mx ESMTP\r\n", on: 4_000, isFinal: true) == .notMail)
        // Picked up in the middle of the greeting.
        #expect(Self.verdict("RSET\r\n", "SMTP Postfix\r\n", on: 2_525) == .undecided)
        let whole = "SMTP Postfix\r\n250 ok\r\n"
        #expect(Self.verdict("RSET\r\n", whole, on: 2_525, isFinal: true) == .speaks(.smtp))
        #expect(Self.verdict("RSET\r\n", whole, on: 4_000) == .notMail)
        #expect(Self.verdict("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n", on: 2_525) == .notMail)
    }

    @Test("a TLS hello counts once enough of it is there", arguments: [25, 587] as [UInt16])
    func hello(port: UInt16) {
        for count in 1..<6 {
            #expect(Self.verdict(Array(Self.hello.prefix(count)), "220 hi\r\n", on: port) == .undecided)
        }
        #expect(Self.verdict(Self.hello, "220 hi\r\n", on: port) == .speaks(.smtps))
        #expect(Self.verdict(Self.hello, "+OK hi\r\n", on: 110) == .speaks(.pop3s))
    }

    /// A hello that asks for these protocols inside (ALPN).
    private static func hello(for protocols: String...) -> [UInt8] {
        func block(_ width: Int, _ content: [UInt8]) -> [UInt8] {
            (0..<width).map { UInt8(truncatingIfNeeded: content.count >> (8 * (width - 1 - $0))) } + content
        }
        let names = protocols.flatMap { block(1, Array($0.utf8)) }
        let body =
            [3, 3] + [UInt8](repeating: 7, count: 32) + [0, 0, 2, 0x13, 0x01, 1, 0]
            + block(2, [0, 16] + block(2, block(2, names)))
        return [0x16, 3, 1] + block(2, [1] + block(3, body))
    }

    @Test("on a port of nobody's, what the TLS hello asks for inside decides")
    func applicationProtocol() {
        #expect(Self.verdict(Self.hello(for: "smtp"), "", on: 4_465) == .speaks(.smtps))
        #expect(Self.verdict(Self.hello(for: "http/1.1", "pop3"), "", on: 4_465) == .speaks(.pop3s))
        #expect(Self.verdict(Self.hello(for: "imap"), "", on: 443) == .speaks(.imaps))
        #expect(Self.verdict(Self.hello(for: "h2", "http/1.1"), "", on: 4_465) == .notMail)
        #expect(Self.verdict(Self.hello(for: "unknown"), "", on: 4_465) == .notMail)
        #expect(Self.verdict(Self.hello(for: "h2"), "", on: 465) == .speaks(.smtps))
    }

    @Test("a TLS hello is waited for on any port, until it is whole")
    func helloInPieces() {
        let hello = Self.hello(for: "smtp")
        for count in 6..<hello.count {
            #expect(Self.verdict(Array(hello.prefix(count)), "", on: 4_465) == .undecided)
            #expect(Self.verdict(Array(hello.prefix(count)), "", on: 4_465, isFinal: true) == .notMail)
        }
        #expect(Self.verdict([0x16, 3, 1, 0, 4, 2, 0, 0, 0, 0x17], "", on: 4_465) == .notMail)
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
