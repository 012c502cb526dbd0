import Dialogue
import Simulator
import Subprocess
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder for one test, gone when the test is.
func withScratchFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = try Disk.makeScratchFolder()
    defer { Disk.removeAll(folder) }
    return try await body(folder)
}

/// A real server in a scratch folder, on a loopback port that was free a moment ago.
struct RealServer {
    var endpoint: Endpoint
    /// Where it keeps its settings, its log and, Postfix, its letters under `mail/USER/new`.
    var folder: String

    /// Runs a script of `Scripts/servers` while `body` runs, then ends it and all that it started.
    ///
    /// - Parameter arguments: Built from the folder and the port.
    static func run(
        _ script: String, in scratch: String, arguments: (_ folder: String, _ port: UInt16) -> [String],
        while body: (RealServer) async throws -> Void
    ) async throws {
        let folder = "\(scratch)/\(script)"
        // The servers run as other users, who have to get through.
        chmod(scratch, 0o755)
        let port = try freePort()
        var options = PlatformOptions()
        // timeout(1) hands the signal on to the whole process group of the server, and kills what does not obey.
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(30))]
        let server = RealServer(endpoint: Endpoint(address: "127.0.0.1", port: port), folder: folder)
        _ = try await Subprocess.run(
            .name("timeout"),
            arguments: Arguments(
                ["--kill-after=2", "400", "\(repository)/Scripts/servers/\(script)"] + arguments(folder, port)),
            platformOptions: options, input: .none, output: .discarded, error: .discarded
        ) { execution in
            do {
                try await wait(for: "port", server.endpoint.address, "\(port)")
                try await body(server)
            } catch {
                await execution.teardown(using: options.teardownSequence)
                throw error
            }
            await execution.teardown(using: options.teardownSequence)
        }
    }

    /// Postfix as `mx.north.example`, with maildrops for alice, bob and carol.
    static func postfix(in scratch: String, while body: (RealServer) async throws -> Void) async throws {
        try await run(
            "postfix", in: scratch,
            arguments: { folder, port in [folder, "mx.north.example", "127.0.0.1", "\(port)", "north.example"] },
            while: body)
    }

    /// Exim as `mx.north.example`, with maildrops for alice, bob and carol.
    static func exim(in scratch: String, while body: (RealServer) async throws -> Void) async throws {
        try await run(
            "exim", in: scratch,
            arguments: { folder, port in
                [folder, "mx.north.example", "\(port)", "north.example", "local_interfaces=127.0.0.1"]
            }, while: body)
    }

    /// Dovecot as `pop.north.example`; bob's password is `bob-secret`.
    ///
    /// - Parameter mail: A folder with a Maildir per user.
    static func dovecot(mail: String, in scratch: String, while body: (RealServer) async throws -> Void) async throws {
        try await run(
            "dovecot", in: scratch,
            arguments: { folder, port in [folder, mail, "pop.north.example", "127.0.0.1", "\(port)"] }, while: body)
    }
}

/// Waits, a minute at most, for what `Scripts/servers/wait-for` knows to wait for.
func wait(for arguments: String...) async throws {
    let waited = try await run("\(repository)/Scripts/servers/wait-for", arguments)
    try #require(waited.code == 0, "waited a minute in vain for \(arguments.joined(separator: " "))")
}

/// A port of 127.0.0.1 that nobody uses; the system does not hand it out again soon.
private func freePort() throws -> UInt16 {
    #if canImport(Glibc)
        let stream = Int32(SOCK_STREAM.rawValue)
    #else
        let stream = SOCK_STREAM
    #endif
    let socket = socket(AF_INET, stream, 0)
    try #require(socket >= 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
            bind(socket, generic, length) == 0 ? getsockname(socket, generic, &length) : -1
        }
    }
    try #require(code == 0)
    return UInt16(bigEndian: address.sin_port)
}
