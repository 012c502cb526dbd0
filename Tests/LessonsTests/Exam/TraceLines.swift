import Dialogue
import Foundation
import MailProtocols
import Packets
import Rendering

/// What `mailscope trace --format jsonl --show-secrets` writes, read back: all that the solver knows of a capture.
struct TraceLines {
    struct Connection {
        var number: Int
        var speaks: String
        var client: String
        var port: Int
    }

    struct Step {
        var connection: Int
        var number: Int
        /// Seconds since 1970.
        var time: Double
        var from: String
        var kind: String
        var verb: String
        var text: String
        var code: String
        var lines: [String]
        /// The step of the same connection that it answers; 0 for none.
        var answers: Int
        var frame: Int
        var end: String
        var notes: [String]
    }

    struct Message {
        var connection: Int
        var step: Int
        var time: Double
        var move: String
        var from: String?
        var to: [String]
        var outcome: String
        var author: String
        var subject: String
        /// Up to the `@`, without the bracket.
        var name: String
    }

    private(set) var connections: [Connection] = []
    private(set) var steps: [Step] = []
    private(set) var messages: [Message] = []

    /// Of the program itself where MAILSCOPE_PROGRAM names it, else of the tracer and the renderer that it is made of.
    init(capture: [UInt8]) throws {
        if let program = ProcessInfo.processInfo.environment["MAILSCOPE_PROGRAM"] {
            try self.init(jsonLines: try Self.lines(of: capture, by: program))
            return
        }
        var tracer = Tracer(needs: .full)
        var reader = try CaptureReader(bytes: capture)
        while let frame = try reader.next() { tracer.accept(frame) }
        tracer.finish(lost: reader.lost)
        var sink = ByteSink()
        var renderer = JSONLinesRenderer(secrets: .shown)
        for record in tracer.outbox.takeAll() { renderer.render(record, to: &sink) }
        try self.init(jsonLines: sink.text)
    }

    private static func lines(of capture: [UInt8], by program: String) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).pcapng")
        try Data(capture).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = ["trace", "--format", "jsonl", "--show-secrets", file.path()]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let lines = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: lines, as: UTF8.self) : ""
    }

    init(jsonLines: String) throws {
        for line in jsonLines.split(separator: "\n") {
            guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
                continue
            }
            switch object["record"] as? String {
            case "connection": add(connection: object)
            case "step": add(step: object)
            case "message": add(message: object)
            default: break
            }
        }
    }

    private mutating func add(connection object: [String: Any]) {
        let client = object["client"] as? [String: Any]
        let server = object["server"] as? [String: Any]
        connections.append(
            .init(
                number: object["connection"] as? Int ?? 0, speaks: object["protocol"] as? String ?? "",
                client: client?["address"] as? String ?? "", port: server?["port"] as? Int ?? 0))
    }

    private mutating func add(step object: [String: Any]) {
        let notes = object["notes"] as? [[String: Any]] ?? []
        steps.append(
            .init(
                connection: object["connection"] as? Int ?? 0, number: object["step"] as? Int ?? 0,
                time: Self.seconds(object["time"]), from: object["from"] as? String ?? "",
                kind: object["kind"] as? String ?? "", verb: object["verb"] as? String ?? "",
                text: object["text"] as? String ?? "", code: object["code"] as? String ?? "",
                lines: object["lines"] as? [String] ?? [], answers: object["answers"] as? Int ?? 0,
                frame: (object["frames"] as? [Int])?.first ?? 0, end: object["end"] as? String ?? "",
                notes: notes.compactMap { $0["id"] as? String }))
    }

    private mutating func add(message object: [String: Any]) {
        let envelope = object["envelope"] as? [String: Any]
        let header = object["header"] as? [String: Any]
        let id = header?["messageID"] as? String ?? ""
        messages.append(
            .init(
                connection: object["connection"] as? Int ?? 0, step: object["step"] as? Int ?? 0,
                time: Self.seconds(object["time"]), move: object["move"] as? String ?? "",
                from: envelope?["from"] as? String, to: envelope?["to"] as? [String] ?? [],
                outcome: object["outcome"] as? String ?? "", author: header?["from"] as? String ?? "",
                subject: header?["subject"] as? String ?? "",
                name: String(id.drop { $0 == "<" }.prefix { $0 != "@" })))
    }

    /// Of `2026-01-05T09:00:00.024657000Z`.
    private static func seconds(_ value: Any?) -> Double {
        let text = value as? String ?? ""
        let parts = text.split { "-T:Z".contains($0) }.compactMap { Double($0) }
        guard parts.count == 6 else { return 0 }
        // All captures are of one month.
        return ((parts[2] * 24 + parts[3]) * 60 + parts[4]) * 60 + parts[5]
    }

    // MARK: Looking things up

    func steps(of connection: Int) -> [Step] { steps.filter { $0.connection == connection } }

    func commands(_ verb: String, of connection: Int? = nil) -> [Step] {
        steps.filter { $0.kind == "command" && $0.verb == verb && (connection == nil || $0.connection == connection) }
    }

    func reply(to step: Step) -> Step? {
        steps.first { $0.connection == step.connection && $0.kind == "reply" && $0.answers == step.number }
    }

    /// The first word of the server's greeting.
    func host(of connection: Int) -> String {
        let greeting = steps(of: connection).first { $0.kind == "reply" }?.lines.first ?? ""
        return String(greeting.split(separator: " ").first ?? "")
    }

    /// What stands between the brackets of MAIL or RCPT.
    static func address(in text: String) -> String {
        String(text.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
    }

    static func local(_ address: String) -> String { String(address.prefix { $0 != "@" }) }

    static func last(_ text: String) -> String { String(text.split(separator: " ").last ?? "") }
}
