import Testing

@testable import Packets

struct ConnectionTests {
    private func spoken(_ text: String, clientFirst: UInt32 = Script.clientFirst) -> Script {
        var script = Script(clientFirst: clientFirst)
        script.handshake()
        script.say(.client, text)
        script.acknowledge(.server)
        return script
    }

    @Test("a SYN answered with RST is a refusal, and its copies are no new connections")
    func refused() {
        var script = Script()
        script.handshake()
        script.lines = [script.lines[0]]
        let answer = Line(
            from: .server, sequence: 0, acknowledgment: Script.clientFirst + 1, flags: [.rst, .ack])
        script.lines += [answer, script.lines[0], answer]
        let heard = script.heard()
        #expect(heard.count == 1)
        #expect(heard[0].kinds() == [.opened, .refused, .closed] && heard[0].events.last?.how == .rst)
    }

    @Test("RST ends a connection after a grace, in which late data is still told")
    func reset() {
        var script = spoken("DATA")
        script.reset(.server)
        script.say(.client, " late")
        let heard = script.heard()[0]
        #expect(heard.kinds() == [.opened, .data, .reset, .data, .closed])
        #expect(heard.text(.forward) == "DATA late" && heard.events.last?.how == .rst)
        #expect(heard.events[2].direction == .backward)
    }

    @Test("a reset with a number from nowhere is not believed")
    func forgedReset() {
        var script = spoken("DATA")
        script.lines.append(Line(from: .server, sequence: 0xDEAD_BEEF, flags: .rst))
        script.idle(40)
        script.say(.client, " more")
        let heard = script.heard()[0]
        #expect(heard.text(.forward) == "DATA more" && heard.events.last?.how == .open)
    }

    @Test("ports used anew: a SYN with another number opens a new connection, whatever became of the old one")
    func portReuse() {
        for end in 0..<3 {
            var first = spoken("first")
            if end == 0 {
                first.finish(.client)
                first.finish(.server)
            }
            if end == 1 { first.reset(.server) }
            let second = spoken("second", clientFirst: 900_000_000)
            let heard = Listener.hear(first.lines + second.lines)
            #expect(heard.map { $0.text(.forward) } == ["first", "second"])
            #expect(heard.map { $0.events.last?.how } == [[.fin, .rst, .open][end], .open])
            #expect(heard.allSatisfy { $0.facts?.handshake == true })
        }
    }

    @Test("a SYN that comes again opens nothing")
    func repeatedSYN() {
        var script = spoken("words")
        script.lines.append(script.lines[0])
        script.lines.append(script.lines[1])
        script.finish(.client)
        script.finish(.server)
        script.lines.append(script.lines[0])
        #expect(script.heard().count == 1)
    }

    @Test("late copies of a closed connection open no new one for 1,024 frames")
    func lateCopies() {
        var script = spoken("words")
        script.finish(.client)
        script.finish(.server)
        script.lines += Array(repeating: script.lines[3], count: 100)
        let heard = script.heard()
        #expect(heard.count == 1 && heard[0].text(.forward) == "words")
    }

    @Test("bytes beyond FIN are no part of the stream")
    func beyondFIN() {
        var script = spoken("words")
        script.finish(.client)
        script.say(.client, "beyond", at: 5)
        script.say(.client, "beyond", at: 6)
        #expect(script.heard()[0].text(.forward) == "words")
    }

    @Test("connections are closed in the order of their opening when the capture ends")
    func endOfCapture() {
        var listener = Listener()
        var scripts = (0..<5).map { Script(port: 40_000 + UInt16($0)) }
        for index in scripts.indices { scripts[index].handshake() }
        for index in scripts.indices { scripts[index].say(.client, "\(index)") }
        for script in scripts { for line in script.lines { listener.hear(line) } }
        listener.reassembler.finish()
        var closed: [Int32] = []
        while let event = listener.reassembler.next() { closed.append(event.flow) }
        #expect(closed == [0, 1, 2, 3, 4])
    }

    @Test("an ignored connection is only counted, and its end is told")
    func ignored() {
        var listener = Listener()
        var script = spoken("GET / HTTP/1.1")
        for line in script.lines { listener.hear(line) }
        let before = listener.connections[0].events.count
        listener.reassembler.ignore(0)
        script.lines = []
        script.say(.client, "early", at: 400)
        script.say(.server, "HTTP/1.1 200")
        script.finish(.client)
        script.finish(.server)
        for line in script.lines { listener.hear(line) }
        #expect(listener.connections[0].events.count == before + 1)
        #expect(listener.connections[0].facts?.captured == .init(forward: 19, backward: 12))
        #expect(listener.reassembler.storeBytes == 0)
        listener.finish()
    }

