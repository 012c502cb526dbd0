/// The client's half: command lines, SASL lines, content and chunks.
extension SMTPConversation {
    mutating func nextOfClient(in window: Span<UInt8>, at offset: Int, edge: Edge) -> Hearing {
        switch client.mode {
        case .tls:
            return Hearing()
        case .content:
            return nextOfContent(in: window, at: offset, edge: edge)
        case .contentEnded(let end, let ending):
            return contentStep(end: end, ending: ending)
        case .chunk(let chunk):
            return nextOfChunk(chunk, in: window, at: offset, edge: edge)
        case .waiting(let verb):
            guard client.stopWaiting || isOver || edge == .end, window.count > 0 || edge != .open else {
                client.heldEnd = offset + window.count
                return Hearing()
            }
            guard verb == .starttls || firstLineIsThere(window, edge) else { return Hearing() }
            if client.stopWaiting, !isOneSided, window.count > 0 { client.pendingNotes.insert(.gaveUpWaiting) }
            client.stopWaiting = false
            goOn(withoutAnswerTo: verb, in: window, at: offset)
            return nextOfClient(in: window, at: offset, edge: edge)
        case .contentOrCommand:
            guard window.count > 0 || edge == .end else { return nextLine(in: window, at: offset, edge: edge) }
            guard firstLineIsThere(window, edge) else { return Hearing() }
            let isMessage = window.count > 0 && !beginsWithWholeCommand(window)
            if isMessage { beginContent(at: offset) } else { client.mode = .commands }
            return nextOfClient(in: window, at: offset, edge: edge)
        case .tlsComing:
            return nextBeforeTLS(in: window, at: offset, edge: edge)
        case .commands, .sasl:
            return nextLine(in: window, at: offset, edge: edge)
        }
    }

    /// The first line is whole, or as much of it is there as ever will be, or as is needed: then it tells what it is.
    private func firstLineIsThere(_ window: Span<UInt8>, _ edge: Edge) -> Bool {
        edge != .open || window.count >= Self.tellingOctets
            || firstIndex(of: Ascii.lineFeed, in: window, from: 0) != nil
    }

    /// A line that goes on beyond so many octets is taken by its beginning: two rows of a terminal.
    private static let tellingOctets = 160

    /// The likeliest reading of what stands behind DATA, AUTH or STARTTLS where the answer is not in the capture.
    private mutating func goOn(withoutAnswerTo verb: SMTPVerb, in window: Span<UInt8>, at offset: Int) {
        client.mode = .commands
        guard window.count > 0 else {
            if verb == .data { client.mode = .contentOrCommand }
            return
        }
        switch verb {
        // Where the answer was a refusal, the session goes on with a command; no message begins with one.
        case .data where !beginsWithWholeCommand(window): beginContent(at: offset)
        case .auth where !beginsWithKnownVerb(window) && firstLineLooksLikeBase64(window): client.mode = .sasl
        case .starttls where looksLikeTLS(window[0]):
            client.mode = .tlsComing
            server.mode = .tlsComing
        default: break
        }
    }

    private mutating func nextBeforeTLS(in window: Span<UInt8>, at offset: Int, edge: Edge) -> Hearing {
        var hearing = Hearing()
        guard window.count > 0 else {
            if case .hole(let count) = edge { hearing.holeTaken = count }
            return hearing
        }
        guard looksLikeTLS(window[0]) else { return nextLine(in: window, at: offset, edge: edge) }
        client.mode = .tls
        hearing.utterance = Utterance(.tlsBegins, .client, range: offset..<offset)
        return hearing
    }

    // MARK: Lines

    private mutating func nextLine(in window: Span<UInt8>, at offset: Int, edge: Edge) -> Hearing {
        var hearing = Hearing()
        switch client.lines.find(in: window, at: offset, edge: edge) {
        case .incomplete:
            if window.count == 0, case .hole(let count) = edge {
                hearing.holeTaken = count
                hearing.utterance = gap(.client, at: offset, count: count)
            }
        case .tooLong:
            client.longVerb = SMTPVerb(line: window)
            hearing.consumed = window.count
            hearing.utterance = Utterance(.lineHead, .client, range: offset..<offset + window.count)
            hearing.utterance?.text = 0..<window.count
        case .tail:
            hearing.consumed = window.count
        case .line(let textEnd, let end):
            hearing.consumed = end
            hearing.utterance = lineStep(window.extracting(0..<textEnd), end: end, at: offset, flags: [])
            if end - textEnd == 1 { hearing.utterance?.notes.insert(.bareLineFeed) }
        case .cut(let textEnd):
            hearing.consumed = window.count
            hearing.utterance = lineStep(
                window.extracting(0..<textEnd), end: window.count, at: offset, flags: .cut)
        case .unended(let textEnd):
            hearing.consumed = window.count
            hearing.utterance = lineStep(
                window.extracting(0..<textEnd), end: window.count, at: offset, flags: .unended)
        }
        return hearing
    }

