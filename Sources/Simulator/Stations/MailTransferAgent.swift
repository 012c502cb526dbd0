package import Dialogue
import MailProtocols
import Synchronization

/// A mail transfer agent: an SMTP server that stores before it says 250, and an SMTP client that hands on what is not for its
/// own domains. As the sender MTA it relays for its network, as the receiver MTA it fills maildrops; the policy tells which.
package actor MailTransferAgent {
    /// A letter of the queue without its content, which stays on disk until it is sent.
    struct Held: Sendable {
        var letter: QueuedLetter
        /// What lists of letters call it.
        var label: String
        /// Of a letter that has just come; see ``MailTransferAgent/post(_:)``.
        var content: [UInt8]?
        /// A connection that had been kept open for it was none any more.
        var hadSecondChance = false
    }

    /// What an agent is made of.
    package struct Setup: Sendable {
        package var policy: SMTPPolicy
        package var residents: Residents
        /// Who may log in, where the policy lets anybody.
        package var accounts: AccountBook?
        package var service: Scenario.Service
        /// For the queue.
        package var folder: String
        package var maildrops: MaildropRoom
        /// Makes the queue ids.
        package var seed: UInt64

        package init(
            policy: SMTPPolicy, residents: Residents, accounts: AccountBook? = nil, service: Scenario.Service = .init(),
            folder: String,
            maildrops: MaildropRoom, seed: UInt64
        ) {
            self.policy = policy
            self.residents = residents
            self.accounts = accounts
            self.service = service
            self.folder = folder
            self.maildrops = maildrops
            self.seed = seed
        }
    }

    package nonisolated let policy: SMTPPolicy
    package nonisolated let site: StationSite
    /// Where it listens.
    package nonisolated let endpoint: Endpoint
    nonisolated let residents: Residents
    /// Who may log in; nil where nobody can.
    private nonisolated let accounts: AccountBook?
    private nonisolated let memory: MemoryBudget
    nonisolated let service: Scenario.Service
    nonisolated let queue: Queue
    nonisolated let maildrops: MaildropRoom
    nonisolated let saver = GroupSaver()
    /// Made once: every session has them ready.
    nonisolated let farewells: (toTheSilent: [UInt8], atClosing: [UInt8])
    private let reception: Reception
    /// At the door where TLS begins with the first octet; nil where there is none.
    private let sealedReception: Reception?
    package nonisolated let sealedEndpoint: Endpoint?
    var directory: Directory
    private let random: Mutex<SeededRandom>
    /// By id: everything in the queue that is safe on disk; nil until the folder was read.
    var held: [String: Held]?
    /// Letters on their way to a domain, by the connection that they go over.
    var rounds: [Int: Round] = [:]
    var roundCount = 0
    /// Letters that somebody is busy with.
    var underWay: Set<String> = []
    /// By domain: letters that have just come; see ``post(_:)``.
    var counters: [String: Counter] = [:]
    var couriers: [Int: Task<Void, Never>] = [:]
    var courierCount = 0
    /// Of letters that have just come.
    var octetsAtHand = 0
    /// Wait until nobody hands anything on.
    var courierWaiters: [CheckedContinuation<Void, Never>] = []
    private var waves = 0
    private var looksAgain = false
    /// Groups of letters that are handed on at the same time, each over a connection of its own. On the virtual clock one: every run is
    /// to be the same.
    var waveLimit: Int { site.tap.isVirtual ? 1 : 8 }
    private var timer: Task<Void, Never>?
    private(set) var isOpen = false
    /// Nobody new is served: no connection is kept open for letters that may come.
    private(set) var isShut = false
    private var strangers = Greylist()

    /// - Parameter sealedDoorway: Another door, opened with the site's TLS.
    package init(
        _ setup: Setup, site: StationSite, doorway: Doorway, sealedDoorway: Doorway? = nil, directory: Directory
    ) throws(DiskError) {
        policy = setup.policy
        residents = setup.residents
        accounts = setup.accounts
        memory = MemoryBudget(octets: setup.policy.limits.heldInAll)
        service = setup.service
        self.site = site
        endpoint = doorway.endpoint
        let refusal = SMTPReception.tooManyGuests(setup.policy.host)
        reception = Reception(doorway, guests: setup.policy.guests, refusal: refusal)
        // Words in the clear would mean nothing at a door where TLS is spoken.
        sealedReception = sealedDoorway.map { Reception($0, guests: setup.policy.guests) }
        sealedEndpoint = sealedDoorway?.endpoint
        farewells = (
            SMTPReception.farewellToTheSilent(setup.policy.host).encoded(),
            SMTPReception.farewellAtClosing(setup.policy.host).encoded()
        )
        queue = try Queue(folder: setup.folder)
        maildrops = setup.maildrops
        self.directory = directory
        random = Mutex(SeededRandom(seed: setup.seed, purpose: "queue \(setup.policy.host)"))
    }

    /// Its role in a dialogue with a mail program or another MTA.
    package nonisolated var roleName: String { policy.relays ? "sender MTA" : "receiver MTA" }

    package func learn(_ directory: Directory) { self.directory = directory }

    /// - Parameter relaysAtOnce: Hand on what came in, and try again by itself when the time has come. On the virtual clock the
    ///   connection that brought it ends first, so that one dialogue follows the other.
    package func open(relaysAtOnce: Bool) async {
        isOpen = relaysAtOnce
        let waitsForTheEnd = relaysAtOnce && site.tap.isVirtual
        reception.open { pipe in
            await self.serve(pipe, isSealed: false)
            if waitsForTheEnd { await self.relayAtOnce() }
        }
        sealedReception?.open { pipe in
            await self.serve(pipe, isSealed: true)
            if waitsForTheEnd { await self.relayAtOnce() }
        }
        // What an earlier run left waits for its moment.
        if relaysAtOnce, !site.tap.isVirtual { startRelay() }
    }

    /// On a clock that moves by itself a later attempt has its moment. On the virtual one of a lesson nothing would ever come: what
    /// waits is tried whenever somebody has been here.
    private func relayAtOnce() async { await relay(regardlessOfSchedule: true) }

    private nonisolated func serve(_ pipe: Pipe, isSealed: Bool) async {
        _ = await site.receive(
            pipe, protocol: isSealed ? .smtps : .smtp, as: roleName, port: isSealed ? MailPorts.smtps : MailPorts.smtp
        ) { connection in
            TransferSession(
                reception: self.welcome(connection, isSealed: isSealed), agent: self,
                caller: Caller(connection: connection, address: pipe.remote.address))
        }
    }

    private nonisolated func welcome(_ connection: Int, isSealed: Bool) -> SMTPReception {
        SMTPReception(
            policy: policy, accounts: accounts, nonces: site.nonces(for: connection),
            offersTLS: site.tls?.hasIdentity ?? false, isSecured: isSealed, memory: memory)
    }

    /// Checks a name and a password.
    ///
    /// - Returns: The maildrop; nil where one of them is wrong.
    func check(user: String, password: Credential) async throws -> String? {
        if let known = accounts?.recall(user: user, password: password) { return known }
        let accounts = accounts
        return try await Disk.onThread { accounts?.check(user: user, password: password) }
    }

    /// Stops listening; who is here may finish.
    package func shut() async {
        isShut = true
        await reception.shut()
        await sealedReception?.shut()
        sendIdleHome()
    }

    package func close() async {
        isOpen = false
        timer?.cancel()
        timer = nil
        await reception.close()
        await sealedReception?.close()
        await stopCouriers()
        await saver.settle()
    }

    /// Waits until no client is connected, and what could be handed on at once has been.
    package func settle() async {
        await reception.settle()
        await sealedReception?.settle()
        await waitForCouriers()
        await saver.settle()
    }

    /// The queue as it lies on disk.
    package func queued() async throws -> [QueuedLetter] {
        let queue = queue
        return try await Disk.onThread { try queue.letters() }
    }

    /// When a letter of the queue is due next; nil where nothing waits.
    package func nextAttempt() async throws -> Int64? {
        try await load()
        return held?.values.map(\.letter.nextAttempt).min()
    }

    nonisolated func newID() -> String { random.withLock { $0.token(length: 10) } }

    /// Reads the queue's folder, once.
    func load() async throws {
        guard held == nil else { return }
        var found: [String: Held] = [:]
        for var letter in try await queued() {
            let label = TraceFields.label(of: letter.content)
            letter.content = []
            // Nobody has tried it yet: it is due, whatever this life's clock shows.
            if letter.attempts == 0 { letter.nextAttempt = .min }
            found[letter.id] = Held(letter: letter, label: label)
        }
        if held == nil { held = found }
    }

    nonisolated func log(
        _ kind: DecisionRecord.Kind, _ text: @autoclosure () -> String, letter: String? = nil,
        recipients: [String] = [],
        moves: [StoreMove] = []
    ) async {
        guard !site.tap.isDeaf else { return }
        await site.tap.log(
            DecisionRecord(station: policy.host, kind: kind, letter: letter, recipients: recipients, text: text()),
            moves: moves)
    }

    // MARK: Handing on

    /// Hands on what is due, one connection for each domain.
    ///
    /// - Parameters:
    ///   - regardlessOfSchedule: What waits for a later attempt, too.
    ///   - afterConnection: Called when a connection has ended and the queue on disk says what came of it.
    package func relay(
        regardlessOfSchedule: Bool = false, afterConnection: (@Sendable () async -> Void)? = nil
    ) async {
        looksAgain = true
        guard waves < waveLimit else { return }
        waves += 1
        var now = regardlessOfSchedule ? Int64.max : await site.tap.now
        // A letter that comes in meanwhile, a notice perhaps, is found by another look.
        while looksAgain {
            looksAgain = false
            while await relayDue(at: now, afterConnection) { now = await site.tap.now }
        }
        // Whoever wants another look from here on takes it himself.
        waves -= 1
        await waitForNextAttempt()
    }

    /// The wall clock moves by itself: somebody has to wake up.
    func waitForNextAttempt() async {
        timer?.cancel()
        guard isOpen, !site.tap.isVirtual, let next = try? await nextAttempt() else { return }
        let pause = max(next - (await site.tap.now), RetrySchedule.second)
        timer = Task {
            try? await Task.sleep(nanoseconds: UInt64(pause))
            if !Task.isCancelled { await self.relay() }
        }
    }

    /// Whether a recipient is taken now; see ``Greylist``.
    func isStranger(_ client: String, _ from: String, _ recipient: String, for span: Int64) async -> Bool {
        strangers.isNew(client, from, recipient, for: span, at: await site.tap.now)
    }
}
