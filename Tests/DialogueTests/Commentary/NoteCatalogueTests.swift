import MailProtocols
import Testing

@Suite("The note catalogue")
struct NoteCatalogueTests {
    @Test("gives each note a sentence and a reason", arguments: Note.allCases)
    func isComplete(note: Note) {
        let entry = NoteCatalogue.entry(note)
        #expect(entry.note == note)
        #expect(entry.text.hasSuffix("."))
        #expect(entry.text.count <= 100, "one line")
        #expect(entry.why.hasSuffix("."))
        #expect(entry.why.count > 30)
    }

    @Test("lists each note once, in the order of the cases")
    func order() {
        #expect(NoteCatalogue.entries.map(\.note) == Note.allCases)
        #expect(Set(Note.allCases.map(\.id)).count == Note.allCases.count)
    }

    @Test(
        "names notes by their words",
        arguments: [
            (Note.nullReversePath, "null-reverse-path"), (.startTLSUnused, "start-tls-unused"),
            (.plaintextBehindSTARTTLS, "plaintext-behind-starttls"), (.plaintextOnTLSPort, "plaintext-on-tls-port"),
            (.tlsOnPlaintextPort, "tls-on-plaintext-port"), (.authNotBase64, "auth-not-base64"),
        ])
    func ids(note: Note, id: String) {
        #expect(note.id == id)
        #expect(Note(id: id) == note)
    }

    @Test("cites an RFC for all but what only a capture can show")
    func citations() {
        let uncited = Note.allCases.filter { $0.entry.citations.isEmpty }
        #expect(uncited == [.midStream, .oneSided, .bytesMissing, .gaveUpWaiting, .candidateOverrun])
    }

    @Test("tells the worst of a set")
    func worst() {
        var notes = NoteSet()
        #expect(notes.severity == nil)
        notes.insert(.nullReversePath)
        #expect(notes.severity == .info)
        notes.insert(.smugglingSeam)
        #expect(notes.severity == .error)
    }
}
