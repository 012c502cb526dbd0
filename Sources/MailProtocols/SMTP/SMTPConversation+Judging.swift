/// What is remarked on a command as it is said: its order, its shape, and what it gives away.
extension SMTPConversation {
    /// Is the command in its order? A breach is a note; whether it is refused is the server's affair.
    func judge(_ verb: SMTPVerb, _ line: Span<UInt8>, _ utterance: inout Utterance) {
        // Where the capture begins in the middle, nobody knows what was said before.
        if begun || projected != .connecting, case .breach(let note) = projected.verdict(on: verb) {
            utterance.notes.insert(note)
        }
        switch verb {
        case .unknown, .none: utterance.notes.insert(noteOnUnknown(line))
        default: if CommandShape.isMalformed(verb, line) { utterance.notes.insert(.malformedCommand) }
        }
        if !turns.isEmpty { judgeGroup(&utterance) }
        if state == .connecting, begun, !firstReplyHeard, !isOneSided {
            utterance.notes.insert(.earlyTalker)
        } else if !turns.isEmpty, !offered.contains(.pipelining), !isOneSided, begun {
            utterance.notes.insert(.pipeliningNotOffered)
        }
    }

    private func noteOnUnknown(_ line: Span<UInt8>) -> Note {
        if line.count == 1, line[0] == Ascii.dot { return .dotWithoutData }
        if line.looksLikeReply { return .rolesSwapped }
        if line.isCrossedOut(from: 0, to: line.count) { return .startTLSStripped }
        for index in line.indices where line[index] > Ascii.space { return .unknownCommand }
        return .emptyCommand
    }

    /// Other commands wait for their replies: RFC 2920 section 3.1.
    private func judgeGroup(_ utterance: inout Utterance) {
        if turns.count == TurnQueue.suspicious { utterance.notes.insert(.tooManyPendingCommands) }
        guard offered.contains(.pipelining), let last = turns.last, last.kind == .command else { return }
        switch SMTPVerb(rawValue: last.verb) {
        case .ehlo, .vrfy, .expn, .noop, .quit: utterance.notes.insert(.pipelinedBehindLast)
        default: break
        }
    }

    /// MAIL and RCPT: how the path is written, and whether the parameters were offered.
    mutating func judgePath(of verb: SMTPVerb, _ line: Span<UInt8>, _ utterance: inout Utterance) {
        let path = PathShape(verb, line)
        if path.isMalformed { utterance.notes.insert(.malformedCommand) }
        if verb == .mail {
            sizes.declared = 0
            sizes.chunks = 0
            if path.isNull { utterance.notes.insert(.nullReversePath) }
        }
        guard let parameters = path.parameters else { return }
        let used = UsedParameters(line.extracting(parameters..<line.count))
        if verb == .mail { sizes.declared = used.declaredSize }
        if used.isMalformed { utterance.notes.insert(.malformedCommand) }
        guard begun, state != .connecting, state != .connected, !isOneSided else { return }
        if !used.areOffered(by: offered) { utterance.notes.insert(.parameterNotOffered) }
    }

    mutating func noteLogin(_ line: Span<UInt8>, _ utterance: inout Utterance) {
        let begun = login.begin(line, isSecured: isSecured)
        utterance.notes.formUnion(begun.notes)
        if begun.hasResponse { utterance.flags.insert(.secret) }
        if !isSecured, offered.contains(.startTLS), login.isUnderWay { utterance.notes.insert(.passwordBeforeTLS) }
    }
}
