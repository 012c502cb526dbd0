import Dialogue
import MailProtocols

/// What is known of each dialogue that is not over, and its text where a dialogue is to be written in one piece.
///
/// What does not fit is written early, and the next piece of that dialogue says that it continues one. So memory is bounded
/// whatever the capture: 64 KiB a dialogue, 4 MiB in all.
struct OpenDialogues: Sendable {
    struct Dialogue: Sendable {
        var connection: Int32 = 0
        /// Time of the first frame, nanoseconds since 1970 UTC; nil where the connection's record was not shown.
        var start: Int64?
        var phase: Phase?
        /// The last steps were read inside TLS.
        var isInsideTLS = false
        /// Only what is new is explained, see ``Teaching/firstConnections(_:)``.
        var isBrief = false
        /// Text that waits for the dialogue's end.
        fileprivate var piece = TextBuffer()
        /// A part has been written.
        fileprivate var isBegun = false
    }

    /// Bytes held for one connection: a dialogue of some hundred steps.
    static let pieceLimit = 65_536
    /// Bytes of memory that the pieces of all connections take together.
    static let totalLimit = 4 * 1_048_576
    /// Bytes of memory of pieces that were written, kept for the next.
    private static let spareLimit = 1_048_576

    private var places = ConnectionPlaces()
    private var slots: [Dialogue] = []
    private var spares: [TextBuffer] = []
    /// Bytes of memory of all spares.
    private var spareBytes = 0
    /// Bytes of memory of all pieces.
    private var total = 0
    private var lastWritten: Int32 = 0

    /// Where the dialogue of a connection stands; it is begun if it is not there.
    mutating func place(of connection: Int32) -> Int {
        if let place = places[connection] { return place }
        let place = places.add(connection)
        if place == slots.count { slots.append(Dialogue()) }
        slots[place].connection = connection
        return place
    }

    func isOpen(_ connection: Int32) -> Bool { places.contains(connection) }

    subscript(place: Int) -> Dialogue {
        _read { yield slots[place] }
        _modify { yield &slots[place] }
    }

    /// The text that waits, to be added to and given back by ``hold(_:at:to:)``.
    mutating func takePiece(at place: Int) -> TextBuffer {
        var piece = TextBuffer()
        swap(&piece, &slots[place].piece)
        total -= piece.capacity
        if piece.capacity == 0, let spare = spares.popLast() {
            spareBytes -= spare.capacity
            piece = spare
        }
        return piece
    }

    mutating func hold(_ piece: inout TextBuffer, at place: Int, to sink: inout ByteSink) {
        let count = piece.count
        total += piece.capacity
        swap(&slots[place].piece, &piece)
        if count >= Self.pieceLimit || total > Self.totalLimit { write(place, to: &sink) }
    }

    /// Writes what is held of a dialogue that has ended, and forgets it.
    mutating func end(_ connection: Int32, to sink: inout ByteSink) {
        guard let place = places.remove(connection) else { return }
        write(place, to: &sink)
        slots[place] = Dialogue()
    }

    mutating func endAll(to sink: inout ByteSink) {
        for connection in places.connections.sorted() { end(connection, to: &sink) }
    }

    private mutating func write(_ place: Int, to sink: inout ByteSink) {
        var piece = TextBuffer()
        swap(&piece, &slots[place].piece)
        total -= piece.capacity
        defer {
            if piece.capacity > 0, spareBytes + piece.capacity <= Self.spareLimit {
                spareBytes += piece.capacity
                piece.removeAll()
                spares.append(piece)
            }
        }
        guard !piece.isEmpty else { return }
        let connection = slots[place].connection
        if slots[place].isBegun, lastWritten != connection {
            sink.append("\n--- connection \(connection), continued ---\n")
        }
        slots[place].isBegun = true
        lastWritten = connection
        sink.append(piece, from: sink.isUntouched && piece.first == UInt8(ascii: "\n") ? 1 : 0)
        sink.recordEnded()
    }
}
