import Dialogue
import MailProtocols
import Packets
import Simulator
import Testing

@Suite("Lines that end otherwise")
struct SmugglingTests {
    private static let letters =
        "Subject: one\r\n\r\none\n.\nMAIL FROM:<x@y.example>\nRCPT TO:<bob@north.example>\nDATA\nSubject: two\r\n\r\ntwo\r\n.\r\n"

    @Test(
        "F15 LF . LF within a letter: one letter, or two for a server that takes LF for a line's end",
        arguments: [false, true])
    func smuggling(isLenient: Bool) async throws {
        var world = LittleWorld()
        if isLenient { world.north = "service: {quirks: [lf-ends-line]}" }
        try await world.serve { stations in
            let smtp = try await stations.connect(to: "mx.north.example", as: "mallory")
            for line in ["EHLO a.example", "MAIL FROM:<a@b.example>", "RCPT TO:<bob@north.example>", "DATA"] {
                _ = await smtp.say(line)
            }
            _ = await smtp.say(octets: Array(Self.letters.utf8))
            await smtp.close()
            await stations.settle()
            // Ours refuses what another server might take for two.
            #expect(try await stations.letters(in: "bob@north.example").count == (isLenient ? 2 : 0))
        }
    }

    @Test("F14 a sender that stuffs no dots: the letter ends early, and its tail is taken for commands")
    func notStuffed() async throws {
        var world = LittleWorld()
        world.south = "service: {quirks: [dots-not-stuffed]}"
        world.letters = "- {from: alice@south.example, to: [bob@north.example], text: \"before\\n.\\nafter\\n\"}"
        let run = try await world.play()
        let letter = try #require(run.texts(in: "bob@north.example").first)
        #expect(letter.hasSuffix("before\r\n"))
        #expect(run.said(by: .server, in: 2).contains("\r\n500 "))
    }

    @Test("TOP and RETR of a server that stuffs no dots end early, too")
    func popNotStuffed() async throws {
        var world = LittleWorld()
        world.north = "service: {quirks: [dots-not-stuffed]}"
        try await world.serve { stations in
            let smtp = try await stations.connect(to: "mx.north.example", as: "learner")
            for line in ["EHLO a.example", "MAIL FROM:<a@b.example>", "RCPT TO:<bob@north.example>", "DATA"] {
                _ = await smtp.say(line)
            }
            _ = await smtp.say(octets: Array("Subject: x\r\n\r\nbefore\r\n..\r\nafter\r\n.\r\n".utf8))
            _ = await smtp.say("QUIT")
            await stations.settle()
            let pop = try await CollectionFaultTests.logIn(stations)
            let heard = await pop.say("RETR 1").heard
            let runs = heard.filter { $0.utterance.kind == .contentRun }.map {
                String(decoding: $0.text, as: UTF8.self)
            }
            #expect(runs.joined().hasSuffix("before\r\n"))
            await pop.close()
        }
    }

    @Test(
        "the tracer remarks on each: a seam, an answer too many, lines behind the end",
        arguments: [
            ("lf-ends-line", Note.smugglingSeam), ("rset-answered-twice", .unsolicitedReply),
            ("dots-not-stuffed", .replyWithoutCode), ("numbers-shift", .deletedNumberAnswered),
            ("delete-at-once", .deletedAtOnce),
        ])
    func flagged(quirk: String, note: Note) async throws {
        var world = LittleWorld()
        world.north = "service: {quirks: [\(quirk)]}"
        try await world.serve { stations in
            let smtp = try await stations.connect(to: "mx.north.example", as: "learner")
            for line in ["EHLO a.example", "RSET", "MAIL FROM:<a@b.example>", "RCPT TO:<bob@north.example>", "DATA"] {
                _ = await smtp.say(line)
            }
            let letter = quirk == "lf-ends-line" ? Self.letters : "Subject: x\r\n\r\nbefore\r\n..\r\nafter\r\n.\r\n"
            _ = await smtp.say(octets: Array(letter.utf8))
            await smtp.close()
            await stations.settle()
            if quirk == "numbers-shift" { try await CollectionFaultTests.send(["two"], stations) }
            let pop = try await CollectionFaultTests.logIn(stations)
            for line in ["RETR 1"] + (note.id.hasPrefix("deleted") ? ["DELE 1", "DELE 1", "RSET", "RETR 1"] : []) {
                _ = await pop.say(line)
            }
            await pop.close()
            await stations.settle()
            let tape = await stations.tape()
            var tracer = Tracer(needs: .full)
            var reader = try CaptureReader(bytes: try tape.pcapng(), name: "the tape")
            while let frame = try reader.next() { tracer.accept(frame) }
            tracer.finish()
            let notes = tracer.outbox.takeAll().reduce(into: NoteSet()) { notes, record in
                switch record {
                case .step(let step): notes.formUnion(step.step.notes)
                case .connectionEnd(let end): notes.formUnion(end.notes)
                case .message(let message): notes.formUnion(message.notes)
                default: break
                }
            }
            #expect(notes.contains(note))
        }
    }
}
