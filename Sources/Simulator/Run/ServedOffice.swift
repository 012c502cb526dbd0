package import Dialogue
package import MailProtocols
import NIOCore

package struct ServeOptions: Sendable {
    package struct User: Sendable, Hashable {
        package var name: String
        /// In lower case.
        package var domain: String
        package var password: Credential

        /// Reads `bob@north.example:builder`; nil where a part is missing or no address.
        package init?(_ text: String) {
            guard let colon = text.firstIndex(of: ":") else { return nil }
            let password = text[text.index(after: colon)...]
            guard let (local, domain) = splitAddress(String(text[..<colon])), !password.isEmpty,
                (try? Mailbox("\(local)@\(domain)")) != nil
            else { return nil }
            name = local.lowercased()
            self.domain = domain
            self.password = Credential(String(password))
        }

        package var address: String { "\(name)@\(domain)" }
    }

    /// Never empty.
    package var users: [User]
    package var address = "127.0.0.1"
    /// Ports; 0 is one that the system picks, nil: no such door.
    package var smtp: UInt16 = 2_525
    package var smtps: UInt16?
    package var pop3: UInt16 = 2_110
    package var pop3s: UInt16?
    /// Where mail, queue and certificate are kept; nil for a scratch folder that is gone afterwards.
    package var keep: String?
    /// Passwords stay in memory in clear, and APOP and CRAM-MD5 are offered.
    package var keepsClear = false
    /// Passwords may be shown to every listener, outside TLS.
    package var secretsInClear = true
    /// Seconds that a silent client is borne with; POP3's twice as long.
    package var patience: Int64 = 300
    /// Every letter is taken, for whomever, and thrown away.
    package var discards = false
    /// Somebody listens to ``ServedOffice/events``; else nothing is recorded, and no station waits for it.
    package var isWatched = true
    /// A server that takes letters for other domains; nil: there are no others.
    package var relay: Endpoint?
    /// Letters for other domains are taken from anybody: only for servers that nobody else reaches.
    package var trustsEverybody = false

    /// What both servers do wrong.
    package var quirks: Set<Quirk> = []
    package var faults: [Fault] = []

    package init(users: [User]) { self.users = users }

    /// What the one host of the house is called.
    package var host: String { "mail.\(users[0].domain)" }
}

