import Dialogue
import MailProtocols
import Subprocess
import Testing

@testable import Simulator

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

private let ownProgram: String? = access("/proc/self/exe", X_OK) == 0 ? Mailscope.testProgram : nil

/// Real processes with real stations, ended by SIGKILL while clients submit: whatever was answered with 250 must be on disk.
///
/// The process is this test program once more, with an environment that makes ``host()`` open the stations and stay.
@Suite(
    "Stations that are killed lose no letter they took",
    .enabled(if: ownProgram != nil, "this system does not tell where the test program lies"))
struct KillTests {
    fileprivate static let folderVariable = "MAILSCOPE_TEST_STATIONS"
    /// MAILSCOPE_KILLS asks for more.
    private static let kills = getenv("MAILSCOPE_KILLS").flatMap { Int(String(cString: $0)) } ?? 12
    private static let folder = getenv(folderVariable).map { String(cString: $0) }

    @Test("(the stations of the tests below)", .enabled(if: folder != nil, "only in a process of its own"))
    func host() async throws {
        let folder = try #require(Self.folder)
        let stations = try await LiveStations.start(
            try Scenario(named: "one-letter"), options: LiveOptions(keep: folder, patience: 60))
        let places = ["mx.south.example", "mx.north.example"].compactMap { stations.host(named: $0)?.actual }
        let words = places.map { "\($0.address) \($0.port)" }.joined(separator: " ")
        let line = Array("\nSTATIONS \(words)\n".utf8)
        _ = line.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
        // Until whoever started this closes our standard input; if they die, that happens, too.
        try await Disk.onThread {
            var octet: UInt8 = 0
            while read(0, &octet, 1) > 0 {}
        }
        await stations.settle()
        await stations.stop()
    }

    /// What clients were told, over all rounds.
    private actor Ledger {
        private(set) var submitted: [String] = []
        private(set) var acknowledged: Set<String> = []

        func next() -> String {
            submitted.append("letter-\(submitted.count + 1)")
            return submitted[submitted.count - 1]
        }
        /// - Returns: How many there are now.
        func acknowledge(_ id: String) -> Int {
            acknowledged.insert(id)
            return acknowledged.count
        }
    }

    /// Runs the stations on `folder` while `body` speaks with them.
    private static func withStations(
        on folder: String, body: (_ places: [Endpoint], _ kill: @escaping @Sendable () -> Void) async throws -> Void
    ) async throws -> TerminationStatus {
        let program = try #require(ownProgram)
        return try await Subprocess.run(
            .name("env"),
            arguments: [program, "--testing-library", "swift-testing", "--filter", "KillTests/host"],
            environment: .inherit.updating([.init(stringLiteral: folderVariable): folder]),
            input: .inputWriter, output: .sequence, error: .discarded
        ) { execution in
            let process = execution.processIdentifier.value
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            do {
                while let line = try await lines.next() {
                    guard line.hasPrefix("STATIONS ") else { continue }
                    let words = line.split(separator: " ").dropFirst().map(String.init)
                    let places = stride(from: 0, to: words.count, by: 2).map {
                        Endpoint(address: words[$0], port: UInt16(words[$0 + 1]) ?? 0)
                    }
                    try await body(places) { kill(process, SIGKILL) }
                    break
                }
            } catch {
                // A writer that is never finished ends the whole test program.
                try? await execution.standardInputWriter.finish()
                throw error
            }
            try? await execution.standardInputWriter.finish()
            // Its last words, so that it never waits for a full pipe.
            while try await lines.next() != nil {}
        }.terminationStatus
    }

