import Testing

@testable import Packets

struct ReassemblerTests {
    @Test("a clean connection: opened, said, finished on both sides, closed")
    func clean() throws {
        var script = Script()
        script.handshake()
        script.say(.server, "220 ready\r\n")
        script.say(.client, "QUIT\r\n")
        script.say(.server, "221 bye\r\n")
        script.finish(.server)
        script.finish(.client)
        script.acknowledge(.server)
        let heard = script.heard()
        #expect(heard.count == 1)
        #expect(heard[0].kinds() == [.opened, .data, .data, .data, .finished, .finished, .closed])
        #expect(heard[0].text(.backward) == "220 ready\r\n221 bye\r\n")
        #expect(heard[0].events.last?.how == .fin)
        #expect(heard[0].events.map(\.frame) == [1, 4, 5, 6, 7, 8, 8])
        let facts = try #require(heard[0].facts)
        #expect(facts.opener == .forward && facts.handshake)
        #expect(facts.a.address.description == "192.0.2.10" && facts.a.port == 40_001)
        #expect(facts.b.address.description == "192.0.2.25" && facts.b.port == 25)
        #expect(facts.captured == .init(forward: 6, backward: 20) && facts.missing == .init(forward: 0, backward: 0))
    }

    @Test("data recorded behind its own acknowledgement is told in order, and the acknowledgement is told first")
    func acknowledgedBeforeSeen() {
        var script = Script()
        script.handshake()
        script.say(.server, "220 a\r\n")
        script.say(.client, "EHLO b\r\n")
        script.lines.swapAt(3, 4)
        let heard = script.heard()[0]
        #expect(heard.kinds() == [.opened, .acknowledgedUnseen, .data, .data, .closed])
        #expect(heard.events[1].direction == .forward)
        #expect(heard.events[1].offset == 7 && heard.events[1].length == 7)
        #expect(heard.text(.backward) == "220 a\r\n" && heard.gaps == [[], []])
    }

    @Test(
        "a hole is declared once acknowledged and 32 frames old, exactly as long as it is", arguments: [30, 31, 32, 40])
    func hole(frames: Int) {
        var script = Script()
        script.handshake()
        script.say(.client, "one")
        script.say(.client, "lost!", isCaptured: false)
        script.say(.client, "two")
        script.acknowledge(.server)  // starts the clock
        script.idle(frames)
        let before = Listener.hear(script.lines)[0]
        var listener = Listener()
        for line in script.lines { listener.hear(line) }
        #expect(listener.connections[0].gaps[0] == (frames >= 32 ? [3..<8] : []))
        listener.finish()
        #expect(before.text(.forward) == "one\0\0\0\0\0two")
        #expect(before.gaps[0] == [3..<8])
        #expect(before.facts?.missing.forward == 5)
        let two = before.events.last { $0.kind == .data }
        #expect(two?.frame == 5, "stored bytes keep the number of their frame")
    }

    @Test("a hole is declared after one second of capture time, too")
    func holeByTime() {
        var script = Script()
        script.handshake()
        script.say(.client, "lost", isCaptured: false)
        script.say(.client, "seen")
        script.acknowledge(.server)
        script.acknowledge(.server)
        script.lines[script.lines.count - 1].pause = 1_000_000_000
        var listener = Listener()
        for line in script.lines { listener.hear(line) }
        #expect(listener.connections[0].gaps[0] == [0..<4])
        listener.finish()
    }

    @Test("what comes after its hole was declared is dropped")
    func tooLate() {
        var script = Script()
        script.handshake()
        script.say(.client, "lost", isCaptured: false)
        script.say(.client, "seen")
        script.acknowledge(.server)
        script.idle(32)
        script.say(.client, "lost", at: 0)
        script.say(.client, "more")
        let heard = script.heard()[0]
        #expect(heard.text(.forward) == "\0\0\0\0seenmore")
        #expect(heard.facts?.missing.forward == 4)
    }

    @Test("bytes lost at the end are no gap, but missing")
    func lostEnd() {
        var script = Script()
        script.handshake()
        script.say(.client, "seen")
        script.say(.client, "lost", isCaptured: false)
        script.finish(.client)
        script.acknowledge(.server)
        script.finish(.server)
        let heard = script.heard()[0]
        #expect(heard.gaps[0].isEmpty && heard.text(.forward) == "seen")
        #expect(heard.facts?.missing == .init(forward: 4, backward: 0))
        #expect(heard.finished == [true, true])
    }

