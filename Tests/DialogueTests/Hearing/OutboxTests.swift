import MailProtocols
import Testing

@testable import Dialogue

@Suite("Records on their way out")
struct OutboxTests {
    /// A client that says so many things, each answered; lengths come and go.
    private func talk(_ turns: Int, _ drain: (inout Outbox) -> Void) -> [String] {
        var transcriber = Transcriber(connection: 1, protocol: .smtp, begun: true, opener: .client, needs: .full)
        var outbox = Outbox()
        var said: [String] = []
        func hear(_ side: Side, _ text: String) {
            // CR LF is one character.
            said.append(side == .client ? String(text.dropLast()) : text)
            transcriber.hear(
                side, Array(text.utf8).span, frame: said.count, time: Int64(said.count), to: &outbox)
        }
        hear(.server, "220 mx.north.example ESMTP\r\n")
        for turn in 0..<turns {
            let word = String(repeating: "x", count: turn * 37 % 300)
            hear(.client, "NOOP \(turn) \(word)\r\n")
            hear(.server, "250 \(turn) \(word)\r\n")
            drain(&outbox)
        }
        return said
    }

    private func text(_ record: Record) -> String? {
        if case .step(let step) = record { String(decoding: step.text, as: UTF8.self) } else { nil }
    }

    @Test("a record that somebody keeps stays as it is when the memory of others serves again")
    func kept() {
        var kept: [Record] = []
        let said = talk(100) { outbox in outbox.drain { kept.append($0) } }
        #expect(kept.compactMap(text) == said)
    }

    @Test("a record that nobody keeps is right while it is shown")
    func shown() {
        var shown: [String] = []
        let said = talk(100) { outbox in outbox.drain { shown.append(contentsOf: text($0).map { [$0] } ?? []) } }
        #expect(shown == said)
    }

    @Test("records that are taken stay as they are")
    func taken() {
        var taken: [Record] = []
        let said = talk(100) { outbox in
            // Now and then, so that some texts were used before and some were not.
            if taken.count.isMultiple(of: 3) { taken += outbox.takeAll() } else { outbox.drain { taken.append($0) } }
        }
        #expect(taken.compactMap(text) == said)
    }
}
