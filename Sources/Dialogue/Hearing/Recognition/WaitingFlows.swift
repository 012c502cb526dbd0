/// The first octets of flows that have not told yet what they speak. Places, and the memory behind them, serve again.
struct WaitingFlows {
    private var preludes: [Prelude] = []
    private var free: [Int32] = []
    /// Places without a flow that keep their memory.
    private static let spares = 256

    /// A place for one flow more.
    mutating func begin() -> Int32 {
        if let place = free.popLast() { return place }
        preludes.append(Prelude())
        return Int32(preludes.count - 1)
    }

    subscript(place: Int32) -> Prelude {
        @inline(__always) _read { yield preludes[Int(place)] }
        @inline(__always) _modify { yield &preludes[Int(place)] }
    }

    /// Nothing of that flow is wanted any more.
    mutating func end(_ place: Int32) {
        preludes[Int(place)].reset(keepsMemory: free.count < Self.spares)
        free.append(place)
    }
}
