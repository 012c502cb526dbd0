import Dialogue
import MailProtocols
import Packets
import Simulator
import Testing

extension Trait where Self == ConditionTrait {
    /// TLS on sockets is built in.
    static var needsTLS: Self { .enabled(if: TLSMaterial.isBuiltIn, "built without the trait TLS") }
}

/// An MTA and a MAA at north.example that speak TLS, and clients of theirs on one tape.
private struct SafeOffice {
    var mta: MailTransferAgent
    var maa: MailAccessAgent
    var tap: WireTap
    var keyLog: KeyLogBook
    var identity: TLSIdentity
    var folder: String

    static func run(
        offersTLS: Bool = true, policy: SMTPPolicy = .submission(secretsNeedTLS: true),
        while body: (SafeOffice) async throws -> Void
    ) async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let tap = WireTap(clock: SimulationClock(virtualFrom: Scenario.usualStart, seed: 1))
        let keyLog = KeyLogBook()
        let identity = try #require(TLSIdentity.selfMade(for: ["mx.north.example", "pop.north.example"]))
        let tls = try TLSMaterial(identity: identity, keyLog: keyLog)
        func site(_ host: String) -> StationSite {
            var site = StationSite(host: host, shownAddress: "192.0.2.25", address: "127.0.0.1", tap: tap)
            site.tls = offersTLS ? tls : nil
            return site
        }
        func door(isSealed: Bool = false) async throws -> Doorway {
            try await Doorway.open(host: "north", address: "127.0.0.1", port: 0, plan: .any, isSealed: isSealed)
        }
        let maildrops = MaildropRoom(folder: "\(folder)/maildrops")
        let scenario = try Scenario(named: "one-letter")
        let north = try #require(scenario.domain(named: "north.example"))
        let mta = try MailTransferAgent(
            .init(
                policy: policy, residents: Residents(domains: [north], literal: "192.0.2.25"), accounts: .north,
                folder: "\(folder)/queue", maildrops: maildrops, seed: 1),
            site: site("mx.north.example"), doorway: try await door(), sealedDoorway: try await door(isSealed: true),
            directory: Directory(scenario))
        var popPolicy = POP3Policy.everything
        popPolicy.secretsNeedTLS = true
        let maa = MailAccessAgent(
            policy: popPolicy, site: site("pop.north.example"), doorway: try await door(), maildrops: maildrops,
            accounts: .north, sealedDoorway: try await door(isSealed: true))
        await mta.open(relaysAtOnce: false)
        await maa.open()
        let office = SafeOffice(mta: mta, maa: maa, tap: tap, keyLog: keyLog, identity: identity, folder: folder)
        do {
            try await body(office)
        } catch {
            await mta.close()
            await maa.close()
            throw error
        }
        await mta.close()
        await maa.close()
    }

    func host(_ name: String, _ plain: Endpoint, _ sealed: Endpoint?, _ ports: (UInt16, UInt16)) -> Directory.Host {
        var host = Directory.Host(
            name: name, shown: Endpoint(address: "192.0.2.25", port: ports.0), actual: plain)
        host.sealed = sealed.map { (Endpoint(address: "192.0.2.25", port: ports.1), $0) }
        return host
    }
    var smtp: Directory.Host {
        host("mx.north.example", mta.endpoint, mta.sealedEndpoint, (MailPorts.submission, MailPorts.smtps))
    }
    var pop: Directory.Host {
        host("pop.north.example", maa.endpoint, maa.sealedEndpoint, (MailPorts.pop3, MailPorts.pop3s))
    }

    func clientSite(trust: [[UInt8]]? = nil) throws -> StationSite {
        var site = StationSite(host: "bob.north.example", shownAddress: "192.0.2.11", address: "127.0.0.1", tap: tap)
        site.tls = try TLSMaterial(
            identity: nil, trust: .certificates(trust ?? [identity.certificate]), keyLog: keyLog)
        return site
    }

    func send(_ settings: ClientSettings, trust: [[UInt8]]? = nil) async throws -> [SMTPDelivery.Fate]? {
        var letter = try #require(try Scenario(named: "one-letter").letters.first)
        letter.to = ["bob@north.example"]
        letter.cc = []
        let sender = SenderClient(
            owner: "bob@north.example", site: try clientSite(trust: trust),
            outbox: [.init(number: 0, letter: letter, id: "<1@north.example>")], settings: settings)
        let fates = try await sender.submit(0, to: smtp)
        await mta.settle()
        let isOpen = fates?.contains { if case .deferred = $0 { true } else { false } } ?? true
        #expect(await sender.outbox.isEmpty == !isOpen)
        return fates
    }

    /// What a tracer with the key log makes of the tape.
    func traced() async throws -> [Record] {
        let keys = KeyRing()
        keys.add(keyLog.octets)
        var tracer = Tracer(keys: keys)
        var reader = try CaptureReader(bytes: try await tap.tape.pcapng(), name: "the tape")
        while let frame = try reader.next() { tracer.accept(frame) }
        tracer.finish()
        return tracer.outbox.takeAll()
    }
}

