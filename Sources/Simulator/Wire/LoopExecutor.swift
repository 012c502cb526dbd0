import NIOCore
import NIOPosix
import Synchronization

/// Runs tasks on the thread of an event loop: a session whose socket is served by that loop never changes threads to read or to
/// write. That saves a third of its time (two wakes of another thread for each word that is said).
///
/// What waits for a disk or computes for long belongs to ``Disk/onThread(_:)``, or all connections of the loop wait.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    private init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// One for each loop, as long as the program runs: tasks do not keep theirs.
    private static let all = Mutex<[ObjectIdentifier: LoopExecutor]>([:])

    static func of(_ loop: any EventLoop) -> LoopExecutor {
        all.withLock { all in
            if let known = all[ObjectIdentifier(loop)] { return known }
            let new = LoopExecutor(loop)
            all[ObjectIdentifier(loop)] = new
            return new
        }
    }
}

/// The threads that serve sockets.
package enum SocketThreads {
    /// Half of the cores do: the others are for what waits for the disk, and for the display. A connection that stays on the thread
    /// that took the call costs a fifth less. To be called once, before anything is opened.
    package static func useHalfOfTheCores() { NIOSingletons.groupLoopCountSuggestion = max(1, System.coreCount / 2) }
}
