import Capture
import Glibc
import Lessons
import Packets
import Rendering
import Simulator

/// Why the program ends early: a sentence for people on standard error, and a sysexits code for scripts.
struct Failure: Error {
    static let nothingFound: Int32 = 1
    static let usage: Int32 = 64
    static let badData: Int32 = 65
    static let noInput: Int32 = 66
    static let unavailable: Int32 = 69

    var message: String
    var code: Int32

    init(_ message: String, code: Int32) {
        self.message = message
        self.code = code
    }

    /// Errors of the floors below, each with the code that fits it; nil for what ArgumentParser reports itself.
    init?(describing error: any Error) {
        switch error {
        case let error as CaptureFileError: self.init(error.description, code: error.exitCode)
        case let error as ExportError: self.init(error.description, code: error.exitCode)
        case let error as CaptureError: self.init(error.description, code: error.exitCode)
        case let error as CaptureWriteError: self.init(error.description, code: error.exitCode)
        case let error as LessonError: self.init(error.description, code: error.exitCode)
        case let error as ScenarioError: self.init(error.description, code: error.exitCode)
        case let error as StationError: self.init(error.description, code: Failure.unavailable)
        case let error as TLSError: self.init("\(error).", code: Failure.unavailable)
        case let error as DiskError: self.init("I \(error).", code: 74)
        default: return nil
        }
    }

    func report() { Message.print(message) }
}

/// Sentences on standard error, so that standard output holds nothing but the work.
enum Message {
    /// Text from files and wires may be in it: control characters are shown, not obeyed.
    static func print(_ text: String) {
        let line = Array("mailscope: \(Escaping.visible(text))\n".utf8)
        line.withUnsafeBytes { _ = write(2, $0.baseAddress, $0.count) }
    }
}