    /// A whole line of the client: a command, or an answer to a SASL challenge.
    private mutating func lineStep(_ line: Span<UInt8>, end: Int, at offset: Int, flags: Utterance.Flags) -> Utterance {
        let longStart = client.lines.takeLongStart()
        let range = (longStart ?? offset)..<offset + end
        if case .sasl = client.mode {
            var utterance = step(.auth, .client, range: range)
            utterance.text = longStart == nil ? 0..<line.count : 0..<0
            utterance.flags = flags.union(.secret)
            utterance.verb = SMTPVerb.auth.rawValue
            utterance.phase = .establishment
            client.tailIsSecret = flags.contains(.cut)
            if longStart == nil, flags.isEmpty {
                utterance.notes.formUnion(login.hear(line, isSecured: isSecured))
            }
            takePendingNotes(&utterance)
            guard !flags.contains(.cut) else { return utterance }
            turns.append(Turn(.auth, verb: SMTPVerb.auth.rawValue, number: number, behind: heardByClient))
            wait(for: .auth)
            return utterance
        }
        let verb = longStart == nil ? SMTPVerb(line: line) : client.longVerb
        phase = phase(of: verb)
        var utterance = step(.command, .client, range: range)
        utterance.verb = verb.rawValue
        utterance.text = longStart == nil ? 0..<line.count : 0..<0
        utterance.flags = flags
        if case .tlsComing = client.mode {
            utterance.flags.insert(.injected)
            utterance.notes.insert(offset < client.heldEnd ? .plaintextBehindSTARTTLS : .startTLSNotFollowed)
        }
        takePendingNotes(&utterance)
        if longStart != nil || line.count > 510 { utterance.notes.insert(.commandTooLong) }
        utterance.notes.formUnion(octetNotes(line))
        if client.tailIsSecret { utterance.flags.insert(.secret) }
        client.tailIsSecret = flags.contains(.cut) && verb == .auth
        guard !flags.contains(.cut) else { return utterance }
        judge(verb, line, &utterance)
        followUp(verb, line: line, &utterance)
        return utterance
    }

    private mutating func takePendingNotes(_ utterance: inout Utterance) {
        guard !client.pendingNotes.isEmpty else { return }
        utterance.notes.formUnion(client.pendingNotes)
        client.pendingNotes = []
    }

    private mutating func followUp(_ verb: SMTPVerb, line: Span<UInt8>, _ utterance: inout Utterance) {
        var turn = Turn(.command, verb: verb.rawValue, number: utterance.number, behind: heardByClient)
        // Injected words change nothing about how what follows is cut: TLS comes.
        if utterance.notes.contains(.plaintextBehindSTARTTLS) {
            if verb == .auth, utterance.flags == .injected { noteLogin(line, &utterance) }
            turns.append(turn)
            return
        }
        switch verb {
        case .data, .starttls: wait(for: verb)
        case .auth:
            wait(for: verb)
            if utterance.flags.isEmpty { noteLogin(line, &utterance) }
        case .mail, .rcpt: judgePath(of: verb, line, &utterance)
        case .bdat:
            if let (size, last) = ChunkSize.parse(line) {
                turn.flag = last
                if last { utterance.flags.insert(.last) }
                if size > Chunk.hugeSize { utterance.notes.insert(.chunkHuge) }
                client.mode = .chunk(
                    Chunk(
                        announced: size, remaining: size, last: last, command: utterance.number,
                        start: utterance.range.upperBound))
            } else {
                utterance.notes.insert(.chunkSizeInvalid)
                turns.append(turn)
                return
            }
        default: break
        }
        if sizes.isOpen, verb == .mail || verb == .quit || verb == .ehlo || verb == .helo {
            utterance.notes.insert(.lastChunkMissing)
            sizes.isOpen = false
        } else if verb == .rset {
            sizes.isOpen = false
        }
        turns.append(turn)
        projected = projected.after(turn, answered: verb.grantingCode)
    }

