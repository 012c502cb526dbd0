package import Dialogue
package import MailProtocols

/// Names steps of a run by what they are, never by their numbers, so that a run with another seed needs no other lesson.
package struct Selector: Sendable, Hashable {
    package var connection: Int?
    /// Command words in upper case; any of them.
    package var verbs: [String] = []
    package var kind: Step.Kind?
    package var side: Side?
    /// The code of the step itself if it is a reply, else of the reply to it.
    package var code: String?
    package var phase: Phase?
    /// Means the reply to what the rest names.
    package var isReply = false
    /// The how-manieth of those that match, from 1; nil for all.
    package var nth: Int?

    package init() {}
}

extension Facts {
    /// The steps that a selector names, in order.
    package func steps(_ selector: Selector) -> [StepRecord] {
        var found = steps.filter { matches($0, selector) }
        if let nth = selector.nth { found = found.indices.contains(nth - 1) ? [found[nth - 1]] : [] }
        return selector.isReply ? found.compactMap { reply(to: $0) } : found
    }

    /// The reply that ended a command's or a content's turn; nil where none was heard.
    package func reply(to record: StepRecord) -> StepRecord? {
        steps.first {
            $0.step.connection == record.step.connection && $0.step.kind == .reply
                && $0.step.answers == record.step.number
        }
    }

    private func matches(_ record: StepRecord, _ selector: Selector) -> Bool {
        let step = record.step
        if let connection = selector.connection, Int(step.connection) != connection { return false }
        if let side = selector.side, step.side != side { return false }
        if let phase = selector.phase, step.phase != phase { return false }
        // A verb alone means the command; its content has to be asked for.
        if let kind = selector.kind ?? (selector.verbs.isEmpty ? nil : .command), step.kind != kind { return false }
        if !selector.verbs.isEmpty, !selector.verbs.contains(step.verbName(text: record.text)) { return false }
        if let code = selector.code {
            let answer = step.kind == .reply ? record : reply(to: record)
            if answer?.step.code.description != code { return false }
        }
        return true
    }
}
