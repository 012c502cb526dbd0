import Dialogue
import MailProtocols
import Simulator
import Testing

@Suite("What goes wrong when a letter is fetched")
struct CollectionFaultTests {
    private static func world(_ more: String) -> LittleWorld {
        var world = LittleWorld()
        world.more = "readers: [{user: bob@north.example, leave: delete}]\n\(more)"
        return world
    }

    @Test("F11 the cable is pulled after DELE: the letter is still there")
    func cutBeforeQuit() async throws {
        let run = try await Self.world("faults: [{station: bob@north.example, before: QUIT, do: cut}]").play()
        #expect(run.said(by: .client, in: 3).hasSuffix("DELE 1\r\n"))
        #expect(run.said(by: .server, in: 3).hasSuffix("+OK Message 1 goes when you say QUIT\r\n"))
        #expect(run.texts(in: "bob@north.example").count == 1)
        #expect(run.readers["bob@north.example"]?.count == 1)
        let ends = try run.records().compactMap { if case .connectionEnd(let end) = $0 { end } else { nil } }
        #expect(ends.last?.notes.contains(.deletedWithoutQuit) == true)
    }

    @Test("F13 eleven silent minutes: the server logs the reader out, and nothing is deleted")
    func autologout() async throws {
        let run = try await Self.world("faults: [{station: bob@north.example, before: QUIT, do: silence, for: 11m}]")
            .play()
        #expect(run.texts(in: "bob@north.example").count == 1)
        let times = run.tape.events.filter { $0.connection == 3 }.map(\.time)
        let longest = zip(times, times.dropFirst()).map { $1 - $0 }.max() ?? 0
        #expect((600..<605).contains(longest / 1_000_000_000))
        #expect(!run.said(by: .client, in: 3).contains("QUIT"))
    }

    @Test("five silent minutes are no reason to part")
    func patience() async throws {
        let run = try await Self.world("faults: [{station: bob@north.example, before: QUIT, do: silence, for: 5m}]")
            .play()
        #expect(run.texts(in: "bob@north.example").isEmpty)
        #expect(run.said(by: .client, in: 3).hasSuffix("QUIT\r\n"))
    }

    @Test(
        "F24 single octets or answers in one piece: the dialogue is the same",
        arguments: [
            "segments, octets: 1", "segments, octets: 7", "coalesce",
        ])
    func segments(way: String) async throws {
        let plain = try await Self.world("").play()
        let stations = [
            "{station: mx.south.example, do: \(way)}", "{station: mx.north.example, do: \(way)}",
            "{station: mx.south.example, side: client, do: \(way)}", "{station: pop.north.example, do: \(way)}",
            "{station: alice@south.example, do: \(way)}", "{station: bob@north.example, do: \(way)}",
        ].joined(separator: ", ")
        let cut = try await Self.world("faults: [\(stations)]").play()
        let (first, second) = (try Self.steps(cut), try Self.steps(plain))
        #expect(first == second)
        #expect(cut.readers["bob@north.example"]?.count == 1)
        if way == "segments, octets: 1" {
            let pieces = cut.tape.events.compactMap {
                if case .said(_, let octets) = $0.happening { octets.count } else { nil }
            }
            #expect(pieces.allSatisfy { $0 == 1 })
        }
    }

    private static func steps(_ run: SimulationRun) throws -> [String] {
        try run.records().compactMap { record -> String? in
            guard case .step(let step) = record else { return nil }
            return "\(step.step.connection) \(step.step.side) \(step.step.kind) \(step.step.verb) \(step.step.code)"
        }
    }

    @Test("F25 a server whose numbers move up: the wrong letter is deleted")
    func numbersShift() async throws {
        var world = LittleWorld()
        world.north = "service: {quirks: [numbers-shift]}"
        try await world.serve { stations in
            try await Self.send(["one", "two", "three"], stations)
            let pop = try await Self.logIn(stations)
            _ = await pop.say("DELE 1")
            // Whoever goes by the first listing means letter two.
            #expect(await pop.say("DELE 2").text.hasPrefix("+OK"))
            _ = await pop.say("QUIT")
            let left = try await stations.letters(in: "bob@north.example").map { String(decoding: $0, as: UTF8.self) }
            #expect(left.count == 1)
            #expect(left.first?.contains("Subject: two") == true)
        }
    }

