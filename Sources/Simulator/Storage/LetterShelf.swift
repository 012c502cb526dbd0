import MailProtocols
import Synchronization

/// What a POP3 session sends, made ready where waiting for the disk hurts nobody: whoever fetches one letter after the other finds the
/// next ones read already, and a long letter is never in memory as a whole.
struct LetterShelf: Sendable {
    /// A message that was asked for, or some lines of it.
    struct Wish: Sendable {
        var maildir: Maildir
        /// Message number 1 is at index 0.
        var index: Int
        /// Of the body, by TOP; nil for all.
        var lines: Int?
        /// The client said UTF8, RFC 6856 section 2.
        var isInternational: Bool
        var isStuffing: Bool
    }

    enum Response: Sendable {
        /// The reply, the message and the dot line.
        case ready([UInt8])
        /// The beginning of these, and where the rest comes from.
        case stream([UInt8], LetterStream)
        /// RFC 6856 section 5: such a header would be misread by whoever did not ask for UTF-8.
        case needsUTF8
        case unreadable
    }

    /// Octets of letters that are read at once, as long as a session waits for the disk anyway.
    static let readAhead = 65_536
    /// Octets from which on a letter is read piece by piece.
    static let streamed = 262_144

    private var ready: [Int: Response] = [:]
    /// The last message that was sent.
    private var last = -1

    mutating func take(_ wish: Wish, _ entries: [Maildir.Entry]) async -> Response {
        defer { last = wish.index }
        if wish.lines == nil, let response = ready.removeValue(forKey: wish.index) { return response }
        ready = [:]
        var wanted = [entries[wish.index]]
        if wish.lines == nil, wish.index == last + 1 {
            var octets = wanted[0].octets
            for entry in entries[(wish.index + 1)...] {
                octets += entry.octets
                if octets > Self.readAhead { break }
                wanted.append(entry)
            }
        }
        let entries = wanted
        let responses = try? await Disk.onThread {
            entries.map { entry in
                entry.octets > Self.streamed ? LetterStream.begin(entry, wish) : Self.response(to: wish, entry)
            }
        }
        guard let responses, let first = responses.first else { return .unreadable }
        for (number, response) in responses.enumerated().dropFirst() { ready[wish.index + number] = response }
        return first
    }

    /// As ``take(_:_:)`` for a message that lies ready as a whole; nil for any other.
    mutating func takeReady(_ index: Int) -> [UInt8]? {
        guard case .ready(let letter) = ready[index] else { return nil }
        ready[index] = nil
        last = index
        return letter
    }

    private static func response(to wish: Wish, _ entry: Maildir.Entry) -> Response {
        guard let letter = try? wish.maildir.read(entry) else { return .unreadable }
        guard wish.isInternational || letter.span.isUTF8Free else {
            let header = letter.prefix(HeaderSection(parsing: letter.span).length)
            if header.contains(where: { $0 >= 0x80 }) { return .needsUTF8 }
            return .ready(wire(letter, wish))
        }
        return .ready(wire(letter, wish))
    }

    private static func wire(_ letter: [UInt8], _ wish: Wish) -> [UInt8] {
        var bytes = reply(to: wish, octets: letter.count)
        bytes.reserveCapacity(bytes.count + letter.count + letter.count / 64 + 64)
        var stuffer = DotStuffer(isStuffing: wish.isStuffing)
        stuffer.append(
            letter.span.extracting(first: wish.lines.map { end(of: letter, lines: $0) } ?? letter.count), to: &bytes)
        stuffer.finish(into: &bytes)
        return bytes
    }

    fileprivate static func reply(to wish: Wish, octets: Int) -> [UInt8] {
        POP3Reply.ok(wish.lines == nil ? "\(octets) octets" : "The top of message \(wish.index + 1)").encoded()
    }

    /// Where the header, the empty line and so many lines of the body end, RFC 1939 section 7.
    static func end(of letter: [UInt8], lines: Int) -> Int {
        var end = HeaderSection(parsing: letter.span).length
        var left = lines
        while left > 0, let lineFeed = firstIndex(of: 0x0A, in: letter.span, from: end) {
            end = lineFeed + 1
            left -= 1
        }
        return left > 0 ? letter.count : end
    }
}

extension Span<UInt8> {
    /// No octet above 127. Eight at a time.
    fileprivate var isUTF8Free: Bool {
        withUnsafeBytes { bytes in
            var index = 0
            var all: UInt64 = 0
            while bytes.count - index >= 8 {
                all |= bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                index += 8
            }
            while index < bytes.count {
                all |= UInt64(bytes[index])
                index += 1
            }
            return all & 0x8080_8080_8080_8080 == 0
        }
    }
}

/// The rest of a long letter, read from its file and stuffed piece by piece.
package final class LetterStream: Sendable, Hashable {
    private struct Rest: Sendable {
        var stuffer: DotStuffer
        /// Lines of the body that are still to be sent; nil for all.
        var lines: Int?
        var isOver = false
    }

    private let file: ReadFile
    private let rest: Mutex<Rest>

    private init(_ file: ReadFile, _ rest: Rest) {
        self.file = file
        self.rest = Mutex(rest)
    }

    /// Reads the beginning, which holds the header; blocks.
    static func begin(_ entry: Maildir.Entry, _ wish: LetterShelf.Wish) -> LetterShelf.Response {
        guard let file = try? ReadFile(entry.path), let piece = try? file.read(LetterShelf.readAhead) else {
            return .unreadable
        }
        let header = HeaderSection(parsing: piece.span)
        if !wish.isInternational, piece.prefix(header.length).contains(where: { $0 >= 0x80 }) { return .needsUTF8 }
        var bytes = LetterShelf.reply(to: wish, octets: entry.octets)
        let stream = LetterStream(file, Rest(stuffer: DotStuffer(isStuffing: wish.isStuffing), lines: nil))
        stream.rest.withLock { rest in
            rest.stuffer.append(piece.span.extracting(first: header.length), to: &bytes)
            rest.lines = wish.lines
            Self.append(piece.span.extracting(droppingFirst: header.length), to: &bytes, &rest)
        }
        return .stream(bytes, stream)
    }

    /// What is sent next, the dot line at last; nil when all was. Throws where the file cannot be read: the dialogue cannot go on.
    func next() async throws -> [UInt8]? {
        if rest.withLock({ $0.isOver }) { return nil }
        return try await Disk.onThread {
            let piece = try self.file.read(LetterShelf.readAhead)
            var bytes: [UInt8] = []
            self.rest.withLock { rest in
                if piece.isEmpty {
                    rest.stuffer.finish(into: &bytes)
                    rest.isOver = true
                } else {
                    Self.append(piece.span, to: &bytes, &rest)
                }
            }
            return bytes
        }
    }

    package static func == (one: LetterStream, other: LetterStream) -> Bool { one === other }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

    private static func append(_ piece: Span<UInt8>, to bytes: inout [UInt8], _ rest: inout Rest) {
        var end = piece.count
        if var left = rest.lines {
            end = 0
            while left > 0, let lineFeed = firstIndex(of: 0x0A, in: piece, from: end) {
                end = lineFeed + 1
                left -= 1
            }
            if left > 0 { end = piece.count }
            rest.lines = left
        }
        rest.stuffer.append(piece.extracting(first: end), to: &bytes)
        guard rest.lines == 0 else { return }
        rest.stuffer.finish(into: &bytes)
        rest.isOver = true
    }
}
