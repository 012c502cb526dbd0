import MailProtocols
import Synchronization
import Testing

@testable import Dialogue

@Suite("TLS read with its keys", .enabled(if: KeyRing.isBuiltIn, "this build cannot read TLS"))
struct DecipheringTests {
    /// What both sides say in each of the recorded sessions.
    static let dialogue = [
        "S 220 mx.example ready", "C EHLO a.example", "S 250-mx.example/250 AUTH PLAIN",
        "C AUTH PLAIN AGFubgBzZWNyZXQ=", "S 235 ok", "C MAIL FROM:<a@a.example>", "C RCPT TO:<b@b.example>", "C DATA",
        "S 250 ok", "S 250 ok", "S 354 go ahead", "C Subject: sealed//.dot/bye/", "S 250 queued", "C QUIT",
        "S 221 bye", "C [tls]", "S [tls]",
    ]
    static let names = RecordedSession.names.filter { $0 != "tls13-key-update" }
    /// Authenticated ciphers of both versions, and cipher block chaining in its older form.
    static let kinds = ["tls-aes-128-gcm-sha256", "ecdhe-ecdsa-aes128-gcm-sha256", "ecdhe-ecdsa-aes128-sha-mac-first"]

    @Test("every suite of both versions tells the same dialogue", arguments: names)
    func suites(name: String) throws {
        let session = try RecordedSession(name)
        let steps = session.heard(with: session.ring)
        #expect(steps.lines == Self.dialogue)
        #expect(steps.map(\.step.number) == Array(1...Int32(steps.count)))
        // A password inside TLS is not in the clear; the three commands at once are noted.
        #expect(Set(steps.flatMap(\.step.notes.notes)) == [.pipeliningNotOffered])
        #expect(steps.allSatisfy { $0.step.protocol == .smtps })
        #expect(steps.first { $0.text.starts(with: Array("AUTH".utf8)) }?.step.flags.contains(.secret) == true)
        #expect(names.count == 20)
    }
    private var names: [String] { Self.names }

    @Test("however the octets are cut", arguments: names, [1, 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 40])
    func pieces(name: String, size: Int) throws {
        let session = try RecordedSession(name)
        #expect(session.inPieces(of: size).heard(with: session.ring).lines == Self.dialogue)
    }

    @Test("cut at every octet", arguments: kinds)
    func everyCut(name: String) throws {
        let session = try RecordedSession(name)
        let ring = session.ring
        for position in 1..<session.octetCount {
            #expect(session.cut(at: position).heard(with: ring).lines == Self.dialogue, "cut at \(position)")
        }
    }

    @Test("keys that change in the middle are followed, on both sides")
    func keyUpdate() throws {
        let session = try RecordedSession("tls13-key-update")
        let lines = session.heard(with: session.ring).lines
        #expect(
            lines == [
                "S 220 mx.example ready", "C EHLO a.example", "S 250 mx.example", "C NOOP", "S 250 ok", "C NOOP",
                "S 250 ok", "C NOOP", "S 250 still ok", "C [tls]", "S [tls]",
            ])
        for size in 1...40 { #expect(session.inPieces(of: size).heard(with: session.ring).lines == lines) }
    }

    @Test("a step lies in the records that carried it", arguments: kinds)
    func provenance(name: String) throws {
        let session = try RecordedSession(name)
        let steps = session.heard(with: session.ring).map(\.step)
        let mail = steps.filter { $0.verb == SMTPVerb.mail.rawValue && $0.kind == .command }
        let data = steps.filter { $0.verb == SMTPVerb.data.rawValue && $0.kind == .command }
        // Said at once, so in one record and one frame.
        #expect(mail.map(\.range) == data.map(\.range) && mail.map(\.frames) == data.map(\.frames))
        let content = try #require(steps.first { $0.kind == .content })
        #expect(content.frames.count == 2)
        var end = (client: 0, server: 0)
        for chunk in session.chunks[..<content.frames.upperBound] where chunk.side == .client {
            end.client += chunk.bytes.count
        }
        #expect(content.range.upperBound == end.client)
        #expect(steps.last?.range.lowerBound == 0)
    }

    // MARK: What cannot be read

    @Test("without keys nothing is tried, without this session's it is said", arguments: kinds)
    func noKey(name: String) throws {
        let session = try RecordedSession(name)
        #expect(session.heard(with: nil).lines == ["C [tls]", "S [tls]"])
        #expect(session.heard(with: nil).notes(of: .client) == [])
        let other = try RecordedSession("tls-chacha20-poly1305-sha256").ring
        let steps = session.heard(with: other)
        #expect(steps.lines == ["C [tls]", "S [tls]"])
        #expect(steps.notes(of: .client) == [.tlsKeyMissing])
        #expect(steps.notes(of: .server) == [], "once is enough")
        #expect(steps.last?.tls?.opened == 0)
    }

    @Test("a wrong secret opens nothing", arguments: kinds)
    func wrongKey(name: String) throws {
        let session = try RecordedSession(name)
        let ring = KeyRing()
        // The last digit of each secret is another one.
        ring.add(
            Array(
                session.keys.split(separator: "\n").map { $0.dropLast() + ($0.last == "0" ? "1" : "0") }.joined(
                    separator: "\n"
                ).utf8))
        let steps = session.heard(with: ring)
        #expect(steps.lines == ["C [tls]", "S [tls]"])
        #expect(steps.notes(of: .client) == [.tlsNotAuthentic])
    }

