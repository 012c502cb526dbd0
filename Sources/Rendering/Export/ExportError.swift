#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why messages could not be written.
package enum ExportError: Error, Sendable, Hashable {
    /// The folder cannot be made or opened.
    case folder(path: String, errno: Int32)
    /// A file in it cannot be made.
    case cannotCreate(path: String, errno: Int32)
    /// A file in it cannot be written to its end.
    case cannotWrite(path: String, errno: Int32)
}

extension ExportError: CustomStringConvertible {
    /// The code of sysexits.h with which a program should end.
    package var exitCode: Int32 {
        switch self {
        case .folder(_, let errno), .cannotCreate(_, let errno), .cannotWrite(_, let errno):
            if errno == EACCES || errno == EPERM || errno == EROFS { return 77 }
        }
        if case .cannotWrite = self { return 74 }
        return 73
    }

    package var description: String {
        switch self {
        case .folder(let path, let errno):
            "\(path): messages cannot be written there: \(Self.reason(errno)). Name a folder of yours."
        case .cannotCreate(let path, let errno):
            "\(path) cannot be made: \(Self.reason(errno)). No further message is written."
        case .cannotWrite(let path, let errno):
            "\(path) could not be written to its end: \(Self.reason(errno)). No further message is written."
        }
    }

    private static func reason(_ errno: Int32) -> String {
        strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
    }
}
