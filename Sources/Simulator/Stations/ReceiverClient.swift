import Dialogue
package import MailProtocols

/// The receiver client: a reader's mail program. It fetches what is new by POP3, keeps it on the reader's own disk, and deletes
/// it from the server or leaves it there.
package actor ReceiverClient {
    package nonisolated let site: StationSite
    /// `bob@north.example`
    package nonisolated let owner: String
    private let user: String
    private let password: Credential
    private let maildir: Maildir
    /// Unique names of the letters that were on the server at the last visit.
    private var known: Set<String> = []

    /// - Parameter folder: The reader's own disk.
    package init(owner: String, user: String, password: Credential, site: StationSite, folder: String) throws(DiskError)
    {
        self.owner = owner
        self.user = user
        self.password = password
        self.site = site
        maildir = try Maildir(folder: folder)
    }

    /// One visit to the maildrop.
    ///
    /// - Returns: How many letters were fetched.
    @discardableResult
    package func fetch(from host: Directory.Host, leave: Scenario.Visit.Leave) async throws -> Int {
        let (maildir, site) = (maildir, site)
        let role = POP3Collection(user: user, password: password, leave: leave, known: known) { letter in
            let time = await site.tap.now
            try await Disk.onThread { _ = try maildir.deliver(letter, host: site.host, time: time) }
        }
        let (collection, _) = try await site.call(host, protocol: .pop3, as: "receiver client", role: role)
        known.formUnion(collection.seen)
        return collection.fetched
    }

    /// What the reader has, oldest first.
    package func letters() async throws -> [[UInt8]] {
        let maildir = maildir
        return try await Disk.onThread { try maildir.letters().map { try maildir.read($0) } }
    }
}
