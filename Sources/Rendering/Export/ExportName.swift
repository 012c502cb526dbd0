import Dialogue

/// What an exported message is called. Whatever the message says of itself, a name holds ASCII letters, digits, `-`, `_` and
/// single dots only, begins with a digit, and is short.
enum ExportName {
    /// Octets that a message's own words may take in its name.
    static let wordLimit = 60

    /// `000012-c3-1.abc_south.example.eml`; `-incomplete` in front of the dot where octets are missing.
    static func eml(number: Int, connection: Int32, _ end: ContentPiece.End, attempt: Int) -> String {
        var name = padded(number) + "-c\(connection)"
        let word = safe(end.messageID ?? end.subject ?? "")
        if !word.isEmpty { name += "-" + word }
        if attempt > 1 { name += "-\(attempt)" }
        return name + (end.isWhole ? ".eml" : "-incomplete.eml")
    }

    /// As Maildir's deliveries are named: time, then what makes it unique, then who delivered.
    static func maildir(number: Int, process: Int32, _ end: ContentPiece.End, attempt: Int) -> String {
        let seconds = max(0, end.time) / 1_000_000_000
        let microseconds = max(0, end.time) / 1_000 % 1_000_000
        let again = attempt > 1 ? "R\(attempt)" : ""
        let name = "\(seconds).M\(microseconds)P\(process)Q\(number)\(again).mailscope"
        return end.isWhole ? name : name + "-incomplete"
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
    }

    /// Letters, digits, hyphens and single dots as they are, each run of anything else as one `_`; none at either end.
    static func safe(_ text: String) -> String {
        var safe: [UInt8] = []
        for byte in text.utf8 {
            let kept: UInt8
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                kept = byte
            case UInt8(ascii: "."): kept = safe.last == UInt8(ascii: ".") ? 0 : byte
            default: kept = safe.last == UInt8(ascii: "_") ? 0 : UInt8(ascii: "_")
            }
            if kept == 0 || safe.isEmpty && !isLetterOrDigit(kept) { continue }
            if safe.count == wordLimit { break }
            safe.append(kept)
        }
        while let last = safe.last, !isLetterOrDigit(last) { safe.removeLast() }
        return String(decoding: safe, as: UTF8.self)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        byte != UInt8(ascii: "-") && byte != UInt8(ascii: "_") && byte != UInt8(ascii: ".")
    }
}
