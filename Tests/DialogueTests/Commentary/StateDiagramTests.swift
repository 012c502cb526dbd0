import Dialogue
import MailProtocols
import Testing

@Suite("The computed state diagrams")
struct StateDiagramTests {
    @Test("SMTP: the way of a letter, and no way into a letter without a recipient")
    func smtp() {
        let edges = StateDiagram.smtp.edges
        func next(_ state: String, saying word: String) -> [String] {
            edges.filter { $0.from == state && $0.label.contains(word) }.map(\.to)
        }
        #expect(next("connecting", saying: "greeting") == ["connected"])
        #expect(next("connected", saying: "EHLO") == ["greeted"])
        #expect(next("greeted", saying: "MAIL") == ["envelopeOpen"])
        #expect(next("envelopeOpen", saying: "RCPT") == ["envelopeReady"])
        #expect(next("envelopeReady", saying: "DATA") == ["messageComing"])
        #expect(next("messageComing", saying: "end of content") == ["greeted"])
        #expect(next("greeted", saying: "STARTTLS") == ["tlsComing"])
        #expect(next("envelopeOpen", saying: "DATA").isEmpty)
        #expect(next("connected", saying: "MAIL").isEmpty)
        #expect(!edges.contains { $0.from == "closed" })
    }

    @Test("POP3: UPDATE is entered from TRANSACTION, by QUIT alone")
    func pop3() {
        let intoUpdate = StateDiagram.pop3.edges.filter { $0.to == "update" }
        #expect(intoUpdate.map(\.from) == ["transaction"])
        #expect(intoUpdate.first?.label == "QUIT +OK")
        #expect(StateDiagram.pop3.edges.contains { $0.from == "authorization" && $0.to == "transaction" })
    }

    @Test("every state is reached, and Mermaid gets each edge")
    func complete() {
        let smtp = Set(StateDiagram.smtp.edges.map(\.to))
        #expect(SMTPState.allCases.allSatisfy { $0 == .connecting || smtp.contains($0.name) })
        let pop3 = Set(StateDiagram.pop3.edges.map(\.to))
        #expect(POP3State.allCases.allSatisfy { $0 == .connecting || pop3.contains($0.name) })
        #expect(StateDiagram.smtp.mermaid.split(separator: "\n").count == StateDiagram.smtp.edges.count + 1)
    }
}
