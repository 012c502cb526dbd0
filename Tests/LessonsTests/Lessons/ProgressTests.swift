import Lessons
import Simulator
import Testing

@Suite("Progress is kept between runs")
struct ProgressTests {
    /// A progress file in a folder of its own that does not exist yet.
    static func withFile(_ body: (ProgressFile, String) throws -> Void) throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        try body(ProgressFile(path: "\(folder)/state/progress.json"), "\(folder)/state")
    }

    static let lesson = try? LessonReader.read(smallLesson, file: "f")

    @Test("what is saved is read again, and nothing else lies there")
    func roundTrip() throws {
        let lesson = try #require(Self.lesson)
        try Self.withFile { file, folder in
            #expect(file.load().progress == Progress())
            let mark = Progress.Mark(hash: lesson.steps[0].hash, assisted: true, misses: 2, hints: 3)
            #expect(file.update { $0.add(mark, of: lesson.steps[0], in: lesson) } == nil)
            let (progress, warning) = file.load()
            #expect(warning == nil)
            #expect(progress.mark(of: lesson.steps[0], in: lesson) == mark)
            #expect(progress.done(in: lesson) == 1)
            #expect(progress.assisted(in: lesson) == 1)
            let names = try Disk.names(in: folder)
            #expect(names == ["progress.json"])
        }
    }

    @Test("two windows do not take each other's progress away")
    func twoWindows() throws {
        let lesson = try #require(Self.lesson)
        try Self.withFile { file, _ in
            let other = ProgressFile(path: file.path)
            _ = file.update { $0.add(.init(hash: lesson.steps[0].hash), of: lesson.steps[0], in: lesson) }
            _ = other.update { $0.add(.init(hash: lesson.steps[1].hash), of: lesson.steps[1], in: lesson) }
            #expect(file.load().progress.done(in: lesson) == 2)
        }
    }

    @Test("a step that was rewritten is open again, the others stay done")
    func rewritten() throws {
        let lesson = try #require(Self.lesson)
        var progress = Progress()
        for step in lesson.steps { progress.add(.init(hash: step.hash), of: step, in: lesson) }
        let changed = try LessonReader.read(
            smallLesson.replacing("How many recipients?", with: "How many?"), file: "f")
        #expect(progress.done(in: lesson) == 2)
        #expect(progress.done(in: changed) == 1)
        #expect(progress.mark(of: changed.steps[0], in: changed) != nil)
    }

    @Test(
        "a damaged file is set aside, however it is damaged",
        arguments: [
            "", "{", "[]", "{\"version\": 1}", "{\"version\": 2, \"lessons\": {}}", "\u{0}\u{1}",
            "{\"version\": 1, \"lessons\": {\"a\": 3}}",
            String(repeating: "[", count: 9_000),
        ])
    func damaged(text: String) throws {
        let lesson = try #require(Self.lesson)
        try Self.withFile { file, folder in
            try Disk.makeFolder(folder)
            let path = try #require(file.path)
            try Disk.write(Array(text.utf8), toNew: path)
            let (progress, warning) = file.load()
            #expect(progress == Progress())
            #expect(warning?.contains("progress.json.damaged-1") == true)
            #expect(try Disk.read("\(path).damaged-1") == Array(text.utf8))
            #expect(file.update { $0.add(.init(hash: lesson.steps[0].hash), of: lesson.steps[0], in: lesson) } == nil)
            #expect(file.load().progress.done(in: lesson) == 1)
        }
    }

    @Test("a file cut at any byte is whole or set aside, and the next save works")
    func cuts() throws {
        let lesson = try #require(Self.lesson)
        try Self.withFile { file, folder in
            _ = file.update { $0.add(.init(hash: lesson.steps[0].hash), of: lesson.steps[0], in: lesson) }
            let path = try #require(file.path)
            let whole = try Disk.read(path)
            for length in 0..<whole.count - 1 {
                Disk.removeAll(folder)
                try Disk.makeFolder(folder)
                try Disk.write(Array(whole[..<length]), toNew: path)
                #expect(file.load().warning != nil, "cut at \(length)")
            }
        }
    }

    @Test("where nothing can be written, the learner is told")
    func unwritable() {
        #expect(ProgressFile(path: nil).update { _ in } != nil)
        let words = ProgressFile(path: "/dev/null/progress.json").update { _ in }
        #expect(words?.hasPrefix("Your progress is not kept") == true)
    }

    @Test(
        "the place is the environment's",
        arguments: [
            (["MAILSCOPE_STATE": "/a", "XDG_STATE_HOME": "/b", "HOME": "/c"], "/a/progress.json"),
            (["XDG_STATE_HOME": "/b", "HOME": "/c"], "/b/mailscope/progress.json"),
            (["XDG_STATE_HOME": "", "HOME": "/c"], "/c/.local/state/mailscope/progress.json"),
            ([:], nil),
        ] as [([String: String], String?)])
    func place(environment: [String: String], path: String?) {
        #expect(ProgressFile { environment[$0] }.path == path)
    }

    @Test("the list says in words how far one is")
    func list() throws {
        let lesson = try Course.lesson(named: "push-and-pull")
        var progress = Progress()
        func entry(_ id: String) throws -> Course.Entry? { try Course.list(progress).first { $0.id == id } }
        #expect(try Course.list(progress).allSatisfy { $0.mark() == "new" })
        #expect(try entry("hand-smtp")?.missing == ["push-and-pull"])
        progress.add(.init(hash: lesson.steps[0].hash), of: lesson.steps[0], in: lesson)
        #expect(try Course.table(Course.list(progress)).contains("1/\(lesson.steps.count) steps  begun"))
        for step in lesson.steps {
            progress.add(.init(hash: step.hash, assisted: step.id == "names"), of: step, in: lesson)
        }
        #expect(try entry("push-and-pull")?.mark() == "done, 1 with help")
        #expect(try entry("hand-smtp")?.missing == [])
    }
}
