import MailProtocols
import Testing

@testable import Dialogue
@testable import Packets

@Suite("What waits for a hole of the other side")
struct DeferralTests {
    private func chunk(_ side: Side, _ frame: Int, missing: Int = 0) -> Deferral.Chunk {
        Deferral.Chunk(side: side, bytes: missing > 0 ? [] : [1], frame: frame, time: 0, missing: missing)
    }

    private func data(_ frame: Int, fromStore: Bool) -> StreamEvent {
        var event = StreamEvent(.data, flow: 0, direction: .forward, offset: 0, length: 1, frame: frame, time: 0)
        if fromStore { event.location = .store }
        return event
    }

    private func frames(_ chunks: ArraySlice<Deferral.Chunk>) -> [Int] { chunks.map(\.frame) }

    @Test("where both sides wait, each keeps its own order, and frames decide between them")
    func order() {
        var waiting = Deferral()
        for frame in [6, 9, 12] { waiting.insert(chunk(.client, frame)) }
        // The server's hole is closed before the client's: what lay behind it has early frames, and one came again later.
        for frame in [5, 8, 14, 10] { waiting.insert(chunk(.server, frame)) }
        #expect(frames(waiting.take(before: nil, nil)) == [5, 6, 8, 9, 12, 14, 10])
        #expect(waiting.chunks.isEmpty)
        #expect(waiting.bytes == 0)
    }

    @Test("octets that lay behind a hole come behind what was said in earlier frames")
    func behindHole() {
        var waiting = Deferral()
        for frame in [6, 9, 12] { waiting.insert(chunk(.server, frame)) }
        #expect(frames(waiting.take(before: data(10, fromStore: true), .client)) == [6, 9])
        #expect(frames(waiting.take(before: data(20, fromStore: true), .client)) == [12])
    }

    @Test("octets that fill a hole come late, and before what waits for them")
    func filler() {
        var waiting = Deferral()
        waiting.insert(chunk(.server, 6))
        #expect(waiting.take(before: data(20, fromStore: false), .client).isEmpty)
        #expect(frames(waiting.take(before: data(21, fromStore: false), .server)) == [6])
    }

    @Test("a second hole stands behind what its own side said before it")
    func secondHole() throws {
        var waiting = Deferral()
        for frame in [6, 9] { waiting.insert(chunk(.client, frame)) }
        waiting.insert(chunk(.server, 8))
        #expect(waiting.lastFrame(of: .server) == 8)
        waiting.insert(chunk(.server, try #require(waiting.lastFrame(of: .server)), missing: 7))
        let told = waiting.take(before: data(9, fromStore: true), .client)
        #expect(told.map(\.missing) == [0, 0, 7, 0])
        #expect(frames(told) == [6, 8, 8, 9])
    }
}

@Suite("Where connections stand")
struct ConnectionPlacesTests {
    @Test("connections whose numbers share their lowest bits are not taken for each other")
    func sharedBits() {
        var places = ConnectionPlaces()
        for (place, connection) in ([7, 7 + 1_024, 7 + 2_048] as [Int32]).enumerated() {
            #expect(places.add(connection) == place)
        }
        for _ in 0..<2 {
            #expect(places[7] == 0)
            #expect(places[7 + 1_024] == 1)
            #expect(places[7 + 2_048] == 2)
            #expect(places[7 + 4_096] == nil)
        }
        #expect(places.remove(7 + 2_048) == 2)
        #expect(places[7 + 2_048] == nil)
        #expect(places[7] == 0)
        #expect(places.connections.sorted() == [7, 7 + 1_024])
        #expect(places.remove(1) == nil)
        // What was left serves again, before a new place is begun.
        #expect(places.add(9) == 2)
        #expect(places.add(10) == 3)
        #expect(places.remove(9) == 2)
        #expect(places.remove(10) == 3)
        places.removeAll()
        #expect(places[7] == nil)
        #expect(places.count == 0)
    }

    @Test("where too much waits, the messages among it are put into the journeys of their own connection")
    func overflow() {
        var switchboard = Switchboard(needs: .full, keys: nil) { _ in nil }
        var line = Switchboard.Line.unused
        line.transcriber = Transcriber(connection: 1, protocol: .smtp, begun: true, opener: .client, needs: .full)
        switchboard.lines = [line]
        let said: [(Side, String)] = [
            (.server, "220 mx.north.example\r\n"), (.client, "HELO south.example\r\n"), (.server, "250 hello\r\n"),
            (.client, "MAIL FROM:<a@south.example>\r\n"), (.server, "250 ok\r\n"),
            (.client, "RCPT TO:<b@north.example>\r\n"), (.server, "250 ok\r\n"), (.client, "DATA\r\n"),
            (.server, "354 go\r\n"), (.client, "Message-ID: <1@south.example>\r\n\r\nx\r\n.\r\n"),
            (.server, "250 taken\r\n"), (.client, String(repeating: "NOOP\r\n", count: 12_000)),
        ]
        for (frame, (side, text)) in said.enumerated() {
            switchboard.postpone(
                0, Deferral.Chunk(side: side, bytes: Array(text.utf8), frame: frame, time: Int64(frame)))
        }
        #expect(switchboard.summary.messages == 1)
        #expect(switchboard.outbox.unplacedMessages.isEmpty)
    }
}