    @Test("a record with a flipped octet is not shown, nor what follows it; the other side goes on", arguments: kinds)
    func flipped(name: String) throws {
        let session = try RecordedSession(name)
        let envelope = session.index(ofLast: 4, from: .client)
        for offset in 5..<session.chunks[envelope].bytes.count {
            var forged = session
            forged.chunks[envelope].bytes[offset] ^= 0x20
            let steps = forged.heard(with: session.ring)
            #expect(
                steps.lines.filter { $0.hasPrefix("C") } == [
                    "C EHLO a.example", "C AUTH PLAIN AGFubgBzZWNyZXQ=", "C [tls]",
                ])
            #expect(steps.lines.contains("S 221 bye"))
            #expect(steps.notes(of: .client) == [.tlsNotAuthentic])
        }
    }

    @Test("a lost record is a gap, and the dialogue goes on behind it", arguments: names)
    func lostRecord(name: String) throws {
        var session = try RecordedSession(name)
        session.chunks[session.index(ofLast: 3, from: .client)].isLost = true
        let steps = session.heard(with: session.ring)
        let content = try #require(steps.first { $0.step.kind == .content })
        #expect(content.step.missing > 0 && content.sha256 == nil)
        #expect(steps.lines.suffix(5) == ["S 250 queued", "C QUIT", "S 221 bye", "C [tls]", "S [tls]"])
        #expect(steps.notes(of: .client) == [.tlsRecordsLost])
        #expect(steps.notes(of: .server) == [])
    }

    @Test("a hole of any size at any place leaves the dialogue's end readable", arguments: kinds)
    func holes(name: String) throws {
        let session = try RecordedSession(name)
        let index = session.index(ofLast: 3, from: .client)
        let whole = session.chunks[index].bytes
        for start in 0..<whole.count {
            for count in Set([1, 2, 5, 21, whole.count - start]) where count > 0 && start + count <= whole.count {
                var cut = session
                cut.chunks[index].bytes = Array(whole[..<start])
                var hole = RecordedSession.Chunk(side: .client, bytes: Array(whole[start..<start + count]))
                hole.isLost = true
                cut.chunks.insert(hole, at: index + 1)
                cut.chunks.insert(.init(side: .client, bytes: Array(whole[(start + count)...])), at: index + 2)
                let steps = cut.heard(with: session.ring)
                #expect(steps.lines.suffix(4).first == "C QUIT", "\(count) lost behind \(start)")
                #expect(steps.notes(of: .client) == [.tlsRecordsLost])
            }
        }
    }

    @Test("a hole over several records, from the middle of one to the middle of another", arguments: names)
    func wideHole(name: String) throws {
        var session = try RecordedSession(name)
        let first = session.index(ofLast: 4, from: .client)
        let second = session.index(ofLast: 3, from: .client)
        let (head, tail) = (session.chunks[first].bytes, session.chunks[second].bytes)
        session.chunks[first].bytes = Array(head[..<9])
        var hole = RecordedSession.Chunk(side: .client, bytes: Array(head[9...] + tail[..<8]))
        hole.isLost = true
        session.chunks[second].bytes = Array(tail[8...])
        session.chunks.insert(hole, at: second)
        let steps = session.heard(with: session.ring)
        #expect(steps.lines.contains("C QUIT"))
        #expect(steps.notes(of: .client) == [.tlsRecordsLost])
    }

    @Test("without a hello nothing can be read", arguments: kinds, [Side.client, .server])
    func noHello(name: String, side: Side) throws {
        var session = try RecordedSession(name)
        let first = try #require(session.chunks.firstIndex { $0.side == side })
        session.chunks[first].isLost = true
        let steps = session.heard(with: session.ring)
        #expect(steps.lines == ["C [tls]", "S [tls]"] || steps.lines == ["S [tls]", "C [tls]"])
        #expect((steps.notes(of: .client) + steps.notes(of: .server)).contains(.tlsHelloMissing))
    }

    @Test("keys may come late, as long as the capture runs", arguments: names)
    func lateKeys(name: String) throws {
        let session = try RecordedSession(name)
        let late = Mutex([UInt8]())
        let growing = KeyRing {
            late.withLock { octets in
                defer { octets = [] }
                return octets
            }
        }
        let steps = session.heard(with: growing) { late.withLock { $0 = Array(session.keys.utf8) } }
        #expect(steps.count == Self.dialogue.count)
        #expect(Set(steps.lines) == Set(Self.dialogue))
    }

    @Test("never traps, whatever octets come", arguments: kinds)
    func hostile(name: String) throws {
        let session = try RecordedSession(name)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            var mutated = session
            for _ in 0..<4 {
                let index = Int.random(in: mutated.chunks.indices, using: &generator)
                guard !mutated.chunks[index].bytes.isEmpty else { continue }
                let offset = Int.random(in: mutated.chunks[index].bytes.indices, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: mutated.chunks[index].bytes[offset] = UInt8.random(in: 0...255, using: &generator)
                case 1: mutated.chunks[index].bytes.removeSubrange(offset...)
                case 2: mutated.chunks[index].isLost = true
                default: mutated.chunks.swapAt(index, mutated.chunks.count - 1)
                }
            }
            #expect(mutated.heard(with: session.ring).filter { $0.step.kind == .tls }.count <= 2)
        }
    }
}
