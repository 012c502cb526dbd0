import MailProtocols

#if TLS
    import Crypto
#endif

/// Reads the octets of one content, run by run: its hash and its first octets, as far as they are needed.
struct ContentReader: Sendable {
    private(set) var preview: [UInt8] = []
    private let keepsPreview: Bool
    #if TLS
        private var hash: SHA256?
    #endif

    init(needs: Needs, verb: UInt8, _ spoken: MailProtocol) {
        let isListing = spoken == .pop3 && verb != POP3Verb.retr.rawValue && verb != POP3Verb.top.rawValue
        keepsPreview = needs.contains(.previews) || isListing && needs.contains(.texts)
        #if TLS
            hash = needs.contains(.hashes) ? SHA256() : nil
        #endif
    }

    mutating func take(_ run: Span<UInt8>) {
        if keepsPreview, preview.count < StepRecord.contentLimit {
            let kept = run.extracting(0..<min(run.count, StepRecord.contentLimit - preview.count))
            kept.withUnsafeBufferPointer { preview.append(contentsOf: $0) }
        }
        #if TLS
            run.withUnsafeBytes { hash?.update(bufferPointer: $0) }
        #endif
    }

    /// Lower-case hexadecimal SHA-256 of the octets so far; nil where hashing was not asked for or is not built in.
    func digest() -> String? {
        #if TLS
            return hash.map { Hexadecimal.string($0.finalize()) }
        #else
            return nil
        #endif
    }
}

enum Hexadecimal {
    static func string(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
