import Dialogue
import Lessons
import Simulator
import Testing

@Suite("A translation overlays words, and nothing else")
struct TranslationTests {
    /// The lesson with a step of every kind, and some of it in another language.
    private static func source(_ translation: String) -> LessonSource {
        var source = AllKinds.source
        source.translations = ["de": translation]
        return source
    }

    private static let some = """
        ---
        language: de
        title: Alle Arten
        goal: Den Motor probieren.
        ---
        # Alle Arten

        ## Lesen

        $friend hat einen Brief, angenommen in @receipt nach @wait Sekunden. Guten Tag, $learner.

        ```read
        id: intro
        ```

        ## Wo

        ```predict
        id: noon
        ask: Wo ist er nach einer Stunde?
        options:
          - outbox alice@south.example: bei alice
          - maildrop $friend@north.example: im Postfach
        hints: [eins, zwei, drei]
        why: Wegen @busy.
        ```

        ```order
        id: sequence
        ask: In welcher Folge?
        items: [Alice übergibt ihn, Der receiver MTA steht für ihn ein, {say: Bobs Programm fragt}]
        hints: [a, b, c]
        why: So ist es.
        ```

        Leb wohl.
        """

    private static func step(_ id: String, _ lesson: Lesson) throws -> LessonStep {
        try #require(lesson.steps.first { $0.id == id })
    }

    private static func questions(_ id: String, _ lesson: Lesson) throws -> [Question] {
        guard case .questions(let questions) = try step(id, lesson).task else { return [] }
        return questions
    }

    @Test("titles, prose, questions, options, items, hints and reasons; with the learner's own words in them")
    func overlay() async throws {
        let plain = try LessonReader.read(Self.source(Self.some), learner: "ann")
        let lesson = try LessonReader.read(Self.source(Self.some), learner: "ann", language: "de")
        let friend = try #require(plain.drawn["friend"])
        #expect(lesson.title == "Alle Arten" && lesson.goal == "Den Motor probieren." && lesson.closing == "Leb wohl.")
        #expect(try Self.step("intro", lesson).title == "Lesen")
        #expect(try Self.step("intro", lesson).prose.hasPrefix("\(friend) hat einen Brief, angenommen in @receipt"))
        let noon = try Self.step("noon", lesson)
        #expect(noon.hints == ["eins", "zwei", "drei"] && noon.why == "Wegen @busy.")
        let options = try Self.questions("noon", lesson)[0].options
        // What was not translated stays as it is.
        #expect(options.map(\.words) == ["bei alice", "in the queue of her server", "im Postfach"])
        #expect(options.map(\.value) == (try Self.questions("noon", plain)[0].options.map(\.value)))
        let house = Playhouse(lesson)
        let sheet = try await house.sheet(for: try Self.step("intro", lesson))
        #expect(sheet.told(sheet.step.prose).contains("angenommen in Schritt "))
    }

