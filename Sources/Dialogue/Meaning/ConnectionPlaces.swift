/// Where what is known of each open connection stands in a list: a dictionary from the connection's number to a place, which is
/// asked at each step, and mostly for connections that were asked for lately. Places that were left serve again.
package struct ConnectionPlaces: Sendable {
    /// The connections asked for last, by the lowest bits of their numbers: numbers are given in turn, so that those which are
    /// open together hardly ever meet here.
    private var recent = [(connection: Int32, place: Int32)](repeating: (0, -1), count: recentCount)
    private var places: [Int32: Int32] = [:]
    /// Places that were left.
    private var free: [Int32] = []
    private static let recentCount = 1_024

    package init() {}

    package var count: Int { places.count }
    package var connections: [Int32] { Array(places.keys) }

    /// nil for a connection that has none.
    package subscript(connection: Int32) -> Int? {
        mutating get {
            let index = Self.index(connection)
            let known = recent[index]
            if known.connection == connection, known.place >= 0 { return Int(known.place) }
            guard let place = places[connection] else { return nil }
            recent[index] = (connection, place)
            return Int(place)
        }
    }

    /// Without the memory of what was asked for.
    package func contains(_ connection: Int32) -> Bool { places[connection] != nil }

    /// Gives a place to a connection that has none: the one left last, else the next, behind all that were ever given.
    package mutating func add(_ connection: Int32) -> Int {
        let place = free.popLast() ?? Int32(clamping: places.count)
        recent[Self.index(connection)] = (connection, place)
        places[connection] = place
        return Int(place)
    }

    /// - Returns: The place that it leaves; nil where it had none.
    package mutating func remove(_ connection: Int32) -> Int? {
        guard let place = places.removeValue(forKey: connection) else { return nil }
        let index = Self.index(connection)
        if recent[index].connection == connection { recent[index] = (0, -1) }
        free.append(place)
        return Int(place)
    }

    package mutating func removeAll() {
        self = ConnectionPlaces()
    }

    private static func index(_ connection: Int32) -> Int { Int(truncatingIfNeeded: connection) & (recentCount - 1) }
}
