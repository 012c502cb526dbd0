import Simulator
import Testing

@Suite("The floor plan")
struct FloorPlanTests {
    /// A source file: its path from the repository's root, its target and its lines.
    struct Source: CustomTestStringConvertible, Sendable {
        var path: String
        var lines: [Substring]
        var target: String { String(path.split(separator: "/")[1]) }
        var testDescription: String { path }
    }

    static let sources: [Source] = {
        var sources: [Source] = []
        func walk(_ folder: String) {
            for name in (try? Disk.names(in: "\(Repository.root)/\(folder)")) ?? [] {
                let path = "\(folder)/\(name)"
                if name.hasSuffix(".swift"), let text = try? Repository.text(path) {
                    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                    sources.append(Source(path: path, lines: lines.last == "" ? lines.dropLast() : lines))
                } else if !name.contains(".") {
                    walk(path)
                }
            }
        }
        walk("Sources")
        return sources
    }()

    /// What each target may import of ours and of others.
    private static let floors: [String: Set<String>] = [
        "MailProtocols": ["CSums"],
        "Packets": ["CZlib", "CSums"],
        "Dialogue": ["MailProtocols", "Packets", "CSHA256", "Crypto", "CryptoExtras"],
        "Rendering": ["Dialogue", "MailProtocols", "Packets"],
        "Simulator": [
            "CDisk", "Dialogue", "MailProtocols", "Packets", "NIOCore", "NIOPosix", "NIOSSL", "NIOTLS", "CryptoExtras",
            "Crypto",
            "X509", "Yams",
        ],
        "Capture": ["Packets", "CPcap"],
        "Lessons": [
            "Rendering", "Simulator", "Capture", "Dialogue", "MailProtocols", "Packets", "Yams", "Crypto",
        ],
        "mailscope": [
            "Lessons", "Rendering", "Simulator", "Capture", "Dialogue", "MailProtocols", "Packets", "ArgumentParser",
        ],
    ]
    /// What comes with the system or the language, and no floor is barred from.
    private static let everywhere: Set<String> = ["Glibc", "Darwin", "Musl", "Synchronization"]

    private static let modifiers: Set<Substring> = ["package", "public", "internal", "private", "fileprivate"]

    @Test("all sources were found")
    func found() {
        #expect(Set(Self.sources.map(\.target)) == Set(Self.floors.keys))
        #expect(Self.sources.count > 100)
    }

    @Test("imports lead downwards only")
    func imports() {
        for source in Self.sources {
            let allowed = (Self.floors[source.target] ?? []).union(Self.everywhere)
            for line in source.lines where line.holds("import ") {
                let words = line.split(separator: " ").filter { !$0.hasPrefix("@") && !Self.modifiers.contains($0) }
                // An import stands at the line's start; prose in comments and scenarios does not.
                guard words.count == 2, words[0] == "import" else { continue }
                #expect(allowed.contains(String(words[1])), "\(source.path) imports \(words[1])")
            }
        }
    }

    @Test("no file is longer than 400 lines")
    func lengths() {
        // What a script generates holds lessons and scenarios, and nobody edits it.
        for source in Self.sources where source.lines.first?.hasPrefix("// Written by") != true {
            #expect(source.lines.count <= 400, "\(source.path) has \(source.lines.count) lines")
        }
    }

    /// Where port numbers are known, or sockets are wired: the file, and the numbers that it may name.
    private static let portsAllowed: [String: Set<String>] = [
        "Sources/Dialogue/Hearing/Recognition/MailPorts.swift": [
            "25", "110", "587", "465", "995", "143", "993", "2525",
        ],
        // A TLS alert's number.
        "Sources/MailProtocols/TLS/TLSNames.swift": ["110"],
    ]

    @Test("no port number stands outside the one place that knows them")
    func ports() {
        // A number of its own: not part of a longer one, a name, an address or a decimal fraction.
        let ports = /(?:^|[^\w.])(25|110|587|465|995|143|993|2525)(?![\w]|\.\d)/
        for source in Self.sources where source.lines.first?.hasPrefix("// Written by") != true {
            for (number, line) in source.lines.enumerated() where line.holds("ort") {
                let code = Self.withoutWords(line)
                for match in code.matches(of: ports) {
                    let isAllowed = Self.portsAllowed[source.path]?.contains(String(match.1)) == true
                    #expect(isAllowed, "\(source.path):\(number + 1) names port \(match.1)")
                }
            }
        }
    }

    /// A line without its comment and its string literals.
    private static func withoutWords(_ line: Substring) -> String {
        String(line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false).first ?? "")
            .replacing(/"(\\.|[^"\\])*"/) { _ in "" }
    }
}

extension Substring {
    /// Octet by octet: a whole tree of sources is looked through.
    fileprivate func holds(_ word: StaticString) -> Bool {
        let sought = word.withUTF8Buffer { Array($0) }
        let octets = Array(utf8)
        guard octets.count >= sought.count else { return false }
        return (0...octets.count - sought.count).contains { start in
            sought.indices.allSatisfy { octets[start + $0] == sought[$0] }
        }
    }
}
