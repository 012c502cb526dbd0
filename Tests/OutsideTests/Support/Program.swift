import Simulator
import Subprocess
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The real programs that these tests talk to. `Scripts/setup --tests` installs them; what is absent costs only its tests.
enum Program: String, CaseIterable {
    case swaks, curl, python3, tshark, postfix, dovecot, msmtp, mpop, fetchmail, getmail, mutt, nmap, postal, rabid
    case chromium
    case snail = "s-nail"
    case exim = "exim4"

    /// Where to look: the PATH, and where servers live, which an ordinary user's PATH leaves out.
    private static let folders: [String] = {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        return path.split(separator: ":").map(String.init) + [
            "/usr/local/sbin", "/usr/sbin", "/sbin", "\(repository)/.build-recordings/usr/sbin",
        ]
    }()

    static func find(_ name: String) -> String? {
        folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    var isInstalled: Bool { Self.find(rawValue) != nil }
    /// Postfix, Exim and Dovecot take on other users' rights and have to be started by root.
    var needsRoot: Bool { self == .postfix || self == .dovecot || self == .exim }
}

extension Trait where Self == ConditionTrait {
    /// TLS is built in.
    static var needsTLS: Self { .enabled(if: TLSMaterial.isBuiltIn, "built without the trait TLS") }

    /// Skips the test, and says why, where a program is absent or this user may not start it.
    static func needs(_ programs: Program...) -> Self {
        // Every program runs under timeout(1), so that none outlives its test, whatever becomes of this process.
        let absent =
            programs.filter { !$0.isInstalled }.map(\.rawValue) + (Program.find("timeout") == nil ? ["timeout"] : [])
        let forbidden = geteuid() == 0 ? [] : programs.filter(\.needsRoot).map(\.rawValue)
        let reason =
            absent.isEmpty
            ? "\(forbidden.joined(separator: ", ")): has to be started by root"
            : "\(absent.joined(separator: ", ")): not installed"
        return .enabled(if: absent.isEmpty && forbidden.isEmpty, Comment(rawValue: reason))
    }
}

/// What a program that has ended left behind.
struct Finished {
    /// Nil where a signal ended it; 124 where its time was up.
    var code: Int32?
    var output: String
    var errors: String
}

/// Runs a program to its end, two minutes at most: a busy machine takes its time.
///
/// - Parameters:
///   - program: A name, looked for in the PATH, or a path.
///   - input: What it reads from standard input.
/// - Returns: Its exit code and up to 1 MiB each of what it wrote.
func run(_ program: String, _ arguments: [String], input: String = "") async throws -> Finished {
    let command = [Program.find(program) ?? program] + arguments
    guard !input.isEmpty else { return try await finished(command) }
    // By way of cat(1): a program may end without having read its input, and Subprocess does not bear that.
    return try await withScratchFolder { scratch in
        try Disk.write(Array(input.utf8), toNew: "\(scratch)/input")
        let script = "input=$1; shift; cat \"$input\" | \"$@\""
        return try await finished(["/bin/sh", "-c", script, "sh", "\(scratch)/input"] + command)
    }
}

private func finished(_ command: [String]) async throws -> Finished {
    let result = try await Subprocess.run(
        .name("timeout"), arguments: Arguments(["--kill-after=2", "120"] + command),
        input: .none, output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    var code: Int32?
    if case .exited(let exit) = result.terminationStatus { code = exit }
    return Finished(code: code, output: result.standardOutput, errors: result.standardError)
}

/// The repository's folder: two tests of this suite start its scripts.
let repository: String = {
    // Tests/OutsideTests/Support/Program.swift
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(4).joined(separator: "/")
}()
