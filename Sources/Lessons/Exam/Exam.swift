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
        // Stations wait more than they work: all cases together take hardly longer than the longest.
        let rooms = try await withThrowingTaskGroup(of: (String, Playhouse).self) { group in
            for name in lesson.steps.compactMap(\.home) {
                guard let home = try source.case(name) else { continue }
                group.addTask { (name, try await settledCase(home, edition)) }
            }
            var rooms: [String: Playhouse] = [:]
            for try await (name, room) in group { rooms[name] = room }
            return rooms
        }
        let redraws = rooms.mapValues { $0.lesson.edition.redraw }
        let settled =
            redraws.values.allSatisfy { $0 == 0 }
            ? lesson : try LessonReader.read(source, edition, language: language, redraws: redraws)
        return Playhouse(settled, rooms: rooms)
    }

    /// A player of a lesson. The first page of an exam needs no capture: it is read while they are made.
    ///
    /// - Throws: As ``house(_:_:language:)``.
    package static func player(
        of source: LessonSource, _ edition: Edition = Edition(), language: String? = nil, as name: String,
        progress file: ProgressFile = ProgressFile()
    ) async throws -> LessonPlayer {
        let lesson = try LessonReader.read(source, edition, language: language)
        let house = Playhouse(lesson)
        guard lesson.kind == .exam || lesson.kind == .case else {
            return LessonPlayer(in: house, as: name, progress: file)
        }
        let coming = _Concurrency.Task { try await Self.house(source, edition, language: language) }
        guard let first = lesson.steps.first, first.home == nil, first.runs.isEmpty else {
            return LessonPlayer(in: try await coming.value, as: name, progress: file)
        }
        return LessonPlayer(in: house, coming: coming, as: name, progress: file)
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
