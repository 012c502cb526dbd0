import Glibc
import Synchronization

/// Ctrl-C and SIGTERM while files are written: the reading stops, and what was begun is put in order. A second signal ends the
/// program at once.
enum Interruption {
    private static let asked = Atomic<Bool>(false)

    static var isAsked: Bool { asked.load(ordering: .relaxed) }

    static func watch() {
        _ = isAsked
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in Interruption.asked.store(true, ordering: .relaxed) }
        action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
        for number in [SIGINT, SIGTERM] { sigaction(number, &action, nil) }
    }
}
