import MailProtocols
import Testing

@testable import Dialogue

@Suite("Hashes of parts")
struct PartHashingTests {
    /// A text, a picture, a letter in quoted-printable inside another; hyphens and almost-boundaries among them.
    private static let letter: [UInt8] = Array(
        """
        From: a@a.example
        Content-Type: multipart/mixed; boundary=outer

        a preamble that belongs to no part
        --outer
        Content-Type: text/plain

        one line
        --outerly is no boundary, but nearly
        -- nor is this
        --outer
        Content-Type: image/png; name=dot.png
        Content-Transfer-Encoding: base64

        iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9
        awAAAABJRU5ErkJggg==
        --outer
        Content-Type: message/rfc822

        Subject: inside
        Content-Type: multipart/alternative; boundary=inner

        --inner
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Gr=C3=BC=C3=9Fe an alle, die lange Zeilen =
        schreiben
        --inner
        Content-Type: text/html

        --inner--
        an epilogue
        --outer--
        and another

        """.replacing("\n", with: "\r\n").utf8)

    private static func hashed(_ message: [UInt8], piecesOf size: Int) -> (parts: [MIMEPart], hashes: [PartHash?]) {
        var scanner = MessageScanner()
        var hashing = PartHashing()
        var start = 0
        while start < message.count {
            let end = min(message.count, start + size)
            let run = message.span.extracting(start..<end)
            scanner.take(run)
            hashing.take(run, scanner.parts, open: scanner.openPart, settled: scanner.settled)
            start = end
        }
        let facts = scanner.finish()
        return (facts.parts, hashing.finish(facts.parts))
    }

    @Test("are those of the bodies as sent and as meant, however the message is cut", arguments: 1...90)
    func everyCut(size: Int) {
        let (parts, hashes) = Self.hashed(Self.letter, piecesOf: size)
        #expect(
            parts.map(\.type) == [
                "multipart/mixed", "text/plain", "image/png", "message/rfc822", "multipart/alternative", "text/plain",
                "text/html",
            ])
        #expect(hashes.count == parts.count)
        for (part, hash) in zip(parts, hashes) {
            guard !part.isContainer else {
                #expect(hash == nil)
                continue
            }
            let body = Array(Self.letter[part.body])
            #expect(hash?.sha256.hexadecimal == PlainSHA256.digits(body), "\(part.type)")
            let meant = part.decoded(in: Self.letter.span).bytes
            let isEncoded = part.transferEncoding != .sevenBit
            #expect(hash?.decoded?.bytes == (isEncoded ? meant.count : nil))
            #expect(hash?.decoded?.sha256.hexadecimal == (isEncoded ? PlainSHA256.digits(meant) : nil))
        }
    }

    @Test("of a message that ends anywhere are those of what there is", arguments: [7, 64])
    func everyEnd(size: Int) {
        for length in 0...Self.letter.count {
            let message = Array(Self.letter[..<length])
            let (parts, hashes) = Self.hashed(message, piecesOf: size)
            for (part, hash) in zip(parts, hashes) where !part.isContainer {
                #expect(hash?.sha256.hexadecimal == PlainSHA256.digits(Array(message[part.body])))
            }
        }
    }

    @Test("of octets in runs is that of all of them", arguments: [0, 1, 55, 56, 63, 64, 65, 127, 128, 1_000])
    func running(length: Int) {
        let octets = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7) }
        for size in [1, 3, 64, 100, 1_000] {
            var digest = RunningDigest()
            var start = 0
            while start < length {
                digest.take(octets.span.extracting(start..<min(length, start + size)))
                start += size
            }
            #expect(digest.digest().hexadecimal == PlainSHA256.digits(octets))
            #expect(digest.octets == length)
        }
    }
}
