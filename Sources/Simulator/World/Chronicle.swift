package import Dialogue

/// A letter that came into a station's store or left it.
package struct StoreMove: Sendable, Hashable {
    /// `outbox`, `queue`, `maildrop`, `reader`
    package var kind: String
    /// `alice@south.example`, `mx.south.example`
    package var owner: String
    /// As ``TraceFields/label(of:)`` calls it.
    package var letter: String
    package var isAdded: Bool

    static func into(_ kind: String, _ owner: String, _ letter: String) -> StoreMove {
        StoreMove(kind: kind, owner: owner, letter: letter, isAdded: true)
    }

    static func outOf(_ kind: String, _ owner: String, _ letter: String) -> StoreMove {
        StoreMove(kind: kind, owner: owner, letter: letter, isAdded: false)
    }
}

/// The stations' logs in one book, with the contents of all stores after each move: so a run can be looked at at any step,
/// forwards and back.
package struct Chronicle: Sendable, Hashable {
    package enum Entry: Sendable, Hashable {
        case decision(DecisionRecord)
        case state(StateRecord)

        package var time: Int64 {
            switch self {
            case .decision(let record): record.time
            case .state(let record): record.time
            }
        }
    }

    package private(set) var entries: [Entry] = []
    private var stores: [StateRecord.Store] = []
    private static let kinds = ["outbox", "queue", "maildrop", "reader"]

    package init() {}

    mutating func add(_ decision: DecisionRecord, moves: [StoreMove], afterConnection: Int) {
        entries.append(.decision(decision))
        guard !moves.isEmpty else { return }
        for move in moves { apply(move) }
        entries.append(
            .state(
                StateRecord(
                    time: decision.time, afterConnection: Int32(truncatingIfNeeded: afterConnection), stores: stores,
                    isMidway: true)))
    }

    mutating func add(_ state: StateRecord) {
        // Stores that came up by a move and are empty again stay out, as they do there.
        stores = state.stores
        entries.append(.state(state))
    }

    private mutating func apply(_ move: StoreMove) {
        let index: Int
        if let known = stores.firstIndex(where: { $0.kind == move.kind && $0.owner == move.owner }) {
            index = known
        } else {
            func rank(_ kind: String) -> Int { Self.kinds.firstIndex(of: kind) ?? Self.kinds.count }
            index = stores.firstIndex { rank($0.kind) > rank(move.kind) } ?? stores.count
            stores.insert(.init(kind: move.kind, owner: move.owner, letters: []), at: index)
        }
        if move.isAdded {
            stores[index].letters.append(move.letter)
        } else if let gone = stores[index].letters.firstIndex(of: move.letter) {
            stores[index].letters.remove(at: gone)
        }
    }
}
