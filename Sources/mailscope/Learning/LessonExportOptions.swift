import ArgumentParser
import Glibc
import Lessons
import Rendering

/// How `learn` writes a lesson down in place of playing it.
struct LessonExportOptions: ParsableArguments {
    @Option(
        help: """
            Write the lesson down in place of playing it: markdown or text (a hand-out), html (a page that needs no network), \
            cast (a film of a terminal, asciicast 2) or pcap (the capture of its run).
            """)
    var export: LessonExport.Format?

    @Option(help: "With --export: the file to write; standard output unless given.")
    var output: String?

    @Flag(help: "With --export: with answers and reasons, in place of blanks.")
    var key = false

    @Option(help: "With --export pcap: whose capture, by the run's name; the usual one unless given.")
    var run: String?

    func validate() throws {
        if export == nil, output != nil || key || run != nil {
            throw ValidationError("--output, --key and --run go with --export.")
        }
        if run != nil, export != .pcap { throw ValidationError("--run goes with --export pcap.") }
        if export?.isBinary == true, output == nil, isatty(1) == 1 {
            throw ValidationError("A capture is not for a terminal: name a file with --output.")
        }
    }

    func write(_ lesson: Lesson, as format: LessonExport.Format) async throws {
        let octets = try await LessonExport.octets(of: lesson, as: format, hasKey: key, run: run)
        if let output { return try CaptureFile.write(octets, to: output) }
        var sink = ByteSink(descriptor: 1)
        sink.append(octets)
        sink.flush()
        if let failure = sink.failure {
            throw Failure("I cannot write to standard output: \(String(cString: strerror(failure))).", code: 74)
        }
    }
}

extension LessonExport.Format: ExpressibleByArgument {}
