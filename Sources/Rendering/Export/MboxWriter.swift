import Dialogue
import MailProtocols

/// Writes messages one behind the other into one file, as programs that read mbox expect: a line that begins with `From `
/// in front of each, an empty line behind it, lines ended by LF alone. Within a message every line that begins with `From `,
/// whatever number of `>` in front of it, gets one `>` more (the dialect that is called mboxrd), so that it can be undone.
struct MboxWriter {
    private let folder: ExportFolder
    private let part: String
    private var buffer: [UInt8] = []
    /// How far the line that is being written may still be one to be quoted: its `>` and letters of `From `; -1 once it is not.
    private var angles = 0
    private var letters = 0
    private var isCandidate = true
    /// A CR was heard last, and is written unless an LF follows.
    private var heldReturn = false
    private var lineIsEmpty = true

    private static let separator = Array("From ".utf8)
    /// Octets gathered before they are written.
    private static let portion = 65_536

    init(folder: ExportFolder) throws(ExportError) {
        self.folder = folder
        part = try folder.makePart()
    }

    mutating func begin(_ end: ContentPiece.End) {
        let sender = end.reversePath.map { ExportName.sender($0) } ?? "MAILER-DAEMON"
        buffer += Self.separator
        buffer += Array("\(sender.isEmpty ? "MAILER-DAEMON" : sender) \(Self.date(end.time))\n".utf8)
        beginLine()
    }

    mutating func append(_ bytes: [UInt8]) throws(ExportError) {
        for byte in bytes {
            if heldReturn {
                heldReturn = false
                if byte != Ascii.lineFeed { put(Ascii.carriageReturn) }
            }
            if byte == Ascii.carriageReturn { heldReturn = true } else { put(byte) }
        }
        if buffer.count >= Self.portion { try flush() }
    }

    mutating func end() throws(ExportError) {
        if heldReturn { put(Ascii.carriageReturn) }
        heldReturn = false
        settle()
        if !lineIsEmpty { buffer.append(Ascii.lineFeed) }
        buffer.append(Ascii.lineFeed)
        if buffer.count >= Self.portion { try flush() }
    }

    /// Gives the file its name; without a message there is none.
    mutating func finish(isEmpty: Bool) throws(ExportError) {
        guard !isEmpty else { return folder.remove(part: part) }
        try flush()
        try folder.name(part: part) { $0 == 1 ? "mailscope.mbox" : "mailscope-\($0).mbox" }
    }

    func discard() { folder.remove(part: part) }

    private mutating func flush() throws(ExportError) {
        try folder.append(buffer, toPart: part)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func beginLine() {
        angles = 0
        letters = 0
        isCandidate = true
        lineIsEmpty = true
    }

    private mutating func put(_ byte: UInt8) {
        if isCandidate {
            if letters == 0, byte == UInt8(ascii: ">") {
                angles += 1
                lineIsEmpty = false
                return
            }
            if byte == Self.separator[letters] {
                letters += 1
                lineIsEmpty = false
                if letters == Self.separator.count {
                    buffer.append(UInt8(ascii: ">"))
                    settle()
                }
                return
            }
            settle()
        }
        buffer.append(byte)
        lineIsEmpty = false
        if byte == Ascii.lineFeed { beginLine() }
    }

    /// The line is what it is: what was held of it is written.
    private mutating func settle() {
        guard isCandidate else { return }
        isCandidate = false
        for _ in 0..<angles { buffer.append(UInt8(ascii: ">")) }
        buffer += Self.separator.prefix(letters)
    }

    /// `Mon Jan  5 09:00:00 2026`, in UTC.
    private static func date(_ time: Int64) -> String {
        let civil = CivilTime(secondsSince1970: time.flooredQuotient(1_000_000_000))
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var clock: [UInt8] = []
        Timestamps.appendClock(civil, to: &clock)
        let day = civil.day < 10 ? " \(civil.day)" : "\(civil.day)"
        let names = (days[civil.weekday % 7], months[(civil.month - 1) % 12])
        return "\(names.0) \(names.1) \(day) \(String(decoding: clock, as: UTF8.self)) \(civil.year)"
    }
}

extension ExportName {
    /// An envelope's address as it may stand in mbox's line: no blanks, nothing but visible ASCII, 200 octets at most.
    static func sender(_ address: String) -> String {
        String(decoding: address.utf8.filter { $0 > 0x20 && $0 < 0x7F }.prefix(200), as: UTF8.self)
    }
}
