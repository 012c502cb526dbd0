package import Dialogue
import MailProtocols

extension CaptureScript {
    /// What a tracer must say of the script, connection by connection, in the words of ``transcript(of:)``.
    package func expectation() -> [[String]] {
        connections.filter { !$0.isRefused }.map { connection in
            var reader = Expectation(connection)
            return reader.lines()
        }
    }

    /// The steps of each connection, one a line, and how the connection ended:
    ///
    ///     4 C command 16..<44 MAIL FROM:<a@a.example> [null-reverse-path]
    ///     5 S reply 60..<68 250 -> 4
    package static func transcript(of records: [Record]) -> [[String]] {
        var lines: [Int32: [String]] = [:]
        for record in records {
            switch record {
            case .step(let step): lines[step.step.connection, default: []].append(line(step))
            case .connectionEnd(let end):
                lines[end.connection, default: []].append(
                    "\(end.how) missing \(end.clientMissing) \(end.serverMissing)" + words(end.notes.notes.map(\.id)))
            default: break
            }
        }
        return lines.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func line(_ record: StepRecord) -> String {
        let step = record.step
        let text = String(decoding: record.text, as: UTF8.self)
        let detail =
            switch step.kind {
            case .command, .auth: " " + text
            case .reply: " " + step.code.description
            case .content:
                " \(step.bytes) octets, \(step.stuffed) dots" + (step.missing > 0 ? ", \(step.missing) missing" : "")
            case .gap, .other, .tls: " \(step.bytes) octets"
            }
        return "\(step.number) \(step.side == .client ? "C" : "S") \(step.kind.rawValue) \(step.range)" + detail
            + (step.answers > 0 ? " -> \(step.answers)" : "") + words(step.notes.notes.map(\.id))
    }

    fileprivate static func words(_ ids: [String]) -> String {
        ids.isEmpty ? "" : " [\(ids.sorted().joined(separator: ", "))]"
    }
}

/// Reads a script as a perfect tracer would.
private struct Expectation {
    private let connection: CaptureScript.Connection
    private var made: [String] = []
    private var number = 0
    private var position: [Side: Int] = [.client: 0, .server: 0]
    /// Steps that wait for a reply, and the one answered last.
    private var waiting: [Int] = []
    private var answered = 0
    private var heard = false
    private var content: [Side: (start: Int, bytes: Int, dots: Int, missing: Int)] = [:]
    private var replyStart: Int?
    private var replyCode = ""
    private var gap: (side: Side, start: Int, count: Int)?
    private var chunk: (start: Int, notes: [String])?
    private var other: (side: Side, start: Int)?
    private var tls: [Side: (start: Int, notes: [String])] = [:]
    private var missing: [Side: Int] = [:]
    private var held: [(bytes: [UInt8], range: Range<Int>, notes: [String])] = []

    init(_ connection: CaptureScript.Connection) { self.connection = connection }

    mutating func lines() -> [String] {
        for event in connection.events {
            switch event {
            case .said(let side, let kind, let bytes, let notes):
                guard connection.onlySide == nil || connection.onlySide == side else {
                    // The other side acknowledges what was not captured.
                    missing[side, default: 0] += bytes.count
                    continue
                }
                say(side, kind, bytes, notes)
            case .lost(let side, let kind, let bytes): lose(side, kind, bytes)
            default: break
            }
        }
        settle()
        for side in Side.allCases {
            guard let (start, notes) = tls[side] else { continue }
            let end = position[side, default: 0]
            step(side, "tls", start..<end, " \(end - start) octets", notes)
        }
        let how =
            switch connection.ending {
            case .fin: "fin"
            case .rst: "rst"
            case .open: "open"
            }
        made.append(
            "\(how) missing \(missing[.client, default: 0]) \(missing[.server, default: 0])"
                + CaptureScript.words(connection.notes))
        return made
    }

    private mutating func say(_ side: Side, _ kind: CaptureScript.Kind, _ bytes: [UInt8], _ notes: [String]) {
        if gap?.side == side, content[side] == nil { endGap() }
        if kind != .chunk { endChunk() }
        if kind != .other || other?.side != side { endOther() }
        let start = position[side, default: 0]
        let end = start + bytes.count
        position[side] = end
        switch kind {
        case .tls:
            tls[side] = (tls[side]?.start ?? start, (tls[side]?.notes ?? []) + notes)
        case .other: other = (side, other?.start ?? start)
        case .chunk: chunk = (chunk?.start ?? start, (chunk?.notes ?? []) + notes)
        case .content: sayContent(side, bytes, start..<end, notes)
        case .login:
            step(side, "auth", start..<end, " " + text(bytes), notes)
            waiting.append(number)
        case .held: held.append((bytes, start..<end, notes))
        case .line where side == .client:
            step(side, "command", start..<end, " " + text(bytes), notes)
            waiting.append(number)
        case .line, .unsolicited:
            reply(bytes, start..<end, notes, answers: kind == .line)
            if replyStart == nil { hearHeld() }
        }
    }

