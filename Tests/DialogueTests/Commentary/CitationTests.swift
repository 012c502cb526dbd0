import Dialogue
import MailProtocols
import Testing

/// A wrong number in a citation is worse than none: those of the two main documents are checked against what they contain.
@Suite("Citations")
struct CitationTests {
    /// The sections that RFC 5321 and RFC 1939 have.
    static let sections: [Int: Set<String>] = [
        5321: numbers("2", 4) + numbers("2.2", 3) + numbers("2.3", 11) + numbers("3", 9) + numbers("3.5", 4)
            + numbers("3.6", 3) + numbers("3.7", 5) + numbers("4", 5) + numbers("4.1", 5) + numbers("4.1.1", 11)
            + numbers("4.2", 5) + numbers("4.3", 2) + numbers("4.5", 5) + numbers("4.5.3", 2) + numbers("4.5.3.1", 10)
            + numbers("4.5.3.2", 7) + numbers("4.5.4", 2) + numbers("5", 2) + numbers("6", 4) + numbers("7", 9)
            + numbers("D", 4) + numbers("F", 6) + [""],
        1939: (1...16).map(String.init) + [""],
    ].mapValues { Set($0) }

    static func numbers(_ chapter: String, _ count: Int) -> [String] {
        [chapter] + (1...count).map { "\(chapter).\($0)" }
    }

    @Test("name sections that exist")
    func exist() {
        let cited = Set(Glossary.entries.flatMap(\.citations) + Note.allCases.flatMap(\.entry.citations))
        #expect(cited.count > 100)
        for citation in cited {
            guard let sections = Self.sections[citation.rfc] else { continue }
            #expect(sections.contains(citation.section), "\(citation)")
        }
    }
}
