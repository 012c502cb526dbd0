import MailProtocols

/// Who waits for whom on the virtual clock, and for how long.
struct VirtualTimers: Sendable {
    struct Timer: Sendable {
        /// Nanoseconds.
        var patience: Int64
        /// Ends the waiting.
        var fire: @Sendable () -> Void
    }

    private struct Key: Hashable {
        var connection: Int
        var side: Side
    }
    private var timers: [Key: Timer] = [:]

    mutating func set(_ side: Side, in connection: Int, patience: Int64, fire: @escaping @Sendable () -> Void) {
        timers[Key(connection: connection, side: side)] = Timer(patience: patience, fire: fire)
    }

    mutating func unset(_ side: Side, in connection: Int) { timers[Key(connection: connection, side: side)] = nil }

    /// The timer of a side that rings within so many nanoseconds.
    func timer(of side: Side, in connection: Int, within duration: Int64) -> Timer? {
        timers[Key(connection: connection, side: side)].flatMap { $0.patience <= duration ? $0 : nil }
    }
}
