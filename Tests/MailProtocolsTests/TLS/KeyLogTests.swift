import MailProtocols
import Testing

@Suite("Key logs")
struct KeyLogTests {
    static let random = String(repeating: "0123456789abcdef", count: 4)
    static let master = String(repeating: "AB", count: 48)
    static let traffic = String(repeating: "cd", count: 32)
    static let text = """
        # made by a test\r
        CLIENT_RANDOM \(random) \(master)

        CLIENT_TRAFFIC_SECRET_0 \(random) \(traffic)\r
        EXPORTER_SECRET \(random) \(traffic)
        SERVER_TRAFFIC_SECRET_0 \(random) \(traffic)
        """

    static func read(_ text: String, piecesOf size: Int = .max) -> KeyLog {
        var log = KeyLog()
        for piece in pieces(Array(text.utf8), size) { log.take(piece.span) }
        log.finish()
        return log
    }

    @Test("hold a session's secrets, however they are cut", arguments: 1...40)
    func secrets(size: Int) {
        let log = Self.read(Self.text, piecesOf: size)
        let random = (0..<4).flatMap { _ in [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF] as [UInt8] }
        #expect(log.sessionCount == 1)
        #expect(log.secret(.master, of: random) == [UInt8](repeating: 0xAB, count: 48))
        #expect(log.secret(.clientTraffic, of: random) == [UInt8](repeating: 0xCD, count: 32))
        #expect(log.secret(.serverTraffic, of: random)?.count == 32)
        #expect(log.secret(.clientHandshake, of: random) == nil)
        #expect(log.secret(.master, of: []) == nil)
        #expect(log.badLineCount == 0)
    }

    @Test(
        "name bad lines by their number and go on",
        arguments: [
            ("hello", KeyLog.BadLine.Problem.label), ("CLIENT_RANDOM", .label), ("CLIENT_RANDOM  \(master)", .random),
            ("CLIENT_RANDOM \(random)", .label), ("CLIENT_RANDOM \(random)0 \(master)", .random),
            ("CLIENT_RANDOM \(random.dropLast(2)) \(master)", .random), ("CLIENT_RANDOM \(random) xyz", .secret),
            ("CLIENT_RANDOM \(random) \(master)0", .secret), ("CLIENT_RANDOM \(random) \(traffic)", .length),
            ("CLIENT_RANDOM \(random) ", .secret), ("CLIENT_TRAFFIC_SECRET_0 \(random) 00", .length),
            ("client_random \(random) \(master)", .label), (" CLIENT_RANDOM \(random) \(master)", .label),
            ("CLIENT_RANDOM \(random) \(master) \(master)", .label), ("\u{0}\u{1B}[2J", .label),
            (String(repeating: "A", count: 5_000), .label),
            ("X \(random) " + String(repeating: "A", count: 5_000), .label),
        ])
    func badLines(line: String, problem: KeyLog.BadLine.Problem) {
        let log = Self.read("# one\n\(line)\n\(Self.text)\n\(line)")
        #expect(log.badLines.map(\.number) == [2, 9] && log.badLines.map(\.problem) == [problem, problem])
        #expect(log.sessionCount == 1)
    }

    @Test("remember only some of many bad lines, and count them all")
    func manyBadLines() {
        let log = Self.read(String(repeating: "?\n", count: 1_000))
        #expect(log.badLines.count == KeyLog.badLineLimit)
        #expect(log.badLineCount == 1_000)
        #expect(log.isEmpty)
    }

    @Test("forget the oldest sessions where there are too many")
    func limit() {
        var log = KeyLog(limit: 100)
        func line(_ number: Int) -> String {
            let digits = String(number, radix: 16)
            return "CLIENT_RANDOM \(String(repeating: "0", count: 64 - digits.count))\(digits) \(Self.master)\n"
        }
        func random(_ number: Int) -> [UInt8] {
            (0..<32).map { $0 < 28 ? 0 : UInt8(truncatingIfNeeded: number >> (8 * (31 - $0))) }
        }
        for number in 0..<110 { log.take(Array(line(number).utf8).span) }
        #expect(log.sessionCount == 100)
        #expect(log.forgotten == 10)
        #expect(!log.knows(random(9)) && log.knows(random(10)) && log.knows(random(109)))
    }
}
