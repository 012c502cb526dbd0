import Dialogue
import MailProtocols
import Testing

@testable import Simulator

@Suite("Whoever looks on")
struct NewsFeedTests {
    private static func news(_ number: Int, octets: Int) -> WireTap.News {
        .event(
            Tape.Event(
                connection: number, time: 0, happening: .said(.client, [UInt8](repeating: 0x20, count: octets))))
    }

    private static func read(_ feed: NewsFeed) async -> [WireTap.News] {
        await feed.events.reduce(into: []) { $0.append($1) }
    }

    @Test("hears everything in order, as long as he keeps up")
    func all() async {
        let feed = NewsFeed()
        let told = (0..<100).map { Self.news($0, octets: $0) }
        for one in told { feed.tell(one) }
        feed.finish()
        #expect(await Self.read(feed) == told)
    }

    @Test("holds octets, not events: the oldest go, and how many is told", arguments: [10, 1_000, 4_000])
    func slow(octets: Int) async {
        let feed = NewsFeed(limit: 10_000)
        let told = (0..<1_000).map { Self.news($0, octets: octets) }
        for one in told { feed.tell(one) }
        feed.finish()
        let read = await Self.read(feed)
        guard case .decision(let gap)? = read.first else {
            Issue.record("nothing is said about what was lost")
            return
        }
        let kept = Array(read.dropFirst())
        #expect(kept == Array(told.suffix(kept.count)))
        #expect(!kept.isEmpty && kept.count * octets <= 10_000)
        #expect(gap.text.contains(" \(1_000 - kept.count) events "))
    }

    @Test("is woken by what happens, and by the end")
    func waits() async {
        let feed = NewsFeed()
        async let heard = Self.read(feed)
        await Task.yield()
        feed.tell(Self.news(1, octets: 1))
        feed.finish()
        #expect(await heard == [Self.news(1, octets: 1)])
    }
}
