import Packets
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Several files as one")
struct CaptureMergeTests {
    /// A capture whose frames are one octet each, at these seconds.
    private static func capture(_ octet: UInt8, _ seconds: [Int64], in folder: String, cut: Int = 0) throws -> String {
        var writer = try PcapngWriter()
        let interface = try writer.addInterface(name: "test")
        for (index, second) in seconds.enumerated() {
            try writer.write([octet + UInt8(index)].span, time: second * 1_000_000_000, interface: interface)
        }
        let path = "\(folder)/\(octet).pcapng"
        let bytes = writer.bytes.dropLast(cut)
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        defer { close(file) }
        let written = Array(bytes).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        #expect(written == bytes.count)
        return path
    }

    private static func withFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/mailscope-merge-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { room in
            room.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        let folder = try #require(made)
        defer {
            for octet: UInt8 in [10, 20, 30] { unlink("\(folder)/\(octet).pcapng") }
            rmdir(folder)
        }
        try body(folder)
    }

    private static func frames(_ merge: inout CaptureMerge) -> [(octet: UInt8, number: Int)] {
        var frames: [(UInt8, Int)] = []
        merge.lendEach { frame in
            frames.append((frame.bytes[0], frame.info.number))
            return true
        }
        return frames
    }

    @Test("frames come in the order of time, numbered over all files")
    func order() throws {
        try Self.withFolder { folder in
            let paths = [
                try Self.capture(10, [1, 4, 9], in: folder), try Self.capture(20, [2, 3, 10], in: folder),
                try Self.capture(30, [5], in: folder),
            ]
            var merge = CaptureMerge(paths: paths)
            let frames = Self.frames(&merge)
            #expect(frames.map(\.octet) == [10, 20, 21, 11, 30, 12, 22])
            #expect(frames.map(\.number) == Array(1...7))
            let problems = merge.problems
            let first = merge.firstTime
            #expect(problems.isEmpty && first == 1_000_000_000)
        }
    }

    @Test("at the same time the file that is named first comes first; a file's own order stands")
    func ties() throws {
        try Self.withFolder { folder in
            let paths = [
                try Self.capture(10, [2, 2], in: folder), try Self.capture(20, [2, 1, 2], in: folder),
                try Self.capture(30, [2], in: folder),
            ]
            var merge = CaptureMerge(paths: paths)
            #expect(Self.frames(&merge).map(\.octet) == [10, 11, 20, 21, 22, 30])
            var reversed = CaptureMerge(paths: paths.reversed())
            #expect(Self.frames(&reversed).map(\.octet) == [30, 20, 21, 22, 10, 11])
        }
    }

    @Test("one file is read as it is, even where its times run backwards")
    func alone() throws {
        try Self.withFolder { folder in
            var merge = CaptureMerge(paths: [try Self.capture(10, [5, 1, 3], in: folder)])
            #expect(Self.frames(&merge).map(\.octet) == [10, 11, 12])
        }
    }

    @Test("a missing and a cut file are named, and the others go on")
    func problems() throws {
        try Self.withFolder { folder in
            let paths = [
                try Self.capture(10, [1, 4], in: folder, cut: 3), "\(folder)/nowhere.pcapng",
                try Self.capture(20, [2, 3], in: folder),
            ]
            var merge = CaptureMerge(paths: paths)
            #expect(Self.frames(&merge).map(\.octet) == [10, 20, 21])
            let (problems, lost) = (merge.problems, merge.lost)
            #expect(problems.count == 2 && lost > 0)
            #expect(problems.first == .unreadable(.missing(path: "\(folder)/nowhere.pcapng")))
            #expect(problems.last == .cut(name: paths[0], lost: lost))
        }
    }
}
