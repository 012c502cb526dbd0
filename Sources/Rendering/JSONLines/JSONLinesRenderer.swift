package import Dialogue
import MailProtocols

/// Writes each record as one JSON object a line: the stable contract of `--format jsonl`. Keys may be added, none renamed.
///
/// Appends bytes by hand. A capture of some hundred megabytes has millions of steps, and an encoder that builds a value
/// per key would cost more than everything below it.
package struct JSONLinesRenderer: Sendable {
    private let secrets: Secrets
    private var annotator: Annotator
    private var timestamps = TimestampWriter()
    /// When each open connection began, for `elapsed`; kept only where steps are explained.
    private var starts: [Int32: Int64] = [:]

    /// - Parameter explain: Each step also says `meaning`, `reference` and `elapsed`.
    package init(secrets: Secrets = .hidden, explain: Bool = false) {
        self.init(secrets: secrets, annotator: Annotator(explain: explain))
    }

    init(secrets: Secrets = .hidden, annotator: Annotator) {
        self.secrets = secrets
        self.annotator = annotator
    }

    package mutating func render(_ record: Record, to sink: inout ByteSink) {
        switch record {
        case .connection(let connection):
            if annotator.explains { starts[connection.connection] = connection.time }
            annotator.begin(connection)
            append(connection, to: &sink.buffer)
        case .step(let step): append(step, to: &sink.buffer)
        case .message(let message): append(message, to: &sink.buffer)
        case .journey(let journey): append(journey, to: &sink.buffer)
        case .connectionEnd(let end):
            if annotator.explains { starts[end.connection] = nil }
            annotator.end(end.connection)
            append(end, to: &sink.buffer)
        case .state(let state): append(state, to: &sink.buffer)
        case .decision(let decision): append(decision, to: &sink.buffer)
        case .summary(let summary): Self.append(summary, to: &sink.buffer)
        }
        sink.buffer.put("}\n")
        sink.recordEnded()
    }

    // MARK: Steps

    private mutating func append(_ record: StepRecord, to bytes: inout TextBuffer) {
        let step = record.step
        bytes.compose(room: 128 + 2 * TextCursor.numberRoom + TimestampWriter.room + StepJSON.room) { line in
            line.put(#"{"record":"step","connection":"#)
            line.append(decimal: Int(step.connection))
            line.put(#","step":"#)
            line.append(decimal: Int(step.number))
            line.put(#","time":""#)
            timestamps.append(step.time, to: &line)
            StepJSON.append(speakerOf: step, to: &line)
        }
        StepBody(secrets: secrets).append(record, to: &bytes)
        let isPlain = step.flags.rawValue == 0 && step.notes.rawValue == 0
        bytes.compose(room: 64 + 4 * TextCursor.numberRoom + StepJSON.room) { line in
            StepJSON.append(placeOf: step, to: &line)
            line.append(decimal: step.range.lowerBound)
            line.put(",")
            line.append(decimal: step.range.upperBound)
            line.put(#"],"frames":["#)
            line.append(decimal: step.frames.lowerBound)
            line.put(",")
            line.append(decimal: step.frames.upperBound)
            line.put(isPlain ? #"],"notes":[]"# : "]")
        }
        if !isPlain {
            if step.flags.rawValue != 0 { Self.append(step.flags, to: &bytes) }
            bytes.append(notes: step.notes)
        }
        if annotator.explains { append(annotator.remark(on: record), of: step, to: &bytes) }
    }

    private static func append(_ flags: Step.Flags, to bytes: inout TextBuffer) {
        if flags.contains(.greeting) { bytes.put(#","greeting":true"#) }
        if flags.contains(.cut) { bytes.put(#","cut":true"#) }
        if flags.contains(.decrypted) { bytes.put(#","decrypted":true"#) }
        if flags.contains(.injected) { bytes.put(#","injected":true"#) }
    }

    private func append(_ remark: Remark?, of step: Step, to bytes: inout TextBuffer) {
        if let remark {
            bytes.put(#","meaning":"#)
            bytes.append(json: remark.meaning)
            bytes.put(#","reference":"#)
            bytes.append(json: remark.reference.map(\.description).joined(separator: ", "))
        }
        guard let start = starts[step.connection] else { return }
        bytes.put(#","elapsed":"#)
        bytes.append(secondsFrom: step.time.subtractingReportingOverflow(start).partialValue)
    }

    // MARK: Connections

    private mutating func append(_ record: ConnectionRecord, to bytes: inout TextBuffer) {
        bytes.put(#"{"record":"connection","connection":"#)
        bytes.append(decimal: Int(record.connection))
        bytes.put(#","protocol":""#)
        bytes.append(record.protocol.rawValue)
        bytes.put(#"","client":"#)
        bytes.append(endpoint: record.client, name: record.clientName)
        bytes.put(#","server":"#)
        bytes.append(endpoint: record.server, name: record.serverName)
        bytes.put(#","opener":"#)
        bytes.append(json: record.opener?.name)
        bytes.put(#","handshake":"#)
        bytes.append(json: record.handshake)
        append(key: #","time":""#, record.time, to: &bytes)
    }

    private mutating func append(_ record: ConnectionEndRecord, to bytes: inout TextBuffer) {
        bytes.put(#"{"record":"connection-end","connection":"#)
        bytes.append(decimal: Int(record.connection))
        bytes.put(#","protocol":""#)
        bytes.append(record.protocol.rawValue)
        bytes.put(#"","how":"#)
        bytes.append(json: record.how)
        bytes.append(key: #","clientBytes":"#, record.clientBytes)
        bytes.append(key: #","serverBytes":"#, record.serverBytes)
        bytes.append(key: #","missing":{"client":"#, record.clientMissing)
        bytes.append(key: #","server":"#, record.serverMissing)
        append(key: #"},"time":""#, record.time, to: &bytes)
        bytes.append(timing: record.timing)
        bytes.append(notes: record.notes)
    }

    // MARK: Letters

    private mutating func append(_ record: MessageRecord, to bytes: inout TextBuffer) {
        bytes.append(message: record)
        append(key: #","time":""#, record.time, to: &bytes)
        if !record.notes.isEmpty { bytes.append(notes: record.notes) }
    }

    private mutating func append(_ record: JourneyRecord, to bytes: inout TextBuffer) {
        bytes.put(#"{"record":"journey","messageID":"#)
        bytes.append(json: record.messageID)
        bytes.put(#","subject":"#)
        bytes.append(json: record.subject)
        bytes.put(#","hops":["#)
        for (index, (hop, wait)) in zip(record.hops, record.waits()).enumerated() {
            bytes.put(index == 0 ? #"{"connection":"# : #",{"connection":"#)
            bytes.append(decimal: Int(hop.connection))
            bytes.put(#","move":"#)
            bytes.append(json: hop.move?.rawValue)
            bytes.put(#","protocol":""#)
            bytes.append(hop.protocol.rawValue)
            bytes.put(#"","from":"#)
            bytes.append(endpoint: hop.from, name: hop.fromName)
            bytes.put(#","to":"#)
            bytes.append(endpoint: hop.to, name: hop.toName)
            append(key: #","time":""#, hop.time, to: &bytes)
            bytes.append(key: #","bytes":"#, hop.bytes)
            if let wait {
                bytes.put(#","waited":"#)
                bytes.append(secondsFrom: wait)
            }
            bytes.put("}")
        }
        bytes.put("]")
        if record.omitted > 0 { bytes.append(key: #","omitted":"#, record.omitted) }
    }

    private mutating func append(_ record: StateRecord, to bytes: inout TextBuffer) {
        append(key: #"{"record":"state","time":""#, record.time, to: &bytes)
        bytes.append(key: #","afterConnection":"#, Int(record.afterConnection))
        if record.isMidway { bytes.put(#","midway":true"#) }
        bytes.put(#","stores":["#)
        for (index, store) in record.stores.enumerated() {
            bytes.put(index == 0 ? #"{"kind":"# : #",{"kind":"#)
            bytes.append(json: store.kind)
            bytes.put(#","owner":"#)
            bytes.append(json: store.owner)
            bytes.put(#","letters":"#)
            bytes.append(jsonList: store.letters)
            bytes.put("}")
        }
        bytes.put("]")
    }

    private mutating func append(_ record: DecisionRecord, to bytes: inout TextBuffer) {
        append(key: #"{"record":"decision","time":""#, record.time, to: &bytes)
        bytes.put(#","station":"#)
        bytes.append(json: record.station)
        bytes.put(#","kind":"#)
        bytes.append(json: record.kind.rawValue)
        if let letter = record.letter {
            bytes.put(#","letter":"#)
            bytes.append(json: letter)
        }
        if !record.recipients.isEmpty {
            bytes.put(#","recipients":"#)
            bytes.append(jsonList: record.recipients)
        }
        bytes.put(#","text":"#)
        bytes.append(json: record.text)
    }

    private static func append(_ record: SummaryRecord, to bytes: inout TextBuffer) {
        bytes.append(key: #"{"record":"summary","frames":"#, record.frames)
        bytes.append(key: #","bytes":"#, record.bytes)
        bytes.append(key: #","connections":"#, record.connections)
        if let leftOut = record.leftOut { bytes.append(key: #","leftOut":"#, leftOut) }
        bytes.append(key: #","refused":"#, record.refused)
        bytes.append(key: #","otherFlows":"#, record.otherFlows)
        bytes.append(key: #","messages":"#, record.messages)
        bytes.append(key: #","notes":{"info":"#, record.infos)
        bytes.append(key: #","warning":"#, record.warnings)
        bytes.append(key: #","error":"#, record.errors)
        bytes.append(key: #"},"dropped":"#, record.dropped)
        bytes.append(key: #","lost":"#, record.lost)
    }

    /// - Parameter key: Ends in the quote that opens the time's string.
    private mutating func append(key: StaticString, _ time: Int64, to bytes: inout TextBuffer) {
        bytes.put(key)
        timestamps.append(time, to: &bytes)
        bytes.put("\"")
    }
}
