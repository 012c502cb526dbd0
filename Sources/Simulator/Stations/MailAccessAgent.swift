package import Dialogue
package import MailProtocols

/// The receiver MAA: a POP3 server in front of the maildrops. It asks who comes, locks the maildrop for the session
/// (RFC 1939 section 4) and deletes only when the client has said goodbye.
package actor MailAccessAgent {
    package nonisolated let site: StationSite
    /// Where it listens.
    package nonisolated let endpoint: Endpoint
    private let reception: Reception
    private let maildrops: MaildropRoom
    /// By maildrop: `bob@north.example`.
    private let passwords: [String: Credential]
    private let domain: String
    private var locked: Set<String> = []

    /// - Parameters:
    ///   - domain: Whose users log in by their bare names.
    ///   - passwords: By maildrop, `bob@north.example`.
    package init(
        domain: String, site: StationSite, doorway: Doorway, maildrops: MaildropRoom, passwords: [String: Credential]
    ) {
        self.domain = domain
        self.site = site
        endpoint = doorway.endpoint
        reception = Reception(doorway)
        self.maildrops = maildrops
        self.passwords = passwords
    }

    package func open() async {
        await reception.open { pipe in
            let (session, _) = await self.site.receive(pipe, protocol: .pop3, as: "receiver MAA", port: MailPorts.pop3)
            { _ in
                AccessSession(reception: POP3Reception(host: self.site.host), agent: self)
            }
            if let maildrop = session.maildrop { await self.unlock(maildrop) }
        }
    }

    package func close() async { await reception.close() }

    /// Waits until no client is connected.
    package func settle() async { await reception.settle() }

    enum LogIn: Sendable {
        case opened(maildrop: String, Maildir, [Maildir.Entry])
        case wrongCredentials
        case inUse
    }

    /// Checks name and password, locks the maildrop and looks what is in it.
    func logIn(user: String, password: Credential) async throws -> LogIn {
        let maildrop = (user.contains("@") ? user : "\(user)@\(domain)").lowercased()
        guard let expected = passwords[maildrop], expected == password else { return .wrongCredentials }
        guard locked.insert(maildrop).inserted else { return .inUse }
        do {
            let maildrops = maildrops
            let (maildir, entries) = try await Disk.onThread {
                let maildir = try maildrops.maildir(of: maildrop)
                try maildir.markListed()
                return (maildir, try maildir.letters())
            }
            return .opened(maildrop: maildrop, maildir, entries)
        } catch {
            unlock(maildrop)
            throw error
        }
    }

    func unlock(_ maildrop: String) { locked.remove(maildrop) }
}

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
    }

    mutating func opening() async -> Saying? { Saying(reception.greeting.encoded()) }

    mutating func answer(_ heard: Heard, _ ear: SessionEar) async throws -> Saying? {
        guard heard.utterance.kind == .command else { return nil }
        switch reception.answer(line: heard.text, notes: heard.utterance.notes, in: ear.pop3State) {
        case .say(let reply): return Saying(reply.encoded())
        case .sayLast(let reply): return Saying(reply.encoded(), isLast: true)
        case .list(let reply, let lines): return Saying(reply.encoded() + MaildropListing.encoded(lines))
        case .logIn(let user, let password): return await logIn(user, password)
        case .send(let message, let lines): return await send(message, lines: lines)
        case .update(let numbers): return await update(numbers)
        }
    }

    private mutating func logIn(_ user: String, _ password: Credential) async -> Saying {
        switch try? await agent.logIn(user: user, password: password) {
        case .opened(let maildrop, let maildir, let entries):
            self.maildrop = maildrop
            self.maildir = maildir
            self.entries = entries
            return Saying(reception.opened(entries.map { .init(id: $0.name, octets: $0.octets) }).encoded())
        case .wrongCredentials:
            let isTooOften = reception.refused()
            return Saying(POP3Reply.err("Name or password is wrong", .auth).encoded(), isLast: isTooOften)
        case .inUse: return Saying(POP3Reply.err("Another session holds this maildrop", .inUse).encoded())
        case nil: return Saying(POP3Reply.err("I cannot open the maildrop now", .systemTemporary).encoded())
        }
    }

    private func send(_ number: Int, lines: Int?) async -> Saying {
        guard entries.indices.contains(number - 1), let maildir else {
            return Saying(POP3Reply.err("There is no message \(number)").encoded())
        }
        let entry = entries[number - 1]
        guard let letter = try? await Disk.onThread({ try maildir.read(entry) }) else {
            return Saying(POP3Reply.err("I cannot read message \(number) now", .systemTemporary).encoded())
        }
        let shown = lines.map { Self.top(of: letter, lines: $0) } ?? letter[...]
        var bytes = POP3Reply.ok(lines == nil ? "\(letter.count) octets" : "The top of message \(number)").encoded()
        bytes.reserveCapacity(bytes.count + shown.count + 64)
        var stuffer = DotStuffer()
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
        let doomed = numbers.filter { entries.indices.contains($0 - 1) }.map { entries[$0 - 1] }
        if let maildir, !doomed.isEmpty {
            do {
                try await Disk.onThread { for entry in doomed { try maildir.remove(entry) } }
            } catch {
                return Saying(
                    POP3Reply.err("Some messages could not be deleted", .systemTemporary).encoded(), isLast: true)
            }
        }
        return Saying(reception.farewell(deleted: doomed.count).encoded(), isLast: true)
    }
}
