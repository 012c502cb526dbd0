import Dialogue
import MailProtocols

/// What stands in a line that somebody said.
enum SpokenWords {
    /// What stands behind the verb; of MAIL and RCPT the address between the brackets.
    static func argument(of record: StepRecord) -> String {
        let text = String(decoding: record.text, as: UTF8.self)
        let verb = record.step.verbName(text: record.text)
        if verb == "MAIL" || verb == "RCPT", let open = text.firstIndex(of: "<"),
            let close = text[open...].firstIndex(of: ">")
        {
            return String(text[text.index(after: open)..<close])
        }
        guard record.step.kind == .command else { return text }
        let words = text.split(maxSplits: 1, omittingEmptySubsequences: true) { $0 == " " || $0 == "\t" }
        return words.count > 1 ? Judge.trimmed(String(words[1])) : ""
    }

    /// The last word out of base64; NUL becomes a blank. nil where it is none.
    static func decoded(_ record: StepRecord) -> String? {
        guard let word = lastWord(record), let octets = Base64.decode(word) else { return nil }
        return String(decoding: octets.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
    }

    /// The password that a line gives away, and the octets that carry it.
    ///
    /// - Returns: nil for lines that carry none: digests tell nothing.
    static func password(in record: StepRecord) -> (password: String, sent: [UInt8])? {
        guard record.step.side == .client else { return nil }
        let verb = record.step.verbName(text: record.text)
        if record.step.kind == .command, verb == "PASS" {
            let word = argument(of: record)
            return word.isEmpty ? nil : (word, Array(word.utf8))
        }
        guard record.step.kind == .auth || verb == "AUTH", let word = lastWord(record),
            let octets = Base64.decode(word), !octets.isEmpty
        else { return nil }
        if octets.contains(0) {
            // AUTH PLAIN, RFC 4616 section 2: authorisation, name, password.
            let parts = octets.split(separator: 0, omittingEmptySubsequences: false)
            return parts.count == 3 ? (String(decoding: parts[2], as: UTF8.self), word) : nil
        }
        let text = String(decoding: octets, as: UTF8.self)
        // A name and 32 digits: CRAM-MD5's answer, RFC 2195 section 2. `n=` and `c=` are SCRAM's.
        let last = text.split(separator: " ").last ?? ""
        let isDigest = text.contains(" ") && last.utf8.count == 32 && last.allSatisfy(\.isHexDigit)
        return isDigest || text.contains(",r=") ? nil : (text, word)
    }

    private static func lastWord(_ record: StepRecord) -> [UInt8]? {
        let words = record.text.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
        if record.step.kind == .command, words.count < 2 { return nil }
        return words.last.map { Array($0) }
    }
}
