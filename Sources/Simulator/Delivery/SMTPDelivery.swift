package import MailProtocols

/// The client's half of an SMTP session that hands over letters, one after the other: a reply in, the next command out. The
/// sender's mail program and a relaying MTA say the same words. Unless it pipelines, one command waits for one reply, so that
/// each step can be read.
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

    private enum Stage: Sendable, Hashable {
        /// Up to where MAIL may be said.
        case entrance
        case mail
        /// Index into the order's recipients.
        case recipient(Int)
        case data, content, reset, quit
    }

    /// The letter under way.
    package private(set) var order: Order
    /// By index of the order's recipients.
    package private(set) var fates: [Fate]
    /// The server said what it can do.
    package private(set) var isGreeted = false
    /// The server knows about notices (RFC 3461) and was asked for them.
    package var handsNoticesOn: Bool { entrance.offers("DSN") }

    /// Why MAIL was never said, where the server was heard: no verdict about the letter.
    package private(set) var entranceFailure: SMTPReply?
    /// The server let TLS begin, and it never came about.
    package var failedTLS: Bool { entrance.waitsForTLS }

    private let manners: Manners
    /// Told what became of the letter as soon as that is known, and asked for the next.
    private let next: (@Sendable (SMTPDelivery) async -> Order?)?
    /// Commands that were said and not answered yet.
    private var awaited: [Stage] = [.entrance]
    private var entrance: SMTPEntrance
    /// Recipients of this transaction, and those of them whom the server took.
    private var lot: [Int]
    private var taken: [Int] = []
    private var transactionRefusal: SMTPReply?
    private var mayGoOn = false
    private var content: [UInt8] = []
    private var isOver = false

    /// - Parameters:
    ///   - order: The first letter.
    ///   - settings: TLS and login; an MTA's word to an MTA needs neither.
    ///   - nonces: For the login.
    ///   - next: Called when a letter is settled; returns the next for the same server, or nil.
    package init(
        _ order: Order, settings: ClientSettings = ClientSettings(), nonces: Nonces = Nonces(),
        manners: Manners = Manners(), next: (@Sendable (SMTPDelivery) async -> Order?)? = nil
    ) {
        entrance = SMTPEntrance(clientName: order.clientName, settings: settings, nonces: nonces)
        self.order = order
        self.manners = manners
        self.next = next
        fates = order.recipients.map { _ in .deferred(nil) }
        lot = Array(order.recipients.indices)
    }

    package mutating func opening() async -> Saying? { nil }

    package mutating func secured() async -> Saying? {
        awaited = [.entrance]
        return entrance.secured()
    }

    package mutating func answer(_ heard: Heard, _ standing: Standing) async throws -> Saying? {
        guard heard.utterance.kind == .reply else { return nil }
        return await answer(to: SMTPReply(wire: heard.text))
    }

    /// Answers are waited for together, and only behind the last of them there is something to say.
    package mutating func answerAtOnce(_ heard: Heard, _ standing: Standing) -> PromptAnswer {
        guard heard.utterance.kind == .reply else { return .say([]) }
        guard awaited.count > 1, awaited.first != .entrance, !isOver else { return .later }
        let reply = SMTPReply(wire: heard.text)
        guard reply.code != .serviceUnavailable else { return .later }
        note(reply, after: awaited.removeFirst())
        return .say([])
    }

    /// What to say when `reply` was heard; nil when nothing is left to say, or more replies are due.
    package mutating func answer(to reply: SMTPReply) async -> Saying? {
        guard !awaited.isEmpty, !isOver else { return nil }
        let stage = awaited.removeFirst()
        // 421 may answer anything: the server goes.
        if reply.code == .serviceUnavailable, stage != .quit {
            settle(lot, with: reply)
            isOver = true
            _ = await next?(self)
            return nil
        }
        switch stage {
        case .entrance: return await entered(reply)
        // The server closes first, RFC 5321 section 4.1.1.10; so every run parts in the same order.
        case .quit: return nil
        default: note(reply, after: stage)
        }
        return awaited.isEmpty ? await goOn(after: stage) : nil
    }

    private mutating func note(_ reply: SMTPReply, after stage: Stage) {
        switch stage {
        case .mail: if reply.outcome != .done { transactionRefusal = reply }
        case .recipient(let index): recipient(index, answered: reply)
        case .data:
            mayGoOn = reply.outcome == .goOn
            if !mayGoOn { transactionRefusal = transactionRefusal ?? reply }
        case .content: contentAnswered(reply)
        case .entrance, .reset, .quit: break
        }
    }

    private mutating func entered(_ reply: SMTPReply) async -> Saying? {
        switch entrance.next(after: reply) {
        case .say(let saying):
            awaited = [.entrance]
            return saying
        case .ready:
            isGreeted = true
            return await transaction()
        case .failed(let reply):
            entranceFailure = reply
            settle(lot, with: reply)
            _ = await next?(self)
            return quit()
        }
    }

    // MARK: A transaction

    /// MAIL, and where the server and we like, all that follows it up to DATA in one go (RFC 2920).
    private mutating func transaction() async -> Saying? {
        taken = []
        transactionRefusal = nil
        mayGoOn = false
        content = order.content
        if let missing = missingExtension {
            settle(
                lot,
                with: SMTPReply(
                    .transactionFailed, EnhancedStatus(.permanentFailure, 6, 3), "The next host lacks \(missing)"))
            return await letterSettled(mustReset: false)
        }
        let mail = SMTPCommand.mail(from: order.from, parameters: parameters)
        guard manners.pipelines, entrance.offers("PIPELINING") else { return say([mail], [.mail]) }
        let recipients = lot.map { (recipientCommand($0), Stage.recipient($0)) }
        let sendsAlong = manners.sendsContentAlong && chunks && content.count <= Self.contentAlong
        let data: [(SMTPCommand, Stage)] = chunks ? [] : [(.data, .data)]
        let group = [(mail, .mail)] + recipients + data
        var saying = say(group.map(\.0), group.map(\.1))
        if sendsAlong {
            awaited.append(.content)
            saying.bytes += chunk
        }
        return saying
    }

    /// Octets of content that may be sent in vain, should nobody be taken.
    private static let contentAlong = 65_536

    private var chunk: [UInt8] { SMTPCommand.bdat(size: UInt64(content.count), isLast: true).encoded() + content }

    private func recipientCommand(_ index: Int) -> SMTPCommand {
        let notices = order.recipientNotices.indices.contains(index) ? order.recipientNotices[index] : .init()
        return .rcpt(
            to: ForwardPath(order.recipients[index]), parameters: entrance.offers("DSN") ? notices.parameters : [])
    }

    private mutating func recipient(_ index: Int, answered reply: SMTPReply) {
        // MAIL was refused, and RCPT was under way already: its answer says nothing about the recipient.
        if transactionRefusal != nil { return }
        switch reply.outcome {
        case .done: taken.append(index)
        case .never: fates[index] = .refused(reply)
        default: fates[index] = .deferred(reply)
        }
    }

    private mutating func goOn(after stage: Stage) async -> Saying? {
        switch stage {
        case .mail, .recipient:
            if let transactionRefusal, taken.isEmpty {
                settle(lot, with: transactionRefusal)
                return await letterSettled(mustReset: false)
            }
            let said = if case .recipient(let index) = stage { lot.firstIndex(of: index) ?? 0 } else { -1 }
            if said + 1 < lot.count {
                let index = lot[said + 1]
                return say([recipientCommand(index)], [.recipient(index)])
            }
            guard !taken.isEmpty else { return await letterSettled(mustReset: true) }
            guard chunks else { return say([.data], [.data]) }
            awaited = [.content]
            return Saying(chunk)
        case .data:
            // A server that goes on though it took nobody is given nothing (RFC 2920 section 3.1).
            if mayGoOn {
                awaited = [.content]
                return Saying(written(taken.isEmpty ? [] : content))
            }
            if let transactionRefusal { settle(lot, with: transactionRefusal) }
            return await letterSettled(mustReset: true)
        case .content:
            // Nobody knows where a session stands after a chunk that was refused, RFC 3030 section 2.
            let isOpen = manners.sendsContentAlong && chunks && !taken.contains { fates[$0] == .accepted }
            return await letterSettled(mustReset: isOpen)
        case .reset: return await transaction()
        case .entrance, .quit: return nil
        }
    }

    private func written(_ content: [UInt8]) -> [UInt8] {
        var stuffer = DotStuffer(isStuffing: manners.stuffsDots)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.count + 64)
        stuffer.append(content.span, to: &bytes)
        stuffer.finish(into: &bytes)
        return bytes
    }

    private mutating func contentAnswered(_ reply: SMTPReply) {
        if reply.outcome == .done {
            for index in taken { fates[index] = .accepted }
        } else {
            settle(lot, with: transactionRefusal ?? reply)
        }
    }

    /// This letter, or a lot of its recipients, is settled: the rest of it, the next letter, or goodbye.
    private mutating func letterSettled(mustReset: Bool) async -> Saying? {
        // 452 after others were taken: no more in this transaction, RFC 5321 section 4.5.3.1.10.
        let rest = lot.filter { index in
            if case .deferred(let reply?) = fates[index] { reply.code == .insufficientStorage } else { false }
        }
        let wereTaken = taken.contains { fates[$0] == .accepted }
        if wereTaken, !rest.isEmpty {
            lot = rest
            return await transaction()
        }
        guard let following = await next?(self) else { return quit() }
        order = following
        fates = following.recipients.map { _ in .deferred(nil) }
        lot = Array(following.recipients.indices)
        return mustReset ? say([.reset], [.reset]) : await transaction()
    }

    /// The answer that ends the attempt, for all who have none of their own.
    private mutating func settle(_ lot: [Int], with reply: SMTPReply) {
        for index in lot where fates[index] == .deferred(nil) {
            fates[index] = reply.outcome == .never ? .refused(reply) : .deferred(reply)
        }
    }

    // MARK: Words

    private mutating func quit() -> Saying { say([.quit], [.quit]) }

    private mutating func say(_ commands: [SMTPCommand], _ stages: [Stage]) -> Saying {
        awaited = stages
        return Saying(commands.flatMap { $0.encoded() })
    }

    private var chunks: Bool { manners.chunks && entrance.offers("CHUNKING") }

    /// An extension without which this letter cannot be sent; where the content can be put into seven bits, it is.
    private var missingExtension: String? {
        mutating get {
            if order.isInternational, !entrance.offers("SMTPUTF8") { return "SMTPUTF8" }
            guard hasEightBit, !entrance.offers("8BITMIME") else { return nil }
            guard manners.convertsEightBit, let converted = SevenBitConversion.converted(content) else {
                return "8BITMIME"
            }
            content = converted
            return nil
        }
    }

    private var hasEightBit: Bool { content.contains { $0 >= 0x80 } }

    private var parameters: [SMTPParameter] {
        var parameters: [SMTPParameter] = []
        if entrance.offers("SIZE") { parameters.append(.size(UInt64(content.count))) }
        if hasEightBit { parameters.append(.body(.eightBitMIME)) }
        if order.isInternational { parameters.append(.smtpUTF8) }
        if entrance.offers("DSN") { parameters += order.notices.parameters }
        return parameters
    }
}

extension SMTPDelivery {
    /// A letter to be handed over.
    package struct Order: Sendable, Hashable {
        /// What EHLO says.
        package var clientName: String
        package var from: ReversePath
        package var recipients: [Mailbox]
        package var isInternational: Bool
        package var content: [UInt8]
        /// What is asked about notices where the server offers DSN, for the letter and by recipient.
        package var notices = DSNLetterRequest()
        package var recipientNotices: [DSNRecipientRequest] = []

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

    /// How a client goes about it.
    package struct Manners: Sendable, Hashable {
        /// Several commands at once where the server offers PIPELINING.
        package var pipelines = false
        /// BDAT in place of DATA where the server offers CHUNKING.
        package var chunks = false
        /// A short letter goes in one piece with MAIL and RCPT where both are offered: one wait instead of two (RFC 3030 section 4.2).
        package var sendsContentAlong = false
        /// Eight-bit content is rewritten for a server without 8BITMIME (RFC 6152 section 3), else it is refused.
        package var convertsEightBit = true
        /// A line that begins with a dot gets another; a broken client does without (RFC 5321 section 4.5.2).
        package var stuffsDots = true

        package init() {}
    }
}
