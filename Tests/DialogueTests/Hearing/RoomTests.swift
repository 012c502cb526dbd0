import MailProtocols
import Testing

@testable import Dialogue

@Suite("Room that connections take")
struct RoomTests {
    @Test("what an idle connection keeps for its next letter is counted, little, and given back when room is short")
    func idle() {
        var transcriber = Transcriber(connection: 1, protocol: .smtp, begun: true, opener: .client, needs: .full)
        var outbox = Outbox()
        var frame = 0
        func hear(_ said: [(Side, String)]) {
            for (side, text) in said {
                frame += 1
                transcriber.hear(side, Array(text.utf8).span, frame: frame, time: Int64(frame), to: &outbox)
            }
        }
        /// Sends a letter of three parts to so many recipients, all named at once; says how many parts were heard.
        func deliver() -> [Int] {
            let recipients = (0..<300).map { "RCPT TO:<r\($0)@north.example>\r\n" }.joined()
            let parts = ["", "one\r\n", "two\r\n"].joined(separator: "--b\r\n\r\n")
            hear([
                (.client, "MAIL FROM:<a@south.example>\r\n\(recipients)DATA\r\n"),
                (.server, String(repeating: "250 ok\r\n", count: 301) + "354 go\r\n"),
                (.client, "Content-Type: multipart/mixed; boundary=b\r\n\r\n\(parts)--b--\r\n.\r\n"),
                (.server, "250 taken\r\n"),
            ])
            return outbox.takeAll().compactMap { record in
                if case .message(let message) = record { message.parts.count } else { nil }
            }
        }
        hear([
            (.server, "220 mx.north.example\r\n"), (.client, "EHLO south.example\r\n"),
            (.server, "250-mx.north.example\r\n250 PIPELINING\r\n"),
        ])
        #expect(deliver() == [3])
        let kept = transcriber.countHeldBytes()
        transcriber.freeSpare()
        let left = transcriber.countHeldBytes()
        #expect(left <= kept)
        #expect(kept - left < 4_096)
        // Whatever was given back, the next letter is heard as the first one was.
        #expect(deliver() == [3])
        #expect(transcriber.countHeldBytes() == kept)
    }
}
