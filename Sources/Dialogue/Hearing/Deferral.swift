import MailProtocols

extension Switchboard {
    /// What one side said while octets of the other waited behind a hole: it comes after those.
    struct Deferral {
        struct Chunk {
            var side: Side
            var bytes: [UInt8]
            var frame: Int
            var time: Int64
            /// Memory that it takes, roughly.
            var heldBytes: Int { bytes.count + 96 }
        }
        var chunks: [Chunk] = []
        var bytes = 0
    }
}
