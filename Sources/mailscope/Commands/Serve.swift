import ArgumentParser
import Dialogue
import Rendering
import Simulator

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a post office for real mail programs, and show each dialogue as it happens.",
        discussion: """
            One SMTP server and one POP3 server in front of the same maildrops. Letters for its own users are taken from \
            everybody; letters for others only from users who have logged in. Ctrl-C or SIGTERM ends it: nobody new is \
            served, letters under way may come to their end.

            Only this machine is served unless --address asks for more; then passwords are taken inside TLS only.

            With --scenario the servers of a scenario stand open in their place, with its users, quirks and faults; nobody of \
            the scenario sends or fetches by himself. The first MTA listens on the port of --smtp, the next on the one above, \
            and so on; POP3 likewise.

            Exit codes: 0 ended as asked, 64 bad usage, 69 a port that is not to be had, 73 or 74 a file that cannot be written.
            """)

    @Option(
        help: ArgumentHelp(
            "Who has a maildrop. Repeatable; the first one's domain is the server's.", valueName: "name@domain:password"
        ))
    var user = Self.usualUsers

    private static let usualUsers = ["alice@home.example:wonderland", "bob@home.example:builder"]

    @Option(help: ArgumentHelp("Serve the servers of a scenario: its name, or a YAML file.", valueName: "name|file"))
    var scenario: String?

    @Option(
        help: ArgumentHelp(
            "Be broken in a known way. Repeatable: \(Quirk.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "quirk"))
    var quirk: [Quirk] = []

    @Option(
        help: ArgumentHelp(
            """
            Make something go wrong, as in a scenario but without a station. Repeatable: "{before: CONTENT, do: cut}", \
            "{after: RCPT, do: silence, for: 10s}", "{before: MAIL, do: say, text: 451 4.3.0 My disk}".
            """, valueName: "YAML"))
    var fault: [String] = []

    @Option(help: "Port for SMTP, with STARTTLS; 0 for any that is free.")
    var smtp: UInt16 = 2_525

    @Option(help: "Port for SMTP inside TLS.")
    var smtps: UInt16 = 2_465

    @Option(help: "Port for POP3, with STLS.")
    var pop3: UInt16 = 2_110

    @Option(help: "Port for POP3 inside TLS.")
    var pop3s: UInt16 = 2_995

    @Option(help: "Address to listen on: 0.0.0.0 serves the whole network.")
    var address = "127.0.0.1"

    @Option(help: "Keep mail, queue and certificate in this folder; else they are gone in the end.")
    var keep: String?

    @Flag(help: "Keep passwords in clear in memory, as APOP and CRAM-MD5 need, and offer these.")
    var clearPasswords = false

    @Flag(help: "Take passwords inside TLS only, from this machine as well.")
    var requireTLS = false

    @Option(help: "Seconds that a silent client is borne with; POP3's twice as long.")
    var patience: Int64 = 300

    @Flag(help: "Take every letter, for whomever, and throw it away: a place to send to for tests of a client.")
    var discard = false

    @Option(
        help: ArgumentHelp(
            "A server that letters for other domains are handed on to; without it their senders get a notice.",
            valueName: "address:port"))
    var relay: String?

    @Flag(help: "Take letters for other domains without a login, on this machine's own addresses only.")
    var noLogin = false

    @Flag(
        help: "Show no dialogue; without --write nothing is recorded either, and the servers are several times as fast."
    )
    var quiet = false

    @OptionGroup var dialogue: LiveDialogueOptions

    private var isLocal: Bool { address.hasPrefix("127.") || address == "::1" }

    private var relayPlace: Endpoint? {
        guard let relay, let colon = relay.lastIndex(of: ":"), let port = UInt16(relay[relay.index(after: colon)...]),
            port > 0
        else { return nil }
        let address = relay[..<colon].trimmingPrefix("[")
        return Endpoint(address: String(address.hasSuffix("]") ? address.dropLast() : address), port: port)
    }

    func validate() throws {
        guard !user.isEmpty, user.allSatisfy({ ServeOptions.User($0) != nil }) else {
            throw ValidationError("A user is given as name@domain:password, as in --user bob@home.example:builder.")
        }
        guard (1...86_400).contains(patience) else {
            throw ValidationError("A patience of 1 to 86400 seconds is needed, not \(patience).")
        }
        guard scenario == nil || isLocal else {
            throw ValidationError("The servers of a scenario are open relays: they are for this machine only.")
        }
        guard scenario == nil || quirk.isEmpty && fault.isEmpty && user == Self.usualUsers else {
            throw ValidationError("Users, quirks and faults of a scenario stand in the scenario.")
        }
        guard relay == nil || relayPlace != nil else {
            throw ValidationError("A server is given as address:port, as in --relay 127.0.0.1:2526.")
        }
        guard isLocal || !noLogin else {
            throw ValidationError(
                "On \(address) everybody could send anything to anybody: --no-login is for 127.0.0.1.")
        }
        guard isLocal || TLSMaterial.isBuiltIn else {
            throw ValidationError(
                "On \(address) passwords would cross the network in clear: this program was built without TLS.")
        }
    }

    func run() async throws {
        Interruption.watch(onceOnly: false)
        SocketThreads.useHalfOfTheCores()
        if let scenario { return try await serve(try Scenario(named: scenario)) }
        var options = ServeOptions(users: user.compactMap { ServeOptions.User($0) })
        options.address = address
        (options.smtp, options.smtps, options.pop3, options.pop3s) = (smtp, smtps, pop3, pop3s)
        options.keep = keep
        options.keepsClear = clearPasswords
        options.secretsInClear = isLocal && !requireTLS
        options.patience = patience
        options.discards = discard
        options.relay = relayPlace
        options.trustsEverybody = noLogin
        options.quirks = Set(quirk)
        for text in fault {
            options.faults.append(try Fault(yaml: text, at: options.host, file: "--fault"))
        }
        options.isWatched = !quiet || dialogue.keepsFiles
        let office = try await ServedOffice.start(options)
        printSettings(of: office, options)
        StartUp.forget()
        try await dialogue.show(office.events, office.keyLog, isShown: !quiet) {
            await office.connection($0)
        } ending: {
            Message.print("Closing.")
            await office.stop()
        } stop: {
            await office.stop()
        }
    }

    /// Opens a scenario's servers.
    private func serve(_ scenario: Scenario) async throws {
        var options = LiveOptions(keep: keep, usesWallClock: true, patience: patience)
        options.showsSockets = true
        let served = ServedScenario(scenario: scenario, smtp: smtp, smtps: smtps, pop3: pop3, pop3s: pop3s)
        served.choosePorts(for: &options)
        let stations = try await LiveStations.start(scenario, options: options)
        served.printSettings(of: stations, keep: keep)
        try await dialogue.show(stations.events, stations.keyLog, isShown: !quiet) {
            await stations.connection($0)
        } ending: {
            Message.print("Closing.")
            await stations.stop(grace: .seconds(5))
        } stop: {
            await stations.stop()
        }
    }

    /// What stands in a mail program's account settings.
    private func printSettings(of office: ServedOffice, _ options: ServeOptions) {
        let plain = office.identity == nil ? "in clear" : "STARTTLS or in clear"
        func line(_ name: String, _ endpoint: Endpoint?, _ how: String) {
            guard let endpoint else { return }
            Message.print("\(name): \(endpoint.address) port \(endpoint.port), \(how).")
        }
        line("Outgoing mail, SMTP", office.mta.endpoint, plain)
        line("Outgoing mail, SMTP", office.mta.sealedEndpoint, "TLS")
        line("Incoming mail, POP3", office.maa.endpoint, office.identity == nil ? "in clear" : "STLS or in clear")
        line("Incoming mail, POP3", office.maa.sealedEndpoint, "TLS")
        // Passwords that somebody chose are not repeated.
        let isUsual = user == Self.usualUsers
        for (user, text) in zip(options.users, user) {
            let password = isUsual ? ", password \(text.split(separator: ":").last ?? "")" : ""
            Message.print("User \(user.address)\(password).")
        }
        if let path = office.certificatePath { Message.print("Certificate: \(path), \(office.fingerprintLine).") }
        if !options.secretsInClear { Message.print("Passwords are taken inside TLS only.") }
        if discard { Message.print("Every letter is taken and thrown away.") }
        Message.print(options.keep.map { "Mail is kept in \($0)." } ?? "Mail is gone in the end; --keep keeps it.")
        Message.print("Ready; Ctrl-C ends it.")
    }
}

extension ServedOffice {
    fileprivate nonisolated var fingerprintLine: String { "SHA-256 \(identity?.fingerprint ?? "")" }
}

extension Quirk: ExpressibleByArgument {}
