package import MailProtocols

/// AUTHORIZATION: RFC 1939 section 4 and 7, RFC 5034, RFC 2595, RFC 6856.
extension POP3Reception {
    mutating func authorization(_ command: POP3Command) -> Answer {
        switch command {
        case .user(let name):
            guard takesPasswords else { return .say(.err("Not in the clear: say STLS first")) }
            // The same answer whoever it is: a guest must not learn who has a maildrop.
            user = name
            return .say(.ok("Now the password"))
        case .pass(let password):
            guard let user else { return .say(.err("Say USER first")) }
            self.user = nil
            return .logIn(user: user, password: password)
        case .apop(let name, let digest):
            guard let timestamp else { return .say(.err("APOP is not offered here")) }
            guard let maildrop = accounts.check(apop: name, digest: digest, timestamp: timestamp) else {
                return wrongCredentials()
            }
            return .open(maildrop: maildrop)
        case .auth(nil, _): return .list(.ok("Mechanisms"), mechanisms.map(\.name))
        case .auth(let mechanism?, let response): return logIn(by: mechanism, response)
        case .stls:
            guard offersTLS else { return .say(.err("STLS is not offered here")) }
            guard !isSecured else { return .say(.err("This is TLS already")) }
            return .startTLS(.ok("Begin TLS"))
        case .utf8:
            isInternational = true
            return .say(.ok("UTF-8 it is"))
        case .lang(let tag): return language(tag)
        case .quit: return .sayLast(.ok("\(policy.host) says goodbye"))
        case .capa: return .list(.ok("What I can do"), capabilities.map(\.description))
        default: return .say(.err("I do not know this command"))
        }
    }

    private var takesPasswords: Bool { isSecured || !policy.secretsNeedTLS }

    /// The mechanisms that this session may use now.
    private var mechanisms: [SASLMechanism] {
        policy.mechanisms.filter { accounts.mechanisms.contains($0) && (takesPasswords || !$0.revealsSecret) }
    }

    var capabilities: [POP3Capability] {
        var capabilities: [POP3Capability] = [.top, .uidl, .pipelining, .responseCodes, .authResponseCode]
        if takesPasswords { capabilities.append(.user) }
        if !mechanisms.isEmpty { capabilities.append(.sasl(mechanisms)) }
        if offersTLS, !isSecured { capabilities.append(.stls) }
        if policy.loginDelay > 0 { capabilities.append(.loginDelay(seconds: policy.loginDelay, perUser: false)) }
        return capabilities + [
            .expire(days: policy.expiry, perUser: false), .utf8(user: false), .lang, .implementation("Mailscope"),
        ]
    }

    /// RFC 6856 section 3.
    func language(_ tag: String?) -> Answer {
        switch tag?.lowercased() {
        case nil: .list(.ok("Languages"), ["en English"])
        case "*", "i-default", "en", "en-us", "en-gb": .say(.ok("en English it is"))
        default: .say(.err("I speak English only"))
        }
    }

    // MARK: SASL

    private mutating func logIn(by mechanism: SASLMechanism, _ response: Credential?) -> Answer {
        guard mechanisms.contains(mechanism) else { return .say(.err("I do not offer \(mechanism.name) now")) }
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
        guard line.count <= policy.limits.authLine, !notes.contains(.bareLineFeed), sasl != nil else {
            sasl = nil
            return counted(.say(.err("The line is too long, or ended by LF")))
        }
        let said = SASLLine(line)
        if case .cancel = said {
            sasl = nil
            return counted(.say(.err("Given up, as you wish")))
        }
        return counted(answer(to: sasl?.hear(said) ?? .malformed))
    }

    private mutating func answer(to outcome: SASLServer.Outcome) -> Answer {
        if case .challenge(let challenge) = outcome { return .say(.challenge(challenge)) }
        sasl = nil
        return switch outcome {
        case .check(let user, let password): .logIn(user: user, password: password)
        case .accepted(let maildrop): .open(maildrop: maildrop)
        case .refused: wrongCredentials()
        case .malformed, .challenge: .say(.err("That is not what the mechanism wants"))
        }
    }

    /// RFC 3206 section 4: it is the credentials, not the server.
    package mutating func wrongCredentials() -> Answer {
        failedLogins += 1
        let reply = POP3Reply.err("Name or password is wrong", .auth)
        return failedLogins < policy.limits.failedLogins && !refused() ? .say(reply) : .sayLast(reply)
    }

    /// TLS has begun: what was said outside counts for nothing, RFC 2595 section 4.
    package mutating func secured() {
        isSecured = true
        isInternational = false
        user = nil
        sasl = nil
    }
}
