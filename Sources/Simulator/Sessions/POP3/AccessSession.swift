import MailProtocols

/// One reader's session with the MAA.
struct AccessSession: SessionRole {
    var reception: POP3Reception
    let agent: MailAccessAgent
    /// The maildrop that this session holds locked.
    private(set) var maildrop: String?
    private var maildir: Maildir?
    /// Message number 1 is at index 0.
    private var entries: [Maildir.Entry] = []
    private var shelf = LetterShelf()
    /// What is to be waited for.
    private var begun: POP3Reception.Answer?

    init(reception: POP3Reception, agent: MailAccessAgent) {
        self.reception = reception
        self.agent = agent
        self.reception.numbersShift = agent.site.quirks.contains(.numbersShift)
    }

    mutating func opening() async -> Saying? { Saying(reception.greeting.encoded()) }

    mutating func secured() async -> Saying? {
        reception.secured()
        return nil
    }

    mutating func answer(_ heard: Heard, _ standing: Standing) async throws -> Saying? {
        let answer = begun ?? take(heard, standing)
        begun = nil
        guard let answer else { return nil }
        if agent.site.quirks.contains(.deleteAtOnce) { try await remove(reception.doomed) }
        return await say(answer)
    }

    mutating func answerAtOnce(_ heard: Heard, _ standing: Standing) -> PromptAnswer {
        guard let answer = take(heard, standing) else { return .say([]) }
        if !agent.site.quirks.contains(.deleteAtOnce) {
            switch answer {
            case .say(let reply): return .say(reply.encoded())
            case .sayLast(let reply) where reply.code == .ok: return .part(reply.encoded())
            case .list(let reply, let lines): return .say(reply.encoded() + MaildropListing.encoded(lines))
            case .send(let number, nil):
                if let letter = shelf.takeReady(number - 1) { return .say(letter) }
            default: break
            }
        }
        begun = answer
        return .later
    }

    private mutating func take(_ heard: Heard, _ standing: Standing) -> POP3Reception.Answer? {
        switch heard.utterance.kind {
        case .command: reception.answer(line: heard.text, notes: heard.utterance.notes, in: standing.pop3)
        case .auth: reception.answer(authLine: heard.text, notes: heard.utterance.notes)
        default: nil
        }
    }

    private mutating func say(_ answer: POP3Reception.Answer) async -> Saying? {
        switch answer {
        case .say(let reply): return Saying(reply.encoded())
        case .sayLast(let reply): return Saying(reply.encoded(), isLast: true)
        case .list(let reply, let lines): return Saying(reply.encoded() + MaildropListing.encoded(lines))
        case .startTLS(let reply): return Saying(reply.encoded(), startsTLS: true)
        case .logIn(let user, let password):
            do {
                guard let maildrop = try await agent.check(user: user, password: password) else {
                    return await say(reception.wrongCredentials())
                }
                return await open(maildrop)
            } catch {
                return Saying(POP3Reply.err("I cannot check passwords now", .systemTemporary).encoded())
            }
        case .open(let maildrop): return await open(maildrop)
        case .send(let message, let lines): return await send(message, lines: lines)
        case .update(let numbers): return await update(numbers)
        }
    }

    private mutating func open(_ maildrop: String) async -> Saying {
        do {
            switch try await agent.openMaildrop(maildrop) {
            case .opened(let maildir, let entries):
                self.maildrop = maildrop
                self.maildir = maildir
                self.entries = entries
                return Saying(reception.opened(entries.map { .init(id: $0.name, octets: $0.octets) }).encoded())
            case .inUse: return Saying(POP3Reply.err("Another session holds this maildrop", .inUse).encoded())
            case .tooSoon: return Saying(POP3Reply.err("You were here a moment ago", .loginDelay).encoded())
            }
        } catch {
            return Saying(POP3Reply.err("I cannot open the maildrop", Self.blame(error)).encoded())
        }
    }

    /// RFC 3206 section 4: will it pass by itself?
    private static func blame(_ error: any Error) -> POP3ResponseCode {
        (error as? DiskError)?.isLasting == true ? .systemPermanent : .systemTemporary
    }

    private mutating func send(_ number: Int, lines: Int?) async -> Saying {
        guard entries.indices.contains(number - 1), let maildir else {
            return Saying(POP3Reply.err("There is no message \(number)").encoded())
        }
        let stuffs = !agent.site.quirks.contains(.dotsNotStuffed)
        let wish = LetterShelf.Wish(
            maildir: maildir, index: number - 1, lines: lines, isInternational: reception.isInternational,
            isStuffing: stuffs)
        switch await shelf.take(wish, entries) {
        case .ready(let bytes): return Saying(bytes)
        case .stream(let first, let rest): return Saying(first, rest: rest)
        case .needsUTF8:
            return Saying(POP3Reply.err("The header is in UTF-8: say UTF8 before you log in", .utf8).encoded())
        case .unreadable:
            return Saying(POP3Reply.err("I cannot read message \(number) now", .systemTemporary).encoded())
        }
    }

    private mutating func update(_ numbers: [Int]) async -> Saying {
        do {
            try await remove(numbers)
            try await keepRest(without: numbers)
            await unlock()
        } catch {
            await unlock()
            return Saying(
                POP3Reply.err("Some messages could not be deleted", .systemTemporary).encoded(), isLast: true)
        }
        return Saying(reception.farewell(deleted: numbers.count).encoded(), isLast: true)
    }

    /// Before the answer to QUIT: whoever has heard it may come again at once (RFC 1939 section 6).
    private mutating func unlock() async {
        guard let maildrop else { return }
        self.maildrop = nil
        await agent.unlock(maildrop)
    }

    /// What stays has been seen.
    private func keepRest(without numbers: [Int]) async throws {
        let doomed = Set(numbers)
        let kept = entries.indices.filter { !doomed.contains($0 + 1) }.map { entries[$0] }
        guard let maildir, !kept.isEmpty else { return }
        try await Disk.onThread { try maildir.markListed(kept) }
    }

    private func remove(_ numbers: [Int]) async throws {
        let doomed = numbers.filter { entries.indices.contains($0 - 1) }.map { entries[$0 - 1] }
        guard let maildir, !doomed.isEmpty else { return }
        // Only whoever keeps the stations' log wants to know what they were called.
        let isLogged = !agent.site.tap.isDeaf
        let labels = try await Disk.onThread {
            var labels: [String] = []
            // One that is gone already is no concern of ours: another program was quicker.
            for entry in doomed where isLogged {
                if let letter = try? maildir.read(entry) { labels.append(TraceFields.label(of: letter)) }
            }
            try maildir.remove(doomed)
            return labels
        }
        await agent.deleted(labels, from: maildrop ?? "")
    }
}
