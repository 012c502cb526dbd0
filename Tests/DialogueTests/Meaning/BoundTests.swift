import Packets
import Testing

@testable import Dialogue
@testable import MailProtocols

/// What a hostile capture can make a tracer remember.
@Suite("What is remembered")
struct BoundTests {
    private static let long = String(repeating: "x", count: 60_000)

    @Test("of an address is no more than four times the longest lawful one")
    func addresses() {
        var tracker = TransactionTracker()
        let line = Array("MAIL FROM:<\(Self.long)@a.example>".utf8)
        tracker.command(.mail, number: 1, line: line.span)
        for number in 2...2_000 {
            let line = Array("RCPT TO:<\(number)\(Self.long)>".utf8)
            tracker.command(.rcpt, number: number, line: line.span)
        }
        #expect(tracker.heldBytes < 1_200_000)
        let envelope = tracker.envelope()
        #expect(envelope.reversePath?.utf8.count == TransactionTracker.addressLimit)
        #expect(envelope.recipients.count == TransactionTracker.recipientLimit - 1)
        #expect(tracker.heldBytes == 0)
    }

    @Test("of addresses is counted as long as it is kept: not behind a refused MAIL, still before RCPT is answered")
    func countedAddresses() {
        var tracker = TransactionTracker()
        let mail = Array("MAIL FROM:<\(Self.long)>".utf8)
        for number in 1...100 {
            tracker.command(.mail, number: number, line: mail.span)
            tracker.reply(ReplyCode(550), to: number, verb: .mail)
        }
        #expect(tracker.heldBytes == 0)
        tracker.command(.mail, number: 101, line: mail.span)
        for number in 102..<202 {
            tracker.command(.rcpt, number: number, line: Array("RCPT TO:<\(Self.long)>".utf8).span)
        }
        tracker.reply(ReplyCode(250), to: 101, verb: .mail)
        #expect(tracker.heldBytes > 100 * TransactionTracker.addressLimit)
    }

    @Test("of times that add up to more than a number holds is the greatest number")
    func times() {
        var pace = Tally.Pace()
        var timing = ConnectionTiming()
        timing.greeting = .max - 1
        timing.contentTime = .max - 1
        for connection in 1...3 { pace.add(timing, of: Int32(connection)) }
        #expect(pace.greetingTime == .max && pace.contentTime == .max)
    }

    @Test("of a part's type and parameters is what is needed to show and to divide it")
    func parts() {
        let type = ContentType(Array("\(Self.long)/\(Self.long); charset=utf-8; x=\(Self.long); name=a".utf8))
        var short = type
        short.shorten()
        #expect(short.name.utf8.count == 255)
        #expect(short.parameters["charset"] == "utf-8" && short.parameters["name"] == "a")
        #expect(short.parameters["x"] == nil)
        var plain = ContentType(Array("text/plain; charset=utf-8; format=flowed".utf8))
        let before = plain
        plain.shorten()
        #expect(plain == before)
    }

    @Test("of a login is neither name nor password")
    func logins() {
        var watch = LoginWatch()
        let line = Array("AUTH \(Self.long) =".utf8)
        _ = watch.begin(line.span, isSecured: false)
        #expect(LoginLine(line.span).mechanism?.name.utf8.count == 20)
    }

    @Test("of journeys is bounded for each and for all of them")
    func journeys() {
        var index = JourneyIndex()
        for message in 0..<2_000 {
            for hop in 0..<150 {
                var header = MessageRecord.Header()
                header.messageID = "<\(message)\(Self.long.prefix(2_000))>"
                header.subject = Self.long
                _ = index.add(
                    JourneyIndex.Sighting(
                        MessageRecord(
                            connection: Int32(hop), step: 1, protocol: .smtp, move: .push, reversePath: nil,
                            recipients: [], outcome: "accepted", finalReply: nil, bytes: 1, sha256: nil, header: header,
                            parts: [], time: 0, bodyMark: 0)),
                    from: Endpoint(address: "", port: 1), to: Endpoint(address: "", port: UInt16(hop)),
                    names: { _ in nil })
            }
        }
        let journeys = index.completed { _ in nil }
        #expect(journeys.count == 2_000)
        #expect(journeys.allSatisfy { $0.subject?.count == JourneyIndex.textLimit })
        #expect(journeys.allSatisfy { $0.hops.count <= JourneyIndex.hopLimit && $0.hops.count + $0.omitted == 150 })
        #expect(journeys.reduce(0) { $0 + $1.hops.count - 1 } == JourneyIndex.hopLimitInAll)
    }

    @Test("of flows that have not told what they speak is counted with all that it takes")
    func preludes() {
        var prelude = Prelude()
        let octet: [UInt8] = [65]
        var sum = prelude.acknowledged(by: .forward) + prelude.acknowledged(by: .forward)
        for frame in 0..<Prelude.chunkLimit {
            sum += prelude.add(octet.span, from: .forward, frame: frame, time: 0)
        }
        #expect(prelude.acknowledgers.count == 1)
        #expect(sum == prelude.heldBytes && sum > Prelude.chunkLimit * 64)
        #expect(!prelude.isFull)
        sum += prelude.addHole(5, from: .backward, frame: 300, time: 0)
        #expect(sum == prelude.heldBytes && prelude.isFull)
        let later = prelude.takeLater(than: 10, of: .forward)
        #expect(later.count == Prelude.chunkLimit - 11)
        #expect(prelude.heldBytes < sum)
    }
}
