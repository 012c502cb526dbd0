import Dialogue
import MailProtocols
import Simulator
import Testing

/// A station that nobody watches gives most answers on the way from the socket; what it says must be the same.
@Suite("Who is not watched says the same", .timeLimit(.minutes(10)))
struct AtOnceTests {
    static let chunk = "Subject: two\r\n\r\nHello\r\n"

    static let sending = """
        EHLO a.example
        MAIL FROM:<a@far.example> SIZE=1000
        MAIL FROM:<again@far.example>
        RCPT TO:<nobody@home.example>
        RCPT TO:<bob@home.example>
        RCPT TO:<450@home.example>
        BDAT \(chunk.utf8.count) LAST
        \(chunk)NOOP
        FROB
        MAIL FROM:<>
        RCPT TO:<nobody@home.example>
        BDAT \(chunk.utf8.count) LAST
        \(chunk)RSET
        AUTH PLAIN AGJvYgB3cm9uZw==
        MAIL FROM:<a@far.example>
        RCPT TO:<bob@home.example>
        BDAT 7
        Short
        BDAT 0 LAST
        VRFY bob
        QUIT

        """

    static let fetching = """
        USER bob
        PASS builder
        STAT
        LIST
        RETR 1
        RETR 2
        RETR 3
        DELE 1
        RETR 1
        RSET
        DELE 2
        NOOP
        FROB
        QUIT

        """

    /// What was said to somebody who sends, and to somebody who fetches.
    private func heard(watched: Bool, inPiecesOf size: Int) async throws -> [String] {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        var options = ServeOptions(users: [ServeOptions.User("bob@home.example:builder")].compactMap(\.self))
        (options.smtp, options.pop3, options.keep) = (0, 0, "\(folder)/kept")
        options.isWatched = watched
        let office = try await ServedOffice.start(options)
        var found: [String] = []
        for (words, end) in [
            (Self.sending, office.mta.endpoint), (Self.fetching, office.maa.endpoint),
            (Self.fetching, office.maa.endpoint),
        ] {
            let crossed = Self.wire(words)
            found.append(try await Visitor.tell(crossed, inPiecesOf: size, at: end))
        }
        await office.stop(grace: .zero)
        return found.map(Self.withoutNames)
    }

    /// Chunks have their line ends already.
    private static func wire(_ words: String) -> String {
        words.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n")
    }

    /// Without what no two letters have in common.
    private static func withoutNames(_ text: String) -> String {
        text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("Received:") && !$0.hasPrefix("\t") }
            .map { $0.hasPrefix("250 2.0.0 Taken as") ? "250 2.0.0 Taken" : String($0) }
            .joined(separator: "\n")
    }

    @Test("all at once, and cut into pieces", arguments: [100_000, 40, 7])
    func same(size: Int) async throws {
        let unwatched = try await heard(watched: false, inPiecesOf: size)
        #expect(unwatched == (try await heard(watched: true, inPiecesOf: size)))
        let codes = unwatched[0].split(separator: "\n").map { $0.prefix(9) }.filter { !$0.hasPrefix("250-") }
        #expect(
            codes.dropFirst(2) == [
                "250 2.1.0", "503 5.5.1", "550 5.1.1", "250 2.1.5", "450 4.0.0", "250 2.0.0", "250 2.0.0", "500 5.5.1",
                "250 2.1.0", "550 5.1.1", "503 5.5.1", "250 2.0.0", "535 5.7.8", "250 2.1.0", "250 2.1.5", "250 2.0.0",
                "250 2.0.0", "252 2.1.5", "221 2.0.0",
            ])
        #expect(unwatched[1].contains("Hello"))
        #expect(unwatched[1].hasSuffix("+OK 1 message deleted, mail.home.example says goodbye\n"))
        #expect(unwatched[2].contains("There is no message 2"))
    }
}
