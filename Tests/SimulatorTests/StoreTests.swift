import Simulator
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder that is gone when the test is over.
///
/// - Parameter parent: nil for the system's place for temporary files.
func withScratchFolder<Result>(in parent: String? = nil, _ body: (String) throws -> Result) throws -> Result {
    let folder = try Disk.makeScratchFolder(in: parent)
    defer { Disk.removeAll(folder) }
    return try body(folder)
}

@Suite("Letters on disk")
struct StoreTests {
    @Test("a maildrop gives letters back in the order they came, octet for octet")
    func maildirOrder() throws {
        try withScratchFolder { folder in
            let maildir = try Maildir(folder: "\(folder)/bob")
            let letters: [[UInt8]] = [Array("one\r\n".utf8), [0, 255, 13, 10], []]
            for letter in letters { try maildir.deliver(letter, host: "mx.north.example", time: Scenario.usualStart) }
            let entries = try maildir.letters()
            #expect(try entries.map { try maildir.read($0) } == letters)
            #expect(entries.map(\.octets) == [5, 4, 0])
            #expect(entries.first?.name == "1767603600.M000001.mx.north.example")
        }
    }

    @Test("maildrops are kept where the folder was prepared before, also on a file system that lays nothing apart")
    func preparedRoom() throws {
        for parent in [nil, "/dev/shm"] {
            guard parent.map({ access($0, W_OK) == 0 }) ?? true else { continue }
            try withScratchFolder(in: parent) { folder in
                let room = MaildropRoom(folder: "\(folder)/maildrops")
                try room.prepare()
                try room.maildir(of: "bob@north.example").deliver([1, 2], host: "mx", time: 0)
                try room.prepare()
                let maildir = try room.maildir(of: "bob@north.example")
                #expect(try maildir.letters().map { try maildir.read($0) } == [[1, 2]])
            }
        }
    }

    @Test("a letter keeps its unique name when it has been listed, and a removed one is gone")
    func maildirNames() throws {
        try withScratchFolder { folder in
            let maildir = try Maildir(folder: "\(folder)/bob")
            for _ in 0..<3 { try maildir.deliver([1], host: "mx", time: 0) }
            let before = try maildir.letters().map(\.name)
            try maildir.markListed(maildir.letters())
            let entries = try maildir.letters()
            #expect(entries.map(\.name) == before)
            #expect(entries.allSatisfy { $0.path.contains("/cur/") })
            try maildir.remove(entries[0])
            try maildir.remove(entries[0])
            let name = try maildir.deliver([2], host: "mx", time: 0)
            #expect(!before.contains(name))
            #expect(try maildir.letters().count == 3)
        }
    }

