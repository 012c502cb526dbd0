package import MailProtocols
import Synchronization

/// The secrets that are at hand for reading TLS, shared by all connections of a tracer.
package final class KeyRing: Sendable {
    /// TLS can be read by this build: it has the trait `TLS`.
    package static var isBuiltIn: Bool {
        #if TLS
            true
        #else
            false
        #endif
    }

    private let log = Mutex(KeyLog())
    /// Hands out what has come to a key log since it was last asked; nil for one that does not grow.
    private let refill: (@Sendable () -> [UInt8])?

    /// - Parameter refill: Asked when a session's secret is not there: further octets of the key log, empty if there are none.
    package init(refill: (@Sendable () -> [UInt8])? = nil) { self.refill = refill }

    /// The same secrets, which nothing is added to that is added here.
    package func copy() -> KeyRing {
        let copy = KeyRing(refill: refill)
        copy.log.withLock { [log = keyLog] in $0 = log }
        return copy
    }

    /// A secret that is not there may still come.
    var isGrowing: Bool { refill != nil }

    /// Nothing is there, and nothing will come.
    package var isEmpty: Bool { !isGrowing && log.withLock { $0.isEmpty } }

    /// Adds a whole key log.
    package func add(_ octets: [UInt8]) {
        log.withLock { log in
            log.take(octets.span)
            // A last line without an end; where there is none, this is an empty line.
            log.finish()
        }
    }

    /// Adds the beginning of a key log whose rest will be asked for; its last line may be half written.
    package func add(lines octets: [UInt8]) { log.withLock { $0.take(octets.span) } }

    /// What was read so far: how many sessions, which lines were none.
    package var keyLog: KeyLog { log.withLock { $0 } }

    func secret(_ label: KeyLog.Label, of random: [UInt8]) -> [UInt8]? {
        log.withLock { log in
            if let secret = log.secret(label, of: random) { return secret }
            fill(&log)
            return log.secret(label, of: random)
        }
    }

    /// Some secret of the session is there.
    func knows(_ random: [UInt8]) -> Bool {
        log.withLock { log in
            if !log.knows(random) { fill(&log) }
            return log.knows(random)
        }
    }

    private func fill(_ log: inout KeyLog) {
        guard let refill else { return }
        // Without `finish`: the last line may be only half written.
        log.take(refill().span)
    }
}