    private mutating func wait(for verb: SMTPVerb) {
        client.mode = .waiting(verb)
        client.stopWaiting = isOneSided
    }

    // MARK: DATA

    /// Message octets begin at this stream position.
    mutating func beginContent(at offset: Int) {
        client.content = DotContent(start: offset)
        client.mode = .content
    }

    private mutating func nextOfContent(in window: Span<UInt8>, at offset: Int, edge: Edge) -> Hearing {
        var hearing = Hearing()
        client.holdsCandidate = false
        let request = client.request
        client.request = .none
        switch request {
        case .endAtCandidate, .endHere:
            let ending: Utterance.Ending = request == .endHere ? .missing : .lf
            if window.count == 0 { return contentStep(end: offset, ending: ending) }
            hearing.consumed = window.count
            client.mode = .contentEnded(end: offset + window.count, ending)
            return hearing
        case .markHere:
            // Octets of a broken end mark, if there are any, go with the content.
            client.content.setMark(.earlyReply, end: offset + window.count)
            hearing.utterance = Utterance(.contentMark, .client, range: client.content.start..<offset)
            return hearing
        case .none: break
        }
        if window.count == 0 {
            if case .hole(let count) = edge {
                client.content.lose(count)
                hearing.holeTaken = count
                // A reply ended the content just here: what the hole swallowed was its end.
                if let mark = client.content.mark, mark.reason == .earlyReply, mark.end == offset {
                    client.mode = .contentEnded(end: offset + count, .missing)
                }
            } else if edge == .end {
                return endOfStream(at: offset)
            }
            return hearing
        }
        if case .hole = edge, let mark = client.content.mark, mark.reason == .earlyReply,
            mark.end == offset + window.count
        {
            // A broken end mark, which a reply has followed.
            hearing.consumed = window.count
            client.mode = .contentEnded(end: mark.end, .missing)
            return hearing
        }
        switch client.content.next(in: window, at: offset, edge: edge) {
        case .incomplete: break
        case .heldCandidate: client.holdsCandidate = true
        case .marked: hearing.utterance = Utterance(.contentMark, .client, range: client.content.start..<offset)
        case .run(let run):
            hearing.consumed = run.upperBound
            hearing.utterance = Utterance(
                .contentRun, .client, range: offset + run.lowerBound..<offset + run.upperBound)
            hearing.utterance?.text = run
        case .ended(let consumed, let ending):
            hearing.consumed = consumed
            client.mode = .contentEnded(end: offset + consumed, ending)
        }
        return hearing
    }

    private mutating func endOfStream(at offset: Int) -> Hearing {
        guard let mark = client.content.mark else { return contentStep(end: offset, ending: .missing) }
        var hearing = Hearing()
        client.content.rewind()
        client.mode = .contentEnded(end: mark.end, mark.reason == .candidate ? .lf : .missing)
        hearing.utterance = Utterance(.contentRewind, .client, range: client.content.start..<mark.end)
        return hearing
    }

    private mutating func contentStep(end: Int, ending: Utterance.Ending) -> Hearing {
        let content = client.content
        var utterance = step(.content, .client, range: content.start..<end)
        utterance.verb = SMTPVerb.data.rawValue
        utterance.bytes = content.bytes
        utterance.stuffed = content.stuffed
        utterance.missing = content.missing
        utterance.ending = ending
        utterance.phase = .transfer
        switch ending {
        case .lf: utterance.notes.insert(.endedByLineFeed)
        case .missing: utterance.notes.insert(.contentUnterminated)
        case .crlf, .count: if content.mark?.reason == .candidate { utterance.notes.insert(.smugglingSeam) }
        }
        utterance.notes.formUnion(content.notes)
        if sizes.areExceeded(by: content.bytes) { utterance.notes.insert(.largeMessage) }
        takePendingNotes(&utterance)
        client.mode = .commands
        if case .waiting = server.early { server.early = ending == .crlf ? .wasEarly : .no }
        let replies = isLMTP ? max(1, acceptedRecipients) : 1
        for _ in 0..<replies {
            turns.append(
                Turn(.content, verb: SMTPVerb.data.rawValue, number: utterance.number, behind: heardByClient))
        }
        projected = .greeted
        acceptedRecipients = 0
        var hearing = Hearing()
        hearing.utterance = utterance
        hearing.wakesOther = true
        return hearing
    }

