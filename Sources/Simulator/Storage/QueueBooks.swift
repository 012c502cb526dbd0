extension Queue {
    /// Where each letter of the queue stands, and which files there are.
    ///
    /// A file is given up when none of its letters is left, and then only if it is the oldest: younger files tell what became of
    /// the letters of older ones.
    struct Books: ~Copyable {
        /// A letter's record, and that of its last state, if any was written.
        struct Entry: Sendable {
            var log: LetterLog
            var letter: LetterLog.Place
            var state: (log: LetterLog, place: LetterLog.Place)?

            func read(_ id: String) throws(DiskError) -> QueuedLetter? {
                guard let text = try log.read(letter), var whole = Books.letter(in: text) else { return nil }
                whole.id = id
                guard let state, let text = try state.log.read(state.place), var latest = Books.letter(in: text) else {
                    return whole
                }
                latest.id = id
                latest.content = whole.content
                return latest
            }
        }

        struct File: Sendable {
            var log: LetterLog
            var life: UInt64
            /// Where the next record goes.
            var end = 0
            /// Letters that begin here and are not gone.
            var living = 0
        }

        var entries: [String: Entry] = [:]
        /// Ids of letters that are being written.
        var reserved: Set<String> = []
        var last: File? { files.last }
        /// The next record begins another file.
        var isLastBad = false
        /// From the oldest life to the youngest; the last is written to.
        private var files: [File] = []
        /// Without a letter, to be written over.
        private var spare: LetterLog?
        private var life: UInt64 = 0
        private var livingOctets = 0
        private let folder: String
        /// Numbers of files, the highest.
        private var number = 0

        /// Reads what is there.
        init(folder: String) throws(DiskError) {
            self.folder = folder
            var found: [(file: File, records: [(place: LetterLog.Place, text: [UInt8])])] = []
            for name in try Disk.names(in: folder) {
                guard let number = Int(name), name == Self.name(number) else { continue }
                self.number = max(self.number, number)
                let log = try LetterLog(path: "\(folder)/\(name)")
                let records = try log.records()
                if let last = records.last {
                    found.append((File(log: log, life: last.place.life, end: last.place.end), records))
                } else {
                    spare = log
                }
            }
            for (file, records) in found.sorted(by: { $0.file.life < $1.file.life }) {
                files.append(file)
                for record in records { note(record.place, Self.id(in: record.text), in: file.log) }
            }
            life = files.last?.life ?? 0
        }

        private static func name(_ number: Int) -> String {
            String(repeating: "0", count: max(0, 6 - String(number).count)) + String(number)
        }

        private mutating func note(_ place: LetterLog.Place, _ id: String, in log: LetterLog) {
            switch place.kind {
            case .letter:
                forget(id)
                entries[id] = Entry(log: log, letter: place)
                livingOctets += place.count
                change(log) { $0.living += 1 }
            case .state: entries[id]?.state = (log, place)
            case .gone: forget(id)
            }
        }

        private mutating func forget(_ id: String) {
            guard let old = entries.removeValue(forKey: id) else { return }
            livingOctets -= old.letter.count
            change(old.log) { $0.living -= 1 }
        }

        private mutating func change(_ log: LetterLog, _ change: (inout File) -> Void) {
            guard let index = files.lastIndex(where: { $0.log == log }) else { return }
            change(&files[index])
        }

        /// Writes a record; the disk need not have it yet.
        ///
        /// - Returns: The file that is to be saved; nil where there is nothing to say about a letter that is gone.
        mutating func write(
            _ kind: LetterLog.Kind, _ letter: QueuedLetter, _ fileSize: Int
        ) throws(DiskError) -> LetterLog? {
            if kind == .letter {
                try makeRoom(fileSize)
            } else if entries[letter.id] == nil {
                return nil
            }
            return try append(kind, letter.id, Self.text(of: letter, kind))
        }

        private mutating func append(
            _ kind: LetterLog.Kind, _ id: String, _ text: [UInt8]
        ) throws(DiskError) -> LetterLog {
            if files.isEmpty || isLastBad { try beginFile() }
            let index = files.count - 1
            let log = files[index].log
            let place = try log.write(kind, text, life: files[index].life, at: files[index].end)
            files[index].end = place.end
            note(place, id, in: log)
            return log
        }

        // MARK: Files

        private mutating func makeRoom(_ fileSize: Int) throws(DiskError) {
            guard let last else { return }
            if entries.isEmpty, last.end > 0, !isLastBad {
                // All that was written is settled: from the beginning again.
                while files.count > 1 { try dropOldest() }
                life += 1
                files[0] = File(log: last.log, life: life)
            }
            guard let last = self.last, last.end >= fileSize else { return }
            try beginFile()
            while files.count > 1, files[0].living == 0 { try dropOldest() }
            // A letter that waits for days must not keep all that came after it: it goes along to the youngest file.
            while files.count > 2 + 2 * livingOctets / fileSize {
                try moveOldest()
                while files.count > 1, files[0].living == 0 { try dropOldest() }
            }
        }

        private mutating func beginFile() throws(DiskError) {
            life += 1
            isLastBad = false
            if let log = spare {
                spare = nil
                return files.append(File(log: log, life: life))
            }
            number += 1
            let log = try LetterLog(path: "\(folder)/\(Self.name(number))")
            try Disk.saveFolder(folder)
            files.append(File(log: log, life: life))
        }

        /// What became of its letters may be forgotten once the disk knows that it holds none.
        private mutating func dropOldest() throws(DiskError) {
            let log = files[0].log
            try log.clear()
            try log.save()
            files.removeFirst()
            if spare == nil { spare = log } else { try Disk.unlink(log.path) }
        }

        private mutating func moveOldest() throws(DiskError) {
            let oldest = files[0].log
            for (id, entry) in entries where entry.log == oldest {
                guard let letter = try entry.read(id) else {
                    forget(id)
                    continue
                }
                _ = try append(.letter, id, Self.text(of: letter, .letter))
            }
            try files[files.count - 1].log.save()
        }

        // MARK: Records

        /// The id on a line of its own, and the letter.
        private static func text(of letter: QueuedLetter, _ kind: LetterLog.Kind) -> [UInt8] {
            var text = Array(letter.id.utf8)
            text.append(0x0A)
            switch kind {
            case .letter: text += letter.encoded()
            case .state: text += letter.encoded(withContent: false)
            case .gone: break
            }
            return text
        }

        private static func id(in text: [UInt8]) -> String {
            String(decoding: text.prefix { $0 != 0x0A }, as: UTF8.self)
        }

        private static func letter(in text: [UInt8]) -> QueuedLetter? {
            guard let end = text.firstIndex(of: 0x0A) else { return nil }
            return QueuedLetter(decoding: Array(text[(end + 1)...]), id: String(decoding: text[..<end], as: UTF8.self))
        }
    }
}
