import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A maildrop on disk: one file a letter, in three folders. A letter is written in `tmp`, made durable, and moved to `new` in
/// one step, so that a reader sees it whole or not at all; then its name is made durable. (A file that has no name at first would be
/// cheaper; but not every file system keeps the number of a file's names with the folder that has the first of them.) Once a session
/// has listed and left it, it lies in `cur`.
///
/// All calls block; see ``Disk/onThread(_:)``.
package struct Maildir: Sendable, Hashable {
    /// A letter in the maildrop.
    package struct Entry: Sendable, Hashable {
        /// The file's unique name without flags: what POP3's UIDL shows.
        package var name: String
        package var path: String
        package var octets: Int
    }

    package var folder: String

    /// - Parameter folder: Created, with `tmp`, `new` and `cur`, where it is missing.
    package init(folder: String) throws(DiskError) {
        self.folder = folder
        // The last of them is there: so are the others.
        if Disk.exists("\(folder)/cur") { return }
        for part in ["tmp", "new", "cur"] { try Disk.makeFolder("\(folder)/\(part)") }
    }

    /// Stores a letter; when this returns, it survives a loss of power.
    ///
    /// - Parameters:
    ///   - host: The delivering host, part of the unique name; must come from the scenario, never from a letter.
    ///   - time: Nanoseconds since 1970.
    /// - Returns: The unique name, made of the second, a number that no letter of this maildrop has, and the host. It has
    ///   printable ASCII only, and at most 70 characters, as UIDL asks (RFC 1939 section 7).
    @discardableResult
    package func deliver(_ bytes: [UInt8], host: String, time: Int64) throws(DiskError) -> String {
        let name = try place(bytes, host: host, time: time)
        try Disk.saveFolder(newFolder)
        return name
    }

    /// Where letters arrive.
    package var newFolder: String { "\(folder)/new" }

    /// As ``deliver(_:host:time:)``, but the letter is safe only when the disk has saved ``newFolder``.
    package func place(_ bytes: [UInt8], host: String, time: Int64) throws(DiskError) -> String {
        var (draft, file) = try draft(bytes, host: host, time: time)
        defer { file.close() }
        try file.save()
        try publish(&draft)
        return draft.name
    }

    /// A letter in `tmp`.
    struct Draft: Sendable {
        fileprivate(set) var name: String
        fileprivate var number: Int
        fileprivate let place: (second: Int64, suffix: String)
        /// Where it is written.
        fileprivate var temporary = ""
        fileprivate(set) var isPublished = false

        fileprivate mutating func takeName() {
            let digits = String(number)
            let zeros = String(repeating: "0", count: max(0, 6 - digits.utf8.count))
            name = String(place.second) + ".M" + zeros + digits + "." + place.suffix
        }
    }

    /// Writes a letter in `tmp`; it is still to be saved, and to be published.
    func draft(_ bytes: [UInt8], host: String, time: Int64) throws(DiskError) -> (Draft, UnsavedFile) {
        let suffix = String(decoding: safeFolderName(host).utf8.prefix(40), as: UTF8.self)
        var draft = Draft(name: "", number: try nextNumber(), place: (time / 1_000_000_000, suffix))
        if let (path, file) = try takeOver(bytes) {
            // Readers see the name that ``publish(_:)`` gives.
            draft.takeName()
            draft.temporary = path
            return (draft, file)
        }
        while true {
            draft.takeName()
            draft.temporary = "\(folder)/tmp/\(draft.name)"
            do throws(DiskError) {
                return (draft, try UnsavedFile(bytes, toNew: draft.temporary))
            } catch  where error.isExistence {
                // Another delivery has the name, or died with it: both are left alone.
                draft.number += 1
            }
        }
    }

    /// Writes a letter over one that was deleted a moment ago and has left its room; nil where there is none that may be used.
    private func takeOver(_ bytes: [UInt8]) throws(DiskError) -> (path: String, file: UnsavedFile)? {
        guard let gone = Undertaker.shared.exhume(in: "\(folder)/tmp", octets: bytes.count) else { return nil }
        var file: UnsavedFile?
        defer { if file == nil { try? Disk.unlink(gone) } }
        file = try UnsavedFile(bytes, over: gone)
        return file.map { (gone, $0) }
    }

    /// Puts a saved letter where readers look. Its name is one that no letter here has.
    func publish(_ draft: inout Draft) throws(DiskError) {
        while true {
            do throws(DiskError) {
                try Disk.publish(draft.temporary, asNew: "\(folder)/new/\(draft.name)")
                draft.isPublished = true
                return
            } catch  where error.isExistence {
                // Another program took the name just now: our own numbers are above all that there were.
                draft.number += 1
                draft.takeName()
            }
        }
    }

    /// The letter is not to be delivered after all.
    func withdraw(_ draft: Draft) {
        try? Disk.unlink(draft.isPublished ? "\(folder)/new/\(draft.name)" : draft.temporary)
    }

    /// The letters, oldest first: those of `new` and `cur`, never an unfinished one of `tmp`.
    package func letters() throws(DiskError) -> [Entry] {
        var entries: [Entry] = []
        for part in ["cur", "new"] {
            for file in try Disk.names(in: "\(folder)/\(part)") where !file.hasPrefix(".") {
                let path = "\(folder)/\(part)/\(file)"
                let name = file.split(separator: ":", maxSplits: 1).first.map(String.init) ?? file
                guard let octets = Disk.size(of: path) else { continue }
                entries.append(Entry(name: name, path: path, octets: octets))
            }
        }
        return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Moves letters that are new to `cur`: a session has seen them. The unique names stay.
    package func markListed(_ entries: [Entry]) throws(DiskError) {
        var hasMoved = false
        for entry in entries where entry.path.hasPrefix("\(folder)/new/") {
            do throws(DiskError) {
                try Disk.rename(entry.path, "\(folder)/cur/\(entry.name):2,")
                hasMoved = true
            } catch {
                // Another program was quicker.
                if !error.isAbsence { throw error }
            }
        }
        if hasMoved { try Disk.saveFolder("\(folder)/cur") }
    }

    package func read(_ entry: Entry) throws(DiskError) -> [UInt8] { try Disk.read(entry.path) }

    /// Removes a letter; one that is gone already is no error.
    package func remove(_ entry: Entry) throws(DiskError) { try remove([entry]) }

    /// Removes letters, as many as can be; those that are gone already are no error. When this returns no reader finds them any more,
    /// not even after a loss of power; their room is free a moment later.
    package func remove(_ entries: [Entry]) throws(DiskError) {
        var failure: DiskError?
        var gone: [(name: String, octets: Int)] = []
        defer { Undertaker.shared.bury(gone, in: "\(folder)/tmp") }
        for entry in entries {
            do throws(DiskError) {
                if Undertaker.shared.hasRoom(for: gone.count + 1) {
                    let name = Undertaker.mark + entry.name
                    try Disk.rename(entry.path, "\(folder)/tmp/\(name)")
                    gone.append((name, entry.octets))
                } else {
                    try Disk.unlink(entry.path)
                }
            } catch {
                if !error.isAbsence { failure = error }
            }
        }
        for part in ["cur", "new"] where entries.contains(where: { $0.path.hasPrefix("\(folder)/\(part)/") }) {
            try Disk.saveFolder("\(folder)/\(part)")
        }
        if let failure { throw failure }
    }

    /// Has removed what an earlier life of the program had no time for. To be called once, before anything is removed.
    func clear() throws(DiskError) {
        let names = try Disk.names(in: "\(folder)/tmp").filter { $0.hasPrefix(Undertaker.mark) }
        Undertaker.shared.bury(names.map { ($0, 0) }, in: "\(folder)/tmp")
    }

    /// Letters of one maildrop that come at the same moment take their numbers one after the other.
    private static let numbers = Mutex<[String: Int]>([:])
    /// Maildrops whose last number is remembered; beyond, it is counted anew.
    private static let numberLimit = 4_096

    /// A number above all that this maildrop has given: by counting once, then from memory.
    private func nextNumber() throws(DiskError) -> Int {
        let known = Self.numbers.withLock { numbers in
            let known = numbers[folder]
            if let known { numbers[folder] = known + 1 }
            return known
        }
        if let known { return known + 1 }
        let names = try letters().map(\.name)
        let counted = max(names.count, names.compactMap(Self.number).max() ?? 0) + 1
        Self.numbers.withLock { numbers in
            if numbers.count >= Self.numberLimit { numbers.removeAll() }
            numbers[folder] = max(counted, numbers[folder] ?? 0)
        }
        return counted
    }

    /// The number in a name of ours: 12 in `1767603600.M000012.mx.north.example`.
    private static func number(in name: String) -> Int? {
        let parts = name.split(separator: ".", maxSplits: 2)
        return parts.count == 3 && parts[1].hasPrefix("M") ? Int(parts[1].dropFirst()) : nil
    }
}
