import MailProtocols
import Simulator

/// An SMTP server without sockets: a dialogue in, its replies out.
struct SMTPBench {
    private var reception: SMTPReception
    private let accounts: AccountBook?
    private var ear = SessionEar(.smtp, of: .server)
    private(set) var stored: [SMTPReception.Envelope] = []
    /// Codes with their enhanced status: `550 5.1.1`.
    private(set) var codes: [String] = []
    private(set) var replies: [SMTPReply] = []
    private(set) var isClosed = false

    init(
        _ policy: SMTPPolicy = .north, accounts: AccountBook? = nil, offersTLS: Bool = false, isSecured: Bool = false,
        memory: MemoryBudget? = nil
    ) {
        self.accounts = accounts
        reception = SMTPReception(
            policy: policy, accounts: accounts, nonces: Nonces(seed: 1, purpose: "tests"), offersTLS: offersTLS,
            isSecured: isSecured, memory: memory)
        say(reception.greeting)
    }

    var user: String? { reception.user }

    /// What the client sends; LF in the text stands for CR LF.
    mutating func hear(_ text: String) { hear(octets: text.utf8.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }) }

    mutating func hear(octets: [UInt8], inPiecesOf size: Int = .max) {
        var rest = octets[...]
        while !rest.isEmpty {
            answer(ear.hear(Array(rest.prefix(size)), from: .client))
            rest = rest.dropFirst(size)
        }
    }

    private mutating func answer(_ heard: [Heard]) {
        for one in heard where one.utterance.side == .client && !isClosed {
            let utterance = one.utterance
            switch utterance.kind {
            case .command: say(reception.answer(line: one.text, notes: utterance.notes, in: ear.smtpState))
            case .auth: say(reception.answer(authLine: one.text, notes: utterance.notes))
            case .contentRun: reception.take(one.text)
            case .content:
                say(
                    reception.contentEnded(
                        isChunk: utterance.verb == SMTPVerb.bdat.rawValue, isLast: utterance.flags.contains(.last),
                        bytes: utterance.bytes, notes: utterance.notes))
            default: break
            }
        }
    }

    private mutating func say(_ answer: SMTPReception.Answer) {
        switch answer {
        case .say(let reply): say(reply)
        case .sayLast(let reply):
            say(reply)
            isClosed = true
        case .store(let envelope):
            stored.append(envelope)
            reception.released()
            say(SMTPReply(.completed, .ok, "stored"))
        case .check(let user, let password): say(reception.checked(accounts?.check(user: user, password: password)))
        case .startTLS(let reply):
            note(reply)
            ear.resumeInsideTLS()
            reception.secured()
        case .silent: break
        }
    }

    private mutating func note(_ reply: SMTPReply) {
        replies.append(reply)
        codes.append([reply.code.description, reply.status?.description].compactMap(\.self).joined(separator: " "))
    }

    private mutating func say(_ reply: SMTPReply) {
        note(reply)
        answer(ear.hear(reply.encoded(), from: .server))
    }
}

extension SMTPPolicy {
    static let north = SMTPPolicy(
        host: "mx.north.example", localUsers: ["north.example": ["bob", "carol"]], relays: false)
}
