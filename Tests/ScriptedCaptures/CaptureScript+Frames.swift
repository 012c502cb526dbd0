import MailProtocols
package import Packets

/// One captured frame of a script.
package struct ScriptedFrame: Sendable, Hashable {
    package var time: Int64
    package var bytes: [UInt8]
    package var originalLength: Int
    package var linkType: LinkType

    package init(time: Int64, bytes: [UInt8], originalLength: Int, linkType: LinkType) {
        self.time = time
        self.bytes = bytes
        self.originalLength = originalLength
        self.linkType = linkType
    }
}

extension CaptureScript {
    /// 2026-01-05T09:00:00Z, in nanoseconds; each frame comes ten milliseconds after the one before.
    package static let start: Int64 = 1_767_603_600_000_000_000

    /// The frames in the order in which they are captured.
    package func frames() -> [ScriptedFrame] {
        var writer = FrameWriter(link: link, isV6: isV6)
        var clientPort: UInt16 = 40_000
        for connection in connections {
            if !connection.isReused { clientPort += 1 }
            writer.write(connection, clientPort: clientPort)
        }
        return writer.frames
    }

    /// The frames as a pcapng file.
    package func pcapng() throws -> [UInt8] {
        var file = try PcapngWriter()
        let interface = try file.addInterface(linkType: link.linkType)
        for frame in frames() {
            try file.write(
                frame.bytes.span, time: frame.time, originalLength: frame.originalLength, interface: interface)
        }
        return file.bytes
    }
}

/// Puts what is said into segments, packets and frames.
private struct FrameWriter {
    let link: Link
    let isV6: Bool
    var frames: [ScriptedFrame] = []
    private var time = CaptureScript.start
    private var ends: [Side: FrameEncoder.End] = [:]
    private var next: [Side: UInt32] = [:]
    private var onlySide: Side?
    private var pending: (side: Side, bytes: [UInt8])?
    private var isJoined = false
    private var isLate = false
    private var held: [ScriptedFrame] = []
    private var pieceSize = 0
    private var fragmentSize = 0
    private var snapLength = 0
    private var last: (side: Side, sequence: UInt32, bytes: [UInt8])?
    private var connectionNumber: UInt32 = 0
    private var identification: UInt16 = 0

    init(link: Link, isV6: Bool) {
        self.link = link
        self.isV6 = isV6
    }

    mutating func write(_ connection: CaptureScript.Connection, clientPort: UInt16) {
        connectionNumber += 1
        let addresses = isV6 ? ("2001:db8::10", "2001:db8::25") : ("192.0.2.10", "192.0.2.25")
        ends = [
            .client: .init(IPAddress(addresses.0) ?? IPAddress(v4: 0), clientPort),
            .server: .init(IPAddress(addresses.1) ?? IPAddress(v4: 1), connection.port),
        ]
        // Another connection between the same ends begins far from where the one before ended.
        let first: UInt32 = connection.isWrapped ? UInt32.max - 20 : connectionNumber &* 50_000_000
        next = [.client: first, .server: first &+ 7]
        onlySide = connection.onlySide
        (isJoined, pieceSize, fragmentSize, snapLength) = (false, 0, 0, 0)
        if connection.isRefused {
            emit(.client, .syn)
            next[.client, default: 0] &+= 1
            return emit(.server, [.rst, .ack])
        }
        if !connection.isMidStream { shakeHands() }
        for event in connection.events { follow(event) }
        flush()
        release()
        switch connection.ending {
        case .open: break
        case .rst(let side): emit(side, [.rst, .ack])
        case .fin:
            for side in Side.allCases {
                emit(side, [.fin, .ack])
                next[side, default: 0] &+= 1
            }
            emit(.client, .ack)
        }
        time += 2_000_000_000
    }

    private mutating func shakeHands() {
        emit(.client, .syn)
        next[.client, default: 0] &+= 1
        emit(.server, [.syn, .ack])
        next[.server, default: 0] &+= 1
        emit(.client, .ack)
    }

    private mutating func follow(_ event: CaptureScript.Event) {
        switch event {
        case .said(let side, _, let bytes, _):
            if pending?.side != side || !isJoined { flush() }
            pending = (side, (pending?.bytes ?? []) + bytes)
            if !isJoined { flush() }
        case .lost(let side, _, let bytes):
            flush()
            next[side, default: 0] &+= UInt32(bytes.count)
        case .late:
            flush()
            isLate = true
        case .again(let other):
            flush()
            guard let last else { return }
            emit(last.side, [.psh, .ack], other ?? last.bytes, at: last.sequence)
        case .joined(let isJoined):
            flush()
            self.isJoined = isJoined
        case .cut(let size):
            flush()
            pieceSize = size
        case .fragment(let size):
            flush()
            fragmentSize = size
        case .snap(let length):
            flush()
            snapLength = length
        case .pause(let seconds):
            flush()
            time += Int64(seconds) * 1_000_000_000
        }
    }

    /// Sends what was gathered.
    private mutating func flush() {
        guard let (side, bytes) = pending else { return }
        pending = nil
        let size = pieceSize > 0 ? pieceSize : 1_400
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = Array(bytes[start..<min(start + size, bytes.count)])
            let sequence = next[side, default: 0]
            last = (side, sequence, piece)
            let holds = isLate
            isLate = false
            let before = frames.count
            emit(side, [.psh, .ack], piece, at: sequence)
            next[side, default: 0] &+= UInt32(piece.count)
            if holds {
                held = Array(frames[before...])
                frames.removeSubrange(before...)
            } else {
                release()
            }
        }
    }

    /// A late segment arrives.
    private mutating func release() {
        frames += held
        held = []
        // The clock of a capture does not run backwards.
        for index in frames.indices.dropFirst() where frames[index].time < frames[index - 1].time {
            frames[index].time = frames[index - 1].time
        }
    }

    private mutating func emit(_ side: Side, _ flags: TCPFlags, _ payload: [UInt8] = [], at sequence: UInt32? = nil) {
        guard let from = ends[side], let to = ends[side.other] else { return }
        time += 10_000_000
        identification &+= 1
        guard onlySide == nil || onlySide == side else { return }
        let segment = FrameEncoder.tcpSegment(
            from: from, to: to, sequence: sequence ?? next[side, default: 0],
            acknowledgment: flags.contains(.ack) ? next[side.other, default: 0] : 0, flags: flags, window: 65_535,
            payload: payload)
        let packet = FrameEncoder.ip(
            from: from.address, to: to.address, payloadProtocol: IPProtocol.tcp, segment,
            identification: identification)
        for piece in Link.fragments(of: packet, size: fragmentSize) {
            let frame = link.frame(piece, isV6: isV6)
            let kept = snapLength > 0 ? Array(frame.prefix(snapLength)) : frame
            frames.append(
                ScriptedFrame(time: time, bytes: kept, originalLength: frame.count, linkType: link.linkType))
        }
    }
}