    /// Hands over one letter; returns whether the server took it.
    private static func submit(_ id: String, to host: String, at place: Endpoint) async -> Bool {
        let site = StationSite(
            host: "client.south.example", shownAddress: "192.0.2.99", address: "127.0.0.1",
            tap: WireTap(clock: SimulationClock()))
        guard let alice = try? Mailbox("alice@south.example"), let bob = try? Mailbox("bob@north.example") else {
            return false
        }
        let content = Array("Message-ID: <\(id)@south.example>\r\nSubject: \(id)\r\n\r\n\(id)\r\n".utf8)
        let order = SMTPDelivery.Order(
            clientName: "client.south.example", from: .mailbox(alice), recipients: [bob], content: content)
        let served = try? await site.call(
            .init(name: host, shown: place, actual: place), protocol: .smtp, as: "client",
            role: SMTPDelivery(order))
        return served?.role.fates == [.accepted]
    }

    /// How often each letter lies in the maildrop, and in the queue.
    private static func stock(_ folder: String) throws -> (maildrop: [String: Int], queue: [String: Int]) {
        let maildir = try MaildropRoom(folder: "\(folder)/maildrops").maildir(of: "bob@north.example")
        let queue = try Queue(folder: "\(folder)/queues/mx.south.example").letters()
        func count(_ letters: [[UInt8]]) -> [String: Int] {
            letters.reduce(into: [:]) { counts, letter in
                let text = String(decoding: letter, as: UTF8.self)
                // A letter that is not whole would not end in its own name.
                guard let id = text.split(separator: "\r\n").last, text.hasSuffix("\r\n\r\n\(id)\r\n") else {
                    Issue.record("a broken letter: \(text)")
                    return
                }
                counts[String(id), default: 0] += 1
            }
        }
        return (count(try maildir.letters().map { try maildir.read($0) }), count(queue.map(\.content)))
    }

    @Test("and double only what was in doubt (RFC 1047)", .timeLimit(.minutes(30)))
    func kill9() async throws {
        let ledger = Ledger()
        var random = SeededRandom(seed: 9, purpose: "kill")
        let kills = Self.kills
        try await withScratchFolder { folder in
            for round in 1...kills {
                let enough = await ledger.acknowledged.count + Int.random(in: 1...9, using: &random)
                let status = try await Self.withStations(on: folder) { places, kill in
                    await withTaskGroup { clients in
                        // Two clients whose letters are relayed, one whose letters go into the maildrop at once.
                        for client in 0..<3 {
                            let (host, place) =
                                client < 2 ? ("mx.south.example", places[0]) : ("mx.north.example", places[1])
                            clients.addTask {
                                while true {
                                    let id = await ledger.next()
                                    guard await Self.submit(id, to: host, at: place) else { return }
                                    if await ledger.acknowledge(id) >= enough { kill() }
                                }
                            }
                        }
                    }
                }
                #expect(status == .signaled(SIGKILL))
                let (maildrop, queue) = try Self.stock(folder)
                for id in await ledger.acknowledged where maildrop[id] == nil && queue[id] == nil {
                    Issue.record("\(id) was taken and is lost, round \(round)")
                }
                #expect(queue.values.allSatisfy { $0 == 1 })
            }
            // Once more without violence: what waits is relayed when the next client has gone.
            let last = await ledger.next()
            let status = try await Self.withStations(on: folder) { places, _ in
                #expect(await Self.submit(last, to: "mx.south.example", at: places[0]))
                _ = await ledger.acknowledge(last)
            }
            #expect(status == .exited(0))
            let (maildrop, queue) = try Self.stock(folder)
            #expect(queue.isEmpty)
            let taken = await ledger.acknowledged
            #expect(taken.count > kills)
            #expect(taken.isSubset(of: Set(maildrop.keys)))
            #expect(Set(maildrop.keys).isSubset(of: Set(await ledger.submitted)))
            // One relay at a time: each kill leaves one letter at most of which the sender does not know that it arrived.
            let copies = maildrop.values.reduce(0) { $0 + $1 - 1 }
            #expect(copies <= kills)
            print(
                "\(taken.count) letters taken, \(maildrop.count) arrived, \(copies) of them twice, after \(kills) kills"
            )
        }
    }
}
