import MailProtocols

/// The states of a session and what leads from one to the other, computed from the transition functions that servers and
/// tracer use, so that the picture cannot drift from what the program does.
package struct StateDiagram: Sendable, Hashable {
    package struct Edge: Sendable, Hashable {
        package var from: String
        /// What is said, and how it must be answered: `MAIL, 2yz`.
        package var label: String
        package var to: String
    }

    package let name: String
    /// In the order of the states, each state's in the order of the verbs.
    package let edges: [Edge]

    /// RFC 5321 section 3, with the extensions'. What is out of order is left out; 421 may end any state.
    package static let smtp = StateDiagram(name: "SMTP", edges: smtpEdges())
    /// RFC 1939 section 3.
    package static let pop3 = StateDiagram(name: "POP3", edges: pop3Edges())

    /// One line an edge, in columns.
    package var lines: [String] {
        let from = edges.map(\.from.count).max() ?? 0
        let label = edges.map(\.label.count).max() ?? 0
        return edges.map { edge in
            Self.padded(edge.from, from) + "  --" + edge.label + String(repeating: "-", count: label - edge.label.count)
                + "-->  " + edge.to
        }
    }

    /// The same as a Mermaid state diagram, which Markdown viewers draw.
    package var mermaid: String {
        (["stateDiagram-v2"] + edges.map { "    \($0.from) --> \($0.to): \($0.label)" }).joined(separator: "\n")
    }

    /// Collects what leads from one state to each of its successors.
    private struct Exits {
        let from: String
        private var labels: [(to: String, words: [String])] = []

        init(from: String) { self.from = from }

        mutating func add(_ label: String, to next: String) {
            guard next != from else { return }
            if let index = labels.firstIndex(where: { $0.to == next }) {
                labels[index].words.append(label)
            } else {
                labels.append((next, [label]))
            }
        }

        var edges: [Edge] { labels.map { Edge(from: from, label: $0.words.joined(separator: ", "), to: $0.to) } }
    }

    private static func smtpEdges() -> [Edge] {
        SMTPState.allCases.flatMap { state in
            var exits = Exits(from: state.name)
            switch state {
            case .connecting: exits.add("greeting 2yz", to: state.greeted(with: ReplyCode(220)).name)
            case .tlsComing: exits.add("TLS handshake", to: SMTPState.connected.name)
            case .authenticating:
                for code in [ReplyCode(235), ReplyCode(535)] {
                    let line = Turn(.auth, verb: SMTPVerb.auth.rawValue, number: 1)
                    exits.add("SASL line \(code.words)", to: state.after(line, answered: code).name)
                }
            case .closed: break
            case .connected, .greeted, .envelopeOpen, .envelopeReady, .messageComing: addCommands(in: state, to: &exits)
            }
            return exits.edges
        }
    }

    /// The commands that are in their order in this state, granted by the code that usually grants them.
    private static func addCommands(in state: SMTPState, to exits: inout Exits) {
        for verb in SMTPVerb.allCases where !verb.word.isEmpty && state.verdict(on: verb) == .lawful {
            // While a message is under way, only its next chunk or giving it up is in order.
            guard state != .messageComing || verb == .bdat || verb == .rset else { continue }
            for isLast in verb == .bdat ? [false, true] : [false] {
                let turn = Turn(.command, verb: verb.rawValue, number: 1, flag: isLast)
                let word = isLast ? "\(verb.word) LAST" : verb.word
                exits.add("\(word) \(verb.grantingCode.words)", to: state.after(turn, answered: verb.grantingCode).name)
            }
        }
        if state == .messageComing {
            let content = Turn(.content, verb: SMTPVerb.data.rawValue, number: 1)
            exits.add("end of content", to: state.after(content, answered: ReplyCode(250)).name)
        }
    }

    private static func pop3Edges() -> [Edge] {
        POP3State.allCases.flatMap { state in
            var exits = Exits(from: state.name)
            switch state {
            case .connecting: exits.add("greeting +OK", to: POP3State.authorization.name)
            case .tlsComing: exits.add("TLS handshake", to: POP3State.authorization.name)
            case .update: exits.add("deletion done", to: POP3State.closed.name)
            case .closed: break
            case .authenticating:
                for code in [ReplyCode.ok, .err] {
                    let line = Turn(.auth, verb: POP3Verb.auth.rawValue, number: 1, flag: true)
                    exits.add("SASL line \(code)", to: state.after(line, answered: code).name)
                }
            case .authorization, .transaction:
                for verb in POP3Verb.allCases where !verb.word.isEmpty && state.verdict(on: verb) == .lawful {
                    let turn = Turn(.command, verb: verb.rawValue, number: 1, flag: verb == .auth)
                    exits.add("\(verb.word) +OK", to: state.after(turn, answered: .ok).name)
                    if verb == .auth { exits.add("AUTH +", to: state.after(turn, answered: .goOn).name) }
                }
            }
            return exits.edges
        }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

extension ReplyCode {
    /// The class that matters to the state machine: `2yz`.
    fileprivate var words: String { "\(rawValue / 100)yz" }
}
