import Dialogue
package import MailProtocols

/// A quantity that is computed from a run: what a lesson compares, and the right answer to a question.
package indirect enum Value: Sendable, Hashable {
    case text(String)
    case number(Int)
    /// How many connections there were.
    case connections
    /// Who sent the first SYN, by its station's name.
    case opener(connection: Int)
    /// Whether the opener carried the letter (push) or asked for it (pull), or a connection that carried none.
    case move(connection: Int)
    /// The station that sent more octets.
    case carrier(connection: Int)
    case octets(connection: Int, Side)
    /// How many steps match.
    case count(Selector)
    /// The code of the reply that a selector means.
    case code(Selector)
    /// The command word, or `content`.
    case verb(Selector)
    /// Who said a step: `client` or `server`.
    case speaker(Selector)
    /// The dialogue's number of a step, `3.7`.
    case step(Selector)
    /// How many letters lay in a store after a connection; nil for the end.
    case store(kind: String?, owner: String, after: Int?)
    /// How many letters moved in a direction.
    case messages(Move?)

    package enum Move: String, Sendable, Hashable, CaseIterable { case push, pull }
}

/// What a value came to.
package enum Quantity: Sendable, Hashable, CustomStringConvertible {
    case number(Int)
    case text(String)

    package var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .text(let text): text
        }
    }
}

extension Facts {
    /// - Returns: nil where the run holds nothing of the kind.
    package func quantity(_ value: Value) -> Quantity? {
        switch value {
        case .text(let text): .text(text)
        case .number(let number): .number(number)
        case .connections: .number(connections.count)
        case .opener(let number):
            connection(number)?.opener.flatMap { name(of: $0, in: number) }.map { .text($0) }
        case .move(let number): move(number).map { .text($0) }
        case .carrier(let number): carrier(number).flatMap { name(of: $0, in: number) }.map { .text($0) }
        case .octets(let number, let side): octets(of: side, in: number).map { .number($0) }
        case .count(let selector): .number(steps(selector).count)
        case .code(let selector): code(selector).map { .text($0) }
        case .verb(let selector):
            steps(selector).first.map { $0.step.kind == .content ? "content" : $0.step.verbName(text: $0.text) }
                .map { .text($0) }
        case .speaker(let selector): steps(selector).first.map { .text($0.step.side.name) }
        case .step(let selector): steps(selector).first.map { .text("\($0.step.connection).\($0.step.number)") }
        case .store(let kind, let owner, let after): letters(kind, owner, after).map { .number($0) }
        case .messages(let move):
            .number(messages.count { move == nil || $0.move?.rawValue == move?.rawValue })
        }
    }

    private func move(_ number: Int) -> String? {
        messages.first { Int($0.connection) == number }?.move?.rawValue
    }

    private func carrier(_ number: Int) -> Side? {
        guard let client = octets(of: .client, in: number), let server = octets(of: .server, in: number),
            client != server
        else { return nil }
        return client > server ? .client : .server
    }

    private func code(_ selector: Selector) -> String? {
        guard let found = steps(selector).first else { return nil }
        return (found.step.kind == .reply ? found : reply(to: found))?.step.code.description
    }

    private func letters(_ kind: String?, _ owner: String, _ after: Int?) -> Int? {
        let moment = after.map { number in states.last { Int($0.afterConnection) == number } } ?? states.last
        if after == nil, kind == nil || kind == "maildrop", let letters = maildrops[owner] { return letters.count }
        return moment?.stores.first { $0.owner == owner && $0.kind == kind ?? "maildrop" }?.letters.count
    }
}
