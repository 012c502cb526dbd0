import Packets

/// What stands in the place of names: the same for the same name as long as the value lives, numbered in the order in which they
/// are met, so that nothing of the name is in it.
struct Masks: Sendable {
    /// Names of one kind that are numbered; those met later get the number that a hash with a key of this run gives them.
    static let limit = 65_536

    private enum Kind: Int, CaseIterable { case user, domain, address4, address6, messageID, subject, file, listing }

    private var numbers = [[String: Int]](repeating: [:], count: Kind.allCases.count)

    private mutating func number(_ kind: Kind, _ name: String) -> Int {
        let known = numbers[kind.rawValue].count
        if let number = numbers[kind.rawValue][name] { return number }
        guard known < Self.limit else {
            var hasher = Hasher()
            hasher.combine(name)
            return Self.limit + Int(UInt32(truncatingIfNeeded: hasher.finalize()))
        }
        numbers[kind.rawValue][name] = known + 1
        return known + 1
    }

    /// `user1@domain1.example`, `user1` where there is no domain; nothing for nothing, the null reverse-path.
    mutating func address(_ text: String) -> String {
        guard !text.isEmpty else { return "" }
        let name = text.lowercased()
        guard let at = name.lastIndex(of: "@") else { return "user\(number(.user, name))" }
        let host = String(name[name.index(after: at)...])
        let domain = host.isEmpty ? "" : self.host(host)
        return at == name.startIndex ? "@\(domain)" : "user\(number(.user, name))@\(domain)"
    }

    /// A host or a mail domain; an address literal keeps its brackets.
    mutating func host(_ text: String) -> String {
        let name = text.lowercased()
        if name.hasPrefix("["), name.hasSuffix("]") {
            let inner = name.dropFirst().dropLast()
            let bare = inner.hasPrefix("ipv6:") ? inner.dropFirst(5) : inner
            let prefix = inner.hasPrefix("ipv6:") ? "IPv6:" : ""
            return internet(bare).map { "[\(prefix)\($0)]" } ?? "[***]"
        }
        return internet(name) ?? "domain\(number(.domain, name)).example"
    }

    /// An IP address from the ranges for examples (RFC 5737, RFC 3849) and, beyond these, for benchmarks (RFC 2544); nil where
    /// the text is none.
    mutating func internet(_ text: some StringProtocol) -> String? {
        guard let address = IPAddress(text) else { return nil }
        if text.contains(":") {
            let number = number(.address6, address.description)
            return "2001:db8::" + String(number & 0xFFFF, radix: 16) + (number > 0xFFFF ? ":\(number >> 16)" : "")
        }
        let number = number(.address4, address.description) - 1
        let (block, host) = (number / 254, number % 254 + 1)
        switch block {
        case 0: return "192.0.2.\(host)"
        case 1: return "198.51.100.\(host)"
        case 2: return "203.0.113.\(host)"
        default: return "198.\(18 + (block - 3) / 256 % 2).\((block - 3) % 256).\(host)"
        }
    }

    mutating func messageID(_ text: String) -> String { "<id\(number(.messageID, text))@redacted.example>" }
    mutating func subject(_ text: String) -> String { text.isEmpty ? "" : "subject \(number(.subject, text))" }
    mutating func file(_ text: String) -> String { "file\(number(.file, text))" }
    /// A message's name in a POP3 listing (RFC 1939 section 7, UIDL).
    mutating func listing(_ text: String) -> String { "uid\(number(.listing, text))" }
}
