/// Keeps each connection's text together: a dialogue is written in one piece when it ends.
///
/// What does not fit is written early, and the next piece of that dialogue says that it continues one. So memory is bounded
/// whatever the capture: 64 KiB a connection, 8 MiB in all.
struct DialogueHold: Sendable {
    /// Bytes held for one connection: a dialogue of some hundred steps.
    static let pieceLimit = 65_536
    /// Bytes held for all connections together.
    static let totalLimit = 8 * 1_048_576

    private var pieces: [Int32: [UInt8]] = [:]
    private var total = 0
    /// Connections of which a part has been written.
    private var begun: Set<Int32> = []
    private var lastWritten: Int32 = 0

    mutating func hold(_ bytes: [UInt8], of connection: Int32, to sink: inout ByteSink) {
        pieces[connection, default: []].append(contentsOf: bytes)
        total += bytes.count
        if pieces[connection].map({ $0.count >= Self.pieceLimit }) ?? false || total > Self.totalLimit {
            write(connection, to: &sink)
        }
    }

    /// Writes what is held of a dialogue that has ended, and forgets it.
    mutating func end(_ connection: Int32, to sink: inout ByteSink) {
        write(connection, to: &sink)
        begun.remove(connection)
    }

    mutating func endAll(to sink: inout ByteSink) {
        for connection in pieces.keys.sorted() { end(connection, to: &sink) }
    }

    private mutating func write(_ connection: Int32, to sink: inout ByteSink) {
        guard let piece = pieces.removeValue(forKey: connection) else { return }
        total -= piece.count
        if begun.contains(connection), lastWritten != connection {
            sink.append("\n--- connection \(connection), continued ---\n")
        }
        begun.insert(connection)
        lastWritten = connection
        sink.append(piece[(sink.isUntouched && piece.first == UInt8(ascii: "\n") ? 1 : 0)...])
        sink.recordEnded()
    }
}
