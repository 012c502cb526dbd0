/// What a listener keeps of each side.
extension Listener {
    /// What one side has said and nobody has understood yet.
    struct Half: Sendable {
        var pending: [UInt8] = []
        /// Stream position of the first octet of `pending`, or of the next octet where that is empty.
        var position = 0
        /// Holes within or behind `pending`, by stream position, in order.
        var holes: [Hole] = []
        var isEnded = false
        /// Stream position of the first TLS octet.
        var tlsStart: Int?
        var tlsBytes = 0
        /// Octets and holes heard since the content mark; nil when there is no mark.
        var behind: Behind?

        /// Nothing waits to be understood, and no hole lies ahead.
        var isClear: Bool { pending.isEmpty && holes.isEmpty }

        var end: Int {
            var end = position + pending.count
            for hole in holes { end += hole.count }
            return end
        }
    }

    struct Hole: Sendable {
        var position: Int
        var count: Int
    }

    struct Behind: Sendable {
        var start: Int
        var bytes: [UInt8] = []
        var holes: [Hole] = []
    }
}
