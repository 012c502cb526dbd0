import Dialogue
import Lessons
import MailProtocols
import Packets
import Rendering
import Simulator
import Testing

@Suite("A lesson is written down")
struct LessonExportTests {
    private static func text(
        _ lesson: Lesson, _ format: LessonExport.Format, hasKey: Bool = false
    ) async throws -> String {
        String(decoding: try await LessonExport.octets(of: lesson, as: format, hasKey: hasKey), as: UTF8.self)
    }

    @Test(
        "every kind of step, in every format, is what it was",
        .enabled(if: Digests.areBuiltIn, "built without the trait TLS"),
        arguments: [
            (LessonExport.Format.markdown, false, "hand-out.md"), (.text, true, "key.txt"), (.html, false, "page.html"),
            (.cast, true, "film.cast"),
        ])
    func goldens(format: LessonExport.Format, hasKey: Bool, name: String) async throws {
        let lesson = try AllKinds.lesson("ann")
        let shown = try await LessonExport.octets(of: lesson, as: format, hasKey: hasKey)
        try LessonGolden.expect(shown, equals: name)
    }

    @Test("the same learner, the same octets; another learner, others", arguments: LessonExport.Format.allCases)
    func deterministic(format: LessonExport.Format) async throws {
        let first = try await LessonExport.octets(of: try Course.lesson(named: "two-hops", learner: "ann"), as: format)
        let again = try await LessonExport.octets(of: try Course.lesson(named: "two-hops", learner: "ann"), as: format)
        let other = try await LessonExport.octets(of: try Course.lesson(named: "two-hops", learner: "ben"), as: format)
        #expect(first == again)
        #expect(first != other)
    }

    @Test(
        "a hand-out with blanks tells no answer and no reason; the key tells them all",
        arguments: [
            LessonExport.Format.markdown, .text, .cast,
        ])
    func blanks(format: LessonExport.Format) async throws {
        let lesson = try Course.lesson(named: "two-hops", learner: "ann")
        func plain(_ text: String) -> String { text.filter { $0.isLetter } }
        let blanks = plain(try await Self.text(lesson, format))
        let key = plain(try await Self.text(lesson, format, hasKey: true))
        for step in lesson.steps where !step.why.isEmpty {
            // The last words: a mention of a step would have become its number.
            let words = plain(String(step.why.split(separator: "(")[0].prefix(48)))
            #expect(key.contains(words), "\(step.id)")
            #expect(!blanks.contains(words), "\(step.id)")
        }
    }

