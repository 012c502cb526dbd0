package import MailProtocols

/// The server's half of a POP3 session as a value: a command in, an answer out. It holds the maildrop as it was when the
/// session locked it: messages keep their numbers until the session ends, deleted ones too (RFC 1939 sections 4 and 5).
package struct POP3Reception: Sendable {
    package enum Answer: Sendable, Hashable {
        case say(POP3Reply)
        case sayLast(POP3Reply)
        /// A reply, lines and the dot line.
        case list(POP3Reply, [String])
        /// Check the password; then open the maildrop, or say ``POP3Reception/wrongCredentials()``.
        case logIn(user: String, password: Credential)
        /// Proved without a password: lock this maildrop; then ``POP3Reception/opened(_:)``, or -ERR.
        case open(maildrop: String)
        /// Said in the clear; then TLS begins, and the session anew (``POP3Reception/secured()``).
        case startTLS(POP3Reply)
        /// Send a message; `lines` of its body, or all.
        case send(message: Int, lines: Int?)
        /// QUIT in TRANSACTION: remove these, then say goodbye (RFC 1939 section 6).
        case update(delete: [Int])
    }

    package struct Message: Sendable, Hashable {
        package var id: String
        package var octets: Int
        package var isDeleted = false

        package init(id: String, octets: Int) {
            self.id = id
            self.octets = octets
        }
    }

    package let policy: POP3Policy
    let accounts: AccountBook
    var nonces: Nonces
    /// The station has a certificate.
    let offersTLS: Bool
    /// The session is inside TLS.
    package internal(set) var isSecured: Bool
    /// The client said UTF8, RFC 6856 section 2.
    package internal(set) var isInternational = false
    /// What APOP's digest covers; nil where it is not offered.
    let timestamp: String?
    var sasl: SASLServer?
    var failedLogins = 0
    /// What USER said.
    var user: String?
    private var messages: [Message] = []
    /// A broken server's way: messages move up when one before them is deleted (``Quirk/numbersShift``).
    var numbersShift = false
    private var errors = 0

    /// - Parameters:
    ///   - accounts: Who may log in.
    ///   - offersTLS: The station has a certificate, and can take up STLS.
    ///   - isSecured: The connection speaks TLS from its first octet.
    package init(
        policy: POP3Policy, accounts: AccountBook, nonces: Nonces = Nonces(), offersTLS: Bool = false,
        isSecured: Bool = false
    ) {
        self.policy = policy
        self.accounts = accounts
        self.nonces = nonces
        self.offersTLS = offersTLS
        self.isSecured = isSecured
        let hasAPOP = policy.offersAPOP && accounts.keepsClear && Digests.areBuiltIn
        timestamp = hasAPOP ? self.nonces.challenge(of: policy.host) : nil
    }

    package var greeting: POP3Reply {
        .ok((["\(policy.host) POP3 Mailscope"] + [timestamp].compactMap(\.self)).joined(separator: " "))
    }

    /// Said in a greeting's place where too many are here already.
    static let tooManyGuests = POP3Reply.err("Too many guests, come again", .systemTemporary).encoded()

    /// The login worked: these are the maildrop's messages, number 1 first.
    package mutating func opened(_ messages: [Message]) -> POP3Reply {
        self.messages = messages
        return .ok("\(Self.count(messages.count)) in the maildrop")
    }

    /// Answers a command line.
    ///
    /// - Parameters:
    ///   - line: Without its end.
    ///   - notes: What the conversation noticed about it.
    ///   - state: Where the session stands, all earlier replies heard.
    package mutating func answer(line: [UInt8], notes: NoteSet, in state: POP3State) -> Answer {
        counted(judged(line, notes, state))
    }

    /// Closes the session where too much went wrong.
    mutating func counted(_ answer: Answer) -> Answer {
        guard case .say(let reply) = answer, reply.code == .err else { return answer }
        return refused() ? .sayLast(.err("Too much went wrong, goodbye")) : answer
    }

    /// Counts a refusal that was decided elsewhere; true when it was one too many.
    package mutating func refused() -> Bool {
        errors += 1
        return errors >= policy.limits.errors
    }

    private mutating func judged(_ line: [UInt8], _ notes: NoteSet, _ state: POP3State) -> Answer {
        if notes.contains(.bareLineFeed) { return .say(.err("A line ends with CR LF, not with LF alone")) }
        if line.count > policy.limits.commandLine || line.isEmpty && notes.contains(.commandTooLong) {
            return .say(.err("The line is too long"))
        }
        if case .breach = state.verdict(on: POP3Verb(line: line.span)) {
            return .say(.err(state == .transaction ? "You are logged in already" : "Log in first"))
        }
        do {
            let command = try POP3Command(line: line)
            return state == .transaction ? transaction(command) : authorization(command)
        } catch {
            return .say(.err("I \(error)"))
        }
    }

    private mutating func transaction(_ command: POP3Command) -> Answer {
        switch command {
        case .stat:
            return .say(
                .ok(MaildropSize(messages: left.count, octets: left.reduce(0) { $0 + $1.message.octets }).description))
        case .list(nil):
            return .list(
                .ok("Numbers and octets"),
                left.map { ScanListing(number: $0.number, octets: $0.message.octets).description })
        case .list(let number?):
            return with(number) { .ok(ScanListing(number: number, octets: $0.octets).description) }
        case .uidl(nil): return .list(.ok("Numbers and names"), left.map { "\($0.number) \($0.message.id)" })
        case .uidl(let number?): return with(number) { .ok("\(number) \($0.id)") }
        case .retr(let number):
            return index(of: number).map { .send(message: $0 + 1, lines: nil) } ?? noSuch(number)
        case .top(let number, let lines):
            return index(of: number).map { .send(message: $0 + 1, lines: max(0, lines)) } ?? noSuch(number)
        case .dele(let number):
            guard let index = index(of: number) else { return noSuch(number) }
            messages[index].isDeleted = true
            return .say(.ok("Message \(number) goes when you say QUIT"))
        case .reset:
            for index in messages.indices { messages[index].isDeleted = false }
            return .say(.ok("\(Self.count(messages.count)) in the maildrop"))
        case .noop: return .say(.ok("Nothing done"))
        case .quit: return .update(delete: doomed)
        case .capa: return .list(.ok("What I can do"), capabilities.map(\.description))
        case .lang(let tag): return language(tag)
        default: return .say(.err("I do not know this command"))
        }
    }

    /// What is said once the update is done.
    package func farewell(deleted: Int) -> POP3Reply {
        .ok(
            deleted == 0 ? "\(policy.host) says goodbye" : "\(Self.count(deleted)) deleted, \(policy.host) says goodbye"
        )
    }

    private var left: [(number: Int, message: Message)] {
        let left = messages.enumerated().filter { !$0.element.isDeleted }
        return left.enumerated().map { ((numbersShift ? $0.offset : $0.element.offset) + 1, $0.element.element) }
    }

    /// What QUIT removes: the numbers that the messages had when the session began.
    var doomed: [Int] { messages.indices.filter { messages[$0].isDeleted }.map { $0 + 1 } }

    /// Where the message of that number is in ``messages``.
    private func index(of number: Int) -> Int? {
        if numbersShift {
            let left = messages.indices.filter { !messages[$0].isDeleted }
            return left.indices.contains(number - 1) ? left[number - 1] : nil
        }
        return number >= 1 && number <= messages.count && !messages[number - 1].isDeleted ? number - 1 : nil
    }

    private func with(_ number: Int, _ reply: (Message) -> POP3Reply) -> Answer {
        index(of: number).map { .say(reply(messages[$0])) } ?? noSuch(number)
    }

    private func noSuch(_ number: Int) -> Answer { .say(.err("There is no message \(number)")) }

    private static func count(_ number: Int) -> String { number == 1 ? "1 message" : "\(number) messages" }
}
