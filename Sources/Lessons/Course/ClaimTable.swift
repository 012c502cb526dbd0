import Yams

/// What people say of mail, by the ids that lessons use; and what is to be said of it.
package struct ClaimTable: Sendable, Hashable {
    package struct Claim: Sendable, Hashable {
        /// `C02`, `M13`
        package var id: String
        package var say: String
        /// `true`, `incomplete`, `muddled`, `false`, `dated`, `words`
        package var verdict: String
    }

    /// In the order of the file.
    package var claims: [Claim]

    package subscript(id: String) -> Claim? { claims.first { $0.id == id } }

    private static let verdicts = ["true", "incomplete", "muddled", "false", "dated", "words"]

    package init(yaml text: String, file: String) throws(LessonError) {
        let yaml = YAMLText(text: text, file: file, offset: 0)
        let root = try yaml.node()
        guard case .mapping(let mapping) = root else {
            throw yaml.error(root, .expected(what: "claims by their ids", found: YAMLText.words(for: root)))
        }
        claims = []
        for (key, value) in mapping {
            let table = try yaml.table(value, of: "A claim", keys: ["say", "verdict"])
            let verdict = try table.text("verdict")
            guard Self.verdicts.contains(verdict) else {
                throw yaml.error(
                    value,
                    .unknownWord(verdict, for: "verdict", didYouMean: nil, known: Self.verdicts))
            }
            claims.append(Claim(id: try yaml.text(key, "an id"), say: try table.text("say"), verdict: verdict))
        }
    }

    /// The course's own.
    package static func shipped() throws(LessonError) -> ClaimTable {
        try ClaimTable(yaml: EmbeddedLessons.claims, file: "Lessons/claims.yaml")
    }
}

/// Which steps decide which claim.
package struct Coverage: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        package var claim: ClaimTable.Claim
        /// `push-and-pull/names`, in the order of the course.
        package var steps: [String]
    }

    package var rows: [Row]

    package init(of lessons: [Lesson], claims: ClaimTable) {
        rows = claims.claims.map { claim in
            let steps = lessons.flatMap { lesson in
                (lesson.steps + lesson.undrawn).filter { $0.claims.contains(claim.id) && $0.provesClaims }.map {
                    "\(lesson.id)/\($0.id)"
                }
            }
            return Row(claim: claim, steps: steps)
        }
    }

    package var uncovered: [ClaimTable.Claim] { rows.filter(\.steps.isEmpty).map(\.claim) }

    /// A Markdown table, and a line that sums it up.
    package var text: String {
        var out = "| Claim | What is said | Verdict | Decided in |\n|-|-|-|-|\n"
        for row in rows {
            let steps = row.steps.isEmpty ? "**nowhere**" : row.steps.joined(separator: ", ")
            out += "| \(row.claim.id) | \(row.claim.say) | \(row.claim.verdict) | \(steps) |\n"
        }
        return out + "\n\(rows.count - uncovered.count) of \(rows.count) claims are decided by a step.\n"
    }
}
