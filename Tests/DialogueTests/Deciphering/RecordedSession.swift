import Foundation
import MailProtocols

@testable import Dialogue

/// A TLS session as two real programs held it, with its secrets: `Sessions/NAME.session`, written by `Sessions/record`.
/// `K` lines are the key log, `C` and `S` lines what each side sent at once.
struct RecordedSession {
    struct Chunk {
        var side: Side
        var bytes: [UInt8]
        /// The capture lacks it.
        var isLost = false
    }
    var keys = ""
    var chunks: [Chunk] = []

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Sessions")

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".session") }.map { String($0.dropLast(8)) }.sorted()
    }()

    init(_ name: String) throws {
        let text = try String(contentsOf: Self.folder.appending(path: "\(name).session"), encoding: .utf8)
        for line in text.split(separator: "\n") {
            let rest = String(line.dropFirst(2))
            switch line.first {
            case "K": keys += rest + "\n"
            case "C": chunks.append(Chunk(side: .client, bytes: Self.octets(rest)))
            case "S": chunks.append(Chunk(side: .server, bytes: Self.octets(rest)))
            default: break
            }
        }
    }

    private static func octets(_ text: String) -> [UInt8] {
        let digits = text.utf8.compactMap(\.hexDigit)
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    var ring: KeyRing {
        let ring = KeyRing()
        ring.add(Array(keys.utf8))
        return ring
    }

    func inPieces(of size: Int) -> RecordedSession {
        var session = self
        session.chunks = chunks.flatMap { chunk in
            stride(from: 0, to: chunk.bytes.count, by: size).map {
                Chunk(side: chunk.side, bytes: Array(chunk.bytes[$0..<min(chunk.bytes.count, $0 + size)]))
            }
        }
        return session
    }

    /// Cut into two behind so many octets, both sides counted together.
    func cut(at position: Int) -> RecordedSession {
        var session = self
        var rest = position
        for (index, chunk) in chunks.enumerated() {
            if rest < chunk.bytes.count {
                session.chunks[index].bytes = Array(chunk.bytes[..<rest])
                session.chunks.insert(Chunk(side: chunk.side, bytes: Array(chunk.bytes[rest...])), at: index + 1)
                return session
            }
            rest -= chunk.bytes.count
        }
        return session
    }

    var octetCount: Int { chunks.reduce(0) { $0 + $1.bytes.count } }

    /// The chunk in which a side says the text of that number, from 0, once it is inside TLS: the last ones of its side.
    func index(ofLast count: Int, from side: Side) -> Int {
        let own = chunks.indices.filter { chunks[$0].side == side }
        return own[own.count - count]
    }

    /// What a tracer writes down of it.
    func heard(with ring: KeyRing?, beforeLast: () -> Void = {}) -> [StepRecord] {
        var transcriber = Transcriber(
            connection: 1, protocol: .smtps, begun: true, opener: .client, needs: .full, keys: ring)
        var outbox = Outbox()
        for (index, chunk) in chunks.enumerated() {
            if index == chunks.count - 1 { beforeLast() }
            let frame = index + 1
            if chunk.isLost {
                transcriber.lose(chunk.side, chunk.bytes.count, frame: frame, time: 0, to: &outbox)
            } else if !chunk.bytes.isEmpty {
                transcriber.hear(chunk.side, chunk.bytes.span, frame: frame, time: Int64(frame), to: &outbox)
            }
        }
        transcriber.end(how: "fin", missing: (0, 0), notes: [], time: 0, to: &outbox)
        return outbox.takeAll().compactMap { if case .step(let step) = $0 { step } else { nil } }
    }
}

extension UInt8 {
    fileprivate var hexDigit: UInt8? { Character(UnicodeScalar(self)).hexDigitValue.map { UInt8($0) } }
}

extension [StepRecord] {
    /// `C EHLO a.example`, one line a step; what was not read inside TLS in brackets.
    var lines: [String] {
        map { record in
            let side = record.step.side == .client ? "C" : "S"
            if record.step.kind == .gap { return "\(side) (gap)" }
            guard record.step.flags.contains(.decrypted) else { return "\(side) [\(record.step.kind.rawValue)]" }
            var text = String(decoding: record.text, as: UTF8.self).replacing("\r\n", with: "/")
            if record.step.kind == .reply, text.last == "/" || text.last == "\n" { text.removeLast() }
            return "\(side) \(text)"
        }
    }

    func notes(of side: Side) -> [Note] {
        last { $0.step.kind == .tls && $0.step.side == side }?.step.notes.notes ?? []
    }
}
