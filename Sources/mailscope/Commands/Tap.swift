import ArgumentParser
import Dialogue
import MailProtocols
import Rendering
import Simulator

struct Tap: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stand between a mail program and a server, and show the dialogue, without any privileges.",
        discussion: """
            The mail program is told to use this port in place of the server's. Every octet is handed on. TLS passes through \
            unread, unless --tls ends it here with a certificate of our own, which the mail program has to trust, and begins \
            it anew towards the server.

            Exit codes: 0 ended as asked, 64 bad usage, 69 a port that is not to be had, 73 or 74 a file that cannot be written.
            """)

    @Option(help: ArgumentHelp("Port to listen on, or address:port.", valueName: "port"))
    var listen = "2525"

    @Option(help: ArgumentHelp("The real server.", valueName: "host:port"))
    var to: String

    @Option(
        name: .customLong("protocol"),
        help: ArgumentHelp(
            "What the server speaks; told by its port unless given.", valueName: "smtp|smtps|pop3|pop3s"))
    var spoken: Spoken?

    enum Spoken: String, ExpressibleByArgument, CaseIterable {
        case smtp, smtps, pop3, pop3s
    }

    @Flag(help: "End TLS here and begin it anew: STARTTLS, STLS, and on ports 465 and 995 from the first octet.")
    var tls = false

    @Option(
        help: ArgumentHelp(
            "With --tls: a certificate (PEM) that the real server has to show; else any will do.", valueName: "file"))
    var trust: String?

    @Option(help: ArgumentHelp("Keep certificate and key of --tls in this folder.", valueName: "folder"))
    var keep: String?

    @OptionGroup var dialogue: LiveDialogueOptions

    /// `HOST:PORT`, `[2001:db8::1]:25`, or a port alone.
    private static func place(_ text: String, host: String?) -> Endpoint? {
        if let port = UInt16(text) { return host.map { Endpoint(address: $0, port: port) } }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var name = String(text[..<colon])
        if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
        return name.isEmpty ? nil : Endpoint(address: name, port: port)
    }

    func validate() throws {
        guard Self.place(to, host: nil) != nil else {
            throw ValidationError("--to needs a host and a port, as in --to mx.north.example:25.")
        }
        guard Self.place(listen, host: "127.0.0.1") != nil else {
            throw ValidationError("--listen needs a port, or an address and a port, as in --listen 127.0.0.1:2525.")
        }
        guard !tls || TLSMaterial.isBuiltIn else {
            throw ValidationError("This program was built without TLS: leave --tls out, and TLS passes through.")
        }
    }

    private func service(on port: UInt16) -> MailProtocol {
        switch spoken {
        case .smtp: .smtp
        case .smtps: .smtps
        case .pop3: .pop3
        case .pop3s: .pop3s
        case nil: MailPorts.service(on: port) ?? .smtp
        }
    }

    private func trusted() throws -> TLSMaterial.Trust {
        guard let trust else { return .anybody }
        let certificates = TLSIdentity.certificates(inPEM: try Disk.read(trust))
        guard !certificates.isEmpty else { throw Failure("\(trust) holds no certificate.", code: Failure.badData) }
        return .certificates(certificates)
    }

    func run() async throws {
        Interruption.watch(onceOnly: false)
        guard let target = Self.place(to, host: nil), let own = Self.place(listen, host: "127.0.0.1") else { return }
        let keyLog = KeyLogBook()
        var material: TLSMaterial?
        if tls {
            let (identity, path) = try TLSIdentity.kept(in: keep, for: [target.address])
            material = try TLSMaterial(identity: identity, trust: try trusted(), keyLog: keyLog)
            if let path { Message.print("Certificate for the mail program to trust: \(path).") }
        }
        let proxy = try await RecordingProxy.start(
            at: own, to: target.address, port: target.port, protocol: service(on: target.port),
            tls: material)
        await proxy.open()
        Message.print(
            "Listening on \(proxy.endpoint.address) port \(proxy.endpoint.port) for \(target.address) "
                + "port \(target.port); Ctrl-C ends it.")
        try await dialogue.show(proxy.events, keyLog) {
            await proxy.connection($0)
        } ending: {
            await proxy.stop()
        } stop: {
            await proxy.stop()
        }
    }
}
