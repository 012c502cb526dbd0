import ArgumentParser
import Rendering

extension ExportForm: ExpressibleByArgument {}

/// Whether and how messages are written to files.
struct ExportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write each message that crossed (DATA, BDAT, RETR) into this folder, octet for octet; files that are there stay as they are.",
            valueName: "folder"))
    var export: String?

    @Option(
        help: ArgumentHelp(
            "eml: a file each. mbox: one file. maildir: a folder that mail readers open. (default: eml)",
            valueName: "form"))
    var exportAs: ExportForm?

    func validate() throws {
        if exportAs != nil, export == nil { throw ValidationError("--export-as needs --export FOLDER.") }
    }

    /// - Parameter decidesLater: Whether a connection is wanted will be known only after its messages came.
    func exporter(decidesLater: Bool) throws -> MessageExporter? {
        try export.map { try MessageExporter(path: $0, form: exportAs ?? .eml, decidesLater: decidesLater) }
    }
}
