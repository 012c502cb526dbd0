/// The words of a structured field: runs of other octets, or single marks of `,:;<>@`; quoted strings are one word without
/// their quotes, comments are left out and kept aside.
struct HeaderWords {
    private let bytes: [UInt8]
    private var index = 0
    /// The marks that stand alone.
    private let marks: [UInt8]
    /// The comment in front of the word that ``next()`` returned last, or behind the last word; without its parentheses.
    private(set) var comment: [UInt8]?
    /// The word returned last was a quoted string.
    private(set) var isQuoted = false
    /// Where the word returned last begins.
    private(set) var start = 0
    /// Where it ends.
    var end: Int { index }

    init(_ bytes: [UInt8], marks: String = ",:;<>@") {
        self.bytes = bytes
        self.marks = Array(marks.utf8)
    }

    var peek: [UInt8]? {
        var copy = self
        return copy.next()
    }

    /// Whether the next word is this mark and no quoted string that looks like it.
    func isNext(_ mark: UInt8) -> Bool {
        var copy = self
        guard let word = copy.next() else { return false }
        return !copy.isQuoted && word.count == 1 && word[0] == mark
    }

    mutating func nextNumber(digits: ClosedRange<Int>) -> Int? {
        next().flatMap { MessageDate.number($0, digits: digits) }
    }

    mutating func next() -> [UInt8]? {
        skipBlanksAndComments()
        start = index
        isQuoted = false
        guard index < bytes.count else { return nil }
        let byte = bytes[index]
        if marks.contains(byte) {
            index += 1
            return [byte]
        }
        if byte == UInt8(ascii: "\"") {
            isQuoted = true
            return enclosed(by: UInt8(ascii: "\""), UInt8(ascii: "\""))
        }
        if byte == UInt8(ascii: "[") {
            let content = enclosed(by: byte, UInt8(ascii: "]"))
            return [byte] + content + [UInt8(ascii: "]")]
        }
        while index < bytes.count, !isEnd(bytes[index]) { index += 1 }
        // What ends a word and is no mark stands alone, so that every call moves on.
        if index == start { index += 1 }
        return Array(bytes[start..<index])
    }

    private func isEnd(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "(") || marks.contains(byte)
    }

    private mutating func skipBlanksAndComments() {
        comment = nil
        while index < bytes.count {
            if bytes[index] <= 0x20 {
                index += 1
            } else if bytes[index] == UInt8(ascii: "(") {
                comment = enclosed(by: UInt8(ascii: "("), UInt8(ascii: ")"))
            } else {
                return
            }
        }
    }

    /// What stands between the mark at the index and its counterpart, or the end; backslashes are taken away, and only
    /// comments nest.
    private mutating func enclosed(by opening: UInt8, _ closing: UInt8) -> [UInt8] {
        var content: [UInt8] = []
        var depth = 1
        index += 1
        while index < bytes.count {
            var byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\\"), index < bytes.count {
                byte = bytes[index]
                index += 1
            } else if byte == closing {
                depth -= 1
                if depth == 0 { break }
            } else if byte == opening {
                depth += 1
            }
            content.append(byte)
        }
        return content
    }
}
