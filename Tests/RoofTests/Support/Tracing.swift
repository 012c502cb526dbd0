import Dialogue
import MailProtocols
import Packets
import Rendering

/// A capture read to its end.
func trace(_ capture: [UInt8], needs: Needs = .full) throws -> [Record] {
    let keys = KeyRing()
    var tracer = Tracer(needs: needs, keys: keys)
    var reader = try CaptureReader(bytes: capture)
    reader.whenSecretsCome = { keys.add($0) }
    while let frame = try reader.next() { tracer.accept(frame) }
    tracer.finish(lost: reader.lost)
    return tracer.outbox.takeAll()
}

func text(_ records: [Record]) -> String {
    var sink = ByteSink()
    var renderer = TerminalRenderer(width: 80, palette: .plain, order: .whole)
    for record in records { renderer.render(record, to: &sink) }
    renderer.finish(to: &sink)
    return sink.text
}

func jsonLines(_ records: [Record]) -> String {
    var sink = ByteSink()
    var renderer = JSONLinesRenderer()
    for record in records { renderer.render(record, to: &sink) }
    return sink.text
}

extension [Record] {
    var steps: [StepRecord] { compactMap { if case .step(let step) = $0 { step } else { nil } } }

    /// What was said, connection by connection, without where in the capture and when: that depends on the framing.
    var dialogues: [[StepRecord]] {
        let steps = steps
        let last = steps.map(\.step.connection).max() ?? 0
        return (1...Swift.max(1, last)).map { connection in
            steps.filter { $0.step.connection == connection }.map(\.unframed)
        }
    }
}

extension StepRecord {
    var unframed: StepRecord {
        var record = self
        record.step.frames = 0...0
        record.step.time = 0
        record.step.took = nil
        return record
    }
}

/// Where two dialogues part, for a message that does not print both.
func difference(_ one: [[StepRecord]], _ other: [[StepRecord]]) -> String? {
    for (mine, yours) in zip(one, other) {
        if let pair = zip(mine, yours).first(where: { $0 != $1 }) { return "\(pair.0) | \(pair.1)" }
        if mine.count != yours.count { return "\(mine.count) | \(yours.count) steps" }
    }
    return one.count == other.count ? nil : "\(one.count) | \(other.count) connections"
}

extension Tape {
    /// The dialogue as whoever stands beside the stations hears it: chunk by chunk, no packet involved.
    func overheard() -> [[StepRecord]] {
        connections.indices.map { index in
            var transcriber = Transcriber(
                connection: Int32(index + 1), protocol: connections[index].protocol, begun: true, opener: .client,
                needs: .full)
            var outbox = Outbox()
            for (frame, event) in events.enumerated() where event.connection == index + 1 {
                if case .said(let side, let octets) = event.happening {
                    transcriber.hear(side, octets.span, frame: frame + 1, time: event.time, to: &outbox)
                }
            }
            transcriber.end(how: "fin", missing: (0, 0), notes: [], time: 0, to: &outbox)
            return outbox.takeAll().steps.map(\.unframed)
        }
    }
}
