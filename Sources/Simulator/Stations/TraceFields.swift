import Dialogue
import MailProtocols

/// The lines that stations put on top of a letter, RFC 5321 section 4.4. The rest of it is the sender's, and no station
/// changes an octet of it.
package enum TraceFields {
    /// The Received field of one acceptance, with its line ends.
    ///
    /// - Parameters:
    ///   - clientAddress: As output shows it.
    ///   - recipient: Named only where there is one alone: the others are nobody's business.
    static func received(
        from clientName: String, clientAddress: String, by host: String, with: String, id: String, recipient: String?,
        time: Int64
    ) -> [UInt8] {
        let literal = clientAddress.contains(":") ? "IPv6:\(clientAddress)" : clientAddress
        var field = "Received: from \(printable(clientName)) ([\(literal)])\r\n\tby \(host) with \(with) id \(id)"
        if let recipient { field += "\r\n\tfor <\(printable(recipient))>" }
        return Array((field + "; \(CivilTime(nanoseconds: time).headerForm)\r\n").utf8)
    }

    /// Written once, where the letter leaves SMTP.
    static func returnPath(_ path: ReversePath) -> [UInt8] { Array("Return-Path: \(path)\r\n".utf8) }

    /// How many Received fields a letter has.
    package static func count(in letter: [UInt8]) -> Int {
        var count = 0
        eachHeaderLine(letter) { line in if hasName("received", line) { count += 1 } }
        return count
    }

    /// What a letter is called in lists of letters: its Message-ID, else its subject, else a word that says so.
    package static func label(of letter: [UInt8]) -> String {
        var found: [String: String] = [:]
        eachHeaderLine(letter) { line in
            for name in ["message-id", "subject"] where found[name] == nil && hasName(name, line) {
                let text = String(decoding: line.dropFirst(name.utf8.count + 1), as: UTF8.self)
                found[name] = String(text.drop { $0 == " " || $0 == "\t" })
            }
        }
        return found["message-id"] ?? found["subject"] ?? "(without Message-ID)"
    }

    private static func hasName(_ name: String, _ line: ArraySlice<UInt8>) -> Bool {
        var rest = line.makeIterator()
        for byte in name.utf8 {
            guard let other = rest.next(), other | 0x20 == byte | 0x20 else { return false }
        }
        return rest.next() == UInt8(ascii: ":")
    }

    /// The lines of the header section, without their ends.
    private static func eachHeaderLine(_ letter: [UInt8], _ visit: (ArraySlice<UInt8>) -> Void) {
        var start = letter.startIndex
        while start < letter.endIndex {
            let end = letter[start...].firstIndex(of: 0x0A) ?? letter.endIndex
            let hasReturn = end > start && letter[end - 1] == 0x0D
            let line = letter[start..<(hasReturn ? end - 1 : end)]
            if line.isEmpty { return }
            visit(line)
            start = min(end + 1, letter.endIndex)
        }
    }

    /// A client's own words about itself, made fit for a header field.
    private static func printable(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(255) {
            scalars.append(scalar.value > 0x20 && scalar.value != 0x7F ? scalar : "?")
        }
        return String(scalars)
    }
}
