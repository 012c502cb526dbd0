/// How a broken server reads lines: LF alone ends one, in commands and in content.
enum LineEnds {
    /// Each lone LF with the CR that it lacks. A CR at a chunk's end, with its LF in the next, gets one too many, as nobody
    /// splits a line end there in our scenarios but for the fault of single octets.
    static func completed(_ bytes: [UInt8]) -> [UInt8] {
        var completed: [UInt8] = []
        completed.reserveCapacity(bytes.count + 16)
        var last: UInt8 = 0
        for byte in bytes {
            if byte == 0x0A, last != 0x0D { completed.append(0x0D) }
            completed.append(byte)
            last = byte
        }
        return completed
    }
}
