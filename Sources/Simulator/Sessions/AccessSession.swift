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

    mutating func answer(_ heard: Heard, _ ear: SessionEar) async throws -> Saying? {
        switch heard.utterance.kind {
        case .command:
            let answer = reception.answer(line: heard.text, notes: heard.utterance.notes, in: ear.pop3State)
            if agent.site.quirks.contains(.deleteAtOnce) { try await remove(reception.doomed) }
            return await say(answer)
        case .auth: return await say(reception.answer(authLine: heard.text, notes: heard.utterance.notes))
        default: return nil
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

    private func send(_ number: Int, lines: Int?) async -> Saying {
        guard entries.indices.contains(number - 1), let maildir else {
            return Saying(POP3Reply.err("There is no message \(number)").encoded())
        }
        let entry = entries[number - 1]
        guard let letter = try? await Disk.onThread({ try maildir.read(entry) }) else {
            return Saying(POP3Reply.err("I cannot read message \(number) now", .systemTemporary).encoded())
        }
        // RFC 6856 section 5: such a header would be misread by whoever did not ask for UTF-8.
        let header = letter.prefix(HeaderSection(parsing: letter.span).length)
        guard reception.isInternational || !header.contains(where: { $0 >= 0x80 }) else {
            return Saying(POP3Reply.err("The header is in UTF-8: say UTF8 before you log in", .utf8).encoded())
        }
        let shown = lines.map { Self.top(of: letter, lines: $0) } ?? letter[...]
        var bytes = POP3Reply.ok(lines == nil ? "\(letter.count) octets" : "The top of message \(number)").encoded()
        bytes.reserveCapacity(bytes.count + shown.count + 64)
        var stuffer = DotStuffer(isStuffing: !agent.site.quirks.contains(.dotsNotStuffed))
        stuffer.append(Array(shown).span, to: &bytes)
        stuffer.finish(into: &bytes)
        return Saying(bytes)
    }

    /// The header, the empty line, and so many lines of the body, RFC 1939 section 7.
    static func top(of letter: [UInt8], lines: Int) -> ArraySlice<UInt8> {
        var end = HeaderSection(parsing: letter.span).length
        var left = lines
        while left > 0, let lineFeed = letter[end...].firstIndex(of: 0x0A) {
            end = lineFeed + 1
            left -= 1
        }
        return left > 0 ? letter[...] : letter[..<end]
    }

    private mutating func update(_ numbers: [Int]) async -> Saying {
        do {
            try await remove(numbers)
        } catch {
            return Saying(
                POP3Reply.err("Some messages could not be deleted", .systemTemporary).encoded(), isLast: true)
        }
        return Saying(reception.farewell(deleted: numbers.count).encoded(), isLast: true)
    }

    private func remove(_ numbers: [Int]) async throws {
        let doomed = numbers.filter { entries.indices.contains($0 - 1) }.map { entries[$0 - 1] }
        guard let maildir, !doomed.isEmpty else { return }
        let labels = try await Disk.onThread {
            var labels: [String] = []
            for entry in doomed {
                // Gone already: another program was quicker.
                guard let letter = try? maildir.read(entry) else { continue }
                try maildir.remove(entry)
                labels.append(TraceFields.label(of: letter))
            }
            return labels
        }
        await agent.deleted(labels, from: maildrop ?? "")
    }
}
