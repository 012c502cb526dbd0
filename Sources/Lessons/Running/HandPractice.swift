package import Dialogue
import MailProtocols
import Simulator

/// A session with a living server, typed line by line, and how far its goals are reached. The stations are fresh: what was
/// stored in an earlier try is gone.
package final class HandPractice {
    package let practice: Practice
    private let world: Scenario
    private let stations: LiveStations
    private let session: HandSession
    /// The folder with the letters that a run left; nil where there is none.
    private let folder: String?
    /// Runs that goals name.
    private let others: Scope
    /// What was heard and stored so far.
    package private(set) var facts: Facts
    /// The server has closed the connection, or the learner has.
    package private(set) var isOver = false
    package private(set) var lines = 0
    /// Of the practice's interludes, those that have not been.
    private var waiting: [Practice.Interlude]
    private var talkers: [Talkers] = []
    // What ``news()`` has told already.
    private var hasToldConnection = false
    private var toldStep: Int32 = 0
    private var toldMessages = 0

    /// Opens the stations and connects.
    ///
    /// - Parameters:
    ///   - house: The lesson's.
    ///   - patience: Seconds that a station waits for the next line.
    /// - Throws: ``LessonError`` for a world that cannot be, ``StationError`` or ``DiskError`` where this machine does not let
    ///   the stations work.
    package init(
        _ practice: Practice, of step: LessonStep, in house: Playhouse, answers: [String: [String]] = [:],
        patience: Int64 = 3_600
    ) async throws {
        self.practice = practice
        waiting = practice.interludes
        let plan = try await house.plan(step.run)
        world = try plan.world()
        try Self.check(practice, step, plan, world)
        others = try await house.scope(for: step, answers: answers)
        let learner = house.lesson.edition.salt
        folder = try await Playhouse.inTime(plan, house.patience) {
            try await Playhouse.filled(by: practice.isFilled ? plan : nil, [:], learner)
        }
        do {
            let seed = Playhouse.options(plan, learner).seed
            stations = try await LiveStations.start(
                world, options: LiveOptions(seed: seed, keep: folder, patience: patience))
        } catch {
            await Playhouse.discard(folder)
            throw error
        }
        do {
            session = try await stations.connect(to: practice.host, as: Playhouse.learnerName)
            facts = try await Playhouse.facts(of: stations, in: world)
        } catch {
            await stations.stop()
            await Playhouse.discard(folder)
            throw error
        }
    }

    /// Only the scenario's own servers may be talked to.
    private static func check(
        _ practice: Practice, _ step: LessonStep, _ plan: RunPlan, _ world: Scenario
    ) throws(LessonError) {
        let hosts = world.domains.flatMap { $0.exchangers.map(\.host) + [$0.popHost] }
        let wanted = [practice.host] + practice.interludes.flatMap { $0.talk.parties.map(\.host) }
        guard let stray = wanted.first(where: { !hosts.contains($0) }) else { return }
        throw LessonError(
            file: plan.file, line: step.line,
            problem: .unknownWord(
                stray, for: "server of the scenario", didYouMean: nearest(to: stray, among: hosts), known: hosts))
    }

    /// Says a line. What came of it stands in ``facts`` and in ``news()``.
    ///
    /// - Returns: False where the session is over, or has too many lines.
    package func say(_ line: String) async throws -> Bool {
        guard !isOver, lines < Practice.lineLimit else { return false }
        lines += 1
        if line == Self.hangUp {
            await session.close()
            isOver = true
        } else {
            let octets = practice.readsEscapes ? TypedLine.octets(line) : Array("\(line)\r\n".utf8)
            let exchange = await session.say(octets: octets)
            isOver = exchange.isOver
            if exchange.heard.isEmpty, !isOver { return true }
        }
        if isOver { await settle() }
        facts = try await Playhouse.facts(of: stations, in: world)
        try await interrupt()
        return true
    }

    /// What parts without a word.
    package static let hangUp = ":hang-up"

    /// The cable: others who are connected have gone as well.
    private func settle() async {
        for talker in talkers { await talker.close() }
        await stations.settle()
    }

    /// Somebody else speaks when it has come so far.
    private func interrupt() async throws {
        for interlude in waiting where scope.holds(interlude.after) {
            waiting.removeAll { $0 == interlude }
            let talker = Talkers(interlude.talk, at: stations)
            talkers.append(talker)
            try await talker.say(interlude.talk.speeches)
            facts = try await Playhouse.facts(of: stations, in: world)
        }
    }

    /// The records that came since the last question, without what the tracer says only because the tape ends here.
    package func news() -> [Record] {
        var messages = 0
        return facts.records.filter { record in
            switch record {
            case .connection(let record):
                guard record.connection == 1 else { return false }
                defer { hasToldConnection = true }
                return !hasToldConnection
            case .step(let record):
                guard record.step.connection == 1 else { return false }
                // A message that is still being typed.
                if record.step.kind == .content, record.step.ending == .missing { return false }
                defer { toldStep = max(toldStep, record.step.number) }
                return record.step.number > toldStep
            case .message(let message):
                guard message.connection == 1, message.outcome != "unanswered" else { return false }
                messages += 1
                defer { toldMessages = max(toldMessages, messages) }
                return messages > toldMessages
            case .connectionEnd(let end): return isOver && end.connection == 1
            case .journey, .state, .decision, .summary: return false
            }
        }
    }

    /// What the goals look at.
    package var scope: Scope {
        var scope = others
        scope.runs[Self.run] = facts
        scope.current = Self.run
        return scope
    }

    /// What the session itself is called among the runs.
    private static let run = "your session"

    /// Which goals are reached. What must stay so counts only with the others.
    package var reached: [Bool] {
        let scope = scope
        return practice.goals.map { scope.holds($0.check) }
    }

    package var isPassed: Bool { reached.allSatisfy { $0 } }

    /// The server waits for the lines of a letter: 354 was the last that it said.
    package var isInLetter: Bool {
        // The letter so far may stand behind it.
        let last = facts.steps.last { $0.step.connection == 1 && $0.step.kind != .content }
        return !isOver && last?.step.code == ReplyCode(354)
    }

    /// Hangs up and closes the stations.
    package func close() async {
        await session.close()
        for talker in talkers { await talker.close() }
        await stations.stop()
        await Playhouse.discard(folder)
    }
}

/// A line typed with escapes for octets that no keyboard has.
enum TypedLine {
    /// `\r`, `\n`, `\t`, `\\`, `\x41`; `\c` at the end leaves out the line's end. Anything else stands as it was typed.
    static func octets(_ line: String) -> [UInt8] {
        var bytes = Array(line.utf8)[...]
        var octets: [UInt8] = []
        while let byte = bytes.popFirst() {
            guard byte == UInt8(ascii: "\\"), let next = bytes.first else {
                octets.append(byte)
                continue
            }
            bytes.removeFirst()
            switch next {
            case UInt8(ascii: "r"): octets.append(0x0D)
            case UInt8(ascii: "n"): octets.append(0x0A)
            case UInt8(ascii: "t"): octets.append(0x09)
            case UInt8(ascii: "\\"): octets.append(next)
            case UInt8(ascii: "c") where bytes.isEmpty: return octets
            case UInt8(ascii: "x"):
                let digits = String(decoding: bytes.prefix(2), as: UTF8.self)
                if digits.utf8.count == 2, let octet = UInt8(digits, radix: 16) {
                    octets.append(octet)
                    bytes.removeFirst(2)
                } else {
                    octets += [byte, next]
                }
            default: octets += [byte, next]
            }
        }
        return octets + [0x0D, 0x0A]
    }
}
