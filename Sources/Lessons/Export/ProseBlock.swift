import Rendering

/// A piece of a lesson's prose. The little Markdown that lessons use: paragraphs, lists, quoted lines; `code` and **weight**.
enum ProseBlock: Hashable {
    case paragraph([Run])
    case items([[Run]])
    /// Lines as they are.
    case quoted([String])

    struct Run: Hashable {
        enum Style: Hashable { case plain, code, strong }
        var text: String
        var style: Style
    }

    /// - Parameter markdown: Not trusted: control characters come out as visible escapes.
    static func blocks(of markdown: String) -> [ProseBlock] {
        var blocks: [ProseBlock] = []
        var paragraph: [String] = []
        var items: [[String]] = []
        var quoted: [String]?
        func flush() {
            if !paragraph.isEmpty { blocks.append(.paragraph(runs(of: paragraph.joined(separator: " ")))) }
            if !items.isEmpty { blocks.append(.items(items.map { runs(of: $0.joined(separator: " ")) })) }
            paragraph = []
            items = []
        }
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let lines = quoted { blocks.append(.quoted(lines)) } else { flush() }
                quoted = quoted == nil ? [] : nil
            } else if quoted != nil {
                quoted?.append(Escaping.visible(String(line)))
            } else if line.allSatisfy(\.isWhitespace) {
                flush()
            } else if line.hasPrefix("- ") {
                if !paragraph.isEmpty { flush() }
                items.append([words(line.dropFirst(2))])
            } else if !items.isEmpty {
                items[items.count - 1].append(words(line))
            } else {
                paragraph.append(words(line))
            }
        }
        if let lines = quoted { blocks.append(.quoted(lines)) }
        flush()
        return blocks
    }

    private static func words(_ line: Substring) -> String { Escaping.visible(Judge.trimmed(String(line))) }

    /// Cut where backticks and double stars stand in pairs; a lone one is itself.
    static func runs(of text: String) -> [Run] {
        var runs: [Run] = []
        var rest = text[...]
        while !rest.isEmpty {
            let marks: [(String, Run.Style)] = [("`", .code), ("**", .strong)]
            let found = marks.compactMap {
                mark, style -> (Range<Substring.Index>, Range<Substring.Index>, Run.Style)? in
                guard let open = rest.firstRange(of: mark),
                    let close = rest[open.upperBound...].firstRange(of: mark), close.lowerBound > open.upperBound
                else { return nil }
                return (open, close, style)
            }.min { $0.0.lowerBound < $1.0.lowerBound }
            guard let (open, close, style) = found else { break }
            if open.lowerBound > rest.startIndex {
                runs.append(Run(text: String(rest[..<open.lowerBound]), style: .plain))
            }
            runs.append(Run(text: String(rest[open.upperBound..<close.lowerBound]), style: style))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { runs.append(Run(text: String(rest), style: .plain)) }
        return runs
    }
}
