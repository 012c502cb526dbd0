import MailProtocols

@testable import Dialogue

/// Steps for tests of the commentary, made of what was said.
enum Said {
    static func record(
        _ kind: Step.Kind, _ side: Side, _ text: String, protocol: MailProtocol = .smtp, verb: UInt8 = 0,
        code: ReplyCode = .none, state: UInt8 = 0, flags: Step.Flags = [], answers: Int32 = 0, number: Int32 = 1
    ) -> StepRecord {
        let octets = Array(text.utf8)
        return StepRecord(
            step: Step(
                connection: 1, number: number, kind: kind, side: side, protocol: `protocol`, verb: verb, code: code,
                phase: .transfer, state: state, flags: flags, ending: .crlf, notes: [], range: 0..<octets.count,
                frames: 1...1, time: 0, took: nil, answers: answers, bytes: octets.count, stuffed: 0, missing: 0),
            text: octets, length: octets.count, sha256: nil, tls: nil)
    }

    /// A command of SMTP.
    static func smtp(_ line: String) -> StepRecord {
        record(.command, .client, line, verb: smtpVerb(line))
    }

    /// A reply of SMTP to a command, `answering`, or a greeting where that is nil.
    static func smtp(_ reply: String, answering line: String?) -> (StepRecord, RemarkContext) {
        let code = ReplyCode(Int(reply.prefix(3)) ?? -1)
        var context = RemarkContext()
        if let line { context.answered = .init(kind: .command, verb: smtpVerb(line), text: Array(line.utf8)) }
        return (
            record(
                .reply, .server, reply + "\r\n", code: code, flags: line == nil ? .greeting : [],
                answers: line == nil ? 0 : 1), context
        )
    }

    static func pop3(_ line: String, state: POP3State = .transaction) -> StepRecord {
        record(.command, .client, line, protocol: .pop3, verb: pop3Verb(line), state: state.rawValue)
    }

    static func pop3(_ reply: String, answering line: String?, state: POP3State = .transaction) -> (
        StepRecord, RemarkContext
    ) {
        let code: ReplyCode = reply.hasPrefix("+OK") ? .ok : reply.hasPrefix("-ERR") ? .err : .goOn
        var context = RemarkContext()
        if let line { context.answered = .init(kind: .command, verb: pop3Verb(line), text: Array(line.utf8)) }
        return (
            record(
                .reply, .server, reply + "\r\n", protocol: .pop3, code: code, state: state.rawValue,
                flags: line == nil ? .greeting : [], answers: line == nil ? 0 : 1), context
        )
    }

    static func content(
        _ verb: SMTPVerb, _ text: String, opener: Side? = .client, ending: Utterance.Ending = .crlf,
        isLast: Bool = false
    ) -> (StepRecord, RemarkContext) {
        var step = record(.content, .client, text, verb: verb.rawValue, flags: isLast ? .last : [])
        step.step.ending = ending
        return (step, RemarkContext(opener: opener))
    }

    static func content(
        _ verb: POP3Verb, _ text: String, answering line: String, opener: Side? = .client
    ) -> (StepRecord, RemarkContext) {
        let spoken = RemarkContext.Spoken(kind: .command, verb: verb.rawValue, text: Array(line.utf8))
        return (
            record(.content, .server, text, protocol: .pop3, verb: verb.rawValue, answers: 1),
            RemarkContext(answered: spoken, opener: opener)
        )
    }

    static func smtpVerb(_ line: String) -> UInt8 {
        let word = line.prefix { $0.isLetter || $0.isNumber }.uppercased()
        return (SMTPVerb.allCases.first { $0.word == word } ?? .unknown).rawValue
    }

    static func pop3Verb(_ line: String) -> UInt8 {
        let word = line.prefix { $0.isLetter || $0.isNumber }.uppercased()
        return (POP3Verb.allCases.first { $0.word == word } ?? .unknown).rawValue
    }
}
