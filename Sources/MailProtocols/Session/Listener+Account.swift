/// What a session holds, and what it leaves undone.
extension Listener {
    /// Memory beside the value itself: octets that wait, and commands without a reply.
    package mutating func countHeldBytes() -> Int {
        var bytes = client.pending.capacity + server.pending.capacity
        bytes += (client.holes.capacity + server.holes.capacity) * MemoryLayout<Hole>.stride
        if let behind = client.behind { bytes += behind.bytes.capacity }
        if let behind = server.behind { bytes += behind.bytes.capacity }
        return bytes + smtpSession.turns.heldBytes + pop3Session.turns.heldBytes
    }

    /// What was begun and not ended in a session that is over.
    ///
    /// Mutating, though it changes nothing: a listener is looked at in its place then, and not copied first.
    ///
    /// - Parameter isWhole: All that the server said was captured; else what is missing proves nothing.
    package mutating func notesAtEnd(isWhole: Bool) -> NoteSet {
        let notes =
            switch language {
            case .smtp: smtpSession.notesAtEnd()
            case .pop3: pop3Session.notesAtEnd()
            case .none: NoteSet()
            }
        return isWhole ? notes : notes.subtracting([NoteSet(.lostReply), NoteSet(.greetingMissing)])
    }

    /// STARTTLS was offered, and the session stayed in the clear. Mutating for the same reason.
    package mutating func leftStartTLSUnused() -> Bool {
        language == .smtp && smtpSession.offered.contains(.startTLS) && !smtpSession.isSecured
    }
}