/// A post office for real mail programs: one MTA that takes letters for its own domains from everybody and for others from
/// its users, and one POP3 server in front of the same maildrops.
package actor ServedOffice {
    /// Everything that is opened, said, decided and closed, as it happens. For one listener.
    package nonisolated var events: AsyncStream<WireTap.News> { feed.events }
    package nonisolated let keyLog: KeyLogBook
    /// Nil where TLS is not built in.
    package nonisolated let identity: TLSIdentity?
    /// The certificate as PEM, for clients that are to trust it.
    package nonisolated let certificatePath: String?
    package nonisolated let folder: String
    package nonisolated let mta: MailTransferAgent
    package nonisolated let maa: MailAccessAgent
    package nonisolated let accounts: AccountBook
    private let tap: WireTap
    private nonisolated let feed: NewsFeed
    private let options: ServeOptions
    private let closing: ClosingTime
    private let maildrops: MaildropRoom
    private var isOpen = true

    /// Opens the doors.
    ///
    /// - Throws: ``StationError`` where a port is not to be had, ``DiskError`` where a folder is not, ``TLSError``.
    package static func start(_ options: ServeOptions) async throws -> ServedOffice {
        let folder = try await Disk.onThread {
            guard let keep = options.keep else { return try Disk.makeScratchFolder() }
            try Disk.makeFolder(keep)
            return keep
        }
        do {
            return try await open(options, folder)
        } catch {
            if options.keep == nil { try? await Disk.onThread { Disk.removeAll(folder) } }
            throw error
        }
    }

    private static func open(_ options: ServeOptions, _ folder: String) async throws -> ServedOffice {
        let feed = NewsFeed()
        let listener: @Sendable (WireTap.News) -> Void = { feed.tell($0) }
        let tap = WireTap(
            clock: SimulationClock(), listener: options.isWatched ? listener : nil, tapeLimit: 0, showsSockets: true)
        let host = options.host
        let (keyLog, closing) = (KeyLogBook(), ClosingTime())
        let names = options.quirks.contains(.wrongCertificate) ? ["somebody.else.example"] : [host]
        let identity = try await Disk.onThread { try TLSIdentity.kept(in: folder, for: names).identity }
        let faults = options.faults + Fault.habits(of: host, lacking: [], options.quirks)
        let tls = try identity.map { try TLSMaterial(identity: $0, keyLog: options.isWatched ? keyLog : nil) }
        func site(_ patience: Int64) -> StationSite {
            var site = StationSite(host: host, shownAddress: options.address, address: options.address, tap: tap)
            site.patience = .seconds(patience)
            site.tls = tls
            site.closing = closing
            site.quirks = options.quirks
            if !faults.isEmpty { site.faults = FaultBook(faults, start: SimulationClock().now) }
            return site
        }
        func door(_ port: UInt16, isSealed: Bool = false) async throws -> Doorway {
            try await Doorway.open(
                host: host, address: options.address, port: port,
                plan: .at(Endpoint(address: options.address, port: port)), isSealed: isSealed)
        }
        let accounts = try await Disk.onThread {
            AccountBook(
                domain: options.users[0].domain,
                passwords: Dictionary(options.users.map { ($0.address, $0.password) }) { $1 },
                keepsClear: options.keepsClear)
        }
        let residents = Residents(domains: domains(of: options.users, host), literal: options.address)
        var policy = SMTPPolicy(host: host, localUsers: residents.names, relays: options.trustsEverybody)
        policy.login = SMTPPolicy.Login(
            mechanisms: accounts.mechanisms, secretsNeedTLS: !options.secretsInClear)
        policy.tells = .users
        policy.discards = options.discards
        var popPolicy = POP3Policy(host: host)
        popPolicy.mechanisms = accounts.mechanisms
        popPolicy.offersAPOP = options.keepsClear
        popPolicy.secretsNeedTLS = !options.secretsInClear
        let maildrops = MaildropRoom(folder: "\(folder)/maildrops")
        try await Disk.onThread { try maildrops.prepare() }
        var sealed: (smtp: Doorway?, pop3: Doorway?)
        if tls != nil, let port = options.smtps { sealed.smtp = try await door(port, isSealed: true) }
        if tls != nil, let port = options.pop3s { sealed.pop3 = try await door(port, isSealed: true) }
        let mta = try MailTransferAgent(
            .init(
                policy: policy, residents: residents, accounts: accounts, folder: "\(folder)/queue",
                maildrops: maildrops, seed: UInt64.random(in: 0...UInt64.max)),
            site: site(options.patience), doorway: try await door(options.smtp), sealedDoorway: sealed.smtp,
            directory: directory(options))
        let maa = MailAccessAgent(
            policy: popPolicy, site: site(options.patience * 2), doorway: try await door(options.pop3),
            maildrops: maildrops, accounts: accounts, sealedDoorway: sealed.pop3)
        let office = ServedOffice(
            feed: feed, keyLog: keyLog, identity: identity, folder: folder, mta: mta, maa: maa, accounts: accounts,
            tap: tap, options: options, closing: closing, maildrops: maildrops)
        await mta.open(relaysAtOnce: true)
        await maa.open()
        return office
    }

    private static func directory(_ options: ServeOptions) -> Directory {
        var directory = Directory()
        directory.relay = options.relay.map { Directory.Host(name: "\($0.address):\($0.port)", shown: $0, actual: $0) }
        return directory
    }

    private static func domains(of users: [ServeOptions.User], _ host: String) -> [Scenario.Domain] {
        var domains: [Scenario.Domain] = []
        for user in users {
            let index =
                domains.firstIndex { $0.name == user.domain }
                ?? {
                    domains.append(
                        .init(
                            name: user.domain, exchangers: [.init(preference: 10, host: host)], popHost: host, users: []
                        ))
                    return domains.count - 1
                }()
            // What proves who it is stands in the account book alone.
            domains[index].users.append(.init(name: user.name, password: ""))
        }
        return domains
    }

    private init(
        feed: NewsFeed, keyLog: KeyLogBook, identity: TLSIdentity?, folder: String,
        mta: MailTransferAgent, maa: MailAccessAgent, accounts: AccountBook, tap: WireTap,
        options: ServeOptions, closing: ClosingTime,
        maildrops: MaildropRoom
    ) {
        self.feed = feed
        self.keyLog = keyLog
        self.identity = identity
        certificatePath = identity == nil ? nil : "\(folder)/tls/certificate.pem"
        self.folder = folder
        self.mta = mta
        self.maa = maa
        self.accounts = accounts
        self.tap = tap
        self.options = options
        self.closing = closing
        self.maildrops = maildrops
    }

    /// Who takes part in a connection, by the number that events bear.
    package func connection(_ number: Int) async -> Tape.Connection? { await tap.connection(number) }

    /// The letters of a maildrop, `bob@north.example`, oldest first.
    package func letters(in maildrop: String) async throws -> [[UInt8]] {
        let maildrops = maildrops
        return try await Disk.onThread {
            let maildir = try maildrops.maildir(of: maildrop)
            return try maildir.letters().map { try maildir.read($0) }
        }
    }

    /// Nobody new is served. Sessions in which nothing is under way end at once; letters that are under way may come to their
    /// end, for as long as `grace` lasts. Then everything is closed; a scratch folder goes, too.
    package func stop(grace: Duration = .seconds(5)) async {
        guard isOpen else { return }
        isOpen = false
        await mta.shut()
        await maa.shut()
        closing.call()
        await withTaskGroup(of: Void.self) { [mta, maa] group in
            group.addTask {
                await mta.settle()
                await maa.settle()
            }
            group.addTask { try? await Task.sleep(for: grace) }
            await group.next()
            // Whoever is still here is cut off, and the other task ends as well.
            await mta.close()
            await maa.close()
            group.cancelAll()
        }
        feed.finish()
        let folder = folder
        if options.keep == nil { try? await Disk.onThread { Disk.removeAll(folder) } }
    }
}
