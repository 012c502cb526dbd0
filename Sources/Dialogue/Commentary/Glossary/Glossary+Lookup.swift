import MailProtocols

extension Glossary {
    /// Explains what somebody typed: names, codes, notes, or a whole line of a dialogue, `-ERR [IN-USE]`.
    ///
    /// Case does not matter, and hyphens, underscores and spaces are alike. The longest name that fits is taken first:
    /// `RCPT TO` is one, `550 5.1.1` are two.
    package static func lookup(words: [String]) -> Explanation {
        let tokens = words.flatMap { $0.split(whereSeparator: \.isWhitespace) }.flatMap {
            pieces(of: printable(String($0)))
        }
        var parts: [Explanation.Part] = []
        var afterCode = false
        var index = 0
        while index < tokens.count {
            if let (part, length) = longest(Array(tokens[index...])) {
                parts.append(part)
                afterCode = afterCode || isCode(part)
                index += length
            } else if afterCode {
                // Behind a code comes what the server says in its own words, up to the end of the line.
                parts.append(.serverText(tokens[index...].joined(separator: " ")))
                return .init(parts: parts)
            } else {
                parts.append(.unknown(tokens[index], nearest: nearest(to: tokens[index])))
                index += 1
            }
            if afterCode, hasStranger(tokens[index...]), index < tokens.count, !isCode(tokens[index]) {
                parts.append(.serverText(tokens[index...].joined(separator: " ")))
                return .init(parts: parts)
            }
        }
        return .init(parts: parts)
    }

    /// The name that looks most like `word`, or up to three that are equally near; empty where none shares half its letters.
    package static func nearest(to word: String) -> [String] {
        let key = Array(key(word).unicodeScalars.prefix(40))
        var least = max(1, key.count / 2)
        var nearest: [(sharesFirst: Bool, name: String)] = []
        var seen: Set<String> = []
        for name in byName.names where seen.insert(name.key).inserted {
            let other = Array(name.key.unicodeScalars)
            guard abs(other.count - key.count) <= least else { continue }
            let distance = editDistance(key, other)
            guard distance <= least, distance < other.count else { continue }
            if distance < least { nearest = [] }
            least = distance
            nearest.append((other.first == key.first, name.written))
        }
        // Of names that are equally near, those with the same first letter come first: it is seldom mistyped.
        let ranked = nearest.filter(\.sharesFirst) + nearest.filter { !$0.sharesFirst }
        return ranked.prefix(3).map(\.name)
    }

    /// Whether a name leads to more than one entry.
    static func isAmbiguous(_ name: String) -> Bool { (byName.entries[key(name)]?.count ?? 0) > 1 }
}

// MARK: One name

extension Glossary {
    private struct Names: Sendable {
        var entries: [String: [GlossaryEntry]] = [:]
        var names: [(key: String, written: String)] = []
    }

    /// Names of up to four words lead to their entries.
    private static let byName: Names = {
        var found = Names()
        for entry in entries {
            var keys: Set<String> = []
            for name in entry.names + [entry.id] where keys.insert(key(name)).inserted {
                found.entries[key(name), default: []].append(entry)
            }
            for name in entry.names { found.names.append((key(name), name)) }
        }
        return found
    }()

    /// The longest run of tokens, four at most, that is a name; and how many it takes.
    private static func longest(_ tokens: [String]) -> (Explanation.Part, Int)? {
        for length in stride(from: min(4, tokens.count), through: 2, by: -1) {
            let asked = tokens.prefix(length).joined(separator: " ")
            if let entries = byName.entries[key(asked)] { return (.found(asked: asked, entries: entries), length) }
        }
        guard let first = tokens.first, let entries = single(first) else { return nil }
        return (.found(asked: first, entries: entries), 1)
    }

