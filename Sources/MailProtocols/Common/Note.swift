/// Everything that may be remarked about a step, a connection or a message. The words, the seriousness and the source of
/// each stand once, in ``NoteCatalogue``; servers, tracer, quirk profiles, lessons and `explain` read them there.
package enum Note: UInt8, Sendable, Hashable, CaseIterable {
    // The order of commands and replies
    case commandBeforeHello, nestedMail, recipientBeforeMail, dataBeforeRecipient, mailAfterQuit
    case commandOutOfState, unknownCommand, malformedCommand, commandTooLong, pipeliningNotOffered, parameterNotOffered
    case tooManyPendingCommands, bareLineFeed, bareCarriageReturn, nulByte, eightBitCommand, emptyCommand
    case replyOutOfStep, unsolicitedReply, replyWithoutCode, replyCodesDiffer, replyCodeOutOfRange, replyTooLong
    case earlyTalker, greetingMissing, greetingRefused, serviceClosing
    // Content
    case dataRefused, contentUnterminated, endedByLineFeed, smugglingSeam, notDotStuffed, textLineTooLong, eightBitContent
    case chunkSizeInvalid, chunkRefused, chunkCutShort, lastChunkMissing, listUnterminated, largeMessage
    // Security
    case passwordInClear, passwordBeforeTLS, encodingIsNotEncryption, authCancelled, authNotBase64, authFailed
    case startTLSUnused, startTLSRefused, startTLSStripped, startTLSNotFollowed, plaintextBehindSTARTTLS
    case plaintextOnTLSPort, tlsOnPlaintextPort
    // Meaning
    case nullReversePath, envelopeDiffersFromHeader, recipientRefused, duplicateMessage, lostReply, partialDelivery
    case deletedWithoutQuit, mailboxBusy, temporaryFailure, permanentFailure
    // What the capture shows of the transport
    case connectionRefused, connectionReset, connectionCut, midStream, oneSided, bytesMissing, retransmissionDiffers
    case gaveUpWaiting, candidateOverrun, httpConnect
    // Message format
    case headerMissing, headerMalformed, mimeTooDeep, mimeTooManyParts, badBase64, badQuotedPrintable, badEncodedWord
    case boundaryMissing, longFilename

    /// The stable id in JSON lines and on the command line: the case's words joined by hyphens, `null-reverse-path`.
    package var id: String {
        var id = ""
        var wasUpper = true
        for character in "\(self)" {
            if character.isUppercase, !wasUpper { id.append("-") }
            wasUpper = character.isUppercase
            id.append(contentsOf: character.lowercased())
        }
        return id
    }
}

/// A set of notes in sixteen bytes, so that a step stays a small value.
package struct NoteSet: OptionSet, Sendable, Hashable {
    package var rawValue: UInt128
    package init(rawValue: UInt128) { self.rawValue = rawValue }
    package init(_ note: Note) { rawValue = 1 << UInt128(note.rawValue) }

    /// The notes, in the catalogue's order.
    package var notes: [Note] {
        isEmpty ? [] : Note.allCases.filter { contains(NoteSet($0)) }
    }

    package func contains(_ note: Note) -> Bool { rawValue & (1 << UInt128(note.rawValue)) != 0 }
    package mutating func insert(_ note: Note) { rawValue |= 1 << UInt128(note.rawValue) }
}