    @Test("text keeps to 80 columns, and neither text nor Markdown holds a control character")
    func columns() async throws {
        let lesson = try Course.lesson(named: "push-and-pull", learner: "ann")
        for hasKey in [false, true] {
            let text = try await Self.text(lesson, .text, hasKey: hasKey)
            for line in text.split(separator: "\n") { #expect(DisplayWidth.of(line) <= 80, "\(line)") }
            for shown in [text, try await Self.text(lesson, .markdown, hasKey: hasKey)] {
                // A form feed parts the hints from the hand-out.
                #expect(shown.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" || $0 == "\u{0C}" })
            }
        }
    }

    @Test("a film is asciicast 2: a header, then events in order, with a marker at each step")
    func film() async throws {
        let lesson = try Course.lesson(named: "two-hops", learner: "ann")
        let lines = try await Self.text(lesson, .cast, hasKey: true).split(separator: "\n")
        #expect(lines[0].hasPrefix(#"{"version":2,"width":80,"height":24,"#))
        var last = 0.0
        var markers = 0
        for line in lines.dropFirst() {
            let parts = line.dropFirst().split(separator: ",", maxSplits: 2)
            let time = try #require(Double(parts[0]))
            #expect(line.hasPrefix("[") && line.hasSuffix("\"]") && parts.count == 3 && time >= last, "\(line)")
            #expect(parts[1] == "\"o\"" || parts[1] == "\"m\"", "\(line)")
            markers += parts[1] == "\"m\"" ? 1 : 0
            last = time
        }
        #expect(markers == lesson.steps.count)
    }

    @Test("a page asks nobody for anything: its own style and script, known by their hashes, and no other source")
    func page() async throws {
        let lesson = try Course.lesson(named: "push-and-pull", learner: "ann")
        let page = try await Self.text(lesson, .html)
        let check = PageCheck(page)
        #expect(check.problems.isEmpty)
        for (element, text) in check.raw {
            let digest = ContentDigest(of: Array(text.utf8)).hexadecimal
            var octets: [UInt8] = []
            var digits = digest[...]
            while !digits.isEmpty {
                octets.append(try #require(UInt8(digits.prefix(2), radix: 16)))
                digits = digits.dropFirst(2)
            }
            let source = "\(element)-src 'sha256-\(String(decoding: Base64.encode(octets), as: UTF8.self))'"
            #expect(page.contains(source))
        }
        #expect(check.raw.count == 2 && page.contains("default-src 'none'") && !page.contains("unsafe-inline"))
        for word in ["http:", "https:", "url(", "@import", "fetch(", "innerHTML"] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(check.links.allSatisfy { $0.hasPrefix("#") || $0 == "data:," })
    }

    @Test("whatever a lesson says is words, in every format", arguments: LessonExport.Format.allCases)
    func hostile(format: LessonExport.Format) async throws {
        let evil =
            "</style><script>alert(1)</script><img src=x onerror=y> `` ``` \u{1B}[2J \u{202E}drow \u{9B}31m &amp; \"'"
        let yaml =
            "'" + evil.replacing("'", with: "''").replacing("\u{1B}", with: "").replacing("\u{9B}", with: "") + "'"
        let text =
            smallLesson.replacing("title: A small lesson", with: "title: \(yaml)")
            .replacing("Some words.", with: "\(evil)\n\n- \(evil)\n\n**\(evil)** `\(evil)`")
            .replacing("How many recipients?", with: yaml).replacing("Because.", with: yaml)
            .replacing("hints: [one, two, three]", with: "hints: [\(yaml), two, three]")
            .replacing("Good bye.", with: evil).replacing("quoted", with: evil)
        let lesson = try LessonReader.read(text, file: "f", learner: evil)
        let octets = try await LessonExport.octets(of: lesson, as: format, hasKey: true)
        guard !format.isBinary else { return }
        let shown = String(decoding: octets, as: UTF8.self)
        #expect(!shown.contains("\u{1B}[2J") && !shown.contains("\u{9B}") && !shown.contains("\u{202E}"))
        switch format {
        case .html:
            #expect(PageCheck(shown).problems.isEmpty)
            #expect(shown.split(separator: "<script>").count == 2)
        case .markdown:
            // Outside of quoted lines and words, every bracket stands behind a backslash.
            let plain = Self.unquoted(shown)
            #expect(plain.contains("script") && !plain.replacing("\\<", with: "").contains("<"))
        case .cast: #expect(!shown.contains("\\u001b[2J"))
        case .text, .pcap: break
        }
    }

    /// Markdown without what stands between fences and between backticks.
    private static func unquoted(_ text: String) -> String {
        var kept = ""
        var fence: Substring?
        for line in text.split(separator: "\n") {
            let ticks = line.prefix { $0 == "`" }
            if let open = fence {
                if line == open { fence = nil }
            } else if ticks.count > 2 {
                fence = ticks
            } else {
                let pieces = line.replacing("\\`", with: "").split(separator: "`", omittingEmptySubsequences: false)
                kept +=
                    pieces.enumerated().filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }.joined()
                    + "\n"
            }
        }
        return kept
    }

    @Test("the key to a session shows what its lines bring about, octet by octet")
    func session() async throws {
        let lesson = try Course.lesson(named: "push-and-pull", learner: "ann")
        let page = try await Self.text(lesson, .html)
        #expect(page.contains("<code>EHLO x</code></span></summary>"))
        #expect(page.contains("<code>USER bob</code></span></summary>"))
        #expect(page.contains("<code>500 5.5.1"))
    }

    @Test("Markdown is escaped so that it is no markup")
    func markdown() async throws {
        let text = smallLesson.replacing("Some words.", with: "see [link](x) *a* _b_ <i> | 1. x")
            .replacing("How many recipients?", with: "\"1. What is `this` [here]?\"")
        let shown = try await Self.text(try LessonReader.read(text, file: "f"), .markdown)
        #expect(shown.contains(#"**1\. What is \`this\` \[here\]?**"#))
        #expect(shown.contains(#"see \[link\](x) \*a\* \_b\_ \<i\> \|"#))
    }

    @Test("a capture is the run's own, and the tracer reads it")
    func capture() async throws {
        let lesson = try Course.lesson(named: "push-and-pull", learner: "ann")
        let octets = try await LessonExport.octets(of: lesson, as: .pcap)
        var reader = try CaptureReader(bytes: octets, name: "it")
        var frames = 0
        while try reader.next() != nil { frames += 1 }
        #expect(frames > 50)
        await #expect(throws: LessonError.self) {
            try await LessonExport.octets(of: lesson, as: .pcap, run: "nonsense")
        }
    }
}

/// Whatever lessons there are.
@Suite("Every lesson is written down", .serialized)
struct EveryExportTests {
    static let exams = EmbeddedLessons.all.filter { (try? LessonReader.card(of: $0.source))?.kind == .exam }.map(
        \.name)
    static let names = EveryLessonTests.names.filter { !exams.contains($0) }

    @Test("but an exam: its answers are not written down", arguments: exams)
    func exam(name: String) async throws {
        let lesson = try Course.lesson(named: name, learner: "ann")
        for format in LessonExport.Format.allCases {
            await #expect(throws: LessonError.self) { try await LessonExport.octets(of: lesson, as: format) }
        }
    }

    @Test(
        "as a page without a flaw, as text of 80 columns, as Markdown and as a film", arguments: names)
    func exports(name: String) async throws {
        let lesson = try Course.lesson(named: name, learner: "ann")
        let written = try await LessonExport.texts(of: lesson, as: [.html, .text, .markdown, .cast], hasKey: true)
        let (page, text) = (written[0], written[1])
        #expect(PageCheck(page).problems.isEmpty)
        #expect(page.split(separator: "<section class=\"step\"").count == lesson.steps.count + 1)
        #expect(written[3].split(separator: "\n").count { $0.contains(",\"m\",") } == lesson.steps.count)
        for line in text.split(separator: "\n") { #expect(DisplayWidth.of(line) <= 84, "\(line)") }
    }
}
