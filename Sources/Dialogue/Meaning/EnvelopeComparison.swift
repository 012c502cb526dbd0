import MailProtocols

/// Whether a message's header names those whom its envelope names: From the sender, To and Cc the recipients.
struct EnvelopeComparison {
    private let from: String
    private let to: String
    private let cc: String
    /// Recipients that are looked for; a list of more is a mailing list's, and the first ones tell.
    private static let recipientLimit = 20

    init(_ header: MessageSummary) {
        from = header.from ?? ""
        to = header.to ?? ""
        cc = header.cc ?? ""
    }

    /// Nothing that is known differs: an empty reverse-path and a field that is not there contradict nobody.
    func names(_ reversePath: String?, _ recipients: [MessageRecord.Recipient]) -> Bool {
        if let reversePath, !reversePath.isEmpty, !from.isEmpty, !Self.holds(from, reversePath) { return false }
        if to.isEmpty, cc.isEmpty { return true }
        return recipients.prefix(Self.recipientLimit).allSatisfy {
            Self.holds(to, $0.address) || Self.holds(cc, $0.address)
        }
    }

    /// Does the text hold the address, in any case, and not as a part of a longer one?
    private static func holds(_ text: String, _ address: String) -> Bool {
        var (text, address) = (text, address)
        return text.withUTF8 { text in address.withUTF8 { holds(text, $0) } }
    }

    private static func holds(_ text: UnsafeBufferPointer<UInt8>, _ address: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !address.isEmpty, text.count >= address.count else { return address.isEmpty }
        let first = lower(address[0])
        for start in 0...text.count - address.count where lower(text[start]) == first {
            guard start == 0 || !isWord(text[start - 1]) else { continue }
            let end = start + address.count
            guard end == text.count || !isWord(text[end]) else { continue }
            if address.indices.allSatisfy({ lower(text[start + $0]) == lower(address[$0]) }) { return true }
        }
        return false
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        let small = byte | 0x20
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(small) || (0x30...0x39).contains(byte)
            || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "+") || byte >= 0x80
    }
}
