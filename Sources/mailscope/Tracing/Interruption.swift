import Glibc
import Synchronization

/// Ctrl-C and SIGTERM while files are written: the reading stops, and what was begun is put in order. A second signal ends the
/// program at once.
enum Interruption {
    private static let asked = Atomic<Bool>(false)

    static var isAsked: Bool { asked.load(ordering: .relaxed) }

    /// - Parameter onceOnly: A second signal ends the program at once; else it changes nothing, since the end is near anyway.
    ///   Some programs that start others send a signal twice.
    static func watch(onceOnly: Bool = true) {
        _ = isAsked
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in Interruption.asked.store(true, ordering: .relaxed) }
        action.sa_flags = onceOnly ? Int32(bitPattern: UInt32(SA_RESETHAND)) : 0
        for number in [SIGINT, SIGTERM] { sigaction(number, &action, nil) }
    }
}
