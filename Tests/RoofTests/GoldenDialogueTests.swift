import Dialogue
import Simulator
import Testing

@Suite("Dialogues that follow the examples of the RFCs")
struct GoldenDialogueTests {
    static let names: [String] = {
        let files = (try? Disk.names(in: "\(Repository.root)/Tests/RoofTests/Goldens")) ?? []
        return files.filter { $0.hasSuffix(".script") }.map { String($0.dropLast(".script".count)) }
    }()

    static func script(_ name: String) throws -> Script {
        Script(try Repository.text("Tests/RoofTests/Goldens/\(name).script"))
    }

    @Test("are there: RFC 5321 D.1 to D.4, RFC 1939, RFC 4954, RFC 3207")
    func present() { #expect(Self.names.count >= 7) }

    @Test("read as recorded", arguments: names)
    func golden(name: String) throws {
        let records = try trace(
            try Self.script(name).tape.pcapng(), needs: [.dialogue, .texts, .previews, .messages])
        try Golden.expect(text(records), equals: "Tests/RoofTests/Goldens/\(name).txt")
        try Golden.expect(jsonLines(records), equals: "Tests/RoofTests/Goldens/\(name).jsonl")
    }
}
