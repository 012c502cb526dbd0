import Rendering

/// Words for a browser. Everything that a lesson, a learner or a wire said goes through ``escaped(_:)``.
enum HTML {
    /// Text that is no markup, in an element or in a quoted attribute; control characters stand as visible escapes.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in Escaping.visible(text).unicodeScalars {
            switch scalar {
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "&": out += "&amp;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    static func prose(_ blocks: [ProseBlock]) -> String {
        blocks.map { block in
            switch block {
            case .paragraph(let runs): "<p>\(marked(runs))</p>\n"
            case .items(let items): "<ul>\(items.map { "<li>\(marked($0))</li>" }.joined())</ul>\n"
            case .quoted(let lines): quoted(lines)
            }
        }.joined()
    }

    /// Lines as they are, from left to right in any language.
    static func quoted(_ lines: [String]) -> String {
        "<pre dir=\"ltr\" tabindex=\"0\">\(lines.map(escaped).joined(separator: "\n"))</pre>\n"
    }

    private static func marked(_ runs: [ProseBlock.Run]) -> String {
        runs.map { run in
            switch run.style {
            case .plain: escaped(run.text)
            case .code: "<code dir=\"ltr\">\(escaped(run.text))</code>"
            case .strong: "<strong>\(escaped(run.text))</strong>"
            }
        }.joined()
    }

    /// A hexadecimal digit's value.
    static func nibble(_ digit: UInt8) -> UInt8 {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: 0
        }
    }
}

extension Wording {
    /// Written from right to left.
    var isRightToLeft: Bool {
        let tag = language.split(separator: "-").first.map { String($0) } ?? language
        return ["ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(tag)
    }
}