    @Test("items that were mixed find their own words")
    func items() throws {
        for learner in [nil, "ann", "ben", "cem"] {
            let plain = try LessonReader.read(Self.source(Self.some), learner: learner)
            let lesson = try LessonReader.read(Self.source(Self.some), learner: learner, language: "de")
            let words = [
                "Alice hands it over": "Alice übergibt ihn",
                "The receiver MTA answers for it": "Der receiver MTA steht für ihn ein",
                "Bob's program asks": "Bobs Programm fragt",
            ]
            let options = try Self.questions("sequence", lesson)[0].options
            #expect(options.map(\.value) == (try Self.questions("sequence", plain)[0].options.map(\.value)))
            for option in options { #expect(words[option.value] == option.words) }
        }
    }

    @Test("what is checked, and what progress is kept by, is the same in every language")
    func checks() async throws {
        let plain = try LessonReader.read(Self.source(Self.some), learner: "ann")
        let lesson = try LessonReader.read(Self.source(Self.some), learner: "ann", language: "de")
        #expect(plain.contentHash == lesson.contentHash)
        #expect(plain.steps.map(\.hash) == lesson.steps.map(\.hash))
        #expect(plain.steps.map(\.checks) == lesson.steps.map(\.checks))
        #expect(plain.runs == lesson.runs)
        // Words of either language answer.
        let question = try Self.questions("noon", lesson)[0]
        let judge = Judge(try await Playhouse(lesson).scope(for: try Self.step("noon", lesson)))
        let answer = try #require(judge.answer(to: question))
        let words = try #require(question.options.first { $0.value == answer }?.words)
        #expect(judge.judge(words, to: question) == .right)
        #expect(judge.judge(answer, to: question) == .right)
    }

    @Test("a step that nobody translated says so, above the original")
    func missing() throws {
        let plain = try LessonReader.read(Self.source(Self.some), learner: "ann")
        let lesson = try LessonReader.read(Self.source(Self.some), learner: "ann", language: "de")
        #expect(try Self.step("offers", lesson).prose == "(Noch nicht übersetzt.)")
        #expect(try Self.questions("offers", lesson)[0].ask == "What is offered?")
        #expect(try Self.step("noon", lesson).prose == (try Self.step("noon", plain).prose))
        // Nothing at all of it, in a language that the course speaks; and in one that it does not.
        let bare = try LessonReader.read(AllKinds.source, learner: nil, language: "de-CH".lowercased())
        #expect(bare.steps.allSatisfy { $0.prose.hasPrefix("(Noch nicht übersetzt.)") })
        #expect(bare.title == "All kinds" && bare.wording.language == "de")
        let unknown = try LessonReader.read(AllKinds.source, learner: nil, language: "xx")
        #expect(unknown.steps.map(\.prose) == (try AllKinds.lesson().steps.map(\.prose)))
    }

    @Test("a language that is written from right to left turns the page, and leaves the dialogues as they are")
    func rightToLeft() async throws {
        var source = LessonSource(file: "small/lesson.md", text: smallLesson)
        source.translations = [
            "he": "---\nlanguage: he\ntitle: שיעור קטן\n---\n## שאלה\n```predict\nid: second\nask: כמה?\n```\n"
        ]
        let lesson = try LessonReader.read(source, learner: nil, language: "he")
        let octets = try await LessonExport.octets(of: lesson, as: .html)
        let page = String(decoding: octets, as: UTF8.self)
        #expect(page.contains("<html lang=\"he\" dir=\"rtl\">") && page.contains("<h1>שיעור קטן</h1>"))
        #expect(page.contains("<figure dir=\"ltr\" class=\"talk\">"))
        #expect(PageCheck(page).problems.isEmpty)
        let text = String(decoding: try await LessonExport.octets(of: lesson, as: .text), as: UTF8.self)
        // The rule below a title is as wide as the title.
        #expect(text.hasPrefix("שיעור קטן\n=========\n"))
    }

    @Test("a translation that checks something, or is none, is refused where it says so")
    func refused() throws {
        for (old, new, line) in [
            ("id: intro", "id: intro\nshow: {state: 0}", 14), ("id: intro", "id: intro\nanswer: 3", 14),
            ("language: de", "language: fr", 2), ("```read", "```reed", 12), ("goal:", "runs:", 4),
        ] {
            let error = #expect(throws: LessonError.self) {
                try LessonReader.read(
                    Self.source(Self.some.replacing(old, with: new)), learner: nil, language: "de")
            }
            #expect(
                error?.line == line && error?.file == "all-kinds/de/lesson.md", "\(new): \(error.map { "\($0)" } ?? "")"
            )
        }
    }

    @Test(
        "the lint tells what is missing, what does not exist, and what has changed",
        arguments: [
            ("$friend hat", "Er hat", "In “intro”: $friend is missing.", false),
            ("@receipt nach", "dann nach", "In “intro”: @receipt is missing.", false),
            ("Guten Tag", "$nobody, @nothing", "In “intro”: @nothing is not in the original.", false),
            ("id: sequence", "id: sequences", "The lesson has no step “sequences”. Did you mean “sequence”?", false),
            ("  - maildrop $friend@north.example", "  - moon", "In “noon”: there is no option “moon”.", false),
            ("Wegen @busy", "Wegen @busy (RFC 1939 Abschnitt 8)", "In “noon”: RFC 1939 is not in the original.", false),
            ("[eins, zwei, drei]", "[eins]", "In “noon”: expected 3 hints, found 1.", false),
            ("why: Wegen @busy.", "", "In “noon”: “why” is missing.", false),
            ("```order", "```choose", "In “sequence”: expected a “order” block, found “choose”.", false),
            ("{say: Bobs Programm fragt}", "{shout: x}", "One of these has no key “shout”.", false),
            ("language: de", "language: de", "The step “offers” is not translated.", true),
            ("id: intro", "id: intro\nsource: 00000000", "The step “intro” has changed since it was translated", true),
            ("language: de", "language: de", "The step “noon” does not say what was translated: “source: ", true),
        ])
    func lint(old: String, new: String, finding: String, isWarning: Bool) {
        let findings = TranslationLint.findings(in: Self.source(Self.some.replacing(old, with: new)))
        let found = findings.first {
            $0.text.contains(finding) || $0.text.contains(finding.replacing("“why”", with: "the “why”"))
        }
        #expect(found != nil, "\(findings.map(\.description).joined(separator: "\n"))")
        #expect(found?.isWarning == isWarning)
    }

    @Test("a step's mark changes with its words alone, not with what it checks or how its lines are broken")
    func fingerprints() {
        func marks(_ change: (String) -> String) -> [String] {
            var source = Self.source(Self.some)
            source.text = change(source.text)
            return TranslationLint.findings(in: source).filter { $0.text.contains("“noon” does not say") }.map(\.text)
        }
        let now = marks { $0 }
        #expect(now.count == 1)
        #expect(now == marks { $0.replacing("answer: {where: 1, at: 1h}", with: "answer: {where: 2, at: 1h}") })
        #expect(
            now
                == marks {
                    $0.replacing("ask: Where is it one hour later?", with: "ask: >\n  Where is it\n  one hour later?")
                })
        #expect(now != marks { $0.replacing("Where is it one hour later?", with: "Where is it two hours later?") })
        #expect(now != marks { $0.replacing("in the maildrop", with: "with bob") })
    }

    @Test(
        "the language is asked for, or the environment's",
        arguments: [
            (nil, [:], nil), ("de", [:], "de"), ("de_AT.UTF-8", [:], "de-at"), ("en", ["LANG": "de"], nil),
            (nil, ["LANG": "de_DE.UTF-8"], "de"), (nil, ["LANG": "de", "LC_MESSAGES": "C"], nil),
            (nil, ["LANG": "C", "LC_ALL": "de_CH"], "de"), (nil, ["LANG": "fi_FI.UTF-8"], nil), ("fi", [:], "fi"),
            ("../../etc", [:], nil), ("de/..", [:], nil), (nil, ["LANG": "", "LC_ALL": ""], nil),
        ] as [(String?, [String: String], String?)])
    func languages(option: String?, environment: [String: String], language: String?) {
        #expect(Languages.wanted(option) { environment[$0] } == language)
    }

    @Test("a language that is asked for by name and is not there is refused; one's own lesson may bring others")
    func objections() {
        for spoken in ["de", "de_AT.UTF-8", "DE-ch", "en", "en_GB", "C", "POSIX", "C.UTF-8"] {
            #expect(Languages.objection(to: spoken) == nil, "\(spoken)")
        }
        for other in ["xx", "fi_FI.UTF-8", "../../etc", "", "d", "deutsch!"] {
            #expect(
                Languages.objection(to: other) == "Nothing is translated into “\(other)”. There are: de, en.")
        }
        var source = AllKinds.source
        source.translations = ["fi": Self.some]
        #expect(Languages.objection(to: "fi_FI.UTF-8", for: source) == nil)
        #expect(
            Languages.objection(to: "sv", for: source) == "Nothing is translated into “sv”. There are: de, en, fi.")
    }
}

