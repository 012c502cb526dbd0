extension Reassembler {
    /// A place for a new connection, told as opened.
    @inline(never)
    mutating func open(_ key: FlowKey, hash: UInt64, forwardIsLow: Bool) -> Int {
        if silent.count >= limits.silentFlows { evict(Int(silent.first)) }
        let flow: Int
        if let free = freeFlows.popLast() {
            flow = Int(free)
            flows[flow] = Flow(key: key, hash: hash)
            halves[flow * 2] = HalfStream()
            halves[flow * 2 + 1] = HalfStream()
        } else {
            flow = flows.count
            flows.append(Flow(key: key, hash: hash))
            halves.append(HalfStream())
            halves.append(HalfStream())
        }
        flows[flow].state = .open
        flows[flow].serial = counters.connections
        flows[flow].forwardIsLow = forwardIsLow
        flows[flow].firstTime = now
        flows[flow].firstFrame = number
        flows[flow].frames = 1
        counters.connections &+= 1
        table.insert(flow, hash: hash, flows: flows)
        silent.append(flow, in: &flows)
        tell(.opened, half: flow * 2, offset: 0)
        return flow
    }

    /// Whether a SYN begins another connection between the same ends, rather than being a copy of one that is known.
    func isNewConnection(_ segment: Segment, flow: Int, half: Int) -> Bool {
        let stream = halves[half]
        if stream.hasSYN, stream.initialSequence == segment.sequence { return false }
        guard stream.position == .known else {
            // The answer to the other side's SYN, or (both sides opening at once) a SYN of its own.
            return flows[flow].state == .over || (stream.seen && flows[flow].hasTalked)
        }
        // Recorded late, behind the stream that it opens.
        if stream.nextSequence &- UInt32(truncatingIfNeeded: stream.next) == segment.sequence &+ 1 { return false }
        if flows[flow].state != .open || !flows[flow].hasTalked { return true }
        // In the window it would be challenged, not obeyed (RFC 5961 section 4).
        let ahead = stream.offset(of: segment.sequence) - stream.next
        return ahead < -65_536 || ahead > 1_048_576
    }

    /// Closes a connection whose ports are used anew, and opens the next.
    mutating func reopen(_ flow: Int, half: Int) -> Int {
        let key = flows[flow].key
        let hash = flows[flow].hash
        let isLow = (half & 1 == 0) == flows[flow].forwardIsLow
        close(flow, .open)
        leave(flow)
        return open(key, hash: hash, forwardIsLow: isLow)
    }

    mutating func startTalking(_ flow: Int) {
        flows[flow].hasTalked = true
        silent.remove(flow, in: &flows)
        while talking.count >= limits.talkingFlows {
            let first = Int(talking.first)
            // What had a frame since it was filed gets a second round: so the list need not be touched for each frame.
            if flows[first].frames != flows[first].listedFrames {
                talking.remove(first, in: &flows)
                talking.append(first, in: &flows)
            } else {
                evict(first)
            }
        }
        talking.append(flow, in: &flows)
    }

    /// Closes the connection that carried payload and was idle for longest, roughly, for want of room above. False where
    /// there is none.
    package mutating func giveUpIdlest() -> Bool {
        while talking.count > 0 {
            let first = Int(talking.first)
            guard flows[first].frames != flows[first].listedFrames else {
                evict(first)
                return true
            }
            talking.remove(first, in: &flows)
            talking.append(first, in: &flows)
        }
        return false
    }

    private mutating func evict(_ flow: Int) {
        counters.evicted &+= 1
        close(flow, .idle)
        leave(flow)
    }

    /// Bytes may still be missing: waits for them a while.
    mutating func startClosing(_ flow: Int) {
        guard flows[flow].state == .open else { return }
        flows[flow].state = .closing
        flows[flow].closingFrame = flows[flow].frames
        closingLine.append(entry(flow))
        updateDue()
    }

    /// Delivers what is left, tells the end, and remembers the connection for a while.
    ///
    /// - Parameter how: The reason where neither FIN nor RST was seen.
    mutating func close(_ flow: Int, _ how: StreamEvent.End) {
        guard flows[flow].state == .open || flows[flow].state == .closing else { return }
        for half in [flow * 2, flow * 2 + 1] {
            if !flows[flow].isIgnored {
                while halves[half].early >= 0, !halves[half].finished {
                    declareHole(half)
                    finishIfReached(half)
                }
                let missing = halves[half].missingAtEnd
                if halves[half].fin >= 0, !halves[half].finished {
                    halves[half].finished = true
                    tell(.finished, half: half, offset: halves[half].fin)
                }
                halves[half].missing += missing
            }
            forgetBytes(of: half)
        }
        if flows[flow].hasTalked { talking.remove(flow, in: &flows) } else { silent.remove(flow, in: &flows) }
        flows[flow].state = .over
        var end = how
        if halves[flow * 2].finished || halves[flow * 2 + 1].finished { end = .fin }
        if flows[flow].isReset { end = .rst }
        tell(.closed, half: flow * 2, offset: 0, how: end)
        overLine.append(entry(flow))
        updateDue()
    }

    /// Takes a closed connection out of the table; its place is free from the next frame on.
    private mutating func leave(_ flow: Int) {
        table.remove(flow, flows: flows)
        leavingFlows.append(Int32(flow))
        flows[flow].serial = -1  // the line of closed ones knows it no more
    }

    mutating func forgetBytes(of half: Int) {
        if halves[half].early >= 0 { early.release(halves[half].early) }
        halves[half].early = -1
        fingerprints.release(halves[half].ring, used: halves[half].ringCount)
        halves[half].ring = -2
    }

    private func entry(_ flow: Int) -> WaitingLine.Entry {
        WaitingLine.Entry(flow: Int32(flow), serial: flows[flow].serial, count: counters.frames, time: now)
    }

    private mutating func updateDue() {
        dueCount = Int.max
        dueTime = Int64.max
        if let first = closingLine.first {
            dueCount = first.count &+ limits.closingFrames
            dueTime = first.time &+ limits.graceTime
        }
        if let first = overLine.first { dueCount = min(dueCount, first.count &+ limits.closedFrames) }
    }

    /// Closes what has waited long enough, and forgets what was closed long enough ago.
    @inline(never)
    mutating func closeDue() {
        while let first = closingLine.first,
            counters.frames &- first.count >= limits.closingFrames || now &- first.time >= limits.graceTime
        {
            closingLine.removeFirst()
            let flow = Int(first.flow)
            if flows[flow].serial == first.serial, flows[flow].state == .closing { close(flow, .fin) }
        }
        while let first = overLine.first, counters.frames &- first.count >= limits.closedFrames {
            overLine.removeFirst()
            let flow = Int(first.flow)
            if flows[flow].serial == first.serial, flows[flow].state == .over { leave(flow) }
        }
        updateDue()
    }
}
