package import MailProtocols

/// One thing that Mailscope can explain: a command, a code, a phase, an actor, a term.
package struct GlossaryEntry: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case command
        case replyCode = "reply code"
        case enhancedCode = "enhanced status code"
        case popResponse = "POP3 response"
        case responseCode = "POP3 response code"
        case phase, state, actor, note
        /// What a server offers in its reply to EHLO or CAPA, or a client writes behind an address.
        case keyword
        /// A SASL mechanism.
        case mechanism
        case term
    }

    /// Stable and unique: `smtp-mail`, `550`, `x.1.1`, `actor-mta`, `note-null-reverse-path`, `envelope`.
    package var id: String
    package var kind: Kind
    /// nil where the entry belongs to more than one protocol, or to none.
    package var `protocol`: MailProtocol?
    /// What one may ask for to find this entry, in any case, hyphens and spaces being equal.
    package var names: [String]
    /// `550 mailbox unavailable`
    package var title: String
    /// One sentence.
    package var meaning: String
    /// A little more, whole sentences; may be empty.
    package var more: String
    /// Where it stands, most important first; empty for words that no RFC defines.
    package var citations: [Citation]
    /// Ids of entries to read next.
    package var related: [String]

    init(
        id: String, _ kind: Kind, _ protocol: MailProtocol? = nil, names: [String], title: String, _ meaning: String,
        more: String = "", _ citations: [Citation], related: [String] = []
    ) {
        self.id = id
        self.kind = kind
        self.protocol = `protocol`
        self.names = names
        self.title = title
        self.meaning = meaning
        self.more = more
        self.citations = citations
        self.related = related
    }
}

/// Shapes of the tables under Words/.
extension GlossaryEntry {
    /// A command; `word` as it stands on the wire, `also` what else people call it.
    static func smtp(
        _ word: String, _ meaning: String, more: String = "", _ citations: Citation..., also: [String] = [],
        related: [String] = []
    ) -> GlossaryEntry {
        .init(
            id: "smtp-" + word.lowercased(), .command, .smtp, names: [word] + also, title: "\(word) (SMTP command)",
            meaning, more: more, citations, related: related)
    }

    static func pop3(
        _ word: String, _ meaning: String, more: String = "", _ citations: Citation..., related: [String] = []
    ) -> GlossaryEntry {
        .init(
            id: "pop3-" + word.lowercased(), .command, .pop3, names: [word], title: "\(word) (POP3 command)", meaning,
            more: more, citations, related: related)
    }

    /// A reply code with its short name.
    static func reply(
        _ code: String, _ name: String, _ meaning: String, more: String = "", _ citations: Citation...,
        related: [String] = []
    ) -> GlossaryEntry {
        .init(
            id: code, .replyCode, .smtp, names: [code], title: "\(code) \(name)", meaning, more: more, citations,
            related: related)
    }

    /// Subject and detail of an enhanced status code, `1.1`; the class joins when somebody asks.
    static func status(_ detail: String, _ name: String, _ meaning: String, _ citations: Citation...) -> GlossaryEntry {
        .init(
            id: "x." + detail, .enhancedCode, .smtp, names: ["x." + detail], title: "X.\(detail) \(name)", meaning,
            citations)
    }

    static func named(
        _ kind: Kind, _ prefix: String, _ names: [String], _ title: String, _ meaning: String, more: String = "",
        _ citations: Citation..., of protocol: MailProtocol? = nil, related: [String] = []
    ) -> GlossaryEntry {
        let name = names.first ?? ""
        let id = prefix + name.lowercased().map { $0 == " " ? "-" : String($0) }.joined()
        return .init(
            id: id, kind, `protocol`, names: names, title: title, meaning, more: more, citations,
            related: related)
    }
}
