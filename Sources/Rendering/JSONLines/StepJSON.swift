import Dialogue
import MailProtocols

/// Pieces of a step's line that are the same for very many steps, made once.
struct StepJSON {
    /// Bytes of a piece at most; each takes as many, so that to append one is to copy that many bytes and count fewer.
    static let room = 96

    private let bytes: [UInt8]
    private let lengths: [UInt8]
    /// Pieces in each row of the table.
    private let columns: Int

    private init(_ rows: [[TextBuffer]]) {
        let pieces = rows.flatMap { $0 }
        columns = rows.first?.count ?? 0
        bytes = pieces.flatMap { piece in
            precondition(piece.count <= Self.room, "a piece is longer than its room")
            return piece.bytes + [UInt8](repeating: 0, count: Self.room - piece.count)
        }
        lengths = pieces.map { UInt8($0.count) }
    }

    @inline(__always)
    private func append(_ row: Int, _ column: Int, to line: inout TextCursor) {
        let index = row &* columns &+ min(column, columns &- 1)
        let length = Int(lengths[index])
        bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, bytes.count >= (index &+ 1) &* Self.room else { return }
            line.place.copyMemory(from: start + index &* Self.room, byteCount: Self.room)
        }
        line.place += length
    }

    /// Who spoke, and what it was: `","from":"client","kind":"command"`, with the quote that ends the time in front.
    ///
    /// - Parameter line: Has ``room``.
    @inline(__always)
    static func append(speakerOf step: Step, to line: inout TextCursor) {
        let isClient = if case .client = step.side { true } else { false }
        speakers.append(step.kind.place, isClient ? 0 : 1, to: &line)
    }

    /// Where in the session it was: `,"phase":"mail transfer","state":"greeted","range":[`, up to the numbers.
    ///
    /// - Parameter line: Has ``room``.
    @inline(__always)
    static func append(placeOf step: Step, to line: inout TextCursor) {
        // A state that we do not know has the place behind all others.
        if step.isPOP3 {
            pop3Places.append(step.phase.place, Int(step.state), to: &line)
        } else {
            smtpPlaces.append(step.phase.place, Int(step.state), to: &line)
        }
    }

    private static let speakers = StepJSON(
        Step.Kind.allCases.map { kind in
            ["client", "server"].map { side in
                var bytes = TextBuffer()
                bytes.put(#"","from":""#)
                bytes.append(side)
                bytes.put(#"","kind":""#)
                bytes.append(kind.rawValue)
                bytes.put("\"")
                return bytes
            }
        })

    private static let smtpPlaces = places(Names.smtpStates)
    private static let pop3Places = places(Names.pop3States)

    private static func places(_ states: [String]) -> StepJSON {
        StepJSON(
            Phase.allCases.map { phase in
                (states + [""]).map { state in
                    var bytes = TextBuffer()
                    bytes.put(#","phase":""#)
                    bytes.append(phase.rawValue)
                    bytes.put(#"","state":""#)
                    bytes.append(state)
                    bytes.put(#"","range":["#)
                    return bytes
                }
            })
    }
}

extension Phase {
    /// Where it stands among all cases.
    @inline(__always)
    fileprivate var place: Int {
        switch self {
        case .establishment: 0
        case .transfer: 1
        case .termination: 2
        case .authorization: 3
        case .transaction: 4
        case .update: 5
        }
    }
}
