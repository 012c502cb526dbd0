import Dialogue
import MailProtocols
import Simulator
import Testing

@Suite("What a sender is told")
struct NoticeTests {
    private static func world(_ wishes: String, to: String = "bob@north.example") -> LittleWorld {
        var world = LittleWorld()
        world.letters = "- {from: alice@south.example, to: [\(to)], subject: Test, text: Hello, \(wishes)}"
        return world
    }

    @Test("delivery, by the server that put the letter into the maildrop; with the sender's own name for it")
    func success() async throws {
        let run = try await Self.world("notify: 'success,failure', envelope-id: order+4711, returns: header").play()
        #expect(run.said(by: .client, in: 2).contains(" RET=HDRS ENVID=order+2B4711\r\n"))
        #expect(run.said(by: .client, in: 2).contains("RCPT TO:<bob@north.example> NOTIFY=SUCCESS,FAILURE\r\n"))
        let notice = try #require(run.texts(in: "alice@south.example").first)
        #expect(notice.contains("Reporting-MTA: dns; mx.north.example\r\nOriginal-Envelope-Id: order+4711\r\n"))
        #expect(notice.contains("Original-Recipient: rfc822; bob@north.example\r\n"))
        #expect(notice.contains("Action: delivered\r\nStatus: 2.0.0\r\n"))
        #expect(run.texts(in: "alice@south.example").count == 1)
    }

    @Test("a server that knows nothing of notices: the one before it tells that it handed on")
    func relayed() async throws {
        var world = Self.world("notify: success")
        world.north = "service: {without: [DSN]}"
        let run = try await world.play()
        #expect(!run.said(by: .client, in: 2).contains("NOTIFY"))
        let notice = try #require(run.texts(in: "alice@south.example").first)
        #expect(notice.contains("Reporting-MTA: dns; mx.south.example\r\n"))
        #expect(notice.contains("Action: relayed\r\n"))
    }

    @Test("nothing, where the sender wished so: what fails is dropped, and the log says it")
    func never() async throws {
        let run = try await Self.world("notify: never", to: "dave@north.example").play()
        #expect(run.texts(in: "alice@south.example").isEmpty)
        #expect(run.decisions.filter { $0.kind == .dropped }.map(\.recipients) == [["dave@north.example"]])
        #expect(run.areQueuesEmpty)
    }

    @Test("failure, with all of the letter or its header only", arguments: ["full", "header"])
    func returned(what: String) async throws {
        let run = try await Self.world("returns: \(what)", to: "dave@north.example").play()
        let notice = try #require(run.texts(in: "alice@south.example").first)
        #expect(notice.contains("\r\n\r\nHello\r\n") == (what == "full"))
        #expect(notice.contains("Content-Type: \(what == "full" ? "message/rfc822" : "text/rfc822-headers")\r\n"))
        let type = HeaderSection(parsing: Array(notice.utf8).span).first("Content-Type")
        #expect(ContentType(type?.unfolded).name == "multipart/report")
    }

    @Test(
        "addresses that make any server behave in a certain way",
        arguments: [
            ("550@", "550 5.0.0"), ("450@", "450 4.0.0"), ("452@", "452 4.0.0"), ("full@", "452 4.2.2"),
            ("unknown@", "550 5.1.1"), ("grey@", "450 4.7.1"),
        ])
    func codes(local: String, reply: String) async throws {
        var world = Self.world("id: <1@south.example>", to: "\(local)north.example")
        world.south = "service: {expires: 1h, warns: 0}"
        let run = try await world.play()
        #expect(run.said(by: .server, in: 2).contains("\r\n\(reply) "))
        // Who is grey comes again and is taken; all others come back to alice.
        #expect(run.texts(in: "alice@south.example").count == (local == "grey@" ? 0 : 1))
        #expect(run.areQueuesEmpty)
    }

