import Testing

@testable import Packets

@Suite("Reading through gzip")
struct GzipTests {
    /// A pcap file of 40 frames, "MAIL FROM:<alice@south.example> 0" and on, as `gzip -9` packs it.
    static let packed = bytes(
        """
        1f8b080000000000020395d15d4a02611487f119b5b46fcbcccacaf1a3ba0b754a9b88a89b4050825ac1200309230615b49db6d0
        16da421b690593e78f5dcb73e070de8bf777f5fc7c7f7da69c8cf33f49e238ae3d7e9f223bd5d90eee7a7deffef16170751dc6a3
        6174fb3a797f7b3e8b3ec2f14b1cdd784d032e002d032900da06d200f80632009c1b5800e0c2c022001d035900ba0672005c1a58
        022030b03cfd589beddc704abd42845aaf12a1d86b44a8f63a11cabd41847ae78950f04d22547c8b08252f10a1e6db40b4d5bc48
        849aef10a1e62522d47c970835df2342cdf78950f332116a7e40849a1f12a1e64740f86a5e2142cd3d22d4bc4a849ad78850f33a
        116ade2042cd8f8950f31322d4fc9488e00f1a8e0f4ade070000
        """)

    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.compactMap(\.hexDigitValue).map { UInt8($0) }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// One gzip member that holds the bytes as they are, in one stored block.
    static func member(_ bytes: [UInt8]) -> [UInt8] {
        var crc: UInt32 = .max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB8_8320 }
        }
        var member = CaptureBytes()
        member.bytes = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1]
        member.put(UInt16(bytes.count))
        member.put(~UInt16(bytes.count))
        member.bytes += bytes
        member.put(~crc)
        member.put(UInt32(bytes.count))
        return member.bytes
    }

    @Test("a packed file reads as the file itself")
    func whole() {
        let reading = Reading(Self.packed)
        #expect(reading.error == nil)
        #expect(reading.texts == (0..<40).map { "MAIL FROM:<alice@south.example> \($0)" })
        #expect(!reading.isCut)
    }

    @Test("members one after the other are one file, wherever it was divided")
    func members() {
        let file = PcapngReadingTests.everything(.big).bytes
        let whole = Reading(file)
        for cut in 0...file.count {
            let reading = Reading(Self.member(Array(file[..<cut])) + Self.member(Array(file[cut...])))
            #expect(reading == whole, "divided at \(cut)")
        }
    }

    @Test("a packed file cut anywhere lends what could be unpacked, and says that it was cut")
    func cutAtEveryByte() {
        var most = 0
        for cut in 3..<Self.packed.count {
            let reading = Reading(Array(Self.packed[..<cut]))
            if case .tooShort = reading.error {
                #expect(most == 0)
                continue
            }
            #expect(reading.error == nil, "cut at \(cut)")
            #expect(reading.isCut, "cut at \(cut)")
            #expect(reading.frames.count >= most, "cut at \(cut)")
            #expect(reading.texts == (0..<reading.frames.count).map { "MAIL FROM:<alice@south.example> \($0)" })
            most = reading.frames.count
        }
        #expect(most == 40)
    }

    @Test("a packed file that is damaged lends the frames before, then fails with its offset")
    func damaged() {
        // The last eight bytes are the check sum and the length.
        var bytes = Self.packed
        bytes[bytes.count - 8] ^= 1
        let reading = Reading(bytes)
        #expect(reading.frames.count == 40)
        guard case .damaged(_, _, "gzip data", _) = reading.error else {
            Issue.record("\(String(describing: reading.error))")
            return
        }
    }

    @Test("zeros behind the last member are padding, anything else is counted as lost")
    func junk() {
        #expect(!Reading(Self.packed + [0, 0, 0]).isCut)
        let reading = Reading(Self.packed + [1, 2, 3])
        #expect(reading.frames.count == 40)
        #expect(reading.isCut && reading.lost == 3)
    }

    @Test("nothing packed is nothing to read")
    func emptyMember() {
        #expect(Reading(Self.member([])).error == .tooShort(path: "these bytes", bytes: 0))
    }
}