    @Test("a deleted letter is out of sight at once, and its room is free a moment later")
    func undertaker() async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let maildir = try Maildir(folder: "\(folder)/bob")
        for _ in 0..<5 { try maildir.deliver([1], host: "mx", time: 0) }
        try Disk.write([1, 2, 3], toNew: "\(folder)/bob/tmp/0.M000007.mx")
        try maildir.remove(maildir.letters().dropLast())
        #expect(try maildir.letters().map(\.name) == ["0.M000005.mx"])
        await Undertaker.shared.settle()
        // Somebody may be writing it.
        #expect(try Disk.names(in: "\(folder)/bob/tmp") == ["0.M000007.mx"])
        #expect(try Disk.names(in: "\(folder)/bob/new") == ["0.M000005.mx"])
    }

    @Test("a new letter takes over the room of one that was deleted a moment ago, and nothing of that is left in it")
    func takenOver() throws {
        try withScratchFolder { folder in
            let maildir = try Maildir(folder: "\(folder)/bob")
            let old = [UInt8](repeating: 7, count: 3_000)
            for _ in 0..<3 { try maildir.deliver(old, host: "mx", time: 0) }
            let entries = try maildir.letters()
            // A backup has it under another name.
            try #require(link(entries[1].path, "\(folder)/backup") == 0)
            try maildir.remove([entries[0], entries[1]])
            let letters: [[UInt8]] = [
                [1, 2, 3], [UInt8](repeating: 5, count: 4_000), [UInt8](repeating: 6, count: 5_000),
            ]
            for letter in letters { try maildir.deliver(letter, host: "mx", time: 0) }
            let found = try maildir.letters()
            #expect(try found.map { try maildir.read($0) } == [old] + letters)
            #expect(Set(found.map(\.name)).isDisjoint(with: [entries[0].name, entries[1].name]))
            #expect(try Disk.read("\(folder)/backup") == old)
        }
    }

    @Test("whoever still reads a deleted letter reads it to its end, whatever letter comes next")
    func stillRead() throws {
        try withScratchFolder { folder in
            let maildir = try Maildir(folder: "\(folder)/bob")
            let old = [UInt8](repeating: 7, count: 3_000)
            try maildir.deliver(old, host: "mx", time: 0)
            let entry = try #require(try maildir.letters().first)
            let reader = open(entry.path, O_RDONLY)
            try #require(reader >= 0)
            defer { close(reader) }
            try maildir.remove(entry)
            try maildir.deliver([UInt8](repeating: 5, count: 3_000), host: "mx", time: 0)
            var octets = [UInt8](repeating: 0, count: 4_000)
            let count = read(reader, &octets, octets.count)
            #expect(Array(octets.prefix(max(0, count))) == old)
        }
    }

    @Test("a letter that was not finished is no letter")
    func maildirAtomicity() throws {
        try withScratchFolder { folder in
            let maildir = try Maildir(folder: "\(folder)/bob")
            // What a delivery that died leaves behind, under the very name that the next would take.
            try Disk.write([1, 2, 3], toNew: "\(folder)/bob/tmp/0.M000001.mx")
            #expect(try maildir.letters().isEmpty)
            try maildir.deliver([4], host: "mx", time: 0)
            #expect(try maildir.letters().map { try maildir.read($0) } == [[4]])
        }
    }

    @Test(
        "a user's name is never a path",
        arguments: [
            ("bob", "bob"), ("../../etc", "=2e.=2f..=2fetc"), (".", "=2e"), ("a/b", "a=2fb"), ("", "="), ("Bob", "bob"),
            ("a@b.example", "a=40b.example"), ("a=2f", "a=3d2f"),
        ])
    func folderNames(text: String, name: String) {
        #expect(safeFolderName(text) == name)
    }

    @Test("the queue survives a restart, each recipient's fate included")
    func queueRestart() throws {
        try withScratchFolder { folder in
            let content = Array("Subject: x\r\n\r\nwaiting a@b\n\nfrom c\r\n".utf8) + [0, 254]
            var letter = QueuedLetter(
                id: "AB", reversePath: "alice@south.example",
                recipients: ["bob@north.example", "\"a b\"@north.example"],
                body: "8BITMIME", isInternational: true, time: 5, content: content)
            letter = try Queue(folder: folder).add(letter)
            letter.recipients[0].fate = .failed("550 5.1.1 No such user")
            letter.recipients[1].fate = .delivered
            try Queue(folder: folder).save(letter)
            let later = QueuedLetter(id: "AB", reversePath: "", recipients: ["bob@north.example"], time: 6, content: [])
            let second = try Queue(folder: folder).add(later)
            #expect(second.id != letter.id)

            let reopened = try Queue(folder: folder)
            #expect(try reopened.letters() == [letter, second])
            #expect(second.waiting == ["bob@north.example"])
            try reopened.remove(letter)
            #expect(try reopened.letters() == [second])
        }
    }

    @Test("a foreign file in the queue is left alone")
    func queueStranger() throws {
        try withScratchFolder { folder in
            let queue = try Queue(folder: folder)
            try Disk.write(Array("hello\n".utf8), toNew: "\(folder)/letters/notes.txt")
            #expect(try queue.letters().isEmpty)
            #expect(Disk.exists("\(folder)/letters/notes.txt"))
        }
    }

    @Test("the same seed draws the same, another purpose something else")
    func random() {
        var first = SeededRandom(seed: 7, purpose: "a")
        var same = SeededRandom(seed: 7, purpose: "a")
        var other = SeededRandom(seed: 7, purpose: "b")
        let token = first.token(length: 12)
        #expect(token.count == 12)
        #expect(token == same.token(length: 12))
        #expect(token != other.token(length: 12))
    }
}
