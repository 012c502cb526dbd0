package import MailProtocols

/// The teacher's voice beside a dialogue: what each step means, in plain English, with its source.
///
/// Everything is computed when something is shown, from a step, its octets and its context; nothing is kept. Secrets are
/// never quoted, whether or not the text was masked already.
package enum Commentary {
    /// What a step means.
    package static func explain(_ record: StepRecord, _ context: RemarkContext = RemarkContext()) -> Remark {
        var remark = plain(record, context)
        let flags = record.step.flags
        if flags.contains(.injected) {
            remark.meaning += " It came in the clear where TLS should have begun, so it must not be obeyed."
            remark.reference = Array(([.rfc(3207, "4.2")] + remark.reference).prefix(3))
        }
        return remark
    }

    private static func plain(_ record: StepRecord, _ context: RemarkContext) -> Remark {
        let step = record.step
        switch step.kind {
        case .gap: return gap(step)
        case .tls: return tls(record)
        case .other: return other(step)
        case .auth: return auth(record, context)
        case .command, .reply, .content: break
        }
        if step.kind == .command, step.flags.contains(.cut) {
            return Remark("The capture lacks the rest of this line, so what was asked is not known for sure.")
        }
        switch (step.protocol.grammar, step.kind) {
        case (.pop3, .command): return pop3Command(record)
        case (.pop3, .reply): return pop3Reply(record, context)
        case (.pop3, _): return pop3Content(record, context)
        case (_, .command): return smtpCommand(record)
        case (_, .reply): return smtpReply(record, context)
        default: return smtpContent(record, context)
        }
    }

    /// `1 octet`, `523 octets`, `64,000 octets`: as remarks write sizes.
    package static func octets(_ count: Int) -> String { SpokenText.octets(count) }

    /// `1 message`, `12 messages`: as remarks count.
    package static func counted(_ count: Int, _ noun: String) -> String { SpokenText.counted(count, noun) }

    /// The catalogue's words for a step's notes, the most serious first.
    package static func notes(on step: Step) -> [NoteEntry] {
        step.notes.notes.map(\.entry).enumerated()
            .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }.map(\.element)
    }
}

// MARK: Steps that are alike in all protocols

extension Commentary {
    private static func gap(_ step: Step) -> Remark {
        Remark(
            "The capture lacks \(SpokenText.octets(step.bytes)) of the \(step.side.name) here: "
                + "they were sent, but not recorded.")
    }

    private static func other(_ step: Step) -> Remark {
        step.notes.contains(.httpConnect)
            ? Remark(
                "\(SpokenText.octets(step.bytes)) of HTTP come first: a proxy is asked to carry the connection on.",
                .rfc(9110, "9.3.6"))
            : Remark(
                "\(SpokenText.octets(step.bytes)) of the \(step.side.name) that are neither command, reply nor content."
            )
    }

    private static func tls(_ record: StepRecord) -> Remark {
        let opened = record.tls?.opened ?? 0
        let begins =
            opened > 0
            ? "The \(record.step.side.name) spoke TLS" : "From here on the \(record.step.side.name) speaks TLS"
        var parts = ["\(begins): \(SpokenText.octets(record.step.bytes))"]
        if let records = record.tls?.records, !records.isEmpty {
            let number = records.values.reduce(0) { $0.addingReportingOverflow($1).partialValue }
            parts.append("in \(SpokenText.counted(number, "record"))")
        }
        var sentence = parts.joined(separator: " ")
        sentence +=
            opened > 0 ? ", \(opened) of them opened with the session's keys." : ", unreadable without the keys."
        if let name = record.tls?.serverName {
            sentence += " The client asks for \(SpokenText.safe(name)), and that name is readable for all."
        }
        let begun: Citation =
            switch record.step.protocol {
            case .smtps, .pop3s, .imaps: .rfc(8314, "3")
            case .pop3, .imap: .rfc(2595, "4")
            case .smtp, .lmtp, .unknown: .rfc(3207, "4")
            }
        return Remark(sentence, .rfc(8446, "5.1"), begun)
    }

    /// The octets up to the first line end.
    static func firstLine(_ text: [UInt8]) -> [UInt8] { Array(text.prefix { $0 != 0x0D && $0 != 0x0A }) }

    /// `refuses X for good: no such mailbox (550 5.1.1)`, without the subject of the sentence; and where that stands.
    static func refusal(of what: String, _ reply: SMTPReply) -> (words: String, citations: [Citation]) {
        let status = reply.status.flatMap { Glossary.enhanced($0.description) }
        let code = Glossary.entry(reply.code)
        var name = shortName(code)
        if let status, let detail = reply.status?.detail, detail != 0 { name = shortName(status) }
        let numbers = [reply.code.description, reply.status?.description ?? ""].filter { !$0.isEmpty }
        let howLong = reply.outcome == .tryLater ? "for now" : "for good"
        return (
            "refuses \(what) \(howLong): \(name) (\(numbers.joined(separator: " ")))",
            [status, code].compactMap { $0?.citations.first }
        )
    }

    /// A code's name without its number: `mailbox unavailable`.
    static func shortName(_ entry: GlossaryEntry?) -> String {
        guard let entry else { return "a code that is in no standard" }
        if entry.title.contains(",") { return "the code is in no standard" }
        return String(entry.title.dropFirst(entry.id.count).drop { $0 == " " })
    }
}
