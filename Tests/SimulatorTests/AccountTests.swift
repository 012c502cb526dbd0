import MailProtocols
import Simulator
import Testing

extension Trait where Self == ConditionTrait {
    /// Digests are built in.
    static var needsDigests: Self { .enabled(if: Digests.areBuiltIn, "built without the trait TLS") }
}

extension AccountBook {
    static let north = AccountBook(
        domain: "north.example",
        passwords: ["bob@north.example": Credential("builder"), "carol@north.example": Credential("p w")],
        keepsClear: true, nonces: Nonces(seed: 1, purpose: "salts"))
}

@Suite("Accounts")
struct AccountTests {
    @Test("names are found with and without their domain, in any case")
    func names() {
        let book = AccountBook.north
        for name in ["bob", "Bob", "bob@north.example", "BOB@NORTH.EXAMPLE"] {
            #expect(book.check(user: name, password: Credential("builder")) == "bob@north.example")
        }
        for (name, password) in [("bob", "Builder"), ("bob", ""), ("", ""), ("dave", "builder"), ("bob@x", "builder")] {
            #expect(book.check(user: name, password: Credential(password)) == nil)
        }
        #expect(book.check(user: "carol", password: Credential("p w")) == "carol@north.example")
    }

    @Test("a book that keeps no password in clear offers no CRAM-MD5 and no APOP", .needsDigests)
    func hashed() {
        let book = AccountBook(
            domain: "north.example", passwords: ["bob@north.example": Credential("builder")], keepsClear: false)
        #expect(book.mechanisms == [.scramSHA256(plus: false), .plain, .login])
        #expect(book.check(user: "bob", password: Credential("builder")) == "bob@north.example")
        let said = POP3Command.apop(name: "bob", timestamp: "<1@x>", secret: Credential("builder"), md5: Digests.md5)
        guard case .apop(_, let digest) = said else { return }
        #expect(book.check(apop: "bob", digest: digest, timestamp: "<1@x>") == nil)
        #expect(AccountBook.north.check(apop: "bob", digest: digest, timestamp: "<1@x>") == "bob@north.example")
        #expect(AccountBook.north.check(apop: "bob", digest: digest, timestamp: "<2@x>") == nil)
        #expect(AccountBook.north.check(apop: "dave", digest: digest, timestamp: "<1@x>") == nil)
    }

    /// RFC 7677 section 3.
    private let clientNonce = "rOprNGfwEbeRWgbNEkqO"
    private let serverNonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    private let salt = "W22ZaJ0SNY7soEsUEjb6gQ=="
    private let proof = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
    private let serverProof = "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="

    @Test("SCRAM-SHA-256 as RFC 7677 shows it, both halves", .needsDigests)
    func scram() throws {
        let digests = try #require(Digests.scram)
        let verifier = SCRAMVerifier(
            password: Credential("pencil"), salt: try #require(Base64.decode(Array(salt.utf8))), digests)
        #expect(verifier.accepts(Credential("pencil"), digests))
        #expect(!verifier.accepts(Credential("pencils"), digests))
        var client = SCRAMClient(user: "user", secret: Credential("pencil"), nonce: clientNonce)
        var server = SCRAMServer(digests)
        #expect(client.first == Array("n,,n=user,r=\(clientNonce)".utf8))
        let user = server.hear(first: client.first)
        #expect(user?.user == "user")
        let challenge = server.challenge(verifier, nonce: serverNonce)
        #expect(challenge == Array("r=\(clientNonce)\(serverNonce),s=\(salt),i=4096".utf8))
        let answer = client.final(after: challenge, digests)
        #expect(answer == Array("c=biws,r=\(clientNonce)\(serverNonce),p=\(proof)".utf8))
        let last = server.hear(final: try #require(answer))
        #expect(last == Array("v=\(serverProof)".utf8))
        #expect(client.trusts(try #require(last)))
        #expect(!client.trusts(Array("v=\(proof)".utf8)))
        // Any octet changed: no.
        for index in try #require(answer).indices {
            var wrong = try #require(answer)
            wrong[index] ^= 1
            let heard = server.hear(final: wrong)
            #expect(heard == nil)
        }
    }

    @Test(
        "a first message of SCRAM that is none",
        arguments: [
            "", "n,,", "n,,n=,r=x", "p=tls-unique,,n=u,r=x", "n,,m=x,n=u,r=x", "x,,n=u,r=x", "n,,n=u,r=", "n,b,n=u,r=x",
        ])
    func badFirst(text: String) throws {
        guard let digests = Digests.scram else { return }
        var server = SCRAMServer(digests)
        let heard = server.hear(first: Array(text.utf8))
        #expect(heard == nil)
    }
}
