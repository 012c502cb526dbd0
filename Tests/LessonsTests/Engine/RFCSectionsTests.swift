import Dialogue
import Lessons
import MailProtocols
import Testing

/// What the program tells people cites RFCs by the same table that lessons are held to.
@Suite("The sections that RFCs have")
struct RFCSectionsTests {
    @Test("each one that the glossary cites is there", arguments: Glossary.entries)
    func glossary(entry: GlossaryEntry) {
        for citation in entry.citations where !citation.section.isEmpty {
            guard let sections = RFCSections.sections(of: citation.rfc), !sections.contains(RFCSections.unread) else {
                continue
            }
            #expect(sections.contains(citation.section), "\(entry.id) cites \(citation)")
        }
    }

    @Test(
        "those at both ends of a range, and no other",
        arguments: [
            (5321, "4.5.3.1.10", true), (5321, "4.5.3.1.11", false), (5321, "3.9.2", true), (5321, "F.6", true),
            (5321, "F.7", false), (1939, "15", true), (1939, "16", false), (8314, "4.5.4", true),
            (8314, "4.5.5", false),
        ])
    func ends(rfc: Int, section: String, exists: Bool) {
        #expect(RFCSections.sections(of: rfc)?.contains(section) == exists)
    }

    @Test("none of an RFC that nobody has written down")
    func unknown() {
        #expect(RFCSections.sections(of: 1) == nil)
        #expect(RFCSections.sections(of: 1047) == [RFCSections.unread])
    }
}
