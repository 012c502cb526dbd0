/// A conversation that numbers its steps: what it reports of octets that are no line and no content.
protocol NumberedSession {
    /// A new step with its number, phase and state.
    mutating func step(_ kind: Utterance.Kind, _ side: Side, range: Range<Int>) -> Utterance
}

extension NumberedSession {
    /// Octets that the capture lacks.
    mutating func gap(_ side: Side, at offset: Int, count: Int) -> Utterance {
        var utterance = step(.gap, side, range: offset..<offset + count)
        utterance.bytes = count
        utterance.notes.insert(.bytesMissing)
        return utterance
    }

    /// Octets in front of the session that belong to something else.
    mutating func skip(_ side: Side, range: Range<Int>) -> Utterance {
        var utterance = step(.other, side, range: range)
        utterance.bytes = range.count
        if side == .client { utterance.notes.insert(.httpConnect) }
        return utterance
    }

    /// The TLS octets of a side, when they have ended.
    mutating func finishTLS(_ side: Side, range: Range<Int>, bytes: Int) -> Utterance {
        var utterance = step(.tls, side, range: range)
        utterance.bytes = bytes
        return utterance
    }
}
