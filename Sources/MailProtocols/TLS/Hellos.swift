/// What a client tells in clear before encryption begins, RFC 8446 section 4.1.2. Fields behind a cut are empty.
package struct ClientHello: Sendable, Hashable {
    /// The highest version of the old negotiation, `3.3`.
    package private(set) var legacyVersion = ""
    /// 32 octets by which a key log names the session.
    package private(set) var random: [UInt8] = []
    package private(set) var cipherSuites: [UInt16] = []
    /// The host that the client wants to speak to (RFC 6066 section 3).
    package private(set) var serverName: String?
    /// Protocols that the client offers to speak inside (RFC 7301): `imap`, `smtp`.
    package private(set) var applicationProtocols: [String] = []
    /// Versions that the client offers by extension, `3.4` being TLS 1.3; its reserved values (RFC 8701) are left out.
    package private(set) var supportedVersions: [String] = []

    /// - Parameter body: The handshake message without its type and length; it may be cut.
    package init(_ body: Span<UInt8>) {
        var cursor = ByteCursor(body)
        guard let version = cursor.takeBigEndian16() else { return }
        legacyVersion = TLSNames.dotted(version)
        guard let random = cursor.takeBytes(32) else { return }
        self.random = random
        guard let session = cursor.take(), cursor.takeBytes(Int(session)) != nil else { return }
        guard let suites = cursor.takeBigEndian16() else { return }
        for _ in 0..<suites / 2 {
            guard let suite = cursor.takeBigEndian16() else { return }
            if !TLSNames.isReserved(suite) { cipherSuites.append(suite) }
        }
        guard let compressions = cursor.take(), cursor.takeBytes(Int(compressions)) != nil else { return }
        readExtensions(of: &cursor) { type, content in
            switch type {
            case 0: serverName = serverName ?? Self.serverName(content)
            case 16: applicationProtocols = Self.protocols(content)
            case 43: supportedVersions = Self.versions(content)
            default: break
            }
        }
    }

    /// The list has entries of type and length; type 0 is a host name.
    private static func serverName(_ content: Span<UInt8>) -> String? {
        var cursor = ByteCursor(content)
        guard cursor.takeBigEndian16() != nil else { return nil }
        while let type = cursor.take(), let length = cursor.takeBigEndian16() {
            guard let name = cursor.takeBytes(Int(length)) else { return nil }
            if type == 0 { return String(wire: name.span) }
        }
        return nil
    }

    private static func protocols(_ content: Span<UInt8>) -> [String] {
        var cursor = ByteCursor(content)
        var names: [String] = []
        guard cursor.takeBigEndian16() != nil else { return names }
        while let length = cursor.take(), let name = cursor.takeBytes(Int(length)) {
            names.append(String(wire: name.span))
        }
        return names
    }

    private static func versions(_ content: Span<UInt8>) -> [String] {
        var cursor = ByteCursor(content)
        var versions: [String] = []
        guard cursor.take() != nil else { return versions }
        while let version = cursor.takeBigEndian16() {
            if !TLSNames.isReserved(version) { versions.append(TLSNames.dotted(version)) }
        }
        return versions
    }
}

/// What the server chose, RFC 8446 section 4.1.3. Fields behind a cut are empty.
package struct ServerHello: Sendable, Hashable {
    /// `3.3`; by extension where there is one, so that TLS 1.3 reads `3.4`.
    package private(set) var version = ""
    package private(set) var random: [UInt8] = []
    package private(set) var cipherSuite: UInt16?
    package private(set) var applicationProtocol: String?
    /// The server agreed to authenticate what is encrypted, not what is plain (RFC 7366).
    package private(set) var encryptsThenMACs = false

    /// It asks the client for another hello and decides nothing yet; known by its random (RFC 8446 section 4.1.3).
    package var isRetryRequest: Bool { random == Self.retryRandom }

    private static let retryRandom: [UInt8] = [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    ]

    package init(_ body: Span<UInt8>) {
        var cursor = ByteCursor(body)
        guard let legacy = cursor.takeBigEndian16() else { return }
        version = TLSNames.dotted(legacy)
        guard let random = cursor.takeBytes(32) else { return }
        self.random = random
        guard let session = cursor.take(), cursor.takeBytes(Int(session)) != nil else { return }
        cipherSuite = cursor.takeBigEndian16()
        guard cursor.take() != nil else { return }
        readExtensions(of: &cursor) { type, content in
            var inner = ByteCursor(content)
            if type == 43, let chosen = inner.takeBigEndian16() { version = TLSNames.dotted(chosen) }
            if type == 22 { encryptsThenMACs = true }
            if type == 16, inner.takeBigEndian16() != nil, let length = inner.take(),
                let name = inner.takeBytes(Int(length))
            {
                applicationProtocol = String(wire: name.span)
            }
        }
    }

    /// `TLS_AES_128_GCM_SHA256`, or the number in hexadecimal.
    package var cipherSuiteName: String? { cipherSuite.map(TLSNames.cipherSuite) }
}

/// Hands out each extension that is all there.
private func readExtensions(of cursor: inout ByteCursor, _ body: (UInt16, Span<UInt8>) -> Void) {
    guard cursor.takeBigEndian16() != nil else { return }
    while let type = cursor.takeBigEndian16(), let length = cursor.takeBigEndian16() {
        guard let content = cursor.takeBytes(Int(length)) else { return }
        body(type, content.span)
    }
}

extension ByteCursor {
    fileprivate mutating func takeBigEndian16() -> UInt16? {
        let start = offset
        guard let high = take(), let low = take() else {
            goBack(to: start)
            return nil
        }
        return UInt16(high) << 8 | UInt16(low)
    }

    /// The next `count` octets; nil, and nothing moved, where there are fewer.
    fileprivate mutating func takeBytes(_ count: Int) -> [UInt8]? {
        guard rest.count >= count else { return nil }
        var bytes: [UInt8] = []
        bytes.append(0..<count, of: rest)
        for _ in 0..<count { _ = take() }
        return bytes
    }
}
