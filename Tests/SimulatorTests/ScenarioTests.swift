import Foundation
import MailProtocols
import Simulator
import Testing

@Suite("Scenarios are read from YAML")
struct ScenarioTests {
    @Test("the embedded text is the file's, byte for byte")
    func embedded() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Scenarios")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        #expect(Set(files) == Set(EmbeddedScenarios.all.map { "\($0.name).yaml" }))
        for (name, text) in EmbeddedScenarios.all {
            let file = try String(contentsOf: folder.appending(path: "\(name).yaml"), encoding: .utf8)
            #expect(text == file, "Run Scripts/embed-scenarios.")
        }
    }

    @Test("the shipped ones can be read, and are called as their files", arguments: EmbeddedScenarios.all.map(\.name))
    func shipped(name: String) throws {
        let scenario = try Scenario(named: name)
        #expect(scenario.name == name)
        #expect(!scenario.summary.isEmpty)
        #expect(!scenario.letters.isEmpty)
        #expect(!scenario.visits.isEmpty)
    }

    @Test("one letter goes from alice to bob")
    func oneLetter() throws {
        let scenario = try Scenario(named: "one-letter")
        #expect(scenario.domains.map(\.name) == ["south.example", "north.example"])
        #expect(scenario.letters.map(\.recipients) == [["bob@north.example"]])
        #expect(scenario.visits.map(\.user) == ["bob@north.example"])
        #expect(scenario.visits.map(\.leave) == [.delete])
        #expect(scenario.visits.map(\.afterLetters) == [1])
        #expect(scenario.start == Scenario.usualStart)
        #expect(LetterTime.nanoseconds(of: "2026-01-05T09:00:00Z") == Scenario.usualStart)
    }

    static let mistakes: [(yaml: String, sentence: String)] = [
        ("", "x.yaml: Expected a scenario, found an empty file."),
        (
            "- a\n",
            "x.yaml:1: Expected the keys name, summary, seed, start, step-by-step, domains, letters, readers, faults, found a list."
        ),
        ("name: a\nseeed: 1\n", "x.yaml:2: A scenario has no key “seeed”. Did you mean “seed”?"),
        ("name: a\nseed: many\n", "x.yaml:2: Expected a number from 0 to 18446744073709551615, found “many”."),
        (
            "name: a\nstart: 2026-02-30T09:00:00Z\n",
            "x.yaml:2: Expected a time like 2026-01-05T09:00:00Z, found “2026-02-30T09:00:00Z”."
        ),
        ("name: a\n", "x.yaml:1: A scenario needs the key “domains”."),
        ("seed: 1\n", "x.yaml:1: A scenario needs the key “name”."),
        (
            "name: a\ndomains:\n  - name: ../etc\n",
            "x.yaml:3: Expected a host name like mx.north.example, found “../etc”."
        ),
        (
            "name: a\ndomains:\n  - name: a.example\n  - name: A.example\n",
            "x.yaml:4: The domain a.example is there twice."
        ),
        (
            "name: a\ndomains:\n  - name: a.example\n    users: [{name: bob, password: b}]\nreaders:\n  - user: bop@a.example\n",
            "x.yaml:6: Nobody in this scenario has the address “bop@a.example”. Did you mean “bob@a.example”?"
        ),
        (
            "name: a\ndomains:\n  - name: a.example\n    users: [{name: bob, password: b}]\nreaders:\n"
                + "  - {user: bob@a.example,\n     leave: delet}\n",
            "x.yaml:7: “delet” is no way to leave a letter. Did you mean “delete”?"
        ),
        (
            "name: a\ndomains:\n  - name: a.example\n    users: [{name: bob, password: b}]\nletters:\n"
                + "  - from: bob@a.example\n    to: nobody\n",
            "x.yaml:7: Expected an address like bob@north.example, found “nobody”."
        ),
        (
            "name: a\ndomains:\n  - name: a.example\n    users: [{name: bob, password: b}]\nletters:\n"
                + "  - from: bob@a.example\n    to: bob@a.example\n    subject: \"a\\nBcc: x\"\n",
            "x.yaml:8: Expected one line of text without control characters, found “a\nBcc: x”."
        ),
    ]

    @Test("a mistake is told with its file, its line and what was expected", arguments: mistakes)
    func mistake(yaml: String, sentence: String) {
        let error = #expect(throws: ScenarioError.self) { try Scenario(yaml: yaml, file: "x.yaml") }
        #expect(error?.description == sentence)
    }

    @Test("text that is no YAML names the line")
    func notYAML() {
        let error = #expect(throws: ScenarioError.self) { try Scenario(yaml: "name: a\nseed: [1\n", file: "x.yaml") }
        #expect(error?.line ?? 0 >= 2)
        guard case .notYAML = error?.problem else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("an unknown name is answered with the nearest")
    func unknownName() {
        let error = #expect(throws: ScenarioError.self) { try Scenario(named: "one-leter") }
        #expect(
            error?.description
                == "one-leter: There is no scenario “one-leter”, and no file of that name. Did you mean “one-letter”?")
    }

    @Test("a folder is no scenario")
    func folder() {
        let error = #expect(throws: ScenarioError.self) { try Scenario(named: "/") }
        #expect(error?.description.hasPrefix("/: I cannot read /: ") == true)
    }

    @Test(
        "times are read and written back",
        arguments: [
            (Int64(0), "Thu, 1 Jan 1970 00:00:00 +0000"),
            (951_782_400_000_000_000, "Tue, 29 Feb 2000 00:00:00 +0000"),
            (Scenario.usualStart, "Mon, 5 Jan 2026 09:00:00 +0000"),
            (4_107_542_399_000_000_000, "Sun, 28 Feb 2100 23:59:59 +0000"),
        ])
    func times(nanoseconds: Int64, header: String) {
        #expect(MessageDate(nanoseconds: nanoseconds).text == header)
    }
}

