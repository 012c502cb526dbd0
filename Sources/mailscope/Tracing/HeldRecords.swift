import Dialogue

/// Records of connections of which it is not known yet whether a filter wants them. Bounded: what does not fit is let go, oldest
/// first, all but the record that opens the connection.
struct HeldRecords {
    /// Octets held for one connection: a dialogue of about a thousand steps.
    static let connectionLimit = 262_144
    /// Octets held for all connections together.
    static let totalLimit = 16 << 20

    private struct Held {
        var records: [Record] = []
        var cost = 0
        var isPartial = false
    }

    private var held: [Int32: Held] = [:]
    private var total = 0

    mutating func hold(_ record: Record, of connection: Int32) {
        let cost = Self.cost(record)
        var entry = held.removeValue(forKey: connection) ?? Held()
        if entry.cost + cost > Self.connectionLimit || total + cost > Self.totalLimit, entry.records.count > 1 {
            total -= entry.cost
            entry.records.removeLast(entry.records.count - 1)
            entry.cost = entry.records.reduce(0) { $0 + Self.cost($1) }
            total += entry.cost
            entry.isPartial = true
        }
        entry.records.append(record)
        entry.cost += cost
        total += cost
        held[connection] = entry
    }

    /// What is held of a connection, and whether some of it was let go.
    mutating func take(_ connection: Int32) -> (records: [Record], isPartial: Bool) {
        guard let entry = held.removeValue(forKey: connection) else { return ([], false) }
        total -= entry.cost
        return (entry.records, entry.isPartial)
    }

    /// Octets that a record takes, roughly.
    private static func cost(_ record: Record) -> Int {
        if case .step(let step) = record { 256 + step.text.count } else { 512 }
    }
}
