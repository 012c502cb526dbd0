import Dialogue
import MailProtocols
import Simulator

/// Something that is wrong with a lesson.
package struct LintFinding: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var file: String
    /// From 1; 0 for the whole file.
    package var line: Int
    /// What was expected, and what is.
    package var text: String
    /// Everything works all the same.
    package var isWarning = false

    package var description: String {
        (line > 0 ? "\(file):\(line): " : "\(file): ") + (isWarning ? "warning: " : "") + text
    }

    package static func < (left: LintFinding, right: LintFinding) -> Bool {
        (left.file, left.line, left.text) < (right.file, right.line, right.text)
    }
}

/// Plays a lesson for several learners with its model answers, and says what is wrong with it.
package struct LessonLint {
    private let source: LessonSource
    private let claims: ClaimTable
    /// Lessons that `needs` may name; nil where that is not known.
    private let known: [String]?
    private var findings: Set<LintFinding> = []

    /// Whose runs are played: nobody's, and those of two learners.
    package static let learners: [String?] = [nil, "ann", "ümit b."]

    package static func findings(
        in source: LessonSource, claims: ClaimTable, known: [String]? = nil, learners: [String?] = Self.learners
    ) async -> [LintFinding] {
        var lint = LessonLint(source: source, claims: claims, known: known)
        for learner in learners { await lint.play(for: learner) }
        return await lint.findings.sorted() + casesOf(source, claims, learners)
    }

    /// Every case of an exam, drawn or not, as a lesson of its own.
    private static func casesOf(
        _ source: LessonSource, _ claims: ClaimTable, _ learners: [String?]
    ) async -> [LintFinding] {
        guard let card = try? LessonReader.card(of: source), card.kind == .exam else { return [] }
        var findings: [LintFinding] = []
        for name in card.allCases {
            guard let home = try? source.case(name) else {
                findings.append(
                    LintFinding(file: source.file, line: 1, text: "There is no case in the file \(name).md."))
                continue
            }
            findings += await Self.findings(in: home, claims: claims, learners: learners)
        }
        return findings
    }

    private init(source: LessonSource, claims: ClaimTable, known: [String]?) {
        self.source = source
        self.claims = claims
        self.known = known
    }

    private mutating func note(_ line: Int, _ text: String) {
        findings.insert(LintFinding(file: source.file, line: line, text: text))
    }

    private mutating func note(_ error: any Error, _ line: Int, _ context: String) {
        guard let error = error as? LessonError else { return note(line, "\(context)\(error)") }
        // The line is said by the finding.
        let words = error.description
        let lead = error.line > 0 ? "\(error.file):\(error.line): " : "\(error.file): "
        let text = words.hasPrefix(lead) ? String(words.dropFirst(lead.count)) : words
        findings.insert(LintFinding(file: error.file, line: error.line == 0 ? line : error.line, text: context + text))
    }

    private mutating func play(for learner: String?) async {
        let house: Playhouse
        do {
            house = try await Exam.house(source, Edition(learner: learner))
        } catch {
            return note(error, 0, "")
        }
        let lesson = house.lesson
        if learner == nil { look(at: lesson) }
        let context = learner.map { "For the learner “\($0)”: " } ?? ""
        var answers: [String: [String]] = [:]
        // A case is looked at by itself. Cards that were not drawn are looked at once.
        for step in lesson.steps.filter({ $0.home == nil }) + (learner == nil ? lesson.undrawn : []) {
            do {
                answers[step.id] = try await LessonChecker.modelAnswer(of: step, in: house, answers: answers)
                try await check(step, house, answers, context)
                if learner == nil { try await mutate(step, house, answers) }
            } catch {
                note(error, step.line, context)
            }
        }
    }

    // MARK: What needs no run

    private mutating func look(at lesson: Lesson) {
        let folder = source.file.split(separator: "/").dropLast().last.map { String($0) }
        if lesson.kind != .case, let folder, folder != ".", folder != lesson.id {
            note(1, "Expected the folder's name, “\(folder)”, as the id; found “\(lesson.id)”.")
        }
        for need in lesson.needs where known?.contains(need) == false {
            note(1, "There is no lesson “\(need)” to need.")
        }
        if lesson.kind == .gate, lesson.steps.count != 3 || lesson.steps.contains(where: { !$0.hints.isEmpty }) {
            note(1, "A gate has three steps, and no hints.")
        }
        for citation in lesson.rfc { look(at: citation, 1) }
        let covered = (lesson.steps + lesson.undrawn).filter(\.provesClaims).flatMap(\.claims)
        for claim in lesson.claims where !covered.contains(claim) {
            note(1, "No step that a run decides covers the claim \(claim).")
        }
        for step in lesson.steps + lesson.undrawn where step.home == nil { look(at: step, in: lesson) }
        // Which of its runs a case plays may be drawn.
        guard lesson.kind != .case else { return }
        // A run that nobody looks at was forgotten; those that others are like, or are filled by, are looked at.
        let used = Set(
            (lesson.steps + lesson.undrawn).flatMap { $0.runs.union([$0.run]) }
                + lesson.runs.values.compactMap(\.filled))
        for plan in lesson.runs.values where !used.contains(plan.name) && plan.likes == 0 {
            note(plan.line, "No step looks at the run “\(plan.name)”.")
        }
    }

    private mutating func look(at step: LessonStep, in lesson: Lesson) {
        for claim in step.claims where claims[claim] == nil { note(step.line, "There is no claim “\(claim)”.") }
        for claim in step.claims where !lesson.claims.contains(claim) {
            note(step.line, "The claim \(claim) is not among the lesson's.")
        }
        for citation in step.rfc { look(at: citation, step.line) }
        for text in [step.prose, step.why] + step.hints {
            for citation in CitedSections.citations(in: text) { look(at: citation, step.line) }
        }
        if !step.kind.isOnlySeen, lesson.kind == .lesson, step.hints.count != Lesson.hintLimit {
            note(step.line, "Expected three hints in the step “\(step.id)”, found \(step.hints.count).")
        }
        if !step.isByHeart, !step.kind.isOnlySeen, !step.isDecidedByRun {
            note(step.line, "No run decides the step “\(step.id)”: compute its answer, add a check, or say “by-heart”.")
        }
    }

    private mutating func look(at citation: Citation, _ line: Int) {
        guard let number = citation.rfcNumber else { return }
        guard let sections = RFCSections.sections(of: number) else {
            return note(line, "RFC \(number) is not in the table of RFCs; see Scripts/rfc-sections.")
        }
        if !citation.section.isEmpty, !sections.contains(citation.section), !sections.contains(RFCSections.unread) {
            note(line, "RFC \(number) has no section \(citation.section).")
        }
    }

    // MARK: What runs decide

    private mutating func check(
        _ step: LessonStep, _ house: Playhouse, _ answers: [String: [String]], _ context: String
    ) async throws {
        if let refusal = try await LessonChecker.refusal(answers[step.id], step, house, answers) {
            note(step.line, "\(context)The model answer to “\(step.id)” fails: \(refusal).")
        }
        let sheet = try await house.sheet(for: step, answers: answers)
        for piece in step.evidence where sheet.judge.scope.steps(piece.event).isEmpty {
            note(step.line, "\(context)The proof “\(piece.say)” is not in the run.")
        }
        for (index, check) in step.checks.enumerated() where !sheet.judge.scope.holds(check) {
            note(step.line, "\(context)Check \(index + 1) of “\(step.id)” does not hold.")
        }
        for question in sheet.questions {
            expect(question, sheet, context)
            // Nobody thinks of it, and a value that looks at the wrong step ends so.
            if question.isSeveral, sheet.judge.answer(to: question, given: answers[step.id] ?? [])?.isEmpty == true {
                note(question.line, "\(context)None of the options of “\(question.ask)” is right.")
            }
        }
        for text in [step.prose, step.why] + step.hints where sheet.told(text).contains("a step that is not there") {
            note(step.line, "\(context)The prose of “\(step.id)” names an event that does not happen.")
        }
        switch step.task {
        case .practice(let practice):
            let (_, reached) = try await LessonChecker.played([], practice, step, house, answers)
            judgeStart(practice.goals, reached, context)
        case .fix(let fix):
            let reached = try await house.reached(fix, fix.settings.map(\.now), step, answers: answers)
            // Settings may stand right for some goals; not for all.
            if reached.allSatisfy(\.self) {
                note(step.line, "\(context)The goals of “\(step.id)” are reached before the learner acts.")
            }
            for (goal, isReached) in zip(fix.goals, reached) where goal.stays && !isReached {
                note(goal.line, "\(context)“\(goal.say)” should hold from the start, and does not.")
            }
        default: break
        }
    }

    private mutating func judgeStart(_ goals: [Goal], _ reached: [Bool], _ context: String) {
        for (goal, isReached) in zip(goals, reached) where isReached != goal.stays {
            note(
                goal.line,
                context
                    + (isReached
                        ? "“\(goal.say)” holds before the learner acts; say “stays” if it must hold from the start."
                        : "“\(goal.say)” should hold from the start, and does not."))
        }
    }

    private mutating func expect(_ question: Question, _ sheet: StepSheet, _ context: String) {
        guard let expected = question.expected, case .value(let value) = question.answer else { return }
        let scope = sheet.judge.scope(of: question)
        let found = scope.quantity(value)?.description
        let wanted = scope.quantity(expected)?.description
        if found != wanted {
            note(question.line, "\(context)Expected the answer “\(wanted ?? "")”, found “\(found ?? "none")”.")
        }
    }

    /// A check that no change of the runs makes fail checks nothing.
    private mutating func mutate(
        _ step: LessonStep, _ house: Playhouse, _ answers: [String: [String]]
    ) async throws {
        for survivor in try await MutationTrial.survivors(of: step, in: house, answers: answers) {
            note(survivor.line, "No change of the run makes this fail: \(survivor.text).")
        }
    }
}

extension LessonStep {
    /// Its answer, or a check beside it, comes from a run.
    package var isDecidedByRun: Bool {
        if !checks.isEmpty { return true }
        switch task {
        case .none: return false
        case .practice, .fix, .each: return true
        case .questions(let questions):
            return questions.contains { question in
                if case .value(let value) = question.answer { !value.isConstant } else { true }
            }
        }
    }

    /// A claim that it names is covered by it.
    package var provesClaims: Bool { isDecidedByRun && !isByHeart }
}
