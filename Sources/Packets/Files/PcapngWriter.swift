/// Writes a pcapng file of one section, little-endian, in nanoseconds.
///
/// The same calls give the same bytes on every machine: the section header tells nothing of the host.
///
///     var file = try PcapngWriter(path: "mail.pcapng")
///     let lo = try file.addInterface(name: "lo")
///     try file.write(frame, time: time, interface: lo)
///     try file.finish()
package struct PcapngWriter: ~Copyable {
    private var sink: CaptureSink
    private var interfaces = 0
    /// One block being put together; kept for its capacity.
    private var block: [UInt8] = []

    /// Writes to a new file, `-` for standard output.
    /// - Parameter comment: a remark on the whole file.
    package init(path: String, comment: String? = nil) throws(CaptureWriteError) {
        try self.init(CaptureSink.create(path: path), comment: comment)
    }

    /// Writes to an open descriptor, which stays the caller's to close.
    /// - Parameter name: what errors call it.
    package init(descriptor: Int32, name: String, comment: String? = nil) throws(CaptureWriteError) {
        try self.init(CaptureSink(descriptor: descriptor, closes: false, name: name), comment: comment)
    }

    /// Writes to memory; see ``bytes``.
    package init(comment: String? = nil) throws(CaptureWriteError) {
        try self.init(CaptureSink(), comment: comment)
    }

    private init(_ sink: consuming CaptureSink, comment: String?) throws(CaptureWriteError) {
        var body: [UInt8] = []
        body.appendLittleEndian(0x1A2B_3C4D as UInt32)
        body.appendLittleEndian(1 as UInt16)
        body.appendLittleEndian(0 as UInt16)
        // The section's length is not known yet.
        body.appendLittleEndian(-1 as Int64)
        let options = comment.map { [Self.option(PcapngOption.comment, Array($0.utf8))] } ?? []
        try sink.append(Self.framed(0x0A0D_0D0A, body + Self.list(options)))
        self.sink = sink
    }

    /// What has been written to memory so far.
    package var bytes: [UInt8] { sink.waiting }

    /// Describes an interface; its frames come after.
    /// - Returns: its index, for ``write(_:time:originalLength:interface:comments:)``.
    @discardableResult
    package mutating func addInterface(
        name: String? = nil, linkType: LinkType = .ethernet, snapLength: Int = 262_144
    ) throws(CaptureWriteError) -> Int {
        guard interfaces < CaptureReader.interfaceLimit else {
            throw .invalid(path: sink.name, what: "more than \(CaptureReader.interfaceLimit) interfaces")
        }
        var body: [UInt8] = []
        body.appendLittleEndian(UInt16(truncatingIfNeeded: linkType.rawValue))
        body.appendLittleEndian(0 as UInt16)
        body.appendLittleEndian(UInt32(clamping: snapLength))
        var options: [[UInt8]] = []
        if let name { options.append(Self.option(PcapngOption.interfaceName, Array(name.utf8))) }
        options.append(Self.option(PcapngOption.timeResolution, [TimeResolution.nanoseconds.octet]))
        try sink.append(Self.framed(1, body + Self.list(options)))
        interfaces += 1
        return interfaces - 1
    }

    /// Hands on TLS secrets, as lines of a key log; readers want them before the frames that they open.
    package mutating func addSecrets(_ keyLog: [UInt8]) throws(CaptureWriteError) {
        guard keyLog.count <= CaptureReader.secretsLimit else {
            throw .invalid(path: sink.name, what: "a key log of \(keyLog.count) bytes")
        }
        var body: [UInt8] = []
        body.appendLittleEndian(0x544C_534B as UInt32)
        body.appendLittleEndian(UInt32(keyLog.count))
        body += keyLog
        body.append(contentsOf: repeatElement(0, count: Self.padding(keyLog.count)))
        try sink.append(Self.framed(10, body))
    }

    /// Writes a frame.
    /// - Parameters:
    ///   - time: nanoseconds since 1970 UTC; one before that is written as 1970.
    ///   - originalLength: bytes on the wire, where fewer were captured.
    ///   - interface: an index from ``addInterface(name:linkType:snapLength:)``.
    ///   - comments: shown by analysers beside the frame, each cut at 65,535 bytes.
    package mutating func write(
        _ frame: Span<UInt8>, time: Int64, originalLength: Int? = nil, interface: Int = 0, comments: [String] = []
    ) throws(CaptureWriteError) {
        guard interface >= 0, interface < interfaces else {
            throw .invalid(path: sink.name, what: "a frame of interface \(interface), which was never described,")
        }
        guard frame.count <= CaptureReader.frameLimit else {
            throw .invalid(path: sink.name, what: "a frame of \(frame.count) bytes")
        }
        let options = Self.list(comments.map { Self.option(PcapngOption.comment, Array($0.utf8)) })
        let padding = Self.padding(frame.count)
        let length = UInt32(32 + frame.count + padding + options.count)
        let ticks = UInt64(max(0, time))
        block.removeAll(keepingCapacity: true)
        block.appendLittleEndian(6 as UInt32)
        block.appendLittleEndian(length)
        block.appendLittleEndian(UInt32(interface))
        block.appendLittleEndian(UInt32(truncatingIfNeeded: ticks >> 32))
        block.appendLittleEndian(UInt32(truncatingIfNeeded: ticks))
        block.appendLittleEndian(UInt32(frame.count))
        block.appendLittleEndian(UInt32(clamping: originalLength ?? frame.count))
        frame.withUnsafeBufferPointer { block.append(contentsOf: $0) }
        block.append(contentsOf: repeatElement(0, count: padding))
        block += options
        block.appendLittleEndian(length)
        try sink.append(block)
    }

    /// Hands everything written so far to the file.
    package mutating func flush() throws(CaptureWriteError) { try sink.flush() }

    /// Writes what is left and closes the file. Without this call the last 64 KiB may be missing.
    package mutating func finish() throws(CaptureWriteError) { try sink.finish() }

    // MARK: - Encoding

    private static func padding(_ count: Int) -> Int { (4 - count % 4) % 4 }

    private static func framed(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
        var block: [UInt8] = []
        block.appendLittleEndian(type)
        block.appendLittleEndian(UInt32(12 + body.count))
        block += body
        block.appendLittleEndian(UInt32(12 + body.count))
        return block
    }

    private static func option(_ code: UInt16, _ value: [UInt8]) -> [UInt8] {
        var kept = value.prefix(Int(UInt16.max))
        // Not in the middle of a character.
        if kept.count < value.count, let last = kept.lastIndex(where: { $0 & 0xC0 != 0x80 }) { kept = kept[..<last] }
        var option: [UInt8] = []
        option.appendLittleEndian(code)
        option.appendLittleEndian(UInt16(kept.count))
        option += kept
        option.append(contentsOf: repeatElement(0, count: padding(kept.count)))
        return option
    }

    private static func list(_ options: [[UInt8]]) -> [UInt8] {
        options.isEmpty ? [] : options.flatMap { $0 } + [0, 0, 0, 0]
    }
}

