import MailProtocols

/// Follows the mail transactions of one SMTP session: who is named in the envelope, and what became of each (RFC 5321
/// section 3.3).
struct TransactionTracker {
    /// Recipients of one transaction that are kept by name; more are counted by the server's replies alone.
    static let recipientLimit = 1_000
    /// Octets of an address that are kept: four times what RFC 5321 section 4.5.3.1.3 allows.
    static let addressLimit = 1_024

    private struct Named {
        var number: Int
        var verb: SMTPVerb
        var address: String
    }

    /// Memory beside the value itself, roughly.
    var heldBytes: Int {
        var bytes = (asked.count + recipients.count) * 96
        for named in asked { bytes += named.address.utf8.count }
        for recipient in recipients { bytes += recipient.address.utf8.count }
        return bytes
    }

    /// Commands whose replies are not in yet.
    private var asked: [Named] = []
    private(set) var reversePath: String?
    private(set) var recipients: [MessageRecord.Recipient] = []

    mutating func command(_ verb: SMTPVerb, number: Int, line: Span<UInt8>) {
        guard verb == .mail || verb == .rcpt, asked.count + recipients.count < Self.recipientLimit else { return }
        asked.append(Named(number: number, verb: verb, address: Self.address(in: line)))
    }

    /// - Parameter turn: The step number of what is answered.
    mutating func reply(_ code: ReplyCode, to turn: Int, verb: SMTPVerb) {
        if let index = asked.firstIndex(where: { $0.number == turn }) {
            let named = asked.remove(at: index)
            settle(named, code)
        } else if verb.endsTransaction, code.outcome == .done {
            reset()
        }
    }

    /// The content has come: whatever was named and never answered is taken as it was said.
    mutating func envelope() -> (reversePath: String?, recipients: [MessageRecord.Recipient]) {
        for named in asked { settle(named, .none) }
        asked.removeAll()
        defer { reset() }
        return (reversePath, recipients)
    }

    mutating func reset() {
        reversePath = nil
        recipients = []
    }

    private mutating func settle(_ named: Named, _ code: ReplyCode) {
        let accepted = code.outcome == .done || code == .none
        if named.verb == .rcpt {
            recipients.append(MessageRecord.Recipient(address: named.address, code: code, accepted: accepted))
        } else if accepted {
            reset()
            reversePath = named.address
        }
    }

    /// What stands between the angle brackets, or behind the colon where there are none.
    static func address(in line: Span<UInt8>) -> String {
        guard let colon = firstIndex(of: UInt8(ascii: ":"), in: line, from: 0) else { return "" }
        var start = colon + 1
        var end = line.count
        if let open = firstIndex(of: UInt8(ascii: "<"), in: line, from: start),
            let close = firstIndex(of: UInt8(ascii: ">"), in: line, from: open)
        {
            start = open + 1
            end = close
        } else {
            while start < end, line[start] == Ascii.space { start += 1 }
            end = firstIndex(of: Ascii.space, in: line, from: start) ?? end
        }
        end = min(max(start, end), start + Self.addressLimit)
        return line.extracting(start..<end).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}

extension SMTPVerb {
    /// Granted, it leaves no transaction open, RFC 5321 sections 4.1.1.1 and 4.1.1.5.
    var endsTransaction: Bool {
        switch self {
        case .rset, .ehlo, .helo, .lhlo: true
        default: false
        }
    }
}
