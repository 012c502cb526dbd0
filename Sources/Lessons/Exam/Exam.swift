import Dialogue

/// Exams: lessons whose questions are drawn from cases, each about a capture of its own.
package enum Exam {
    /// So often a case is drawn anew before it is given up.
    package static let redrawLimit = 20

    /// Where a lesson is played as it is taken: of an exam every case is played, and drawn anew until its capture holds all its traps.
    ///
    /// - Throws: ``LessonError`` for a case that never holds them, else as ``Playhouse/facts(of:words:)``.
    package static func house(
        _ source: LessonSource, _ edition: Edition = Edition(), language: String? = nil
    ) async throws -> Playhouse {
        let lesson = try LessonReader.read(source, edition, language: language)
        guard lesson.kind == .exam else {
            return lesson.kind == .case ? try await settledCase(source, edition) : Playhouse(lesson)
        }
        var rooms: [String: Playhouse] = [:]
        for name in lesson.steps.compactMap(\.home) {
            guard let home = try source.case(name) else { continue }
            rooms[name] = try await settledCase(home, edition)
        }
        let redraws = rooms.mapValues { $0.lesson.edition.redraw }
        let settled =
            redraws.values.allSatisfy { $0 == 0 }
            ? lesson : try LessonReader.read(source, edition, language: language, redraws: redraws)
        return Playhouse(settled, rooms: rooms)
    }

    /// One case, drawn until its traps are in its capture: that is looked at, not assumed.
    private static func settledCase(_ source: LessonSource, _ edition: Edition) async throws -> Playhouse {
        var edition = edition
        var line = 1
        for redraw in 0...redrawLimit {
            edition.redraw = redraw
            let lesson = try LessonReader.read(source, edition)
            let house = Playhouse(lesson)
            var isSettled = true
            for step in lesson.steps where isSettled {
                let scope = try await house.scope(for: step)
                isSettled = step.traps.allSatisfy { scope.holds($0) }
                line = step.line
            }
            if isSettled { return house }
        }
        throw LessonError(file: source.file, line: line, problem: .noTrap(draws: redrawLimit + 1))
    }
}

extension Course {
    /// Where the lesson of ``lesson(named:learner:)`` is played; an exam with its captures looked at.
    package static func house(
        named name: String, learner: String? = nil, attempt: Int = 1
    ) async throws -> Playhouse {
        try await Exam.house(try source(named: name), Edition(learner: learner, attempt: attempt))
    }
}

extension Playhouse {
    /// The capture that a step is about, as a pcapng file without secrets.
    package func capture(for step: LessonStep) async throws -> [UInt8] {
        try await scope(for: step).facts.tape.pcapng()
    }
}
