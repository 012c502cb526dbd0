#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file of records, each with a mark by which one that is not whole is known. They bear the number of the file's life: a file
/// that begins a new life is written over from its beginning, and what stands behind the last record of the new life is of none.
///
/// A record: 32 octets and the text. These are, in little-endian order: the magic number and the kind, the life, the octets of the
/// text, and the mark, 8 octets each.
final class LetterLog: Sendable {
    enum Kind: UInt8, Sendable {
        /// A letter as a whole.
        case letter = 1
        /// What became of its recipients since.
        case state
        /// It is settled.
        case gone
    }

    /// A record's text in the file.
    struct Place: Sendable, Hashable {
        var life: UInt64
        var kind: Kind
        /// Where the record begins.
        var start: Int
        /// Octets of the text.
        var count: Int

        var end: Int { start + LetterLog.headSize + count }
    }

    static let headSize = 32
    /// "MSQUEUE".
    private static let magic: UInt64 = 0x4D53_5155_4555_4500

    let path: String
    private let descriptor: Int32

    /// - Parameter path: Created where it is missing.
    init(path: String) throws(DiskError) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw DiskError(operation: "open", path: path, code: errno) }
        self.path = path
        descriptor = file
    }

    deinit { close(descriptor) }

    /// Waits until the disk has all that was written.
    func save() throws(DiskError) {
        guard Disk.systemSave(descriptor) == 0 else { throw DiskError(operation: "save", path: path, code: errno) }
    }

    /// Writes a record; the disk need not have it yet.
    func write(_ kind: Kind, _ text: [UInt8], life: UInt64, at start: Int) throws(DiskError) -> Place {
        var record: [UInt8] = []
        record.reserveCapacity(Self.headSize + text.count)
        let mark = Self.mark(kind, life, text[...])
        for number in [Self.magic | UInt64(kind.rawValue), life, UInt64(text.count), mark] {
            withUnsafeBytes(of: number.littleEndian) { record += $0 }
        }
        record += text
        try write(record, at: start)
        return Place(life: life, kind: kind, start: start, count: text.count)
    }

    /// Nothing that the file holds counts any more.
    func clear() throws(DiskError) { try write([UInt8](repeating: 0, count: Self.headSize), at: 0) }

    private func write(_ bytes: [UInt8], at start: Int) throws(DiskError) {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(start + done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw DiskError(operation: "write", path: path, code: errno) }
            done += count
        }
    }

    /// A record's text; nil where it is not there whole.
    func read(_ place: Place) throws(DiskError) -> [UInt8]? {
        let bytes = try read(from: place.start, count: Self.headSize + place.count)
        guard Self.place(in: bytes, at: 0)?.count == place.count, Self.life(of: bytes) == place.life else { return nil }
        return Array(bytes[Self.headSize...])
    }

    /// All records of the file's last life, in order.
    func records() throws(DiskError) -> [(place: Place, text: [UInt8])] {
        let bytes = try Disk.read(path)
        var records: [(Place, [UInt8])] = []
        var position = 0
        let life = Self.life(of: bytes)
        while let place = Self.place(in: bytes, at: position), place.life == life {
            records.append((place, Array(bytes[position + Self.headSize..<place.end])))
            position = place.end
        }
        return records
    }

    private func read(from start: Int, count: Int) throws(DiskError) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count, let base = buffer.baseAddress {
                let got = pread(descriptor, base + filled, count - filled, off_t(start + filled))
                if got < 0, errno == EINTR { continue }
                code = got < 0 ? errno : 0
                if got <= 0 { return }
                filled += got
            }
        }
        guard code == 0 else { throw DiskError(operation: "read", path: path, code: code) }
        return bytes
    }

    // MARK: Form

    private static func number(_ index: Int, of bytes: [UInt8], at start: Int) -> UInt64 {
        bytes.withUnsafeBytes {
            UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: start + 8 * index, as: UInt64.self))
        }
    }

    private static func life(of bytes: [UInt8]) -> UInt64? {
        bytes.count < headSize ? nil : number(1, of: bytes, at: 0)
    }

    /// The record that begins there; nil where none does, or none that is whole.
    private static func place(in bytes: [UInt8], at start: Int) -> Place? {
        guard bytes.count - start >= headSize else { return nil }
        let head = number(0, of: bytes, at: start)
        let life = number(1, of: bytes, at: start)
        guard head & ~0xFF == magic, let kind = Kind(rawValue: UInt8(truncatingIfNeeded: head)),
            let count = Int(exactly: number(2, of: bytes, at: start)), count <= bytes.count - start - headSize
        else { return nil }
        let place = Place(life: life, kind: kind, start: start, count: count)
        let text = bytes[start + headSize..<place.end]
        return mark(kind, life, text) == number(3, of: bytes, at: start) ? place : nil
    }

    /// Tells a record that is not whole from one that is; no protection against somebody who wants to deceive.
    private static func mark(_ kind: Kind, _ life: UInt64, _ text: ArraySlice<UInt8>) -> UInt64 {
        let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
        var mark = (life &+ UInt64(kind.rawValue)) &* factor ^ UInt64(text.count)
        func take(_ number: UInt64) {
            mark = (mark ^ number) &* factor
            mark ^= mark >> 29
        }
        text.withUnsafeBytes { bytes in
            var index = 0
            while bytes.count - index >= 8 {
                take(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
                index += 8
            }
            var rest: UInt64 = 1
            while index < bytes.count {
                rest = rest << 8 | UInt64(bytes[index])
                index += 1
            }
            take(rest)
        }
        return mark
    }
}

extension LetterLog: Hashable {
    static func == (one: LetterLog, other: LetterLog) -> Bool { one === other }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
