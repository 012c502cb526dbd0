import Dialogue
import MailProtocols
import Rendering

/// A lesson as one page for a browser: nothing is fetched, nothing is sent. All of it is in the page, to be read without its
/// script as well; the script shows a step at a time and listens to keys.
struct HTMLHandout {
    let handout: Handout

    init(_ handout: Handout) { self.handout = handout }

    var wording: Wording { handout.wording }

    var text: String {
        let lesson = handout.lesson
        let steps = handout.steps.map { step($0) }.joined()
        return """
            <!DOCTYPE html>
            <html lang="\(HTML.escaped(wording.language))" dir="\(wording.isRightToLeft ? "rtl" : "ltr")">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <link rel="icon" href="data:,">
            <title>\(HTML.escaped(lesson.title))</title>
            <style>\(HTMLStyle.text)</style>
            </head>
            <body\(handout.hasKey ? " class=\"key\"" : "")>
            \(head)
            \(contents)
            <main id="lesson">
            \(steps)\(closing)</main>
            \(foot)
            <script>\(HTMLScript.text)</script>
            </body>
            </html>

            """
    }

    /// Only this page's own style and script, known by their hashes; no form is sent, no frame, no base, no request.
    private static let policy =
        "default-src 'none'; style-src \(source(HTMLStyle.text)); script-src \(source(HTMLScript.text)); "
        + "img-src data:; base-uri 'none'; form-action 'none'"

    private static func source(_ text: String) -> String {
        let digits = Array(ContentDigest(of: Array(text.utf8)).hexadecimal.utf8)
        let octets = stride(from: 0, to: digits.count, by: 2).map {
            HTML.nibble(digits[$0]) << 4 | HTML.nibble(digits[$0 + 1])
        }
        return "'sha256-\(String(decoding: Base64.encode(octets), as: UTF8.self))'"
    }

    // MARK: Around the steps

    private var head: String {
        let lesson = handout.lesson
        var out = "<header class=\"masthead\">\n"
        let facts = [handout.place, handout.minutes, handout.owner, handout.hasKey ? wording(.handoutKey) : ""]
        out +=
            "<p class=\"facts\">\(facts.filter { !$0.isEmpty }.map { "<span>\(HTML.escaped($0))</span>" }.joined())</p>\n"
        out += "<h1>\(HTML.escaped(lesson.title))</h1>\n"
        if !lesson.goal.isEmpty { out += "<p class=\"goal\">\(HTML.escaped(lesson.goal))</p>\n" }
        if !handout.hasKey {
            out += "<p class=\"owner\" aria-hidden=\"true\">"
            out +=
                "<span>\(HTML.escaped(wording(.handoutName)))</span><span>\(HTML.escaped(wording(.handoutDate)))</span></p>\n"
        }
        return out + "</header>"
    }

    private var contents: String {
        let links = handout.steps.map { step in
            let kind = wording(Phrase(step.step.kind))
            return
                "<li><a href=\"#step-\(step.number)\" title=\"\(HTML.escaped("\(step.number). \(step.title(wording)) (\(kind))"))\">"
                + "\(step.number)</a></li>"
        }
        return
            "<nav class=\"contents\" aria-label=\"\(HTML.escaped(wording(.handoutSteps)))\"><ol>\(links.joined())</ol></nav>"
    }

    private var closing: String {
        let prose = HTML.prose(ProseBlock.blocks(of: handout.lesson.closing))
        return prose.isEmpty ? "" : "<section class=\"step closing\" id=\"end\" tabindex=\"-1\">\n\(prose)</section>\n"
    }

