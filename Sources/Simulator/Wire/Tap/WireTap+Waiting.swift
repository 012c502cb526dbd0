import MailProtocols

/// Who waits for whom, in virtual time.
extension WireTap {
    /// A station waits for the other side, so many nanoseconds at most; `fire` ends its waiting.
    nonisolated func arm(
        _ side: Side, in connection: Int, patience: Int64, fire: @escaping @Sendable () -> Void
    ) async {
        if isVirtual { await set(side, connection, patience, fire) }
    }

    private func set(_ side: Side, _ connection: Int, _ patience: Int64, _ fire: @escaping @Sendable () -> Void) {
        timers.set(side, in: connection, patience: patience, fire: fire)
    }

    nonisolated func disarm(_ side: Side, in connection: Int) async {
        if isVirtual { await unset(side, connection) }
    }

    private func unset(_ side: Side, _ connection: Int) { timers.unset(side, in: connection) }

    /// A side says nothing for so many nanoseconds. If the other's patience is shorter, its timer rings.
    ///
    /// - Returns: Whether the other side has given up.
    func silence(of side: Side, for duration: Int64, in connection: Int) -> Bool {
        takeCrossings()
        let timer = timers.timer(of: side.other, in: connection, within: duration)
        clock.advance(to: clock.now + (timer?.patience ?? duration))
        timer?.fire()
        return timer != nil
    }

    /// Returns when both sides have parted: at once where one is a stranger.
    nonisolated func awaitEnd(of connection: Int) async {
        if isVirtual { await wait(for: connection) }
    }

    private func wait(for connection: Int) async {
        guard let watch = watches[connection], watch.clientIsOurs, watch.serverIsOurs, !watch.isOver else { return }
        await withCheckedContinuation { watches[connection]?.waiters.append($0) }
    }
}
