package import MailProtocols

extension Citation {
    /// nil for what is no RFC.
    package var rfcNumber: Int? { rfc > 0 ? rfc : nil }
}

/// RFC sections that prose cites: `(RFC 5321 sections 4.1.1.4 and 6.1)`.
package enum CitedSections {
    package static func citations(in text: String) -> [Citation] {
        // A bracket that closes ends the list of sections.
        let words = text.replacing(")", with: " ) ").split { $0.isWhitespace || "([];:".contains($0) }
        var citations: [Citation] = []
        var index = words.startIndex
        while index < words.endIndex {
            defer { index += 1 }
            guard words[index].uppercased() == "RFC", index + 1 < words.endIndex,
                let number = Int(words[index + 1].prefix { $0.isNumber })
            else { continue }
            let sections = sections(in: words[(index + 2)...])
            citations += (sections.isEmpty ? [""] : sections).map { Citation.rfc(number, $0) }
        }
        return citations
    }

    /// `section 4.2`, `sections 4, 5 and 7`.
    private static func sections(in words: ArraySlice<Substring>) -> [String] {
        guard let first = words.first, first.lowercased() == "section" || first.lowercased() == "sections" else {
            return []
        }
        var sections: [String] = []
        for word in words.dropFirst() {
            if word == "and" || word == "to" { continue }
            var section = word
            let goesOn = section.hasSuffix(",")
            while section.last == "," || section.last == "." { section.removeLast() }
            // `4.5.2`, or `D.1` of an appendix.
            let second = section.dropFirst().first
            guard let start = section.first, start.isNumber || (start.isUppercase && (second == nil || second == ".")),
                section.dropFirst().allSatisfy({ $0.isNumber || $0 == "." })
            else { break }
            sections.append(String(section))
            if !goesOn, word.hasSuffix(".") { break }
        }
        return sections
    }
}