    /// What one token means: a name, a code, a bracketed code, an address, or a parameter with its value.
    private static func single(_ token: String) -> [GlossaryEntry]? {
        if token.first == "[", let code = byName.entries[key(token)]?.filter({ $0.kind == .responseCode }),
            !code.isEmpty
        {
            return code
        }
        if let entries = byName.entries[key(token)] { return entries }
        if let code = replyCode(token) { return code }
        if let status = enhanced(trimmed(token)) { return [status] }
        if token.contains("<>") { return byName.entries["null reverse path"] }
        if token.contains("@") { return byName.entries["mailbox"] }
        if let equals = token.firstIndex(of: "="), equals != token.startIndex {
            return byName.entries[key(String(token[..<equals]))]
        }
        return nil
    }

    /// `550`, also `250-`.
    private static func replyCode(_ token: String) -> [GlossaryEntry]? {
        let digits = token.prefix { $0.isASCII && $0.isNumber }
        guard digits.count == 3, let number = Int16(digits), token.dropFirst(3).allSatisfy({ $0.isPunctuation })
        else { return nil }
        return entry(ReplyCode(rawValue: number)).map { [$0] }
    }

    private static func isCode(_ part: Explanation.Part) -> Bool {
        guard case .found(_, let entries) = part else { return false }
        return entries.contains { [.replyCode, .enhancedCode, .popResponse, .responseCode].contains($0.kind) }
    }

    private static func isCode(_ token: String) -> Bool {
        single(token).map { isCode(.found(asked: token, entries: $0)) } ?? false
    }

    /// One of the tokens means nothing to us: then the rest of a reply is prose, even where a word of it is a name.
    private static func hasStranger(_ tokens: ArraySlice<String>) -> Bool {
        var rest = tokens
        while !rest.isEmpty {
            guard let (_, length) = longest(Array(rest.prefix(4))) else { return true }
            rest = rest.dropFirst(length)
        }
        return false
    }
}

// MARK: Letters

extension Glossary {
    /// How names are compared: lower case, one space for hyphens, underscores and spaces, no punctuation at the ends.
    private static func key(_ name: String) -> String {
        let lower = name.lowercased()
        // The indicators of POP3, the empty path and the end mark consist of what is punctuation elsewhere.
        let bare = ["+", "+ok", "-err", "<>", "."].contains(lower) ? lower : trimmed(lower)
        guard bare.first != "-", bare != "<>" else { return bare }
        return bare.map { $0 == "-" || $0 == "_" ? " " : String($0) }.joined()
    }

    /// What is written without a space between: `550-5.1.1` is two, and so is `FROM:<>`.
    private static func pieces(of token: String) -> [String] {
        var head = Substring(token)
        var tail: Substring = ""
        if token.prefix(3).allSatisfy({ $0.isASCII && $0.isNumber }), token.dropFirst(3).first == "-" {
            (head, tail) = (token.prefix(3), token.dropFirst(4))
        } else if let bracket = token.firstIndex(of: "<"), token[..<bracket].last == ":" {
            (head, tail) = (token[..<bracket], token[bracket...])
        }
        return [String(head), String(tail)].filter { !$0.isEmpty }
    }

    /// Without quotes, brackets, colons and the like around it.
    private static func trimmed(_ token: String) -> String {
        let around: Set<Character> = [
            "[", "]", "<", ">", "(", ")", "\"", "'", "“", "”", ":", ",", ";", ".", "?", "!", "=",
        ]
        var rest = Substring(token)
        while let first = rest.first, around.contains(first) { rest.removeFirst() }
        while let last = rest.last, around.contains(last) { rest.removeLast() }
        return String(rest)
    }

    /// Without control characters: words go back to a terminal.
    private static func printable(_ word: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in word.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: continue
            default: kept.append(scalar)
            }
        }
        return String(kept)
    }

    /// Letters to insert, remove, replace or exchange with their neighbour.
    static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var rows = [Array(0...right.count)]
        for i in 1...left.count {
            var row = [i]
            for j in 1...right.count {
                let same = left[i - 1] == right[j - 1]
                var best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1))
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    best = min(best, rows[i - 2][j - 2] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}
