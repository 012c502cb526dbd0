/// Room: what connections may hold together, whatever the capture.
extension Switchboard {
    /// Connections transcribed at one time, two kilobytes each; then the one idle for longest is given up, and its end says so.
    static let lineLimit = 8_192
    /// Memory that all transcribers together may hold beside that: lines and headers under way, commands without a reply.
    static let heldLimit = 12 << 20
    /// Octets that are heard between two looks at what is held.
    static let sweepInterval = 1 << 20

    /// More is held than there is room for, or more connections are open.
    mutating func isCrowded() -> Bool {
        if lines.count - freeLines.count > Self.lineLimit { return true }
        guard heardSinceSweep > Self.sweepInterval else { return false }
        heardSinceSweep = 0
        return needsRoom()
    }

    /// The same, counted anew.
    func needsRoom() -> Bool {
        lines.count - freeLines.count > Self.lineLimit || heldBytes > Self.heldLimit
    }

    /// Memory that is held for connections beside their places, roughly.
    var heldBytes: Int {
        var bytes = preludeBytes
        for line in lines { bytes += line.transcriber.heldBytes }
        for deferral in deferrals.values { bytes += deferral.bytes }
        return bytes
    }
}
