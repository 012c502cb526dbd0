import MailProtocols
import Packets
import Testing

@testable import Dialogue

@Suite("TLS from the first octet", .enabled(if: KeyRing.isBuiltIn, "this build cannot read TLS"))
struct SealedPortsTests {
    /// The connection's protocol and its steps, as a capture of the session on this port tells them.
    static func traced(_ session: RecordedSession, port: UInt16, _ ring: KeyRing?) -> (MailProtocol?, [StepRecord]) {
        var tape = Tape()
        func party(_ address: String, _ port: UInt16) -> Tape.Party {
            Tape.Party(name: "", host: "", endpoint: Endpoint(address: address, port: port))
        }
        tape.connections = [
            Tape.Connection(
                client: party("192.0.2.10", 40_001), server: party("192.0.2.25", port), protocol: .smtps)
        ]
        let happenings =
            [Tape.Happening.opened] + session.chunks.map { .said($0.side, $0.bytes) }
            + [.ended(.client, .fin), .ended(.server, .fin)]
        tape.events = happenings.enumerated().map {
            Tape.Event(connection: 1, time: Int64($0) * 10_000_000, happening: $1)
        }
        var tracer = Tracer(keys: ring)
        for (number, frame) in tape.frames().enumerated() {
            let info = FrameInfo(
                number: number + 1, time: frame.time, originalLength: frame.bytes.count, linkType: .ethernet)
            tracer.accept(info, bytes: frame.bytes.span)
        }
        tracer.finish()
        var spoken: MailProtocol?
        var steps: [StepRecord] = []
        for record in tracer.outbox.takeAll() {
            if case .connection(let connection) = record { spoken = connection.protocol }
            if case .step(let step) = record { steps.append(step) }
        }
        return (spoken, steps)
    }

    @Test("is mail on any port if its content is", arguments: RecordedSession.names, [465, 995, 4_433])
    func anyPort(name: String, port: UInt16) throws {
        let session = try RecordedSession(name)
        let (spoken, steps) = Self.traced(session, port: port, session.ring)
        #expect(spoken == .smtps, "the content decides, not the port")
        #expect(steps.lines.first == "S 220 mx.example ready")
        #expect(steps.lines.count > 10)
    }

    @Test("is what the port says where no key fits", arguments: DecipheringTests.kinds)
    func noKey(name: String) throws {
        let session = try RecordedSession(name)
        let other = try RecordedSession("tls-chacha20-poly1305-sha256").ring
        for ring in [nil, KeyRing(), other] {
            #expect(Self.traced(session, port: 465, ring).0 == .smtps)
            #expect(Self.traced(session, port: 995, ring).0 == .pop3s)
            #expect(Self.traced(session, port: 4_433, ring).0 == nil)
        }
    }
}
