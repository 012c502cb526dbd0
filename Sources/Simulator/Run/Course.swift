import Dialogue

/// What people do in a scenario, in order, and when.
struct Course: Sendable {
    enum Errand: Sendable {
        /// By the letter's number, from 0.
        case send(Int)
        case fetch(Scenario.Visit)
    }

    /// A mail program looks through its outbox so often again; then a letter stays there until its writer does something.
    static let laterAttempts = 6
    /// From one look to the next.
    static let pause = 10 * RetrySchedule.minute

    /// The next one last.
    private var errands: [(errand: Errand, moment: Int64)] = []
    /// By letter: attempts beyond the first.
    private var attempts: [Int: Int] = [:]

    init(_ scenario: Scenario) {
        func add(_ errand: Errand, _ at: Int64?) {
            // An errand without a time of its own follows the one before.
            errands.append((errand, at.map { scenario.start + $0 } ?? errands.last?.moment ?? scenario.start))
        }
        for letters in 0...scenario.letters.count {
            if letters > 0 { add(.send(letters - 1), scenario.letters[letters - 1].at) }
            for visit in scenario.visits where visit.afterLetters == letters { add(.fetch(visit), visit.at) }
        }
        // Whoever names a time is moved to it; equal times keep the file's order.
        errands = errands.enumerated().sorted {
            ($0.element.moment, $0.offset) < ($1.element.moment, $1.offset)
        }.map(\.element)
        errands.reverse()
    }

    /// Of the next errand, nanoseconds since 1970 UTC; nil when all are done.
    var moment: Int64? { errands.last?.moment }

    mutating func next() -> Errand? { errands.popLast()?.errand }

    /// The letter is still in the outbox: the mail program tries again, unless it has tried often enough.
    mutating func sendAgain(_ number: Int, now: Int64) {
        guard attempts[number, default: 0] < Self.laterAttempts else { return }
        attempts[number, default: 0] += 1
        let moment = now + Self.pause
        let index = errands.firstIndex { $0.moment <= moment } ?? errands.endIndex
        errands.insert((.send(number), moment), at: index)
    }
}
