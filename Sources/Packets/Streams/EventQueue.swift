/// The events of one frame, waiting to be taken. Its memory is never given back, so that filling it costs a store and a check.
struct EventQueue {
    private var places: [StreamEvent] = []
    private var head = 0
    private var tail = 0

    var isEmpty: Bool { head == tail }

    /// Some of them tell of octets that lie in the frame.
    var needsFrame: Bool {
        places[head..<tail].contains { $0.kind == .data && $0.location == .frame }
    }

    /// Octets of a direction that came earlier, or a hole in them, are still to be told.
    @inline(__always)
    func holds(_ flow: Int32, _ direction: Direction) -> Bool {
        guard head < tail else { return false }
        return places[head..<tail].contains {
            $0.flow == flow && $0.direction == direction
                && ($0.kind == .gap || $0.kind == .data && $0.location == .store)
        }
    }

    @inline(__always)
    mutating func append(_ event: StreamEvent) {
        if tail < places.count { places[tail] = event } else { places.append(event) }
        tail &+= 1
    }

    @inline(__always)
    mutating func next(_ event: inout StreamEvent) -> Bool {
        guard head < tail else { return false }
        event = places[head]
        head &+= 1
        return true
    }

    @inline(__always)
    mutating func clear() {
        head = 0
        tail = 0
        // A frame that released megabytes of early bytes is no measure for the next.
        if places.count > 4_096 { places = [] }
    }

    /// Drops what waits for one flow, but for its end.
    mutating func forget(_ flow: Int32) {
        let kept = places[head..<tail].filter { $0.flow != flow || $0.kind == .closed }
        places.replaceSubrange(head..<tail, with: kept)
        tail = head + kept.count
    }
}
