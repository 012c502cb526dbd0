package import MailProtocols

/// A whole capture in a few numbers: connections, letters, notes, the slowest answers. Bounded whatever the capture, and
/// kept without a record of each step, so that it costs a fraction of a dialogue.
package struct Tally: Sendable, Hashable {
    /// How many of the slowest answers are named.
    package static let slowestCount = 10
    /// Octets of a slow answer's first line that are kept to show.
    private static let keptText = 60

    /// An answer that took long.
    package struct SlowAnswer: Sendable, Hashable {
        /// Nanoseconds.
        package var took: Int64
        package var connection: Int32
        /// The number of the reply, and of the step that it answers.
        package var step: Int32
        package var answers: Int32
        /// The reply's first line, as far as it is kept.
        package var text: [UInt8]
    }

    /// How quickly all connections went; nanoseconds.
    package struct Pace: Sendable, Hashable {
        /// Greetings that were seen from the connection's start on, and their delays together.
        package private(set) var greetings = 0
        package private(set) var greetingTime: Int64 = 0
        package private(set) var slowestGreeting: Int64 = 0
        package private(set) var slowestConnection: Int32 = 0
        /// Of all messages: octets, and the time from each one's first to last octet.
        package private(set) var contentBytes = 0
        package private(set) var contentTime: Int64 = 0
        package private(set) var longestSilence = ConnectionTiming.Silence(time: 0, wait: .unknown)
        /// In which that was.
        package private(set) var silentConnection: Int32 = 0

        mutating func add(_ timing: ConnectionTiming, of connection: Int32) {
            if let greeting = timing.greeting {
                greetings += 1
                greetingTime = greetingTime.addingSaturated(greeting)
                if greeting > slowestGreeting { (slowestGreeting, slowestConnection) = (greeting, connection) }
            }
            contentBytes += timing.contentBytes
            contentTime = contentTime.addingSaturated(timing.contentTime)
            guard timing.silence.time > longestSilence.time else { return }
            longestSilence = timing.silence
            silentConnection = connection
        }
    }

    /// Connections that have ended, by what they spoke.
    package private(set) var protocols: [MailProtocol: Int] = [:]
    /// Letters by what became of them.
    package private(set) var outcomes: [String: Int] = [:]
    /// How often each note was made, by its raw value.
    package private(set) var notes = [Int](repeating: 0, count: Note.allCases.count)
    /// The slowest first.
    package private(set) var slowest: [SlowAnswer] = []
    /// Octets that the capture lacks.
    package private(set) var missing = 0
    /// How quickly the connections went.
    package private(set) var pace = Pace()

    package init() {}

    package mutating func add(_ record: Record) {
        switch record {
        case .step(let record): add(record.step, text: record.text.span)
        case .connectionEnd(let record): add(record)
        case .message(let record): add(record)
        case .summary(let record): add(record)
        case .connection, .journey, .state, .decision: break
        }
    }

    /// The hot path: most steps carry no note and are not among the slowest.
    ///
    /// - Parameter text: The octets of the step.
    package mutating func add(_ step: Step, text: Span<UInt8>) {
        if step.notes.rawValue != 0 { count(step.notes) }
        guard let took = step.took else { return }
        if slowest.count == Self.slowestCount, let last = slowest.last, took <= last.took { return }
        var end = 0
        while end < min(text.count, Self.keptText), text[end] != Ascii.carriageReturn, text[end] != Ascii.lineFeed {
            end += 1
        }
        let slow = SlowAnswer(
            took: took, connection: step.connection, step: step.number, answers: step.answers,
            text: [UInt8](copying: text.extracting(0..<end)))
        slowest.insert(slow, at: slowest.firstIndex { $0.took < took } ?? slowest.count)
        if slowest.count > Self.slowestCount { slowest.removeLast() }
    }

    package mutating func add(_ end: ConnectionEndRecord) {
        protocols[end.protocol, default: 0] += 1
        missing += end.clientMissing + end.serverMissing
        count(end.notes)
        pace.add(end.timing, of: end.connection)
    }

    package mutating func add(_ message: MessageRecord) {
        let outcome = message.outcome
        if !message.notes.isEmpty { count(message.notes) }
        // Outcomes are a few words of ours; a guard against more keeps the table small.
        if outcomes.count < 16 || outcomes[outcome] != nil { outcomes[outcome, default: 0] += 1 }
    }

    /// Refused connections have no record of their own.
    package mutating func add(_ summary: SummaryRecord) {
        if summary.notes.contains(.connectionRefused) { notes[Int(Note.connectionRefused.rawValue)] += summary.refused }
    }

    private mutating func count(_ set: NoteSet) {
        var rest = set.rawValue
        while rest != 0 {
            let index = rest.trailingZeroBitCount
            if index < notes.count { notes[index] += 1 }
            rest &= rest - 1
        }
    }
}
