/// Room: what connections may hold together, whatever the capture.
extension Switchboard {
    /// Connections transcribed at one time, two kilobytes each; then the one idle for longest is given up, and its end says so.
    static let lineLimit = 4_096
    /// Memory that all transcribers together may hold beside that: lines and headers under way, commands without a reply.
    static let heldLimit = 8 << 20
    /// Octets that are heard at least between two looks at what is held.
    static let sweepInterval = 1 << 20
    /// What a command that waits for its reply counts for beside its octets: they may be two.
    static let askedWeight = 48
    /// Ended connections that keep a little memory for the next ones.
    static let spareLines = 256

    /// There may be more connections, or more held by them, than there is room for: worth a look.
    var mayBeCrowded: Bool { isFull || grownSinceSweep > sweepInterval }

    /// By so many octets what is held may have grown, at most, since it was counted last.
    private var grownSinceSweep: Int { heardSinceSweep &+ outbox.asked &* Self.askedWeight }

    /// More connections are open than there is room for.
    var isFull: Bool { lines.count - freeLines.count > Self.lineLimit }

    /// Time to count what is held; so that counting costs little beside hearing.
    mutating func isSweepDue() -> Bool {
        guard grownSinceSweep > sweepInterval else { return false }
        heardSinceSweep = 0
        outbox.asked = 0
        return true
    }

    /// There was not enough room yet: the next frame looks again.
    mutating func sweepAgain() { heardSinceSweep = sweepInterval &+ 1 }

    /// Memory that is held for connections beside their places, roughly.
    mutating func countHeldBytes() -> Int {
        var bytes = preludeBytes
        for index in lines.indices { bytes += lines[index].transcriber.countHeldBytes() }
        for deferral in deferrals.values { bytes += deferral.bytes }
        // What is held grows with what is heard: while there is much room, the next look may wait.
        sweepInterval = max(Self.sweepInterval, (Self.heldLimit - bytes) / 3)
        return bytes
    }
}
