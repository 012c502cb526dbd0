import MailProtocols

/// The explanations of steps as remarks on the frames that carry them, for analysers that show such: the words are those of the
/// one commentary.
package struct FrameComments: Sendable {
    private var commentator = Commentator()

    package init() {}

    /// Takes the records in their order.
    ///
    /// - Returns: Of a step: its last frame, from 1, in which it became complete, and what is to be said there.
    package mutating func comment(on record: Record) -> (frame: Int, text: String)? {
        switch record {
        case .connection(let connection): commentator.begin(connection)
        case .connectionEnd(let end): commentator.end(end.connection)
        case .step(let step): return (step.step.frames.upperBound, words(on: step))
        case .message, .journey, .state, .decision, .summary: break
        }
        return nil
    }

    private mutating func words(on record: StepRecord) -> String {
        let remark = commentator.remark(on: record)
        let step = record.step
        var words = "Step \(step.number), \(step.side.name): \(remark.meaning)"
        let source = remark.reference.map(\.description).joined(separator: ", ")
        if !source.isEmpty { words += " (\(source))" }
        for detail in remark.details { words += "\n\(detail.label): \(detail.meaning)" }
        for note in Commentary.notes(on: step) { words += "\n\(note.severity.rawValue.capitalizedASCII): \(note.text)" }
        return words
    }
}

extension String {
    /// The first letter large, where it is one of ASCII.
    fileprivate var capitalizedASCII: String { prefix(1).uppercased() + dropFirst() }
}
