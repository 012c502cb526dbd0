import Simulator
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Expected output as files in the repository. RENEW_GOLDENS=1 rewrites them and then fails, so that renewing never passes
/// silently.
enum Golden {
    static var isRenewing: Bool { getenv("RENEW_GOLDENS") != nil }

    /// - Parameter path: From the repository's root.
    static func expect(
        _ found: String, equals path: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = "\(Repository.root)/\(path)"
        let expected = (try? Disk.read(file)).map { String(decoding: $0, as: UTF8.self) }
        if isRenewing, expected != found {
            try? Disk.remove(file)
            try Disk.write(Array(found.utf8), toNew: file)
            chmod(file, 0o644)
            Issue.record("renewed \(path)", sourceLocation: sourceLocation)
            return
        }
        guard let expected else {
            Issue.record("\(path) is missing; RENEW_GOLDENS=1 makes it", sourceLocation: sourceLocation)
            return
        }
        let lines = zip(expected.split(separator: "\n"), found.split(separator: "\n")).enumerated()
        let first = lines.first { $1.0 != $1.1 }.map { "line \($0 + 1): \($1)" } ?? "in length"
        let isSame = found == expected
        #expect(isSame, "\(path), first difference: \(first)", sourceLocation: sourceLocation)
    }
}

enum Repository {
    /// The repository's folder: two levels above this target's.
    static let root: String = {
        // Tests/RoofTests/Support/Golden.swift
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
    }()

    static func text(_ path: String) throws -> String {
        String(decoding: try Disk.read("\(root)/\(path)"), as: UTF8.self)
    }

    /// The folders of Captures that hold a capture, and the file's name.
    static var captures: [(folder: String, file: String)] {
        let folders = (try? Disk.names(in: "\(root)/Captures")) ?? []
        return folders.compactMap { folder in
            let names = (try? Disk.names(in: "\(root)/Captures/\(folder)")) ?? []
            return names.first { $0.hasPrefix("capture.pcap") }.map { (folder, "Captures/\(folder)/\($0)") }
        }
    }
}