@Suite("The German translation that ships")
struct GermanTests {
    static let lessons = EmbeddedLessons.all.filter { $0.translations["de"] != nil }.map(\.name)

    @Test("is of the whole first unit, its gate included")
    func unit() throws {
        let unit = try Course.lessons().filter { $0.unit == "A" }.map(\.id)
        #expect(Set(unit).isSubset(of: Self.lessons))
    }

    /// Words that have changed since are a translator's work, and no fault of whoever changed them.
    @Test("says all that the lessons say, and nothing that they do not have", arguments: lessons)
    func lint(name: String) throws {
        let source = try #require(EmbeddedLessons.all.first { $0.name == name }).source
        for finding in TranslationLint.findings(in: source) where !finding.text.contains("“source: ") {
            Issue.record("\(finding)")
        }
    }

    @Test("says all that the course says")
    func words() throws {
        #expect(Languages.shipped.contains("de"))
        for language in Languages.shipped {
            let text = try #require(EmbeddedLessons.words[language])
            let findings = TranslationLint.findings(inWords: text, file: language, units: try UnitTable.shipped())
            for finding in findings where !finding.isWarning { Issue.record("\(finding)") }
            // A new phrase is English until somebody translates it.
            #expect(findings.count < Phrase.allCases.count / 10)
        }
        #expect(try UnitTable.shipped(in: "de")["A"]?.title == "Die Landkarte")
        #expect(try UnitTable.shipped(in: "en")["A"]?.title == "The map")
    }

