/// One kind of header that a frame may hold, from the wire up to TCP.
package enum Layer: UInt8, Sendable, Hashable, CaseIterable {
    case ethernet, vlan, llc, pppoe, ppp, linuxCooked, loopback, raw
    case bridgeTag, mpls
    case ipv4, ipv6, ipv6Extension, gre, erspan, vxlan, geneve, gtp, tcp
    /// UDP, where no tunnel that is followed lies behind it.
    case udp
}

/// Why a header could not be read, and where.
package struct Malformation: Error, Sendable, Hashable {
    package enum Problem: UInt8, Sendable, Hashable {
        /// The bytes end before the header does.
        case truncated
        /// A length inside the header contradicts the header itself.
        case badLength
        /// The version field is not the one that the layer below announced.
        case badVersion
        /// Layers inside layers, deeper than ``FrameDecoder/maximumDepth``.
        case tooDeep
    }
    package var layer: Layer
    package var problem: Problem
    /// Bytes from the start of the frame to the header that could not be read.
    package var offset: Int

    package init(_ layer: Layer, _ problem: Problem, at offset: Int) {
        self.layer = layer
        self.problem = problem
        self.offset = offset
    }
}

extension Span where Element == UInt8 {
    /// The two bytes at `offset` in network order. The caller has checked that they are there.
    @inline(__always)
    func big16(_ offset: Int) -> UInt16 {
        UInt16(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    /// The four bytes at `offset` in network order. The caller has checked that they are there.
    @inline(__always)
    func big32(_ offset: Int) -> UInt32 {
        UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// The eight bytes at `offset` in network order. The caller has checked that they are there.
    @inline(__always)
    func big64(_ offset: Int) -> UInt64 {
        UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
