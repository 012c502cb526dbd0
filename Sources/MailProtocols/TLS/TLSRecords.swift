/// Reads one direction's TLS octets without a key: how many records of which type, and what the hellos tell, RFC 8446
/// section 5.1. Payloads are stepped over by their length; only an unfinished hello is kept, at most 16 KiB of it.
package struct TLSRecords: Sendable, Hashable {
    /// The raw value is the word in JSON lines.
    package enum ContentType: String, Sendable, Hashable, CaseIterable {
        case ccs, alert, handshake, appdata, heartbeat
        /// Not a record: counting ends here.
        case other

        init(_ byte: UInt8) {
            switch byte {
            case 20: self = .ccs
            case 21: self = .alert
            case 22: self = .handshake
            case 23: self = .appdata
            case 24: self = .heartbeat
            default: self = .other
            }
        }
    }

    /// A cause told in clear, RFC 8446 section 6.
    package struct Alert: Sendable, Hashable {
        /// 1 is a warning, 2 is fatal.
        package var level: UInt8
        package var code: UInt8
        /// `handshake_failure`; `alert 200` for one without a name.
        package var name: String { TLSNames.alert(code) }
    }

    /// Octets of a hello that are kept; one record holds no more (RFC 8446 section 5.1).
    package static let helloLimit = 16_384
    /// Alerts that are kept.
    package static let alertLimit = 16

    /// Octets taken so far.
    package private(set) var bytes = 0
    /// `3.1`, `3.3`: record versions in the order of their first appearance.
    package private(set) var versions: [String] = []
    package private(set) var clientHello: ClientHello?
    package private(set) var serverHello: ServerHello?
    /// Alerts that went by before encryption began.
    package private(set) var alerts: [Alert] = []
    /// The stream begins with a hello of SSL 2.0.
    package private(set) var isSSL2 = false
    /// Counting ended at octets that are no record.
    package private(set) var isBroken = false

    private var counts: [Int] = Array(repeating: 0, count: ContentType.allCases.count)
    private var header: [UInt8] = []
    private var current = ContentType.other
    /// Octets of the current record that are still to come.
    private var remaining = 0
    /// The start of the current record, as far as it matters: a hello, an alert.
    private var handshake: [UInt8] = []
    private var alert: [UInt8] = []
    private var recordLength = 0
    /// The hello was read, or there is none: nothing of handshake records is kept from here on.
    private var helloDone = false
    private var isEncrypted = false

    package init() {}

    /// Could these first octets of a stream be TLS, or a hello of SSL 2.0? True as long as nothing speaks against it.
    package static func looksLikeTLS(_ start: borrowing Span<UInt8>) -> Bool {
        guard start.count > 0 else { return false }
        if start[0] & 0x80 != 0 {
            // SSL 2.0: two octets of length, type 1, version 0.2 or 3.x.
            return start[0] == 0x80 && (start.count < 3 || start[2] == 1)
                && (start.count < 4 || start[3] == 3 || start[3] == 0)
        }
        guard (20...24).contains(start[0]), start.count < 2 || start[1] == 3, start.count < 3 || start[2] <= 4 else {
            return false
        }
        return start.count < 5 || (Int(start[3]) << 8 | Int(start[4])) <= helloLimit + 2_048
    }

    /// Takes the next octets of this direction; chunks may be cut anywhere.
    package mutating func take(_ chunk: borrowing Span<UInt8>) {
        bytes += chunk.count
        var index = 0
        while index < chunk.count, !isBroken {
            if remaining > 0 {
                let end = min(chunk.count, index + remaining)
                keep(index..<end, of: chunk)
                remaining -= end - index
                index = end
                if remaining == 0 { endRecord() }
            } else {
                let end = min(chunk.count, index + 5 - header.count)
                header.append(index..<end, of: chunk)
                index = end
                if header.count == 5 { beginRecord() }
            }
        }
    }

    /// Records by the words of ``ContentType``; `cut` is 1 where the last record is not all there.
    package var records: [String: Int] {
        var records: [String: Int] = [:]
        for (type, count) in zip(ContentType.allCases, counts) where count > 0 { records[type.rawValue] = count }
        if remaining > 0 { records["cut"] = 1 }
        return records
    }

    /// The hello was read, or there is none.
    package var isHelloOver: Bool { helloDone || isBroken }

    /// How many records of this type went by.
    package func count(of type: ContentType) -> Int {
        zip(ContentType.allCases, counts).first { $0.0 == type }?.1 ?? 0
    }

    private mutating func beginRecord() {
        let type = ContentType(header[0])
        guard type != .other, header[1] == 3 else {
            if header[0] == 0x80, header[2] == 1, versions.isEmpty { isSSL2 = true }
            count(.other)
            isBroken = true
            return
        }
        count(type)
        let version = "3.\(header[2])"
        // There are four; a stream that claims more is not worth the memory.
        if !versions.contains(version), versions.count < 8 { versions.append(version) }
        current = type
        remaining = Int(header[3]) << 8 | Int(header[4])
        recordLength = remaining
        alert = []
        header.removeAll(keepingCapacity: true)
        if type == .ccs || type == .appdata { isEncrypted = true }
        // A hello may go on in the next record, but nothing else comes between (RFC 8446 section 5.1).
        if type != .handshake { stopKeeping() }
    }

    private mutating func endRecord() {
        guard current == .alert, !isEncrypted, alert.count == 2, alerts.count < Self.alertLimit else { return }
        alerts.append(Alert(level: alert[0], code: alert[1]))
    }

    private mutating func keep(_ range: Range<Int>, of chunk: borrowing Span<UInt8>) {
        switch current {
        case .alert where recordLength == 2: alert.append(range, of: chunk)
        case .handshake where !helloDone:
            handshake.append(
                range.lowerBound..<min(range.upperBound, range.lowerBound + Self.helloLimit - handshake.count),
                of: chunk)
            readHello()
        default: break
        }
    }

    /// Reads the first handshake message once all of it is there.
    private mutating func readHello() {
        guard handshake.count >= 4 else { return }
        guard handshake[0] == 1 || handshake[0] == 2 else { return stopKeeping() }
        let length = 4 + (Int(handshake[1]) << 16 | Int(handshake[2]) << 8 | Int(handshake[3]))
        guard handshake.count >= length || handshake.count >= Self.helloLimit else { return }
        parseHello()
        stopKeeping()
    }

    /// What is there of the hello is read, also when the capture lacks the rest.
    private mutating func parseHello() {
        guard handshake.count >= 4 else { return }
        let length = Int(handshake[1]) << 16 | Int(handshake[2]) << 8 | Int(handshake[3])
        let message = handshake
        let body = message.span.extracting(4..<min(message.count, 4 + length))
        if message[0] == 1 { clientHello = ClientHello(body) } else { serverHello = ServerHello(body) }
    }

    private mutating func stopKeeping() {
        handshake = []
        helloDone = true
    }

    /// No more octets will come: a hello that was cut is read as far as it goes.
    package mutating func finish() {
        if !helloDone, handshake.first == 1 || handshake.first == 2 { parseHello() }
        stopKeeping()
    }

    private mutating func count(_ type: ContentType) {
        for (index, other) in ContentType.allCases.enumerated() where other == type { counts[index] += 1 }
    }
}
