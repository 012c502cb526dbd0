package import MailProtocols

/// The client's half of a POP3 session that fetches what is new: a reply in, the next command out.
package struct POP3Collection: SessionRole {
    private enum Stage: Sendable, Hashable { case greeting, user, pass, stat, list, uidl, retrieve, delete, quit }

    private let user: String
    private let password: Credential
    private let leave: Scenario.Visit.Leave
    /// Puts a letter on the reader's own disk; only then may the server's copy go.
    private let keep: @Sendable ([UInt8]) async throws -> Void
    private var stage = Stage.greeting
    /// Numbers still to be fetched.
    private var wanted: [Int] = []
    private var names: [Int: String] = [:]
    private var content: [UInt8] = []
    private var known: Set<String>
    /// Unique names of the letters on the server, fetched now or before.
    package private(set) var seen: Set<String> = []
    package private(set) var fetched = 0
    /// The reply that ended it early.
    package private(set) var refusal: POP3Reply?
    package private(set) var isComplete = false

    /// - Parameter known: Unique names that an earlier visit has seen: not fetched again.
    package init(
        user: String, password: Credential, leave: Scenario.Visit.Leave, known: Set<String>,
        keep: @escaping @Sendable ([UInt8]) async throws -> Void
    ) {
        self.user = user
        self.password = password
        self.leave = leave
        self.known = known
        self.keep = keep
    }

    package mutating func opening() async -> Saying? { nil }

    package mutating func answer(_ heard: Heard, _ ear: SessionEar) async throws -> Saying? {
        switch heard.utterance.kind {
        case .reply:
            // A reply is heard as on the wire, with its line end.
            let line = heard.text.prefix { $0 != 0x0D && $0 != 0x0A }
            return next(after: POP3Reply(line: Array(line)))
        case .contentRun:
            content += heard.text
            return nil
        case .content:
            let complete = content
            content = []
            if stage == .retrieve {
                try await keep(complete)
                fetched += 1
            }
            return next(afterLines: complete)
        default: return nil
        }
    }

    /// What to say when `reply` was heard; nil where lines follow it.
    package mutating func next(after reply: POP3Reply) -> Saying? {
        guard reply.code == .ok || stage == .quit else {
            refusal = reply
            return quit()
        }
        switch stage {
        case .greeting: return say(.user(user), .user)
        case .user: return say(.pass(password), .pass)
        case .pass: return say(.stat, .stat)
        case .stat:
            guard MaildropSize(reply.text)?.messages ?? 0 > 0 else { return quit() }
            return say(.list(nil), .list)
        case .list, .uidl, .retrieve: return nil
        case .delete: return fetch()
        case .quit:
            isComplete = reply.code == .ok && refusal == nil
            // The server closes first; so every run parts in the same order.
            return nil
        }
    }

    /// What to say when the lines that followed a reply are complete.
    package mutating func next(afterLines lines: [UInt8]) -> Saying? {
        switch stage {
        case .list:
            wanted = MaildropListing.lines(of: lines.span).compactMap { ScanListing($0)?.number }
            return say(.uidl(nil), .uidl)
        case .uidl:
            for listing in MaildropListing.lines(of: lines.span).compactMap({ UniqueIDListing($0) }) {
                names[listing.number] = listing.id
                seen.insert(listing.id)
            }
            wanted.removeAll { number in names[number].map { known.contains($0) } ?? false }
            return fetch()
        case .retrieve:
            let number = wanted.removeFirst()
            guard leave == .delete else { return fetch() }
            return say(.dele(number), .delete)
        default: return nil
        }
    }

    private mutating func fetch() -> Saying {
        guard let number = wanted.first else { return quit() }
        return say(.retr(number), .retrieve)
    }

    private mutating func quit() -> Saying { say(.quit, .quit) }

    private mutating func say(_ command: POP3Command, _ next: Stage) -> Saying {
        stage = next
        return Saying(command.encoded())
    }
}
