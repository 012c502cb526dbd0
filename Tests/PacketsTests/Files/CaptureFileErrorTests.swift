import Testing

@testable import Packets

@Suite("What is no capture file")
struct CaptureFileErrorTests {
    @Test("a file that is not there, and a folder, say so")
    func paths() {
        #expect(Reading(path: "/no/such/file").error == .missing(path: "/no/such/file"))
        #expect(Reading(path: "/dev/null/file").error == .missing(path: "/dev/null/file"))
        #expect(Reading(path: "/").error == .directory(path: "/"))
        #expect(Reading(path: "/dev/null").error == .empty(path: "/dev/null"))
    }

    @Test("nothing, and next to nothing")
    func tooLittle() {
        #expect(Reading([UInt8]()).error == .empty(path: "these bytes"))
        #expect(Reading([0xD4]).error == .tooShort(path: "these bytes", bytes: 1))
        #expect(Reading([0xD4, 0xC3, 0xB2]).error == .tooShort(path: "these bytes", bytes: 3))
    }

    @Test(
        "other formats are named",
        arguments: [
            ([0x28, 0xB5, 0x2F, 0xFD, 0, 0], .zstd), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .xz),
            (Array("BZh91AY".utf8), .bzip2), (Array("snoop\0\0\0".utf8), .snoop), (Array("PK\u{3}\u{4}".utf8), .zip),
            (Array("From: alice@south.example\r\n".utf8), .text), ([0, 1, 2, 3, 4, 5], nil),
        ] as [([UInt8], CaptureFileError.Lookalike?)])
    func lookalikes(bytes: [UInt8], expected: CaptureFileError.Lookalike?) {
        #expect(Reading(bytes).error == .notACapture(path: "these bytes", looksLike: expected))
    }

    @Test("versions from other times are refused by number")
    func versions() {
        var file = CaptureBytes(.big)
        file.pcapHeader(minor: 3)
        #expect(Reading(file.bytes).error == .unsupported(path: "these bytes", what: "version 2.3 of the pcap format"))
        file = CaptureBytes(.big)
        file.block(0x0A0D_0D0A) {
            $0.put(0x1A2B_3C4D as UInt32)
            $0.put(2 as UInt16)
            $0.put(7 as UInt16)
            $0.put(0 as Int64)
        }
        #expect(
            Reading(file.bytes).error == .unsupported(path: "these bytes", what: "version 2.7 of the pcapng format"))
    }

    @Test("each error names the file, and has its exit code")
    func words() {
        let errors: [(CaptureFileError, Int32)] = [
            (.missing(path: "a.pcap"), 66), (.directory(path: "a.pcap"), 66), (.notPermitted(path: "a.pcap"), 77),
            (.empty(path: "a.pcap"), 65), (.tooShort(path: "a.pcap", bytes: 1), 65),
            (.notACapture(path: "a.pcap", looksLike: .zstd), 65), (.unsupported(path: "a.pcap", what: "x"), 65),
            (.damaged(path: "a.pcap", offset: 4_711, expected: "x", found: "y"), 65),
            (.unreadable(path: "a.pcap", offset: 4_711, errno: 5), 65),
        ]
        for (error, code) in errors {
            #expect(error.exitCode == code, "\(error)")
            #expect(error.description.hasPrefix("a.pcap: "))
        }
        #expect(errors[7].0.description.contains("byte 4711"))
        #expect(CaptureFileError(errno: 13, path: "a.pcap") == .notPermitted(path: "a.pcap"))
        #expect(
            CaptureFileError(errno: 5, path: "a.pcap", offset: 9) == .unreadable(path: "a.pcap", offset: 9, errno: 5))
    }

    @Test("no sequence of bytes makes the reader trap or run on", arguments: 0..<8 as Range<UInt64>)
    func mutations(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let originals = [
            PcapngReadingTests.everything(.little).bytes, PcapngReadingTests.everything(.big).bytes,
            PcapReadingTests.kinds[0].file().bytes, PcapReadingTests.kinds[4].file().bytes, GzipTests.packed,
            GzipTests.member(PcapngReadingTests.everything(.little).bytes),
        ]
        for _ in 0..<1_000 {
            var bytes = originals[Int.random(in: 0..<originals.count, using: &random)]
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                }
            }
            let reading = Reading(bytes)
            // A frame takes at least a header of sixteen bytes; compression packs no more than a thousand to one.
            #expect(reading.frames.count <= bytes.count * 1_032 / 16)
            #expect(reading.lost >= 0)
        }
    }
}
