import MailProtocols

/// A dialogue as a pupil would write it down: `S:` and `C:` lines in the order in which they were said.
///
/// Each line ends in CR LF on the wire. `\n`, `\r`, `\0` and `\xHH` stand for octets; a line that ends in `\` has no line end.
/// `C~ 12` is a hole of twelve octets, `--` the end of the connection.
struct Script {
    enum Event {
        case said(Side, [UInt8])
        case lost(Side, Int)
        case ended
    }
    private(set) var events: [Event] = []

    init(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
            if line == "--" {
                events.append(.ended)
                continue
            }
            let side: Side = line.hasPrefix("C") ? .client : .server
            let rest = line.dropFirst(2).drop { $0 == " " }
            if line.dropFirst().first == "~" {
                events.append(.lost(side, Int(rest) ?? 0))
            } else {
                events.append(.said(side, Self.octets(String(line.dropFirst(2).dropFirst()))))
            }
        }
    }

    /// Everything that `side` says, in one piece.
    func octets(of side: Side) -> [UInt8] {
        events.flatMap { event -> [UInt8] in
            if case .said(side, let bytes) = event { return bytes }
            return []
        }
    }

    /// What a listener hears when every line is cut into pieces of `size` octets.
    func heard(by listener: Listener, inPiecesOf size: Int = .max) -> [String] {
        var listener = listener
        var log = HearingLog()
        for event in events {
            switch event {
            case .said(let side, let bytes):
                var start = 0
                while start < bytes.count {
                    let end = min(bytes.count, size == .max ? bytes.count : start + size)
                    listener.hear(side, bytes.span.extracting(start..<end)) { log.add($0, $1) }
                    start = end
                }
            case .lost(let side, let count): listener.lose(side, count) { log.add($0, $1) }
            case .ended: listener.end { log.add($0, $1) }
            }
        }
        return log.lines
    }

    private static func octets(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        var endsLine = true
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "n"): bytes.append(10)
            case UInt8(ascii: "r"): bytes.append(13)
            case UInt8(ascii: "0"): bytes.append(0)
            case UInt8(ascii: "x"):
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                rest = rest.dropFirst(2)
                bytes.append(UInt8(digits, radix: 16) ?? 63)
            case nil: endsLine = false
            case .some(let other): bytes.append(other)
            }
        }
        return endsLine ? bytes + [13, 10] : bytes
    }
}

/// Writes utterances down as short lines, runs of content put together.
struct HearingLog {
    private(set) var lines: [String] = []
    private var content: [UInt8] = []
    private var marked: [UInt8]?

    mutating func add(_ utterance: Utterance, _ bytes: Span<UInt8>) {
        let text = bytes.withUnsafeBufferPointer { Array($0) }
        switch utterance.kind {
        case .contentRun: content += text
        case .contentMark: marked = content
        case .contentRewind: content = marked ?? []
        case .tlsBegins, .tlsRun, .lineHead: break
        default:
            lines.append(line(utterance, text))
            if utterance.kind == .content { content = [] }
        }
    }

    private func line(_ utterance: Utterance, _ text: [UInt8]) -> String {
        var parts = ["\(utterance.number) \(utterance.side.name) \(utterance.kind)"]
        switch utterance.kind {
        case .command, .auth, .reply:
            if utterance.kind == .reply { parts.append(utterance.code.description) }
            parts.append("“\(Self.visible(text))”")
        case .content:
            parts.append("“\(Self.visible(content))” \(utterance.ending) \(utterance.bytes)")
            if utterance.stuffed > 0 { parts.append("stuffed \(utterance.stuffed)") }
            if utterance.missing > 0 { parts.append("missing \(utterance.missing)") }
            if utterance.flags.contains(.last) { parts.append("last") }
        default: parts.append("\(utterance.bytes)")
        }
        if utterance.answers > 0 { parts.append("answers \(utterance.answers)") }
        if utterance.flags.contains(.greeting) { parts.append("greeting") }
        if utterance.flags.contains(.cut) { parts.append("cut") }
        if utterance.flags.contains(.injected) { parts.append("injected") }
        parts.append("\(utterance.range)")
        return parts.joined(separator: " ")
    }

    static func visible(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            switch byte {
            case 10: "\\n"
            case 13: "\\r"
            case 0x20...0x7E: String(UnicodeScalar(byte))
            default: "\\x" + String(byte, radix: 16)
            }
        }.joined()
    }
}
