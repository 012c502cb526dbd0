import Simulator

/// Holds translations against their lessons: what is missing, what does not exist, what has changed since.
package enum TranslationLint {
    /// - Returns: Findings on all translations beside a lesson; those that do not keep it from being played are warnings.
    package static func findings(in source: LessonSource) -> [LintFinding] {
        var findings: [LintFinding] = []
        for language in source.languages() {
            let file = source.translationPath(language)
            do {
                let original = try LessonWordsReader.read(source.text, file: source.file, language: nil)
                guard let text = try source.translation(language) else { continue }
                let words = try LessonWordsReader.read(text, file: file, language: language)
                findings += compare(words, original)
            } catch {
                let words = error.description
                let lead = error.line > 0 ? "\(error.file):\(error.line): " : "\(error.file): "
                findings.append(
                    LintFinding(
                        file: error.file, line: error.line,
                        text: words.hasPrefix(lead) ? String(words.dropFirst(lead.count)) : words))
            }
        }
        return findings
    }

    /// What is wrong with a table of the course's own words: `Lessons/words/de.yaml`.
    package static func findings(inWords text: String, file: String, units: UnitTable) -> [LintFinding] {
        let table: WordTable
        do {
            table = try WordTable(yaml: text, file: file)
        } catch {
            return [LintFinding(file: file, line: error.line, text: "\(error)")]
        }
        var findings: [LintFinding] = []
        for id in Wording.unknown(in: table.phrases) {
            findings.append(LintFinding(file: file, line: table.lines[id] ?? 0, text: "There is no phrase “\(id)”."))
        }
        for phrase in Phrase.allCases {
            guard let words = table.phrases[phrase.id] else {
                findings.append(warning(file, 0, "The phrase “\(phrase.id)” is not translated: “\(phrase.rawValue)”"))
                continue
            }
            let (own, other) = (Phrase.names(in: phrase.rawValue), Phrase.names(in: words))
            if own != other {
                findings.append(
                    LintFinding(
                        file: file, line: table.lines[phrase.id] ?? 0,
                        text: "Expected the names \(list(own)) in braces, found \(list(other))."))
            }
        }
        for unit in units.units where table.units[unit.id] == nil {
            findings.append(warning(file, 0, "The unit \(unit.id) is not translated."))
        }
        return findings
    }

    private static func warning(_ file: String, _ line: Int, _ text: String) -> LintFinding {
        LintFinding(file: file, line: line, text: text, isWarning: true)
    }

    private static func list(_ names: Set<String>) -> String {
        names.isEmpty ? "none" : names.sorted().joined(separator: ", ")
    }

    // MARK: A lesson

    private static func compare(_ words: LessonWords, _ original: LessonWords) -> [LintFinding] {
        var findings: [LintFinding] = []
        func stale(_ found: String?, _ wanted: String, _ line: Int, _ what: String) {
            guard found != wanted else { return }
            findings.append(
                warning(
                    words.file, line,
                    found == nil
                        ? "\(what) does not say what was translated: “source: \(wanted)”."
                        : "\(what) has changed since it was translated; when the words are right again, say “source: \(wanted)”."
                ))
        }
        stale(words.source, original.fingerprint, 1, "What stands in front of and behind the steps")
        for (text, own, name) in [(words.title, original.title, "title"), (words.goal, original.goal, "goal")]
        where text.isEmpty && !own.isEmpty {
            findings.append(warning(words.file, 1, "The \(name) is not translated."))
        }
        let known = original.steps.map(\.id)
        for step in words.steps {
            guard let own = original[step.id] else {
                let meant = nearest(to: step.id, among: known).map { " Did you mean “\($0)”?" } ?? ""
                findings.append(
                    LintFinding(file: words.file, line: step.line, text: "The lesson has no step “\(step.id)”.\(meant)")
                )
                continue
            }
            stale(step.source, own.fingerprint, step.line, "The step “\(step.id)”")
            for text in problems(step, own) {
                findings.append(LintFinding(file: words.file, line: step.line, text: "In “\(step.id)”: \(text)"))
            }
        }
        for own in original.steps where words[own.id] == nil {
            findings.append(warning(words.file, 0, "The step “\(own.id)” is not translated."))
        }
        return findings
    }

    private static func problems(_ step: LessonWords.Step, _ own: LessonWords.Step) -> [String] {
        guard step.kind == own.kind else {
            return ["expected a “\(own.kind.rawValue)” block, found “\(step.kind.rawValue)”."]
        }
        var problems: [String] = []
        func count(_ found: Int, _ wanted: Int, _ what: String) {
            if found != wanted { problems.append("expected \(wanted) \(what), found \(found).") }
        }
        count(step.parts.count, own.parts.count, "parts")
        count(step.items.count, own.items.count, "items")
        count(step.evidence.count, own.evidence.count, "pieces of evidence")
        count(step.goals.count, own.goals.count, "goals")
        count(step.hints.count, own.hints.count, "hints")
        for (text, original, name) in [
            (step.title, own.title, "heading"), (step.prose, own.prose, "prose"), (step.ask, own.ask, "question"),
            (step.why, own.why, "“why”"),
        ] where text.isEmpty != original.isEmpty {
            problems.append(text.isEmpty ? "the \(name) is missing." : "there is no \(name) to translate.")
        }
        problems += options(step.options, own.options)
        for (part, original) in zip(step.parts, own.parts) { problems += options(part.options, original.options) }
        let names = own.settings.map(\.name)
        for setting in step.settings {
            guard let original = own.settings.first(where: { $0.name == setting.name }) else {
                problems.append("there is no setting “\(setting.name)”.")
                continue
            }
            problems += options(setting.options, original.options)
        }
        for name in names where !step.settings.contains(where: { $0.name == name }) {
            problems.append("the setting “\(name)” is missing.")
        }
        for name in own.mentions.subtracting(step.mentions).sorted() { problems.append("\(name) is missing.") }
        for name in step.mentions.subtracting(own.mentions).sorted() {
            problems.append("\(name) is not in the original.")
        }
        return problems
    }

    /// Some may stay as they are; none may be invented.
    private static func options(_ options: [LessonWords.Option], _ own: [LessonWords.Option]) -> [String] {
        options.filter { option in !own.contains { $0.value == option.value } }.map {
            "there is no option “\($0.value)”."
        }
    }
}
