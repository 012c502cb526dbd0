package import MailProtocols

/// AUTH and STARTTLS: RFC 4954 and RFC 3207.
extension SMTPReception {
    /// The mechanisms that this session may use now.
    var offeredMechanisms: [SASLMechanism] {
        guard let login = policy.login, let accounts else { return [] }
        let possible = login.mechanisms.filter { accounts.mechanisms.contains($0) }
        return possible.filter { isSecured || !login.secretsNeedTLS || !$0.revealsSecret }
    }

    /// AUTH.
    mutating func logIn(by mechanism: SASLMechanism, _ response: Credential?) -> Answer {
        guard let login = policy.login, let accounts else {
            return .say(SMTPReply(.notImplemented, .invalidCommand, "AUTH is not offered here"))
        }
        if user != nil { return .say(SMTPReply(.badSequence, .invalidCommand, "You are logged in already")) }
        guard offeredMechanisms.contains(mechanism) else {
            // RFC 4954 section 6 keeps 538 for what TLS would allow.
            if login.mechanisms.contains(mechanism), accounts.mechanisms.contains(mechanism) {
                return .say(SMTPReply(.encryptionRequired, .encryptionRequired, "Not in the clear: say STARTTLS first"))
            }
            return .say(SMTPReply(.parameterNotImplemented, .invalidArguments, "I do not offer \(mechanism.name)"))
        }
        let begun = SASLServer.begun(by: mechanism, response, accounts: accounts, host: policy.host, nonces: &nonces)
        sasl = begun.server
        return answer(to: begun.outcome)
    }

    /// Answers a line within AUTH.
    ///
    /// - Parameters:
    ///   - line: Without its end.
    ///   - notes: What the conversation noticed about it.
    package mutating func answer(authLine line: [UInt8], notes: NoteSet) -> Answer {
        guard line.count <= policy.limits.authLine, !notes.contains(.bareLineFeed) else {
            sasl = nil
            return counted(
                .say(
                    SMTPReply(
                        .unrecognized, EnhancedStatus(.permanentFailure, 5, 6), "The line is too long, or ended by LF"))
            )
        }
        guard sasl != nil else { return .say(SMTPReply(.badSequence, .invalidCommand, "Say AUTH first")) }
        let said = SASLLine(line)
        if case .cancel = said {
            sasl = nil
            return counted(.say(SMTPReply(.badArguments, .authenticationRequired, "Given up, as you wish")))
        }
        return counted(answer(to: sasl?.hear(said) ?? .malformed))
    }

    private mutating func answer(to outcome: SASLServer.Outcome) -> Answer {
        switch outcome {
        case .challenge(let challenge):
            return .say(SMTPReply(.authChallenge, nil, String(decoding: Base64.encode(challenge), as: UTF8.self)))
        case .check(let user, let password): return .check(user: user, password: password)
        case .accepted(let maildrop): return checked(maildrop)
        case .refused: return checked(nil)
        case .malformed:
            sasl = nil
            return .say(SMTPReply(.badArguments, .syntaxError, "That is not what the mechanism wants"))
        }
    }

    /// What is said when a password was checked.
    ///
    /// - Parameter maildrop: Whose it is; nil where name or password is wrong.
    package mutating func checked(_ maildrop: String?) -> Answer {
        sasl = nil
        if let maildrop {
            user = maildrop
            return .say(SMTPReply(.authenticated, .authenticated, "Welcome"))
        }
        failedLogins += 1
        guard failedLogins < policy.limits.failedLogins else { return .sayLast(Self.tooMuch) }
        return counted(.say(SMTPReply(.credentialsInvalid, .credentialsInvalid, "Name or password is wrong")))
    }

    /// The check itself failed.
    package mutating func couldNotCheck() -> Answer {
        sasl = nil
        return .say(
            SMTPReply(
                .temporarilyNotAvailable, EnhancedStatus(.temporaryFailure, 7, 0), "I cannot check passwords now"))
    }

    // MARK: TLS

    func startTLS() -> Answer {
        guard offersTLS else {
            return .say(SMTPReply(.notImplemented, .invalidCommand, "STARTTLS is not offered here"))
        }
        guard !isSecured else { return .say(SMTPReply(.badSequence, .invalidCommand, "This is TLS already")) }
        return .startTLS(SMTPReply(.ready, .ok, "Begin TLS"))
    }

    /// TLS has begun: what was said outside counts for nothing, RFC 3207 section 4.2.
    package mutating func secured() {
        isSecured = true
        user = nil
        sasl = nil
        clientName = ""
        isExtended = false
        chunkRefusal = nil
        forget()
    }
}
