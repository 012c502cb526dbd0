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
        return Array((field + "; \(MessageDate(nanoseconds: time).text)\r\n").utf8)
    }

    /// Written once, where the letter leaves SMTP.
    static func returnPath(_ path: ReversePath) -> [UInt8] { Array("Return-Path: \(path)\r\n".utf8) }

    /// How many Received fields a letter has.
    package static func count(in letter: [UInt8]) -> Int {
        HeaderSection(parsing: letter.span).all("Received").count
    }

    /// What a letter is called in lists of letters: its Message-ID, else its subject, else words that say so.
    package static func label(of letter: [UInt8]) -> String {
        let header = HeaderSection(parsing: letter.span)
        let field = header.first("Message-ID") ?? header.first("Subject")
        return field.map(\.text) ?? "(without Message-ID)"
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
