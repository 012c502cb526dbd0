import MailProtocols

/// Both directions of one TLS session, read with the keys of a key log: TCP octets in, what was said inside out.
///
/// The hellos go by in the clear and tell which keys fit. Each direction then opens its own records; what keeps it from
/// that is a value, ``Obstacle``, and ends the reading of that direction.
struct TLSSession: Sendable {
    /// Why a direction cannot be read, or not any further.
    enum Obstacle: Sendable, Hashable { case keyMissing, helloMissing, notSupported, notAuthentic, threadLost }

    /// Something that a side said, or that the capture lacks of it.
    struct Opened: Sendable {
        var side: Side
        var text: [UInt8]
        /// TCP octets lost inside ``range``; then there is no text.
        var lost = 0
        /// The records that carried it, in the side's TCP stream.
        var range: Range<Int>
    }

    /// TCP octets of a side that may wait for a hello or a key: a full flight of a handshake and more.
    static let holdLimit = 65_536
    /// Records that a hole may have held for the search behind it; more mean too many trials.
    static let trialLimit = 1_024

    struct Half: Sendable {
        var reader: TLSRecordReader
        var handshake = HandshakeReader()
        var keys: RecordKeys?
        /// Number of the next record under ``keys``.
        var number: UInt64 = 0
        /// TLS 1.2: change_cipher_spec went by, what follows is encrypted.
        var hasSwitched = false
        /// TLS 1.3: Finished went by, the secrets of the dialogue follow those of the handshake.
        var isFinished = false
        /// Records were lost, so that a change of keys may have been.
        var hasLost = false
        /// Waits here for a hello or a key.
        var held: TLSRecordReader.Item?
        var obstacle: Obstacle?
        /// Records that were opened.
        var records = 0
        init(at position: Int) { reader = TLSRecordReader(at: position) }
    }

    private let ring: KeyRing
    private var client: Half
    private var server: Half
    private var clientHello: ClientHello?
    private var serverHello: ServerHello?
    /// What the hellos agreed on; nil until both went by, or where Mailscope cannot read it.
    private var suite: CipherSuite?
    /// The server answered in TLS 1.3, also by asking for another hello.
    private var isTLS13 = false

    /// - Parameter start: Stream positions of the first TLS octets.
    init(_ ring: KeyRing, start: (client: Int, server: Int) = (0, 0)) {
        self.ring = ring
        client = Half(at: start.client)
        server = Half(at: start.server)
    }

    subscript(side: Side) -> Half {
        get { side == .client ? client : server }
        _modify { if side == .client { yield &client } else { yield &server } }
    }

    /// The client's hello went by, and there is no secret for it, but one may come.
    var isWaitingForKey: Bool {
        guard let clientHello, ring.isGrowing else { return false }
        return !ring.knows(clientHello.random)
    }

    /// Takes the next octets of `side`, which lie at `position` of its stream: behind what was taken before, or behind a hole.
    mutating func take(_ side: Side, _ bytes: borrowing Span<UInt8>, at position: Int) -> [Opened] {
        guard self[side].obstacle == nil else { return [] }
        let lost = position - self[side].reader.end
        if lost > 0 {
            // What waits for a key in front of a hole would have to be kept in parts.
            if self[side].held != nil { stop(side, .threadLost) } else { self[side].reader.lose(lost) }
        }
        self[side].reader.take(bytes)
        var opened: [Opened] = []
        read(side, into: &opened)
        // A hello of this side may be what the other waits for.
        if self[side.other].held != nil { read(side.other, into: &opened) }
        if self[side].held != nil, self[side].reader.buffered > Self.holdLimit {
            stop(side, clientHello == nil || serverHello == nil ? .helloMissing : .keyMissing)
        }
        return opened
    }

    /// No more octets will come: what still waits, waits in vain.
    mutating func finish() {
        for side in Side.allCases where self[side].held != nil && self[side].obstacle == nil {
            stop(side, clientHello == nil || serverHello == nil ? .helloMissing : .keyMissing)
        }
    }

    private mutating func stop(_ side: Side, _ obstacle: Obstacle) {
        self[side].obstacle = obstacle
        self[side].held = nil
        self[side].keys = nil
        self[side].reader.stop()
    }

