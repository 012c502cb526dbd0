import Dialogue

/// What checks and values speak of, however deep: for changes that are aimed at them.
struct Ingredients {
    private(set) var selectors: [Selector] = []
    private(set) var messages: [MessageFilter] = []
    private(set) var decisions: [(station: String?, kind: DecisionRecord.Kind?)] = []
    private(set) var refused: [ConnectionFilter] = []
    private(set) var connections: [ConnectionFilter] = []
    /// Keywords that somebody offers, or does not.
    private(set) var offered: [String] = []

    init(_ checks: [Check]) { for check in checks { add(check) } }

    init(_ question: Question) {
        switch question.answer {
        case .value(let value): add(value)
        case .step(let selector), .frame(let selector), .octets(let selector, _): add(selector)
        case .order(let selectors): for selector in selectors { add(selector) }
        }
    }

    private mutating func add(_ selector: Selector) {
        selectors.append(selector)
        for inner in selector.within + selector.after + selector.before { add(inner) }
    }

    private mutating func add(_ check: Check) {
        switch check {
        case .compare(let left, _, let right):
            add(left)
            add(right)
            if case .keywords = left, case .text(let word) = right { offered.append(word) }
            if case .keywords = left, case .list(let words) = right {
                for case .text(let word) in words { offered.append(word) }
            }
        case .all(let checks), .any(let checks): for inner in checks { add(inner) }
        case .not(let inner), .inRun(_, let inner): add(inner)
        case .exists(let selector): add(selector)
        case .order(let selectors): for selector in selectors { add(selector) }
        case .heard, .bodyIsTyped, .sameDialogue: break
        }
    }

    private mutating func add(_ value: Value) {
        switch value {
        case .list(let values), .sum(let values), .difference(let values): for inner in values { add(inner) }
        case .count(let selector), .ofStep(_, let selector), .ofSteps(_, let selector), .keywords(let selector):
            add(selector)
        case .seconds(let selectors): for selector in selectors { add(selector) }
        case .messages(let filter): messages.append(filter)
        case .field(_, let letter), .fields(_, let letter), .hash(let letter, _):
            if case .message(let filter) = letter.place { messages.append(filter) }
        case .decisions(let station, let kind): decisions.append((station, kind))
        case .refused(let filter): refused.append(filter)
        case .connections(let filter): connections.append(filter)
        case .inRun(_, let inner): add(inner)
        default: break
        }
    }
}
