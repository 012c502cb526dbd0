/// The addresses of a From, To or Cc field, RFC 5322 section 3.4, with the routes of section 4.4. Reads whatever comes.
package struct AddressList: Sendable, Hashable {
    /// One person or list.
    package struct Mailbox: Sendable, Hashable {
        /// Decoded; nil where there is none. A comment behind a bare address counts as one, as older programs write it.
        package var displayName: String?
        /// Without quotes: `alice`.
        package var localPart: String
        /// `south.example`; empty where the address has none.
        package var domain: String
        /// Hosts of an obsolete source route, `<@a.example,@b.example:alice@south.example>`.
        package var route: [String] = []

        /// `alice@south.example`; the local part alone where there is no domain.
        package var address: String { domain.isEmpty ? localPart : "\(localPart)@\(domain)" }

        package init(displayName: String? = nil, localPart: String, domain: String) {
            self.displayName = displayName
            self.localPart = localPart
            self.domain = domain
        }
    }

    package enum Entry: Sendable, Hashable {
        case mailbox(Mailbox)
        /// `friends: bob@north.example, carol@north.example;`
        case group(name: String, members: [Mailbox])
    }

    /// Mailboxes that are read; a letter to more is a list that somebody forgot to hide.
    package static let limit = 10_000

    package private(set) var entries: [Entry] = []
    /// Something in the field is no address; what could be made of it is among the entries.
    package private(set) var isMalformed = false

    /// All mailboxes, those of groups too, in order.
    package var mailboxes: [Mailbox] {
        entries.flatMap { entry in
            switch entry {
            case .mailbox(let mailbox): [mailbox]
            case .group(_, let members): members
            }
        }
    }

    /// - Parameter field: The value, folded or not.
    package init(_ field: [UInt8]) {
        var reader = AddressReader(field)
        var groupName: String?
        var members: [Mailbox] = []
        var count = 0
        while count < Self.limit, let item = reader.next() {
            count += 1
            switch item {
            case .mailbox(let mailbox):
                if groupName == nil { entries.append(.mailbox(mailbox)) } else { members.append(mailbox) }
            case .groupStart(let name):
                // A group within a group is none; the outer one ends here.
                if let outer = groupName {
                    entries.append(.group(name: outer, members: members))
                    isMalformed = true
                }
                groupName = name
                members = []
            case .groupEnd:
                if let name = groupName {
                    entries.append(.group(name: name, members: members))
                } else {
                    isMalformed = true
                }
                groupName = nil
            }
        }
        if let name = groupName {
            entries.append(.group(name: name, members: members))
            isMalformed = true
        }
        isMalformed = isMalformed || reader.isMalformed
    }
}

private struct AddressReader {
    enum Item {
        case mailbox(AddressList.Mailbox)
        case groupStart(String)
        case groupEnd
    }

    private var words: HeaderWords
    private let field: [UInt8]
    private var groupEndWaits = false
    var isMalformed = false

    init(_ field: [UInt8]) {
        self.field = HeaderField.unfold(field.span)
        words = HeaderWords(self.field)
    }

    /// A word of an address in the making; marks are told from quoted text that looks like one.
    private struct Word {
        var bytes: [UInt8]
        var isQuoted: Bool
        var followsBlank: Bool
        func isMark(_ mark: Unicode.Scalar) -> Bool {
            !isQuoted && bytes.count == 1 && UInt32(bytes[0]) == mark.value
        }
    }

    mutating func next() -> Item? {
        if groupEndWaits {
            groupEndWaits = false
            return .groupEnd
        }
        var phrase: [Word] = []
        var comment: [UInt8]?
        var lastEnd = 0
        while true {
            let nextWord = words.next()
            comment = words.comment ?? comment
            guard let bytes = nextWord else { return phrase.isEmpty ? nil : .mailbox(bare(phrase, comment)) }
            let word = Word(bytes: bytes, isQuoted: words.isQuoted, followsBlank: words.start > lastEnd)
            lastEnd = words.end
            if word.isMark(",") {
                if !phrase.isEmpty { return .mailbox(bare(phrase, comment)) }
                comment = nil
            } else if word.isMark(";") {
                groupEndWaits = true
                if !phrase.isEmpty { return .mailbox(bare(phrase, comment)) }
                return next()
            } else if word.isMark(":") {
                return .groupStart(Self.text(phrase))
            } else if word.isMark("<") {
                return .mailbox(angle(name: phrase, comment))
            } else if word.isMark(">") {
                isMalformed = true
            } else {
                phrase.append(word)
            }
        }
    }

    /// `<...>`, behind a display name or alone.
    private mutating func angle(name: [Word], _ comment: [UInt8]?) -> AddressList.Mailbox {
        var inside: [Word] = []
        var isClosed = false
        while let bytes = words.next() {
            let word = Word(bytes: bytes, isQuoted: words.isQuoted, followsBlank: false)
            if word.isMark(">") {
                isClosed = true
                break
            }
            inside.append(word)
        }
        if !isClosed { isMalformed = true }
        var route: [String] = []
        if inside.first?.isMark("@") == true, let colon = inside.lastIndex(where: { $0.isMark(":") }) {
            route = inside[..<colon].filter { !$0.isMark("@") && !$0.isMark(",") }.map {
                Charset.decodeUnlabelled($0.bytes)
            }
            inside.removeSubrange(...colon)
        }
        // What follows up to the comma belongs to nobody.
        while words.peek != nil, !words.isNext(UInt8(ascii: ",")), !words.isNext(UInt8(ascii: ";")) {
            isMalformed = true
            _ = words.next()
        }
        var mailbox = address(inside)
        mailbox.route = route
        let text = Self.text(name)
        mailbox.displayName = text.isEmpty ? comment.map { EncodedWord.decode($0).text } : text
        return mailbox
    }

    /// An address without angle brackets, or words that are none.
    private mutating func bare(_ phrase: [Word], _ comment: [UInt8]?) -> AddressList.Mailbox {
        guard phrase.contains(where: { $0.isMark("@") }) else {
            isMalformed = true
            return AddressList.Mailbox(localPart: Self.text(phrase), domain: "")
        }
        var mailbox = address(phrase)
        mailbox.displayName = comment.map { EncodedWord.decode($0).text }
        return mailbox
    }

    private mutating func address(_ words: [Word]) -> AddressList.Mailbox {
        guard let at = words.lastIndex(where: { $0.isMark("@") }), at > 0, at + 1 < words.count else {
            // `<>` is the null address, not a mistake.
            if !words.isEmpty { isMalformed = true }
            return AddressList.Mailbox(localPart: Charset.decodeUnlabelled(words.flatMap(\.bytes)), domain: "")
        }
        return AddressList.Mailbox(
            localPart: Charset.decodeUnlabelled(words[..<at].flatMap(\.bytes)),
            domain: Charset.decodeUnlabelled(words[(at + 1)...].flatMap(\.bytes)))
    }

    /// Words as they stood, one blank where there were blanks; encoded words decoded.
    private static func text(_ words: [Word]) -> String {
        var bytes: [UInt8] = []
        for (index, word) in words.enumerated() {
            if index > 0, word.followsBlank { bytes.append(0x20) }
            bytes.append(contentsOf: word.bytes)
        }
        return EncodedWord.decode(bytes).text
    }
}
