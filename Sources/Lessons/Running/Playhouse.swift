import Dialogue
import Simulator

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Plays the runs of a lesson, each when it is first needed, and keeps what came of them.
package actor Playhouse {
    package nonisolated let lesson: Lesson
    private var played: [Performance: Facts] = [:]
    /// Runs that go on now: whoever asks for one of them waits for it.
    private var playing: [Performance: _Concurrency.Task<Facts, any Error>] = [:]
    /// What is played before anybody asks; one thing at a time.
    private var rehearsal: _Concurrency.Task<Void, Never>?
    /// Runs that were played, or begun.
    package private(set) var performances = 0
    /// Of an exam: where its cases are played.
    private let rooms: [String: Playhouse]

    private struct Performance: Hashable {
        var run: String
        var words: [String: String]
    }

    /// Seconds that a run may take on the wall's clock.
    package nonisolated let patience: Int64
    package static let usualPatience: Int64 = 300
    /// What output calls the learner's own client.
    package static let learnerName = "learner"

    /// - Parameter rooms: Where cases of an exam were played already.
    package init(
        _ lesson: Lesson, patience: Int64 = Playhouse.usualPatience, rooms: [String: Playhouse] = [:]
    ) {
        self.lesson = lesson
        self.patience = patience
        self.rooms = lesson.cases.mapValues { Playhouse($0, patience: patience) }.merging(rooms) { $1 }
    }

    /// Where a step's runs are played, if not here.
    package func room(of step: LessonStep) -> Playhouse? { step.home.flatMap { rooms[$0] } }

    /// What came of a run.
    ///
    /// - Parameter words: What stands for the names of settings.
    /// - Throws: ``LessonError`` for a run that cannot be, or takes too long; ``StationError`` or ``DiskError`` where this
    ///   machine does not let the stations work.
    package func facts(of run: String, words: [String: String] = [:]) async throws -> Facts {
        let performance = Performance(run: run, words: words)
        if let facts = played[performance] { return facts }
        if let task = playing[performance] { return try await task.value }
        let plan = try plan(run)
        let learner = lesson.edition.salt
        let filler = try plan.filled.map(self.plan)
        let patience = patience
        let task = _Concurrency.Task {
            try await Self.inTime(plan, patience) { try await Self.play(plan, filler, words, learner) }
        }
        playing[performance] = task
        performances += 1
        defer { playing[performance] = nil }
        let facts = try await task.value
        played[performance] = facts
        return facts
    }

    /// Begins to play what a step will ask for, so that it stands on the screen as soon as it is reached. What goes wrong is told
    /// there, not here.
    package func rehearse(_ step: LessonStep) {
        guard rehearsal == nil, room(of: step) == nil else { return }
        let words = step.usualWords
        let runs = step.runs.filter { played[Performance(run: $0, words: words)] == nil }.sorted()
        guard !runs.isEmpty else { return }
        rehearsal = _Concurrency.Task {
            for run in runs { _ = try? await facts(of: run, words: words) }
            rehearsal = nil
        }
    }

    /// Everything that a step's questions and checks look at.
    package func scope(
        for step: LessonStep, answers: [String: [String]] = [:], words: [String: String] = [:]
    ) async throws -> Scope {
        if let room = room(of: step) { return try await room.scope(for: step, answers: answers, words: words) }
        var all: [String: Facts] = [:]
        for run in step.runs.sorted() { all[run] = try await facts(of: run, words: words) }
        return Scope(all[step.run] ?? .empty, run: step.run, others: all, answers: answers)
    }

    /// How long a step's run took on its own clock; nil where it looks at none.
    package func virtualSeconds(of step: LessonStep) async throws -> Int? {
        if let room = room(of: step) { return try await room.virtualSeconds(of: step) }
        guard step.runs.contains(step.run) else { return nil }
        return try await facts(of: step.run, words: step.usualWords).virtualSeconds
    }

    package func plan(_ name: String) throws(LessonError) -> RunPlan {
        guard let plan = lesson.runs[name] else {
            let known = lesson.runs.keys.sorted()
            throw LessonError(
                file: lesson.file, line: 0,
                problem: .unknownWord(
                    name, for: "run of this lesson", didYouMean: nearest(to: name, among: known), known: known))
        }
        return plan
    }

    // MARK: Playing

    static func options(_ plan: RunPlan, _ learner: String?, keep: String? = nil) -> SimulationOptions {
        var options = SimulationOptions(keep: keep, triesRealPorts: false)
        if plan.seed == nil, let learner, !learner.isEmpty { options.seed = stableNumber(learner) }
        return options
    }

    private static func play(
        _ plan: RunPlan, _ filler: RunPlan?, _ words: [String: String], _ learner: String?
    ) async throws -> Facts {
        let world = try plan.world(words)
        guard let talk = plan.talk(words) else {
            var run = try await Simulation.run(world, options: options(plan, learner))
            run.tape.show(ports: plan.ports)
            return Facts(run, opensTLS: plan.opensTLS)
        }
        return try await withStations(plan, filler, words, learner) { stations in
            let talkers = Talkers(talk, at: stations)
            do {
                try await talkers.say(talk.speeches)
            } catch {
                await talkers.close()
                throw error
            }
            await talkers.close()
            await stations.settle()
            return try await facts(of: stations, in: world, ports: plan.ports)
        }
    }

    /// What stations hold now, and all that was said to them.
    static func facts(
        of stations: LiveStations, in world: Scenario, ports: [String: UInt16] = [:]
    ) async throws -> Facts {
        var maildrops: [String: [[UInt8]]] = [:]
        var queues: [String: [[UInt8]]] = [:]
        for domain in world.domains {
            for user in domain.users {
                let owner = "\(user.name)@\(domain.name)"
                maildrops[owner] = try await stations.letters(in: owner)
            }
            for exchanger in domain.exchangers {
                queues[exchanger.host] = try await stations.queue(of: exchanger.host).map(\.content)
            }
        }
        var tape = await stations.tape()
        tape.show(ports: ports)
        var facts = Facts(tape: tape, states: [try await stations.state()], maildrops: maildrops)
        facts.queues = queues
        facts.start = world.start
        return facts
    }

    /// Opens a run's stations, with the letters that another run left where that is wanted, and closes them afterwards.
    private static func withStations<Result: Sendable>(
        _ plan: RunPlan, _ filler: RunPlan?, _ words: [String: String], _ learner: String?,
        _ body: (LiveStations) async throws -> Result
    ) async throws -> Result {
        let folder = try await filled(by: filler, words, learner)
        do {
            let stations = try await LiveStations.start(
                try plan.world(words),
                options: LiveOptions(seed: options(plan, learner).seed, keep: folder, patience: usualPatience))
            do {
                let result = try await body(stations)
                await stations.stop()
                await discard(folder)
                return result
            } catch {
                await stations.stop()
                throw error
            }
        } catch {
            await discard(folder)
            throw error
        }
    }

    /// A folder with queues and maildrops as a run left them; nil where there is no such run. The caller removes it.
    static func filled(by plan: RunPlan?, _ words: [String: String], _ learner: String?) async throws -> String? {
        guard let plan else { return nil }
        let folder = try await Disk.onThread { try Disk.makeScratchFolder() }
        do {
            _ = try await Simulation.run(try plan.world(words), options: options(plan, learner, keep: folder))
        } catch {
            await discard(folder)
            throw error
        }
        return folder
    }

    static func discard(_ folder: String?) async {
        guard let folder else { return }
        try? await Disk.onThread { Disk.removeAll(folder) }
    }

    /// A run that does not end is left alone, and its step fails: a lesson is not trusted.
    static func inTime<Result: Sendable>(
        _ plan: RunPlan, _ patience: Int64, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let task = _Concurrency.Task { try await work() }
        let watch = _Concurrency.Task {
            try await _Concurrency.Task.sleep(for: .seconds(patience))
            task.cancel()
        }
        defer { watch.cancel() }
        do {
            return try await task.value
        } catch is CancellationError {
            throw LessonError(file: plan.file, line: plan.line, problem: .tooLong(run: plan.name, seconds: patience))
        }
    }
}

extension Tape {
    /// Shows other ports than the protocols' own: what is spoken there does not depend on them.
    fileprivate mutating func show(ports: [String: UInt16]) {
        guard !ports.isEmpty else { return }
        for index in connections.indices {
            if let port = ports[connections[index].server.host.lowercased()] {
                connections[index].server.endpoint.port = port
            }
        }
    }
}