    @Test("F26 a letter that comes during a session is seen in the next")
    func arrival() async throws {
        try await LittleWorld().serve { stations in
            try await Self.send(["one"], stations)
            let pop = try await Self.logIn(stations)
            try await Self.send(["two"], stations)
            #expect(await pop.say("STAT").text.hasPrefix("+OK 1 "))
            #expect(await pop.say("RETR 2").text.hasPrefix("-ERR"))
            _ = await pop.say("QUIT")
            let again = try await Self.logIn(stations)
            #expect(await again.say("STAT").text.hasPrefix("+OK 2 "))
            _ = await again.say("QUIT")
        }
    }

    @Test("a server that deletes at once: RSET brings nothing back")
    func deleteAtOnce() async throws {
        var world = LittleWorld()
        world.north = "service: {quirks: [delete-at-once]}"
        try await world.serve { stations in
            try await Self.send(["one"], stations)
            let pop = try await Self.logIn(stations)
            #expect(await pop.say("DELE 1").text.hasPrefix("+OK"))
            #expect(try await stations.letters(in: "bob@north.example").isEmpty)
            #expect(await pop.say("RSET").text.hasPrefix("+OK"))
            #expect(await pop.say("RETR 1").text.hasPrefix("-ERR"))
            await pop.close()
        }
    }

    @Test(
        "letters older than EXPIRE allows are gone when their reader comes, and the log says so")
    func expired() async throws {
        for (days, isGone) in [(1, true), (7, false)] {
            var world = LittleWorld()
            world.north = "service: {expire: \(days)}"
            world.more = "readers: [{user: bob@north.example, leave: keep, at: 3d}]"
            let run = try await world.play()
            #expect(run.readers["bob@north.example"]?.count == (isGone ? 0 : 1))
            #expect(run.texts(in: "bob@north.example").count == (isGone ? 0 : 1))
            let dropped = run.decisions.filter { $0.kind == .dropped }
            #expect(dropped.map(\.recipients) == (isGone ? [["bob@north.example"]] : []))
        }
    }

    @Test("F27 RSET answered twice: every later answer is one too late")
    func twoAnswers() async throws {
        var world = LittleWorld()
        world.north = "service: {quirks: [rset-answered-twice]}"
        try await world.serve { stations in
            let smtp = try await stations.connect(to: "mx.north.example", as: "learner")
            _ = await smtp.say("EHLO a.example")
            #expect(await smtp.say("RSET").text.hasPrefix("250 2.0.0 Forgotten"))
            _ = await smtp.say("QUIT")
            await stations.settle()
            let said = String(decoding: await stations.tape().octets(of: .server, in: 1), as: UTF8.self)
            #expect(said.contains("250 2.0.0 Forgotten\r\n250 2.0.0 Forgotten\r\n221 "))
        }
    }

    static func send(_ subjects: [String], _ stations: LiveStations) async throws {
        let smtp = try await stations.connect(to: "mx.north.example", as: "learner")
        _ = await smtp.say("EHLO a.example")
        for subject in subjects {
            _ = await smtp.say("MAIL FROM:<a@b.example>")
            _ = await smtp.say("RCPT TO:<bob@north.example>")
            _ = await smtp.say("DATA")
            #expect(
                await smtp.say(octets: Array("Subject: \(subject)\r\n\r\n\(subject)\r\n.\r\n".utf8)).text.hasPrefix(
                    "250"))
        }
        _ = await smtp.say("QUIT")
    }

    static func logIn(_ stations: LiveStations) async throws -> HandSession {
        let pop = try await stations.connect(to: "pop.north.example", as: "learner")
        _ = await pop.say("USER bob")
        #expect(await pop.say("PASS b").text.hasPrefix("+OK"))
        return pop
    }
}
