import MailProtocols
import Packets
import ScriptedCaptures

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// All captures of the repository and all that are made of scripts, as frames.
enum Corpus {
    struct Capture: Sendable {
        var name: String
        var frames: [ScriptedFrame]
    }

    /// Frames of one capture that are used: a mutation shows in a few hundred as well.
    private static let frameLimit = 600

    static let all: [Capture] = scripted + recorded

    static let scripted: [Capture] =
        (ScriptedCaptureTests.scripts.map { ($0.name, $0.text) }
        + NoteCase.all.flatMap { [("\($0.note.id) raised", $0.raising), ("\($0.note.id) silent", $0.silent)] })
        .map { Capture(name: $0.0, frames: Array(CaptureScript($0.1).frames().prefix(frameLimit))) }

    static let recorded: [Capture] = paths.compactMap { path in
        guard var reader = try? CaptureReader(path: path) else { return nil }
        var frames: [ScriptedFrame] = []
        while frames.count < frameLimit, let frame = try? reader.next() {
            frames.append(
                ScriptedFrame(
                    time: frame.info.time, bytes: frame.bytes.withUnsafeBufferPointer { Array($0) },
                    originalLength: frame.info.originalLength, linkType: frame.info.linkType))
        }
        return Capture(name: path, frames: frames)
    }

    /// Captures/NAME/capture.pcap or .pcapng, from the repository's root.
    private static var paths: [String] {
        // Tests/TracerTests/Mutation/Corpus.swift
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
        let captures = root + "/Captures"
        return names(in: captures).flatMap { folder in
            names(in: "\(captures)/\(folder)").filter { $0.hasPrefix("capture.pcap") }.map {
                "\(captures)/\(folder)/\($0)"
            }
        }
    }

    private static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}

/// Draws numbers that are the same for the same seed (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 to `count` - 1; 0 where `count` is 0.
    mutating func roll(_ count: Int) -> Int { count > 0 ? Int.random(in: 0..<count, using: &self) : 0 }
    mutating func happens(_ percent: Int) -> Bool { roll(100) < percent }
}
