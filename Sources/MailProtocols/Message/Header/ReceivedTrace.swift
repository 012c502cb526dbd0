/// A Received field: what one hop wrote on the letter as it came in, RFC 5321 section 4.4. The newest stands at the top.
package struct ReceivedTrace: Sendable, Hashable {
    /// A clause with what its comment adds: the name that was said, and (seen.example [192.0.2.1]).
    package struct Clause: Sendable, Hashable {
        package var value: String
        package var comment: String?
        package init(_ value: String, comment: String? = nil) {
            self.value = value
            self.comment = comment
        }
    }

    /// The host that handed the letter over: what it called itself.
    package var from: Clause?
    /// The host that took it.
    package var by: Clause?
    package var via: Clause?
    /// `ESMTP`, `ESMTPS`, ... (RFC 3848)
    package var with: Clause?
    package var id: Clause?
    /// The recipient, without angle brackets.
    package var `for`: Clause?
    package var date: MessageDate?

    package init() {}

    /// - Parameter field: The value, folded or not. What fits no clause is left out; nothing fails.
    package init(_ field: [UInt8]) {
        let value = HeaderField.unfold(field.span)
        var words = HeaderWords(value, marks: ";<>")
        var current: WritableKeyPath<ReceivedTrace, Clause?>?
        var dateStart: Int?
        while true {
            let word = words.next()
            if let comment = words.comment, let current, self[keyPath: current] != nil {
                self[keyPath: current]?.comment = Charset.decodeUnlabelled(comment)
            }
            guard let word else { break }
            if word == [UInt8(ascii: ";")], !words.isQuoted {
                dateStart = words.end
                current = nil
            } else if let clause = Self.clause(word), !words.isQuoted, current.map({ self[keyPath: $0] != nil }) ?? true
            {
                current = self[keyPath: clause] == nil ? clause : nil
            } else if let current, self[keyPath: current] == nil, word != [UInt8(ascii: "<")] {
                self[keyPath: current] = Clause(Charset.decodeUnlabelled(word))
            }
        }
        date = dateStart.flatMap { MessageDate(Array(value[$0...])) }
    }

    private static func clause(_ word: [UInt8]) -> WritableKeyPath<ReceivedTrace, Clause?>? {
        switch String(decoding: word, as: UTF8.self).lowercasedASCII {
        case "from": \.from
        case "by": \.by
        case "via": \.via
        case "with": \.with
        case "id": \.id
        case "for": \.for
        default: nil
        }
    }
}

extension ReceivedTrace {
    /// The field's line or lines, folded behind the clauses, ended by CR LF; clauses that are lacking are left out.
    package func line() -> [UInt8] {
        var bytes = Array("Received:".utf8)
        append(" from ", from, to: &bytes)
        append(from == nil ? " by " : "\r\n\tby ", by, to: &bytes)
        append(" via ", via, to: &bytes)
        append(" with ", with, to: &bytes)
        append(" id ", id, to: &bytes)
        append("\r\n\tfor ", self.for.map { Clause("<\($0.value)>", comment: $0.comment) }, to: &bytes)
        if let date {
            bytes.append(text: ";\r\n\t")
            bytes.append(text: date.text)
        }
        bytes.append(text: "\r\n")
        return bytes
    }

    private func append(_ name: String, _ clause: Clause?, to bytes: inout [UInt8]) {
        guard let clause else { return }
        bytes.append(text: name)
        bytes.append(line: clause.value)
        if let comment = clause.comment {
            bytes.append(text: " (")
            bytes.append(line: comment)
            bytes.append(text: ")")
        }
    }

    /// The line that the last hop puts on top: `Return-Path: <alice@south.example>`, RFC 5321 section 4.4.
    ///
    /// - Parameter reversePath: The address of MAIL FROM without brackets; empty for the null path.
    package static func returnPathLine(_ reversePath: String) -> [UInt8] {
        var bytes = Array("Return-Path: <".utf8)
        bytes.append(line: reversePath)
        bytes.append(text: ">\r\n")
        return bytes
    }
}
