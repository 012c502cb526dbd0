package import Dialogue
import MailProtocols
package import Simulator

/// A session with a living server, typed line by line, and how far its goals are reached. The stations are fresh: what was
/// stored in an earlier try is gone.
package final class HandPractice {
    package let practice: Practice
    private let stations: LiveStations
    private let session: HandSession
    /// What was heard and stored so far.
    package private(set) var facts: Facts
    /// The server has closed the connection.
    package private(set) var isOver = false
    package private(set) var lines = 0
    private let mailboxes: [String]
    // What ``news()`` has told already.
    private var hasToldConnection = false
    private var toldStep: Int32 = 0
    private var toldMessages = 0

    /// Opens the stations and connects.
    ///
    /// - Parameter patience: Seconds that a station waits for the next line.
    /// - Throws: ``StationError`` or ``DiskError`` where this machine does not let the stations work.
    package init(_ practice: Practice, in scenario: Scenario, as name: String, patience: Int64 = 3_600) async throws {
        self.practice = practice
        stations = try await LiveStations.start(scenario, options: LiveOptions(patience: patience))
        mailboxes = scenario.domains.flatMap { domain in domain.users.map { "\($0.name)@\(domain.name)" } }
        do {
            session = try await stations.connect(to: practice.host, as: name)
        } catch {
            await stations.stop()
            throw error
        }
        facts = Facts(tape: await stations.tape())
    }

    /// Says a line. What came of it stands in ``facts`` and in ``news()``.
    ///
    /// - Returns: False where the session is over, or has too many lines.
    package func say(_ line: String) async throws -> Bool {
        guard !isOver, lines < Practice.lineLimit else { return false }
        lines += 1
        let exchange = await session.say(line)
        isOver = exchange.isOver
        if exchange.heard.isEmpty, !isOver { return true }
        if isOver { await stations.settle() }
        var maildrops: [String: [[UInt8]]] = [:]
        for mailbox in mailboxes { maildrops[mailbox] = try await stations.letters(in: mailbox) }
        let now = Facts(tape: await stations.tape(), maildrops: maildrops)
        facts = now
        return true
    }

    /// The records that came since the last question, without what the tracer says only because the tape ends here.
    package func news() -> [Record] {
        var messages = 0
        return facts.records.filter { record in
            switch record {
            case .connection:
                defer { hasToldConnection = true }
                return !hasToldConnection
            case .step(let record):
                // A message that is still being typed.
                if record.step.kind == .content, record.step.ending == .missing { return false }
                defer { toldStep = max(toldStep, record.step.number) }
                return record.step.number > toldStep
            case .message(let message):
                guard message.outcome != "unanswered" else { return false }
                messages += 1
                defer { toldMessages = max(toldMessages, messages) }
                return messages > toldMessages
            case .connectionEnd: return isOver
            case .journey, .state, .decision, .summary: return false
            }
        }
    }

    /// Which goals are reached.
    package var reached: [Bool] { practice.goals.map { facts.holds($0.check) } }

    package var isPassed: Bool { reached.allSatisfy { $0 } }

    /// Hangs up and closes the stations.
    package func close() async {
        await session.close()
        await stations.stop()
    }
}
