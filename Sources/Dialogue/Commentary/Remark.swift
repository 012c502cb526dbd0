package import MailProtocols

/// What a step means, in one or two sentences, and where that stands.
package struct Remark: Sendable, Hashable {
    /// One item of a list inside a step: an extension offered, a capability.
    package struct Detail: Sendable, Hashable {
        /// As on the wire, made safe to show: `SIZE 10240000`.
        package var label: String
        package var meaning: String
    }

    package var meaning: String
    /// Most important first, at most three.
    package var reference: [Citation]
    /// Of EHLO's and CAPA's lists each item with its meaning; else empty.
    package var details: [Detail] = []

    package init(_ meaning: String, _ reference: Citation...) {
        self.init(meaning, reference: reference)
    }

    package init(_ meaning: String, reference: [Citation], details: [Detail] = []) {
        self.meaning = meaning
        var kept: [Citation] = []
        for citation in reference where kept.count < 3 && !kept.contains(citation) { kept.append(citation) }
        self.reference = kept
        self.details = details
    }
}

/// What a remark needs to know beside the step itself.
package struct RemarkContext: Sendable, Hashable {
    /// A step that another one answers, or follows.
    package struct Spoken: Sendable, Hashable {
        package var kind: Step.Kind
        /// Raw value of ``SMTPVerb`` or ``POP3Verb``.
        package var verb: UInt8
        /// The octets of the step, or as many of them as were kept; empty where they are not known.
        package var text: [UInt8]
        /// BDAT ... LAST.
        package var isLast: Bool

        package init(kind: Step.Kind, verb: UInt8, text: [UInt8] = [], isLast: Bool = false) {
            self.kind = kind
            self.verb = verb
            self.text = text
            self.isLast = isLast
        }

        /// Octets kept of each step: a command line of RFC 5321 section 4.5.3.1.4.
        package static let textLimit = 512
    }

    /// What a reply or multi-line response answers; nil where nothing is known.
    package var answered: Spoken?
    /// The last reply before a line of a login exchange: its challenge says what the line holds.
    package var challenge: Spoken?
    /// By what the client logs in, since AUTH was said; nil where nothing is known.
    package var login: SASLMechanism?
    /// Who sent the first SYN; nil where none was seen. Tells push from pull.
    package var opener: Side?

    package init(
        answered: Spoken? = nil, challenge: Spoken? = nil, login: SASLMechanism? = nil, opener: Side? = nil
    ) {
        self.answered = answered
        self.challenge = challenge
        self.login = login
        self.opener = opener
    }
}

extension StepRecord {
    /// What a remark on a later step needs to know of this one.
    package var spoken: RemarkContext.Spoken {
        // Octets of its own: those of the record have more room than they need, which is used again when it was shown.
        RemarkContext.Spoken(
            kind: step.kind, verb: step.verb,
            text: [UInt8](copying: text.span.extracting(first: RemarkContext.Spoken.textLimit)),
            isLast: step.flags.contains(.last))
    }
}

