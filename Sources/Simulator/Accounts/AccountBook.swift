package import MailProtocols
import Synchronization

/// Who may log in, and what proves it.
///
/// A password is kept as SCRAM keeps it: salted, stretched, hashed. PLAIN, LOGIN and USER/PASS bring the password along and
/// are checked against that. APOP and CRAM-MD5 compute with the password itself on both sides, so a server that offers them
/// has to keep it in clear, where whoever steals the book can read it: `keepsClear` decides.
package struct AccountBook: Sendable {
    package struct Account: Sendable, Hashable {
        /// `bob@north.example`, in lower case.
        package let maildrop: String
        /// Nil where digests are not built in; then the password is kept in clear.
        let verifier: SCRAMVerifier?
        let clear: Credential?
    }

    private var accounts: [String: Account] = [:]
    /// Whose users log in by their bare names.
    package let domain: String
    /// Passwords are at hand in clear: APOP and CRAM-MD5 can be offered.
    package let keepsClear: Bool
    /// Checked where nobody has the name, so that an answer takes as long as any.
    private let nobody: Account
    private let proofs = Proofs()

    /// Hashes the passwords, some milliseconds each: not for an event loop.
    ///
    /// - Parameter passwords: By maildrop, `bob@north.example`.
    package init(domain: String, passwords: [String: Credential], keepsClear: Bool, nonces: Nonces = Nonces()) {
        var nonces = nonces
        self.domain = domain
        self.keepsClear = keepsClear
        func account(_ maildrop: String, _ password: Credential) -> Account {
            let salt = nonces.salt()
            guard let digests = Digests.scram else {
                return Account(maildrop: maildrop, verifier: nil, clear: password)
            }
            return Account(
                maildrop: maildrop, verifier: SCRAMVerifier(password: password, salt: salt, digests),
                clear: keepsClear ? password : nil)
        }
        nobody = account("", Credential(nonces.next()))
        for (maildrop, password) in passwords.sorted(by: { $0.key < $1.key }) {
            accounts[maildrop.lowercased()] = account(maildrop.lowercased(), password)
        }
    }

    package var isEmpty: Bool { accounts.isEmpty }

    /// The maildrop that a login name means.
    package func maildrop(of user: String) -> String {
        (user.contains("@") ? user : "\(user)@\(domain)").lowercased()
    }

    package func account(of user: String) -> Account? { accounts[maildrop(of: user)] }

    /// The account of that name, or nobody's: a stranger is asked for proof like anybody.
    func accountOrNobody(of user: String) -> Account { account(of: user) ?? nobody }

    /// Checks a password. Takes milliseconds: see ``Disk/onThread(_:)``.
    ///
    /// - Returns: The maildrop; nil where name or password is wrong.
    package func check(user: String, password: Credential) -> String? {
        let account = accountOrNobody(of: user)
        let isRight =
            if let verifier = account.verifier, let digests = Digests.scram {
                verifier.accepts(password, digests)
            } else {
                account.clear?.revealedBytes().equalsInConstantTime(password.revealedBytes()) ?? false
            }
        guard isRight, !account.maildrop.isEmpty else { return nil }
        proofs.note(password, of: account.maildrop)
        return account.maildrop
    }

    /// Whether this password was checked before and was right: who comes every minute need not be kept waiting. Takes microseconds.
    ///
    /// - Returns: The maildrop; nil where the password has to be checked.
    package func recall(user: String, password: Credential) -> String? {
        let maildrop = maildrop(of: user)
        return proofs.contains(password, of: maildrop) ? maildrop : nil
    }

    /// Checks an APOP digest, RFC 1939 section 7.
    package func check(apop user: String, digest: Credential, timestamp: String) -> String? {
        let account = accountOrNobody(of: user)
        guard keepsClear, Digests.areBuiltIn, let clear = account.clear,
            case .apop(_, let expected) = POP3Command.apop(
                name: user, timestamp: timestamp, secret: clear, md5: Digests.md5)
        else { return nil }
        let said = Array(digest.revealedText().lowercased().utf8)
        let isRight = said.equalsInConstantTime(expected.revealedBytes())
        return isRight && !account.maildrop.isEmpty ? account.maildrop : nil
    }

    /// The mechanisms that can be offered, strongest first.
    package var mechanisms: [SASLMechanism] {
        var mechanisms: [SASLMechanism] = []
        if Digests.areBuiltIn { mechanisms.append(.scramSHA256(plus: false)) }
        if Digests.areBuiltIn, keepsClear { mechanisms.append(.cramMD5) }
        return mechanisms + [.plain, .login]
    }
}

/// The passwords that were right, by their digests under a key that nobody has, in memory only: the stretched ones of the book are
/// to cost whoever steals the book his time, not those who log in again and again.
private final class Proofs: Sendable {
    private let key: [UInt8]
    private let digests = Mutex<[String: [UInt8]]>([:])

    init() {
        var nonces = Nonces()
        key = Array((nonces.next() + nonces.next()).utf8)
    }

    func note(_ password: Credential, of maildrop: String) {
        guard let digest = digest(password, maildrop) else { return }
        digests.withLock { $0[maildrop] = digest }
    }

    func contains(_ password: Credential, of maildrop: String) -> Bool {
        guard let known = digests.withLock({ $0[maildrop] }), let digest = digest(password, maildrop) else {
            return false
        }
        return digest.equalsInConstantTime(known)
    }

    private func digest(_ password: Credential, _ maildrop: String) -> [UInt8]? {
        Digests.scram?.hmac(key, Array(maildrop.utf8) + [0] + password.revealedBytes())
    }
}
