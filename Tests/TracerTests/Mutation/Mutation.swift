import ScriptedCaptures

/// Damages a capture as networks, capture programs and attackers do.
enum Mutation {
    static func mutate(_ frames: inout [ScriptedFrame], using dice: inout Dice) {
        for _ in 0..<1 + dice.roll(8) where !frames.isEmpty {
            let index = dice.roll(frames.count)
            switch dice.roll(10) {
            case 0: frames.remove(at: index)
            case 1: frames.insert(frames[index], at: dice.roll(frames.count + 1))
            case 2: frames.swapAt(index, dice.roll(frames.count))
            case 3 where index + 1 < frames.count: frames.swapAt(index, index + 1)
            case 4: frames[index].bytes.removeLast(dice.roll(frames[index].bytes.count))
            case 5:
                for _ in 0..<1 + dice.roll(30) { flip(&frames[index].bytes, from: 0, using: &dice) }
            case 6: for _ in 0..<1 + dice.roll(4) { flip(&frames[index].bytes, from: 54, using: &dice) }
            case 7: write(&frames[index].bytes, using: &dice)
            case 8: frames[index].time &+= Int64(bitPattern: dice.next()) >> Int64(dice.roll(50))
            default: frames.removeSubrange(index..<min(frames.count, index + dice.roll(5)))
            }
        }
    }

    /// Another bit or octet at or behind `from`.
    private static func flip(_ bytes: inout [UInt8], from: Int, using dice: inout Dice) {
        guard bytes.count > from else { return }
        let place = from + dice.roll(bytes.count - from)
        bytes[place] = dice.happens(50) ? bytes[place] ^ 1 << UInt8(dice.roll(8)) : UInt8(dice.roll(256))
    }

    /// Words that matter to whoever reads mail, somewhere in the payload.
    private static func write(_ bytes: inout [UInt8], using dice: inout Dice) {
        let words = [
            "\r\n.\r\n", "\n.\n", "\r\n", "\n", "\r", ".", "DATA\r\n", "BDAT 99999999999\r\n", "BDAT 3\r\n", "RSET\r\n",
            "STARTTLS\r\n", "AUTH PLAIN\r\n", "250 ", "354 \r\n", "220-", "+OK\r\n", "-ERR ", "+ ", "RETR 1\r\n",
            "*\r\n",
            "--b\r\n", "\0", "\u{16}\u{3}\u{1}", "421 \r\n",
        ]
        let word = Array(words[dice.roll(words.count)].utf8)
        guard bytes.count > 54 + word.count else { return }
        let place = 54 + dice.roll(bytes.count - 54 - word.count)
        bytes.replaceSubrange(place..<place + word.count, with: word)
    }
}
