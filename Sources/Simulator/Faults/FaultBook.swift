import MailProtocols
import Synchronization

/// The faults of one station, and how often each has happened. Its connections share it.
package final class FaultBook: Sendable {
    private struct Counts {
        var connections: [Side: Int] = [:]
        /// By index of ``FaultBook/faults``.
        var happened: [Int]
    }

    package let faults: [Fault]
    /// The scenario's beginning, nanoseconds since 1970 UTC.
    private let start: Int64
    private let counts: Mutex<Counts>

    package init(_ faults: [Fault], start: Int64) {
        self.faults = faults
        self.start = start
        counts = Mutex(Counts(happened: faults.map { _ in 0 }))
    }

    package static let none = FaultBook([], start: 0)

    /// A connection begins: what may happen in it; nil where nothing may.
    func script(for side: Side) -> FaultScript? {
        guard !faults.isEmpty else { return nil }
        let number = counts.withLock { counts in
            counts.connections[side, default: 0] += 1
            return counts.connections[side] ?? 0
        }
        let chosen = faults.indices.filter { index in
            let fault = faults[index]
            guard fault.side == side, fault.connection ?? number == number else { return false }
            return fault.act != .refuseCalls && fault.act != .ignoreCalls
        }
        return chosen.isEmpty ? nil : FaultScript(book: self, chosen: chosen)
    }

    /// Whether a call to `host` finds nobody now; what becomes of it.
    func outage(of host: String, at now: Int64) -> Fault.Act? {
        for index in faults.indices where faults[index].station == host {
            guard faults[index].act == .refuseCalls || faults[index].act == .ignoreCalls,
                case .during(let from, let until) = faults[index].place, isWithin(from, until, now), spend(index)
            else { continue }
            return faults[index].act
        }
        return nil
    }

    func isWithin(_ from: Int64, _ until: Int64, _ now: Int64) -> Bool { now - start >= from && now - start < until }

    /// Counts that a fault happens; false where it has happened often enough.
    func spend(_ index: Int) -> Bool {
        counts.withLock { counts in
            if let times = faults[index].times, counts.happened[index] >= times { return false }
            counts.happened[index] += 1
            return true
        }
    }
}

/// What may go wrong in one connection, and how far the connection has come.
struct FaultScript: Sendable {
    let book: FaultBook
    /// Indices into the book's faults.
    let chosen: [Int]
    private var occurrences: [String: Int] = [:]
    private var said = 0

    init(book: FaultBook, chosen: [Int]) {
        self.book = book
        self.chosen = chosen
    }

    /// What happens before and after what the station is about to say, and octet offsets within it.
    struct Acts: Sendable {
        var before: [Fault.Act] = []
        var after: [Fault.Act] = []
        /// Offsets into the octets that are about to be said, ascending.
        var within: [(offset: Int, act: Fault.Act)] = []
        var segment: Int?
        var stripped: [String] = []
        var omitted: [String] = []
        /// What a third party puts behind the station's words.
        var injected: [UInt8] = []

        fileprivate mutating func add(_ act: Fault.Act, before isBefore: Bool) {
            if case .inject(let text) = act {
                injected += Fault.Act.octets(of: text)
            } else if isBefore {
                before.append(act)
            } else {
                after.append(act)
            }
        }
    }

    /// - Parameters:
    ///   - word: What it is: `GREETING`, a command's verb, `CONTENT`.
    ///   - count: Octets.
    mutating func acts(on word: String, count: Int, at now: Int64) -> Acts {
        occurrences[word, default: 0] += 1
        let occurrence = occurrences[word] ?? 0
        var acts = Acts()
        for index in chosen {
            let fault = book.faults[index]
            switch fault.place {
            case .before(word, let wanted) where wanted == 0 || wanted == occurrence:
                if book.spend(index) { acts.add(fault.act, before: true) }
            case .after(word, let wanted) where wanted == 0 || wanted == occurrence:
                if book.spend(index) { acts.add(fault.act, before: false) }
            case .octet(let offset):
                guard offset >= said, offset < said + count, book.spend(index) else { continue }
                acts.within.append((offset - said, fault.act))
            case .during(let from, let until):
                guard book.isWithin(from, until, now) else { continue }
                switch fault.act {
                case .segments(let size): acts.segment = size
                case .strip(let keyword): acts.stripped.append(keyword)
                case .omit(let keyword): acts.omitted.append(keyword)
                case .refuseCalls, .ignoreCalls, .coalesce: break
                case .cut, .silence, .say, .twice, .inject:
                    if book.spend(index) { acts.add(fault.act, before: true) }
                }
            case .before, .after: break
            }
        }
        acts.within.sort { $0.offset < $1.offset }
        said += count
        return acts
    }

    /// What happens within octets that go on with what was said last.
    mutating func actsWithin(count: Int, at now: Int64) -> Acts {
        var acts = Acts()
        for index in chosen {
            let fault = book.faults[index]
            if case .octet(let offset) = fault.place, offset >= said, offset < said + count, book.spend(index) {
                acts.within.append((offset - said, fault.act))
            } else if case .during(let from, let until) = fault.place, book.isWithin(from, until, now),
                case .segments(let size) = fault.act
            {
                acts.segment = size
            }
        }
        acts.within.sort { $0.offset < $1.offset }
        said += count
        return acts
    }

    /// Answers that fall due together leave together.
    func coalesces(at now: Int64) -> Bool {
        chosen.contains { index in
            guard book.faults[index].act == .coalesce, case .during(let from, let until) = book.faults[index].place
            else { return false }
            return book.isWithin(from, until, now)
        }
    }
}

extension Fault.Act {
    /// For the station's log.
    var words: String {
        switch self {
        case .cut: "the connection is cut here"
        case .silence(let span): "nothing is said for \(span / RetrySchedule.second) seconds"
        case .say(let text): "other words are said here: \(text)"
        case .twice: "this is said twice"
        case .segments(let size): "what is said leaves in segments of \(size) octets"
        case .coalesce: "answers leave together"
        case .strip(let word): "the line \(word) is taken out on the way"
        case .omit(let word): "\(word) is not offered"
        case .inject(let text): "somebody puts words behind these: \(text)"
        case .refuseCalls: "nobody listens, callers are refused"
        case .ignoreCalls: "nobody listens, callers hear nothing"
        }
    }
}

extension Fault.Act {
    /// Lines of a scenario as they go over the wire.
    static func octets(of text: String) -> [UInt8] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.flatMap { Array($0.utf8) + [0x0D, 0x0A] }
    }
}

/// A reply without the lines that name a keyword: what a middlebox leaves of it.
///
/// - Parameter codeLength: Octets of each line before its first word: SMTP's `250-`; none in the list of CAPA.
func stripped(_ reply: [UInt8], of keywords: [String], codeLength: Int) -> [UInt8] {
    var lines: [[UInt8]] = []
    for line in reply.split(separator: 0x0A, omittingEmptySubsequences: true) {
        let word = String(decoding: line.dropFirst(codeLength), as: UTF8.self).uppercased()
            .prefix { $0 != " " && $0 != "\r" && $0 != "=" }
        if lines.isEmpty || !keywords.contains(String(word)) { lines.append(Array(line) + [0x0A]) }
    }
    if codeLength > 3, let last = lines.indices.last, lines[last].count > 3, lines[last][3] == UInt8(ascii: "-") {
        lines[last][3] = UInt8(ascii: " ")
    }
    return lines.flatMap(\.self)
}
