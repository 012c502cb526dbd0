import Capture
import Dialogue
import Packets
import Rendering

/// Reads capture files one after the other and shows what they hold.
struct FileTrace {
    var files: [String]
    var filter: String?

    /// - Parameter connection: The only one that is wanted; nil for all.
    /// - Throws: ``Failure`` after everything readable was shown: 65 for a cut or damaged file, 1 where no mail was found.
    func run(_ shown: inout Shown, _ sink: ByteSink, connection: Int32?) throws {
        var sink = sink
        var found: Int32 = 0
        let problem = try read(needs: shown.needs, &sink) { record, sink in
            if case .connection(let record) = record { found = max(found, record.connection) }
            shown.render(record, to: &sink)
        }
        try shown.finish(to: &sink)
        if !sink.isClosed { try judge(problem, found, connection) }
    }

    /// Everything at once, to be leafed through.
    ///
    /// - Parameter show: Called with all records before anything is thrown.
    func leaf(connection: Int32?, _ show: ([Record]) throws -> Void) throws {
        var records: [Record] = []
        var sink = ByteSink()
        var found: Int32 = 0
        let problem = try read(needs: .full, &sink) { record, _ in
            if case .connection(let record) = record { found = max(found, record.connection) }
            records.append(record)
        }
        try show(records)
        try judge(problem, found, connection)
    }

    private func judge(_ problem: Failure?, _ found: Int32, _ connection: Int32?) throws {
        if let problem { throw problem }
        guard found > 0 else { throw Failure("No mail in \(names).", code: Failure.nothingFound) }
        guard let connection, connection > found else { return }
        throw Failure(
            "There is no connection \(connection) in \(names); there \(found == 1 ? "is 1" : "are 1 to \(found)").",
            code: Failure.nothingFound)
    }

    private var names: String { files.map { $0 == "-" ? "standard input" : $0 }.joined(separator: ", ") }

    private static func unread(_ unknown: (frames: Int, linkType: LinkType)) -> Failure {
        Failure(
            "\(unknown.frames) \(unknown.frames == 1 ? "frame is" : "frames are") of link type "
                + "\(unknown.linkType.rawValue), which is not read; frames of other types were. "
                + "Capture on a network interface.", code: Failure.badData)
    }

    /// - Returns: What was wrong with a file, once all that could be read has been.
    private func read(
        needs: Needs, _ sink: inout ByteSink, _ show: (Record, inout ByteSink) -> Void
    ) throws -> Failure? {
        let frameFilter = try filter.map { try FrameFilter($0) }
        var tracer = Tracer(needs: needs)
        var problem: Failure?
        var lost = 0
        for file in files {
            var reader = try CaptureReader(path: file)
            do {
                while let frame = try reader.next() {
                    if let frameFilter, !frameFilter.matches(frame) { continue }
                    tracer.accept(frame)
                    tracer.drain { show($0, &sink) }
                    if sink.isClosed { return nil }
                }
            } catch {
                problem = Failure(error.description, code: error.exitCode)
            }
            lost += reader.lost
            if reader.isCut {
                problem = Failure(
                    "\(file == "-" ? "Standard input" : file) is cut short: \(reader.lost) bytes of its last frame "
                        + "could not be read. Everything before was.", code: Failure.badData)
            }
        }
        tracer.finish(lost: lost)
        tracer.drain { show($0, &sink) }
        return problem ?? tracer.unknownLink.map(Self.unread)
    }
}
