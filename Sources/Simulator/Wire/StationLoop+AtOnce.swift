import Dialogue
import MailProtocols
import NIOCore

/// Most commands are answered from what the session knows already. Where nobody looks on, such an answer is given on the way from the
/// socket, and the session's task sleeps on until something has to be waited for: a wake for each word would cost more than the word.
extension SessionLoop {
    /// Answers a chunk as far as that can be done at once. Runs on the connection's loop while the session's task waits for a chunk.
    func answerAtOnce(to chunk: ByteBuffer) -> PipeAnswer {
        let count = chunk.readableBytes
        guard count > 0, count <= Self.sliceSize, !hasSpokenLast, shell != .tlsComing else { return .unwanted }
        let (side, keepsContent) = (seat.side.other, role.keepsContent)
        chunk.withUnsafeReadableBytes { octets in
            ear.hear(octets.bindMemory(to: UInt8.self).span, from: side, keepsContent: keepsContent, into: &pending)
        }
        silence.wait(pace.after(octets: count, isStep: pending.contains { $0.utterance.isStep }))
        return answerPendingAtOnce()
    }

    private func answerPendingAtOnce() -> PipeAnswer {
        var next = 0
        while next < pending.count, !hasSpokenLast {
            let heard = pending[next]
            switch role.answerAtOnce(heard, ear.standing) {
            case .say(let words):
                if !words.isEmpty { note(words) }
            case .part(let words):
                note(words)
                hasSpokenLast = true
            case .promise(let begin):
                pending.removeFirst(next + 1)
                silence.note(isIdle: false)
                let (loop, session) = (pipe.channel.eventLoop, NIOLoopBound(self, eventLoop: pipe.channel.eventLoop))
                begin { words in loop.execute { session.value.keepPromise(words) } }
                return .held
            case .later:
                pending.removeFirst(next)
                return .wake
            }
            next += 1
        }
        pending.removeAll(keepingCapacity: true)
        let isIdle = role.isIdle && !ear.isHoldingBack
        silence.note(isIdle: isIdle)
        if isIdle, !hasSpokenLast, seat.closing?.hasCome == true {
            isBackedUp = true
            return .wake
        }
        return flushAtOnce()
    }

    private func keepPromise(_ words: [UInt8]) {
        role.promiseKept()
        note(words)
        pipe.goOn(answerPendingAtOnce())
    }

    private func note(_ words: [UInt8]) {
        // The ear must know what was answered before the next command is judged.
        hear(words, from: seat.side)
        outgoing.writeBytes(words)
    }

    private func flushAtOnce() -> PipeAnswer {
        guard outgoing.readableBytes > 0 else { return .taken }
        let words = outgoing
        outgoing.clear()
        if hasSpokenLast, shell == .plain {
            pipe.partAtOnce(with: words)
        } else {
            isBackedUp = !pipe.writeAtOnce(words)
            if hasSpokenLast { pipe.finish() }
        }
        if hasSpokenLast { silence.awaitParting() } else { silence.wait(pace.afterSpeaking()) }
        return isBackedUp ? .wake : .taken
    }

    /// What could not be done at once.
    func goOn() async throws {
        if isBackedUp {
            isBackedUp = false
            try await pipe.drain()
        }
        try await answerPending()
        try await flush()
    }
}
