import MailProtocols
import Testing

@Suite("TLS records")
struct TLSRecordsTests {
    /// A block whose length stands in front of it in `width` octets.
    static func block(_ width: Int, _ content: [UInt8]) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: content.count >> (8 * (width - 1 - $0))) } + content
    }

    static func record(_ type: UInt8, _ content: [UInt8], minor: UInt8 = 3) -> [UInt8] {
        [type, 3, minor] + block(2, content)
    }

    static let random = (0..<32).map { UInt8($0) }

    static let clientHello: [UInt8] = {
        let name = Array("mx.north.example".utf8)
        let extensions =
            [0x0A, 0x0A] + block(2, [])
            + [0, 0] + block(2, block(2, [0] + block(2, name)))
            + [0, 16] + block(2, block(2, block(1, Array("smtp".utf8)) + block(1, Array("imap".utf8))))
            + [0, 43] + block(2, block(1, [0x1A, 0x1A, 3, 4, 3, 3]))
        let body =
            [3, 3] + random + block(1, [9, 9]) + block(2, [0x2A, 0x2A, 0x13, 0x01, 0xC0, 0x2F]) + block(1, [0])
            + block(2, extensions)
        return [1] + block(3, body)
    }()

    static let serverHello: [UInt8] = {
        let extensions = [0, 43] + block(2, [3, 4])
        return [2] + block(3, [3, 3] + random + block(1, []) + [0x13, 0x02] + [0] + block(2, extensions))
    }()

    static let client =
        record(22, clientHello, minor: 1) + record(20, [1]) + record(23, [UInt8](repeating: 7, count: 300))
        + record(21, [9, 9])

    static func read(_ bytes: [UInt8], piecesOf size: Int) -> TLSRecords {
        var records = TLSRecords()
        for piece in pieces(bytes, size) { records.take(piece.span) }
        return records
    }

    @Test("records are counted by type, versions in order", arguments: [1, 2, 3, 5, 7, 64, 10_000])
    func counts(size: Int) {
        let records = Self.read(Self.client, piecesOf: size)
        #expect(records.records == ["handshake": 1, "ccs": 1, "appdata": 1, "alert": 1])
        #expect(records.versions == ["3.1", "3.3"])
        #expect(records.bytes == Self.client.count)
        #expect(records == Self.read(Self.client, piecesOf: 11))
        #expect(records.alerts == [])
        #expect(records.count(of: .appdata) == 1)
    }

    @Test("the client's hello tells whom it calls and what it offers")
    func client() {
        let hello = Self.read(Self.client, piecesOf: .max).clientHello
        #expect(hello?.serverName == "mx.north.example")
        #expect(hello?.applicationProtocols == ["smtp", "imap"])
        #expect(hello?.supportedVersions == ["3.4", "3.3"])
        #expect(hello?.legacyVersion == "3.3")
        #expect(hello?.cipherSuites == [0x1301, 0xC02F])
        #expect(hello?.random == Self.random)
    }

    @Test("the server's hello tells what was chosen")
    func server() {
        let records = Self.read(Self.record(22, Self.serverHello), piecesOf: 4)
        #expect(records.serverHello?.version == "3.4")
        #expect(records.serverHello?.cipherSuiteName == "TLS_AES_256_GCM_SHA384")
        #expect(records.clientHello == nil)
    }

    @Test("a hello may be split over records", arguments: [1, 3, 40, 100])
    func splitHello(size: Int) {
        let split = pieces(Self.clientHello, size).flatMap { Self.record(22, $0) }
        let records = Self.read(split, piecesOf: 9)
        #expect(records.clientHello?.serverName == "mx.north.example")
        #expect(records.count(of: .handshake) == (Self.clientHello.count + size - 1) / size)
    }

    @Test("what is no record ends the count")
    func other() {
        #expect(Self.read(Array("220 mx.north.example\r\n".utf8), piecesOf: 3).records == ["other": 1])
        let broken = Self.record(22, [0]) + [22, 4, 0, 0, 0] + Self.record(22, [0])
        #expect(Self.read(broken, piecesOf: 3).records == ["handshake": 1, "other": 1])
        #expect(Self.read([22, 3, 1], piecesOf: 3).records == [:])
    }

    @Test("cut at every octet, the last record is cut or all there")
    func everyCut() {
        let ends: Set<Int> = [
            Self.clientHello.count + 5, Self.clientHello.count + 11, Self.clientHello.count + 316, Self.client.count,
        ]
        for length in 0...Self.client.count {
            var records = Self.read(Array(Self.client[..<length]), piecesOf: 13)
            let inHeader = ([0] + ends).contains { length >= $0 && length < $0 + 5 }
            #expect(records.records["cut"] == (inHeader ? nil : 1))
            records.finish()
            #expect(records.clientHello == nil || length >= 9)
        }
        var half = Self.read(Array(Self.client[..<70]), piecesOf: 13)
        #expect(half.clientHello == nil)
        half.finish()
        #expect(half.clientHello?.random == Self.random)
    }

    @Test("an alert in clear is read, an encrypted one is not")
    func alerts() {
        let records = Self.read(
            Self.record(21, [2, 40]) + Self.record(20, [1]) + Self.record(21, [2, 40]), piecesOf: 1)
        #expect(records.alerts.map(\.name) == ["handshake_failure"])
        #expect(records.alerts.first?.level == 2)
        #expect(records.count(of: .alert) == 2)
    }

    @Test("a hello of SSL 2.0 is known as such")
    func ssl2() {
        let records = Self.read([0x80, 0x2E, 1, 3, 1, 0, 0x15, 0, 0, 0, 0x10], piecesOf: 2)
        #expect(records.isSSL2)
        #expect(records.records == ["other": 1])
    }

    @Test(
        "TLS is told from mail by its first octets",
        arguments: [
            ([22, 3, 1, 2, 0, 1], true), ([22], true), ([21, 3, 3, 0, 2], true), ([0x80, 0x2E, 1, 3, 1], true),
            ([], false), (Array("220 ".utf8), false), (Array("EHLO".utf8), false), ([22, 0, 0], false),
            ([22, 3, 3, 0xFF, 0xFF], false), ([0x80, 0, 9], false), ([25, 3, 3], false), ([22, 3, 9], false),
        ] as [([UInt8], Bool)])
    func looksLikeTLS(start: [UInt8], expected: Bool) {
        #expect(TLSRecords.looksLikeTLS(start.span) == expected)
    }

    @Test("hostile octets read the same however they are cut", arguments: 0..<300)
    func hostile(seed: Int) {
        let bytes = mutated(Self.client + Self.record(22, Self.serverHello), seed: seed)
        var one = Self.read(bytes, piecesOf: .max)
        var many = Self.read(bytes, piecesOf: 1 + seed % 17)
        #expect(one == many)
        one.finish()
        many.finish()
        #expect(one == many)
    }
}
