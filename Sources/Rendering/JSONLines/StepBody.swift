import Dialogue
import MailProtocols

/// The keys of a step that depend on its kind: what was said, how much of it, what it answers.
struct StepBody {
    let secrets: Secrets

    func append(_ record: StepRecord, to bytes: inout TextBuffer) {
        switch record.step.kind {
        case .command:
            Self.append(verb: record, to: &bytes)
            append(text: record, to: &bytes)
        case .auth: append(text: record, to: &bytes)
        case .reply: Self.append(reply: record, to: &bytes)
        case .content: append(content: record, to: &bytes)
        case .tls:
            bytes.append(key: #","bytes":"#, record.step.bytes)
            if let tls = record.tls { Self.append(tls, to: &bytes) }
        case .gap, .other: bytes.append(key: #","bytes":"#, record.step.bytes)
        }
    }

    /// A word that we do not know is read from the line, unless the line is secret.
    private static func append(verb record: StepRecord, to bytes: inout TextBuffer) {
        let known = record.step.knownVerb
        bytes.put(#","verb":""#)
        if !known.isEmpty {
            bytes.append(known)
        } else if record.step.kind == .command, !record.step.flags.contains(.secret) {
            // Letters, digits and hyphens only: nothing to escape.
            bytes.append(record.step.verbName(text: record.text))
        } else if record.step.kind == .content {
            // The capture lacks the command.
            bytes.put("?")
        }
        bytes.put("\"")
    }

    /// `text`, and with it `length`, `encoding` and `masked` where they are due.
    private func append(text record: StepRecord, to bytes: inout TextBuffer) {
        let secret = secrets.secret(in: record)
        let shown = secret?.lowerBound ?? record.text.count
        let isCut = record.length > record.text.count
        bytes.put(#","text":"#)
        let isUTF8 = record.text.withUnsafeBytes { all in
            let text = UnsafeRawBufferPointer(rebasing: all[..<shown])
            let isUTF8 = UTF8Check.isValid(text, cut: isCut && secret == nil)
            bytes.append(json: text, latin1: !isUTF8)
            return isUTF8
        }
        if secret != nil {
            // Inside the closing quote, in front of it.
            bytes.removeLast()
            bytes.append(Secrets.dots)
            bytes.put("\"")
        }
        if isCut, secret == nil { bytes.append(key: #","length":"#, record.length) }
        if !isUTF8 { bytes.put(#","encoding":"latin-1""#) }
        if secret != nil { bytes.put(#","masked":true"#) }
    }

    private static func append(reply record: StepRecord, to bytes: inout TextBuffer) {
        let step = record.step
        bytes.put(#","code":""#)
        bytes.append(code: step.code)
        bytes.put(#"","lines":["#)
        let isCut = record.length > record.text.count
        let isUTF8 = record.text.withUnsafeBytes { text in
            let isUTF8 = UTF8Check.isValid(text, cut: isCut)
            var isFirst = true
            ReplyLines.forEach(in: text) { line in
                if !isFirst { bytes.put(",") }
                isFirst = false
                let start =
                    step.isPOP3 ? ReplyLines.pop3Text(line, of: text) : ReplyLines.smtpText(line, of: text)
                bytes.append(json: UnsafeRawBufferPointer(rebasing: text[start..<line.upperBound]), latin1: !isUTF8)
            }
            return isUTF8
        }
        bytes.put("]")
        if isCut { bytes.append(key: #","length":"#, record.length) }
        if !isUTF8 { bytes.put(#","encoding":"latin-1""#) }
        bytes.compose(room: 32 + 3 * TextCursor.numberRoom) { line in
            if step.answers > 0 {
                line.put(#","answers":"#)
                line.append(decimal: Int(step.answers))
            }
            if let took = step.took {
                line.put(#","took":"#)
                line.append(secondsFrom: took)
            }
        }
    }

    private func append(content record: StepRecord, to bytes: inout TextBuffer) {
        let step = record.step
        Self.append(verb: record, to: &bytes)
        if step.isPOP3 {
            switch POP3Verb(rawValue: step.verb) {
            case .list, .uidl, .capa, .auth: append(text: record, to: &bytes)
            default: break
            }
        }
        if step.answers > 0 { bytes.append(key: #","answers":"#, Int(step.answers)) }
        bytes.append(key: #","bytes":"#, step.bytes)
        bytes.put(#","sha256":"#)
        bytes.append(digest: record.sha256)
        bytes.append(key: #","stuffed":"#, step.stuffed)
        bytes.put(#","end":""#)
        bytes.append(step.ending.rawValue)
        bytes.put("\"")
        if step.flags.contains(.last) { bytes.put(#","last":true"#) }
        if step.missing > 0 { bytes.append(key: #","missing":"#, step.missing) }
    }

    private static func append(_ tls: TLSSummary, to bytes: inout TextBuffer) {
        if let name = tls.serverName {
            bytes.put(#","sni":"#)
            bytes.append(json: name)
        }
        bytes.put(#","versions":"#)
        bytes.append(jsonList: tls.versions)
        if let hello = tls.hello.first {
            bytes.put(hello.cipherSuite == nil ? #","offers":"# : #","chooses":"#)
            bytes.append(jsonList: hello.versions)
            if let suite = hello.cipherSuite {
                bytes.put(#","cipher":"#)
                bytes.append(json: suite)
            }
            if !hello.protocols.isEmpty {
                bytes.put(#","alpn":"#)
                bytes.append(jsonList: hello.protocols)
            }
        }
        bytes.put(#","records":{"#)
        // Sorted: a dictionary's own order differs from run to run.
        for (index, kind) in tls.records.keys.sorted().enumerated() {
            if index > 0 { bytes.put(",") }
            bytes.append(json: kind)
            bytes.append(key: ":", tls.records[kind] ?? 0)
        }
        bytes.put("}")
        if let opened = tls.opened { bytes.append(key: #","opened":"#, opened) }
    }
}