    /// Hidden until the script shows it: without it there is nothing to press.
    private var foot: String {
        let keys: [(String, Phrase)] = [
            ("\u{2192} n", .handoutKeyNext), ("\u{2190} b", .handoutKeyBack), ("\u{2193} \u{2191}", .handoutKeyTalk),
            ("Enter", .handoutKeyOctets), ("h", .handoutKeyHint), ("a", .handoutKeyAnswer), ("?", .handoutKeyHelp),
        ]
        let rows = keys.map { "<dt><kbd>\($0)</kbd></dt><dd>\(HTML.escaped(wording($1)))</dd>" }.joined()
        return """
            <footer class="bar" hidden>
            <button type="button" id="back">\u{2190} \(HTML.escaped(wording(.handoutBack)))</button>
            <p id="place" aria-live="polite" data-words="\(HTML.escaped(wording(.handoutPlaceOf)))"></p>
            <button type="button" id="keys" aria-expanded="false" aria-controls="keylist">? \(HTML.escaped(wording(.handoutKeys)))</button>
            <button type="button" id="next">\(HTML.escaped(wording(.handoutNext))) \u{2192}</button>
            <dl id="keylist" hidden>\(rows)</dl>
            </footer>
            """
    }

    // MARK: A step

    private func step(_ step: HandoutStep) -> String {
        let kind = step.step.kind
        var out = "<section class=\"step\" id=\"step-\(step.number)\" data-kind=\"\(kind.rawValue)\""
        out +=
            " aria-labelledby=\"title-\(step.number)\">\n<header class=\"top\"><p class=\"number\">\(step.number)</p>"
        out += "<h2 id=\"title-\(step.number)\" tabindex=\"-1\">\(HTML.escaped(step.title(wording)))</h2>"
        out += "<p class=\"kind\">\(HTML.escaped(wording(Phrase(kind))))</p></header>\n"
        out += HTML.prose(step.prose)
        out += shown(step.step.show, step, "s", isWatched: kind == .watch)
        out += task(step) + hints(step) + answer(step)
        return out + "</section>\n"
    }

    private func shown(_ showings: [Showing], _ step: HandoutStep, _ name: String, isWatched: Bool = false) -> String {
        showings.enumerated().map { index, showing in
            HTMLExhibit(
                showing, step.scope(showing), wording, id: "\(name)\(step.number)-\(index + 1)", isWatched: isWatched
            )
            .text
        }.joined()
    }

    private func hints(_ step: HandoutStep) -> String {
        guard !step.hints.isEmpty else { return "" }
        let hints = step.hints.enumerated().map { index, hint in
            let lead = wording(.handoutHint, ["number": index + 1, "count": step.hints.count])
            return
                "<details class=\"hint\"><summary>\(HTML.escaped(lead))</summary><p>\(HTML.escaped(hint))</p></details>\n"
        }
        return "<div class=\"hints\">\(hints.joined())</div>\n"
    }

    private func answer(_ step: HandoutStep) -> String {
        guard step.hasAnswer else { return "" }
        var out = "<details class=\"answer\"\(handout.hasKey ? " open" : "")><summary>"
        out += "\(HTML.escaped(wording(.handoutShowAnswer)))</summary>\n"
        out += right(step) + shown(step.step.reveal, step, "r") + "<div class=\"why\">\(HTML.prose(step.why))</div>"
        return out + "</details>\n"
    }

    private func right(_ step: HandoutStep) -> String {
        switch step.step.task {
        case .none: return ""
        case .questions, .each:
            let words = step.sheet.questions.indices.map { "<li>\(HTML.escaped(step.answer($0, wording)))</li>" }
            return "<ol class=\"solution\(words.count == 1 ? " one" : "")\">\(words.joined())</ol>\n"
        case .practice:
            let lines = step.model.map { Escaping.visible($0) }
            let scope = step.played ?? step.sheet.judge.scope
            let talk = HTMLExhibit(records: step.playedRecords, scope, wording, id: "p\(step.number)").text
            return "<p>\(HTML.escaped(wording(.theseLines)))</p>\n\(HTML.quoted(lines))" + talk
        case .fix(let fix):
            let words = zip(fix.settings, step.model).map { setting, value in
                let words = setting.options.first { Judge.isSame($0.value, value) }?.words ?? value
                return "<li>\(HTML.escaped(words))</li>"
            }
            return "<ol class=\"solution\(words.count == 1 ? " one" : "")\">\(words.joined())</ol>\n"
        }
    }
}
