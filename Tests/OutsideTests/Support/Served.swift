import Foundation
import Simulator
import Subprocess
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

    /// The built program lies beside the test program.
    static let program: String = {
        let test =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return test.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/mailscope"
    }()

    /// Runs the program while `body` runs, then ends it with SIGTERM; its exit code has to be 0.
    static func run(_ options: [String] = [], while body: (Served) async throws -> Void) async throws {
        try await withScratchFolder { scratch in
            let arguments =
                ["serve", "--smtp", "0", "--smtps", "0", "--pop3", "0", "--pop3s", "0", "--keep", "\(scratch)/kept"]
                + ["--user", "alice@home.example:\(alice)", "--user", "bob@home.example:\(bob)"] + options
            let words = ([program] + arguments).map { "'\($0)'" }.joined(separator: " ")
            let line = "exec \(words) >'\(scratch)/dialogue' 2>'\(scratch)/messages'"
            var platform = PlatformOptions()
            platform.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(10))]
            let result = try await Subprocess.run(
                .name("timeout"), arguments: ["--kill-after=2", "110", "/bin/sh", "-c", line],
                platformOptions: platform,
                input: .none, output: .discarded, error: .discarded
            ) { execution in
                do {
                    try await body(try await served(scratch))
                } catch {
                    await execution.teardown(using: platform.teardownSequence)
                    throw error
                }
                await execution.teardown(using: platform.teardownSequence)
            }
            // timeout(1) hands the signal on, and ends as the program does.
            #expect(result.terminationStatus == .exited(0) || result.terminationStatus == .exited(124))
            let messages = text("\(scratch)/messages")
            #expect(messages.contains("Closing."))
            // Nobody's secrets are in what is shown.
            for secret in [alice, bob] {
                #expect(!messages.contains(secret) && !text("\(scratch)/dialogue").contains(secret))
            }
        }
    }

    private static func served(_ scratch: String) async throws -> Served {
        var messages = ""
        for _ in 0..<200 where !messages.contains("Ready") {
            try await Task.sleep(for: .milliseconds(50))
            messages = text("\(scratch)/messages")
        }
        try #require(messages.contains("Ready"), "\(messages)")
        let ports = messages.split(separator: "\n").compactMap { line -> String? in
            guard let range = line.range(of: " port "), line.contains("mail, ") else { return nil }
            return String(line[range.upperBound...].prefix { $0.isNumber })
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

    /// What the program has shown when that is enough; it may lag behind the client. Ten seconds at most.
    func dialogue(until isEnough: (String) -> Bool) async throws -> String {
        for _ in 0..<200 where !isEnough(dialogue) { try await Task.sleep(for: .milliseconds(50)) }
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
