import Foundation
import Simulator
import Testing

/// The page of a lesson in a real browser, without a window.
@Suite("Chromium shows a lesson's page", .timeLimit(.minutes(10)))
struct ChromiumTests {
    /// What `Scripts/browse-page` tells.
    private struct Told: Decodable {
        struct Walk: Decodable {
            var forwards: [String]
            var hiddenAtTheEnd: Int
            var back: String
        }
        struct Octets: Decodable {
            var focus, opened, closed: Bool
            var explained: [String]
        }
        struct Answers: Decodable {
            var before, after: Bool
            var hints: Int
        }
        var title: String
        var steps: Int
        var walk: Walk
        var octets: Octets
        var answers: Answers
        var column: Int
        var wide, narrow: Bool
        var dark: String
        var paper: String
        var pages: Int
        var requests: [String]
        var complaints: [String]
    }

    @Test(
        "without a request, without a complaint; every step, line and octet by keys alone; on paper too",
        .needs(.chromium, .python3), arguments: [("two-hops", "en"), ("phases", "de"), ("smuggling", "en")])
    func page(lesson: String, language: String) async throws {
        try await withScratchFolder { scratch in
            let file = "\(scratch)/page.html"
            let written = try await run(
                Served.program,
                ["learn", lesson, "--export", "html", "--learner", "ann", "--language", language, "--output", file])
            #expect(written.code == 0, "\(written.errors)")
            let browser = try #require(Program.find("chromium"))
            let seen = try await run(
                "python3", ["\(repository)/Scripts/browse-page", browser, file])
            try #require(seen.code == 0, "\(seen.errors)")
            let told = try JSONDecoder().decode(Told.self, from: Data(seen.output.utf8))
            // Nobody is asked for anything, and nothing goes wrong.
            #expect(told.requests.isEmpty)
            #expect(told.complaints.isEmpty)
            // → goes through all steps, and through the lines of those that are watched; ← goes back.
            #expect(told.walk.forwards.count == told.steps)
            #expect(told.walk.hiddenAtTheEnd == 0)
            #expect(told.walk.back == "step-1")
            // ↓ leads into a dialogue, Enter opens a line, Tab and → lead from span to span, Esc closes it.
            #expect(told.octets.focus && told.octets.opened && told.octets.closed)
            #expect(told.octets.explained.allSatisfy { !$0.isEmpty } && Set(told.octets.explained).count == 2)
            // No answer is seen before it is asked for.
            #expect(!told.answers.before && told.answers.hints == 1 && told.answers.after)
            // Nothing sticks out, on a desk or on a telephone, and dark is dark.
            #expect(told.wide && told.narrow && told.column > 700)
            #expect(told.dark == "rgb(21, 23, 27)")
            #expect(told.paper == "%PDF-" && told.pages > 1)
        }
    }
}
