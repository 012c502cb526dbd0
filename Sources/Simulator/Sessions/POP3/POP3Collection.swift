package import MailProtocols

/// The client's half of a POP3 session that fetches what is new: a reply in, the next command out.
package struct POP3Collection: SessionRole {
    private enum Stage: Sendable, Hashable { case entrance, stat, list, uidl, top, retrieve, delete, quit }

    private var entrance: POP3Entrance
    private let leave: Scenario.Visit.Leave
    /// Puts a letter on the reader's own disk; only then may the server's copy go.
    private let keep: @Sendable ([UInt8]) async throws -> Void
    /// Looks at the header of each letter first, by TOP, and decides whether it wants the letter; nil: fetches every one.
    private let wants: (@Sendable (_ header: [UInt8], _ octets: Int) -> Bool)?
    private var stage = Stage.entrance
    /// Numbers still to be fetched.
    private var wanted: [Int] = []
    private var names: [Int: String] = [:]
    private var sizes: [Int: Int] = [:]
    private var content: [UInt8] = []
    private var known: Set<String>
    /// Unique names of the letters on the server that the reader has, fetched now or before.
    package private(set) var seen: Set<String> = []
    package private(set) var fetched = 0
    /// Letters that were only looked at.
    package private(set) var passedOver = 0
    /// The reply that ended it early.
    package private(set) var refusal: POP3Reply?
    package private(set) var isComplete = false

    /// - Parameters:
    ///   - known: Unique names that an earlier visit has fetched: not fetched again.
    ///   - wants: Asked with each new letter's header and size; nil: all are wanted, and no header is fetched alone.
    package init(
        login: ClientSettings.Login, settings: ClientSettings, leave: Scenario.Visit.Leave, known: Set<String>,
        nonces: Nonces = Nonces(), wants: (@Sendable (_ header: [UInt8], _ octets: Int) -> Bool)? = nil,
        keep: @escaping @Sendable ([UInt8]) async throws -> Void
    ) {
        entrance = POP3Entrance(login: login, settings: settings, nonces: nonces)
        self.leave = leave
        self.known = known
        self.wants = wants
        self.keep = keep
    }

    /// Logs in by USER and PASS at once, as clients did in 1988.
    package init(
        user: String, password: Credential, leave: Scenario.Visit.Leave, known: Set<String>,
        keep: @escaping @Sendable ([UInt8]) async throws -> Void
    ) {
        let login = ClientSettings.Login(user: user, password: password, mechanisms: [], showsPassword: true)
        self.init(login: login, settings: ClientSettings(), leave: leave, known: known, keep: keep)
    }

    package mutating func secured() async -> Saying? { entrance.secured() }

    package mutating func opening() async -> Saying? { nil }

    package mutating func answer(_ heard: Heard, _ standing: Standing) async throws -> Saying? {
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
                if let name = wanted.first.flatMap({ names[$0] }) { seen.insert(name) }
            }
            return next(afterLines: complete)
        default: return nil
        }
    }

    /// What to say when `reply` was heard; nil where lines follow it.
    package mutating func next(after reply: POP3Reply) -> Saying? {
        if stage == .entrance { return enter(entrance.next(after: reply)) }
        guard reply.code == .ok || stage == .quit else { return refused(reply) }
        switch stage {
        case .entrance: return nil
        case .stat:
            guard MaildropSize(reply.text)?.messages ?? 0 > 0 else { return quit() }
            return say(.list(nil), .list)
        case .list, .uidl, .top, .retrieve: return nil
        case .delete: return fetch()
        case .quit:
            isComplete = reply.code == .ok && refusal == nil
            // The server closes first; so every run parts in the same order.
            return nil
        }
    }

    private mutating func enter(_ next: POP3Entrance.Next) -> Saying? {
        switch next {
        case .say(let saying): return saying
        case .wait: return nil
        case .ready: return say(.stat, .stat)
        case .failed(let reply):
            refusal = reply
            return quit()
        }
    }

    /// A letter that cannot be had does not keep the others from being fetched; a refusal of anything else ends the visit.
    private mutating func refused(_ reply: POP3Reply) -> Saying? {
        refusal = refusal ?? reply
        guard stage == .retrieve || stage == .top, !wanted.isEmpty else { return quit() }
        wanted.removeFirst()
        return fetch()
    }

    /// What to say when the lines that followed a reply are complete.
    package mutating func next(afterLines lines: [UInt8]) -> Saying? {
        switch stage {
        case .entrance: return enter(entrance.next(afterLines: lines))
        case .list:
            for listing in MaildropListing.lines(of: lines.span).compactMap({ ScanListing($0) }) {
                wanted.append(listing.number)
                sizes[listing.number] = listing.octets
            }
            return say(.uidl(nil), .uidl)
        case .uidl:
            for listing in MaildropListing.lines(of: lines.span).compactMap({ UniqueIDListing($0) }) {
                names[listing.number] = listing.id
                if known.contains(listing.id) { seen.insert(listing.id) }
            }
            wanted.removeAll { number in names[number].map { known.contains($0) } ?? false }
            return fetch()
        case .top:
            guard let number = wanted.first else { return quit() }
            if wants?(lines, sizes[number] ?? 0) ?? true { return say(.retr(number), .retrieve) }
            passedOver += 1
            wanted.removeFirst()
            return fetch()
        case .retrieve:
            guard !wanted.isEmpty else { return quit() }
            let number = wanted.removeFirst()
            guard leave == .delete else { return fetch() }
            return say(.dele(number), .delete)
        default: return nil
        }
    }

    private mutating func fetch() -> Saying {
        guard let number = wanted.first else { return quit() }
        return wants == nil ? say(.retr(number), .retrieve) : say(.top(number, lines: 0), .top)
    }

    private mutating func quit() -> Saying { say(.quit, .quit) }

    private mutating func say(_ command: POP3Command, _ next: Stage) -> Saying {
        stage = next
        return Saying(command.encoded())
    }
}
