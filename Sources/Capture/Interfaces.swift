import CPcap

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The interfaces that can be captured from.
package enum Interfaces {
    package struct Interface: Sendable, Hashable {
        /// `eth0`, `lo`, `any`
        package var name: String
        /// In the system's words, where it has any.
        package var summary: String?
        /// `192.0.2.1`, `2001:db8::1`
        package var addresses: [String]
        package var isUp: Bool
        package var isLoopback: Bool
    }

    /// All interfaces, in libpcap's order: the likeliest first; empty where the system shows none.
    package static func list() -> [Interface] {
        var first: UnsafeMutablePointer<pcap_if_t>?
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        guard pcap_findalldevs(&first, &message) == 0 else { return [] }
        defer { pcap_freealldevs(first) }
        var list: [Interface] = []
        var next = first
        while let device = next?.pointee {
            list.append(
                Interface(
                    name: device.name.map { String(cString: $0) } ?? "",
                    summary: device.description.map { String(cString: $0) },
                    addresses: addresses(device.addresses),
                    isUp: device.flags & UInt32(PCAP_IF_UP) != 0,
                    isLoopback: device.flags & UInt32(PCAP_IF_LOOPBACK) != 0))
            next = device.next
        }
        return list
    }

    private static func addresses(_ first: UnsafeMutablePointer<pcap_addr>?) -> [String] {
        var texts: [String] = []
        var next = first
        while let entry = next?.pointee {
            if let address = entry.addr, let text = text(address) { texts.append(text) }
            next = entry.next
        }
        return texts
    }

    private static func text(_ address: UnsafeMutablePointer<sockaddr>) -> String? {
        var room = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let raw = UnsafeRawPointer(address)
        let written: UnsafePointer<CChar>?
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            var address = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            written = inet_ntop(AF_INET, &address, &room, socklen_t(room.count))
        case AF_INET6:
            var address = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            written = inet_ntop(AF_INET6, &address, &room, socklen_t(room.count))
        default: return nil
        }
        guard written != nil else { return nil }
        return String(decoding: room.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The error for a name that no interface has.
    static func missing(_ name: String) -> CaptureError {
        let existing = list().filter { $0.isUp }.map(\.name)
        let nearest = existing.map { (name: $0, distance: distance($0, name)) }
            .filter { $0.distance <= max(1, name.count / 2) }
            .min { $0.distance < $1.distance }
        return .noSuchInterface(name: name, nearest: nearest?.name, existing: existing)
    }

    /// How many letters must be added, removed or changed to make one name from the other.
    static func distance(_ first: String, _ second: String) -> Int {
        let (first, second) = (Array(first), Array(second))
        var row = Array(0...second.count)
        for (line, letter) in first.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for (column, other) in second.enumerated() {
                let changed = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, diagonal + 1, row[column] + 1)
            }
        }
        return row[second.count]
    }
}
