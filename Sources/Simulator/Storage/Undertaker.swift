import NIOCore
import NIOPosix
import Synchronization

/// Has what is left of deleted letters: files that nobody sees any more, and whose room is given back to the disk a moment later, behind
/// everybody's back, unless a new letter for the same maildrop has taken it over by then.
///
/// To free a file's blocks and to find room for a new file can each take a millisecond, on a file system that tells the device about each
/// block that it frees, or that looks for a place where nothing was deleted of late. Where letters come and go, the new ones lie in
/// the places of the old ones, and neither is done.
package final class Undertaker: Sendable {
    private struct Grave: Sendable {
        var path: String
        var since: NIODeadline
    }

    /// Where a file can be taken over: the folder, and how much room it has.
    private struct Plot: Hashable {
        var folder: String
        var blocks: Int
    }

    private struct Yard {
        var graves: [Plot: [Grave]] = [:]
        var count = 0
        var isWatched = false
    }

    /// What the names of such files begin with; a letter's own never does.
    package static let mark = "gone."
    /// Files that may wait, in all: some seconds' work for a slow disk. Whoever deletes more than that frees them himself.
    static let limit = 2_048
    /// So long a file waits for a letter that takes it over.
    private static let rest = TimeAmount.seconds(1)
    /// A file system gives room by so many octets.
    private static let block = 4_096
    /// One for the program.
    package static let shared = Undertaker()

    private let yard = Mutex(Yard())
    /// Held by whoever frees.
    private let spade = Mutex(())

    func hasRoom(for count: Int) -> Bool { yard.withLock { $0.count + count <= Self.limit } }

    /// Files of a folder that nobody may see any more.
    ///
    /// - Parameter files: Names, and octets; no octets for a file that is not to be taken over.
    func bury(_ files: [(name: String, octets: Int)], in folder: String) {
        guard !files.isEmpty else { return }
        let now = NIODeadline.now()
        let begins = yard.withLock { yard in
            for file in files {
                yard.graves[Plot(folder: folder, blocks: Self.blocks(file.octets)), default: []]
                    .append(Grave(path: "\(folder)/\(file.name)", since: now))
            }
            yard.count += files.count
            defer { yard.isWatched = true }
            return !yard.isWatched
        }
        if begins { watch() }
    }

    /// A file of a folder whose room is as much as so many octets need; it is the caller's now.
    func exhume(in folder: String, octets: Int) -> String? {
        guard octets > 0 else { return nil }
        return yard.withLock { yard in
            let plot = Plot(folder: folder, blocks: Self.blocks(octets))
            guard let grave = yard.graves[plot]?.popLast() else { return nil }
            yard.count -= 1
            return grave.path
        }
    }

    private static func blocks(_ octets: Int) -> Int { (octets + block - 1) / block }

    /// Frees all that waits, and returns when that is done.
    package func settle() async { try? await Disk.onThread { self.free(until: .distantFuture) } }

    private func watch() {
        MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: Self.rest) {
            Disk.later {
                self.free(until: .now() - Self.rest)
                let goesOn = self.yard.withLock { yard in
                    yard.isWatched = yard.count > 0
                    return yard.isWatched
                }
                if goesOn { self.watch() }
            }
        }
    }

    private func free(until end: NIODeadline) {
        spade.withLock { _ in
            let over = yard.withLock { yard in
                var over: [Grave] = []
                for plot in Array(yard.graves.keys) {
                    let graves = yard.graves[plot] ?? []
                    let left = graves.drop { $0.since <= end }
                    over += graves.prefix(graves.count - left.count)
                    yard.graves[plot] = left.isEmpty ? nil : Array(left)
                }
                yard.count -= over.count
                return over
            }
            // One that cannot be removed is tried again in another life.
            for grave in over { try? Disk.unlink(grave.path) }
        }
    }
}
