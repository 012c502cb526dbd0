package import MailProtocols

/// Something that is made to go wrong, at a place that is known beforehand: so it happens in every run, exactly there.
package struct Fault: Sendable, Hashable {
    /// Where in a connection.
    package enum Place: Sendable, Hashable {
        /// Just before the station says what this word names: a server the answer to the command, a client the command itself.
        /// The how-maniest, from 1; 0: each. `GREETING` is a server's first word, `CONTENT` a client's letter and a server's answer to it.
        case before(String, occurrence: Int)
        /// Just after the station has said it.
        case after(String, occurrence: Int)
        /// When the station has said so many octets, on the connection; inside TLS those of the plaintext count.
        case octet(Int)
        /// All the time, or within a span; nanoseconds after the scenario's start.
        case during(from: Int64, until: Int64)
    }

    package enum Act: Sendable, Hashable {
        /// The connection is gone.
        case cut
        /// Nothing is said for so many nanoseconds.
        case silence(Int64)
        /// These words in place of the station's own; CR LF is added.
        case say(String)
        /// What is said is said twice.
        case twice
        /// What is said is cut into segments of so many octets.
        case segments(Int)
        /// Answers that fall due together leave in one segment.
        case coalesce
        /// A line of the server's reply that begins with this word never arrives: a middlebox takes it out. Inside TLS it
        /// cannot.
        case strip(String)
        /// The server never says such a line, inside TLS and outside.
        case omit(String)
        /// Somebody in between puts these words behind what the station says, into the same segment. The station knows
        /// nothing of it.
        case inject(String)
        /// Nobody listens; callers are refused, or hear nothing at all.
        case refuseCalls, ignoreCalls
    }

    /// A host, or a person's address for his mail program.
    package var station: String
    /// The part that the station plays in the connection.
    package var side: Side
    /// The how-maniest connection of the station on that side, from 1; nil: any.
    package var connection: Int?
    /// How often it happens at most; nil: always.
    package var times: Int?
    package var place: Place
    package var act: Act

    package init(
        station: String, side: Side, connection: Int? = nil, times: Int? = 1, place: Place, act: Act
    ) {
        self.station = station
        self.side = side
        self.connection = connection
        self.times = times
        self.place = place
        self.act = act
    }
}

/// What a class of broken programs does wrong, all the time.
package enum Quirk: String, Sendable, Hashable, CaseIterable {
    /// A server takes LF alone for a line's end, in the content as well.
    case lineFeedEndsLine = "lf-ends-line"
    /// POP3: DELE deletes at once, QUIT or not.
    case deleteAtOnce = "delete-at-once"
    /// POP3: numbers move up after DELE.
    case numbersShift = "numbers-shift"
    /// POP3: the lines of TOP and RETR are sent without another dot before their dots.
    case dotsNotStuffed = "dots-not-stuffed"
    /// RSET is answered twice.
    case resetAnsweredTwice = "rset-answered-twice"
    /// Commands that came in the clear behind STARTTLS or STLS are obeyed inside TLS, CVE-2011-0411.
    case obeysInjected = "obeys-injected"
    /// The certificate is another host's.
    case wrongCertificate = "wrong-certificate"
}

extension Fault {
    /// What a server does wrong, or lacks, all the time, as far as that is a matter of what it says.
    static func habits(of host: String, lacking: [String], _ quirks: Set<Quirk>) -> [Fault] {
        var habits = lacking.map {
            Fault(station: host, side: .server, times: nil, place: .during(from: 0, until: .max), act: .omit($0))
        }
        if quirks.contains(.resetAnsweredTwice) {
            habits.append(
                Fault(station: host, side: .server, times: nil, place: .before("RSET", occurrence: 0), act: .twice))
        }
        return habits
    }
}
