import Simulator
import Testing

/// `mailscope serve` as a user starts it, with maildrops for alice and bob at home.example.
struct Served {
    var smtp: String
    var smtps: String
    var pop3: String
    var pop3s: String
    /// PEM.
    var certificate: String
    /// For the client's own files.
    var scratch: String
    private var kept: String

    static let alice = "w0nderland"
    static let bob = "bu1lder"

    static let program = LiveProgram.path

    /// Runs the program while `body` runs, then ends it with SIGTERM; its exit code has to be 0.
    ///
    /// - Parameter folder: What an earlier run of the same test left; nil for a fresh scratch folder.
    static func run(
        _ options: [String] = [], in folder: String? = nil, while body: (Served) async throws -> Void
    ) async throws {
        guard let folder else {
            return try await withScratchFolder { try await run(options, in: $0, while: body) }
        }
        let users = ["--user", "alice@home.example:\(alice)", "--user", "bob@home.example:\(bob)"]
        let ports = ["--smtp", "0", "--smtps", "0", "--pop3", "0", "--pop3s", "0"]
        let messages = try await LiveProgram.run(
            ["serve", "--keep", "\(folder)/kept"] + ports + users + options, in: folder, name: "dialogue"
        ) { messages in
            try await body(try served(folder, messages))
        }
        #expect(messages.contains("Closing."))
        // Nobody's secrets are in what is shown.
        for secret in [alice, bob] {
            #expect(!messages.contains(secret) && !text("\(folder)/dialogue").contains(secret))
        }
    }

    private static func served(_ scratch: String, _ messages: String) throws -> Served {
        let ports = messages.split(separator: "\n").compactMap { line -> String? in
            line.contains("mail, ") ? LiveProgram.port(in: String(line)) : nil
        }
        try #require(ports.count == 4, "built without TLS?")
        return Served(
            smtp: ports[0], smtps: ports[1], pop3: ports[2], pop3s: ports[3],
            certificate: "\(scratch)/kept/tls/certificate.pem", scratch: scratch, kept: "\(scratch)/kept")
    }

    private static func text(_ path: String) -> String {
        (try? Disk.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// What the program has shown so far.
    var dialogue: String { Self.text("\(scratch)/dialogue") }

    /// What the program has shown when that is enough; it may lag behind the client. A minute at most.
    func dialogue(until isEnough: (String) -> Bool) async throws -> String {
        for _ in 0..<1_200 where !isEnough(dialogue) { try await Task.sleep(for: .milliseconds(50)) }
        return dialogue
    }

    /// What lies in a maildrop, oldest first.
    func letters(of user: String) throws -> [String] {
        let maildir = try MaildropRoom(folder: "\(kept)/maildrops").maildir(of: "\(user)@home.example")
        return try maildir.letters().map { String(decoding: try maildir.read($0), as: UTF8.self) }
    }

    /// Puts letters into bob's maildrop as the MTA does.
    func deliver(_ subjects: [String]) throws {
        let maildir = try MaildropRoom(folder: "\(kept)/maildrops").maildir(of: "bob@home.example")
        for (number, subject) in subjects.enumerated() {
            let letter = """
                From: alice@home.example\r
                To: bob@home.example\r
                Subject: \(subject)\r
                Message-ID: <\(number)@home.example>\r
                Date: Mon, 05 Jan 2026 09:00:00 +0000\r
                \r
                .A dot begins this line.\r
                The end.\r

                """
            try maildir.deliver(Array(letter.utf8), host: "test", time: Int64(number + 1) * 1_000_000_000)
        }
    }

    /// Writes a file of settings that only its owner may read.
    func file(_ name: String, _ text: String) throws -> String {
        try Disk.write(Array(text.utf8), toNew: "\(scratch)/\(name)")
        return "\(scratch)/\(name)"
    }

    func read(_ name: String) -> String { Self.text("\(scratch)/\(name)") }
}
