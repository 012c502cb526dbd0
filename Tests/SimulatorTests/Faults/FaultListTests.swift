import Foundation
import Testing

/// Each fault of the course has a test that asserts what it leaves behind; the test's name begins with the fault's number.
@Suite("The list of faults")
struct FaultListTests {
    static let faults = [
        "lost 250", "drop within DATA", "greylisting", "mailbox full", "user unknown", "relay denied, login needed",
        "MX fallback", "null MX, no such domain", "loop", "receiver down", "POP3 drop before QUIT", "maildrop lock",
        "POP3 autologout", "dot-stuffing missing", "SMTP smuggling", "STARTTLS stripped", "STARTTLS injection",
        "8-bit to a 7-bit server", "bounce of a bounce", "backscatter", "too many recipients", "421 at any time",
        "over SIZE", "segmentation", "renumbering", "mail arrives during a session", "double reply", "wrong password",
    ]

    @Test("each of the 28 has a test")
    func each() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        var names: [String] = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            // The first string behind @Test is the name.
            for part in text.components(separatedBy: "@Test(").dropFirst() {
                let name = part.components(separatedBy: "\"")
                if name.count > 1 { names.append("\(name[1]) [\(file)]") }
            }
        }
        for (index, fault) in Self.faults.enumerated() {
            let number = "F" + (index < 9 ? "0" : "") + "\(index + 1)"
            let tests = names.filter { $0.hasPrefix("\(number) ") }
            #expect(!tests.isEmpty, "\(number), \(fault), has no test")
            for test in tests { print("\(number) \(fault): \(test.dropFirst(4))") }
        }
    }
}
