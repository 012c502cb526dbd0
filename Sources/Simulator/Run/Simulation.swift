import Dialogue

/// Plays scenarios: opens the stations, lets people send and fetch one after the other, and closes everything again.
package enum Simulation {
    /// So long a scenario may take on its own clock, nanoseconds: a month, six times what a queue keeps a letter.
    package static let longest: Int64 = 31 * 24 * 60 * RetrySchedule.minute

    /// Plays a scenario from beginning to end, over real sockets on loopback.
    ///
    /// - Parameter inspector: Called with the folder of queues and maildrops whenever a server has spoken, a side has parted or a
    ///   letter has moved, while everybody waits.
    /// - Throws: ``StationError`` or ``DiskError`` where this machine does not let the stations work.
    package static func run(
        _ scenario: Scenario, options: SimulationOptions = SimulationOptions(),
        inspector: (@Sendable (_ folder: String, _ time: Int64) -> Void)? = nil
    ) async throws -> SimulationRun {
        var scenario = scenario
        if let seed = options.seed { scenario.seed = seed }
        let folder = try await Disk.onThread {
            guard let keep = options.keep else { return try Disk.makeScratchFolder() }
            try Disk.makeFolder(keep)
            return keep
        }
        func tidy() async {
            if options.keep == nil { try? await Disk.onThread { Disk.removeAll(folder) } }
        }
        do {
            let run = try await play(scenario, folder, options, inspector)
            await tidy()
            return run
        } catch {
            await tidy()
            throw error
        }
    }

    private static func play(
        _ scenario: Scenario, _ folder: String, _ options: SimulationOptions,
        _ inspector: (@Sendable (String, Int64) -> Void)?
    ) async throws -> SimulationRun {
        var scenario = scenario
        if scenario.hasExternals { scenario.start = SimulationClock().now }
        let clock =
            scenario.hasExternals
            ? SimulationClock() : SimulationClock(virtualFrom: scenario.start, seed: scenario.seed)
        let tap = WireTap(clock: clock, keepsLog: true)
        if let inspector { await tap.inspect { inspector(folder, $0) } }
        let plan: DoorPlan = options.triesRealPorts ? .realOrAny : .any
        let keyLog = KeyLogBook()
        let office = try await PostOffice.build(
            scenario, folder: folder, tap: tap, patience: options.patience, keyLog: keyLog
        ) { _, _ in plan }
        await office.open(relaysAtOnce: false)
        let play = Play(office: office)
        do {
            try await play.toTheEnd()
            let run = try await play.summary(keeping: options.keep, keyLog: keyLog.octets)
            await office.close()
            return run
        } catch {
            await office.close()
            throw error
        }
    }
}

/// The course of one run. One thing happens after the other: a connection is over at both ends before the next is opened.
private actor Play {
    let office: PostOffice
    private var states: [StateRecord] = []
    private var trouble: (any Error)?

    init(office: PostOffice) { self.office = office }

    func toTheEnd() async throws {
        await note()
        var course = Course(office.scenario)
        while let moment = try await nextMoment(course) {
            // A run may have been given up by whoever wanted it.
            try Task.checkCancellation()
            await office.tap.advance(to: moment)
            // Where the clock moves by itself, somebody has to wait.
            let wait = moment - (await office.tap.now)
            if wait > 0 { try await Task.sleep(nanoseconds: UInt64(wait)) }
            if try await isRelayDue(at: moment) {
                await relay()
            } else if let errand = course.next() {
                try await run(errand)
                if case .send(let number) = errand, await isWaiting(number), !office.scenario.hasExternals {
                    course.sendAgain(number, now: await office.tap.now)
                }
            }
            if let trouble { throw trouble }
        }
    }

    /// When the next thing happens: people's errands in their order, the queues' attempts when they are due; nil at the end.
    private func nextMoment(_ course: Course) async throws -> Int64? {
        let now = await office.tap.now
        var moment = course.moment.map { max($0, now) }
        for agent in office.transferAgents {
            guard let attempt = try await agent.nextAttempt() else { continue }
            // Nobody waits half an hour of his own life for a letter to be tried again.
            if office.scenario.hasExternals, attempt > now + RetrySchedule.minute { continue }
            moment = min(moment ?? .max, max(attempt, now))
        }
        // However long the queues would go on: a run has an end.
        return moment.flatMap { $0 < office.scenario.start + Simulation.longest ? $0 : nil }
    }

    private func isRelayDue(at moment: Int64) async throws -> Bool {
        for agent in office.transferAgents {
            if let attempt = try await agent.nextAttempt(), attempt <= moment { return true }
        }
        return false
    }

    private func relay() async {
        for agent in office.transferAgents { await agent.relay { await self.note() } }
    }

    private func run(_ errand: Course.Errand) async throws {
        switch errand {
        case .send(let number): try await send(number)
        case .fetch(let visit): try await fetch(visit)
        }
    }

    /// The letter is in its writer's outbox still.
    private func isWaiting(_ number: Int) async -> Bool {
        let sender = office.senders[office.scenario.letters[number].from.lowercased()]
        return await sender?.outbox.contains { $0.number == number } ?? false
    }

    private func send(_ number: Int) async throws {
        let letter = office.scenario.letters[number]
        guard let sender = office.senders[letter.from.lowercased()], let host = office.submissionHost(of: letter.from)
        else {
            return
        }
        do {
            _ = try await sender.submit(number, to: host)
        } catch let error as StationError {
            // The letter stays in the outbox; its writer sees why.
            await office.tap.log(DecisionRecord(station: sender.owner, kind: .unreachable, text: error.description))
        }
        await note()
    }

    private func fetch(_ visit: Scenario.Visit) async throws {
        guard let reader = office.readers[visit.reader], let host = office.popHost(of: visit.user) else {
            return
        }
        await office.tap.advance(for: .walking)
        do {
            try await reader.fetch(from: host, leave: visit.leave)
        } catch let error as StationError {
            await office.tap.log(DecisionRecord(station: reader.owner, kind: .unreachable, text: error.description))
        }
        await note()
    }

    /// A connection has ended on one side: wait for the other, then look where the letters are.
    private func note() async {
        await office.settle()
        do {
            let state = try await office.state(afterConnection: await office.tap.tape.connections.count)
            states.append(state)
            await office.tap.settled(state)
        } catch {
            trouble = trouble ?? error
        }
    }

    func summary(keeping folder: String?, keyLog: [UInt8]) async throws -> SimulationRun {
        var maildrops: [String: [[UInt8]]] = [:]
        for domain in office.scenario.domains {
            for user in domain.users {
                let owner = "\(user.name)@\(domain.name)"
                maildrops[owner] = try await office.letters(in: owner)
            }
        }
        var readers: [String: [[UInt8]]] = [:]
        for reader in office.readers.values { readers[reader.owner] = try await reader.letters() }
        var queues: [String: [QueuedLetter]] = [:]
        for agent in office.transferAgents { queues[agent.policy.host] = try await agent.queued() }
        return SimulationRun(
            scenario: office.scenario, tape: await office.tap.tape, states: states, hosts: office.directory.allHosts,
            maildrops: maildrops, readers: readers, queues: queues, lostOctets: await office.tap.lostOctets,
            keptFolder: folder, entries: await office.tap.entries, keyLog: keyLog)
    }
}
