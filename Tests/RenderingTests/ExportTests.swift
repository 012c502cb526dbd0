import Dialogue
import Testing

@testable import Rendering

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Messages written to files")
struct ExportTests {
    /// A folder that is not there yet.
    private static func withFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/mailscope-export-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { room in
            room.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        let folder = try #require(made)
        defer { removeAll(folder) }
        try body("\(folder)/out")
    }

    private static func removeAll(_ folder: String) {
        for name in names(folder) {
            if unlink("\(folder)/\(name)") != 0 { removeAll("\(folder)/\(name)") }
        }
        rmdir(folder)
    }

    private static func names(_ folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func text(_ path: String) -> String {
        let file = open(path, O_RDONLY)
        defer { close(file) }
        var room = [UInt8](repeating: 0, count: 1 << 20)
        let count = read(file, &room, room.count)
        return String(decoding: room.prefix(max(0, count)), as: UTF8.self)
    }

    private static func octets(_ text: String, of connection: Int32 = 1) -> ContentPiece {
        ContentPiece(connection: connection, kind: .octets(Array(text.utf8)))
    }

    private static func end(
        of connection: Int32 = 1, isWhole: Bool = true, id: String? = nil, subject: String? = nil, from: String? = nil
    ) -> ContentPiece {
        let end = ContentPiece.End(
            step: 9, isWhole: isWhole, time: 1_767_603_600_000_000_000, reversePath: from, messageID: id,
            subject: subject)
        return ContentPiece(connection: connection, kind: .end(end))
    }

    @Test("each message is a file, octet for octet, however its pieces lie")
    func eml() throws {
        try Self.withFolder { folder in
            let exporter = try MessageExporter(path: folder, form: .eml)
            for piece in [
                Self.octets("From: a\r\n"), Self.octets("Subject: b\r\n", of: 2), Self.octets("\r\n.x\r\n"),
                Self.end(id: "<1.a@south.example>"), Self.octets("\r\nbody", of: 2),
                Self.end(of: 2, subject: "Größe / 3"),
            ] { try exporter.take(piece) }
            try exporter.finish()
            #expect(Self.names(folder) == ["000001-c1-1.a_south.example.eml", "000002-c2-Gr_e_3.eml"])
            #expect(Self.text("\(folder)/000001-c1-1.a_south.example.eml") == "From: a\r\n\r\n.x\r\n")
            #expect(Self.text("\(folder)/000002-c2-Gr_e_3.eml") == "Subject: b\r\n\r\nbody")
            #expect(exporter.written == 2 && exporter.incomplete == 0)
        }
    }

    @Test("no file is replaced, and no name leads out of the folder")
    func names() throws {
        try Self.withFolder { folder in
            for _ in 1...3 {
                let exporter = try MessageExporter(path: folder, form: .eml)
                try exporter.take(Self.octets("x"))
                try exporter.take(Self.end(id: "<../../etc/passwd\u{0}\u{1B}[2J>"))
                try exporter.finish()
            }
            #expect(
                Self.names(folder) == [
                    "000001-c1-etc_passwd_2J-2.eml", "000001-c1-etc_passwd_2J-3.eml", "000001-c1-etc_passwd_2J.eml",
                ])
        }
        for hostile in ["..", "/", "....//", "-rf", ".hidden", String(repeating: "é", count: 500), "a..b", "%2e%2e"] {
            let name = ExportName.eml(
                number: 1, connection: 1, ContentPiece.End(step: 1, isWhole: true, subject: hostile), attempt: 1)
            let isPlain = name.utf8.allSatisfy { $0 > 0x2C && $0 < 0x7B && $0 != 0x2F }
            #expect(isPlain && !name.contains("..") && name.hasPrefix("000001-c1") && name.utf8.count < 90, "\(name)")
        }
    }

    @Test("a link that somebody laid in the way is not followed")
    func links() throws {
        try Self.withFolder { folder in
            mkdir(folder, 0o700)
            symlink("\(folder)/../elsewhere", "\(folder)/000001-c1.eml")
            symlink("/tmp", "\(folder)/tmp")
            let exporter = try MessageExporter(path: folder, form: .eml)
            try exporter.take(Self.octets("x"))
            try exporter.take(Self.end())
            try exporter.finish()
            #expect(Self.names(folder).contains("000001-c1-2.eml"))
            #expect(access("\(folder)/../elsewhere", F_OK) != 0)
            #expect(throws: ExportError.self) { _ = try MessageExporter(path: folder, form: .maildir) }
        }
    }

