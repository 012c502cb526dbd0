import Dialogue
package import MailProtocols

/// The receiver client: a reader's mail program. It fetches what is new by POP3, keeps it on the reader's own disk, and deletes
/// it from the server or leaves it there.
package actor ReceiverClient {
    package nonisolated let site: StationSite
    /// `bob@north.example`
    package nonisolated let owner: String
    private let login: ClientSettings.Login
    private let settings: ClientSettings
    private let maildir: Maildir
    /// Where the unique names of letters that were fetched and are still on the server are written down.
    private let diary: String
    private var known: Set<String>

    /// - Parameters:
    ///   - folder: The reader's own disk: letters and what was fetched before are found there again, without any server.
    ///   - settings: TLS, and how to log in; without a login in it USER and PASS are said at once.
    package init(
        owner: String, user: String, password: Credential, site: StationSite, folder: String,
        settings: ClientSettings = ClientSettings()
    ) throws(DiskError) {
        self.owner = owner
        self.settings = settings
        login =
            settings.login
            ?? ClientSettings.Login(user: user, password: password, mechanisms: [], showsPassword: true)
        self.site = site
        maildir = try Maildir(folder: folder)
        diary = "\(folder)/fetched"
        known = Set(
            Disk.exists(diary)
                ? try Disk.read(diary).split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) } : [])
    }

    /// One visit to the maildrop.
    ///
    /// - Parameter wants: Asked with each new letter's header and size; nil: all are fetched.
    /// - Returns: How many letters were fetched.
    @discardableResult
    package func fetch(
        from host: Directory.Host, leave: Scenario.Visit.Leave,
        wants: (@Sendable (_ header: [UInt8], _ octets: Int) -> Bool)? = nil
    ) async throws -> Int {
        try await visit(host, leave: leave, wants: wants).fetched
    }

    /// One visit, and all that came of it.
    package func visit(
        _ host: Directory.Host, leave: Scenario.Visit.Leave,
        wants: (@Sendable (_ header: [UInt8], _ octets: Int) -> Bool)? = nil
    ) async throws -> POP3Collection {
        let (maildir, site, owner) = (maildir, site, owner)
        let role = POP3Collection(
            login: login, settings: settings, leave: leave, known: known, nonces: site.nonces(for: known.count),
            wants: wants
        ) { letter in
            let time = await site.tap.now
            try await Disk.onThread { _ = try maildir.deliver(letter, host: site.host, time: time) }
            let label = TraceFields.label(of: letter)
            await site.tap.log(
                DecisionRecord(
                    station: owner, kind: .fetched, letter: label, recipients: [owner],
                    text: "has the letter on the own disk now"),
                moves: [.into("reader", owner, label)])
        }
        let isSealed = settings.security == .implicit
        let collection = try await site.call(
            host, protocol: isSealed ? .pop3s : .pop3, as: "receiver client", role: role
        ).role
        try await remember(collection)
        return collection
    }

    /// After a whole visit only what is still on the server need be known; after one that broke off, nothing is forgotten.
    private func remember(_ collection: POP3Collection) async throws {
        let now = collection.isComplete ? collection.seen : known.union(collection.seen)
        guard now != known else { return }
        known = now
        let (diary, text) = (diary, known.sorted().map { $0 + "\n" }.joined())
        try await Disk.onThread {
            let temporary = "\(diary).new"
            if Disk.exists(temporary) { try Disk.remove(temporary) }
            try Disk.write(Array(text.utf8), toNew: temporary)
            try Disk.move(temporary, to: diary)
        }
    }

    /// Visits again and again, as mail programs do, until the task is cancelled. A visit that fails is followed by the next.
    ///
    /// - Parameters:
    ///   - pause: Between two visits.
    ///   - afterVisit: Told how many letters came; -1 where the server could not be reached.
    package func poll(
        _ host: Directory.Host, leave: Scenario.Visit.Leave, every pause: Duration,
        afterVisit: @Sendable (Int) async -> Void
    ) async {
        while !Task.isCancelled {
            await afterVisit((try? await fetch(from: host, leave: leave)) ?? -1)
            do { try await Task.sleep(for: pause) } catch { return }
        }
    }

    /// What the reader has, oldest first.
    package func letters() async throws -> [[UInt8]] {
        let maildir = maildir
        return try await Disk.onThread { try maildir.letters().map { try maildir.read($0) } }
    }
}
