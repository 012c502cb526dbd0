import Dialogue
import NIOCore
import Synchronization

/// What happens, on its way to somebody who looks on, a display or a file. Whoever is slower than the mail loses what is
/// oldest, and is told how much: the stations neither wait for him nor hold more than so many octets.
package final class NewsFeed: Sendable {
    private struct State {
        var waiting = CircularBuffer<WireTap.News>()
        var octets = 0
        var lost = 0
        /// One who waits for news.
        var reader: CheckedContinuation<WireTap.News?, Never>?
        var isOver = false
    }

    /// Octets that may wait, that a display needs some moments for.
    package static let limit = 16 << 20

    private let limit: Int
    private let state = Mutex(State())

    package init(limit: Int = NewsFeed.limit) { self.limit = limit }

    /// For one reader.
    package var events: AsyncStream<WireTap.News> {
        AsyncStream(unfolding: { await self.next() }, onCancel: { self.finish() })
    }

    package func tell(_ news: WireTap.News) {
        let reader = state.withLock { state -> CheckedContinuation<WireTap.News?, Never>? in
            guard !state.isOver else { return nil }
            if let reader = state.reader {
                state.reader = nil
                return reader
            }
            state.waiting.append(news)
            state.octets += Self.octets(of: news)
            while state.octets > limit, let oldest = state.waiting.popFirst() {
                state.octets -= Self.octets(of: oldest)
                state.lost += 1
            }
            return nil
        }
        reader?.resume(returning: news)
    }

    /// Nothing more will happen; what waits may still be read.
    package func finish() {
        let reader = state.withLock { state in
            defer { state.reader = nil }
            state.isOver = true
            return state.reader
        }
        reader?.resume(returning: nil)
    }

    private func next() async -> WireTap.News? {
        await withCheckedContinuation { reader in
            let (news, isKnown) = state.withLock { state -> (WireTap.News?, Bool) in
                if state.lost > 0 {
                    defer { state.lost = 0 }
                    return (.decision(Self.gap(state.lost)), true)
                }
                if let first = state.waiting.popFirst() {
                    state.octets -= Self.octets(of: first)
                    return (first, true)
                }
                if state.isOver { return (nil, true) }
                state.reader = reader
                return (nil, false)
            }
            if isKnown { reader.resume(returning: news) }
        }
    }

    private static func gap(_ count: Int) -> DecisionRecord {
        DecisionRecord(
            station: "display", kind: .fault,
            text: "is slower than the mail: \(count) event\(count == 1 ? " is" : "s are") not shown")
    }

    /// What an event needs in memory beside its octets.
    private static let eventSize = 128

    private static func octets(of news: WireTap.News) -> Int {
        switch news {
        case .event(let event):
            if case .said(_, let bytes) = event.happening { eventSize + bytes.count } else { eventSize }
        case .decision(let decision): eventSize + decision.text.utf8.count
        }
    }
}
