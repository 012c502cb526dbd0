import Capture
import Dialogue
import Glibc
import Packets
import Rendering

/// Reads capture files as one, in the order of time, and shows what they hold.
struct FileTrace {
    var files: [String]
    /// In the language of tcpdump.
    var filter: String?
    /// A file of TLS secrets, beside those that the captures bring along.
    var keyLog: String?
    var wanted = TraceFilter()
    var redacts = false
    var export = ExportOptions()

    /// - Throws: ``Failure`` after everything readable was shown: 65 for a cut or damaged file, 1 where nothing was found.
    func run(_ shown: inout Shown, _ sink: ByteSink) throws {
        var sink = sink
        let outcome = try read(needs: shown.needs, letters: shown.lettersShown, &sink) { record, sink in
            shown.render(record, to: &sink)
        }
        try shown.finish(to: &sink)
        try outcome.judge(quiet: sink.isClosed)
    }

    /// Everything at once, to be leafed through.
    ///
    /// - Parameter show: Called with all records before anything is thrown.
    func leaf(needs: Needs, _ show: ([Record]) throws -> Void) throws {
        var records: [Record] = []
        var sink = ByteSink()
        let outcome = try read(needs: needs, &sink) { record, _ in records.append(record) }
        try show(records)
        try outcome.judge(quiet: false)
    }

    // MARK: Reading

    private func read(
        needs: Needs, letters: Int32 = .max, _ sink: inout ByteSink, _ show: (Record, inout ByteSink) -> Void
    ) throws -> Outcome {
        let frameFilter = try filter.map { try FrameFilter($0) }
        let keys = try KeyLogFile.ring(path: keyLog, grows: false)
        let decidingKeys = keys.copy()
        var merge = CaptureMerge(paths: files) { keys.add($0) }
        if merge.readable == 0, let problem = merge.problems.first {
            for other in merge.problems.dropFirst() { Message.print(other.description) }
            throw Failure(problem.description, code: problem.exitCode)
        }
        let exports = export.export != nil
        if exports { Interruption.watch() }
        let decided = try decide(frameFilter, decidingKeys, needs)
        let holds = !wanted.isEmpty && decided == nil
        var sieve = Sieve(
            filter: wanted, decided: decided, redactor: redacts ? Redactor() : nil,
            exporter: try export.exporter(decidesLater: holds))
        var needs = needs
        if redacts { needs = .full.subtracting(.hashes).union(needs.intersection(.everything)) }
        if exports { needs.formUnion([.contents, .messages]) }
        if holds { needs.formUnion(wanted.needs) }
        // A filter chooses records; without one, a summary only needs numbers.
        if !wanted.isEmpty { needs.formUnion([.dialogue, .texts]) }
        // Nobody watches, and no message is being named meanwhile.
        let isPatient = sink.pace == .full && !exports
        var tracer = Tracer(needs: needs, keys: keys)
        // With a filter, nobody knows yet which connections will be the first ones shown.
        if wanted.isEmpty { tracer.previewedConnections = letters }
        merge.lendEach { frame in
            if frame.info.number == 1 { sieve.begin(captureStart: frame.info.time) }
            if let frameFilter, !frameFilter.matches(frame) { return true }
            tracer.accept(frame)
            if exports {
                tracer.drainPieces { sieve.pass($0) }
                if Interruption.isAsked { return false }
            }
            if isPatient {
                tracer.drainIfDue { sieve.pass($0) { show($0, &sink) } }
            } else {
                tracer.drain { sieve.pass($0) { show($0, &sink) } }
            }
            return !sink.isClosed
        }
        while tracer.closeSome() {
            tracer.drainPieces { sieve.pass($0) }
            tracer.drain { sieve.pass($0) { show($0, &sink) } }
        }
        tracer.finish(lost: merge.lost)
        tracer.drainPieces { sieve.pass($0) }
        tracer.drain { sieve.pass($0) { show($0, &sink) } }
        sieve.finish()
        return Outcome(
            files: files, wanted: wanted, sieve: sieve, problems: merge.problems,
            unread: tracer.unknownLink.map(Outcome.unread),
            interruptedAfter: exports && Interruption.isAsked ? merge.frames : nil)
    }

