@testable import Packets

/// Writes a connection down line by line, as `client` and `server` say it; keeps count of sequence numbers.
struct Script {
    static let clientFirst: UInt32 = 1_000
    static let serverFirst: UInt32 = 5_000

    var lines: [Line] = []
    var port: UInt16 = 40_001
    private var said = [0, 0]
    /// How far each side has acknowledged the other: all that was said, unless told otherwise.
    private var starts: [UInt32]

    init(port: UInt16 = 40_001, clientFirst: UInt32 = Script.clientFirst, serverFirst: UInt32 = Script.serverFirst) {
        self.port = port
        starts = [clientFirst, serverFirst]
    }

    func sequence(_ from: Line.Speaker, _ offset: Int) -> UInt32 {
        starts[from.rawValue] &+ 1 &+ UInt32(truncatingIfNeeded: offset)
    }

    private func acknowledgment(by from: Line.Speaker) -> UInt32 {
        let other = 1 - from.rawValue
        return starts[other] &+ 1 &+ UInt32(truncatingIfNeeded: said[other])
    }

    mutating func handshake() {
        lines.append(Line(from: .client, sequence: starts[0], flags: .syn, clientPort: port))
        lines.append(
            Line(
                from: .server, sequence: starts[1], acknowledgment: starts[0] &+ 1, flags: [.syn, .ack],
                clientPort: port))
        acknowledge(.client)
    }

    mutating func acknowledge(_ from: Line.Speaker) {
        say(from, "", at: said[from.rawValue])
    }

    /// Says `text`, next in its stream; `isCaptured` false: only the tap misses it.
    mutating func say(_ from: Line.Speaker, _ text: String, kept: Int? = nil, isCaptured: Bool = true) {
        let offset = said[from.rawValue]
        said[from.rawValue] += text.utf8.count
        if isCaptured { say(from, text, at: offset, kept: kept) }
    }

    /// Says `text` as bytes from `offset` on, whatever was said before.
    mutating func say(
        _ from: Line.Speaker, _ text: String, at offset: Int, kept: Int? = nil, flags: TCPFlags = .ack
    ) {
        lines.append(
            Line(
                from: from, sequence: sequence(from, offset), acknowledgment: acknowledgment(by: from), flags: flags,
                payload: Array(text.utf8), kept: kept, clientPort: port))
    }

    mutating func finish(_ from: Line.Speaker) {
        say(from, "", at: said[from.rawValue], flags: [.fin, .ack])
        said[from.rawValue] += 1
    }

    mutating func reset(_ from: Line.Speaker) {
        say(from, "", at: said[from.rawValue], flags: [.rst, .ack])
    }

    /// Acknowledgements that say nothing new, to let `frames` frames pass.
    mutating func idle(_ frames: Int, from: Line.Speaker = .client) {
        for _ in 0..<frames { acknowledge(from) }
    }

    func heard(limits: Reassembler.Limits = .init()) -> [Heard] { Listener.hear(lines, limits: limits) }
}
