import Dialogue
import MailProtocols
import Packets
import Simulator
import Testing

@Suite("The captures of this repository")
struct CaptureGoldenTests {
    private static let folders = Repository.captures.map(\.folder)

    @Test("read as recorded", arguments: Repository.captures.map(\.file))
    func golden(file: String) throws {
        let capture = try Disk.read("\(Repository.root)/\(file)")
        // What is inside TLS is read only by a build that can.
        guard try KeyRing.isBuiltIn || !bringsSecrets(capture) else { return }
        let records = try trace(capture)
        let folder = file.split(separator: "/").dropLast().joined(separator: "/")
        try Golden.expect(text(records), equals: "\(folder)/dialogue.txt")
        try Golden.expect(jsonLines(records), equals: "\(folder)/dialogue.jsonl")
    }

    @Test("are whole: no connection lacks an octet, no frame is left over", arguments: Repository.captures.map(\.file))
    func whole(file: String) throws {
        for record in try trace(try Disk.read("\(Repository.root)/\(file)")) {
            switch record {
            case .connection(let connection): #expect(connection.handshake && connection.opener == .client)
            case .connectionEnd(let end): #expect(end.clientMissing == 0 && end.serverMissing == 0)
            case .summary(let summary): #expect(summary.lost == 0 && summary.otherFlows == 0)
            default: break
            }
        }
    }

    @Test(
        "give each message the hash of its octets, also where BDAT carried them",
        arguments: Repository.captures.map(\.file))
    func hashes(file: String) throws {
        var contents: [Int32: [StepRecord]] = [:]
        for record in try trace(try Disk.read("\(Repository.root)/\(file)")) {
            switch record {
            case .step(let step) where step.step.kind == .content:
                contents[step.step.connection, default: []].append(step)
            case .message(let message):
                // In several chunks the octets have a hash that no step has.
                let whole = contents[message.connection, default: []].filter { $0.step.bytes == message.bytes }
                #expect(whole.isEmpty || whole.contains { $0.sha256 == message.sha256 })
            default: break
            }
        }
    }

    private func bringsSecrets(_ capture: [UInt8]) throws -> Bool {
        var reader = try CaptureReader(bytes: capture)
        while try reader.next() != nil {}
        return !reader.secrets.isEmpty
    }

    @Test("have a README each, and are listed in the one above", arguments: folders)
    func readme(folder: String) throws {
        let own = try Repository.text("Captures/\(folder)/README.md")
        #expect(own.hasPrefix("# ") && own.contains("What it teaches"))
        #expect(try Repository.text("Captures/README.md").contains(folder))
    }

    @Test("one-letter is what the main job tapes today")
    func oneLetter() async throws {
        let run = try await Simulation.run(try Scenario(named: "one-letter"))
        let path = "\(Repository.root)/Captures/one-letter/capture.pcapng"
        let taped = try run.pcapng()
        let isSame = try Disk.read(path) == taped
        if Golden.isRenewing, !isSame {
            try Disk.remove(path)
            try Disk.write(taped, toNew: path)
            Issue.record("renewed Captures/one-letter/capture.pcapng")
        } else {
            #expect(isSame)
        }
    }
}
