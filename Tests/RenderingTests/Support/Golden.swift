import Foundation
import Testing

/// Expected output as files beside the tests. RENEW_GOLDENS=1 rewrites them and then fails, so that renewing never passes
/// silently.
enum Golden {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Goldens")

    static func expect(_ shown: String, equals name: String) throws {
        let file = folder.appending(path: name)
        if ProcessInfo.processInfo.environment["RENEW_GOLDENS"] != nil {
            try Data(shown.utf8).write(to: file)
            Issue.record("renewed \(name)")
            return
        }
        let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        let (old, new) = (expected.split(separator: "\n"), shown.split(separator: "\n"))
        let line = zip(old, new).enumerated().first { $1.0 != $1.1 }
        #expect(shown == expected, "\(name), first difference: \(line.map { "\($1)" } ?? "in length")")
    }
}
