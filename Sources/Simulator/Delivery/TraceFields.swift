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
        var field: [UInt8] = []
        field.reserveCapacity(400)
        func append(_ texts: String...) { for text in texts { field += text.utf8 } }
        append("Received: from ", printable(clientName), " ([")
        if clientAddress.utf8.contains(UInt8(ascii: ":")) { append("IPv6:") }
        append(clientAddress, "])\r\n\tby ", host, " with ", with, " id ", id)
        if let recipient { append("\r\n\tfor <", printable(recipient), ">") }
        append("; ", MessageDate(nanoseconds: time).text, "\r\n")
        return field
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
        if text.utf8.count <= 255, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(255) {
            scalars.append(scalar.value > 0x20 && scalar.value != 0x7F ? scalar : "?")
        }
        return String(scalars)
    }
}