    @Test("a table of words with names of its own is refused")
    func lintOfWords() throws {
        let text = "phrases: {right: Ja, nonsense: x, hintLead: 'Hinweis {number}'}"
        let findings = TranslationLint.findings(inWords: text, file: "f", units: try UnitTable.shipped())
        let errors = findings.filter { !$0.isWarning }.map(\.text)
        #expect(
            errors == [
                "There is no phrase “nonsense”.", "Expected the names count, number in braces, found number.",
            ])
        #expect(findings.contains { $0.isWarning && $0.text.contains("The phrase “notYet” is not translated") })
    }

    @Test("is played from first to last, with the words that are shown", arguments: lessons)
    func played(name: String) async throws {
        let lesson = try Course.lesson(named: name, learner: "ann", language: "de")
        #expect(lesson.wording.language == "de")
        #expect(lesson.steps.allSatisfy { !$0.prose.contains(lesson.wording(.notTranslated)) })
        let house = Playhouse(lesson)
        let answers = try await LessonChecker.modelAnswers(in: house).answers
        var script: [String] = []
        for step in lesson.steps {
            switch step.kind {
            case .read: script.append("n")
            case .watch:
                // A page for each line of the dialogue, and one for its end.
                let lines = try await house.facts(of: step.run).steps.count { $0.step.connection == 2 }
                script += (0...lines).map { _ in "n" }
            default: script += answers[step.id] ?? []
            }
        }
        let (ending, screen, _) = try await LessonPlayerTests.play(lesson, script)
        #expect(ending == .finished)
        #expect(screen.transcript.contains("Alle \(lesson.steps.count) Schritte sind getan."))
        for word in ["Not yet", "Answer:", "The answer", "Yes."] {
            #expect(!screen.transcript.contains(word), "\(word)")
        }
    }

    @Test("lists of lessons speak it too")
    func list() throws {
        let entries = try Course.list(Progress(), language: "de")
        let table = Course.table(entries, try Languages.wording("de"))
        #expect(
            table.contains("Einheit A, Die Landkarte") && table.contains("Folge einem Brief") && table.contains("neu"))
        // What was not translated is listed in English.
        #expect(table.contains("Nothing is gone until QUIT") || table.contains("QUIT"))
    }
}