    @Test("silent connections are bounded, the oldest goes first")
    func silentFlows() {
        var limits = Reassembler.Limits()
        limits.silentFlows = 10
        var listener = Listener(limits: limits)
        for port in 0..<50 {
            listener.hear(Line(from: .client, sequence: 1, flags: .syn, clientPort: 1_000 + UInt16(port)))
            #expect(listener.reassembler.flowCount <= 10)
        }
        #expect(listener.reassembler.counters.evicted == 40)
        #expect(listener.connections[..<40].allSatisfy { $0.events.last?.how == .idle })
        #expect(listener.connections[40...].allSatisfy { $0.events.last?.kind == .opened })
        listener.finish()
    }

    @Test("talking connections are bounded, the idle one goes first")
    func talkingFlows() {
        var limits = Reassembler.Limits()
        limits.talkingFlows = 3
        var listener = Listener(limits: limits)
        for port: UInt16 in [1, 2, 3] {
            listener.hear(Line(from: .client, sequence: 1, payload: [65], clientPort: port))
        }
        listener.hear(Line(from: .client, sequence: 2, payload: [66], clientPort: 1))
        listener.hear(Line(from: .client, sequence: 1, payload: [65], clientPort: 4))
        #expect(listener.connections.map { $0.events.last?.kind == .closed } == [false, true, false, false])
        listener.finish()
    }

    @Test("a segment that is lost at the front of a window of a megabyte is waited for")
    func wideWindow() {
        var script = Script()
        script.handshake()
        for segment in 1..<700 { script.say(.client, String(repeating: "y", count: 1_460), at: 1_460 * segment) }
        script.say(.client, String(repeating: "x", count: 1_460), at: 0)
        let heard = script.heard()[0]
        #expect(heard.gaps == [[], []])
        #expect(heard.lengths[0] == 700 * 1_460)
    }

    @Test("very many small pieces behind a hole are bounded by their number")
    func earlyPieces() {
        var limits = Reassembler.Limits()
        limits.earlyPiecesPerHalf = 50
        var script = Script()
        script.handshake()
        for turn in 0..<200 { script.say(.client, "y", at: 2 * turn + 10) }
        let heard = script.heard(limits: limits)[0]
        #expect(heard.gaps[0].count == 200)
        #expect(heard.facts?.captured.forward == 200)
    }

    @Test("early bytes are bounded for a half-stream and over all; at the limit holes are declared")
    func earlyBytes() {
        var limits = Reassembler.Limits()
        limits.earlyBytesPerHalf = 2_000
        limits.earlyBytes = 5_000
        var listener = Listener(limits: limits)
        for port: UInt16 in 1...6 {
            var script = Script(port: port)
            script.handshake()
            for turn in 0..<20 { script.say(.client, String(repeating: "x", count: 100), at: 200 * turn + 10) }
            for line in script.lines { listener.hear(line) }
            #expect(listener.reassembler.storeBytes <= 5_000)
        }
        #expect(listener.reassembler.counters.forcedHoles > 6)
        listener.finish()
        for heard in listener.connections {
            #expect(heard.facts?.captured.forward == 2_000, "nothing that was captured is lost by it")
            #expect(heard.gaps[0].first == 0..<10 && heard.gaps[0].count == 20)
        }
    }

    @Test("a hash table place that was given back breaks no chain")
    func table() {
        var table = FlowTable()
        // Less room than it will need.
        var flows = Slab<Flow>(capacity: 1_000)
        var present: Set<Int> = []
        var dice = Dice(seed: 3)
        for index in 0..<3_000 {
            let key = FlowKey(IPAddress(v4: 1), UInt16(index), IPAddress(v4: 2), 25)
            flows.append(Flow(key: key, hash: UInt64(dice.roll(500)) | UInt64(dice.roll(4)) << 40))
        }
        for _ in 0..<12_000 {
            let index = dice.roll(flows.count)
            if present.remove(index) != nil {
                table.remove(index, flows: flows)
            } else {
                table.insert(index, hash: flows[index].hash, flows: flows)
                present.insert(index)
            }
        }
        #expect(table.count == present.count)
        for index in flows.indices {
            let found = table.find(flows[index].key, hash: flows[index].hash, in: flows)
            #expect(found == (present.contains(index) ? index : nil))
        }
    }
}
