import MailProtocols
import Testing

/// A note, a script that raises it, and a close relative of that script that does not.
struct NoteCase: Sendable, CustomTestStringConvertible {
    var note: Note
    var raising: String
    var silent: String
    var testDescription: String { note.id }

    init(_ note: Note, raising: String, silent: String) {
        self.note = note
        self.raising = raising
        self.silent = silent
    }

    static let all = order + replies + content + security + meaning + transport + format
}

/// An SMTP session after EHLO.
func smtp(_ lines: String, offers: [String] = ["PIPELINING"], port: Int = 25, head: String = "", end: String = "--")
    -> String
{
    let offer = (["mx.example"] + offers).enumerated().map { index, word in
        "S: 250\(index == offers.count ? " " : "-")\(word)"
    }.joined(separator: "\n")
    return "== smtp \(port)\n\(head)\nS: 220 mx.example ready\nC: EHLO a.example\n\(offer)\n\(lines)\n\(end)"
}

/// An SMTP session with one message: these lines are its content.
func letter(
    _ content: String, offers: [String] = ["PIPELINING"], from: String = "<a@a.example>", to: String = "<b@b.example>"
)
    -> String
{
    smtp(
        """
        C: MAIL FROM:\(from)
        S: 250 ok
        C: RCPT TO:\(to)
        S: 250 ok
        C: DATA
        S: 354 go ahead
        \(content.split(separator: "\n", omittingEmptySubsequences: false).map { "C> " + $0 }.joined(separator: "\n"))
        C> .
        S: 250 taken
        C: QUIT
        S: 221 bye
        """, offers: offers)
}

/// A letter with a header that nothing is to be said against; `fields` and `body` are added.
func message(_ fields: String = "", body: String = "body") -> String {
    letter(fields.isEmpty ? "\(sound)\n\n\(body)" : "\(sound)\n\(fields)\n\n\(body)")
}

let sound = "From: a@a.example\nTo: b@b.example\nDate: Mon, 5 Jan 2026 09:00:00 +0000"

/// A POP3 session after the login.
func pop3(_ lines: String, end: String = "--") -> String {
    """
    == pop3 110
    S: +OK ready
    C: APOP alice c4c9334bac560ecc979e58001b3e22fb
    S: +OK welcome
    \(lines)
    \(end)
    """
}

/// So many copies of a line.
func lines(_ count: Int, _ line: String) -> String { Array(repeating: line, count: count).joined(separator: "\n") }

func row(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
