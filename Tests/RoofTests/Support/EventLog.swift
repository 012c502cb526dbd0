import MailProtocols

/// What a listener understood: utterances that are steps, each with its octets, whatever pieces those came in.
struct EventLog {
    struct Event: Hashable, CustomStringConvertible {
        /// Its window position is taken out: that depends on the cut.
        var utterance: Utterance
        var octets: [UInt8]

        var description: String {
            "\(utterance.number) \(utterance.side.name) \(utterance.kind) \(utterance.range) "
                + "“\(octets.prefix(60).map { (32...126).contains($0) ? String(UnicodeScalar($0)) : "\\\($0)" }.joined())”"
        }
    }

    private(set) var events: [Event] = []
    private var content: [Side: [UInt8]] = [:]
    private var marked: [Side: [UInt8]] = [:]

    mutating func add(_ utterance: Utterance, _ bytes: Span<UInt8>) {
        let octets = bytes.withUnsafeBufferPointer { Array($0) }
        let side = utterance.side
        switch utterance.kind {
        case .contentRun: content[side, default: []] += octets
        case .contentMark: marked[side] = content[side]
        case .contentRewind: content[side] = marked[side]
        default:
            guard utterance.isStep else { return }
            var event = Event(utterance: utterance, octets: octets)
            event.utterance.text = 0..<0
            if utterance.kind == .content { event.octets = content.removeValue(forKey: side) ?? [] }
            events.append(event)
        }
    }

    /// Where two lists part, for a message that does not print both.
    static func difference(_ one: [Event], _ other: [Event]) -> String? {
        if let pair = zip(one, other).first(where: { $0 != $1 }) { return "\(pair.0) | \(pair.1)" }
        return one.count == other.count ? nil : "\(one.count) | \(other.count) events"
    }
}
