import Simulator
import Yams

/// YAML inside a lesson: where it stands, so that an error names the line of the file. The text is not trusted.
struct YAMLText {
    var text: String
    var file: String
    /// Lines of the file in front of the text.
    var offset: Int
    /// Octets that are read.
    var limit = 64 << 10

    /// How deep a piece may be nested: the reader beneath walks it by recursion.
    private static let depthLimit = 24

    func node() throws(LessonError) -> Node {
        guard text.utf8.count <= limit else {
            throw LessonError(
                file: file, line: offset, problem: .tooLarge(octets: text.utf8.count, limit: limit))
        }
        try checkDepth()
        let root: Node?
        do {
            root = try Self.tree(text)
        } catch {
            throw problem(of: error)
        }
        guard let root else {
            throw LessonError(
                file: file, line: offset, problem: .expected(what: "keys and values", found: "nothing"))
        }
        var left = Self.nodeLimit
        guard Self.fits(root, &left) else {
            throw LessonError(file: file, line: offset, problem: .tooMany("values", limit: Self.nodeLimit))
        }
        return root
    }

    /// Scalars stay words: whoever wants a number reads one. What YAML takes for numbers, dates and merges is not looked for, which
    /// costs more than everything else.
    static func tree(_ text: String) throws -> Node? { try Yams.compose(yaml: text, .basic) }

    /// Nodes of one text; aliases could multiply them without end.
    private static let nodeLimit = 20_000

    private static func fits(_ node: Node, _ left: inout Int) -> Bool {
        left -= 1
        guard left > 0 else { return false }
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping where !fits(key, &left) || !fits(value, &left) { return false }
        case .sequence(let sequence): for one in sequence where !fits(one, &left) { return false }
        default: break
        }
        return true
    }

    /// Refuses what would exhaust the stack: brackets and indents counted without regard to what they mean.
    private func checkDepth() throws(LessonError) {
        var depth = 0
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var isLead = true
            var lead = 0
            for byte in line.utf8 {
                switch byte {
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
                case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): break
                case UInt8(ascii: " "), UInt8(ascii: "\t"): break
                default: isLead = false
                }
                if isLead { lead += 1 }
                guard depth <= Self.depthLimit, lead <= 4 * Self.depthLimit else {
                    throw LessonError(file: file, line: offset + number + 1, problem: .tooDeep)
                }
            }
        }
    }

    private func problem(of error: any Error) -> LessonError {
        let (line, words): (Int, String) =
            switch error {
            case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
                YamlError.composer(_, let problem, let mark, _):
                (mark.line, problem)
            case YamlError.reader(let problem, _, _, _): (1, problem)
            case YamlError.duplicatedKeysInMapping(let keys, let context):
                (context.mark.line, "the key \(keys.joined(separator: ", ")) is there twice")
            default: (1, "\(error)")
            }
        return LessonError(file: file, line: offset + line, problem: .notYAML(words))
    }

    func line(of node: Node) -> Int { offset + (node.mark?.line ?? 1) }

    func error(_ node: Node, _ problem: LessonError.Problem) -> LessonError {
        LessonError(file: file, line: line(of: node), problem: problem)
    }

    /// Reads a mapping whose keys are known; the owner is named in errors: `A step`.
    func table(_ node: Node, of owner: String, keys: [String]) throws(LessonError) -> YAMLTable {
        guard case .mapping(let mapping) = node else {
            throw error(
                node, .expected(what: "the keys \(keys.joined(separator: ", "))", found: Self.words(for: node)))
        }
        var values: [String: Node] = [:]
        for (keyNode, value) in mapping {
            let key = keyNode.string ?? ""
            guard keys.contains(key) else {
                throw error(
                    keyNode, .unknownKey(key, of: owner, didYouMean: nearest(to: key, among: keys), known: keys))
            }
            values[key] = value
        }
        return YAMLTable(values: values, node: node, owner: owner, yaml: self)
    }

    func text(_ node: Node, _ what: String) throws(LessonError) -> String {
        guard case .scalar(let scalar) = node else {
            throw error(node, .expected(what: what, found: Self.words(for: node)))
        }
        return scalar.string
    }

    func number(_ node: Node, _ what: String, _ range: ClosedRange<Int>) throws(LessonError) -> Int {
        let text = try text(node, what)
        guard let number = Int(text), range.contains(number) else {
            throw error(
                node, .expected(what: "\(what) from \(range.lowerBound) to \(range.upperBound)", found: "“\(text)”"))
        }
        return number
    }

    /// A list; a single value counts as a list of one.
    func list(_ node: Node) -> [Node] {
        if case .sequence(let sequence) = node { Array(sequence) } else { [node] }
    }

    static func words(for node: Node) -> String {
        switch node {
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "“\(scalar.string.prefix(60))”"
        case .mapping: "keys and values"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }
}

/// One YAML mapping whose keys are known.
struct YAMLTable {
    var values: [String: Node]
    let node: Node
    let owner: String
    let yaml: YAMLText

    subscript(key: String) -> Node? { values[key] }

    func need(_ key: String) throws(LessonError) -> Node {
        guard let value = values[key] else { throw yaml.error(node, .missingKey(key, of: owner)) }
        return value
    }

    func text(_ key: String) throws(LessonError) -> String { try yaml.text(try need(key), "one value for “\(key)”") }

    func optionalText(_ key: String) throws(LessonError) -> String? {
        guard let value = values[key] else { return nil }
        return try yaml.text(value, "one value for “\(key)”")
    }

    func texts(_ key: String) throws(LessonError) -> [String] {
        guard let value = values[key] else { return [] }
        var texts: [String] = []
        for node in yaml.list(value) { texts.append(try yaml.text(node, "a list of words for “\(key)”")) }
        return texts
    }

    func number(_ key: String, _ range: ClosedRange<Int>) throws(LessonError) -> Int? {
        guard let value = values[key] else { return nil }
        return try yaml.number(value, "a number", range)
    }

    func flag(_ key: String) throws(LessonError) -> Bool? {
        guard let value = values[key] else { return nil }
        switch try yaml.text(value, "true or false") {
        case "true", "yes": return true
        case "false", "no": return false
        case let other: throw yaml.error(value, .expected(what: "true or false", found: "“\(other.prefix(60))”"))
        }
    }
}
