/// Words in another language, laid over a lesson: what is shown changes, what is checked and what progress is kept by do not.
extension Lesson {
    /// - Parameters:
    ///   - words: The translation, as its file has it.
    ///   - original: The lesson's own words, as its file has them: items that were mixed are found by them.
    func translated(_ words: LessonWords, over original: LessonWords, wording: Wording) -> Lesson {
        var lesson = self
        lesson.wording = wording
        if !words.title.isEmpty { lesson.title = filled(words.title) }
        if !words.goal.isEmpty { lesson.goal = filled(words.goal) }
        if !words.closing.isEmpty { lesson.closing = filled(words.closing) }
        lesson.steps = steps.map { step in
            var step = step
            guard let other = words[step.id], other.kind == step.kind, let own = original[step.id] else {
                step.markUntranslated(wording)
                return step
            }
            step.overlay(StepOverlay(other, own, drawn), wording)
            return step
        }
        return lesson
    }

    /// The lesson in a language in which it has no words: only what the course says is in that language.
    func untranslated(_ wording: Wording) -> Lesson {
        var lesson = self
        lesson.wording = wording
        for index in lesson.steps.indices { lesson.steps[index].markUntranslated(wording) }
        return lesson
    }

    private func filled(_ text: String) -> String { Drawing.replaced(text, drawn) }
}

/// A translated step and the original, with the learner's own words put in.
private struct StepOverlay {
    let words: LessonWords.Step
    private let original: LessonWords.Step
    private let drawn: [String: String]

    init(_ words: LessonWords.Step, _ original: LessonWords.Step, _ drawn: [String: String]) {
        self.words = words
        self.original = original
        self.drawn = drawn
    }

    /// - Parameter text: Empty where the translation has none.
    func filled(_ text: String, else own: String) -> String {
        text.isEmpty ? own : Drawing.replaced(Judge.trimmed(text), drawn)
    }

    /// The member of a list that stands in this place, or the original.
    func member(_ index: Int, of texts: [String], else own: String) -> String {
        texts.indices.contains(index) ? filled(texts[index], else: own) : own
    }

    func options(_ options: [Question.Option], _ translated: [LessonWords.Option]) -> [Question.Option] {
        options.map { option in
            let words = translated.first { Judge.isSame(Drawing.replaced($0.value, drawn), option.value) }?.words
            return .init(option.value, words: words.map { Drawing.replaced($0, drawn) } ?? option.words)
        }
    }

    /// Items were mixed: each is found by its original words.
    func items(_ options: [Question.Option]) -> [Question.Option] {
        options.map { option in
            guard let index = original.items.firstIndex(where: { Drawing.replaced($0, drawn) == option.value }) else {
                return option
            }
            return .init(option.value, words: member(index, of: words.items, else: option.words))
        }
    }
}

extension LessonStep {
    /// Nobody has translated it: a sentence says so, and the original stands below.
    fileprivate mutating func markUntranslated(_ wording: Wording) {
        prose = wording(.notTranslated) + (prose.isEmpty ? "" : "\n\n" + prose)
        task = task.inWords(of: wording)
    }

    fileprivate mutating func overlay(_ overlay: StepOverlay, _ wording: Wording) {
        title = overlay.filled(overlay.words.title, else: title)
        prose = overlay.filled(overlay.words.prose, else: prose)
        why = overlay.filled(overlay.words.why, else: why)
        hints = hints.enumerated().map { overlay.member($0, of: overlay.words.hints, else: $1) }
        switch task.inWords(of: wording) {
        case .none: break
        case .questions(let questions):
            let translated = questions.enumerated().map { overlay.question($1, $0, kind, wording) }
            task = .questions(translated)
        case .each(let selector, let question): task = .each(selector, overlay.question(question, 0, kind, wording))
        case .practice(var practice):
            practice.goals = overlay.goals(practice.goals)
            task = .practice(practice)
        case .fix(var fix):
            fix.goals = overlay.goals(fix.goals)
            fix.settings = fix.settings.map(overlay.setting)
            task = .fix(fix)
        }
    }
}

extension StepOverlay {
    fileprivate func question(
        _ question: Question, _ index: Int, _ kind: LessonStep.Kind, _ wording: Wording
    ) -> Question {
        var question = question
        if kind == .argue {
            // The verdict first, then the evidence.
            if index == 0 {
                if !words.ask.isEmpty { question.ask = wording(.isThatSo, ["claim": filled(words.ask, else: "")]) }
                question.options = options(question.options, words.options)
            } else {
                question.ask = member(index - 1, of: words.evidence, else: question.ask)
            }
            return question
        }
        let part = words.parts.indices.contains(index) ? words.parts[index] : nil
        question.ask = filled(part?.ask ?? words.ask, else: question.ask)
        if case .order = question.answer {
            question.options = items(question.options)
        } else {
            // A part's own options, else those of the whole step.
            let own = part?.options ?? []
            question.options = options(question.options, own.isEmpty ? words.options : own)
        }
        return question
    }

    fileprivate func goals(_ goals: [Goal]) -> [Goal] {
        goals.enumerated().map { index, goal in
            var goal = goal
            goal.say = member(index, of: words.goals, else: goal.say)
            return goal
        }
    }

    fileprivate func setting(_ setting: Fix.Setting) -> Fix.Setting {
        var setting = setting
        guard let translated = words.settings.first(where: { $0.name == setting.name }) else { return setting }
        setting.say = filled(translated.say, else: setting.say)
        setting.options = options(setting.options, translated.options)
        return setting
    }
}

extension Task {
    /// The same with the verdicts of an argument as the course says them.
    fileprivate func inWords(of wording: Wording) -> Task {
        guard case .questions(var questions) = self, let first = questions.first else { return self }
        let usual: [(String, Phrase)] = [("true", .verdictTrue), ("half", .verdictHalf), ("false", .verdictFalse)]
        guard questions.count > 1, first.options == usual.map({ .init($0, words: $1.rawValue) }) else { return self }
        questions[0].options = usual.map { .init($0, words: wording($1)) }
        return .questions(questions)
    }
}
