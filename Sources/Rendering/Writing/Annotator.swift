import Dialogue

/// Says what steps mean while they are written down, or keeps silent.
enum Annotator: Sendable {
    case silent
    /// Dialogue's own commentary.
    case commentary(Commentator)
    /// The same words for the same step: for tests of layout, which the wording of the commentary does not concern.
    case fixed(@Sendable (StepRecord) -> Remark?)

    init(explain: Bool) { self = explain ? .commentary(Commentator()) : .silent }

    var explains: Bool { if case .silent = self { false } else { true } }

    mutating func begin(_ connection: ConnectionRecord) {
        guard case .commentary(var commentator) = self else { return }
        // Let go of the copy that `self` holds, so that its memory is changed in place.
        self = .silent
        commentator.begin(connection)
        self = .commentary(commentator)
    }

    mutating func end(_ connection: Int32) {
        guard case .commentary(var commentator) = self else { return }
        self = .silent
        commentator.end(connection)
        self = .commentary(commentator)
    }

    /// What Dialogue's commentary on the step depends on; nil where it is not Dialogue that speaks.
    mutating func context(of record: StepRecord) -> RemarkContext? {
        guard case .commentary(var commentator) = self else { return nil }
        self = .silent
        defer { self = .commentary(commentator) }
        return commentator.context(of: record)
    }

    /// Remembers a step on which nothing is said, for what is to be said of later ones.
    mutating func pass(_ record: StepRecord) {
        guard case .commentary(var commentator) = self else { return }
        self = .silent
        commentator.pass(record)
        self = .commentary(commentator)
    }

    mutating func remark(on record: StepRecord) -> Remark? {
        switch self {
        case .silent: return nil
        case .fixed(let remark): return remark(record)
        case .commentary(var commentator):
            self = .silent
            defer { self = .commentary(commentator) }
            return commentator.remark(on: record)
        }
    }
}