    private mutating func hearHeld() {
        for (bytes, range, notes) in held {
            step(.client, "command", range, " " + text(bytes), notes)
            waiting.append(number)
        }
        held = []
    }

    private mutating func reply(_ bytes: [UInt8], _ range: Range<Int>, _ notes: [String], answers: Bool) {
        if replyStart == nil {
            replyStart = range.lowerBound
            replyCode = code(bytes)
        }
        let isPOP3 = connection.protocol == .pop3
        if !isPOP3, bytes.count > 3, bytes[3] == UInt8(ascii: "-") { return }
        let isGreeting = !heard && !connection.isMidStream && waiting.isEmpty
        heard = true
        var suffix = " " + replyCode
        if answers, !isGreeting, !replyCode.isEmpty, !waiting.isEmpty {
            answered = waiting.removeFirst()
            suffix += " -> \(answered)"
        }
        step(.server, "reply", (replyStart ?? range.lowerBound)..<range.upperBound, suffix, notes)
        replyStart = nil
    }

    private mutating func sayContent(_ side: Side, _ bytes: [UInt8], _ range: Range<Int>, _ notes: [String]) {
        var content = content[side] ?? (range.lowerBound, 0, 0, 0)
        guard bytes == Array(".\r\n".utf8) else {
            let isStuffed = bytes.first == UInt8(ascii: ".")
            content.bytes += bytes.count - (isStuffed ? 1 : 0)
            content.dots += isStuffed ? 1 : 0
            self.content[side] = content
            return
        }
        self.content[side] = nil
        var detail = " \(content.bytes) octets, \(content.dots) dots"
        if content.missing > 0 { detail += ", \(content.missing) missing" }
        if side == .server { detail += " -> \(answered)" }
        step(side, "content", content.start..<range.upperBound, detail, notes)
        if side == .client { waiting.append(number) }
    }

    private mutating func lose(_ side: Side, _ kind: CaptureScript.Kind, _ bytes: [UInt8]) {
        guard connection.onlySide == nil || connection.onlySide == side else { return }
        let start = position[side, default: 0]
        position[side] = start + bytes.count
        missing[side, default: 0] += bytes.count
        if kind == .content {
            var content = content[side] ?? (start, 0, 0, 0)
            content.missing += bytes.count
            self.content[side] = content
        } else {
            if gap?.side != side { endGap() }
            gap = (side, gap?.start ?? start, (gap?.count ?? 0) + bytes.count)
            // The client goes on when it has the reply: of POP3 that is all that can be known of it.
            if connection.protocol == .pop3, side == .server, kind == .line, !waiting.isEmpty { waiting.removeFirst() }
        }
    }

    private mutating func settle() {
        // A hole at the end is told with the connection's end, not as a step.
        gap = nil
        endChunk()
        endOther()
    }

    private mutating func endGap() {
        guard let (side, start, count) = gap else { return }
        gap = nil
        step(side, "gap", start..<start + count, " \(count) octets", ["bytes-missing"])
    }

    private mutating func endChunk() {
        guard let (start, notes) = chunk else { return }
        chunk = nil
        let end = position[.client, default: 0]
        step(.client, "content", start..<end, " \(end - start) octets, 0 dots", notes)
    }

    private mutating func endOther() {
        guard let (side, start) = other else { return }
        other = nil
        let end = position[side, default: 0]
        step(side, "other", start..<end, " \(end - start) octets", side == .client ? ["http-connect"] : [])
    }

    private mutating func step(_ side: Side, _ kind: String, _ range: Range<Int>, _ detail: String, _ notes: [String]) {
        number += 1
        made.append("\(number) \(side == .client ? "C" : "S") \(kind) \(range)" + detail + CaptureScript.words(notes))
    }

    /// The line without its end.
    private func text(_ bytes: [UInt8]) -> String {
        var end = bytes.count
        if end > 0, bytes[end - 1] == 10 { end -= 1 }
        if end > 0, bytes[end - 1] == 13 { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }

    private func code(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        if connection.protocol == .pop3 {
            if text.uppercased().hasPrefix("+OK") { return "+OK" }
            if text.uppercased().hasPrefix("-ERR") { return "-ERR" }
            return text.hasPrefix("+ ") || text.hasPrefix("+\r") ? "+" : ""
        }
        return text.prefix(3).count == 3 && text.prefix(3).allSatisfy(\.isNumber) ? String(text.prefix(3)) : ""
    }
}
