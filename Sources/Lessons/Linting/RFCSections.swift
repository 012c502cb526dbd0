/// The sections that RFCs have, so that a citation of one that does not exist is found.
package enum RFCSections {
    /// Stands for the sections of an RFC that is known, and was not read in yet.
    package static let unread = "?"

    /// nil for an RFC that the table lacks.
    package static func sections(of number: Int) -> Set<String>? { parsed[number] }

    private static let parsed: [Int: Set<String>] = table.mapValues { text in
        Set(text.split(separator: " ").flatMap { expanded(String($0)) })
    }

    /// `4.1.1-4.1.4` means all four; anything else itself.
    private static func expanded(_ word: String) -> [String] {
        let ends = word.split(separator: "-").map { $0.split(separator: ".") }
        guard ends.count == 2, let first = ends[0].last.flatMap({ Int($0) }),
            let last = ends[1].last.flatMap({ Int($0) }),
            ends[0].dropLast() == ends[1].dropLast(), first <= last
        else { return [word] }
        let chapter = ends[0].dropLast().map { $0 + "." }.joined()
        return (first...last).map { "\(chapter)\($0)" }
    }
}
