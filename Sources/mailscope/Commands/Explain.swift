import ArgumentParser
import Dialogue
import Rendering

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain commands, reply codes, phases, actors and notes.",
        discussion: """
            For example: mailscope explain 550 5.1.1, mailscope explain RCPT TO, mailscope explain -ERR '[IN-USE]'.

            Exit codes: 0 explained, 1 a word is not known.
            """)

    @Argument(parsing: .allUnrecognized, help: "What to explain.")
    var words: [String] = []

    @Flag(help: "The catalogue of notes: everything that the tracer may remark.")
    var notes = false

    @Flag(help: "The states of SMTP and POP3 sessions and what leads from one to the other.")
    var states = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if words.isEmpty, !notes, !states {
            throw ValidationError("Name a command, a code or a term, or ask for --notes or --states.")
        }
    }

    func run() async throws {
        var sink = output.sink()
        if notes {
            for name in Glossary.names(of: .note) {
                write(Glossary.lookup(words: [name]), to: &sink)
                sink.append("\n")
            }
        }
        if states {
            for diagram in [StateDiagram.smtp, .pop3] {
                sink.append("\(diagram.name)\n" + diagram.lines.map { "  \($0)\n" }.joined() + "\n")
            }
        }
        guard !words.isEmpty else {
            sink.flush()
            return
        }
        // The customary mark in front of words that begin with a hyphen.
        let asked = words.first == "--" ? Array(words.dropFirst()) : words
        let explanation = Glossary.lookup(words: asked)
        write(explanation, to: &sink)
        sink.flush()
        if !explanation.isUnderstood { throw ExitCode(Failure.nothingFound) }
    }

    private func write(_ explanation: Explanation, to sink: inout ByteSink) {
        for line in explanation.lines(width: output.columns) { sink.append(line + "\n") }
        sink.recordEnded()
    }
}
