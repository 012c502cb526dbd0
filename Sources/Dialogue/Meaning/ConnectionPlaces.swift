/// Where what is known of each open connection stands in a list: a dictionary from the connection's number to a place, which is
/// asked at each step, and mostly for connections that were asked for lately.
package struct ConnectionPlaces: Sendable {
    /// The connections asked for last, by the lowest bits of their numbers: numbers are given in turn, so that those which are
    /// open together hardly ever meet here.
    private var recent = [(connection: Int32, place: Int32)](repeating: (0, -1), count: recentCount)
    private var places: [Int32: Int32] = [:]
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

    package mutating func put(_ connection: Int32, at place: Int) {
        recent[Self.index(connection)] = (connection, Int32(clamping: place))
        places[connection] = Int32(clamping: place)
    }

    /// - Returns: Where it stood; nil where it had no place.
    package mutating func remove(_ connection: Int32) -> Int? {
        let index = Self.index(connection)
        if recent[index].connection == connection { recent[index] = (0, -1) }
        return places.removeValue(forKey: connection).map { Int($0) }
    }

    package mutating func removeAll() {
        self = ConnectionPlaces()
    }

    private static func index(_ connection: Int32) -> Int { Int(truncatingIfNeeded: connection) & (recentCount - 1) }
}
