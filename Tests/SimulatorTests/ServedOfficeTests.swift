import Dialogue
import MailProtocols
import Simulator
import Testing

@Suite("A post office for real clients", .timeLimit(.minutes(10)))
struct ServedOfficeTests {
    private func withOffice(
        _ change: (inout ServeOptions) -> Void = { _ in }, _ body: (ServedOffice) async throws -> Void
    ) async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        var options = ServeOptions(
            users: ["alice@home.example:wonderland", "bob@home.example:builder", "carol@away.example:x"]
                .compactMap { ServeOptions.User($0) })
        (options.smtp, options.pop3, options.keep) = (0, 0, "\(folder)/kept")
        change(&options)
        let office = try await ServedOffice.start(options)
        do {
            try await body(office)
        } catch {
            await office.stop(grace: .zero)
            throw error
        }
        await office.stop(grace: .zero)
    }

    @Test("users as the command line gives them")
    func users() {
        #expect(ServeOptions.User("Bob@Home.Example:a:b")?.address == "bob@home.example")
        #expect(ServeOptions.User("Bob@Home.Example:a:b")?.password == Credential("a:b"))
        for text in [
            "", "bob", "bob:x", "bob@home.example", "bob@home.example:", "@home.example:x", "b b@home.example:x",
        ] {
            #expect(ServeOptions.User(text) == nil, "\(text)")
        }
    }

    @Test("no open relay: strangers reach the users, only users reach the world")
    func strangers() async throws {
        try await withOffice { office in
            let visitor = try await Visitor.open(office.mta.endpoint)
            _ = try await visitor.hear()
            var answers: [String] = []
            for line in [
                "EHLO x", "MAIL FROM:<x@far.example>", "RCPT TO:<y@far.example>", "RCPT TO:<bob@home.example>",
                "RCPT TO:<carol@away.example>", "RCPT TO:<dave@home.example>", "RCPT TO:<bob%far.example@home.example>",
                "RSET", "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=", "MAIL FROM:<alice@home.example>",
                "RCPT TO:<y@far.example>",
            ] {
                answers.append(String(try await visitor.say(line + "\r\n").prefix(9)))
            }
            #expect(
                answers.dropFirst() == [
                    "250 2.1.0", "550 5.7.1", "250 2.1.5", "250 2.1.5", "550 5.1.1", "550 5.1.1", "250 2.0.0",
                    "235 2.7.0", "250 2.1.0", "250 2.1.5",
                ])
            try await visitor.close()
        }
    }

    /// Sends one letter; the reply to its last word.
    private func send(from: String, to: String, at endpoint: Endpoint) async throws -> [String] {
        let visitor = try await Visitor.open(endpoint)
        _ = try await visitor.hear()
        var answers: [String] = []
        for line in ["EHLO x", "MAIL FROM:<\(from)>", "RCPT TO:<\(to)>", "DATA", "Subject: x\r\n\r\nHello\r\n."] {
            let answer = try await visitor.say(line + "\r\n")
            answers.append(String(answer.prefix(3)))
            if answer.hasPrefix("4") || answer.hasPrefix("5") { break }
        }
        _ = try await visitor.say("QUIT\r\n")
        try await visitor.close()
        return answers
    }

    @Test("where letters are thrown away, everybody is somebody, nothing is stored, and trouble can be had by name")
    func discarding() async throws {
        try await withOffice {
            $0.discards = true
            $0.isWatched = false
        } _: { (office: ServedOffice) async throws in
            let end = office.mta.endpoint
            let taken = ["250", "250", "250", "354", "250"]
            #expect(try await send(from: "a@far.example", to: "b@farther.example", at: end) == taken)
            #expect(try await send(from: "a@far.example", to: "bob@home.example", at: end) == taken)
            #expect(try await office.letters(in: "bob@home.example").isEmpty)
            #expect(try await send(from: "a@far.example", to: "450@far.example", at: end) == ["250", "250", "450"])
            var policy = SMTPPolicy(host: "sink", localUsers: [:], relays: false)
            policy.discards = true
            policy.limits.message = 100
            var bench = SMTPBench(policy)
            bench.hear("EHLO x\nMAIL FROM:<a@b.example>\nRCPT TO:<c@d.example>\nDATA\n")
            bench.hear(String(repeating: "0123456789\n", count: 20) + ".\n")
            #expect(bench.codes.last == "552 5.3.4")
        }
    }

    @Test("letters for others go on to the server that was named, and arrive there; several at a time")
    func relaying() async throws {
        try await withOffice {
            $0.users = [ServeOptions.User("dave@far.example:x")].compactMap(\.self)
        } _: { (far: ServedOffice) async throws in
            try await withOffice {
                $0.relay = far.mta.endpoint
                $0.trustsEverybody = true
                $0.isWatched = false
            } _: { (near: ServedOffice) async throws in
                let end = near.mta.endpoint
                try await withThrowingTaskGroup(of: [String].self) { group in
                    for _ in 0..<12 {
                        group.addTask { try await send(from: "a@x.example", to: "dave@far.example", at: end) }
                    }
                    for try await answers in group { #expect(answers.last == "250") }
                }
                // Whoever was the last to speak waits until his letter was handed on.
                await near.mta.settle()
                #expect(try await near.mta.queued().isEmpty)
            }
            let letters = try await far.letters(in: "dave@far.example")
            #expect(letters.count == 12)
            #expect(letters.allSatisfy { TraceFields.count(in: $0) == 2 })
        }
    }

    @Test("at closing time who is idle is told so at once, and a letter under way comes to its end")
    func closing() async throws {
        try await withOffice { office in
            let idle = try await Visitor.open(office.mta.endpoint)
            _ = try await idle.hear()
            let busy = try await Visitor.open(office.mta.endpoint)
            _ = try await busy.hear()
            for line in ["EHLO x", "MAIL FROM:<x@far.example>", "RCPT TO:<bob@home.example>", "DATA"] {
                _ = try await busy.say(line + "\r\n")
            }
            async let stopped: Void = office.stop(grace: .seconds(200))
            #expect(try await idle.hear() == "421 4.3.2 mail.home.example closes now\r\n")
            let last = try await busy.say("Subject: late\r\n\r\nStill here\r\n.\r\n")
            #expect(last.hasPrefix("250 2.0.0 Taken as "))
            await stopped
            #expect(try await office.letters(in: "bob@home.example").count == 1)
            try await busy.close()
            try await idle.close()
        }
    }

    @Test("the certificate stays the same in a folder that is kept", .needsTLS)
    func certificate() async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let first = try TLSIdentity.kept(in: folder, for: ["mail.home.example"])
        let second = try TLSIdentity.kept(in: folder, for: ["mail.home.example"])
        #expect(first.identity != nil)
        #expect(first.identity == second.identity)
        #expect(first.certificatePath == "\(folder)/tls/certificate.pem")
    }
}