extension ClientSettings {
    fileprivate static func bob(_ security: Security) -> ClientSettings {
        ClientSettings(security: security, login: .init(user: "bob", password: Credential("builder")))
    }
}

@Suite("TLS between stations", .needsTLS, .timeLimit(.minutes(10)))
struct TLSTests {
    @Test("a letter is submitted inside TLS, and the tape can be read with the key log", arguments: [true, false])
    func submission(isImplicit: Bool) async throws {
        try await SafeOffice.run { office in
            let fates = try await office.send(.bob(isImplicit ? .implicit : .required))
            #expect(fates == [.accepted])
            let letters = try Maildir(folder: "\(office.folder)/maildrops/bob=40north.example").letters()
            #expect(letters.count == 1)
            let text = String(decoding: try Disk.read(try #require(letters.first).path), as: UTF8.self)
            #expect(text.contains("with ESMTPSA id "))
            let records = try await office.traced()
            var messages = 0
            var verbs: [String] = []
            for record in records {
                if case .message = record { messages += 1 }
                guard case .step(let step) = record, step.step.kind == .command else { continue }
                verbs.append(SMTPVerb(rawValue: step.step.verb)?.word ?? "")
            }
            #expect(messages == 1)
            let inside = ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]
            #expect(verbs == (isImplicit ? inside : ["EHLO", "STARTTLS"] + inside))
            // Without the key log, not a word of it is on the tape.
            let octets = await office.tap.tape.octets(of: .client, in: 1)
            #expect(!String(decoding: octets, as: UTF8.self).contains("MAIL FROM"))
        }
    }

    @Test("a maildrop is read inside TLS", arguments: [true, false])
    func collection(isImplicit: Bool) async throws {
        try await SafeOffice.run { office in
            let maildir = try Maildir(folder: "\(office.folder)/maildrops/bob=40north.example")
            try maildir.deliver(Array("Subject: x\r\n\r\n.dot\r\n".utf8), host: "mx", time: 0)
            let reader = try ReceiverClient(
                owner: "bob@north.example", user: "bob", password: Credential("builder"),
                site: try office.clientSite(), folder: "\(office.folder)/reader",
                settings: .bob(isImplicit ? .implicit : .required))
            let visit = try await reader.visit(office.pop, leave: .delete)
            await office.maa.settle()
            #expect(visit.isComplete)
            #expect(visit.refusal == nil)
            #expect(try await reader.letters() == [Array("Subject: x\r\n\r\n.dot\r\n".utf8)])
            #expect(try maildir.letters().isEmpty)
            let pulled = try await office.traced().contains {
                if case .message(let message) = $0 { message.move == .pull } else { false }
            }
            #expect(pulled)
        }
    }

    @Test("a server that shows another's certificate gets nothing")
    func wrongCertificate() async throws {
        try await SafeOffice.run { office in
            let other = try #require(TLSIdentity.selfMade(for: ["mx.north.example"]))
            for security in [ClientSettings.Security.required, .implicit] {
                let fates = try await office.send(.bob(security), trust: [other.certificate])
                #expect(fates == [.deferred(nil)])
            }
        }
    }

    @Test("where the offer is stripped, a strict client sends nothing, an opportunistic one no password")
    func stripped() async throws {
        try await SafeOffice.run(offersTLS: false) { office in
            let strict = try await office.send(.bob(.required))
            guard case .deferred(let reply?)? = strict?.first else {
                Issue.record("\(String(describing: strict))")
                return
            }
            #expect(reply.code == .temporarilyNotAvailable)
            var settings = ClientSettings.bob(.ifOffered)
            settings.login?.mechanisms = [.plain, .login]
            guard case .deferred(let why?)? = try await office.send(settings)?.first else {
                Issue.record("PLAIN in the clear")
                return
            }
            #expect(why.status == EnhancedStatus(.permanentFailure, 7, 4))
            let said = await office.tap.tape.octets(of: .client, in: 2)
            #expect(!String(decoding: said, as: UTF8.self).contains("AUTH"))
        }
    }

    @Test("key logs have a line for each secret; a certificate names its hosts")
    func identity() async throws {
        try await SafeOffice.run { office in
            _ = try await office.send(.bob(.implicit))
            let lines = String(decoding: office.keyLog.octets, as: UTF8.self).split(separator: "\n")
            #expect(lines.contains { $0.hasPrefix("CLIENT_TRAFFIC_SECRET_0 ") })
            #expect(office.identity.certificatePEM.hasPrefix("-----BEGIN CERTIFICATE-----\nMII"))
            #expect(office.identity.fingerprint.utf8.count == 95)
            #expect("\(office.identity.key)" == Credential.dots)
        }
    }
}

@Suite("The clients' entrance")
struct EntranceTests {
    @Test("an old server is greeted with HELO; a refused greeting ends it")
    func helo() {
        var entrance = SMTPEntrance(clientName: "a.example")
        #expect(entrance.next(after: SMTPReply(.ready, "x")) == .say(Saying(Array("EHLO a.example\r\n".utf8))))
        #expect(entrance.next(after: SMTPReply(.unrecognized, "?")) == .say(Saying(Array("HELO a.example\r\n".utf8))))
        #expect(entrance.next(after: SMTPReply(.completed, "x")) == .ready)
        var refused = SMTPEntrance(clientName: "a.example")
        let reply = SMTPReply(.transactionFailed, "No")
        #expect(refused.next(after: reply) == .failed(reply))
    }

