import Dialogue
import MailProtocols
import Simulator
import Testing

@Suite("Who takes mail for a domain")
struct DirectoryTests {
    private static let world = """
        name: x
        domains:
          - name: south.example
            users: [{name: alice, password: a}]
          - name: north.example
            mx: [{host: b.north.example, preference: 20}, {host: a.north.example, preference: 10}]
            users:
              - {name: bob, password: b, forward: alice@south.example, keeps-copy: true}
              - {name: carol, password: c, forward: [alice@south.example]}
            aliases:
              - {name: info, to: [bob@north.example, carol@north.example]}
              - {name: circle, to: circle2@north.example}
              - {name: circle2, to: circle@north.example}
            catch-all: bob@north.example
          - name: west.example
            mx: address
            users: [{name: dora, password: d}]
        letters:
          - {from: alice@south.example, to: [info@north.example, dora@west.example, nobody@north.example, "dora@[203.0.113.25]"], text: Hello}
        """

    @Test("best first, and an exchanger hands on to better ones only")
    func order() throws {
        let directory = Directory(try Scenario(yaml: Self.world, file: "x.yaml"))
        guard case .exchangers(let found) = directory.mail(for: "NORTH.example") else {
            Issue.record("no MX")
            return
        }
        #expect(found.map(\.host) == ["a.north.example", "b.north.example"])
        #expect(directory.mail(for: "west.example") == .address("west.example"))
        #expect(directory.mail(for: "east.example") == .noSuchDomain)
        #expect(directory.route(to: "north.example", from: "a.north.example").refusal?.hasPrefix("554 5.4.6") == true)
    }

    @Test("aliases, forwarding, catch-all, a host of its own, an address literal")
    func residents() async throws {
        let run = try await Simulation.run(try Scenario(yaml: Self.world, file: "x.yaml"))
        // By the alias, and as the catch-all; alice by two forwards of the alias.
        #expect(run.texts(in: "bob@north.example").count == 1)
        #expect(run.texts(in: "carol@north.example").isEmpty)
        #expect(run.texts(in: "alice@south.example").count == 1)
        #expect(run.texts(in: "dora@west.example").count == 2)
        #expect(run.areQueuesEmpty)
        let lookups = run.decisions.filter { $0.kind == .lookup }.map(\.text)
        #expect(lookups.contains { $0.contains("a.north.example (preference 10") })
        #expect(lookups.contains { $0.contains("It has no MX record, but an address: west.example itself") })
        #expect(lookups.contains { $0.contains("is an address already") })
    }

    @Test("aliases that name each other end nowhere, and in no endless search")
    func circle() throws {
        let scenario = try Scenario(yaml: Self.world, file: "x.yaml")
        let residents = Residents(domains: [scenario.domains[1]], literal: "198.51.100.25")
        #expect(
            residents.destinations(of: "circle@north.example") == [
                .nobody("554 5.4.6 <circle@north.example> leads in circles")
            ])
        #expect(residents.destinations(of: "info@[198.51.100.25]").count == 2)
    }
}
