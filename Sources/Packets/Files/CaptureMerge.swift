/// Reads several capture files as one, frame by frame in the order of time, as if they had been merged into one file before:
///
///     var files = CaptureMerge(paths: paths)
///     files.lendEach { frame in ... }
///     for problem in files.problems { print(problem) }
///
/// Of frames with the same time the one whose file is named first comes first. A file keeps its own order, even where its
/// times run backwards. Frames are numbered over all files, from 1. A file that cannot be read, or not to its end, is
/// remembered in ``problems``, and the others go on. One frame of each file is held at a time.
package struct CaptureMerge: ~Copyable {
    /// What was wrong with one of the files.
    package enum Problem: Sendable, Hashable {
        case unreadable(CaptureFileError)
        /// The file broke off: so many bytes behind its last whole frame could not be used.
        case cut(name: String, lost: Int)
    }

    /// Files at most: each takes a descriptor, of which a process usually has 1,024.
    package static let limit = 512
    /// Bytes of all files' read-ahead together; a file alone has ``ByteWindow/usualCapacity``.
    private static let windowBudget = 16 << 20

    /// In the order of the files.
    package private(set) var problems: [Problem] = []
    /// Bytes that broken-off files lost.
    package private(set) var lost = 0
    /// Files that could be opened.
    package var readable: Int { count }
    /// Frames lent so far.
    package private(set) var frames = 0
    /// The time stamp of the first frame, nanoseconds since 1970 UTC; nil before it was lent.
    package private(set) var firstTime: Int64?

    /// Files that still have frames. By hand, because no array holds noncopyable values, and a class would cost a check at
    /// each access, twice a frame.
    private var files: UnsafeMutablePointer<CaptureReader>
    private let capacity: Int
    private var count = 0
    /// The file whose frame was lent last; -1 at first.
    private var current = -1
    /// The time of each file's next frame, by file; ``over`` behind its last.
    private var times: [Int64] = []
    /// The earliest of the other files' next frames, and its file: as long as the current file's come before, nothing else is
    /// looked at.
    private var rival: (time: Int64, file: Int) = (CaptureMerge.over, .max)

    /// No frame of a capture is that late.
    private static let over = Int64.max

    /// - Parameters:
    ///   - paths: At most ``limit`` of them; `-` is standard input and stands among them once at most.
    ///   - whenSecretsCome: Called with each block of TLS secrets before the frame behind it is lent.
    package init(paths: [String], whenSecretsCome: (([UInt8]) -> Void)? = nil) {
        capacity = max(1, min(paths.count, Self.limit))
        files = .allocate(capacity: capacity)
        let window = min(ByteWindow.usualCapacity, max(65_536, Self.windowBudget / capacity))
        for path in paths.prefix(Self.limit) {
            do throws(CaptureFileError) {
                (files + count).initialize(to: try CaptureReader(path: path, window: window))
                files[count].whenSecretsCome = whenSecretsCome
                count += 1
            } catch {
                problems.append(.unreadable(error))
            }
        }
        times = [Int64](repeating: Self.over, count: count)
        if count > 1 { for file in 0..<count { advance(file) } }
    }

    deinit {
        files.deinitialize(count: count)
        files.deallocate()
    }

    /// Lends one frame after the other until every file is at its end.
    ///
    /// A frame is made where it is lent and not handed from function to function: each time would cost a copy, and the processor
    /// waits for memory that was written a moment ago in smaller pieces.
    ///
    /// - Parameter body: Says whether it wants more.
    package mutating func lendEach(_ body: (borrowing Frame) throws -> Bool) rethrows {
        while moveOn() {
            guard try files[current].lend(number: frames, to: body) else { return }
        }
    }

    /// - Returns: The current file has a frame to lend.
    private mutating func moveOn() -> Bool {
        if current >= 0 {
            advance(current)
            if count > 1, isBehindRival { choose() }
        } else if count == 1 {
            current = 0
            advance(0)
        } else {
            choose()
        }
        guard current >= 0, times[current] != Self.over else { return false }
        frames += 1
        if frames == 1 { firstTime = times[current] }
        return true
    }

    private var isBehindRival: Bool { (times[current], current) > rival }

    /// Goes over to the file with the earliest frame.
    private mutating func choose() {
        current = -1
        rival = (Self.over, .max)
        for file in 0..<count where times[file] != Self.over {
            if current < 0 || times[file] < times[current] {
                if current >= 0, (times[current], current) < rival { rival = (times[current], current) }
                current = file
            } else if (times[file], file) < rival {
                rival = (times[file], file)
            }
        }
    }

    /// Reads the next frame of a file, or remembers how it ended.
    private mutating func advance(_ file: Int) {
        do throws(CaptureFileError) {
            if try files[file].advance() {
                times[file] = files[file].info.time
                return
            }
        } catch {
            problems.append(.unreadable(error))
        }
        guard !files[file].isAccountedFor else { return }
        times[file] = Self.over
        files[file].isAccountedFor = true
        lost += files[file].lost
        if files[file].isCut { problems.append(.cut(name: files[file].name, lost: files[file].lost)) }
    }
}

extension CaptureMerge.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .cut(let name, let lost):
            "\(name) is cut short: \(lost) bytes of its last frame could not be read. Everything before was."
        }
    }

    /// The code of sysexits.h with which a program should end.
    package var exitCode: Int32 {
        switch self {
        case .unreadable(let error): error.exitCode
        case .cut: 65
        }
    }
}
