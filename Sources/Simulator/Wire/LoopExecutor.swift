import NIOCore
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
