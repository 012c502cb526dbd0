import Dialogue
import MailProtocols
import Rendering

/// A part of a run on a page: dialogues as ladders between two stations, stores with their letters, journeys.
struct HTMLExhibit {
    private let showing: Showing?
    private let records: [Record]
    let scope: Scope
    let wording: Wording
    /// Unique on the page.
    let id: String
    /// The dialogue comes one step after the other.
    let isWatched: Bool
    let explains: Bool
    let showsSecrets: Bool

    init(_ showing: Showing, _ scope: Scope, _ wording: Wording, id: String, isWatched: Bool = false) {
        self.showing = showing
        self.scope = scope
        self.wording = wording
        self.id = id
        self.isWatched = isWatched
        explains = showing.explains
        showsSecrets = showing.showsSecrets
        let shows = showing.filter(in: scope)
        records = scope.facts.records.filter(shows)
    }

    /// What a session left.
    init(records: [Record], _ scope: Scope, _ wording: Wording, id: String) {
        showing = nil
        self.records = records
        self.scope = scope
        self.wording = wording
        self.id = id
        isWatched = false
        explains = true
        showsSecrets = true
    }

    var text: String {
        switch showing?.part {
        case .letter, .bytes, .frames: return plain
        default: break
        }
        var out = ""
        var commentator = Commentator()
        var talk: HTMLTalk?
        func close() {
            if let open = talk { out += open.text }
            talk = nil
        }
        for record in records {
            switch record {
            case .connection(let record):
                close()
                commentator.begin(record)
                talk = HTMLTalk(record, self, isWhole: true)
            case .step(let step):
                if talk?.connection != step.step.connection {
                    close()
                    talk = HTMLTalk(scope.facts.connection(Int(step.step.connection)), self, isWhole: false)
                }
                talk?.add(step, commentator.remark(on: step))
            case .connectionEnd(let end):
                if talk?.connection != end.connection {
                    close()
                    talk = HTMLTalk(scope.facts.connection(Int(end.connection)), self, isWhole: false)
                }
                talk?.end(end)
            case .state(let state):
                close()
                if !state.isMidway { out += stores(state) }
            case .journey(let journey):
                close()
                out += self.journey(journey)
            case .decision(let decision): if talk == nil { out += self.decision(decision) } else { talk?.add(decision) }
            case .message, .summary: break
            }
        }
        close()
        return out
    }

    /// What is shown as rows of text everywhere.
    private var plain: String {
        guard let showing else { return "" }
        let text = String(
            decoding: LessonText(columns: 80, palette: .plain, wording: wording).rendered(showing, in: scope),
            as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { String($0) }
        return lines.isEmpty ? "" : "<figure class=\"plain\">\(HTML.quoted(lines))</figure>\n"
    }

    // MARK: Where the letters are

    private func stores(_ state: StateRecord) -> String {
        let when =
            state.afterConnection == 0
            ? wording(.handoutAtStart) : wording(.handoutAfter, ["connection": state.afterConnection])
        var out = "<figure class=\"stores\"><figcaption>\(HTML.escaped(when))</figcaption><ol>\n"
        for store in state.stores {
            let letters = store.letters.map { "<span class=\"letter\">\(HTML.escaped($0))</span>" }
            out +=
                "<li class=\"\(store.letters.isEmpty ? "empty" : "full")\"><span class=\"what\">\(HTML.escaped(store.kind))</span>"
            out += "<b>\(HTML.escaped(store.owner))</b>"
            out +=
                "<span class=\"letters\">\(letters.isEmpty ? "\u{2013}" : letters.joined(separator: " "))</span></li>\n"
        }
        return out + "</ol></figure>\n"
    }

    func decision(_ decision: DecisionRecord) -> String {
        let letter = decision.letter.map { " [\($0)]" } ?? ""
        return "<p class=\"decision\" lang=\"en\"><b>\(HTML.escaped(decision.station))</b> "
            + "\(HTML.escaped(decision.text + letter))</p>\n"
    }

    // MARK: A letter's way

    private func journey(_ journey: JourneyRecord) -> String {
        let name = journey.subject ?? journey.messageID ?? ""
        var out =
            "<figure class=\"journey\"><figcaption>\(HTML.escaped(wording(.handoutJourney, ["letter": name])))</figcaption>\n<ol>\n"
        var last: String?
        for hop in journey.hops {
            let from = ActorNames.name(hop.fromName, hop.from)
            let to = ActorNames.name(hop.toName, hop.to)
            if from != last {
                // The taker of a push and the giver of the next hop differ in name: one house with two doors.
                if last != nil { out += "<li class=\"handed\">\(HTML.escaped(wording(.handoutInside)))</li>\n" }
                out += "<li class=\"station\">\(HTML.escaped(from))</li>\n"
            }
            out += "<li class=\"hop \(Self.name(of: hop.move))\"><span>\(HTML.escaped(moveWords(hop.move)))</span>"
            out +=
                "<small>\(HTML.escaped(octets(hop.bytes)))</small></li>\n<li class=\"station\">\(HTML.escaped(to))</li>\n"
            last = to
        }
        out += "</ol>\n"
        if explains {
            let hops = journey.hops.map { "<li>\(HTML.escaped(Commentary.explain($0).meaning))</li>" }
            out += "<ol class=\"hops\" lang=\"en\">\(hops.joined())</ol>\n"
        }
        return out + "</figure>\n"
    }

    static func name(of move: Move?) -> String { move?.rawValue ?? "unknown" }

    func moveWords(_ move: Move?) -> String {
        switch move {
        case .push: wording(.handoutPush)
        case .pull: wording(.handoutPull)
        case nil: "?"
        }
    }

    func octets(_ count: Int) -> String { wording(count == 1 ? .handoutOctet : .handoutOctets, ["count": count]) }
}