    private mutating func read(_ side: Side, into opened: inout [Opened]) {
        while self[side].obstacle == nil, let item = self[side].held ?? self[side].reader.next() {
            self[side].held = nil
            guard follow(item, side, into: &opened) else {
                self[side].held = item
                return
            }
        }
    }

    // MARK: Records

    /// - Returns: false where it has to wait for a hello or a key.
    private mutating func follow(
        _ item: TLSRecordReader.Item, _ side: Side, into opened: inout [Opened]
    ) -> Bool {
        switch item {
        case .broken:
            stop(side, self[side].records > 0 ? .notAuthentic : .helloMissing)
        case .damaged(let type, let range, let lost):
            self[side].hasLost = true
            self[side].handshake = HandshakeReader()
            if isSealed(type, side) {
                self[side].number += 1
                opened.append(Opened(side: side, text: [], lost: lost, range: range))
            }
        case .record(let record):
            guard isSealed(record.type, side) else {
                readClear(record, side)
                return true
            }
            guard makeKeys(for: side) else { return self[side].obstacle != nil }
            open(record, side, into: &opened)
        case .candidate(let record, let skipped):
            if record.type == TLSRecord.changeCipherSpec, record.payload == [1], !isTLS13 {
                self[side].reader.accept()
                readClear(record, side)
                return true
            }
            guard makeKeys(for: side) else { return self[side].obstacle != nil }
            search(record, skipped: skipped, side, into: &opened)
        }
        return true
    }

    private func isSealed(_ type: UInt8, _ side: Side) -> Bool {
        type == TLSRecord.applicationData || (self[side].hasSwitched && !isTLS13)
    }

    private mutating func readClear(_ record: TLSRecord, _ side: Side) {
        switch record.type {
        case TLSRecord.changeCipherSpec:
            // In TLS 1.3 it means nothing, RFC 8446 appendix D.4.
            self[side].hasSwitched = true
        case TLSRecord.handshake:
            for message in self[side].handshake.take(record.payload.span) {
                switch message.type {
                case .clientHello where side == .client: clientHello = ClientHello(message.body.span)
                case .serverHello where side == .server:
                    let hello = ServerHello(message.body.span)
                    isTLS13 = hello.version == "3.4"
                    if !hello.isRetryRequest { agree(on: hello) }
                default: break
                }
            }
        default: break
        }
    }

    private mutating func agree(on hello: ServerHello) {
        serverHello = hello
        suite = hello.cipherSuite.flatMap { CipherSuite($0) }
        let isReadable = suite.map { $0.isTLS13 ? hello.version == "3.4" : hello.version == "3.3" } ?? false
        if !isReadable { suite = nil }
    }

    private mutating func open(_ record: TLSRecord, _ side: Side, into opened: inout [Opened]) {
        guard let keys = self[side].keys else { return }
        if let (type, octets) = keys.open(record, number: self[side].number) {
            self[side].number += 1
            deliver(type, octets, record.range, side, into: &opened)
        } else if !openUnderNextKeys(record, side, into: &opened) {
            stop(side, self[side].hasLost ? .threadLost : .notAuthentic)
        }
    }

    /// The hole may have held the last message of the handshake, or one that changed the keys.
    private mutating func openUnderNextKeys(
        _ record: TLSRecord, _ side: Side, upTo skipped: Int = 0, into opened: inout [Opened]
    ) -> Bool {
        guard self[side].hasLost, isTLS13, let keys = self[side].keys else { return false }
        var next = keys.updated()
        if !self[side].isFinished {
            guard let suite, let secret = secret(.dialogue, side) else { return false }
            next = RecordKeys(suite, secret: secret)
        }
        for number in 0...UInt64(min(skipped, Self.trialLimit)) {
            guard let (type, octets) = next.open(record, number: number) else { continue }
            self[side].isFinished = true
            self[side].keys = next
            self[side].number = number + 1
            deliver(type, octets, record.range, side, into: &opened)
            return true
        }
        return false
    }