/// Makes remarks on steps as they come, and remembers of each connection what later remarks need.
package struct Commentator: Sendable {
    fileprivate struct Memory: Sendable {
        var opener: Side?
        /// Steps that may still be answered, oldest first; but for the newest, which stands by itself: mostly there is no other.
        var older: [(number: Int32, spoken: RemarkContext.Spoken)] = []
        var newest: (number: Int32, spoken: RemarkContext.Spoken)?
        /// The latest step that was answered.
        var answeredUpTo: Int32 = 0
        var challenge: RemarkContext.Spoken?
        var login: SASLMechanism?
        /// What the last reply answered: a multi-line response that follows belongs to it.
        var lastAnswered: RemarkContext.Spoken?
    }

    /// Pipelining clients seldom have more commands than this under way. Up to twice as many are kept.
    private static let stepLimit = 256
    /// Connections remembered at a time; more than are open in any dialogue that is shown.
    private static let connectionLimit = 1_024
    /// Octets of all that is remembered; beyond, all is forgotten. Counted whenever so many steps have come.
    static let octetLimit = 2 << 20
    static let countInterval = 2_048

    /// By place; those of connections that have ended serve again.
    private var memories: [Memory] = []
    private var places = ConnectionPlaces()
    /// Steps since the octets were counted.
    private var uncounted = 0

    package init() {}

    /// To be called when a connection is recognised: without it, who opened is not known.
    package mutating func begin(_ connection: ConnectionRecord) {
        memories[place(of: connection.connection)].opener = connection.opener
    }

    /// To be called when a connection has ended: what was remembered of it is forgotten.
    package mutating func end(_ connection: Int32) {
        if let place = places.remove(connection) { memories[place] = Memory() }
    }

    /// Where that connection is remembered.
    private mutating func place(of connection: Int32) -> Int {
        if let place = places[connection] { return place }
        if places.count >= Self.connectionLimit { forgetAll() }
        let place = places.add(connection)
        if place == memories.count { memories.append(Memory()) }
        return place
    }

    /// Memory that all of it takes, roughly.
    var heldBytes: Int { memories.reduce(0) { $0 + $1.octets } }

    private mutating func forgetAll() {
        memories = []
        places.removeAll()
    }

    /// Where a step of that connection is to be remembered.
    private mutating func place(forStepOf connection: Int32) -> Int {
        uncounted += 1
        if uncounted >= Self.countInterval {
            uncounted = 0
            if heldBytes > Self.octetLimit { forgetAll() }
        }
        return place(of: connection)
    }

    /// The remark on the next step; steps of one connection have to come in their order.
    package mutating func remark(on record: StepRecord) -> Remark { Commentary.explain(record, context(of: record)) }

    /// The same as ``context(of:)`` for a step on which nothing is to be said.
    package mutating func pass(_ record: StepRecord) {
        memories[place(forStepOf: record.step.connection)].remember(record, stepLimit: Self.stepLimit)
    }

    /// What a remark on the next step needs to know, and remembers the step for those that follow.
    package mutating func context(of record: StepRecord) -> RemarkContext {
        memories[place(forStepOf: record.step.connection)].context(of: record, stepLimit: Self.stepLimit)
    }
}

extension RemarkContext.Spoken {
    /// Memory of its text: beside its octets an array of some takes 48 at most.
    fileprivate var octets: Int { text.capacity + 48 }
}

extension Commentator.Memory {
    /// Memory that it takes, roughly.
    fileprivate var octets: Int {
        let places = 320 + older.capacity * MemoryLayout<(number: Int32, spoken: RemarkContext.Spoken)>.stride
        let latest = [newest?.spoken, challenge, lastAnswered].reduce(0) { $0 + ($1?.octets ?? 0) }
        return older.reduce(places + latest) { $0 + $1.spoken.octets }
    }

    fileprivate mutating func context(of record: StepRecord, stepLimit: Int) -> RemarkContext {
        let answered = answered(by: record.step)
        endLogin(record.step, answered)
        let context = RemarkContext(answered: answered, challenge: challenge, login: login, opener: opener)
        remember(record, stepLimit: stepLimit)
        return context
    }

    /// The newest first: that is mostly the one that is answered.
    private func answered(by step: Step) -> RemarkContext.Spoken? {
        if step.answers != 0 {
            if let newest, newest.number == step.answers { return newest.spoken }
            var index = older.count - 1
            while index >= 0 {
                if older[index].number == step.answers { return older[index].spoken }
                index -= 1
            }
        }
        return step.kind == .content && step.side == .server ? lastAnswered : nil
    }

    /// A reply to something else than the login's lines: it is over.
    private mutating func endLogin(_ step: Step, _ answered: RemarkContext.Spoken?) {
        guard login != nil, step.kind == .reply, answered?.kind != .auth, !step.beginsLogin else { return }
        login = nil
    }

    fileprivate mutating func remember(_ record: StepRecord, stepLimit: Int) {
        switch record.step.kind {
        case .reply:
            lastAnswered = answered(by: record.step)
            endLogin(record.step, lastAnswered)
            challenge = record.step.code.outcome == .goOn ? record.spoken : nil
            // Replies come in the order of what they answer: what was said before will not be answered any more.
            answeredUpTo = max(answeredUpTo, record.step.answers)
            if let first = older.first, first.number < answeredUpTo { older.removeAll { $0.number < answeredUpTo } }
        case .command, .content, .auth:
            if let newest, newest.number > answeredUpTo { older.append(newest) }
            newest = (record.step.number, record.spoken)
            if record.step.kind == .command, record.step.beginsLogin {
                login = LoginLine(record.text.span).mechanism
            }
            if older.count > 2 * stepLimit { older.removeFirst(stepLimit) }
        case .tls, .gap, .other: break
        }
    }
}

extension Step {
    /// It is an AUTH command, or what a server says to one.
    fileprivate var beginsLogin: Bool {
        `protocol`.grammar == .pop3 ? verb == POP3Verb.auth.rawValue : verb == SMTPVerb.auth.rawValue
    }
}
