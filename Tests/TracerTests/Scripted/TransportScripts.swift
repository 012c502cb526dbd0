import Testing

/// A script and what it is about.
struct NamedScript: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var testDescription: String { name }

    init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}

/// What lies below the dialogue, as no public capture shows it all.
enum TransportScripts {
    /// A short session with a message; `%` lines go in front of it and into it.
    static func session(_ head: String, _ middle: String = "") -> String {
        """
        \(head)
        == smtp 25
        \(middle)
        S: 220 mx.example ready
        C: EHLO a.example
        S: 250-mx.example
        S: 250 PIPELINING
        C: MAIL FROM:<a@a.example>
        S: 250 ok
        C: RCPT TO:<b@b.example>
        S: 250 ok
        C: DATA
        S: 354 go ahead
        C> From: a@a.example
        C> To: b@b.example
        C> Date: Mon, 5 Jan 2026 09:00:00 +0000
        C>\("")
        C> A letter of some length, so that there is something to cut into fragments.
        C> ..and a dot
        C> .
        S: 250 taken
        C: QUIT
        S: 221 bye
        --
        """
    }

    static let all: [NamedScript] =
        ["vlan", "qinq", "sll", "sll2", "ppp", "pppoe", "null", "loop", "raw"].map {
            NamedScript("link type \($0)", session("% link \($0)"))
        }
        + ["ethernet", "qinq", "sll2", "ppp", "null", "raw"].map {
            NamedScript("IPv6 in \($0)", session("% link \($0)\n% ipv6"))
        }
        + [8, 24, 40].map { NamedScript("IP fragments of \($0) octets", session("", "% fragment \($0)")) }
        + [1, 2, 3, 7].map { NamedScript("segments of \($0) octets", session("", "% cut \($0)")) }
        + [
            NamedScript("sequence numbers that wrap", session("", "% wrap")),
            NamedScript("sequence numbers that wrap, octet by octet", session("", "% wrap\n% cut 1")),
            NamedScript("fragments in a double tag", session("% link qinq", "% fragment 16")),
            NamedScript(
                "a port used again",
                """
                == smtp 25
                S: 220 first
                C: QUIT
                S: 221 bye
                --
                == smtp 25
                % reuse
                S: 220 second
                C: NOOP
                S: 250 ok
                C: QUIT
                S: 221 bye
                --
                == smtp 25
                % reuse
                S: 554 third ## greeting-refused
                C: QUIT
                S: 221 bye
                -- rst client ## connection-reset
                """),
            NamedScript(
                "a segment that comes late, one that comes twice, one that comes changed",
                """
                == smtp 25
                S: 220 mx.example
                C: EHLO a.example
                S: 250-mx.example
                % again
                % late
                S: 250-SIZE
                S: 250 PIPELINING
                % joined
                C: NOOP one
                % apart
                S: 250 ok
                % again 451 no\\r\\n
                C: QUIT
                % again
                S: 221 bye
                -- ## retransmission-differs
                """),
            NamedScript(
                "holes: a command, a reply, lines of content",
                """
                == smtp 25
                S: 220 mx.example
                C: EHLO a.example
                S: 250-mx.example
                S: 250 PIPELINING
                % lose
                C: NOOP lost
                S? 250 ok ## unsolicited-reply
                C: MAIL FROM:<a@a.example>
                S: 250 ok
                C: RCPT TO:<b@b.example>
                S: 250 ok
                C: DATA
                S: 354 go ahead
                C> From: a@a.example
                % lose
                C> Date: lost
                C>\("")
                C> body
                C> .
                S: 250 taken
                C: QUIT
                S: 221 bye
                -- ## bytes-missing
                """),
            NamedScript(
                "no handshake",
                """
                == smtp 25
                % midstream
                C: MAIL FROM:<a@a.example>
                S: 250 ok
                C: RCPT TO:<b@b.example>
                S: 250 ok
                C: RSET
                S: 250 ok
                C: QUIT
                S: 221 bye
                -- ## mid-stream
                """),
            NamedScript(
                "one side only",
                """
                == smtp 25
                % only client
                S: 220 not captured
                C: EHLO a.example
                S: 250 not captured
                C: MAIL FROM:<a@a.example>
                S: 250 not captured
                C: QUIT
                S: 221 not captured
                -- ## one-sided, bytes-missing
                """),
            NamedScript(
                "a capture that ends first",
                """
                == smtp 25
                S: 220 mx.example
                C: EHLO a.example
                S: 250 mx.example
                -- open
                """),
        ]
}
