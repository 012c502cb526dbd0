import MailProtocols
import NIOCore

/// On the wall clock a letter that has just been taken is handed on at once, from memory, over a connection that was kept open for a
/// moment where there is one. Whatever cannot be handed on like that waits for its next attempt in the queue, as all the others.
extension MailTransferAgent {
    /// Letters for one domain that have just come, and who hands them on.
    struct Counter: Sendable {
        var waiting = CircularBuffer<String>()
        var couriers = 0
        /// Who has a connection open and nothing to say.
        var idle: [Idle] = []
        var isSwept = false
    }

    /// Somebody who waits for the next letter.
    struct Idle: Sendable {
        let waiter: CheckedContinuation<String?, Never>
        var hasWaited = false
    }

    /// Connections at a time to one domain, and in all.
    private static let couriersPerDomain = 8
    private static let courierLimit = 32
    /// Octets of letters that are kept in memory until they are handed on; beyond, they are read again.
    private static let octetsAtHandLimit = 16 << 20
    /// So long a connection stays open for the next letter, and no more than twice as long.
    private static let linger = Duration.seconds(1)

    /// Has a letter of the queue handed on.
    ///
    /// To be called when nobody can have anything against it any more.
    func post(_ letter: QueuedLetter) {
        guard isOpen, !site.tap.isVirtual, held?[letter.id] != nil, !underWay.contains(letter.id) else { return }
        let domains = Set(letter.waiting.map { splitAddress($0)?.domain ?? "" })
        guard let domain = domains.first, domains.count == 1, !isOurs(domain),
            counters[domain] != nil || couriers.count < Self.courierLimit
        else { return startRelay() }
        underWay.insert(letter.id)
        if octetsAtHand + letter.content.count <= Self.octetsAtHandLimit {
            octetsAtHand += letter.content.count
            held?[letter.id]?.content = letter.content
        }
        if let idle = counters[domain]?.idle.popLast() { return idle.waiter.resume(returning: letter.id) }
        counters[domain, default: Counter()].waiting.append(letter.id)
        startCourier(to: domain)
    }

    private func startCourier(to domain: String) {
        guard let counter = counters[domain], counter.couriers < Self.couriersPerDomain,
            counter.couriers == 0 || couriers.count < Self.courierLimit
        else { return }
        counters[domain]?.couriers += 1
        start { await self.carry(to: domain) }
    }

    /// Looks through the whole queue.
    func startRelay() { start { await self.relay() } }

    private func start(_ work: @escaping @Sendable () async -> Void) {
        courierCount += 1
        let number = courierCount
        couriers[number] = Task {
            await work()
            self.ended(number)
        }
    }

    private func ended(_ number: Int) {
        couriers[number] = nil
        guard couriers.isEmpty else { return }
        for waiter in courierWaiters { waiter.resume() }
        courierWaiters = []
    }

    /// Hands on what waits for a domain until nothing does.
    private func carry(to domain: String) async {
        var isStuck = false
        while isOpen, let first = counters[domain]?.waiting.popFirst() {
            var ids = [first]
            // Where one call was in vain, the others are told so by one more, and not by one each.
            while isStuck, let next = counters[domain]?.waiting.popFirst() { ids.append(next) }
            await handOn(ids, to: domain, takesMore: true)
            for id in ids where counters[domain]?.waiting.contains(id) != true { await concludePosted(id) }
            isStuck = ids.contains { held?[$0] != nil }
        }
        counters[domain]?.couriers -= 1
        if let counter = counters[domain], counter.couriers == 0 {
            for id in counter.waiting { putBack(id) }
            counters[domain] = nil
        }
        if isStuck { await waitForNextAttempt() }
    }

    /// The next letter for a domain; nil when none has come for a while.
    func nextPosted(for domain: String) async -> String? {
        if let next = counters[domain]?.waiting.popFirst() { return next }
        guard isOpen, !isShut, counters[domain] != nil else { return nil }
        return await withCheckedContinuation { waiter in
            counters[domain]?.idle.append(Idle(waiter: waiter))
            sweep(domain)
        }
    }

    /// Sends those home who have waited long enough.
    private func sweep(_ domain: String) {
        guard let counter = counters[domain], !counter.isSwept, !counter.idle.isEmpty else { return }
        counters[domain]?.isSwept = true
        Task {
            try? await Task.sleep(for: Self.linger)
            self.swept(domain)
        }
    }

    private func swept(_ domain: String) {
        guard var counter = counters[domain] else { return }
        let over = counter.idle.filter(\.hasWaited)
        counter.idle = counter.idle.filter { !$0.hasWaited }
        for index in counter.idle.indices { counter.idle[index].hasWaited = true }
        counter.isSwept = false
        counters[domain] = counter
        for idle in over { idle.waiter.resume(returning: nil) }
        sweep(domain)
    }

    /// Those who wait for letters that may come close their connections.
    func sendIdleHome() {
        for domain in counters.keys {
            let idle = counters[domain]?.idle ?? []
            counters[domain]?.idle = []
            for one in idle { one.waiter.resume(returning: nil) }
        }
    }

    /// Returns when what has come is handed on, or waits in the queue.
    func waitForCouriers() async {
        sendIdleHome()
        guard !couriers.isEmpty else { return }
        await withCheckedContinuation { courierWaiters.append($0) }
    }

    /// Breaks off what is under way.
    func stopCouriers() async {
        for courier in couriers.values { courier.cancel() }
        await waitForCouriers()
    }

    // MARK: One letter

    /// Settles a letter after its attempt: it is one of the queue's, like any other.
    func concludePosted(_ id: String) async {
        guard underWay.contains(id) else { return }
        if held?[id] != nil {
            forgetContent(id)
            await conclude(id)
        }
        underWay.remove(id)
    }

    /// Nobody could take it along.
    private func putBack(_ id: String) {
        forgetContent(id)
        underWay.remove(id)
    }

    /// The other side may have closed a connection that was kept open, as it was about to be used again: the letter tries once more at
    /// once, over a new one.
    ///
    /// - Returns: Whether it has not done so before.
    func givesSecondChance(to id: String, _ domain: String) -> Bool {
        guard isOpen, let entry = held?[id], !entry.hadSecondChance, counters[domain] != nil else { return false }
        held?[id]?.hadSecondChance = true
        counters[domain]?.waiting.prepend(id)
        return true
    }

    /// - Returns: The letter's octets where they were kept.
    @discardableResult
    func forgetContent(_ id: String) -> [UInt8]? {
        guard let content = held?[id]?.content else { return nil }
        held?[id]?.content = nil
        octetsAtHand -= content.count
        return content
    }
}
