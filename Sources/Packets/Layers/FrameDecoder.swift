/// What a TCP segment says of itself, as values: all that reassembly needs beside the payload.
package struct Segment: Sendable, Hashable {
    package var source = IPAddress(high: 0, low: 0)
    package var destination = IPAddress(high: 0, low: 0)
    package var sourcePort: UInt16 = 0
    package var destinationPort: UInt16 = 0
    package var sequence: UInt32 = 0
    package var acknowledgment: UInt32 = 0
    package var flags: TCPFlags = []
    package var window: UInt16 = 0
    /// Where the captured payload begins in the bytes that were decoded.
    package var payloadStart = 0
    /// Bytes of payload that were captured.
    package var captured = 0
    /// Bytes of payload that the segment had, by the IP header; more than ``captured`` where the snap length cut it.
    package var length = 0
}

/// Goes up the layers of a frame to TCP, through tags and tunnels, and puts fragments together on the way.
package struct FrameDecoder: Sendable {
    /// Headers below TCP that are followed, so that no frame can keep us busy; the deepest real one had seven.
    package static let maximumDepth = 16

    package enum Outcome: Sendable, Hashable {
        /// ``segment`` is filled; its payload lies in the frame.
        case tcp
        /// ``segment`` is filled; its payload lies in ``datagram``, which the frame's fragment completed.
        case tcpInDatagram
        /// A fragment of a datagram that is not complete.
        case fragment
        /// Something else, soundly built as far as it was followed.
        case other
        /// The frame's link type is none of those that are read.
        case unknownLink
        /// ``malformation`` says what and where.
        case malformed
    }

    /// The segment that was found last.
    package private(set) var segment = Segment()
    /// The payload of the datagram that was completed last.
    package private(set) var datagram: [UInt8] = []
    package private(set) var malformation = Malformation(.raw, .truncated, at: 0)
    package private(set) var fragments = FragmentStore()
    /// The layers of the last frame with the bytes of their headers, while ``keepsLayers``; tcp stands last.
    package private(set) var layers: [LayerRange] = []
    /// Whether ``layers`` is filled: for hex dumps and lessons, not for reading captures.
    package var keepsLayers = false

    /// A header and where it lies in the frame (in the datagram, for what came out of fragments).
    package struct LayerRange: Sendable, Hashable {
        package var layer: Layer
        package var range: Range<Int>
    }

    package init() {}

    /// Decodes one frame up to TCP.
    package mutating func decode(_ bytes: Span<UInt8>, linkType: LinkType) -> Outcome {
        if keepsLayers { layers.removeAll(keepingCapacity: true) }
        do throws(Malformation) {
            // What nearly every frame is, without detours; all others take the general way to the same end.
            if linkType == .ethernet, bytes.count >= 54, bytes.big16(12) == EtherType.ipv4, !keepsLayers {
                return try ipv4(bytes, at: 14, depth: 1)
            }
            guard let link = try LinkHeader.read(bytes, linkType: linkType) else { return .unknownLink }
            note(link.layer, 0..<link.length)
            return try network(bytes, at: link.length, type: link.etherType, depth: 1)
        } catch {
            malformation = error
            return .malformed
        }
    }

    private mutating func note(_ layer: Layer, _ range: Range<Int>) {
        if keepsLayers { layers.append(LayerRange(layer: layer, range: range)) }
    }

    /// What an EtherType says follows at `start`.
    private mutating func network(
        _ bytes: Span<UInt8>, at start: Int, type: UInt16, depth: Int
    ) throws(Malformation) -> Outcome {
        var start = start
        var type = type
        for depth in depth..<Self.maximumDepth {
            let link: LinkHeader
            switch type {
            case EtherType.ipv4: return try ipv4(bytes, at: start, depth: depth)
            case EtherType.ipv6: return try ipv6(bytes, at: start, depth: depth)
            case EtherType.vlan, EtherType.providerBridge, EtherType.oldQinQ:
                link = try LinkHeader.vlan(bytes, at: start)
            case EtherType.pppoeSession: link = try LinkHeader.pppoe(bytes, at: start)
            case EtherType.transparentEthernet: link = try LinkHeader.ethernet(bytes, at: start)
            default:
                guard let header = try LinkHeader.shim(bytes, at: start, type: type) else { return .other }
                link = header
            }
            note(link.layer, start..<start + link.length)
            start += link.length
            type = link.etherType
        }
        throw Malformation(.raw, .tooDeep, at: start)
    }

    @inline(__always)
    private mutating func ipv4(
        _ bytes: Span<UInt8>, at start: Int, depth: Int
    ) throws(Malformation) -> Outcome {
        let ip = try IPv4View(bytes.extracting(start..<max(start, bytes.count)), at: start)
        note(.ipv4, start..<start + ip.headerLength)
        let end = ip.totalLength == 0 ? bytes.count : start &+ ip.totalLength
        let payload = start &+ ip.headerLength
        segment.source = ip.source
        segment.destination = ip.destination
        guard ip.isFragment else {
            if ip.payloadProtocol == IPProtocol.tcp { return try tcp(bytes, at: payload, end: end) }
            return try transport(bytes, at: payload, end: end, number: ip.payloadProtocol, depth: depth)
        }
        let key = FragmentStore.Key(
            source: ip.source, destination: ip.destination,
            identification: UInt32(ip.identification), payloadProtocol: ip.payloadProtocol)
        return try fragment(
            bytes, payload..<end, offset: ip.fragmentOffset, isLast: !ip.moreFragments,
            next: ip.payloadProtocol, key: key, depth: depth)
    }

    @inline(never)
    private mutating func ipv6(
        _ bytes: Span<UInt8>, at start: Int, depth: Int
    ) throws(Malformation) -> Outcome {
        let ip = try IPv6View(bytes.extracting(start..<max(start, bytes.count)), at: start)
        let payload = start &+ IPv6View.headerLength
        note(.ipv6, start..<payload)
        let end = ip.payloadLength == 0 ? bytes.count : payload &+ ip.payloadLength
        segment.source = ip.source
        segment.destination = ip.destination
        if ip.nextHeader == IPProtocol.tcp { return try tcp(bytes, at: payload, end: end) }
        return try transport(bytes, at: payload, end: end, number: ip.nextHeader, depth: depth)
    }

    /// What an IP protocol number says follows at `start`; `end` is where the packet ends by its own word.
    @inline(never)
    private mutating func transport(
        _ bytes: Span<UInt8>, at start: Int, end: Int, number: UInt8, depth: Int
    ) throws(Malformation) -> Outcome {
        var start = start
        var number = number
        for depth in depth..<Self.maximumDepth {
            let present = min(end, bytes.count)
            guard start <= present else { throw Malformation(.ipv6Extension, .truncated, at: start) }
            switch number {
            case IPProtocol.tcp: return try tcp(bytes, at: start, end: end)
            case IPProtocol.ipv4:
                return try network(bytes.extracting(0..<present), at: start, type: EtherType.ipv4, depth: depth + 1)
            case IPProtocol.ipv6:
                return try network(bytes.extracting(0..<present), at: start, type: EtherType.ipv6, depth: depth + 1)
            case IPProtocol.gre, IPProtocol.udp:
                let whole = bytes.extracting(0..<present)
                let tunnel =
                    number == IPProtocol.gre
                    ? try LinkHeader.gre(whole, at: start) : try LinkHeader.udpTunnel(whole, at: start)
                guard let tunnel else { return .other }
                note(tunnel.layer, start..<start + tunnel.length)
                return try network(whole, at: start + tunnel.length, type: tunnel.etherType, depth: depth + 1)
            case IPProtocol.hopByHop, IPProtocol.routing, IPProtocol.destinationOptions, IPProtocol.authentication,
                IPProtocol.mobility:
                let header = try IPv6ExtensionView(bytes.extracting(start..<present), number: number, at: start)
                note(.ipv6Extension, start..<start + header.length)
                start += header.length
                number = header.nextHeader
            case IPProtocol.fragment:
                let header = try IPv6FragmentView(bytes.extracting(start..<present), at: start)
                note(.ipv6Extension, start..<start + IPv6FragmentView.headerLength)
                start += IPv6FragmentView.headerLength
                number = header.nextHeader
                if header.fragmentOffset == 0, !header.moreFragments { continue }  // an "atomic" fragment, RFC 6946
                let key = FragmentStore.Key(
                    source: segment.source, destination: segment.destination,
                    identification: header.identification, payloadProtocol: 0)
                return try fragment(
                    bytes, start..<max(start, end), offset: header.fragmentOffset, isLast: !header.moreFragments,
                    next: number, key: key, depth: depth)
            default: return .other
            }
        }
        throw Malformation(.ipv6Extension, .tooDeep, at: start)
    }

    /// Files a fragment, and goes on with the whole datagram if it was the last that was missing.
    private mutating func fragment(
        _ bytes: Span<UInt8>, _ range: Range<Int>, offset: Int, isLast: Bool, next: UInt8,
        key: FragmentStore.Key, depth: Int
    ) throws(Malformation) -> Outcome {
        guard range.upperBound <= bytes.count else { return .fragment }
        guard
            let whole = fragments.add(
                bytes.extracting(range), at: offset, isLast: isLast, nextHeader: next, key: key)
        else { return .fragment }
        let outcome = try transport(
            whole.bytes.span, at: 0, end: whole.bytes.count, number: whole.payloadProtocol, depth: depth + 1)
        guard outcome == .tcp else { return outcome }
        datagram = whole.bytes
        return .tcpInDatagram
    }

    @inline(__always)
    private mutating func tcp(
        _ bytes: Span<UInt8>, at start: Int, end: Int
    ) throws(Malformation) -> Outcome {
        let present = min(end, bytes.count)
        let tcp = try TCPView(bytes.extracting(start..<max(start, present)), at: start)
        note(.tcp, start..<start + tcp.headerLength)
        segment.sourcePort = tcp.sourcePort
        segment.destinationPort = tcp.destinationPort
        segment.sequence = tcp.sequence
        segment.acknowledgment = tcp.acknowledgment
        segment.flags = tcp.flags
        segment.window = tcp.window
        segment.payloadStart = start &+ tcp.headerLength
        segment.captured = present &- segment.payloadStart
        segment.length = end &- segment.payloadStart
        return .tcp
    }
}
