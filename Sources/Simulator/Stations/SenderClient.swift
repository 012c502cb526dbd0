import Dialogue
import MailProtocols

/// The sender client: a person's mail program with an outbox. It writes the letter's header and hands the letter to its MTA;
/// with the 250 the letter leaves the outbox.
package actor SenderClient {
    package struct Draft: Sendable, Hashable {
        /// From the scenario's first letter as 0.
        package var number: Int
        package var letter: Scenario.Letter
        package var id: String
        /// Recipients for whom the MTA has answered, for better or worse: not asked again.
        package var settled: Set<String> = []

        package init(number: Int, letter: Scenario.Letter, id: String) {
            self.number = number
            self.letter = letter
            self.id = id
        }
    }

    package nonisolated let site: StationSite
    /// `alice@south.example`
    package nonisolated let owner: String
    package private(set) var outbox: [Draft]

    private let settings: ClientSettings

    /// - Parameter settings: TLS and login.
    package init(owner: String, site: StationSite, outbox: [Draft], settings: ClientSettings = ClientSettings()) {
        self.settings = settings
        self.owner = owner
        self.site = site
        self.outbox = outbox
    }

    /// Hands a letter of the outbox to the MTA.
    ///
    /// Who was refused for now, or heard nothing because the connection broke off, stays in the outbox for another attempt;
    /// who was accepted or refused for good does not.
    ///
    /// - Returns: What became of each recipient that was still open, in the order of RCPT; nil where no such letter is in the
    ///   outbox.
    package func submit(_ number: Int, to host: Directory.Host) async throws -> [SMTPDelivery.Fate]? {
        guard let draft = outbox.first(where: { $0.number == number }) else { return nil }
        let recipients = draft.letter.recipients.filter { !draft.settled.contains($0) }
        let sender = draft.letter.envelopeFrom ?? draft.letter.from
        var order = SMTPDelivery.Order(
            clientName: site.host, from: sender.isEmpty ? .null : .mailbox(try Mailbox(sender)),
            recipients: try recipients.map { try Mailbox($0) },
            isInternational: recipients.contains { $0.utf8.contains { $0 >= 0x80 } },
            content: Self.compose(draft.letter, id: draft.id, time: await site.tap.now))
        order.notices = draft.letter.notices
        order.recipientNotices = recipients.map { _ in .init(notify: draft.letter.notify) }
        let role = SMTPDelivery(order, settings: settings, nonces: site.nonces(for: number))
        let isSealed = settings.security == .implicit
        let delivery = try await site.call(
            host, protocol: isSealed ? .smtps : .smtp, as: "sender client", role: role
        ).role
        var settled = draft.settled
        // Where the server did not even let us in, or we would not log in as it wants, nothing was said about the letter.
        let fates = delivery.entranceFailure.map { reply in recipients.map { _ in .deferred(reply) } } ?? delivery.fates
        for (recipient, fate) in zip(recipients, fates) {
            if case .deferred = fate { continue }
            settled.insert(recipient)
        }
        // Refused for good is settled as well: the person is told and must write anew.
        if draft.letter.recipients.allSatisfy({ settled.contains($0) }) {
            outbox.removeAll { $0.number == number }
            await site.tap.log(
                DecisionRecord(
                    station: owner, kind: .relayed, letter: draft.id, recipients: draft.letter.recipients,
                    text: "takes the letter out of the outbox"),
                moves: [.outOf("outbox", owner, draft.id)])
        } else if let index = outbox.firstIndex(where: { $0.number == number }) {
            outbox[index].settled = settled
            await site.tap.log(
                DecisionRecord(
                    station: owner, kind: .deferred, letter: draft.id,
                    recipients: draft.letter.recipients.filter { !settled.contains($0) },
                    text: delivery.entranceFailure.map {
                        "keeps the letter in the outbox: \(DeliveryReport.words(of: $0))"
                    } ?? "keeps the letter in the outbox, to try again"))
        }
        return fates
    }

    /// Lines end in CR LF; U+240A and U+240D, the pictures of the controls, stand for a lone LF and a lone CR.
    private static func octets(ofRaw raw: String) -> [UInt8] {
        var octets: [UInt8] = []
        for scalar in raw.unicodeScalars {
            switch scalar {
            case "\n": octets += [0x0D, 0x0A]
            case "\u{240A}": octets.append(0x0A)
            case "\u{240D}": octets.append(0x0D)
            default: octets += Array(String(scalar).utf8)
            }
        }
        return octets
    }

    /// The letter as it travels: header, empty line, text, each line ended by CR LF, RFC 5322.
    package static func compose(_ letter: Scenario.Letter, id: String, time: Int64) -> [UInt8] {
        if let raw = letter.raw { return Self.octets(ofRaw: raw) }
        var lines = [
            "Date: \(MessageDate(nanoseconds: time).text)", "From: <\(letter.from)>",
            "To: \(letter.to.map { "<\($0)>" }.joined(separator: ", "))",
        ]
        if !letter.cc.isEmpty { lines.append("Cc: \(letter.cc.map { "<\($0)>" }.joined(separator: ", "))") }
        lines += [
            "Subject: \(EncodedWord.encode(letter.subject))", "Message-ID: \(id)", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: \(letter.text.utf8.contains { $0 >= 0x80 } ? "8bit" : "7bit")", "",
        ]
        var text = letter.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if text.last == "" { text.removeLast() }
        return Array((lines + text).map { $0 + "\r\n" }.joined().utf8)
    }
}
