package import Dialogue
import MailProtocols

/// Makes records that may be shown to strangers: what was said stays, who said it and what the letters hold does not.
///
/// Mail addresses, hosts, IP addresses, users, subjects, Message-IDs and file names are masked, each name always alike, so that a
/// letter can still be followed. Bodies, secrets and hashes of content are left out. Of replies and other free text only words
/// stay that are known to be harmless, see ``HarmlessWords``. Sizes, times, ports, codes and notes stay.
package struct Redactor: Sendable {
    var masks = Masks()

    package init() {}

    package mutating func redact(_ record: Record) -> Record {
        switch record {
        case .connection(var record):
            record.client = redact(record.client)
            record.server = redact(record.server)
            record.clientName = nil
            record.serverName = nil
            return .connection(record)
        case .step(let record): return .step(redact(record))
        case .message(let record): return .message(redact(record))
        case .journey(let record): return .journey(redact(record))
        case .state(let record): return .state(redact(record))
        case .decision(let record): return .decision(redact(record))
        case .connectionEnd, .summary: return record
        }
    }

    private mutating func redact(_ endpoint: Endpoint) -> Endpoint {
        Endpoint(address: masks.internet(endpoint.address) ?? FreeText.hidden, port: endpoint.port)
    }

    private mutating func redact(_ record: MessageRecord) -> MessageRecord {
        var record = record
        record.reversePath = record.reversePath.map { masks.address($0) }
        for index in record.recipients.indices {
            record.recipients[index].address = masks.address(record.recipients[index].address)
        }
        record.finalReply = record.finalReply.map { FreeText.mask($0, &masks) }
        record.sha256 = nil
        record.header.from = record.header.from.map { addresses($0) }
        record.header.to = record.header.to.map { addresses($0) }
        record.header.subject = record.header.subject.map { masks.subject($0) }
        record.header.messageID = record.header.messageID.map { masks.messageID($0) }
        record.header.date = record.header.date.map { FreeText.mask($0, &masks) }
        for index in record.parts.indices {
            record.parts[index].type = FreeText.mask(record.parts[index].type, &masks)
            record.parts[index].filename = record.parts[index].filename.map { masks.file($0) }
        }
        return record
    }

    private mutating func redact(_ record: JourneyRecord) -> JourneyRecord {
        var record = record
        record.messageID = record.messageID.map { masks.messageID($0) }
        record.subject = record.subject.map { masks.subject($0) }
        for index in record.hops.indices {
            record.hops[index].from = redact(record.hops[index].from)
            record.hops[index].to = redact(record.hops[index].to)
            record.hops[index].fromName = nil
            record.hops[index].toName = nil
        }
        return record
    }

    private mutating func redact(_ record: StateRecord) -> StateRecord {
        var record = record
        for index in record.stores.indices {
            record.stores[index].owner = masks.address(record.stores[index].owner)
            record.stores[index].letters = record.stores[index].letters.map { masks.subject($0) }
        }
        return record
    }

    /// Its sentence is made of names and addresses: the kind remains.
    private mutating func redact(_ record: DecisionRecord) -> DecisionRecord {
        DecisionRecord(
            time: record.time, station: masks.host(record.station), kind: record.kind,
            letter: record.letter.map { masks.subject($0) }, recipients: record.recipients.map { masks.address($0) },
            text: record.kind.rawValue)
    }

    // MARK: Steps

    private mutating func redact(_ record: StepRecord) -> StepRecord {
        var masked = record
        masked.sha256 = nil
        masked.tls?.serverName = record.tls?.serverName.map { masks.host($0) }
        switch record.step.kind {
        case .command: masked.text = Array(command(record).utf8)
        case .auth: masked.text = record.text.isEmpty ? [] : Array(FreeText.hidden.utf8)
        case .reply: masked.text = reply(record)
        case .content: masked.text = content(record)
        case .tls, .gap, .other: masked.text = []
        }
        // A text that was whole stays whole, one that was cut stays cut.
        let isCut = record.length > record.text.count
        if record.step.kind != .content || !isLetter(record.step) {
            masked.length = isCut ? max(record.length, masked.text.count + 1) : masked.text.count
        }
        return masked
    }

    private mutating func command(_ record: StepRecord) -> String {
        let text = String(decoding: record.text, as: UTF8.self)
        guard !text.isEmpty else { return "" }
        let step = record.step
        guard !step.knownVerb.isEmpty, !step.flags.contains(.cut) else { return "redacted" }
        let blanks: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" }
        let words = text.unicodeScalars.split(maxSplits: 1, whereSeparator: blanks).map(String.init)
        // The word as it was typed is one that we know: nothing else comes here.
        guard let verb = words.first, verb.uppercased() == step.knownVerb else { return step.knownVerb }
        guard words.count == 2, !words[1].isEmpty else { return verb }
        return verb + " " + argument(words[1], of: step)
    }

    private mutating func argument(_ text: String, of step: Step) -> String {
        let words = text.split(separator: " ").map(String.init)
        guard let first = words.first else { return FreeText.hidden }
        if step.isPOP3 {
            switch POP3Verb(rawValue: step.verb) {
            case .user: return masks.address(text)
            case .pass: return FreeText.hidden
            case .apop: return masks.address(first) + (words.count > 1 ? " " + FreeText.hidden : "")
            case .auth: return mechanism(words)
            default: return FreeText.mask(text, &masks)
            }
        }
        switch SMTPVerb(rawValue: step.verb) {
        case .ehlo, .helo, .lhlo, .etrn: return masks.host(first) + (words.count > 1 ? " " + FreeText.hidden : "")
        case .vrfy, .expn: return masks.address(text)
        case .auth: return mechanism(words)
        case .mail, .rcpt: return path(text)
        default: return FreeText.mask(text, &masks)
        }
    }

    private mutating func mechanism(_ words: [String]) -> String {
        let isKnown = words.first.map { SASLMechanismName.isKnown($0) } ?? false
        return (isKnown ? words[0] : FreeText.hidden) + (words.count > 1 ? " " + FreeText.hidden : "")
    }

    /// `FROM:<alice@south.example> SIZE=100`
    private mutating func path(_ text: String) -> String {
        guard let open = text.firstIndex(of: "<"), let close = text[open...].firstIndex(of: ">") else {
            return FreeText.mask(text, &masks)
        }
        return FreeText.mask(String(text[..<open]), &masks) + "<"
            + masks.address(String(text[text.index(after: open)..<close])) + ">"
            + FreeText.mask(String(text[text.index(after: close)...]), &masks)
    }

    private mutating func reply(_ record: StepRecord) -> [UInt8] {
        var masked: [UInt8] = []
        let lines = record.text.split(separator: Ascii.lineFeed, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let hasReturn = line.last == Ascii.carriageReturn
            var rest = hasReturn ? line.dropLast() : line
            let isCoded = rest.count >= 4 && rest.prefix(3).allSatisfy { (0x30...0x39).contains($0) }
            if isCoded, !record.step.isPOP3, rest.dropFirst(3).first == 0x2D || rest.dropFirst(3).first == 0x20 {
                masked += rest.prefix(4)
                rest = rest.dropFirst(4)
            }
            masked += Array(listed(rest, of: record.step).utf8)
            if hasReturn { masked.append(Ascii.carriageReturn) }
            if index < lines.count - 1 { masked.append(Ascii.lineFeed) }
        }
        return masked
    }

    /// A line in which POP3 may name a message.
    private mutating func listed(_ line: ArraySlice<UInt8>, of step: Step) -> String {
        guard step.isPOP3, step.verb == POP3Verb.uidl.rawValue else { return FreeText.mask(line, &masks) }
        let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
        let place = step.kind == .content ? 1 : 2
        guard words.count == place + 1, line.first != 0x2D else { return FreeText.mask(line, &masks) }
        let uid = masks.listing(String(decoding: words[place], as: UTF8.self))
        return words[..<place].map { FreeText.mask($0, &masks) }.joined(separator: " ") + " " + uid
    }

    // MARK: Content

    private func isLetter(_ step: Step) -> Bool {
        guard step.isPOP3 else { return true }
        return step.verb == POP3Verb.retr.rawValue || step.verb == POP3Verb.top.rawValue
    }

    private mutating func content(_ record: StepRecord) -> [UInt8] {
        if isLetter(record.step) { return letter(record.text) }
        var masked: [UInt8] = []
        for line in record.text.split(separator: Ascii.lineFeed) {
            masked += Array(listed(line.last == Ascii.carriageReturn ? line.dropLast() : line, of: record.step).utf8)
            masked += [Ascii.carriageReturn, Ascii.lineFeed]
        }
        return masked
    }
}

enum SASLMechanismName {
    /// Whether the word is a mechanism's name that says nothing of its user.
    static func isKnown(_ word: String) -> Bool { HarmlessWords.all.contains(word.lowercased()) }
}