@Suite("The schema of scenarios")
struct ScenarioSchemaTests {
    private static func schema() throws -> [String: Any] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Scenarios/schema.json")
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        return try #require(object as? [String: Any])
    }

    /// Where a key that nobody knows is put, and the schema's name of what it is put into.
    static let places: [(yaml: String, name: String)] = [
        ("x: 1\n", ""), ("name: a\ndomains: [{x: 1}]\n", "domain"),
        ("name: a\ndomains: [{name: a.example, mx: [{x: 1}]}]\n", "exchanger"),
        ("name: a\ndomains: [{name: a.example, users: [{x: 1}]}]\n", "user"),
        ("name: a\ndomains: [{name: a.example, pop: {x: 1}}]\n", "pop-server"),
        ("name: a\ndomains: [{name: a.example, aliases: [{x: 1}]}]\n", "alias"),
        ("name: a\ndomains: [{name: a.example, service: {x: 1}}]\n", "service"),
        ("name: a\ndomains: [{name: a.example}]\nletters: [{x: 1}]\n", "letter"),
        ("name: a\ndomains: [{name: a.example}]\nreaders: [{x: 1}]\n", "reader"),
        ("name: a\ndomains: [{name: a.example}]\nfaults: [{x: 1}]\n", "fault"),
    ]

    @Test("names the keys that are read, and no others", arguments: places)
    func keys(yaml: String, name: String) throws {
        let schema = try Self.schema()
        let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
        let properties = try #require((name.isEmpty ? schema : definitions[name])?["properties"] as? [String: Any])
        let error = #expect(throws: ScenarioError.self) { try Scenario(yaml: yaml, file: "x.yaml") }
        guard case .unknownKey("x", _, _, let known) = error?.problem else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(Set(known) == Set(properties.keys))
    }

    @Test(
        "names the words that are read",
        arguments: [
            ("fault", "do", "name: a\ndomains: [{name: a.example}]\nfaults: [{station: mx.a.example, do: x}]\n"),
            (
                "reader", "leave",
                "name: a\ndomains: [{name: a.example, users: [{name: b, password: c}]}]\nreaders: [{user: b@a.example, leave: x}]\n"
            ),
            ("service", "unknown-users", "name: a\ndomains: [{name: a.example, service: {unknown-users: x}}]\n"),
            ("service", "quirks", "name: a\ndomains: [{name: a.example, service: {quirks: [x]}}]\n"),
        ])
    func words(name: String, key: String, yaml: String) throws {
        let definitions = try #require(try Self.schema()["$defs"] as? [String: [String: Any]])
        let properties = try #require(definitions[name]?["properties"] as? [String: [String: Any]])
        let property = try #require(properties[key])
        let words = try #require((property["items"] as? [String: Any] ?? property)["enum"] as? [String])
        let error = #expect(throws: ScenarioError.self) { try Scenario(yaml: yaml, file: "x.yaml") }
        guard case .unknownWord("x", _, _, let known) = error?.problem else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(Set(known) == Set(words))
    }
}
