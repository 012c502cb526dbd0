package import MailProtocols

/// The client's half of an SMTP session that hands over one letter: a reply in, the next command out. The sender's mail
/// program and a relaying MTA say the same words. One command waits for one reply, so that each step can be read.
package struct SMTPDelivery: SessionRole {
    /// What became of a recipient.
    package enum Fate: Sendable, Hashable {
        /// The server answers for the letter now.
        case accepted
        /// Never, says the server.
        case refused(SMTPReply)
        /// Not now; nil where the connection broke off before the answer.
        case deferred(SMTPReply?)
    }

    package struct Order: Sendable, Hashable {
        /// What EHLO says.
        package var clientName: String
        package var from: ReversePath
        package var recipients: [Mailbox]
        package var isInternational: Bool
        package var content: [UInt8]

        package init(
            clientName: String, from: ReversePath, recipients: [Mailbox], isInternational: Bool = false,
            content: [UInt8]
        ) {
            self.clientName = clientName
            self.from = from
            self.recipients = recipients
            self.isInternational = isInternational
            self.content = content
        }
    }

    private enum Stage: Sendable, Hashable {
        case entrance, mail
        case recipient(Int)
        case data, content, quit
    }

    package let order: Order
    /// By index of the order's recipients.
    package private(set) var fates: [Fate]
    private var stage = Stage.entrance
    private var entrance: SMTPEntrance

    /// - Parameters:
    ///   - settings: TLS and login; an MTA's word to an MTA needs neither.
    ///   - nonces: For the login.
    package init(_ order: Order, settings: ClientSettings = ClientSettings(), nonces: Nonces = Nonces()) {
        self.order = order
        entrance = SMTPEntrance(clientName: order.clientName, settings: settings, nonces: nonces)
        fates = order.recipients.map { _ in .deferred(nil) }
    }

    package mutating func opening() async -> Saying? { nil }

    package mutating func answer(_ heard: Heard, _ ear: SessionEar) async throws -> Saying? {
        guard heard.utterance.kind == .reply else { return nil }
        return next(after: SMTPReply(wire: heard.text))
    }

    package mutating func secured() async -> Saying? { entrance.secured() }

    /// What to say when `reply` was heard; nil when nothing is left to say.
    package mutating func next(after reply: SMTPReply) -> Saying? {
        // 421 may answer anything: the server goes.
        if reply.code == .serviceUnavailable, stage != .quit {
            settle(with: reply)
            stage = .quit
            return nil
        }
        switch (stage, reply.outcome) {
        case (.entrance, _):
            switch entrance.next(after: reply) {
            case .say(let saying): return saying
            case .ready: return begin()
            case .failed(let reply):
                settle(with: reply)
                return quit()
            }
        case (.mail, .done): return recipient(0)
        case (.recipient(let index), _): return recipient(index, answered: reply)
        case (.data, .goOn):
            stage = .content
            var stuffer = DotStuffer()
            var bytes: [UInt8] = []
            bytes.reserveCapacity(order.content.count + 64)
            stuffer.append(order.content.span, to: &bytes)
            stuffer.finish(into: &bytes)
            return Saying(bytes)
        case (.content, .done):
            for index in fates.indices where isPending(index) { fates[index] = .accepted }
            return quit()
        // The server closes first, RFC 5321 section 4.1.1.10; so every run parts in the same order.
        case (.quit, _): return nil
        default:
            settle(with: reply)
            return quit()
        }
    }

    private mutating func begin() -> Saying {
        guard let missing = missingExtension else {
            stage = .mail
            return say(.mail(from: order.from, parameters: parameters))
        }
        settle(
            with: SMTPReply(
                .transactionFailed, EnhancedStatus(.permanentFailure, 6, 3), "The next host lacks \(missing)"))
        return quit()
    }

    private mutating func recipient(_ index: Int, answered reply: SMTPReply) -> Saying? {
        switch reply.outcome {
        case .done: break
        case .never: fates[index] = .refused(reply)
        default: fates[index] = .deferred(reply)
        }
        return recipient(index + 1)
    }

    private mutating func recipient(_ index: Int) -> Saying? {
        if index < order.recipients.count {
            stage = .recipient(index)
            return say(.rcpt(to: ForwardPath(order.recipients[index])))
        }
        guard fates.indices.contains(where: isPending) else { return quit() }
        stage = .data
        return say(.data)
    }

    /// RCPT was accepted, the letter not yet; or RCPT was not answered yet.
    private func isPending(_ index: Int) -> Bool { fates[index] == .deferred(nil) }

    /// The answer that ends the attempt, for all who have none of their own.
    private mutating func settle(with reply: SMTPReply) {
        for index in fates.indices where isPending(index) {
            fates[index] = reply.outcome == .never ? .refused(reply) : .deferred(reply)
        }
    }

    private mutating func quit() -> Saying {
        stage = .quit
        return say(.quit)
    }

    private func say(_ command: SMTPCommand) -> Saying { Saying(command.encoded()) }

    private func offers(_ keyword: String) -> Bool { entrance.offers(keyword) }

    private var hasEightBit: Bool { order.content.contains { $0 >= 0x80 } }

    /// An extension without which this letter cannot be sent.
    private var missingExtension: String? {
        if order.isInternational, !offers("SMTPUTF8") { return "SMTPUTF8" }
        if hasEightBit, !offers("8BITMIME") { return "8BITMIME" }
        return nil
    }

    private var parameters: [SMTPParameter] {
        var parameters: [SMTPParameter] = []
        if offers("SIZE") { parameters.append(.size(UInt64(order.content.count))) }
        if hasEightBit { parameters.append(.body(.eightBitMIME)) }
        if order.isInternational { parameters.append(.smtpUTF8) }
        return parameters
    }
}