    @Test("what lacks octets says so; what was taken back is not there; what has no end leaves nothing")
    func incomplete() throws {
        try Self.withFolder { folder in
            let exporter = try MessageExporter(path: folder, form: .eml)
            let long = String(repeating: "0123456789", count: 20_000)
            for piece in [
                Self.octets("cut"), Self.end(isWhole: false), Self.octets("lost", of: 3),
                ContentPiece(connection: 3, kind: .abandoned), ContentPiece(connection: 4, kind: .abandoned),
                Self.octets(long, of: 5), ContentPiece(connection: 5, kind: .mark), Self.octets(long, of: 5),
                ContentPiece(connection: 5, kind: .rewind), Self.octets("end", of: 5), Self.end(of: 5),
                Self.octets(long, of: 6),
            ] { try exporter.take(piece) }
            #expect(Self.names(folder).contains { $0.hasSuffix(".part") })
            try exporter.finish()
            #expect(
                Self.names(folder) == ["000001-c1-incomplete.eml", "000002-c3-incomplete.eml", "000003-c5.eml"])
            #expect(Self.text("\(folder)/000003-c5.eml") == long + "end")
            #expect(exporter.written == 3 && exporter.incomplete == 2)
        }
    }

    @Test("messages of a connection that is not wanted after all leave nothing")
    func decidedLater() throws {
        try Self.withFolder { folder in
            let exporter = try MessageExporter(path: folder, form: .eml, decidesLater: true)
            for connection: Int32 in [1, 2] {
                try exporter.take(Self.octets("one", of: connection))
                try exporter.take(Self.end(of: connection))
            }
            #expect(Self.names(folder).isEmpty)
            try exporter.decide(1, isWanted: false)
            try exporter.decide(2, isWanted: true)
            try exporter.take(Self.octets("two", of: 2))
            try exporter.take(Self.end(of: 2))
            try exporter.finish()
            #expect(Self.names(folder) == ["000001-c2.eml", "000002-c2.eml"])
        }
    }

    @Test("mbox: one file, LF, lines that begin with From quoted one deeper", arguments: [1, 2, 5, 1_000])
    func mbox(size: Int) throws {
        try Self.withFolder { folder in
            let exporter = try MessageExporter(path: folder, form: .mbox)
            let message = Array("Subject: x\r\n\r\nFrom here\r\n>From there\r\n>>Fromage\r\nFrom\r\n a\rb\r\n>".utf8)
            for start in stride(from: 0, to: message.count, by: size) {
                let piece = Array(message[start..<min(start + size, message.count)])
                try exporter.take(ContentPiece(connection: 1, kind: .octets(piece)))
            }
            try exporter.take(Self.end(from: "alice@south.example"))
            try exporter.take(Self.octets("\r\n", of: 2))
            try exporter.take(Self.end(of: 2, from: ""))
            try exporter.finish()
            #expect(Self.names(folder) == ["mailscope.mbox"])
            #expect(
                Self.text("\(folder)/mailscope.mbox") == """
                    From alice@south.example Mon Jan  5 09:00:00 2026
                    Subject: x

                    >From here
                    >>From there
                    >>Fromage
                    From
                     a\rb
                    >

                    From MAILER-DAEMON Mon Jan  5 09:00:00 2026



                    """)
        }
    }

    @Test("maildir: delivered into new")
    func maildir() throws {
        try Self.withFolder { folder in
            let exporter = try MessageExporter(path: folder, form: .maildir)
            try exporter.take(Self.octets("a\r\n"))
            try exporter.take(Self.end())
            try exporter.finish()
            #expect(Self.names(folder) == ["cur", "new", "tmp"])
            #expect(Self.names("\(folder)/tmp").isEmpty)
            let delivered = Self.names("\(folder)/new")
            #expect(delivered == ["1767603600.M0P\(getpid())Q1.mailscope"])
            #expect(Self.text("\(folder)/new/\(delivered.first ?? "")") == "a\r\n")
        }
    }
}