/// Writes a classic pcap file, little-endian, in nanoseconds: one interface, no remarks.
package struct PcapWriter: ~Copyable {
    private var sink: CaptureSink
    private var record: [UInt8] = []

    /// Writes to a new file, `-` for standard output.
    package init(path: String, linkType: LinkType = .ethernet) throws(CaptureWriteError) {
        try self.init(CaptureSink.create(path: path), linkType: linkType)
    }

    /// Writes to memory; see ``bytes``.
    package init(linkType: LinkType = .ethernet) throws(CaptureWriteError) {
        try self.init(CaptureSink(), linkType: linkType)
    }

    private init(_ sink: consuming CaptureSink, linkType: LinkType) throws(CaptureWriteError) {
        var header: [UInt8] = []
        header.appendLittleEndian(0xA1B2_3C4D as UInt32)
        header.appendLittleEndian(2 as UInt16)
        header.appendLittleEndian(4 as UInt16)
        header.appendLittleEndian(0 as UInt64)
        header.appendLittleEndian(262_144 as UInt32)
        header.appendLittleEndian(linkType.rawValue)
        try sink.append(header)
        self.sink = sink
    }

    /// What has been written to memory so far.
    package var bytes: [UInt8] { sink.waiting }

    /// - Parameter time: nanoseconds since 1970 UTC; the format ends in 2106, later and earlier times are held there.
    package mutating func write(_ frame: Span<UInt8>, time: Int64, originalLength: Int? = nil)
        throws(CaptureWriteError)
    {
        guard frame.count <= CaptureReader.frameLimit else {
            throw .invalid(path: sink.name, what: "a frame of \(frame.count) bytes")
        }
        let ticks = max(0, time)
        record.removeAll(keepingCapacity: true)
        record.appendLittleEndian(UInt32(clamping: ticks / 1_000_000_000))
        record.appendLittleEndian(UInt32(ticks % 1_000_000_000))
        record.appendLittleEndian(UInt32(frame.count))
        record.appendLittleEndian(UInt32(clamping: originalLength ?? frame.count))
        frame.withUnsafeBufferPointer { record.append(contentsOf: $0) }
        try sink.append(record)
    }

    /// Writes what is left and closes the file. Without this call the last 64 KiB may be missing.
    package mutating func finish() throws(CaptureWriteError) { try sink.finish() }
}
