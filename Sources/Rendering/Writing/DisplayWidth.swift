/// How many columns a text takes in a terminal: East Asian wide characters two, combining ones none.
package enum DisplayWidth {
    package static func of(_ text: some StringProtocol) -> Int {
        // In ASCII, bytes are columns; nearly all mail dialogue is ASCII.
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// A character is as wide as its widest part: a base with accents, an emoji with its joiners.
    package static func of(_ character: Character) -> Int {
        var width = 0
        var asksForEmoji = false
        for scalar in character.unicodeScalars {
            width = max(width, of(scalar))
            asksForEmoji = asksForEmoji || scalar.value == 0xFE0F
        }
        // A sign that is text by itself becomes an emoji by the selector behind it: a heart, a keycap.
        return asksForEmoji && character.unicodeScalars.first?.properties.isEmoji == true ? 2 : width
    }

    static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return scalar.value == 0xAD ? 0 : 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        // Hangul vowels and final consonants stack on the consonant before them.
        if (0x1160...0x11FF).contains(scalar.value) { return 0 }
        return isWide(scalar.value) ? 2 : 1
    }

    /// Wide or full-width by Unicode's East Asian Width, plus emoji; the small gaps between neighbours are counted in.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x25FD...0x25FE: true
        case 0x2614...0x2615, 0x2648...0x2653, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5: true
        case 0x23F0, 0x23F3, 0x267F, 0x2693, 0x26A1, 0x26CE, 0x26D4, 0x26EA, 0x26F2...0x26F3, 0x26F5: true
        case 0x26FA, 0x26FD, 0x2705, 0x270A...0x270B, 0x2728, 0x274C, 0x274E, 0x2753...0x2755, 0x2757: true
        case 0x2795...0x2797, 0x27B0, 0x27BF, 0x2B1B...0x2B1C, 0x2B50, 0x2B55: true
        case 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF: true
        case 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6: true
        case 0x16FE0...0x18CFF, 0x1B000...0x1B2FF, 0x1F004, 0x1F0CF, 0x1F18E, 0x1F191...0x1F19A: true
        case 0x1F1E6...0x1F1FF, 0x1F200...0x1F64F, 0x1F680...0x1F6FF, 0x1F7E0...0x1F7EB: true
        case 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD: true
        default: false
        }
    }
}