    /// Which connections are wanted, by a reading of its own that computes only what the filter asks for: so nothing has to be
    /// held, and the second reading shows all of them from their beginning.
    ///
    /// - Returns: nil where one reading is enough, or no second one is possible.
    private func decide(_ frameFilter: FrameFilter?, _ keys: KeyRing, _ needs: Needs) throws -> FilterJudge? {
        guard !wanted.isDecidedByNumber, files.allSatisfy({ Self.isRegular($0) }) else { return nil }
        var judge = FilterJudge(wanted)
        // Where all connections are reported they are all numbered.
        var tracer = Tracer(needs: wanted.needs.union(needs.intersection(.everything)), keys: keys)
        var merge = CaptureMerge(paths: files) { keys.add($0) }
        merge.lendEach { frame in
            if frame.info.number == 1 { judge.begin(captureStart: frame.info.time) }
            if let frameFilter, !frameFilter.matches(frame) { return true }
            tracer.accept(frame)
            tracer.drain { judge.judge($0) }
            return !Interruption.isAsked
        }
        while tracer.closeSome() { tracer.drain { judge.judge($0) } }
        tracer.finish()
        tracer.drain { judge.judge($0) }
        return judge
    }

    private static func isRegular(_ path: String) -> Bool {
        var facts = stat()
        return path != "-" && stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
    }
}

/// What a reading came to, once all that could be shown was.
private struct Outcome {
    var files: [String]
    var wanted: TraceFilter
    var sieve: Sieve
    var problems: [CaptureMerge.Problem]
    /// Frames of a link type that is not read.
    var unread: Failure?
    /// Frames read before Ctrl-C.
    var interruptedAfter: Int?

    private var names: String { files.map { $0 == "-" ? "standard input" : $0 }.joined(separator: ", ") }

    static func unread(_ unknown: (frames: Int, linkType: LinkType)) -> Failure {
        Failure(
            "\(unknown.frames) \(unknown.frames == 1 ? "frame is" : "frames are") of link type "
                + "\(unknown.linkType.rawValue), which is not read; frames of other types were. "
                + "Capture on a network interface.", code: Failure.badData)
    }

    /// - Parameter quiet: The reader of the output went away: nothing is wrong with the files.
    func judge(quiet: Bool) throws {
        if let failure = sieve.exportFailure { throw failure }
        if sieve.partial > 0 {
            Message.print(
                "\(sieve.partial == 1 ? "1 connection is" : "\(sieve.partial) connections are") shown without the "
                    + "beginning: more was said than is held (\(HeldRecords.connectionLimit / 1_024) KiB) before the "
                    + "filter fitted. Read from a file, it would be shown whole.")
        }
        if let interruptedAfter { throw Failure("Stopped after \(interruptedAfter) frames.", code: 130) }
        if quiet { return }
        for problem in problems.dropLast() { Message.print(problem.description) }
        if let last = problems.last {
            throw Failure(last.description, code: (problems.first ?? last).exitCode)
        }
        if let unread { throw unread }
        guard sieve.found > 0 else { throw Failure("No mail in \(names).", code: Failure.nothingFound) }
        guard sieve.isChoosing, sieve.wanted == 0 else { return }
        let there = sieve.found == 1 ? "is 1" : "are 1 to \(sieve.found)"
        if wanted.isDecidedByNumber, wanted.connections.count == 1, let number = wanted.connections.first {
            throw Failure(
                "There is no connection \(number) in \(names); there \(there).", code: Failure.nothingFound)
        }
        throw Failure(
            "No connection in \(names) fits the filter; there \(there).", code: Failure.nothingFound)
    }
}
