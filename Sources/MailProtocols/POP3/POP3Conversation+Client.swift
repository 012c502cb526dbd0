/// The client's half: command lines and SASL lines.
extension POP3Conversation {
    mutating func nextOfClient(in window: Span<UInt8>, at offset: Int, edge: Edge) -> Hearing {
        if server.isDoubtful, window.count > 0 {
            // The client goes on: what it heard was its answer.
            server.stopWaiting = true
            var hearing = Hearing()
            hearing.wakesOther = true
            return hearing
        }
        switch client.mode {
        case .tls: return Hearing()
        case .waiting(let verb):
            guard client.stopWaiting || isOver || edge == .end, window.count > 0 || edge != .open else {
                client.heldEnd = offset + window.count
                return Hearing()
            }
            if client.stopWaiting, !isOneSided, window.count > 0 { client.gaveUp = true }
            client.stopWaiting = false
            client.mode = .commands
            if window.count > 0 {
                if verb == .auth, !beginsWithPOP3Verb(window), firstLineLooksLikeBase64(window) { client.mode = .sasl }
                if verb == .stls, looksLikeTLS(window[0]) {
                    client.mode = .tlsComing
                    // Lines that are under way are not forgotten.
                    if server.mode.isBetweenReplies { server.mode = .tlsComing }
                }
            }
            return nextOfClient(in: window, at: offset, edge: edge)
        case .tlsComing:
            var hearing = Hearing()
            guard window.count > 0 else {
                if case .hole(let count) = edge { hearing.holeTaken = count }
                return hearing
            }
            guard looksLikeTLS(window[0]) else { return nextLine(in: window, at: offset, edge: edge) }
            client.mode = .tls
            hearing.utterance = Utterance(.tlsBegins, .client, range: offset..<offset)
            return hearing
        case .commands, .sasl: return nextLine(in: window, at: offset, edge: edge)
        }
    }

    private mutating func nextLine(in window: Span<UInt8>, at offset: Int, edge: Edge) -> Hearing {
        var hearing = Hearing()
        let found = client.lines.find(in: window, at: offset, edge: edge)
        switch found {
        case .incomplete:
            if window.count == 0, case .hole(let count) = edge {
                hearing.holeTaken = count
                hearing.utterance = gap(.client, at: offset, count: count)
            }
            return hearing
        case .tooLong:
            client.longVerb = POP3Verb(line: window)
            hearing.utterance = Utterance(.lineHead, .client, range: offset..<offset + window.count)
            hearing.utterance?.text = 0..<window.count
            hearing.consumed = window.count
            return hearing
        case .tail:
            hearing.consumed = window.count
            return hearing
        case .line(let textEnd, let end):
            hearing.consumed = end
            hearing.utterance = lineStep(window.extracting(0..<textEnd), end: end, at: offset, flags: [])
            if client.gaveUp {
                hearing.utterance?.notes.insert(.gaveUpWaiting)
                client.gaveUp = false
            }
            if end - textEnd == 1 { hearing.utterance?.notes.insert(.bareLineFeed) }
        case .cut(let textEnd):
            hearing.consumed = window.count
            hearing.utterance = lineStep(window.extracting(0..<textEnd), end: window.count, at: offset, flags: .cut)
        case .unended(let textEnd):
            hearing.consumed = window.count
            hearing.utterance = lineStep(
                window.extracting(0..<textEnd), end: window.count, at: offset, flags: .unended)
        }
        if server.holdsCandidate {
            // The client took the listing for complete and went on: the dot line was its end.
            server.endAtCandidate = true
            hearing.wakesOther = true
        }
        return hearing
    }

