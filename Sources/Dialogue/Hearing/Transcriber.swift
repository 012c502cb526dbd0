package import MailProtocols

/// Turns what both sides of one connection say, chunk by chunk, into numbered steps and messages. A wire tap and the packet
/// tracer drive the same value.
package struct Transcriber: Sendable {
    package let connection: Int32
    package let `protocol`: MailProtocol
    private let isDecoded: Bool
    /// Understands nothing where the protocol is only named.
    private var listener: Listener
    /// One, where TLS is spoken from the first octet: large, and seldom there.
    private var ciphered: [CipheredSession]
    /// What is said inside TLS, where there are keys: one at most, hardly ever there, so kept elsewhere.
    private var sealed: [SealedDialogue]
    private let keys: KeyRing?
    private var pen: Pen
    /// Nothing of the other side was captured so far.
    private var isOneSided = false
    /// A half waits for an answer that the other side acknowledged and the capture lacks so far; chunks heard since. Some
    /// captures record data behind its own acknowledgement, so the answer may yet come.
    private var unseen: (waiting: Side, chunks: Int)?
    /// As many frames as the reassembler grants a hole.
    private static let unseenGrace = 32
    private var silences: SilenceWatch
    /// When the first octets were held back, to give up in time.
    private var heldSince: (frame: Int, time: Int64)?

    /// Frames of the capture, and nanoseconds, that a half waits for the other's answer.
    private static let patienceFrames = 1_024
    private static let patienceTime: Int64 = 5_000_000_000

    /// - Parameters:
    ///   - begun: The connection's start was seen.
    ///   - opener: Who opened it; nil where that was not seen.
    ///   - start: When it was opened, nanoseconds since 1970 UTC; nil where that was not seen.
    ///   - keys: For reading what is inside TLS; nil where there are none.
    package init(
        connection: Int32, protocol spoken: MailProtocol, begun: Bool, opener: Side?, start: Int64? = nil, needs: Needs,
        keys: KeyRing? = nil
    ) {
        self.keys = keys
        silences = SilenceWatch(start: start)
        self.connection = connection
        self.protocol = spoken
        isDecoded = spoken.isDecoded
        pen = Pen(
            connection: connection, protocol: spoken, opener: opener, start: start, needs: needs,
            keepsCiphertext: keys != nil)
        listener = Listener(spoken, begun: begun)
        ciphered = spoken.isTLSFromTheStart ? [CipheredSession()] : []
        sealed = spoken.isTLSFromTheStart ? Self.sealed(spoken, begun: begun, keys) : []
    }

    /// What is said inside TLS from the first octet on. Apart, since an initialiser that has read its own value copies it.
    private static func sealed(_ spoken: MailProtocol, begun: Bool, _ keys: KeyRing?) -> [SealedDialogue] {
        guard let keys else { return [] }
        switch spoken.grammar {
        case .smtp: return [SealedDialogue(keys, Listener(smtp: SMTPConversation(begun: begun, isSecured: true)))]
        case .pop3: return [SealedDialogue(keys, Listener(pop3: POP3Conversation(begun: begun, isSecured: true)))]
        case .none: return []
        }
    }

    /// Hears octets of `side` that arrived in `frame` at `time` (nanoseconds since 1970 UTC).
    package mutating func hear(
        _ side: Side, _ bytes: Span<UInt8>, frame: Int, time: Int64, to out: inout Outbox
    ) {
        pen.count(bytes.count, of: side)
        if let gap = silences.end(at: time) {
            silences.keep(gap, for: sealed.isEmpty ? listener.awaited() : sealed[0].awaited())
        }
        guard isDecoded else {
            hearCiphered(side, bytes, frame: frame, time: time, to: &out)
            return
        }
        if isOneSided, pen.octets(of: .client) > 0, pen.octets(of: .server) > 0 {
            isOneSided = false
            listener.isOneSided = false
        }
        let start = side.isClient ? listener.heard.client : listener.heard.server
        pen.arrived(side, end: start + bytes.count, frame: frame, time: time)
        Self.drive(&listener, &pen, &out) { listener, each in listener.hear(side, bytes, each) }
        if unseen != nil { watchUnseen(to: &out) }
        if pen.hasCiphertext { openCiphertext(to: &out) }
        watchPatience(frame: frame, time: time, to: &out)
    }

    /// TLS from the first octet on.
    private mutating func hearCiphered(
        _ side: Side, _ bytes: Span<UInt8>, frame: Int, time: Int64, to out: inout Outbox
    ) {
        let position = ciphered.first?.position(of: side) ?? 0
        if !ciphered.isEmpty { ciphered[0].hear(side, bytes, frame: frame, time: time) }
        guard !sealed.isEmpty else { return }
        pen.arrived(side, end: position + bytes.count, frame: frame, time: time)
        sealed[0].hear(side, bytes, at: position, &pen, &out)
        watchPatience(frame: frame, time: time, to: &out)
    }

    /// TLS behind STARTTLS or STLS: what the listener only hands on is read with the keys.
    private mutating func openCiphertext(to out: inout Outbox) {
        guard let keys else { return }
        if sealed.isEmpty { sealed = [SealedDialogue(keys, Listener(inside: listener))] }
        // Both number the same connection's steps.
        sealed[0].number = max(sealed[0].number, listener.number)
        for run in pen.takeCiphertext() { sealed[0].hear(run.side, run.bytes.span, at: run.position, &pen, &out) }
        listener.number = sealed[0].number
    }

    /// So many octets of `side` are missing from the capture.
    package mutating func lose(_ side: Side, _ count: Int, frame: Int, time: Int64, to out: inout Outbox) {
        pen.lost(count, of: side)
        guard isDecoded else {
            if !ciphered.isEmpty { ciphered[0].lose(side, count) }
            return
        }
        let start = side.isClient ? listener.heard.client : listener.heard.server
        pen.arrived(side, end: start + count, frame: frame, time: time)
        Self.drive(&listener, &pen, &out) { listener, each in listener.lose(side, count, each) }
        if let waiting = unseen?.waiting, waiting != side { giveUpUnseen(to: &out) }
    }

    /// `side` acknowledged octets that the capture lacks: it has heard its answer, and waits for it no longer than these
    /// octets may still come.
    ///
    /// - Parameter position: Behind them, in the other side's stream; nil where that is not known.
    package mutating func acknowledgedUnseen(by side: Side, upTo position: Int? = nil, to out: inout Outbox) {
        if let position { listener.acknowledge(by: side, upTo: position) }
        guard isDecoded, listener.isWaiting(side) || pen.octets(of: side.other) == 0 else { return }
        if pen.octets(of: side.other) == 0 {
            isOneSided = true
            listener.isOneSided = true
        }
        guard listener.isWaiting(side) else { return }
        if unseen == nil { unseen = (side, 0) }
        if isOneSided { giveUpUnseen(to: &out) }
    }

    private mutating func watchUnseen(to out: inout Outbox) {
        guard let waiting = unseen?.waiting, listener.isWaiting(waiting) else {
            unseen = nil
            return
        }
        unseen?.chunks += 1
        if unseen?.chunks ?? 0 > Self.unseenGrace { giveUpUnseen(to: &out) }
    }

    private mutating func giveUpUnseen(to out: inout Outbox) {
        guard let waiting = unseen?.waiting else { return }
        unseen = nil
        guard listener.isWaiting(waiting) else { return }
        Self.drive(&listener, &pen, &out) { listener, each in listener.stopWaiting(waiting, each) }
    }

    /// Text in front of the dialogue, such as an HTTP CONNECT: so many octets of `side` fit nothing.
    package mutating func skip(_ side: Side, _ count: Int, frame: Int, time: Int64, to out: inout Outbox) {
        pen.count(count, of: side)
        pen.arrived(side, end: count, frame: frame, time: time)
        Self.drive(&listener, &pen, &out) { listener, each in listener.skip(side, count, each) }
    }

    /// The connection is over.
    package mutating func end(
        how: String, missing: (client: Int, server: Int), notes: NoteSet, time: Int64, to out: inout Outbox
    ) {
        if !sealed.isEmpty { endSealed(to: &out) }
        if isDecoded { Self.drive(&listener, &pen, &out) { listener, each in listener.end(each) } }
        ciphered.first?.finish(after: sealed.first?.number ?? 0, &pen, &out)
        var notes = notes
        let hasEnded = how == "fin" || how == "rst"
        let isWhole = missing.server == 0 && !notes.contains(.oneSided)
        let undone = sealed.isEmpty ? listener.notesAtEnd(isWhole: isWhole) : sealed[0].notesAtEnd(isWhole: isWhole)
        // A connection whose end was not captured may have gone on; letters marked for deletion are told all the same.
        notes.formUnion(hasEnded ? undone : undone.intersection(NoteSet(.deletedWithoutQuit)))
        if hasEnded, pen.isCutShort { notes.insert(.connectionCut) }
        if listener.leftStartTLSUnused(), !pen.sawTLS { notes.insert(.startTLSUnused) }
        pen.timing.silence = silences.longest
        pen.timing.nearest = silences.nearest
        if pen.timing.isExceeded { notes.insert(.waitedTooLong) }
        pen.finish(how: how, missing: missing, notes: notes, time: time, &out)
        if !sealed.isEmpty { sealed = [] }
    }

    private mutating func endSealed(to out: inout Outbox) {
        sealed[0].number = max(sealed[0].number, listener.number)
        sealed[0].end(&pen, &out)
        listener.number = sealed[0].number
        pen.readings = (sealed[0].reading(of: .client), sealed[0].reading(of: .server))
    }

    /// Octets that nobody understood are still in hand.
    var isHoldingBack: Bool {
        sealed.isEmpty ? listener.isHoldingBack : sealed[0].listener.isHoldingBack
    }

    /// Memory beside the value itself, roughly.
    ///
    /// Mutating like the others of its kind, though it changes nothing: values of this size are looked at in their place then,
    /// and not copied first.
    mutating func countHeldBytes() -> Int {
        var bytes = listener.countHeldBytes() + pen.countHeldBytes() + ciphered.count * 2_048
        for index in sealed.indices { bytes += sealed[index].countHeldBytes() }
        return bytes
    }

    /// Remarks on the steps so far.
    var remarks: RemarkCount { pen.remarks }

    /// A half that waited too long goes on by the likeliest reading.
    private mutating func watchPatience(frame: Int, time: Int64, to out: inout Outbox) {
        guard isHoldingBack, let side = Side.allCases.first(where: { isWaiting($0) }) else {
            if heldSince != nil { heldSince = nil }
            return
        }
        guard let since = heldSince else {
            heldSince = (frame, time)
            return
        }
        guard frame - since.frame > Self.patienceFrames || time - since.time > Self.patienceTime else { return }
        heldSince = nil
        if !sealed.isEmpty { return sealed[0].stopWaiting(side, &pen, &out) }
        Self.drive(&listener, &pen, &out) { listener, each in listener.stopWaiting(side, each) }
    }

    private func isWaiting(_ side: Side) -> Bool {
        sealed.isEmpty ? listener.isWaiting(side) : sealed[0].listener.isWaiting(side)
    }

    private static func drive(
        _ listener: inout Listener, _ pen: inout Pen, _ out: inout Outbox,
        _ act: (inout Listener, (Utterance, Span<UInt8>) -> Void) -> Void
    ) {
        act(&listener) { utterance, bytes in pen.write(utterance, bytes, to: &out) }
    }
}
