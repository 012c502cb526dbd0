import Capture
import Dialogue
import Packets
import Rendering

/// Reads capture files one after the other and shows what they hold.
struct FileTrace {
    var files: [String]
    var filter: String?

    /// - Throws: ``Failure`` after everything readable was shown: 65 for a cut or damaged file, 1 where no mail was found.
    func run(_ shown: inout Shown, _ sink: ByteSink) throws {
        var sink = sink
        var found = false
        let problem = try read(needs: shown.needs, &sink) { record, sink in
            if case .connection = record { found = true }
            shown.render(record, to: &sink)
        }
        shown.finish(to: &sink)
        if let problem { throw problem }
        if !found, !sink.isClosed { throw Failure("No mail in \(names).", code: Failure.nothingFound) }
    }

    /// Everything at once, to be leafed through.
    func records() throws -> [Record] {
        var records: [Record] = []
        var sink = ByteSink()
        let problem = try read(needs: .full, &sink) { record, _ in records.append(record) }
        if let problem { problem.report() }
        return records
    }

    private var names: String { files.map { $0 == "-" ? "standard input" : $0 }.joined(separator: ", ") }

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
        return problem
    }
}
