/// Reads a page as strictly as its writer should write: every element closed in its place, every attribute in quotes, every id once.
struct PageCheck {
    private(set) var problems: [String] = []
    private(set) var ids: [String] = []
    private(set) var links: [String] = []
    /// Texts of `style` and `script`.
    private(set) var raw: [String: String] = [:]
    private var open: [String] = []

    private static let void = ["meta", "link", "br", "input"]

    init(_ page: String) {
        // An accent behind a bracket or a quotation mark would make one character of both.
        let plain = page.unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .spacingMark, .format: "?"
            default: scalar
            }
        }
        let page = String(String.UnicodeScalarView(plain))
        var rest = page[...]
        guard rest.hasPrefix("<!DOCTYPE html>\n") else {
            problems = ["no doctype"]
            return
        }
        rest = rest.dropFirst("<!DOCTYPE html>".count)
        while let bracket = rest.firstIndex(where: { $0 == "<" || $0 == ">" }) {
            if rest[bracket] == ">" { problems.append("a lone > behind \(rest[..<bracket].suffix(40))") }
            check(text: rest[..<bracket])
            rest = rest[rest.index(after: bracket)...]
            if page[bracket] == "<" { tag(&rest) }
        }
        if !open.isEmpty { problems.append("open at the end: \(open)") }
        if Set(ids).count != ids.count { problems.append("an id is there twice") }
        for link in links where link.hasPrefix("#") && !ids.contains(String(link.dropFirst())) {
            problems.append("a link leads nowhere: \(link)")
        }
    }

    private mutating func check(text: Substring) {
        for piece in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
        where !["amp;", "lt;", "gt;", "quot;", "#39;"].contains(where: { piece.hasPrefix($0) }) {
            problems.append("a bare & in front of \(piece.prefix(20))")
        }
        for scalar in text.unicodeScalars where scalar.value < 0x20 && scalar != "\n" || scalar.value == 0x7F {
            problems.append("a control character, \(scalar.value)")
        }
    }

    private mutating func tag(_ rest: inout Substring) {
        if rest.first == "/" {
            let name = String(rest.dropFirst().prefix { $0 != ">" })
            if open.last == name {
                open.removeLast()
            } else {
                problems.append("</\(name)> closes \(open.last ?? "nothing")")
            }
            rest = rest.dropFirst(name.count + 2)
            return
        }
        let name = String(rest.prefix { $0.isLetter || $0.isNumber })
        rest = rest.dropFirst(name.count)
        while rest.first == " " { attribute(&rest, of: name) }
        guard rest.first == ">" else {
            problems.append("<\(name) has no end: \(rest.prefix(40))")
            return
        }
        rest = rest.dropFirst()
        guard !Self.void.contains(name) else { return }
        open.append(name)
        guard name == "style" || name == "script", let end = rest.firstRange(of: "</\(name)>") else { return }
        raw[name] = String(rest[..<end.lowerBound])
        rest = rest[end.lowerBound...]
    }

    private mutating func attribute(_ rest: inout Substring, of element: String) {
        rest = rest.dropFirst()
        let name = String(rest.prefix { $0.isLetter || $0 == "-" })
        rest = rest.dropFirst(name.count)
        guard rest.first == "=" else {
            if !["hidden", "open"].contains(name) { problems.append("\(name) of <\(element)> has no value") }
            return
        }
        rest = rest.dropFirst()
        guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else {
            problems.append("\(name) of <\(element)> is not in quotes")
            rest = rest.dropFirst(rest.count)
            return
        }
        let value = rest[rest.index(after: rest.startIndex)..<end]
        check(text: value)
        if value.contains("<") || value.contains(">") { problems.append("\(name) holds a bracket") }
        if name.hasPrefix("on") || name == "style" || name == "src" { problems.append("<\(element) \(name)>") }
        if name == "id" { ids.append(String(value)) }
        if name == "href" || name == "aria-labelledby" || name == "aria-controls" {
            links.append(name == "href" ? String(value) : "#\(value)")
        }
        rest = rest[rest.index(after: end)...]
    }
}