    /// Finds out which number a record behind a hole has: the one under which it authenticates.
    private mutating func search(_ record: TLSRecord, skipped: Int, _ side: Side, into opened: inout [Opened]) {
        guard let keys = self[side].keys else { return }
        self[side].hasLost = true
        self[side].handshake = HandshakeReader()
        let start = self[side].reader.lostBefore
        let lost = Opened(
            side: side, text: [], lost: start, range: record.range.lowerBound - start..<record.range.lowerBound)
        let first = self[side].number
        for number in first...first + UInt64(min(skipped, Self.trialLimit)) {
            guard let (type, octets) = keys.open(record, number: number) else { continue }
            self[side].reader.accept()
            self[side].number = number + 1
            opened.append(lost)
            deliver(type, octets, record.range, side, into: &opened)
            return
        }
        let mark = opened.count
        if openUnderNextKeys(record, side, upTo: skipped, into: &opened) {
            opened.insert(lost, at: mark)
            return self[side].reader.accept()
        }
        // Three octets in 16 million look like a header by chance: whatever looks like one and fails was one.
        stop(side, .threadLost)
    }

    /// What a record held.
    private mutating func deliver(
        _ type: UInt8, _ octets: [UInt8], _ range: Range<Int>, _ side: Side, into opened: inout [Opened]
    ) {
        self[side].records += 1
        switch type {
        case TLSRecord.applicationData:
            if !octets.isEmpty { opened.append(Opened(side: side, text: octets, range: range)) }
        case TLSRecord.handshake where isTLS13:
            for message in self[side].handshake.take(octets.span) {
                switch message.type {
                case .finished where !self[side].isFinished:
                    self[side].isFinished = true
                    self[side].keys = nil
                    self[side].number = 0
                case .keyUpdate:
                    self[side].keys = self[side].keys?.updated()
                    self[side].number = 0
                default: break
                }
            }
        // A second handshake inside TLS 1.2 would change the keys to some that no hello in the clear tells of.
        case TLSRecord.changeCipherSpec where !isTLS13: stop(side, .notSupported)
        default: break
        }
    }

    // MARK: Keys

    private enum Stage { case handshake, dialogue }

    private func secret(_ stage: Stage, _ side: Side) -> [UInt8]? {
        guard let clientHello, let suite else { return nil }
        let label: KeyLog.Label =
            switch (stage, side) {
            case (.handshake, .client): .clientHandshake
            case (.handshake, .server): .serverHandshake
            case (.dialogue, .client): .clientTraffic
            case (.dialogue, .server): .serverTraffic
            }
        guard let secret = ring.secret(label, of: clientHello.random), secret.count == suite.hash.length else {
            return nil
        }
        return secret
    }

    /// - Returns: false where there are none: ``Half/obstacle`` tells whether that is for good.
    private mutating func makeKeys(for side: Side) -> Bool {
        guard self[side].keys == nil else { return true }
        guard let clientHello, clientHello.random.count == 32, let serverHello else {
            // The other side's hello may be on its way.
            if side == .client ? clientHello == nil : serverHello == nil { stop(side, .helloMissing) }
            return false
        }
        guard ring.isGrowing || ring.knows(clientHello.random) else {
            stop(side, .keyMissing)
            return false
        }
        guard let suite else {
            stop(side, .notSupported)
            return false
        }
        if suite.isTLS13 {
            if let secret = secret(self[side].isFinished ? .dialogue : .handshake, side) {
                self[side].keys = RecordKeys(suite, secret: secret)
            }
        } else if let master = ring.secret(.master, of: clientHello.random) {
            self[side].keys = RecordKeys(
                suite, master: master, clientRandom: clientHello.random, serverRandom: serverHello.random,
                encryptsThenMACs: serverHello.encryptsThenMACs, side: side)
        }
        if self[side].keys == nil, !ring.isGrowing { stop(side, .keyMissing) }
        return self[side].keys != nil
    }
}

extension TLSSession.Obstacle {
    var note: Note {
        switch self {
        case .keyMissing: .tlsKeyMissing
        case .helloMissing: .tlsHelloMissing
        case .notSupported: .tlsNotSupported
        case .notAuthentic: .tlsNotAuthentic
        case .threadLost: .tlsThreadLost
        }
    }
}
