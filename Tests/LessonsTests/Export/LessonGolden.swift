import Simulator
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Lessons written down, as files beside the tests. RENEW_GOLDENS=1 rewrites them and then fails, so that renewing never passes
/// silently.
enum LessonGolden {
    private static let folder =
        #filePath.split(separator: "/").dropLast(2).reduce("") { "\($0)/\($1)" } + "/Goldens"

    static func expect(_ shown: [UInt8], equals name: String) throws {
        let path = "\(folder)/\(name)"
        if getenv("RENEW_GOLDENS") != nil {
            if Disk.exists(path) { try Disk.remove(path) }
            try Disk.write(shown, toNew: path)
            Issue.record("renewed \(name)")
            return
        }
        guard Disk.exists(path) else {
            Issue.record("\(name) is missing; RENEW_GOLDENS=1 makes it")
            return
        }
        let expected = String(decoding: try Disk.read(path), as: UTF8.self)
        let text = String(decoding: shown, as: UTF8.self)
        let (old, new) = (expected.split(separator: "\n"), text.split(separator: "\n"))
        let line = zip(old, new).enumerated().first { $1.0 != $1.1 }
        #expect(text == expected, "\(name), first difference: \(line.map { "\($1)" } ?? "in length")")
    }
}
