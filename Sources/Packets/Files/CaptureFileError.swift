#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a capture file could not be opened, or not be read any further.
///
/// A file that merely stops too early is no error: see ``CaptureReader/lost``.
package enum CaptureFileError: Error, Sendable, Hashable {
    case missing(path: String)
    case notPermitted(path: String)
    case directory(path: String)
    /// The file is there and holds nothing at all.
    case empty(path: String)
    /// Fewer bytes than it takes to recognise a format, after decompression.
    case tooShort(path: String, bytes: Int)
    /// The first bytes are those of no capture format; what they look like instead, where that is known.
    case notACapture(path: String, looksLike: Lookalike?)
    /// A capture file of a kind that is not read here.
    case unsupported(path: String, what: String)
    /// The bytes contradict the format. Every frame before `offset` was delivered.
    /// - offset: counted from 0 in the file, or in what it decompresses to.
    case damaged(path: String, offset: Int, expected: String, found: String)
    /// The system could not read on: `errno` is its reason, `offset` counts the bytes read before.
    case unreadable(path: String, offset: Int, errno: Int32)

    /// Things that are handed to a tracer by mistake.
    package enum Lookalike: String, Sendable, Hashable, CaseIterable {
        case zstd, xz, bzip2, lz4, zip, snoop, text
    }
}

extension CaptureFileError {
    /// The code of sysexits.h with which a program should end.
    ///
    /// A directory counts as missing input (66): there are no bytes in it that could be wrong (65).
    package var exitCode: Int32 {
        switch self {
        case .missing, .directory: 66
        case .notPermitted: 77
        case .empty, .tooShort, .notACapture, .unsupported, .damaged, .unreadable: 65
        }
    }

    /// The error for a failed open(2) or read(2) after `offset` bytes.
    init(errno: Int32, path: String, offset: Int = 0) {
        self =
            switch errno {
            case ENOENT, ENOTDIR: .missing(path: path)
            case EACCES, EPERM: .notPermitted(path: path)
            case EISDIR: .directory(path: path)
            default: .unreadable(path: path, offset: offset, errno: errno)
            }
    }
}

extension CaptureFileError: CustomStringConvertible {
    /// What happened, where, and what to do next, as one or two sentences.
    package var description: String {
        switch self {
        case .missing(let path):
            "\(path): there is no such file. Check the name and the folder."
        case .notPermitted(let path):
            "\(path): you may not read this file. Ask its owner, or try again with sudo."
        case .directory(let path):
            "\(path): this is a folder. Name a capture file in it."
        case .empty(let path):
            "\(path): the file is empty. Was the capture stopped before its first packet was written?"
        case .tooShort(let path, let bytes):
            "\(path): \(bytes) byte\(bytes == 1 ? " is" : "s are") too few for a capture file. "
                + "Copy it again; the copy broke off."
        case .notACapture(let path, let lookalike):
            "\(path): this is no capture file" + Self.advice(lookalike, path: path)
        case .unsupported(let path, let what):
            "\(path): \(what) cannot be read. Convert it: tcpdump -r OLD -w NEW"
        case .damaged(let path, let offset, let expected, let found):
            "\(path): damaged at byte \(offset): expected \(expected), found \(found). "
                + "Nothing behind that can be read."
        case .unreadable(let path, let offset, let errno):
            "\(path): reading failed after \(offset) bytes: \(systemReason(errno)). Try a copy of the file."
        }
    }

    private static func advice(_ lookalike: Lookalike?, path: String) -> String {
        switch lookalike {
        case .zstd: ", it is compressed with zstd. Unpack it first: zstd -dc \(path)"
        case .xz: ", it is compressed with xz. Unpack it first: xz -dc \(path)"
        case .bzip2: ", it is compressed with bzip2. Unpack it first: bzip2 -dc \(path)"
        case .lz4: ", it is compressed with lz4. Unpack it first: lz4 -dc \(path)"
        case .zip: ", it is a zip archive. Unpack it first: unzip \(path)"
        case .snoop: ", it is in snoop's format. Convert it first: editcap -F pcapng OLD NEW"
        case .text: ", it is text. Expected is pcap or pcapng, as tcpdump -w and Wireshark write it."
        case nil: ". Expected is pcap or pcapng, as tcpdump -w and Wireshark write it; gzip around it is fine."
        }
    }
}

/// The system's words for an error number.
func systemReason(_ errno: Int32) -> String {
    guard let words = strerror(errno) else { return "error \(errno)" }
    return String(cString: words)
}
