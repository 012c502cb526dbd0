/// The secrets of TLS sessions as programs write them down for analysis: the NSS key log format, one secret a line, each
/// line a label, the client's random and the secret in hexadecimal (RFC 9850 section 2).
///
/// Octets may come in pieces, cut anywhere, as from a file that still grows.
package struct KeyLog: Sendable {
    /// Which secret of a session a line holds. The raw value is the word in the file; other words are passed over.
    package enum Label: String, Sendable, Hashable, CaseIterable {
        /// The master secret of TLS 1.2 and before, 48 octets.
        case master = "CLIENT_RANDOM"
        case clientHandshake = "CLIENT_HANDSHAKE_TRAFFIC_SECRET"
        case serverHandshake = "SERVER_HANDSHAKE_TRAFFIC_SECRET"
        case clientTraffic = "CLIENT_TRAFFIC_SECRET_0"
        case serverTraffic = "SERVER_TRAFFIC_SECRET_0"

        /// How many octets such a secret has: 48, or as many as the session's hash.
        fileprivate var lengths: [Int] { self == .master ? [48] : [32, 48] }
    }

    /// A line that is none of a key log.
    package struct BadLine: Sendable, Hashable {
        package enum Problem: Sendable, Hashable { case label, random, secret, length }
        /// Counted from 1.
        package var number: Int
        package var problem: Problem
    }

    /// Sessions that are kept, about 500 octets each; the oldest go first.
    package static let sessionLimit = 32_768
    /// Octets of a line; the longest that is read has 177.
    package static let lineLimit = 1_024
    /// Bad lines that are remembered; all are counted.
    package static let badLineLimit = 16

    package private(set) var badLines: [BadLine] = []
    package private(set) var badLineCount = 0
    /// Sessions that had to go for newer ones.
    package private(set) var forgotten = 0

    private var sessions: [[UInt8]: [Label: [UInt8]]] = [:]
    /// The sessions' randoms in the order of their first lines; a ring, once it is full.
    private var order: [[UInt8]] = []
    private var oldest = 0
    private var line: [UInt8] = []
    private var lineNumber = 0

    private let limit: Int

    /// - Parameter limit: Sessions that are kept.
    package init(limit: Int = Self.sessionLimit) { self.limit = limit }

    package var isEmpty: Bool { sessions.isEmpty }
    package var sessionCount: Int { sessions.count }

    /// - Parameter random: The 32 octets of the client's hello.
    package func secret(_ label: Label, of random: [UInt8]) -> [UInt8]? { sessions[random]?[label] }

    /// Some secret of the session is there.
    package func knows(_ random: [UInt8]) -> Bool { sessions[random] != nil }

    package mutating func take(_ bytes: borrowing Span<UInt8>) {
        for index in bytes.indices {
            if bytes[index] == Ascii.lineFeed {
                finish()
            } else if line.count <= Self.lineLimit {
                line.append(bytes[index])
            }
        }
    }

    /// A last line without its end counts as well.
    package mutating func finish() {
        lineNumber += 1
        if line.last == Ascii.carriageReturn { line.removeLast() }
        read()
        line.removeAll(keepingCapacity: true)
    }

    private mutating func read() {
        guard let first = line.first, first != UInt8(ascii: "#") else { return }
        let words = line.split(separator: Ascii.space, omittingEmptySubsequences: false)
        let isLabel = words[0].allSatisfy { byte in
            (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
        }
        guard isLabel, words.count == 3, line.count <= Self.lineLimit else { return complain(.label) }
        guard let label = Label(rawValue: String(decoding: words[0], as: UTF8.self)) else { return }
        guard let random = Self.octets(words[1]), random.count == 32 else { return complain(.random) }
        guard let secret = Self.octets(words[2]) else { return complain(.secret) }
        guard label.lengths.contains(secret.count) else { return complain(.length) }
        if sessions[random] == nil { makeRoom(for: random) }
        sessions[random, default: [:]][label] = secret
    }

    private mutating func complain(_ problem: BadLine.Problem) {
        badLineCount += 1
        if badLines.count < Self.badLineLimit { badLines.append(BadLine(number: lineNumber, problem: problem)) }
    }

    private mutating func makeRoom(for random: [UInt8]) {
        guard order.count >= limit else { return order.append(random) }
        sessions[order[oldest]] = nil
        order[oldest] = random
        oldest = (oldest + 1) % limit
        forgotten += 1
    }

    private static func octets(_ word: ArraySlice<UInt8>) -> [UInt8]? {
        guard word.count.isMultiple(of: 2), !word.isEmpty else { return nil }
        var octets: [UInt8] = []
        octets.reserveCapacity(word.count / 2)
        var index = word.startIndex
        while index < word.endIndex {
            guard let high = word[index].hexValue, let low = word[index + 1].hexValue else {
                return nil
            }
            octets.append(high << 4 | low)
            index += 2
        }
        return octets
    }
}

extension KeyLog.BadLine: CustomStringConvertible {
    /// `line 3: ...`
    package var description: String {
        let words =
            switch problem {
            case .label: "a line of a key log has a label, the client's random and a secret"
            case .random: "the client's random is not 64 hexadecimal digits"
            case .secret: "the secret is not in hexadecimal digits"
            case .length: "the secret has not the length that its label asks for"
            }
        return "line \(number): \(words)"
    }
}
