import Dialogue
import MailProtocols
import Simulator

/// Words that a script says to living servers: who speaks to whom, and what they say, in order.
package struct Talk: Sendable, Hashable {
    package struct Party: Sendable, Hashable {
        package var name: String
        package var host: String
    }
    package struct Speech: Sendable, Hashable {
        package var party: String
        package var lines: [String]
    }

    package var parties: [Party]
    package var speeches: [Speech]

    package static let partyLimit = 12
    /// Lines of a whole talk.
    package static let lineLimit = 400
    /// What a line that is no plain line begins with.
    package static let acts = ["!hang-up", "!plain", "!login", "!cram-md5", "!apop", "!octets", "!batch", "!send"]

    /// Why a line cannot be said; nil where it can.
    static func objection(to line: String) -> String? {
        guard line.hasPrefix("!") else { return nil }
        let words = line.split(separator: " ").map(String.init)
        guard let act = words.first, acts.contains(act) else { return "“\(line.prefix(40))” is no act" }
        switch act {
        case "!plain", "!login", "!cram-md5", "!apop":
            return words.count == 3 ? nil : "\(act) takes a user and a password"
        case "!octets":
            let octets = words.dropFirst().map { UInt8($0, radix: 16) }
            return octets.isEmpty || octets.contains(nil) ? "!octets takes octets like 41 0d 0a" : nil
        default: return words.count == 1 ? nil : "\(act) stands alone"
        }
    }
}

/// The parties of a talk, each with its session.
actor Talkers {
    private let stations: LiveStations
    private let hosts: [String: String]
    private var sessions: [String: HandSession] = [:]
    /// What a server said last, by party.
    private var heard: [String: [Heard]] = [:]
    /// Lines held back for one segment, by party.
    private var batches: [String: [UInt8]] = [:]

    init(_ talk: Talk, at stations: LiveStations) {
        self.stations = stations
        hosts = Dictionary(talk.parties.map { ($0.name, $0.host) }, uniquingKeysWith: { first, _ in first })
    }

    func say(_ speeches: [Talk.Speech]) async throws {
        for speech in speeches {
            for line in speech.lines {
                try _Concurrency.Task.checkCancellation()
                try await say(line, as: speech.party)
            }
        }
    }

    /// Everybody hangs up.
    func close() async {
        for name in sessions.keys.sorted() { await sessions[name]?.close() }
        sessions = [:]
    }

    private func session(of party: String) async throws -> HandSession {
        if let session = sessions[party] { return session }
        let session = try await stations.connect(to: hosts[party] ?? "", as: party)
        sessions[party] = session
        heard[party] = await session.greeting.heard
        return session
    }

    private func say(_ line: String, as party: String) async throws {
        let words = line.split(separator: " ").map(String.init)
        // A setting may have made another line of it.
        if let objection = Talk.objection(to: line) {
            throw LessonError(file: party, line: 0, problem: .expected(what: "a line to say", found: objection))
        }
        guard line.hasPrefix("!"), let act = words.first else { return try await send(line, as: party) }
        switch act {
        case "!hang-up":
            await sessions[party]?.close()
            sessions[party] = nil
        case "!batch": batches[party] = []
        case "!send":
            let octets = batches.removeValue(forKey: party) ?? []
            try await send(octets: octets, as: party)
        case "!octets":
            let octets = words.dropFirst().compactMap { UInt8($0, radix: 16) }
            if batches[party] != nil { batches[party]? += octets } else { try await send(octets: octets, as: party) }
        case "!plain":
            let word = Base64.encode(Array("\0\(words[1])\0\(words[2])".utf8))
            try await send("AUTH PLAIN \(String(decoding: word, as: UTF8.self))", as: party)
        case "!login":
            try await send("AUTH LOGIN", as: party)
            for word in words.dropFirst() {
                try await send(String(decoding: Base64.encode(Array(word.utf8)), as: UTF8.self), as: party)
            }
        case "!cram-md5": try await answerChallenge(words[1], words[2], as: party)
        default: try await apop(words[1], words[2], as: party)
        }
    }

    private func send(_ line: String, as party: String) async throws {
        if batches[party] != nil {
            batches[party]? += Array("\(line)\r\n".utf8)
        } else {
            try await send(octets: Array("\(line)\r\n".utf8), as: party)
        }
    }

    private func send(octets: [UInt8], as party: String) async throws {
        heard[party] = await (try session(of: party)).say(octets: octets).heard
    }

    /// RFC 2195 section 2.
    private func answerChallenge(_ user: String, _ password: String, as party: String) async throws {
        try await send("AUTH CRAM-MD5", as: party)
        let words = heard[party]?.last?.text.split { $0 == 0x20 || $0 == 0x0D || $0 == 0x0A }
        let challenge = words?.last.flatMap { Base64.decode(Array($0)) } ?? []
        let digest = Digests.hmacMD5(key: Array(password.utf8), message: challenge)
        let answer = Base64.encode(Array("\(user) \(Self.hexadecimal(digest))".utf8))
        try await send(String(decoding: answer, as: UTF8.self), as: party)
    }

    /// RFC 1939 section 7.
    private func apop(_ user: String, _ password: String, as party: String) async throws {
        let greeting = await (try session(of: party)).greeting.heard.first?.text ?? []
        let start = greeting.firstIndex(of: UInt8(ascii: "<")) ?? 0
        let end = greeting.lastIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? start
        let digest = Digests.md5(Array(greeting[start..<max(start, end)]) + Array(password.utf8))
        try await send("APOP \(user) \(Self.hexadecimal(digest))", as: party)
    }

    private static func hexadecimal(_ octets: [UInt8]) -> String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
