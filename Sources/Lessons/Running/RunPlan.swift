package import Simulator
import Yams

/// What is played: a scenario with changes, or a talk by script with its stations.
package struct RunPlan: Sendable, Hashable {
    /// A change at a place in the scenario: `domains/north.example/service/greylisting` becomes `5m`.
    package struct Change: Sendable, Hashable {
        package var path: String
        package var value: String
    }

    package var name: String
    /// Where the lesson tells of it, for errors.
    package var file: String
    package var line: Int
    /// YAML, with the learner's own words put in; those of settings are still to come.
    package var scenario: String
    package var scenarioFile: String
    /// Whole words of the scenario.
    package var renamed: [String: String] = [:]
    package var changes: [Change] = []
    /// YAML items behind the scenario's own faults.
    package var faults: [String] = []
    package var seed: UInt64?
    /// What was said inside TLS is read with the run's own keys, as no eavesdropper could.
    package var opensTLS = false
    /// By host: ports that the capture shows in place of the protocols' own.
    package var ports: [String: UInt16] = [:]
    /// The run that left the letters that a talk finds.
    package var filled: String?
    package var talk: Talk?
    /// How many other runs are like this one.
    package var likes = 0
    /// Of everything above as the file has it, the same for all learners.
    package var hash = ""

    /// The scenario with all changes.
    ///
    /// - Parameter words: What stands for the names of settings: `$deed`.
    package func world(_ words: [String: String] = [:]) throws(LessonError) -> Scenario {
        var text = Drawing.replaced(scenario, words)
        for (word, other) in renamed.sorted(by: { $0.key < $1.key }) {
            text = Self.renamed(text, word, Drawing.replaced(other, words))
        }
        let plain = try read(text, scenarioFile)
        guard !faults.isEmpty || !changes.isEmpty else { return plain }
        return try read(try changed(text, words), scenarioFile)
    }

    /// It cannot be played by a program without TLS and digests.
    package var needsDigests: Bool {
        let acts = talk?.speeches.flatMap(\.lines).contains { $0.hasPrefix("!cram-md5") || $0.hasPrefix("!apop") }
        if acts == true { return true }
        // Settings may be missing that it cannot be read without.
        guard let world = try? world() else { return scenario.contains("login") || scenario.contains("tls") }
        return world.usesTLS
            || world.domains.contains { domain in
                domain.service.keepsClear || domain.service.login != .none
                    || domain.users.contains { !$0.logins.isEmpty }
            }
    }

    /// What is said by script.
    func talk(_ words: [String: String]) -> Talk? {
        guard var talk, !words.isEmpty else { return talk }
        for index in talk.speeches.indices {
            talk.speeches[index].lines = talk.speeches[index].lines.map { Drawing.replaced($0, words) }
        }
        return talk
    }

    private func read(_ text: String, _ source: String) throws(LessonError) -> Scenario {
        // A lesson shows one word after the other, unless its scenario wants it otherwise.
        let key = "step-by-step:"
        let text = text.contains(key) ? text : "\(text)\n\(key) true\n"
        _ = try YAMLText(text: text, file: source, offset: 0, limit: Lesson.fileLimit).node()
        var scenario: Scenario
        do {
            scenario = try Scenario(yaml: text, file: source)
        } catch {
            throw LessonError(file: source, line: error.line, problem: .scenario(error.description))
        }
        // A lesson opens no socket but the simulation's.
        guard !scenario.hasExternals else {
            throw LessonError(file: source, line: 0, problem: .expected(what: "stations of ours", found: "“external”"))
        }
        guard scenario.letters.count <= Lesson.letterLimit else {
            throw LessonError(file: source, line: 0, problem: .tooMany("letters", limit: Lesson.letterLimit))
        }
        if let seed { scenario.seed = seed }
        return scenario
    }

    // MARK: Changes in the YAML

    private func changed(_ text: String, _ words: [String: String]) throws(LessonError) -> String {
        do {
            guard var root = try YAMLText.tree(text) else { return text }
            for change in changes {
                let path = change.path.split(separator: "/").map { Drawing.replaced(String($0), words) }
                let value = try YAMLText.tree(Drawing.replaced(change.value, words)) ?? Node("")
                guard Self.set(value, at: path[...], in: &root) else {
                    throw LessonError(
                        file: file, line: line,
                        problem: .expected(what: "a place in the scenario", found: "“\(change.path)”"))
                }
            }
            var list = root["faults"].flatMap { $0.sequence.map { Array($0) } } ?? []
            for fault in faults {
                if let node = try YAMLText.tree(Drawing.replaced(fault, words)) { list.append(node) }
            }
            if !list.isEmpty { root["faults"] = Node(list) }
            return try Yams.serialize(node: root)
        } catch let error as LessonError {
            throw error
        } catch {
            throw LessonError(file: file, line: line, problem: .notYAML("\(error)"))
        }
    }

    /// Members of lists are named by their `name`, or by their number from 1.
    private static func set(_ value: Node, at path: ArraySlice<String>, in node: inout Node) -> Bool {
        guard let key = path.first else {
            node = value
            return true
        }
        let rest = path.dropFirst()
        switch node {
        case .mapping:
            var inner = node[key] ?? Node([(Node, Node)]())
            guard set(value, at: rest, in: &inner) else { return false }
            node[key] = inner
            return true
        case .sequence(let sequence):
            let index =
                sequence.firstIndex { $0["name"]?.string == key }
                ?? Int(key).flatMap { sequence.indices.contains($0 - 1) ? $0 - 1 : nil }
            guard let index else { return false }
            var members = Array(sequence)
            guard set(value, at: rest, in: &members[index]) else { return false }
            node = Node(members)
            return true
        default: return false
        }
    }

    /// Whole words only: `bob` is not in `bobby`.
    static func renamed(_ text: String, _ word: String, _ other: String) -> String {
        let octets = Array(text.utf8)
        let sought = Array(word.utf8)
        var out: [UInt8] = []
        var index = 0
        for start in ByteFinding.offsets(of: sought, in: octets) where start >= index {
            let end = start + sought.count
            let isWhole =
                (start == 0 || !isWordByte(octets[start - 1])) && (end == octets.count || !isWordByte(octets[end]))
            guard isWhole else { continue }
            out += octets[index..<start] + Array(other.utf8)
            index = end
        }
        return String(decoding: out + octets[index...], as: UTF8.self)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xFF:
            true
        default: false
        }
    }
}
