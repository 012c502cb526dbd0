extension Reassembler {
    /// Files the decoder's segment with its connection; `bytes` are those that its payload lies in.
    @inline(__always)
    mutating func file(_ bytes: Span<UInt8>, _ location: StreamEvent.Location) {
        counters.tcpFrames &+= 1
        let segment = decoder.segment
        let isLow = FlowKey.sorts(
            segment.source, segment.sourcePort, before: segment.destination, segment.destinationPort)
        let key =
            isLow
            ? FlowKey(low: segment.source, segment.sourcePort, high: segment.destination, segment.destinationPort)
            : FlowKey(low: segment.destination, segment.destinationPort, high: segment.source, segment.sourcePort)
        let hash = key.hash(seed: seed)
        guard let flow = table.find(key, hash: hash, in: flows) else {
            let flow = open(key, hash: hash, forwardIsLow: isLow)
            fileWithCare(segment, bytes, location, flow: flow, half: flow &* 2)
            return
        }
        let half = flow &* 2 &+ (isLow == flows[flow].forwardIsLow ? 0 : 1)
        flows[flow].frames &+= 1
        let isPlain = segment.flags.isDisjoint(with: [.syn, .fin, .rst]) && segment.flags.contains(.ack)
        if isPlain, fileInOrder(segment, bytes, location, flow: flow, half: half) { return }
        fileWithCare(segment, bytes, location, flow: flow, half: half)
    }

    /// What nearly every segment is: the next one of an undisturbed connection. False, with nothing done, for all others.
    @inline(__always)
    private mutating func fileInOrder(
        _ segment: Segment, _ bytes: Span<UInt8>, _ location: StreamEvent.Location, flow: Int, half: Int
    ) -> Bool {
        let other = half ^ 1
        guard flows[flow].state == .open, flows[flow].hasTalked, !flows[flow].isWaiting, !flows[flow].isIgnored,
            halves[other].position == .known, halves[half].position == .known, halves[half].early < 0,
            halves[half].seen, halves[half].fin < 0, halves[half].ring != -1,
            segment.sequence == halves[half].nextSequence,
            segment.captured == segment.length
        else { return false }
        let acknowledged = halves[other].offset(of: segment.acknowledgment)
        guard acknowledged <= halves[other].next else { return false }
        if acknowledged > halves[other].acknowledged { halves[other].acknowledged = acknowledged }
        if segment.length > 0 { deliver(segment.payloadStart, segment.length, bytes, location, half: half) }
        return true
    }

    /// Tells the next bytes of a half-stream, which lie at `start` in the frame or in the datagram.
    @inline(__always)
    private mutating func deliver(
        _ start: Int, _ count: Int, _ bytes: Span<UInt8>, _ location: StreamEvent.Location, half: Int
    ) {
        let offset = halves[half].next
        var event = StreamEvent(
            .data, flow: Int32(truncatingIfNeeded: half >> 1), direction: half & 1 == 0 ? .forward : .backward,
            offset: offset, length: count, frame: number, time: now)
        event.location = location
        event.start = start
        events.append(event)
        let ring = halves[half].ring
        if ring >= 0 {
            let place = halves[half].ringCount
            fingerprints.note(bytes, from: start, count: count, offset: offset, in: ring, at: place)
            halves[half].ringCount = place &+ 1
        }
        halves[half].advance(by: count)
    }

    /// Any segment at all.
    @inline(never)
    mutating func fileWithCare(
        _ segment: Segment, _ bytes: Span<UInt8>, _ location: StreamEvent.Location, flow: Int, half: Int
    ) {
        var flow = flow
        var half = half
        if segment.flags.contains(.syn), isNewConnection(segment, flow: flow, half: half) {
            flow = reopen(flow, half: half)
            half = flow * 2
        }
        halves[half].seen = true
        guard flows[flow].state != .over else {
            if segment.length > 0 { counters.strayFrames &+= 1 }
            return
        }
        if flows[flow].isIgnored { return count(segment, flow: flow, half: half) }
        if segment.flags.contains(.syn) { placeBySYN(segment, flow: flow, half: half) }
        if segment.flags.contains(.ack) { acknowledge(segment.acknowledgment, by: half) }
        if segment.length > 0, !flows[flow].hasTalked { startTalking(flow) }
        if segment.length > 0 || segment.flags.contains(.fin) {
            takeIn(segment, bytes, location, flow: flow, half: half)
        }
        if segment.flags.contains(.rst) { breakOff(segment, flow: flow, half: half) }
        settle(flow)
    }

    private mutating func count(_ segment: Segment, flow: Int, half: Int) {
        halves[half].ignoredBytes &+= segment.captured
        if segment.flags.contains(.rst) {
            flows[flow].isReset = true
            close(flow, .rst)
        } else if segment.flags.contains(.fin) {
            halves[half].finished = true
            if halves[half ^ 1].finished { close(flow, .fin) }
        }
    }

    private mutating func placeBySYN(_ segment: Segment, flow: Int, half: Int) {
        let first = segment.sequence &+ 1
        if halves[half].position != .known {
            halves[half].place(at: first, .known)
        } else if halves[half].nextSequence &- UInt32(truncatingIfNeeded: halves[half].next) != first {
            return
        }
        halves[half].hasSYN = true
        halves[half].initialSequence = segment.sequence
        if segment.flags.contains(.ack) {
            flows[flow].synAckSender = Int8(half & 1)
        } else if flows[flow].synSender < 0 {
            flows[flow].synSender = Int8(half & 1)
        }
    }

    private mutating func acknowledge(_ number: UInt32, by half: Int) {
        let other = half ^ 1
        guard halves[other].position != .unknown else {
            halves[other].place(at: number, .guessed)
            return
        }
        var position = halves[other].offset(of: number)
        guard position - halves[other].next <= limits.reach else { return }
        if halves[other].fin >= 0 { position = min(position, halves[other].fin) }
        if position > halves[other].acknowledged {
            halves[other].lastAcknowledgedOne = position - halves[other].acknowledged == 1
            halves[other].acknowledged = position
        }
        if position > halves[other].next, position > halves[other].unseenTold {
            halves[other].unseenTold = position
            tell(.acknowledgedUnseen, half: half, offset: position, length: position - halves[other].next)
        }
    }

    /// Payload and FIN.
    private mutating func takeIn(
        _ segment: Segment, _ bytes: Span<UInt8>, _ location: StreamEvent.Location, flow: Int, half: Int
    ) {
        let sequence = segment.flags.contains(.syn) ? segment.sequence &+ 1 : segment.sequence
        if halves[half].position != .known { placeByData(segment, sequence, flow: flow, half: half) }
        if halves[half].ring == -1 { halves[half].ring = fingerprints.take() }
        let start = halves[half].offset(of: sequence)
        guard start - halves[half].next <= limits.reach, halves[half].next - start <= limits.reach else {
            counters.strayFrames &+= 1
            return
        }
        guard !halves[half].finished else {
            counters.repeatedBytes &+= segment.length
            return
        }
        var length = segment.length
        let end = start + length
        if halves[half].fin >= 0 {
            let room = max(0, halves[half].fin - start)
            if room < length { counters.strayFrames &+= 1 }
            length = min(length, room)
        } else if segment.flags.contains(.fin), end >= halves[half].next, halves[half].acknowledged <= end + 1 {
            halves[half].fin = end
            halves[half].acknowledged = min(halves[half].acknowledged, end)
        }
        if length > 0 {
            takeIn(
                bytes, segment.payloadStart, captured: min(segment.captured, length), length: length, at: start,
                location, half: half)
        }
        finishIfReached(half)
    }

    /// Without a SYN, a stream begins with its first captured byte, unless the other side's SYN and its first acknowledgement
    /// tell where it must have begun.
    private mutating func placeByData(_ segment: Segment, _ sequence: UInt32, flow: Int, half: Int) {
        if halves[half].position == .guessed {
            let ahead = halves[half].offset(of: sequence)
            let isFirm = flows[flow].synSender >= 0 || segment.length == 0
            if isFirm, ahead >= 0, ahead <= limits.reach {
                halves[half].position = .known
                return
            }
        }
        halves[half].place(at: sequence, .known)
    }

    private mutating func takeIn(
        _ bytes: Span<UInt8>, _ from: Int, captured: Int, length: Int, at start: Int,
        _ location: StreamEvent.Location, half: Int
    ) {
        let next = halves[half].next
        let end = start + length
        let old = max(0, min(next, end) - start)
        if old > 0 { compare(bytes, from, captured: captured, length: length, at: start, half: half) }
        guard old < length else { return }
        let present = max(0, captured - old)
        let first = start + old
        if halves[half].early < 0, first <= max(next, halves[half].cutTo) {
            // Where only headers are captured, nothing comes behind the gap: that is told as missing at the end, unless the
            // lag grows beyond what sequence numbers can tell.
            if present > 0 || end - next > limits.reach / 2 { giveUp(half, to: first) }
            if present > 0 { deliver(from + old, present, bytes, location, half: half) }
            if end > halves[half].next { halves[half].cutTo = max(halves[half].cutTo, end) }
        } else {
            let kept = bytes.extracting(from + min(old, captured)..<from + captured)
            store(kept, at: first, cut: length - old - present, half: half)
        }
    }

    /// A second copy: says if it differs from the first, where that is known.
    private mutating func compare(
        _ bytes: Span<UInt8>, _ from: Int, captured: Int, length: Int, at start: Int, half: Int
    ) {
        counters.repeatedBytes &+= min(length, halves[half].next - start)
        // A keep-alive repeats the last byte, with any value (RFC 9293 section 3.8.4).
        let isKeepAlive = length == 1 && start == halves[half].next - 1
        guard captured == length, !isKeepAlive,
            fingerprints.differs(bytes, from: from, count: length, offset: start, in: halves[half].ring)
        else { return }
        tell(.retransmissionDiffers, half: half, offset: start, length: length)
    }

    private mutating func breakOff(_ segment: Segment, flow: Int, half: Int) {
        let answersSYN =
            flows[flow].synSender == Int8(half & 1 ^ 1) && flows[flow].synAckSender < 0 && !flows[flow].hasTalked
        if !answersSYN, halves[half].position == .known {
            // A reset out of the window is not obeyed by its receiver (RFC 5961 section 3).
            let ahead = halves[half].offset(of: segment.sequence) - halves[half].next
            guard ahead >= -65_536, ahead <= 1_048_576 else {
                counters.strayFrames &+= 1
                return
            }
        }
        guard !halves[half].reset else { return }
        halves[half].reset = true
        flows[flow].isReset = true
        tell(answersSYN ? .refused : .reset, half: half, offset: halves[half].next)
        if answersSYN {
            counters.refused &+= 1
            close(flow, .rst)
        } else {
            startClosing(flow)
        }
    }
}
