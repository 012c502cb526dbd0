import MailProtocols
import Testing

@testable import Simulator

@Suite("An MTA's queue")
struct QueueTests {
    private static func letter(_ id: String, _ text: String = "Subject: x\r\n\r\n") -> QueuedLetter {
        QueuedLetter(
            id: id, reversePath: "a@south.example", recipients: ["\(id.lowercased())@north.example"],
            time: Int64(id.utf8.last ?? 0), content: Array(text.utf8))
    }

    private static func ids(in folder: String) throws -> [String] { try Queue(folder: folder).letters().map(\.id) }

    /// The first of the queue's files.
    private static func file(_ folder: String) -> String { "\(folder)/letters/000001" }

    @Test("cut at any octet, it holds the letters that were whole, and takes more")
    func cutAnywhere() throws {
        try withScratchFolder { folder in
            let queue = try Queue(folder: folder)
            for id in ["A", "B", "C"] { _ = try queue.add(Self.letter(id)) }
            let whole = try Disk.read(Self.file(folder))
            for cut in 0...whole.count {
                let copy = "\(folder)/cut-\(cut)"
                try Disk.makeFolder("\(copy)/letters")
                try Disk.write(Array(whole[..<cut]), toNew: Self.file(copy))
                let left = Array(["A", "B", "C"].prefix(cut * 3 / whole.count))
                #expect(try Self.ids(in: copy) == left, "\(cut)")
                // What stood half there is written over.
                let next = try Queue(folder: copy)
                #expect(try next.add(Self.letter("D")).id == "D")
                #expect(try Self.ids(in: copy) == left + ["D"], "\(cut)")
            }
        }
    }

    @Test("one wrong octet makes a letter none")
    func wrongOctets() throws {
        try withScratchFolder { folder in
            _ = try Queue(folder: folder).add(Self.letter("A"))
            let whole = try Disk.read(Self.file(folder))
            for index in whole.indices {
                var bad = whole
                bad[index] ^= 0x20
                let copy = "\(folder)/bad-\(index)"
                try Disk.makeFolder("\(copy)/letters")
                try Disk.write(bad, toNew: Self.file(copy))
                #expect(try Self.ids(in: copy) == [], "\(index)")
            }
        }
    }

    @Test("when all is settled, it is written from the beginning again, and nothing old comes back")
    func fromTheBeginning() throws {
        try withScratchFolder { folder in
            let queue = try Queue(folder: folder)
            for id in ["A", "B", "C"] { _ = try queue.add(Self.letter(id)) }
            let size = try Disk.read(Self.file(folder)).count
            for id in ["A", "B", "C"] { try queue.take(id) }
            #expect(try Self.ids(in: folder) == [])
            _ = try queue.add(Self.letter("D"))
            #expect(try Self.ids(in: folder) == ["D"])
            try queue.take("D")
            #expect(try Self.ids(in: folder) == [])
            #expect(try Disk.read(Self.file(folder)).count < size * 2)
            #expect(try Disk.names(in: "\(folder)/letters").count == 1)
        }
    }

    @Test("a letter that waits for days goes along from file to file, with what became of it; old files go")
    func longWait() throws {
        try withScratchFolder { folder in
            let queue = try Queue(folder: folder, fileSize: 500)
            var patient = try queue.add(Self.letter("Z", "Subject: patience\r\n\r\n"))
            patient.attempts = 3
            patient.recipients[0].trouble = "450 4.2.0 Not now"
            try queue.save(patient)
            for round in 0..<200 {
                let id = try queue.add(Self.letter("L\(round)")).id
                try queue.take(id)
                #expect(try queue.letter("Z") == patient)
            }
            #expect(try Queue(folder: folder).letters() == [patient])
            let names = try Disk.names(in: "\(folder)/letters")
            #expect(names.count <= 4)
            let octets = try names.reduce(0) { try $0 + Disk.read("\(folder)/letters/\($1)").count }
            #expect(octets < 4 * 1_000)
        }
    }

    @Test("many letters, settled in any order, seen by another process at every moment")
    func anyOrder() throws {
        var random = SeededRandom(seed: 4, purpose: "queue")
        try withScratchFolder { folder in
            let queue = try Queue(folder: folder, fileSize: 800)
            var here: [String: QueuedLetter] = [:]
            for round in 0..<300 {
                if here.count < 9, Bool.random(using: &random) {
                    let new = try queue.add(Self.letter("L\(round)", String(repeating: "x", count: round)))
                    here[new.id] = new
                } else if let id = here.keys.sorted().randomElement(using: &random), var letter = here[id] {
                    if Bool.random(using: &random) {
                        letter.attempts += 1
                        try queue.save(letter)
                        here[id] = letter
                    } else {
                        try queue.take(id)
                        here[id] = nil
                    }
                }
                let expected = here.values.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
                #expect(try queue.letters() == expected, "\(round)")
                #expect(try Queue(folder: folder).letters() == expected, "\(round)")
            }
        }
    }

    @Test("whoever comes together is saved together, and all of it is there")
    func together() async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let (queue, saver) = (try Queue(folder: "\(folder)/queue"), GroupSaver())
        let room = MaildropRoom(folder: "\(folder)/maildrops")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<100 {
                group.addTask {
                    _ = try await saver.store(Queue.Entry(Self.letter("L\(number)"), in: queue))
                    _ = try await saver.store(
                        MaildropRoom.Delivery(
                            Array("\(number)\r\n".utf8), from: .null, to: ["bob@north.example"], in: room, host: "mx",
                            time: 0))
                    saver.storeLater(Queue.Removal("L\(number)", from: queue))
                }
            }
            try await group.waitForAll()
        }
        await saver.settle()
        #expect(try Self.ids(in: "\(folder)/queue") == [])
        #expect(try room.maildir(of: "bob@north.example").letters().count == 100)
        #expect(try Disk.names(in: "\(folder)/maildrops/bob=40north.example/tmp") == [])
    }

    @Test("with whom it fails, that one is told, and the others are saved")
    func oneFails() async throws {
        let folder = try Disk.makeScratchFolder()
        defer { Disk.removeAll(folder) }
        let saver = GroupSaver()
        // A file stands where the maildrops' folder should be.
        try Disk.write([], toNew: "\(folder)/no-folder")
        let results = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                let room = MaildropRoom(folder: "\(folder)/\(number % 2 == 0 ? "maildrops" : "no-folder")")
                group.addTask {
                    let work = MaildropRoom.Delivery(
                        [13, 10], from: .null, to: ["bob@north.example"], in: room, host: "mx", time: 0)
                    return (try? await saver.store(work)) != nil
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(results.count(where: \.self) == 10)
        #expect(try MaildropRoom(folder: "\(folder)/maildrops").maildir(of: "bob@north.example").letters().count == 10)
    }
}
