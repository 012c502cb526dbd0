/// What a station decided or did beside the dialogue: a line of its log. The simulator alone knows it; no capture shows it.
package struct DecisionRecord: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Asked the name service who takes a domain's mail.
        case lookup
        /// Took a letter over by a 250: it answers for it now.
        case accepted
        /// Put a letter into a maildrop.
        case stored
        /// Sent it on to other addresses, as an alias or a user wants it.
        case forwarded
        /// Another server took the letter over.
        case relayed
        /// Keeps it, and tries again later.
        case deferred
        /// Gave up on a recipient.
        case failed
        /// Wrote a notice to the sender: of failure, delay or success.
        case bounced, warned, confirmed
        /// Gave a letter up without telling its sender, and says so here.
        case dropped
        /// Refused a recipient or a letter, which stays with the client.
        case refused
        /// Something was made to go wrong here.
        case fault
        /// A reader's program deleted a letter from the maildrop, or put one on its own disk.
        case deleted, fetched
        /// Could not reach another station.
        case unreachable
    }

    /// Nanoseconds since 1970 UTC.
    package var time: Int64
    /// Whose log it is: a host's name.
    package var station: String
    package var kind: Kind
    /// The letter's Message-ID or subject; nil where it concerns none.
    package var letter: String?
    /// The addresses that it concerns.
    package var recipients: [String]
    /// A sentence for people.
    package var text: String

    package init(
        time: Int64 = 0, station: String, kind: Kind, letter: String? = nil, recipients: [String] = [], text: String
    ) {
        self.time = time
        self.station = station
        self.kind = kind
        self.letter = letter
        self.recipients = recipients
        self.text = text
    }
}
