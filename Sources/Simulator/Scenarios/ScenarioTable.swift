import Yams

func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        true
    default: false
    }
}

func words(for node: Node) -> String {
    switch node {
    case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "“\(scalar.string.prefix(60))”"
    case .mapping: "keys and values"
    case .sequence: "a list"
    case .alias: "an alias"
    }
}

/// One YAML mapping whose keys are known.
struct ScenarioTable {
    private let values: [String: Node]
    private let line: Int
    private let owner: String
    private let file: String

    init(_ node: Node, of owner: String, keys: [String], _ file: String) throws(ScenarioError) {
        guard case .mapping(let mapping) = node else {
            throw ScenarioError(
                file: file, line: node.mark?.line ?? 0,
                problem: .expected(what: "the keys \(keys.joined(separator: ", "))", found: words(for: node)))
        }
        var values: [String: Node] = [:]
        for (keyNode, value) in mapping {
            let key = keyNode.string ?? ""
            guard keys.contains(key) else {
                throw ScenarioError(
                    file: file, line: keyNode.mark?.line ?? 0,
                    problem: .unknownKey(key, of: owner, didYouMean: nearest(to: key, among: keys), known: keys))
            }
            values[key] = value
        }
        self.values = values
        self.line = node.mark?.line ?? 0
        self.owner = owner
        self.file = file
    }

    func node(_ key: String) -> Node? { values[key] }

    func text(_ key: String) throws(ScenarioError) -> String {
        guard let text = try optionalText(key) else {
            throw ScenarioError(file: file, line: line, problem: .missingKey(key, of: owner))
        }
        return text
    }

    func optionalText(_ key: String) throws(ScenarioError) -> String? {
        guard let node = values[key] else { return nil }
        guard case .scalar(let scalar) = node else {
            throw wrong(key, "one value for “\(key)”", words(for: node))
        }
        return scalar.string
    }

    /// The value under `key` where it is one word; nil for a list or nothing.
    func oneWord(_ key: String) throws(ScenarioError) -> String? {
        if case .scalar(let scalar)? = values[key] { return scalar.string }
        return nil
    }

    /// The list under `key`; a single value counts as a list of one, a missing key as none.
    func list(_ key: String) throws(ScenarioError) -> [Node] {
        guard let node = values[key] else { return [] }
        switch node {
        case .sequence(let sequence): return Array(sequence)
        case .scalar(let scalar) where !scalar.string.isEmpty: return [node]
        default: throw wrong(key, "a list for “\(key)”", words(for: node))
        }
    }

    func hostName(_ key: String) throws(ScenarioError) -> String {
        try parsed(key, try text(key), "a host name like mx.north.example") {
            Self.isHostName($0) ? $0.lowercased() : nil
        }
    }

    func optionalHostName(_ key: String) throws(ScenarioError) -> String? {
        values[key] == nil ? nil : try hostName(key)
    }

    /// A time span like 30m, 1h30m or 5d in nanoseconds.
    func optionalSpan(_ key: String) throws(ScenarioError) -> Int64? {
        guard let text = try optionalText(key) else { return nil }
        return try parsed(key, text, "a time like 90s, 30m, 1h30m or 5d") { LetterTime.span(of: $0) }
    }

    func optionalNumber(_ key: String, _ range: ClosedRange<Int>) throws(ScenarioError) -> Int? {
        guard let text = try optionalText(key) else { return nil }
        return try parsed(key, text, "a number from \(range.lowerBound) to \(range.upperBound)") {
            Int($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func optionalFlag(_ key: String) throws(ScenarioError) -> Bool? {
        guard let text = try optionalText(key) else { return nil }
        return try parsed(key, text, "true or false") { ["true": true, "false": false][$0] }
    }

    /// A word of an enumeration.
    func optionalWord<Word: RawRepresentable<String> & CaseIterable>(
        _ key: String, as purpose: String
    ) throws(ScenarioError) -> Word? {
        guard let text = try optionalText(key) else { return nil }
        if let word = Word(rawValue: text) { return word }
        throw unknown(text, at: values[key], purpose, Word.allCases.map(\.rawValue))
    }

    func wordList<Word: RawRepresentable<String> & CaseIterable>(
        _ key: String, as purpose: String
    ) throws(ScenarioError) -> [Word] {
        var words: [Word] = []
        for node in try list(key) {
            let text = node.string ?? ""
            guard let word = Word(rawValue: text) else {
                throw unknown(text, at: node, purpose, Word.allCases.map(\.rawValue))
            }
            words.append(word)
        }
        return words
    }

    private func unknown(_ text: String, at node: Node?, _ purpose: String, _ known: [String]) -> ScenarioError {
        ScenarioError(
            file: file, line: node?.mark?.line ?? line,
            problem: .unknownWord(text, for: purpose, didYouMean: nearest(to: text, among: known), known: known))
    }

    func parsed<Value>(
        _ key: String, _ text: String, _ expected: String, _ parse: (String) -> Value?
    ) throws(ScenarioError) -> Value {
        guard let value = parse(text) else { throw wrong(key, expected, "“\(text.prefix(60))”") }
        return value
    }

    private func wrong(_ key: String, _ expected: String, _ found: String) -> ScenarioError {
        ScenarioError(
            file: file, line: values[key]?.mark?.line ?? line, problem: .expected(what: expected, found: found))
    }

    /// Letters, digits, hyphens and dots, no empty label: safe as a folder name, too.
    static func isHostName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                !label.isEmpty && label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
            }
    }
}
