import Testing

@testable import Packets

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Writing capture files")
struct CaptureWriterTests {
    static let frames: [[UInt8]] = (0..<9).map { [UInt8](repeating: UInt8($0), count: $0) }

    /// A file of two interfaces, a comment and a key log.
    private static func pcapng() throws -> [UInt8] {
        var file = try PcapngWriter(comment: "one letter")
        let near = try file.addInterface(name: "lo")
        let far = try file.addInterface(name: "tun0", linkType: .raw)
        try file.addSecrets(Array("CLIENT_RANDOM 00 11\n".utf8))
        for (index, frame) in frames.enumerated() {
            try file.write(
                frame.span, time: 1_700_000_000_000_000_000 + Int64(index),
                originalLength: index == 8 ? 1_500 : nil, interface: index == 3 ? far : near,
                comments: index == 5 ? ["the fifth", "one more"] : [])
        }
        return file.bytes
    }

    @Test("what is written as pcapng is read back")
    func pcapngRoundTrip() throws {
        let reading = Reading(try Self.pcapng())
        #expect(reading.error == nil && !reading.isCut)
        #expect(reading.frames.map(\.bytes) == Self.frames)
        #expect(reading.frames.map(\.info.time) == (0..<9).map { 1_700_000_000_000_000_000 + $0 })
        #expect(reading.frames.map(\.info.originalLength) == [0, 1, 2, 3, 4, 5, 6, 7, 1_500])
        #expect(reading.frames.map(\.info.interface) == [0, 0, 0, 1, 0, 0, 0, 0, 0])
        #expect(reading.frames[3].info.linkType == .raw)
        #expect(reading.frames.map(\.comments) == (0..<9).map { $0 == 5 ? ["the fifth", "one more"] : [] })
        #expect(reading.interfaces.map(\.name) == ["lo", "tun0"])
        #expect(reading.secrets == "CLIENT_RANDOM 00 11\n")
    }

    @Test("what is written as pcap is read back")
    func pcapRoundTrip() throws {
        var file = try PcapWriter(linkType: .linuxSLL)
        for frame in Self.frames { try file.write(frame.span, time: 1_700_000_000_123_456_789) }
        let reading = Reading(file.bytes)
        #expect(reading.error == nil && !reading.isCut)
        #expect(reading.frames.map(\.bytes) == Self.frames)
        #expect(reading.frames.allSatisfy { $0.info.time == 1_700_000_000_123_456_789 })
        #expect(reading.frames.allSatisfy { $0.info.linkType == .linuxSLL })
    }

    @Test("the same calls write the same bytes")
    func deterministic() throws {
        #expect(try Self.pcapng() == Self.pcapng())
    }

    @Test("a comment that is too long is cut between characters")
    func longComment() throws {
        var file = try PcapngWriter()
        try file.addInterface()
        try file.write([1].span, time: 0, comments: ["x" + String(repeating: "ü", count: 40_000)])
        let comments = Reading(file.bytes).frames.first?.comments
        #expect(comments == ["x" + String(repeating: "ü", count: 32_766)])
    }

    @Test("a file on disk holds every frame once it is finished")
    func onDisk() throws {
        let path = "/tmp/mailscope-writer-\(getpid()).pcapng"
        defer { unlink(path) }
        var file = try PcapngWriter(path: path)
        try file.addInterface()
        let large = [UInt8](repeating: 7, count: 50_000)
        for _ in 0..<5 { try file.write(large.span, time: 0) }
        try file.finish()
        #expect(Reading(path: path).frames.map(\.bytes) == Array(repeating: large, count: 5))
    }

    @Test("errors are told: no such folder, a full disk, an interface that was never described")
    func errors() throws {
        #expect(throws: CaptureWriteError.cannotCreate(path: "/no/such/a.pcapng", errno: ENOENT)) {
            _ = try PcapngWriter(path: "/no/such/a.pcapng")
        }
        #expect(throws: CaptureWriteError.self) {
            var file = try PcapngWriter()
            try file.write([1].span, time: 0)
        }
        #if os(Linux)
            #expect(throws: CaptureWriteError.cannotWrite(path: "/dev/full", offset: 0, errno: ENOSPC)) {
                var file = try PcapngWriter(path: "/dev/full")
                try file.finish()
            }
        #endif
    }
}
