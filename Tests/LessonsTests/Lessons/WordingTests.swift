import Lessons
import Testing

@Suite("What the course says is one table, which a translation overlays")
struct WordingTests {
    @Test("values stand in place of names in braces, and nothing in a value is filled in again")
    func values() {
        let words = Wording.english
        #expect(words(.hintLead, ["number": 1, "count": 3]) == "Hint 1 of 3:")
        #expect(words(.theAnswerIs, ["answer": "{answer} {x}"]) == "The answer is: {answer} {x}")
        // A name that nobody fills in stands as it is, and so does a lone brace.
        let odd = Wording(language: "xx", phrases: ["theAnswerIs": "{answer} {nobody} { }"])
        #expect(odd(.theAnswerIs, ["answer": 7]) == "7 {nobody} { }")
    }

    @Test("what a translation lacks stays English; ids that are no phrase's are told")
    func overlay() {
        let words = Wording(language: "de", phrases: ["right": "Ja.", "nonsense": "?"])
        #expect(words(.right) == "Ja.")
        #expect(words(.notYet) == "Not yet.")
        #expect(words.missing.count == Phrase.allCases.count - 1)
        #expect(Wording.unknown(in: ["right": "", "nonsense": "?"]) == ["nonsense"])
        #expect(words.language == "de")
    }

    @Test("a phrase's names are those in its braces")
    func names() {
        #expect(Phrase.names(in: Phrase.hintLead.rawValue) == ["number", "count"])
        #expect(Phrase.names(in: "{a} b} {c") == ["a"])
        #expect(Phrase.hintLead.id == "hintLead")
    }
}
