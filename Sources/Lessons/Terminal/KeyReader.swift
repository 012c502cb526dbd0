#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads keys from a terminal in raw mode, one after the other.
package struct KeyReader: ~Copyable {
    package enum Event: Sendable, Hashable {
        case key(Key)
        /// The window's size has changed: draw again.
        case resized
        /// No key came in the time that was to be waited.
        case idle
        /// The terminal is gone.
        case end
    }

    /// How long an escape byte waits for the rest of its sequence, in milliseconds: terminals send a sequence in one go, and who
    /// pressed Esc is to be answered within 50.
    private static let escapePause: Int32 = 25
    /// How often to look for a new size, in milliseconds.
    private static let pause: Int32 = 250

    private let input: Int32
    private var decoder = KeyDecoder()
    private var ready: [Key] = []

    package init(input: Int32 = STDIN_FILENO) { self.input = input }

    /// Waits for the next key.
    ///
    /// - Parameter patience: Milliseconds to wait at most, roughly; nil for as long as it takes.
    package mutating func next(patience: Int32? = nil) -> Event {
        var rest = patience
        while true {
            if !ready.isEmpty { return .key(ready.removeFirst()) }
            if RawTerminal.wasResized() { return .resized }
            var wanted = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
            let pause = decoder.isWaiting ? Self.escapePause : min(Self.pause, max(0, rest ?? Self.pause))
            let found = poll(&wanted, 1, pause)
            if found == 0 {
                let wasWaiting = decoder.isWaiting
                ready = decoder.flush()
                if let left = rest, !wasWaiting {
                    if left <= pause { return .idle }
                    rest = left - pause
                }
            }
            guard found > 0 else { continue }
            var bytes = [UInt8](repeating: 0, count: 1_024)
            let count = read(input, &bytes, bytes.count)
            if count > 0 {
                ready = decoder.decode(bytes[..<count])
            } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
                return .end
            }
        }
    }

    /// Forgets what was typed ahead, so that it answers no question that came after it.
    package mutating func drain() {
        ready = []
        _ = decoder.flush()
        _ = tcflush(input, TCIFLUSH)
    }
}