    @Test("one side alone: its stream, and how much the other must have said")
    func oneSide() {
        var script = Script()
        script.handshake()
        script.say(.server, "220 ready\r\n")
        script.say(.client, "QUIT\r\n")
        script.say(.server, "221 bye\r\n")
        script.finish(.server)
        script.finish(.client)
        let heard = Listener.hear(script.lines.filter { $0.from == .client })[0]
        #expect(heard.text(.forward) == "QUIT\r\n")
        #expect(heard.kinds() == [.opened, .acknowledgedUnseen, .data, .acknowledgedUnseen, .finished, .closed])
        #expect(
            heard.facts?.missing == .init(forward: 0, backward: 21),
            "20 and the FIN, which nobody can tell from a byte here")
        #expect(heard.events.last?.how == .fin)
    }

    @Test("a capture that begins in the middle: the first captured byte is number 0")
    func midStream() {
        var script = Script()
        script.handshake()
        script.say(.client, "before")
        script.say(.server, "earlier")
        script.say(.client, "MAIL")
        script.say(.server, "250")
        let heard = Listener.hear(Array(script.lines[5...]))[0]
        #expect(heard.text(.forward) == "MAIL" && heard.text(.backward) == "250")
        #expect(heard.facts?.opener == nil && heard.facts?.handshake == false)
        #expect(heard.facts?.missing == .init(forward: 0, backward: 0))
    }

    @Test("a greeting that was not captured is a gap if the handshake was")
    func lostGreeting() {
        var script = Script()
        script.handshake()
        script.say(.server, "220 lost", isCaptured: false)
        script.say(.client, "EHLO")
        script.say(.server, "250")
        script.acknowledge(.client)
        script.lines.remove(at: 1)
        let heard = script.heard()[0]
        #expect(heard.gaps[1] == [0..<8] && heard.text(.backward).hasSuffix("250"))
    }

    @Test("data in the SYN is data")
    func dataInSYN() {
        var script = Script()
        script.handshake()
        script.lines[0].payload = Array("EHLO".utf8)
        script.say(.client, " more", at: 4)
        #expect(script.heard()[0].text(.forward) == "EHLO more")
    }

    @Test("a segment cut by the snap length leaves a gap where it was cut, once something follows")
    func snapLength() {
        var script = Script()
        script.handshake()
        script.say(.client, "0123456789", kept: 4)
        script.say(.client, "abc")
        script.say(.client, "9876543210", kept: 2)
        let heard = script.heard()[0]
        #expect(heard.gaps[0] == [4..<10])
        #expect(heard.text(.forward) == "0123\0\0\0\0\0\0abc98")
        #expect(heard.facts?.missing.forward == 14 && heard.facts?.captured.forward == 9)
    }

    @Test("a cut segment that comes too early keeps its cut")
    func snapLengthEarly() {
        var script = Script()
        script.handshake()
        script.say(.client, "first")
        script.say(.client, "0123456789", kept: 4)
        script.say(.client, "last")
        script.lines.swapAt(3, 4)
        let heard = script.heard()[0]
        #expect(heard.text(.forward) == "first0123\0\0\0\0\0\0last" && heard.gaps[0] == [9..<15])
    }

    @Test("headers alone: no data, no gap, and the right number of bytes missing")
    func headersOnly() {
        var script = Script()
        script.handshake()
        for _ in 0..<3 { script.say(.client, "0123456789", kept: 0) }
        let heard = script.heard()[0]
        #expect(heard.kinds() == [.opened, .closed])
        #expect(heard.facts?.missing.forward == 30 && heard.facts?.captured.forward == 0)
    }

    @Test("a keep-alive is neither data nor a differing copy")
    func keepAlive() {
        var script = Script()
        script.handshake()
        script.say(.client, "N")
        script.say(.client, "\0", at: 0)
        script.say(.client, "", at: 0)
        script.say(.client, "OOP")
        let heard = script.heard()[0]
        #expect(heard.text(.forward) == "NOOP" && heard.kinds() == [.opened, .data, .data, .closed])
    }

    @Test("a copy that differs is told, and the first one stands")
    func differingCopy() {
        var script = Script()
        script.handshake()
        script.say(.client, "RCPT TO:<bob@b.example> and some more words")
        script.say(.client, "RCPT TO:<eve@b.example> and some more words", at: 0)
        script.say(.client, "RCPT TO:<bob@b.example> and some more words", at: 0)
        script.say(.client, "lost", isCaptured: false)
        script.say(.client, "early")
        script.say(.client, "EARLY", at: 47)
        let heard = script.heard()[0]
        let told = heard.events.filter { $0.kind == .retransmissionDiffers }
        #expect(told.map(\.offset) == [0, 47] && told.map(\.length) == [43, 5])
        #expect(heard.text(.forward).hasPrefix("RCPT TO:<bob@") && heard.text(.forward).hasSuffix("early"))
    }

    @Test("streams go on beyond four gigabytes")
    func longStream() {
        var script = Script(clientFirst: .max - 10)
        script.handshake()
        let step = 1 << 30
        for turn in 0...6 {
            script.say(.client, "here", at: turn * step)
            var acknowledgment = Line(from: .server, sequence: script.sequence(.server, 0))
            acknowledgment.acknowledgment = script.sequence(.client, turn * step + 4)
            for _ in 0...33 { script.lines.append(acknowledgment) }
        }
        var reassembler = Reassembler()
        var offsets: [Int] = []
        for (number, line) in script.lines.enumerated() {
            let bytes = line.packet
            let info = FrameInfo(number: number, time: 0, originalLength: bytes.count, linkType: .raw)
            reassembler.accept(Frame(info, bytes: bytes.span))
            while let event = reassembler.next() {
                if event.kind == .data { offsets.append(event.offset) }
            }
        }
        #expect(offsets.last == 6 << 30)
    }
}
