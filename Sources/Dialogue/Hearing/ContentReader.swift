import MailProtocols

/// Reads the octets of one content, run by run: its hash and its first octets, as far as they are needed.
///
/// The hash lies in a ``HashPool``; ``discard(_:)`` gives it back.
struct ContentReader: Sendable {
    private(set) var preview: [UInt8] = []
    private let keepsPreview: Bool
    /// nil where hashing was not asked for.
    private(set) var hash: HashPool.Handle?

    /// The state to which a content may have to be taken back.
    struct Mark: Sendable {
        fileprivate var preview: [UInt8]
        fileprivate var hash: HashPool.Mark?
    }

    init(needs: Needs, verb: UInt8, _ spoken: MailProtocol, _ hashes: inout HashPool) {
        let isListing = spoken.grammar == .pop3 && verb != POP3Verb.retr.rawValue && verb != POP3Verb.top.rawValue
        keepsPreview = needs.contains(.previews) || isListing && needs.contains(.texts)
        hash = needs.containHashes ? hashes.begin() : nil
    }

    mutating func take(_ run: Span<UInt8>, _ hashes: inout HashPool) {
        if keepsPreview, preview.count < StepRecord.contentLimit {
            let kept = run.extracting(0..<min(run.count, StepRecord.contentLimit - preview.count))
            kept.withUnsafeBufferPointer { preview.append(contentsOf: $0) }
        }
        if let hash { hashes.take(run, hash) }
    }

    func mark(_ hashes: inout HashPool) -> Mark { Mark(preview: preview, hash: hash.map { hashes.mark($0) }) }

    mutating func rewind(to mark: Mark, _ hashes: inout HashPool) {
        preview = mark.preview
        if let hash, let kept = mark.hash { hashes.rewind(hash, to: kept) }
    }

    func discard(_ hashes: inout HashPool) {
        if let hash { hashes.release(hash) }
    }
}
