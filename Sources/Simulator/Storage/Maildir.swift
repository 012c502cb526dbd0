import Synchronization

/// A maildrop on disk: one file a letter, in three folders. A letter is written in `tmp`, made durable, and moved to `new` in
/// one step, so that a reader sees it whole or not at all; once a session has listed it, it lies in `cur`.
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

    /// As ``deliver(_:host:time:)``, but the letter is safe only when the disk has saved ``newFolder``: many may share that.
    package func place(_ bytes: [UInt8], host: String, time: Int64) throws(DiskError) -> String {
        let suffix = String(safeFolderName(host).prefix(40))
        var number = try nextNumber()
        while true {
            let digits = String(number)
            let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
            let name = "\(time / 1_000_000_000).M\(padded).\(suffix)"
            if try contains(name) {
                number += 1
                continue
            }
            let temporary = "\(folder)/tmp/\(name)"
            do {
                try Disk.write(bytes, toNew: temporary)
            } catch  where error.isExistence {
                // Another delivery has the name, or died with it: both are left alone.
                number += 1
                continue
            }
            do {
                try Disk.publish(temporary, asNew: "\(folder)/new/\(name)")
                return name
            } catch  where error.isExistence {
                // Another delivery took the name just now.
                try Disk.remove(temporary)
                number += 1
            }
        }
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

    /// Moves what is new to `cur`: a session has seen it. The unique names stay.
    package func markListed() throws(DiskError) {
        for file in try Disk.names(in: "\(folder)/new") where !file.hasPrefix(".") {
            try Disk.move("\(folder)/new/\(file)", to: "\(folder)/cur/\(file):2,")
        }
    }

    package func read(_ entry: Entry) throws(DiskError) -> [UInt8] { try Disk.read(entry.path) }

    /// Removes a letter; one that is gone already is no error.
    package func remove(_ entry: Entry) throws(DiskError) {
        do {
            try Disk.remove(entry.path)
        } catch  where error.isAbsence {}
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
        let counted = try letters().count + 1
        Self.numbers.withLock { numbers in
            if numbers.count >= Self.numberLimit { numbers.removeAll() }
            numbers[folder] = max(counted, numbers[folder] ?? 0)
        }
        return counted
    }

    private func contains(_ name: String) throws(DiskError) -> Bool {
        if Disk.exists("\(folder)/new/\(name)") || Disk.exists("\(folder)/tmp/\(name)") { return true }
        return try Disk.names(in: "\(folder)/cur").contains { $0 == name || $0.hasPrefix("\(name):") }
    }
}
