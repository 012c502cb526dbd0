import Dialogue
import MailProtocols

/// Pieces that several records share.
extension TextBuffer {
    /// - Parameter key: With its comma and colon, `,"bytes":`.
    mutating func append(key: StaticString, _ value: Int) {
        put(key)
        append(decimal: value)
    }

    mutating func append(jsonList texts: [String]) {
        put("[")
        for (index, text) in texts.enumerated() {
            if index > 0 { put(",") }
            append(json: text)
        }
        put("]")
    }

    mutating func append(code: ReplyCode) {
        if (100...999).contains(code.rawValue) {
            append(Int(code.rawValue), digits: 3)
        } else {
            append(code.description)
        }
    }

    mutating func append(digest: ContentDigest?) {
        guard let digest else { return put("null") }
        put("\"")
        extend(by: 64) { digest.writeHexadecimal(to: $0) }
        put("\"")
    }

    mutating func append(endpoint: Endpoint, name: String?) {
        put(#"{"address":"#)
        append(json: endpoint.bracketedAddress)
        append(key: #","port":"#, Int(endpoint.port))
        if let name {
            put(#","name":"#)
            append(json: name)
        }
        put("}")
    }

    /// `,"notes":[...]`, empty for most steps.
    mutating func append(notes: NoteSet) {
        guard notes.rawValue != 0 else { return put(#","notes":[]"#) }
        put(#","notes":["#)
        var isFirst = true
        notes.each { note in
            if !isFirst { put(",") }
            isFirst = false
            let place = Int(note.rawValue)
            if NoteJSON.objects.indices.contains(place) { append(contentsOf: NoteJSON.objects[place]) }
        }
        put("]")
    }

    /// All of a message record but its time.
    mutating func append(message record: MessageRecord) {
        append(key: #"{"record":"message","connection":"#, Int(record.connection))
        append(key: #","step":"#, Int(record.step))
        put(#","protocol":""#)
        append(record.protocol.rawValue)
        put(#"","move":"#)
        append(json: record.move?.rawValue)
        put(#","envelope":"#)
        append(envelope: record)
        put(#","outcome":"#)
        append(json: record.outcome)
        put(#","reply":"#)
        append(json: record.finalReply)
        append(key: #","bytes":"#, record.bytes)
        put(#","sha256":"#)
        append(digest: record.sha256)
        put(#","header":{"from":"#)
        append(json: record.header.from)
        put(#","to":"#)
        append(json: record.header.to)
        put(#","subject":"#)
        append(json: record.header.subject)
        put(#","messageID":"#)
        append(json: record.header.messageID)
        put(#","date":"#)
        append(json: record.header.date)
        put(#"},"parts":["#)
        for index in record.parts.indices {
            put(index == 0 ? #"{"type":"# : #",{"type":"#)
            append(json: record.parts[index].type)
            append(key: #","bytes":"#, record.parts[index].bytes)
            put(#","filename":"#)
            append(json: record.parts[index].filename)
            append(key: #","depth":"#, record.parts[index].depth)
            if index < record.partHashes.count, let hash = record.partHashes[index] { append(partHash: hash) }
            put("}")
        }
        put("]")
    }

    private mutating func append(partHash hash: PartHash) {
        put(#","sha256":"#)
        append(digest: hash.sha256)
        guard let decoded = hash.decoded else { return }
        append(key: #","decoded":{"bytes":"#, decoded.bytes)
        put(#","sha256":"#)
        append(digest: decoded.sha256)
        put("}")
    }

    /// `to` holds the recipients that nobody refused; `refused`, where there are such, the others with their codes. A
    /// message fetched by POP3 has no envelope.
    private mutating func append(envelope record: MessageRecord) {
        if record.reversePath == nil, record.recipients.isEmpty, record.protocol.grammar == .pop3 { return put("null") }
        put(#"{"from":"#)
        append(json: record.reversePath)
        put(#","to":"#)
        put("[")
        var (listed, refused) = (0, 0)
        // By index, and in two rounds: copies of hardly ever more than one recipient would cost more than their octets.
        for index in record.recipients.indices {
            if record.recipients[index].isRefused {
                refused += 1
                continue
            }
            if listed > 0 { put(",") }
            append(json: record.recipients[index].address)
            listed += 1
        }
        put("]")
        if refused > 0 { append(refused: record.recipients) }
        put("}")
    }

    private mutating func append(refused recipients: [MessageRecord.Recipient]) {
        put(#","refused":["#)
        var isFirst = true
        for recipient in recipients where recipient.isRefused {
            put(isFirst ? #"{"address":"# : #",{"address":"#)
            isFirst = false
            append(json: recipient.address)
            put(#","code":""#)
            append(code: recipient.code)
            put(#""}"#)
        }
        put("]")
    }
}

extension MessageRecord.Recipient {
    /// The server said no, now or for good. A recipient whose reply was not heard is not refused.
    var isRefused: Bool { !accepted && (code.outcome == .tryLater || code.outcome == .never) }
}

/// Each note's JSON object, made once.
private enum NoteJSON {
    static let objects: [[UInt8]] = Note.allCases.map { note in
        var bytes = TextBuffer()
        bytes.put(#"{"severity":""#)
        bytes.append(note.severity.rawValue)
        bytes.put(#"","id":"#)
        bytes.append(json: note.id)
        bytes.put(#","text":"#)
        bytes.append(json: note.entry.text)
        bytes.put("}")
        return bytes.bytes
    }
}