    @Test("slow@ takes three minutes, drop@ loses its letters aloud, loop@ goes round")
    func otherCodes() async throws {
        let slow = try await Self.world("id: <1@south.example>", to: "slow@north.example").play()
        let times = slow.tape.events.filter { $0.connection == 2 }.map(\.time)
        #expect((zip(times, times.dropFirst()).map { $1 - $0 }.max() ?? 0) / 1_000_000_000 == 180)
        #expect(slow.tape.connections.count == 2)
        let drop = try await Self.world("id: <1@south.example>", to: "drop@north.example").play()
        #expect(drop.decisions.filter { $0.kind == .dropped }.map(\.letter) == ["<1@south.example>"])
        var circle = Self.world("id: <1@south.example>", to: "loop@north.example")
        circle.north = "service: {hops: 6}"
        circle.south = "service: {hops: 6}"
        let loop = try await circle.play()
        #expect(loop.texts(in: "alice@south.example").first?.contains("Status: 5.4.6\r\n") == true)
    }
}

@Suite("How letters are handed on")
struct HandingOnTests {
    @Test("several letters over one connection, commands in groups, content by BDAT where that is offered")
    func bulk() async throws {
        let run = try await Simulation.run(try Scenario(named: "bulk-mail"))
        let relayed = run.tape.connections.indices.filter { run.tape.connections[$0].client.name == "sender MTA" }
        // Greylisting sends both letters back; then both go over one connection, the first in three lots.
        let said = run.said(by: .client, in: (relayed.last ?? 0) + 1)
        #expect(said.split(separator: "MAIL FROM:").count >= 4)
        #expect(said.contains("BDAT ") && !said.contains("DATA\r\n"))
        let groups = run.tape.events.compactMap { event -> String? in
            guard event.connection == (relayed.last ?? 0) + 1, case .said(.client, let octets) = event.happening else {
                return nil
            }
            return String(decoding: octets, as: UTF8.self)
        }
        #expect(groups.contains { $0.hasPrefix("MAIL FROM:") && $0.contains("RCPT TO:") })
        #expect(run.areQueuesEmpty)
        for name in ["bob", "carol", "dora", "emil"] {
            #expect(run.maildrops["\(name)@north.example"]?.isEmpty == false)
        }
    }

    @Test("each move of a letter is in the book, with the stores as they were then")
    func chronicle() async throws {
        let run = try await Simulation.run(try Scenario(named: "one-letter"))
        #expect(run.decisions.map(\.kind) == [.accepted, .relayed, .lookup, .stored, .relayed, .fetched, .deleted])
        let id = try #require(run.states.first?.stores.first { $0.kind == "outbox" }?.letters.first)
        let places = run.entries.compactMap { entry -> [String]? in
            guard case .state(let state) = entry, state.isMidway else { return nil }
            return state.stores.filter { $0.letters.contains(id) }.map(\.kind)
        }
        // Whoever takes a letter has it before the other lets go: there are two copies for a moment, and never none.
        #expect(
            places == [
                ["outbox", "queue"], ["queue"], ["queue", "maildrop"], ["maildrop"], ["maildrop", "reader"], ["reader"],
            ])
        #expect(run.entries.map(\.time) == run.entries.map(\.time).sorted())
    }

    @Test("a letter of several parts in seven bits: text quoted-printable, all else base64, nothing else changed")
    func sevenBits() async throws {
        var world = LittleWorld()
        world.letters = """
            - from: alice@south.example
              to: [bob@north.example]
              raw: "Message-ID: <1@a>\\nMIME-Version: 1.0\\nContent-Type: multipart/mixed; boundary=b\\nContent-Transfer-Encoding: 8bit\\n\\n--b\\nContent-Type: text/plain; charset=utf-8\\nContent-Transfer-Encoding: 8bit\\n\\nGrüße\\n--b\\nContent-Type: image/x\\n\\nÄÖÜ\\n--b\\n\\nplain\\n--b--\\n"
            """
        world.north = "service: {without: [8BITMIME]}"
        let run = try await world.play()
        let letter = try #require(run.texts(in: "bob@north.example").first)
        #expect(letter.contains("boundary=b\r\nContent-Transfer-Encoding: 7bit\r\n\r\n--b\r\n"))
        #expect(letter.contains("Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe\r\n--b\r\n"))
        #expect(letter.contains("Content-Transfer-Encoding: base64\r\n\r\nw4TDlsOc\r\n"))
        #expect(letter.hasSuffix("--b\r\n\r\nplain\r\n--b--\r\n"))
    }
}
