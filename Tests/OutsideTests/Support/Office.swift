import Dialogue
import MailProtocols
import Simulator
import Testing

/// Our two receiving stations on loopback ports, with maildrops for alice and bob at north.example.
struct Office {
    var mta: MailTransferAgent
    var maa: MailAccessAgent
    var maildrops: MaildropRoom
    var scratch: String

    /// - Returns: What lies in a maildrop, oldest first.
    func letters(of user: String) throws -> [String] {
        let maildir = try maildrops.maildir(of: "\(user)@north.example")
        return try maildir.letters().map { String(decoding: try maildir.read($0), as: UTF8.self) }
    }

    /// Runs the stations while `body` runs.
    static func run(while body: (Office) async throws -> Void) async throws {
        try await withScratchFolder { scratch in
            let tap = WireTap(clock: SimulationClock())
            let maildrops = MaildropRoom(folder: "\(scratch)/maildrops")
            let scenario = try Scenario(named: "one-letter")
            var north = try #require(scenario.domain(named: "north.example"))
            north.users = ["alice", "bob"].map { .init(name: $0, password: "\($0)-secret") }
            let residents = Residents(domains: [north], literal: "192.0.2.10")
            let mta = try MailTransferAgent(
                .init(
                    policy: SMTPPolicy(host: "mx.north.example", localUsers: residents.names, relays: false),
                    residents: residents, folder: "\(scratch)/queue", maildrops: maildrops, seed: 1),
                site: site("mx.north.example", tap), doorway: try await doorway("mx.north.example"),
                directory: Directory(scenario))
            let maa = MailAccessAgent(
                policy: POP3Policy(host: "pop.north.example"), site: site("pop.north.example", tap),
                doorway: try await doorway("pop.north.example"), maildrops: maildrops,
                accounts: AccountBook(
                    domain: "north.example",
                    passwords: [
                        "alice@north.example": Credential("alice-secret"),
                        "bob@north.example": Credential("bob-secret"),
                    ], keepsClear: false))
            await mta.open(relaysAtOnce: false)
            await maa.open()
            do {
                try await body(Office(mta: mta, maa: maa, maildrops: maildrops, scratch: scratch))
            } catch {
                await mta.close()
                await maa.close()
                throw error
            }
            await mta.close()
            await maa.close()
        }
    }

    private static func doorway(_ host: String) async throws -> Doorway {
        try await Doorway.open(host: host, address: "127.0.0.1", port: 0, plan: .any)
    }
}

/// Where a station of these tests stands.
func site(_ host: String, _ tap: WireTap) -> StationSite {
    StationSite(host: host, shownAddress: "192.0.2.10", address: "127.0.0.1", tap: tap)
}
