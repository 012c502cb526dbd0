/// Who came for the first time, and when: a stranger's letter waits, for honest senders come again (RFC 6647).
struct Greylist: Sendable {
    private var seen: [String: Int64] = [:]
    /// Triples that are remembered; beyond, all are strangers once more.
    private static let limit = 10_000

    mutating func isNew(_ client: String, _ from: String, _ recipient: String, for span: Int64, at now: Int64) -> Bool {
        let key = "\(client) \(from) \(recipient)"
        if let first = seen[key] { return now - first < span }
        if seen.count >= Self.limit { seen.removeAll() }
        seen[key] = now
        return true
    }
}
