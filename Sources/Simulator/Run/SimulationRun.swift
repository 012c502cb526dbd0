package import Dialogue
package import Packets

/// Everything that a run of a scenario left behind. The same scenario and seed give the same tape and the same states, on any
/// machine, as root or not.
package struct SimulationRun: Sendable {
    package var scenario: Scenario
    /// What was said.
    package var tape: Tape
    /// Where the letters were: at the start, and after each connection.
    package var states: [StateRecord]
    /// The hosts with the addresses that this machine really used; no part of what is the same in every run.
    package var hosts: [Directory.Host]
    /// What is left on the servers, octet for octet, oldest first; by maildrop, `bob@north.example`.
    package var maildrops: [String: [[UInt8]]]
    /// What the readers have fetched.
    package var readers: [String: [[UInt8]]]
    /// What still waits, by MTA.
    package var queues: [String: [QueuedLetter]]
    /// Octets that a station said and that did not arrive; 0 unless somebody cut a connection.
    package var lostOctets: Int
    /// The folder with queues and maildrops, where the caller asked to keep it.
    package var keptFolder: String?
    /// The stations' logs, and where the letters were after each move; ``states`` among them.
    package var entries: [Chronicle.Entry]

    /// The secrets of all TLS connections, in the form of SSLKEYLOGFILE; empty where there were none.
    package var keyLog: [UInt8]

    /// The tape as a capture file, which takes the TLS secrets along.
    package func pcapng() throws(CaptureWriteError) -> [UInt8] { try tape.pcapng(secrets: keyLog) }

    /// The same, with what each step means beside the frame that carries it.
    ///
    /// - Parameter records: ``records(needs:)`` of this run, texts included.
    package func pcapng(explaining records: [Record]) throws(CaptureWriteError) -> [UInt8] {
        var comments = FrameComments()
        var byFrame: [Int: [String]] = [:]
        for record in records {
            if let comment = comments.comment(on: record) { byFrame[comment.frame, default: []].append(comment.text) }
        }
        return try tape.pcapng(secrets: keyLog, comments: byFrame)
    }
}

package struct SimulationOptions: Sendable, Hashable {
    /// In place of the scenario's own.
    package var seed: UInt64?
    /// Where queues and maildrops are kept; nil for a scratch folder that is gone afterwards.
    package var keep: String?
    /// Try the protocols' real ports first.
    package var triesRealPorts: Bool
    /// Seconds by the clock on the wall that a station waits for the other side. Ours need one at most, but a busy machine may
    /// let them wait, and that must not change what is said; between them the virtual clock tells who waited too long.
    package var patience: Int64

    package init(seed: UInt64? = nil, keep: String? = nil, triesRealPorts: Bool = true, patience: Int64 = 300) {
        self.seed = seed
        self.keep = keep
        self.triesRealPorts = triesRealPorts
        self.patience = patience
    }
}
