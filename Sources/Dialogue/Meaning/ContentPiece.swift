/// A piece of what a message consists of, in the order of the dialogue: for whoever keeps messages. Only the octets of
/// whole messages come so (DATA, the chunks of BDAT joined, RETR), unstuffed, without the dot line.
package struct ContentPiece: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case octets([UInt8])
        /// The message may have to be taken back to here: keep where it stands. There is one mark at most, the last.
        case mark
        /// The message is what it was at the mark.
        case rewind
        indirect case end(End)
        /// The message under way, if there is one, will not be completed.
        case abandoned
    }

    /// What is known of a message when its last octet has come.
    package struct End: Sendable, Hashable {
        /// The number of the step that completed it.
        package var step: Int32
        /// Nothing is missing.
        package var isWhole: Bool
        /// Nanoseconds since 1970 UTC of the last octet.
        package var time: Int64
        /// nil in POP3; `""` is the null reverse-path.
        package var reversePath: String?
        /// With its angle brackets, decoded; as hostile as all of the message.
        package var messageID: String?
        package var subject: String?

        package init(
            step: Int32, isWhole: Bool, time: Int64 = 0, reversePath: String? = nil, messageID: String? = nil,
            subject: String? = nil
        ) {
            self.step = step
            self.isWhole = isWhole
            self.time = time
            self.reversePath = reversePath
            self.messageID = messageID
            self.subject = subject
        }
    }

    package var connection: Int32
    package var kind: Kind

    package init(connection: Int32, kind: Kind) {
        self.connection = connection
        self.kind = kind
    }
}