    private mutating func lineStep(_ line: Span<UInt8>, end: Int, at offset: Int, flags: Utterance.Flags) -> Utterance {
        let longStart = client.lines.takeLongStart()
        let range = (longStart ?? offset)..<offset + end
        let text = longStart == nil ? 0..<line.count : 0..<0
        if case .sasl = client.mode {
            var utterance = step(.auth, .client, range: range)
            utterance.text = text
            utterance.flags = flags.union(.secret)
            utterance.verb = POP3Verb.auth.rawValue
            client.tailIsSecret = flags.contains(.cut)
            if longStart == nil, flags.isEmpty {
                utterance.notes.formUnion(login.hear(line, isSecured: isSecured))
            }
            guard !flags.contains(.cut) else { return utterance }
            turns.append(Turn(.auth, verb: POP3Verb.auth.rawValue, number: number, flag: true, behind: heardByClient))
            wait(for: .auth)
            return utterance
        }
        let verb = longStart == nil ? POP3Verb(line: line) : client.longVerb
        var utterance = step(.command, .client, range: range)
        utterance.verb = verb.rawValue
        utterance.text = text
        utterance.flags = flags
        if case .tlsComing = client.mode {
            utterance.flags.insert(.injected)
            utterance.notes.insert(offset < client.heldEnd ? .plaintextBehindSTARTTLS : .startTLSNotFollowed)
        }
        if longStart != nil || line.count > 253 { utterance.notes.insert(.commandTooLong) }
        utterance.notes.formUnion(octetNotes(line))
        if client.tailIsSecret { utterance.flags.insert(.secret) }
        client.tailIsSecret = flags.contains(.cut) && (verb == .pass || verb == .apop || verb == .auth)
        guard !flags.contains(.cut) else { return utterance }
        judge(verb, line, &utterance)
        let argument = Self.argument(of: line)
        if verb == .pass || verb == .apop || (verb == .auth && argument.hasSecond) { utterance.flags.insert(.secret) }
        noteLogin(verb, line, argument.hasFirst, &utterance)
        // Injected words change nothing about how what follows is cut: TLS comes.
        if !utterance.notes.contains(.plaintextBehindSTARTTLS),
            (verb == .auth && argument.hasFirst) || verb == .stls
        {
            wait(for: verb)
        }
        deletions.hear(verb, line, number: utterance.number)
        turns.append(
            Turn(
                .command, verb: verb.rawValue, number: utterance.number, flag: argument.hasFirst,
                behind: heardByClient))
        return utterance
    }

    private func judge(_ verb: POP3Verb, _ line: Span<UInt8>, _ utterance: inout Utterance) {
        switch verb {
        case .unknown, .none: utterance.notes.insert(noteOnUnknown(line))
        default: if CommandShape.isMalformed(verb, line) { utterance.notes.insert(.malformedCommand) }
        }
        if turns.count == TurnQueue.suspicious { utterance.notes.insert(.tooManyPendingCommands) }
        // A pipelined command is judged when the state it will be heard in is known: only an idle session tells.
        if turns.isEmpty, begun, case .breach(let note) = state.verdict(on: verb) { utterance.notes.insert(note) }
        if begun, !firstReplyHeard, !isOneSided { utterance.notes.insert(.earlyTalker) }
    }

    /// What the command gives away, where it logs in.
    private mutating func noteLogin(
        _ verb: POP3Verb, _ line: Span<UInt8>, _ hasArgument: Bool, _ utterance: inout Utterance
    ) {
        switch verb {
        case .pass where hasArgument: if !isSecured { utterance.notes.insert(.passwordInClear) }
        case .apop where hasArgument: break
        case .auth where hasArgument:
            utterance.notes.formUnion(login.begin(line, isSecured: isSecured).notes)
        default: return
        }
        if offersTLS, !isSecured { utterance.notes.insert(.passwordBeforeTLS) }
    }

    private func noteOnUnknown(_ line: Span<UInt8>) -> Note {
        if line.looksLikeReply { return .rolesSwapped }
        for index in line.indices where line[index] > Ascii.space { return .unknownCommand }
        return .emptyCommand
    }

    private mutating func wait(for verb: POP3Verb) {
        client.mode = .waiting(verb)
        client.stopWaiting = isOneSided
    }

    /// Do a first and a second word follow the verb?
    static func argument(of line: Span<UInt8>) -> (hasFirst: Bool, hasSecond: Bool) {
        guard let word = CommandWord(line: line) else { return (false, false) }
        let words = line.extracting(word.end..<line.count).words
        return (words > 0, words > 1)
    }
}

/// Does the first line begin with a command word of POP3?
private func beginsWithPOP3Verb(_ window: Span<UInt8>) -> Bool {
    let verb = POP3Verb(line: window)
    return verb != .none && verb != .unknown
}
