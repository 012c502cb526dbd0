import ArgumentParser
import Dialogue
import Glibc
import Packets
import Rendering
import Simulator

/// Shows what stations say as it is said: the events of their tape become frames, and the tracer reads those as it reads an
/// interface's.
struct LiveDialogue {
    /// A capture file that keeps the frames.
    var write: String?
    /// A file that keeps the TLS secrets, in the form of SSLKEYLOGFILE.
    var writeKeyLog: String?
    let keyLog: KeyLogBook
    /// Else the dialogues are only kept in the files.
    var isShown = true

    /// Shows all until the events end.
    ///
    /// - Parameter connection: Who takes part in a connection, by its number.
    func show(
        _ news: AsyncStream<WireTap.News>, _ output: OutputOptions, explain: Teaching,
        connection: (Int) async -> Tape.Connection?
    ) async throws {
        var shown = Shown(output, explain: explain, order: .tagged)
        var sink = output.sink(isLive: true)
        let keys = KeyRing { [] }
        let log = try writeKeyLog.map { try KeyLogWriter(path: $0) }
        keyLog.listen { line in
            keys.add(lines: line)
            log?.write(line)
        }
        var file = try write.map { try PcapngWriter(path: $0) }
        let interface = try file?.addInterface(name: "tape") ?? 0
        var written = 0
        var framer = TapeFramer()
        var tracer = Tracer(needs: shown.needs, keys: keys)
        var comments = FrameComments()
        var number = 0
        for await one in news {
            guard case .event(let event) = one else {
                if isShown, case .decision(let decision) = one { shown.render(.decision(decision), to: &sink) }
                sink.flush()
                continue
            }
            guard let parties = await connection(event.connection) else { continue }
            // A reader of the file wants the secrets before the frames that they open.
            if file != nil, keyLog.octets.count > written {
                let octets = keyLog.octets
                try file?.addSecrets(Array(octets[written...]))
                written = octets.count
            }
            for frame in framer.frames(of: event, in: parties) {
                number += 1
                guard isShown || write != nil else { continue }
                tracer.accept(
                    FrameInfo(
                        number: number, time: frame.time, originalLength: frame.bytes.count, linkType: .ethernet),
                    bytes: frame.bytes.span)
                var remarks: [String] = []
                tracer.drain { record in
                    if write != nil, let remark = comments.comment(on: record) { remarks.append(remark.text) }
                    if isShown { shown.render(record, to: &sink) }
                }
                // Beside the frame that told what a step is, which is mostly the one that carries it.
                try file?.write(frame.bytes.span, time: frame.time, interface: interface, comments: remarks)
            }
            sink.flush()
            try file?.flush()
        }
        tracer.finish()
        tracer.drain { if isShown { shown.render($0, to: &sink) } }
        try file?.finish()
        try shown.finish(to: &sink)
    }
}

/// What is kept and shown of dialogues as they are spoken, for every command whose stations run until they are ended.
struct LiveDialogueOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Also keep the dialogues in this capture file.", valueName: "file.pcapng"))
    var write: String?

    @Option(help: ArgumentHelp("Also keep the TLS secrets in this file (NSS format).", valueName: "file"))
    var writeKeylog: String?

    @Flag(inversion: .prefixedNo, help: "Say what each step means, with the RFC section.")
    var explain: Bool?

    @OptionGroup(title: "Output") var output: OutputOptions

    /// Files are to be written.
    var keepsFiles: Bool { write != nil || writeKeylog != nil }

    /// Shows what the stations say until somebody asks the program to end, and their events end.
    ///
    /// - Parameters:
    ///   - isShown: Else the dialogues are only kept in the files.
    ///   - connection: Who takes part in a connection, by its number.
    ///   - ending: Called when the program was asked to end: stops the stations.
    ///   - stop: Stops the stations after an error.
    func show(
        _ news: AsyncStream<WireTap.News>, _ keyLog: KeyLogBook, isShown: Bool = true,
        connection: (Int) async -> Tape.Connection?, ending: @escaping @Sendable () async -> Void,
        stop: () async -> Void
    ) async throws {
        async let isAsked: Void = {
            await Interruption.wait()
            await ending()
        }()
        let dialogue = LiveDialogue(write: write, writeKeyLog: writeKeylog, keyLog: keyLog, isShown: isShown)
        do {
            let teaching = explain.map { $0 ? Teaching.always : .never } ?? .usual
            try await dialogue.show(news, output, explain: teaching, connection: connection)
        } catch {
            await stop()
            throw error
        }
        await isAsked
    }
}

/// Appends to a key log, a line at a time, so that whoever reads it meanwhile sees whole lines.
final class KeyLogWriter: Sendable {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure("\(path) cannot be written: \(String(cString: strerror(errno))).", code: 73)
        }
    }

    deinit { close(descriptor) }

    func write(_ line: [UInt8]) { line.withUnsafeBytes { _ = Glibc.write(descriptor, $0.baseAddress, $0.count) } }
}

extension Interruption {
    /// Returns when somebody has asked the program to end.
    ///
    /// To be called behind ``watch(onceOnly:)``.
    static func wait() async {
        while !isAsked, (try? await Task.sleep(for: .milliseconds(50))) != nil {}
    }
}
