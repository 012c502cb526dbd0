import Dialogue
import Simulator

/// The texts that a lesson is made of: its own file, and scenarios beside it. Nothing else is ever read for it.
package struct LessonSource: Sendable {
    /// What errors call the file: `Lessons/hand-smtp/lesson.md`.
    package var file: String
    package var text: String
    /// By file name, `away.yaml`, where they are at hand already.
    package var companions: [String: String]
    /// The lesson's words in other languages, by language tag, where they are at hand already.
    package var translations: [String: String]
    /// Where others lie; nil where there is no folder.
    package var folder: String?
    /// Scenarios that stand in the lesson file itself, by name; on the lines where they stand there.
    var inner: [String: String] = [:]

    package init(
        file: String, text: String, companions: [String: String] = [:], translations: [String: String] = [:],
        folder: String? = nil
    ) {
        self.file = file
        self.text = text
        self.companions = companions
        self.translations = translations
        self.folder = folder
    }

    /// The scenario file of that plain name; nil where there is none.
    func companion(_ name: String) throws(LessonError) -> String? {
        if let text = inner[name] ?? companions[name] { return text }
        guard let folder, Self.isCompanion(name), Disk.exists("\(folder)/\(name)") else { return nil }
        return try Course.text(of: "\(folder)/\(name)")
    }

    /// `away.yaml`: a name that leads nowhere else.
    static func isCompanion(_ name: String) -> Bool {
        name.hasSuffix(".yaml") && LessonReader.isName(String(name.dropLast(".yaml".count)))
    }

    /// What errors call a scenario of the lesson.
    func path(of name: String) -> String { inner[name] == nil ? "\(home)\(name)" : file }

    /// The folder in front of the file's name, with its slash.
    private var home: String {
        file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    }

    /// A case of an exam: the file `NAME.md` beside it; nil where there is none.
    package func `case`(_ name: String) throws(LessonError) -> LessonSource? {
        let plain = "\(name).md"
        var source = self
        source.file = "\(home)\(plain)"
        source.inner = [:]
        if let text = companions[plain] {
            source.text = text
        } else if let folder, LessonReader.isName(name), Disk.exists("\(folder)/\(plain)") {
            source.text = try Course.text(of: "\(folder)/\(plain)")
        } else {
            return nil
        }
        return source
    }
}