    @Test("POP3: a server of 1996 knows no CAPA, and gets APOP", .needsDigests)
    func apop() {
        let login = ClientSettings.Login(user: "bob", password: Credential("x"), usesAPOP: true)
        var entrance = POP3Entrance(login: login, settings: ClientSettings(), nonces: Nonces(seed: 1, purpose: "t"))
        #expect(entrance.next(after: .ok("<1@x> ready")) == .say(Saying(Array("CAPA\r\n".utf8))))
        guard case .say(let saying) = entrance.next(after: .err("what?")) else {
            Issue.record("nothing said")
            return
        }
        #expect(String(decoding: saying.bytes, as: UTF8.self).hasPrefix("APOP bob "))
        #expect(entrance.next(after: .ok()) == .ready)
    }

    @Test("POP3: no way to log in without showing the password")
    func careful() {
        let login = ClientSettings.Login(user: "bob", password: Credential("x"), mechanisms: [.plain])
        var entrance = POP3Entrance(login: login, settings: ClientSettings())
        _ = entrance.next(after: .ok())
        _ = entrance.next(after: .ok())
        guard case .failed = entrance.next(afterLines: Array("SASL PLAIN\r\nUSER\r\n".utf8)) else {
            Issue.record("the password was shown")
            return
        }
    }

    @Test("headers first: what is not wanted is passed over, what cannot be had is left out")
    func topFirst() {
        let login = ClientSettings.Login(user: "bob", password: Credential("x"), mechanisms: [], showsPassword: true)
        var collection = POP3Collection(
            login: login, settings: ClientSettings(), leave: .keep, known: ["a"],
            wants: { header, octets in octets < 100 },
            keep: { _ in })
        func said(_ saying: Saying?) -> String? { saying.map { String(decoding: $0.bytes, as: UTF8.self) } }
        for _ in 0..<4 { _ = collection.next(after: .ok("3 3")) }
        #expect(said(collection.next(afterLines: Array("1 50\r\n2 200\r\n3 60\r\n4 70\r\n".utf8))) == "UIDL\r\n")
        #expect(said(collection.next(afterLines: Array("1 a\r\n2 b\r\n3 c\r\n4 d\r\n".utf8))) == "TOP 2 0\r\n")
        #expect(said(collection.next(afterLines: Array("Subject: big\r\n\r\n".utf8))) == "TOP 3 0\r\n")
        #expect(said(collection.next(after: .err("gone"))) == "TOP 4 0\r\n")
        #expect(said(collection.next(afterLines: Array("Subject: small\r\n\r\n".utf8))) == "RETR 4\r\n")
        #expect(collection.passedOver == 1)
        #expect(collection.seen == ["a"])
    }
}
