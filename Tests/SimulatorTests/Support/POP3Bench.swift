import MailProtocols
import Simulator

/// A POP3 server without sockets and disk; bob's password is `builder`.
struct POP3Bench {
    private var reception: POP3Reception
    private let accounts: AccountBook
    private var ear = SessionEar(.pop3, of: .server)
    private let letters: [(id: String, octets: Int)]
    private(set) var said: [String] = []
    private(set) var deleted: [Int]?
    private(set) var isClosed = false
    /// The maildrop of whoever has logged in.
    private(set) var opened: String?

    init(
        _ letters: [(id: String, octets: Int)] = [], _ policy: POP3Policy = POP3Policy(host: "pop.north.example"),
        accounts: AccountBook = .north, offersTLS: Bool = false
    ) {
        self.letters = letters
        self.accounts = accounts
        reception = POP3Reception(
            policy: policy, accounts: accounts, nonces: Nonces(seed: 1, purpose: "tests"), offersTLS: offersTLS)
        say(reception.greeting.encoded())
    }

    mutating func hear(_ line: String, ending: String = "\r\n") {
        for one in ear.hear(Array((line + ending).utf8), from: .client) where one.utterance.side == .client {
            switch one.utterance.kind {
            case .command: act(reception.answer(line: one.text, notes: one.utterance.notes, in: ear.pop3State))
            case .auth: act(reception.answer(authLine: one.text, notes: one.utterance.notes))
            default: break
            }
        }
    }

    private mutating func act(_ answer: POP3Reception.Answer) {
        switch answer {
        case .say(let reply): say(reply.encoded())
        case .sayLast(let reply):
            say(reply.encoded())
            isClosed = true
        case .list(let reply, let lines): say(reply.encoded() + MaildropListing.encoded(lines))
        case .logIn(let user, let password):
            guard let maildrop = accounts.check(user: user, password: password) else {
                return act(reception.wrongCredentials())
            }
            act(.open(maildrop: maildrop))
        case .open(let maildrop):
            opened = maildrop
            say(reception.opened(letters.map { .init(id: $0.id, octets: $0.octets) }).encoded())
        case .startTLS(let reply):
            said.append(String(decoding: reply.encoded(), as: UTF8.self))
            ear.resumeInsideTLS()
            reception.secured()
        case .send(let message, let lines):
            say(POP3Reply.ok("message \(message) lines \(lines ?? -1)").encoded() + Array(".\r\n".utf8))
        case .update(let numbers):
            deleted = numbers
            say(reception.farewell(deleted: numbers.count).encoded())
            isClosed = true
        }
    }

    private mutating func say(_ bytes: [UInt8]) {
        said.append(String(decoding: bytes, as: UTF8.self))
        _ = ear.hear(bytes, from: .server)
    }
}
