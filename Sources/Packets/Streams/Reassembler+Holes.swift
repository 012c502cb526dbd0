extension Reassembler {
    /// Keeps bytes for their turn; then delivers what has become next, and keeps within the limits.
    ///
    /// - Parameter cut: Bytes behind these that the segment had, but the snap length cut off.
    mutating func store(_ bytes: Span<UInt8>, at start: Int, cut: Int, half: Int) {
        if halves[half].early < 0 { halves[half].early = early.take(for: half) }
        let slot = halves[half].early
        let end = start + bytes.count
        let differing = early.insert(bytes, start, end, into: slot, frame: number, time: now)
        if cut > 0 { _ = early.insert(nil, end, end + cut, into: slot, frame: number, time: now) }
        if let differing {
            tell(.retransmissionDiffers, half: half, offset: differing.lowerBound, length: differing.count)
        }
        drain(half)
        while halves[half].early >= 0, isOverfull(Int(slot)) { forceHole(half) }
        while early.cost > limits.earlyBytes, early.oldest >= 0 {
            forceHole(Int(early.slots[Int(early.oldest)].half))
        }
    }

    private func isOverfull(_ slot: Int) -> Bool {
        early.slots[slot].cost > limits.earlyBytesPerHalf
            || early.slots[slot].pieces.count - early.slots[slot].head > limits.earlyPiecesPerHalf
    }

    private mutating func forceHole(_ half: Int) {
        counters.forcedHoles &+= 1
        declareHole(half)
        finishIfReached(half)
    }

    /// Delivers stored bytes as long as they are next.
    private mutating func drain(_ half: Int) {
        let slot = halves[half].early
        guard slot >= 0 else { return }
        while let piece = early.first(slot) {
            if halves[half].fin >= 0, piece.start >= halves[half].fin { break }
            guard piece.start <= max(halves[half].next, halves[half].cutTo) else { return }
            if piece.at < 0 {
                halves[half].cutTo = max(halves[half].cutTo, piece.end)
            } else {
                giveUp(half, to: piece.start)
                deliver(piece, slot, half: half)
            }
            early.removeFirst(slot)
        }
        early.release(slot)
        halves[half].early = -1
    }

    private mutating func deliver(_ piece: EarlyStore.Piece, _ slot: Int32, half: Int) {
        var count = piece.end - piece.start
        if halves[half].fin >= 0 { count = min(count, halves[half].fin - piece.start) }
        let offset = halves[half].next
        var event = StreamEvent(
            .data, flow: Int32(half >> 1), direction: half & 1 == 0 ? .forward : .backward, offset: offset,
            length: count, frame: piece.frame, time: piece.time)
        event.location = .store
        event.slot = slot
        event.start = piece.at
        events.append(event)
        let ring = halves[half].ring
        if ring >= 0 {
            let bytes = early.slots[Int(slot)].bytes
            fingerprints.note(
                bytes.span, from: piece.at, count: count, offset: offset, in: ring, at: halves[half].ringCount)
            halves[half].ringCount &+= 1
        }
        halves[half].advance(by: count)
    }

    private func firstEarly(_ half: Int) -> EarlyStore.Piece? {
        halves[half].early < 0 ? nil : early.first(halves[half].early)
    }

    /// Gives up the first hole before stored bytes, and delivers those.
    mutating func declareHole(_ half: Int) {
        guard let piece = firstEarly(half) else { return drain(half) }
        // Cut-off bytes are no reason to tell of a gap: perhaps nothing ever comes behind them.
        if piece.at < 0 {
            halves[half].cutTo = max(halves[half].cutTo, piece.start)
        } else {
            giveUp(half, to: halves[half].fin >= 0 ? min(piece.start, halves[half].fin) : piece.start)
        }
        drain(half)
    }

    /// Tells that the bytes up to `offset` are lost, if there are any.
    mutating func giveUp(_ half: Int, to offset: Int) {
        let lost = offset - halves[half].next
        guard lost > 0 else { return }
        tell(.gap, half: half, offset: halves[half].next, length: lost)
        halves[half].missing += lost
        halves[half].gapBytes += lost
        halves[half].advance(by: lost)
    }

    mutating func finishIfReached(_ half: Int) {
        guard halves[half].fin >= 0, halves[half].next >= halves[half].fin, !halves[half].finished else { return }
        finishHalf(half)
    }

    private mutating func finishHalf(_ half: Int) {
        halves[half].finished = true
        if halves[half].early >= 0 {
            early.release(halves[half].early)
            halves[half].early = -1
        }
        tell(.finished, half: half, offset: halves[half].fin)
    }

    /// After each segment out of the ordinary: starts, stops and obeys the clocks of holes; sees whether the end has come.
    mutating func settle(_ flow: Int) {
        guard flows[flow].state == .open || flows[flow].state == .closing else { return }
        let isReset = flows[flow].isReset
        var isWaiting = false
        for half in [flow * 2, flow * 2 + 1] {
            obeyClock(half, flow: flow)
            if halves[half].mayBeGivenUp(flowReset: isReset) {
                if !halves[half].clockRuns || halves[half].clockOffset != halves[half].next {
                    startClock(half, flow: flow)
                }
                isWaiting = true
            } else {
                halves[half].clockRuns = false
            }
        }
        flows[flow].isWaiting = isWaiting || flows[flow].state == .closing
        if halves[flow * 2].finished, halves[flow * 2 + 1].finished {
            close(flow, .fin)
        } else if flows[flow].state == .closing {
            if flows[flow].frames &- flows[flow].closingFrame >= limits.graceFrames { close(flow, .fin) }
        } else if halves[flow * 2].fin >= 0, halves[flow * 2 + 1].fin >= 0 {
            startClosing(flow)
            flows[flow].isWaiting = true
        }
    }

    private mutating func startClock(_ half: Int, flow: Int) {
        halves[half].clockRuns = true
        halves[half].clockOffset = halves[half].next
        halves[half].clockTime = now
        halves[half].clockFrame = flows[flow].frames
    }

    private mutating func obeyClock(_ half: Int, flow: Int) {
        guard halves[half].clockRuns, halves[half].clockOffset == halves[half].next else { return }
        let frames = flows[flow].frames &- halves[half].clockFrame
        guard frames >= limits.graceFrames || now &- halves[half].clockTime >= limits.graceTime else { return }
        guard let piece = firstEarly(half) else {
            if halves[half].fin >= 0, halves[half].fin > halves[half].next, !halves[half].finished {
                finishHalf(half)
            }
            return
        }
        let isSure = halves[half].acknowledged >= piece.start || halves[half].fin >= 0 || flows[flow].isReset
        guard isSure else { return }
        declareHole(half)
        finishIfReached(half)
    }
}
