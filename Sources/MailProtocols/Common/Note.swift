/// Everything that may be remarked about a step, a connection or a message. The words, the seriousness and the source of
/// each stand once, in ``NoteCatalogue``; servers, tracer, quirk profiles, lessons and `explain` read them there.
package enum Note: UInt8, Sendable, Hashable, CaseIterable {
    // The order of commands and replies
    case commandBeforeHello, nestedMail, recipientBeforeMail, dataBeforeRecipient, mailAfterQuit
    case commandOutOfState, unknownCommand, malformedCommand, commandTooLong, pipeliningNotOffered, parameterNotOffered
    case tooManyPendingCommands, bareLineFeed, bareCarriageReturn, nulByte, eightBitCommand, emptyCommand
    case replyOutOfStep, unsolicitedReply, replyWithoutCode, replyCodesDiffer, replyCodeOutOfRange, replyTooLong
    case earlyTalker, greetingMissing, greetingRefused, serviceClosing, dotWithoutData, rolesSwapped
    case pipelinedBehindLast
    // Content
    case dataRefused, contentUnterminated, endedByLineFeed, smugglingSeam, notDotStuffed, textLineTooLong,
        eightBitContent
    case chunkSizeInvalid, chunkRefused, chunkCutShort, lastChunkMissing, listUnterminated, largeMessage
    case chunkHuge
    // Security
    case passwordInClear, passwordBeforeTLS, encodingIsNotEncryption, authCancelled, authNotBase64, authFailed
    case authMalformed
    case startTLSUnused, startTLSRefused, startTLSStripped, startTLSNotFollowed, plaintextBehindSTARTTLS
    case plaintextOnTLSPort, tlsOnPlaintextPort
    case tlsKeyMissing, tlsHelloMissing, tlsNotSupported, tlsNotAuthentic, tlsRecordsLost, tlsThreadLost
    // Meaning
    case nullReversePath, envelopeDiffersFromHeader, recipientRefused, duplicateMessage, lostReply, partialDelivery
    case deletedWithoutQuit, mailboxBusy, temporaryFailure, permanentFailure, commandRefused, noRecipientAccepted
    case deletedAtOnce, deletedNumberAnswered
    // What the capture shows of the transport
    case connectionRefused, connectionReset, connectionCut, midStream, oneSided, bytesMissing, retransmissionDiffers
    case gaveUpWaiting, candidateOverrun, httpConnect, waitedTooLong
    // Message format
    case headerMissing, headerMalformed, mimeTooDeep, mimeTooManyParts, badBase64, badQuotedPrintable, badEncodedWord
    case boundaryMissing, longFilename, boundaryTooLong, headerRepeated, headerTooLong, encodedLineTooLong

    /// The stable id in JSON lines and on the command line: the case's words joined by hyphens, `null-reverse-path`.
    /// Capitals in a row are one word: `startTLSUnused` is `start-tls-unused`.
    package var id: String { Self.ids[Int(rawValue)] }

    /// By raw value, made once: asking a case for its name costs microseconds.
    private static let ids = allCases.map(\.hyphenated)

    private var hyphenated: String {
        let name = Array("\(self)")
        var id = ""
        for (index, character) in name.enumerated() {
            let follows = index + 1 < name.count ? name[index + 1] : character
            if character.isUppercase, index > 0, !name[index - 1].isUppercase || follows.isLowercase { id.append("-") }
            id.append(contentsOf: character.lowercased())
        }
        return id
    }

    /// The note of that id; nil where there is none.
    package init?(id: String) {
        guard let note = Note.allCases.first(where: { $0.id == id }) else { return nil }
        self = note
    }
}

/// A set of notes in sixteen bytes, so that a step stays a small value.
package struct NoteSet: OptionSet, Sendable, Hashable {
    // Two words rather than one long one: that would have to lie at multiples of sixteen, and so would every record with notes,
    // for which memory is found more slowly.
    private var low: UInt64
    private var high: UInt64

    /// Bit n, counted from the lowest, is the note of raw value n.
    package var rawValue: UInt128 {
        get { UInt128(high) << 64 | UInt128(low) }
        set { self = NoteSet(rawValue: newValue) }
    }
    package init(rawValue: UInt128) {
        low = UInt64(truncatingIfNeeded: rawValue)
        high = UInt64(truncatingIfNeeded: rawValue >> 64)
    }
    package init(_ note: Note) { self.init(rawValue: 1 << UInt128(note.rawValue)) }
    /// The usual one is a loop that asks tables for everything, and `[]` is written with each message.
    package init(arrayLiteral elements: NoteSet...) {
        self.init(rawValue: elements.reduce(0) { $0 | $1.rawValue })
    }

    /// The notes, in the catalogue's order.
    package var notes: [Note] {
        var notes: [Note] = []
        each { notes.append($0) }
        return notes
    }

    /// The same, one after the other.
    package func each(_ body: (Note) -> Void) {
        var rest = rawValue
        while rest != 0 {
            if let note = Note(rawValue: UInt8(rest.trailingZeroBitCount)) { body(note) }
            rest &= rest - 1
        }
    }

    package func contains(_ note: Note) -> Bool { rawValue & (1 << UInt128(note.rawValue)) != 0 }
    package mutating func insert(_ note: Note) { rawValue |= 1 << UInt128(note.rawValue) }
}
