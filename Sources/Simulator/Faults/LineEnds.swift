/// How a broken server reads lines: LF alone ends one, in commands and in content.
struct LineEnds: Sendable {
    /// The last octet of what came before.
    private var last: UInt8 = 0

    /// Each lone LF with the CR that it lacks, however the octets were cut.
    mutating func completed(_ bytes: [UInt8]) -> [UInt8] {
        var completed: [UInt8] = []
        completed.reserveCapacity(bytes.count + 16)
        for byte in bytes {
            if byte == 0x0A, last != 0x0D { completed.append(0x0D) }
            completed.append(byte)
            last = byte
        }
        return completed
    }
}
