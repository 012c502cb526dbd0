import Dialogue
import MailProtocols
import NIOCore

/// What a station says, and what faults make of it.
extension SessionLoop {
    func gathersAnswers() async -> Bool {
        guard let faults else { return false }
        return faults.coalesces(at: await seat.tap.now)
    }

    func say(
        _ saying: Saying, _ word: String, isHeard: Bool = false
    ) async throws {
        // Should the other side give up meanwhile, what is said does not arrive any more.
        if saying.pause > 0, await keepSilent(for: saying.pause) { return }
        var saying = saying
        var acts = FaultScript.Acts()
        if faults != nil {
            let now = await seat.tap.now
            acts = faults?.acts(on: word, count: saying.bytes.count, at: now) ?? acts
            if word == "EHLO" || word == "CAPA" {
                let missing = acts.omitted + (shell == .plain ? acts.stripped : [])
                if !missing.isEmpty {
                    saying.bytes = stripped(saying.bytes, of: missing, codeLength: word == "CAPA" ? 0 : 4)
                }
            }
            for act in acts.before where try await !obey(act, &saying) { return }
            if !acts.injected.isEmpty { await logFault(.inject(String(decoding: acts.injected, as: UTF8.self))) }
        }
        if saying.startsTLS {
            let words = saying.bytes + acts.injected
            if shell == .plain, !seat.tap.isDeaf { await seat.tap.said(words, by: seat.side, in: seat.connection) }
            hear(saying.bytes, from: seat.side)
            return try await startTLS(behind: words)
        }
        guard try await write(&saying, acts, isHeard: isHeard) else { return }
        while let bytes = try await saying.rest?.next() {
            var piece = Saying(bytes)
            var within = FaultScript.Acts()
            if faults != nil {
                let now = await seat.tap.now
                within = faults?.actsWithin(count: bytes.count, at: now) ?? within
            }
            guard try await write(&piece, within) else { return }
        }
        for act in acts.after {
            var nothing = Saying()
            if try await !obey(act, &nothing) { return }
            try await write(nothing.bytes, nil)
        }
        if saying.isLast { await sayNoMore() }
    }

    /// - Returns: Whether the station may go on to speak.
    private func write(
        _ saying: inout Saying, _ acts: FaultScript.Acts, isHeard: Bool = false
    ) async throws -> Bool {
        var position = 0
        for (offset, act) in acts.within {
            try await write(Array(saying.bytes[position..<min(offset, saying.bytes.count)]), acts.segment)
            position = min(offset, saying.bytes.count)
            var rest = Saying(Array(saying.bytes[position...]))
            if try await !obey(act, &rest) { return false }
            saying.bytes.replaceSubrange(position..., with: rest.bytes)
        }
        try await write(Array(saying.bytes[position...]), acts.segment, isHeard: isHeard, injected: acts.injected)
        return true
    }

    private func write(
        _ bytes: [UInt8], _ segment: Int?, isHeard: Bool = false, injected: [UInt8] = []
    ) async throws {
        var start = 0
        while start < bytes.count {
            let end = min(start + (segment ?? bytes.count), bytes.count)
            let piece = start == 0 && end == bytes.count ? bytes : Array(bytes[start..<end])
            start = end
            let whole = end == bytes.count && !injected.isEmpty ? piece + injected : piece
            if seat.tap.isDeaf {
                // Nobody looks on.
            } else if shell == .plain {
                await seat.tap.said(whole, by: seat.side, in: seat.connection)
            } else {
                await seat.tap.saidInsideTLS(by: seat.side)
            }
            // Heard before the other side can answer: what waited for these octets is understood now.
            if !isHeard { hear(piece, from: seat.side) }
            try await send(whole)
            if segment != nil { try await flush() }
        }
    }

    /// Octets that are handed to the socket at once: a client that reads slowly is waited for piece by piece.
    private static var pieceSize: Int { 65_536 }

    private func send(_ bytes: [UInt8]) async throws {
        var start = 0
        while start < bytes.count {
            let end = min(start + Self.pieceSize, bytes.count)
            outgoing.writeBytes(bytes[start..<end])
            start = end
            if outgoing.readableBytes >= Self.pieceSize { try await flush() }
        }
    }

    /// Hands what was said to the socket.
    func flush() async throws {
        guard outgoing.readableBytes > 0 else { return }
        let words = outgoing
        outgoing = ByteBuffer()
        try await pipe.write(words)
        // The time that this side took for its answer is not the other's.
        silence.wait(pace.afterSpeaking())
    }

    private func sayNoMore() async {
        hasSpokenLast = true
        try? await flush()
        // Under TLS a farewell of its own follows.
        if shell == .plain, !seat.tap.isDeaf { await seat.tap.ended(seat.side, .fin, in: seat.connection) }
        pipe.finish()
        silence.awaitParting()
    }

    /// - Returns: Whether the station may go on to speak.
    private func obey(
        _ act: Fault.Act, _ saying: inout Saying
    ) async throws -> Bool {
        await logFault(act)
        switch act {
        case .cut:
            isCut = true
            await sayNoMore()
            return false
        case .silence(let span): return await !keepSilent(for: span)
        case .say(let text):
            saying.bytes = Fault.Act.octets(of: text)
            saying.rest = nil
            // What was granted is not, whatever the role thinks.
            saying.startsTLS = false
            // A server that says 421 closes.
            if text.hasPrefix("421") { saying.isLast = true }
        case .twice:
            while let piece = try await saying.rest?.next() { saying.bytes += piece }
            saying.rest = nil
            saying.bytes += saying.bytes
        case .segments, .coalesce, .strip, .omit, .inject, .refuseCalls, .ignoreCalls: break
        }
        return true
    }

    private func logFault(_ act: Fault.Act) async {
        await seat.tap.log(DecisionRecord(station: seat.station, kind: .fault, text: act.words))
    }

    /// - Returns: Whether the other side has lost its patience.
    func keepSilent(for duration: Int64) async -> Bool {
        try? await flush()
        guard seat.tap.isVirtual else {
            try? await Task.sleep(nanoseconds: UInt64(max(0, duration)))
            return false
        }
        guard await seat.tap.silence(of: seat.side, for: duration, in: seat.connection) else { return false }
        isCut = true
        hasSpokenLast = true
        return true
    }

    /// What a saying is called where faults are placed: by the command that it answers or is.
    func word(for heard: Heard, _ saying: Saying) -> String {
        guard faults != nil else { return "" }
        if seat.side == .client, mayGoOn { return "CONTENT" }
        if heard.utterance.kind == .content, seat.side == .server { return "CONTENT" }
        let line = seat.side == .server ? heard.text : saying.bytes
        return String(decoding: line.prefix { $0.isASCIILetterOrDigit }, as: UTF8.self).uppercased()
    }

    func hear(_ bytes: [UInt8], from side: Side) {
        ear.hear(bytes.span, from: side, keepsContent: role.keepsContent, into: &pending)
    }
}
