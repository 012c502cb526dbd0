import Simulator
import Subprocess
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a program that has ended left behind.
struct Finished {
    /// Nil where a signal ended it; 124 where its time was up.
    var code: Int32?
    var output: String
    var errors: String

    var lines: [Substring] { output.split(separator: "\n") }
}

/// The built program, as a user starts it.
enum Mailscope {
    /// The running test program.
    static let testProgram: String = {
        var path = CommandLine.arguments[0]
        #if os(Linux)
            var bytes = [CChar](repeating: 0, count: 4_096)
            if readlink("/proc/self/exe", &bytes, bytes.count - 1) > 0 {
                path = String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            }
        #endif
        return path
    }()

    /// What is built lies beside the test program; on macOS that is deep in a bundle.
    private static let folder: String = {
        let path = testProgram
        let beforeBundle = path.split(separator: ".xctest/", maxSplits: 1).first.map(String.init) ?? path
        return beforeBundle.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }()

    static let path = "\(folder)/mailscope"

    /// Runs under timeout(1) where there is one, so that nothing outlives its test; long enough for a machine with other work.
    static func command(_ program: String, _ arguments: [String]) -> (Executable, Arguments) {
        let hasTimeout = access("/usr/bin/timeout", X_OK) == 0 || access("/bin/timeout", X_OK) == 0
        if hasTimeout { return (.name("timeout"), Arguments(["--kill-after=2", "120", program] + arguments)) }
        return (.name("env"), Arguments([program] + arguments))
    }

    static func run(_ arguments: String..., input: [UInt8] = []) async throws -> Finished {
        try await run(path, arguments, input: input)
    }

    /// A line for sh(1), in which `$mailscope` is the program.
    static func shell(_ line: String) async throws -> Finished {
        try await run("/bin/sh", ["-c", "mailscope='\(path)'; \(line)"], input: [])
    }

    private static func run(_ program: String, _ arguments: [String], input: [UInt8]) async throws -> Finished {
        guard !input.isEmpty else { return try await finished(program, arguments) }
        // By way of cat(1): the program may end without having read its input, and Subprocess does not bear that.
        return try await withScratchFolder { scratch in
            try Disk.write(input, toNew: "\(scratch)/input")
            let script = "input=$1; shift; cat \"$input\" | \"$@\""
            return try await finished("/bin/sh", ["-c", script, "sh", "\(scratch)/input", program] + arguments)
        }
    }

    private static func finished(_ program: String, _ arguments: [String]) async throws -> Finished {
        let (executable, arguments) = command(program, arguments)
        let result = try await Subprocess.run(
            executable, arguments: arguments, input: .none, output: .string(limit: 4 << 20),
            error: .string(limit: 1 << 20))
        var code: Int32?
        if case .exited(let exit) = result.terminationStatus { code = exit }
        return Finished(code: code, output: result.standardOutput, errors: result.standardError)
    }
}

/// A folder for one test, gone when the test is.
func withScratchFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = try Disk.makeScratchFolder()
    defer { Disk.removeAll(folder) }
    return try await body(folder)
}
