/// What happened, more finely than a reply code says it: `5.1.1`, RFC 3463 section 2.
package struct EnhancedStatus: Sendable, Hashable, CustomStringConvertible {
    /// RFC 3463 section 3.1: the only three first numbers that exist.
    package enum Class: UInt8, Sendable, Hashable, CaseIterable {
        case success = 2
        case temporaryFailure = 4
        case permanentFailure = 5
    }

    package var `class`: Class
    /// What it is about, 0...999: 1 the address, 2 the mailbox, 3 the system, 4 the network, 5 the protocol, 6 the content,
    /// 7 security (RFC 3463 sections 3.2 to 3.8).
    package let subject: UInt16
    /// 0...999; its meaning depends on the subject.
    package let detail: UInt16

    /// Nil where a number has more than three digits.
    package init?(_ class: Class, _ subject: UInt16, _ detail: UInt16) {
        guard subject <= 999, detail <= 999 else { return nil }
        self.init(trusted: `class`, subject, detail)
    }

    /// Reads the whole of `text`; nil unless it is a status and nothing else. Leading zeros are no status.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        var cursor = ByteCursor(bytes.span)
        guard let status = cursor.takeEnhancedStatus(), cursor.isAtEnd else { return nil }
        self = status
    }

    fileprivate init(trusted class: Class, _ subject: UInt16, _ detail: UInt16) {
        self.class = `class`
        self.subject = subject
        self.detail = detail
    }

    package var description: String { "\(`class`.rawValue).\(subject).\(detail)" }
}

extension EnhancedStatus {
    // The ones that our stations say, RFC 3463 and RFC 4954 section 6.
    package static let ok = EnhancedStatus(trusted: .success, 0, 0)
    package static let senderOK = EnhancedStatus(trusted: .success, 1, 0)
    package static let recipientOK = EnhancedStatus(trusted: .success, 1, 5)
    package static let contentOK = EnhancedStatus(trusted: .success, 6, 0)
    package static let authenticated = EnhancedStatus(trusted: .success, 7, 0)
    package static let noSuchMailbox = EnhancedStatus(trusted: .permanentFailure, 1, 1)
    package static let noSuchHost = EnhancedStatus(trusted: .permanentFailure, 1, 2)
    package static let badMailboxSyntax = EnhancedStatus(trusted: .permanentFailure, 1, 3)
    package static let badSenderSyntax = EnhancedStatus(trusted: .permanentFailure, 1, 7)
    package static let mailboxFull = EnhancedStatus(trusted: .temporaryFailure, 2, 2)
    package static let messageTooLong = EnhancedStatus(trusted: .permanentFailure, 2, 3)
    package static let localError = EnhancedStatus(trusted: .temporaryFailure, 3, 0)
    package static let systemShuttingDown = EnhancedStatus(trusted: .temporaryFailure, 3, 2)
    package static let messageTooBigForSystem = EnhancedStatus(trusted: .permanentFailure, 3, 4)
    package static let invalidCommand = EnhancedStatus(trusted: .permanentFailure, 5, 1)
    package static let syntaxError = EnhancedStatus(trusted: .permanentFailure, 5, 2)
    package static let tooManyRecipients = EnhancedStatus(trusted: .temporaryFailure, 5, 3)
    package static let invalidArguments = EnhancedStatus(trusted: .permanentFailure, 5, 4)
    package static let relayingDenied = EnhancedStatus(trusted: .permanentFailure, 7, 1)
    package static let credentialsInvalid = EnhancedStatus(trusted: .permanentFailure, 7, 8)
    package static let encryptionRequired = EnhancedStatus(trusted: .permanentFailure, 7, 11)
    package static let authenticationRequired = EnhancedStatus(trusted: .permanentFailure, 7, 0)
}

extension ByteCursor {
    /// Moves over `class "." subject "." detail` when it stands here and no digit or dot follows; else nothing moves.
    mutating func takeEnhancedStatus() -> EnhancedStatus? {
        let start = offset
        guard let first = take(), let kind = EnhancedStatus.Class(rawValue: first &- 0x30), take(UInt8(ascii: ".")),
            let subject = takeStatusNumber(), take(UInt8(ascii: ".")), let detail = takeStatusNumber(),
            next.map({ !$0.isASCIILetterOrDigit && $0 != UInt8(ascii: ".") }) ?? true
        else {
            goBack(to: start)
            return nil
        }
        return EnhancedStatus(trusted: kind, subject, detail)
    }

    /// One to three digits without a leading zero.
    private mutating func takeStatusNumber() -> UInt16? {
        let start = offset
        guard let number = takeNumber(), offset - start <= 3, offset - start == 1 || number >= 10,
            offset - start < 3 || number >= 100
        else { return nil }
        return UInt16(number)
    }
}
