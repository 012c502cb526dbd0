import MailProtocols

/// Who talks to an MTA.
struct Caller: Sendable {
    /// The connection's number.
    var connection: Int
    var address: String
}

/// One client's session with an MTA.
struct TransferSession: SessionRole {
    var reception: SMTPReception
    let agent: MailTransferAgent
    let caller: Caller
    /// What is to be waited for.
    private var begun: Matter?

    init(reception: SMTPReception, agent: MailTransferAgent, caller: Caller) {
        self.reception = reception
        self.agent = agent
        self.caller = caller
    }

    mutating func opening() async -> Saying? { Saying(reception.greeting.encoded()) }

    var lastWordsToTheSilent: [UInt8] { agent.farewells.toTheSilent }

    var lastWordsAtClosing: [UInt8] { agent.farewells.atClosing }
    var isIdle: Bool { reception.isIdle }
    var keepsContent: Bool { !reception.policy.discards }

    mutating func secured() async -> Saying? {
        reception.secured()
        return nil
    }

    /// What is to be done about something that was heard.
    private enum Matter {
        case say(SMTPReception.Answer)
        /// The rules allow the recipient; the maildrop or the house may not.
        case askAboutRecipient(SMTPReply)
    }

    mutating func answer(_ heard: Heard, _ standing: Standing) async throws -> Saying? {
        let matter = begun ?? take(heard, standing)
        begun = nil
        switch matter {
        case .say(let answer): return await say(answer)
        case .askAboutRecipient(let reply): return await recipient(reply)
        case nil: return nil
        }
    }

    mutating func answerAtOnce(_ heard: Heard, _ standing: Standing) -> PromptAnswer {
        let matter = take(heard, standing)
        switch matter {
        case nil, .say(.silent): return .say([])
        case .say(.say(let reply)): return .say(reply.encoded())
        case .say(.sayLast(let reply)) where reply.code == .closing: return .part(reply.encoded())
        case .askAboutRecipient(let reply) where agent.takesAtOnce(reception.lastRecipient):
            return .say(reply.encoded())
        case .say(.store(let envelope)):
            if let (delivery, words) = agent.delivery(of: envelope, caller) {
                let saver = agent.saver
                return .promise { tell in saver.store(delivery) { tell($0 ? words : Self.cannotStore) } }
            }
        default: break
        }
        begun = matter
        return .later
    }

    mutating func promiseKept() { reception.released() }

    /// The client keeps the letter and comes again, RFC 5321 section 4.2.5.
    private static let cannotStore = SMTPReply(.localError, .localError, "I cannot store it now").encoded()

    private mutating func take(_ heard: Heard, _ standing: Standing) -> Matter? {
        let utterance = heard.utterance
        switch utterance.kind {
        case .command:
            let answer = reception.answer(line: heard.text, notes: utterance.notes, in: standing.smtp)
            if utterance.verb == SMTPVerb.rcpt.rawValue, case .say(let reply) = answer, reply.outcome == .done {
                return .askAboutRecipient(reply)
            }
            return .say(answer)
        case .auth: return .say(reception.answer(authLine: heard.text, notes: utterance.notes))
        case .contentRun:
            reception.take(heard.text, octets: utterance.text.count)
            return nil
        case .content:
            let isChunk = utterance.verb == SMTPVerb.bdat.rawValue
            return .say(
                reception.contentEnded(
                    isChunk: isChunk, isLast: utterance.flags.contains(.last), bytes: utterance.bytes,
                    notes: utterance.notes))
        default: return nil
        }
    }

    private mutating func recipient(_ reply: SMTPReply) async -> Saying {
        guard let recipient = reception.lastRecipient, let owner = recipient.maildrop else {
            return Saying(reply.encoded())
        }
        let sender = reception.envelope?.from.description ?? "<>"
        switch await agent.objection(to: owner, from: sender, caller) {
        case .none: return Saying(reply.encoded())
        case .reply(let refusal):
            reception.withdrawLastRecipient()
            return Saying(refusal.encoded())
        case .pause(let span): return Saying(reply.encoded(), pause: span)
        }
    }

    private mutating func say(_ answer: SMTPReception.Answer) async -> Saying? {
        switch answer {
        case .say(let reply): return Saying(reply.encoded())
        case .sayLast(let reply): return Saying(reply.encoded(), isLast: true)
        case .silent: return nil
        case .startTLS(let reply): return Saying(reply.encoded(), startsTLS: true)
        case .check(let user, let password):
            do {
                return await say(reception.checked(try await agent.check(user: user, password: password)))
            } catch {
                return await say(reception.couldNotCheck())
            }
        case .store(let envelope):
            defer { reception.released() }
            do {
                return Saying(try await agent.accept(envelope, caller).encoded())
            } catch {
                return Saying(Self.cannotStore)
            }
        }
    }
}