    // MARK: BDAT

    private mutating func nextOfChunk(
        _ current: Chunk, in window: Span<UInt8>, at offset: Int, edge: Edge
    ) -> Hearing {
        var chunk = current
        var hearing = Hearing()
        if chunk.remaining == 0 { return chunkStep(chunk, end: offset, ending: .count) }
        if window.count == 0 {
            if case .hole(let count) = edge {
                let taken = min(count, chunk.remaining)
                chunk.remaining -= taken
                chunk.missing += taken
                hearing.holeTaken = taken
                client.mode = .chunk(chunk)
            } else if edge == .end {
                guard chunk.bytes > 0 || chunk.missing > 0 else {
                    client.mode = .commands
                    return hearing
                }
                return chunkStep(chunk, end: offset, ending: .missing)
            }
            return hearing
        }
        if !chunk.judged {
            switch judgment(of: chunk, in: window, edge: edge) {
            case .wait:
                chunk.cameBefore = !chunk.refused
                client.mode = .chunk(chunk)
                return hearing
            case .commands:
                client.mode = .commands
                return nextOfClient(in: window, at: offset, edge: edge)
            case .chunk:
                client.stopWaiting = false
                chunk.judged = true
            }
        }
        let count = min(window.count, chunk.remaining)
        chunk.remaining -= count
        chunk.bytes += count
        client.mode = .chunk(chunk)
        hearing.consumed = count
        hearing.utterance = Utterance(.contentRun, .client, range: offset..<offset + count)
        // Whoever adds the chunks up to one message has to know them from DATA.
        hearing.utterance?.verb = SMTPVerb.bdat.rawValue
        hearing.utterance?.text = 0..<count
        return hearing
    }

    private enum Judgment { case wait, chunk, commands }

    /// Do the announced octets come, or did the client hear the refusal and go on with commands? RFC 3030 section 2 lets a
    /// pipelining client send the chunk whatever the answer.
    private func judgment(of chunk: Chunk, in window: Span<UInt8>, edge: Edge) -> Judgment {
        let isCommand = looksLikeCommand(window, edge: edge)
        if chunk.refused {
            if chunk.cameBefore || isCommand == false, window.count >= chunk.announced { return .chunk }
            // So many octets never come: the size was the server's reason to refuse.
            if isCommand == true || edge == .end || chunk.announced > Chunk.plausibleSize { return .commands }
            // However the stream is cut, the same octets decide.
            return client.stopWaiting || isOver ? .chunk : .wait
        }
        let isDoubtful = isCommand != false || chunk.announced > Chunk.plausibleSize
        guard isDoubtful, edge != .end, !client.stopWaiting, !isOneSided, !isOver else { return .chunk }
        return turns.contains(number: chunk.command) ? .wait : .chunk
    }

    /// Whether a known verb comes; nil while more octets are needed to tell, however the stream is cut.
    private func looksLikeCommand(_ window: Span<UInt8>, edge: Edge) -> Bool? {
        guard window[0] > Ascii.space else { return false }
        guard edge == .open else { return beginsWithKnownVerb(window) }
        return startsKnownVerb(window) ? nil : beginsWithKnownVerb(window)
    }

    private mutating func chunkStep(_ chunk: Chunk, end: Int, ending: Utterance.Ending) -> Hearing {
        var utterance = step(.content, .client, range: chunk.start..<end)
        utterance.verb = SMTPVerb.bdat.rawValue
        utterance.bytes = chunk.bytes
        utterance.missing = chunk.missing
        utterance.ending = ending
        utterance.phase = .transfer
        if chunk.last { utterance.flags.insert(.last) }
        if ending == .missing || chunk.missing > 0 { utterance.notes.insert(.chunkCutShort) }
        sizes.chunks += chunk.bytes
        sizes.isOpen = !chunk.last && !chunk.refused
        if sizes.areExceeded(by: sizes.chunks) { utterance.notes.insert(.largeMessage) }
        takePendingNotes(&utterance)
        client.mode = .commands
        var hearing = Hearing()
        hearing.utterance = utterance
        return hearing
    }
}
