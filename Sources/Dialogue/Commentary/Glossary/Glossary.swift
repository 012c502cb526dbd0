package import MailProtocols

/// What Mailscope can explain: the one glossary behind the remarks on steps, `mailscope explain` and the lessons.
///
/// The tables stand under Words/, one file a subject; notes come from ``NoteCatalogue``.
package enum Glossary {
    /// Every entry, in the order of the tables.
    package static let entries: [GlossaryEntry] =
        smtpCommands + pop3Commands + positiveReplies + temporaryReplies + permanentReplies + replyClasses
        + replyCategories + statusClasses + statusSubjects + addressStatuses + protocolStatuses + securityStatuses
        + pop3Responses + phases + states + actors + extensions + parameters + pop3Capabilities + mechanisms + mailTerms
        + wireTerms + notes

    /// The entry with that id.
    package static func entry(id: String) -> GlossaryEntry? { byID[id] }

    package static func entry(_ verb: SMTPVerb) -> GlossaryEntry? { byID["smtp-" + verb.word.lowercased()] }
    package static func entry(_ verb: POP3Verb) -> GlossaryEntry? { byID["pop3-" + verb.word.lowercased()] }
    package static func entry(_ note: Note) -> GlossaryEntry? { byID["note-" + note.id] }
    package static func entry(_ phase: Phase) -> GlossaryEntry? {
        phases.first { $0.names.first == phase.rawValue }
    }

    /// What can be asked for, each name once, in the order of the tables: for a list of topics or for completions.
    package static func names(of kind: GlossaryEntry.Kind) -> [String] {
        var seen: Set<String> = []
        return entries.filter { $0.kind == kind }.compactMap(\.names.first).filter { seen.insert($0).inserted }
    }

    private static let byID: [String: GlossaryEntry] =
        .init(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

    private static let notes: [GlossaryEntry] = NoteCatalogue.entries.map { entry in
        .init(
            id: "note-" + entry.note.id, .note, names: [entry.note.id],
            title: "\(entry.note.id) (\(entry.severity.rawValue))",
            entry.text, more: entry.why, entry.citations)
    }
}

// MARK: Codes

extension Glossary {
    /// The entry of an SMTP reply code, or of POP3's indicators. A code that is in no standard is explained by its first
    /// and second digit, which is all that a client needs (RFC 5321 section 4.2.1).
    ///
    /// - Returns: nil for ``ReplyCode/none`` and for numbers of more than three digits.
    package static func entry(_ code: ReplyCode) -> GlossaryEntry? {
        if let known = byID[code.description.lowercased()] { return known }
        guard (0...999).contains(code.rawValue) else { return nil }
        let digits = Array(code.description)
        guard let first = digits.first, let category = byID["\(first)yz"] else {
            return .init(
                id: code.description, .replyCode, .smtp, names: [code.description],
                title: "\(code.description) out of range",
                "Not a reply code of SMTP: the first digit runs from 2 to 5.", [.rfc(5321, "4.2.1")],
                related: ["2yz", "4yz", "5yz"])
        }
        let subject = digits.count > 1 ? byID["x\(digits[1])z"]?.meaning : nil
        return .init(
            id: code.description, .replyCode, .smtp, names: [code.description],
            title: "\(code.description), a \(first)yz code", category.meaning,
            more: "No standard defines \(code.description); a client goes by the first digit, \(first)yz. "
                + (subject ?? "The second digit is outside the range that SMTP uses."), category.citations,
            related: ["\(first)yz"])
    }

    /// The entry of an enhanced status code, `5.1.1`, of RFC 3463: class, subject and detail in one.
    ///
    /// - Parameter code: Three numbers with dots between. A detail that is not registered is explained by class and subject.
    /// - Returns: nil where it is not shaped so, or the class is none of 2, 4 and 5.
    package static func enhanced(_ code: String) -> GlossaryEntry? {
        let numbers = code.split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count == 3, let kind = byID["\(numbers[0]).y.z"] else { return nil }
        guard numbers.allSatisfy({ (1...3).contains($0.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        if let known = byID["x.\(numbers[1]).\(numbers[2])"] {
            return .init(
                id: code, .enhancedCode, .smtp, names: [code], title: code + known.title.dropFirst(known.id.count),
                known.meaning,
                more: "The \(numbers[0]) in front: \(kind.meaning.prefix(1).lowercased() + kind.meaning.dropFirst())",
                known.citations + kind.citations,
                related: kind.related)
        }
        guard let subject = byID["x.\(numbers[1]).z"] else {
            return .init(
                id: code, .enhancedCode, .smtp, names: [code], title: "\(code), not registered", kind.meaning,
                more: "Subject \(numbers[1]) is not registered.", kind.citations)
        }
        return .init(
            id: code, .enhancedCode, .smtp, names: [code], title: "\(code), not registered",
            "\(kind.meaning) \(subject.meaning)", more: "This detail is not in the registry.",
            subject.citations + kind.citations)
    }
}
