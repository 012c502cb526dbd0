import MailProtocols
import Packets

/// What was said on one connection while octets of the other side waited behind a hole: it comes after those. Where both sides have
/// holes, what waits is of both, in the order in which it was said.
struct Deferral {
    struct Chunk {
        var side: Side
        var bytes: [UInt8]
        var frame: Int
        var time: Int64
        /// No octets, but so many of them that the capture lacks.
        var missing = 0
        /// No octets, but how far this side had heard the other by then: see ``StreamEvent``'s `acknowledgedUnseen`.
        var acknowledged: Int?
        /// Memory that it takes, roughly.
        var heldBytes: Int { bytes.count + 96 }

        func tell(to transcriber: inout Transcriber, _ out: inout Outbox) {
            if let acknowledged {
                transcriber.acknowledgedUnseen(by: side, upTo: acknowledged, to: &out)
            } else if missing > 0 {
                transcriber.lose(side, missing, frame: frame, time: time, to: &out)
            } else {
                transcriber.hear(side, bytes.span, frame: frame, time: time, to: &out)
            }
        }
    }

    private(set) var chunks: [Chunk] = []
    private(set) var bytes = 0

    /// The last frame of a side of which something waits.
    func lastFrame(of side: Side) -> Int? { chunks.last { $0.side == side }?.frame }

    /// Each side keeps its own order; between the sides the frames decide. What lay behind a hole comes later than its frame.
    mutating func insert(_ chunk: Chunk) {
        bytes += chunk.heldBytes
        var place = chunks.count
        while place > 0, chunks[place - 1].side != chunk.side, chunks[place - 1].frame > chunk.frame { place -= 1 }
        chunks.insert(chunk, at: place)
    }

    /// Takes out what comes before octets of `side`: what it said itself, and, where these octets waited behind a hole, what the
    /// other side said in earlier frames. What fills a hole comes late: its frame tells nothing of the order.
    ///
    /// - Parameter event: The octets; nil: everything is taken.
    mutating func take(before event: StreamEvent?, _ side: Side?) -> ArraySlice<Chunk> {
        var count = chunks.count
        if let event {
            count = (chunks.lastIndex { $0.side == side } ?? -1) + 1
            if event.location == .store {
                count = max(count, chunks.firstIndex { $0.frame > event.frame } ?? chunks.count)
            }
        }
        let taken = chunks.prefix(count)
        for chunk in taken { bytes -= chunk.heldBytes }
        chunks.removeFirst(count)
        return taken
    }
}
