import Dialogue
import MailProtocols

/// What holds of the records of any capture, however damaged.
enum Invariants {
    /// What does not hold, in words; at most ten.
    static func broken(by records: [Record]) -> [String] {
        var checker = Checker()
        for record in records { checker.check(record) }
        return Array(checker.broken.prefix(10))
    }

    private struct Open {
        var steps: [Int32: Side] = [:]
        var number: Int32 = 0
        var end: [Side: Int] = [:]
        /// Octets of which the steps speak; nil where TLS was read, whose octets are not those of the steps.
        var spoken: [Side: Int]? = [:]
        var isEnded = false
    }

    private struct Checker {
        var broken: [String] = []
        private var open: [Int32: Open] = [:]

        mutating func check(_ record: Record) {
            switch record {
            case .connection(let record):
                expect(open[record.connection] == nil, "connection \(record.connection) begins twice")
                open[record.connection] = Open()
            case .step(let record): check(record.step)
            case .message(let record):
                expect(open[record.connection] != nil, "message of no connection")
                expect(record.bytes >= 0, "negative size")
            case .connectionEnd(let record):
                expect(open[record.connection]?.isEnded == false, "connection \(record.connection) ends twice")
                open[record.connection]?.isEnded = true
                expect(record.clientMissing >= 0 && record.serverMissing >= 0, "negative hole")
                checkWhole(record)
            case .journey(let record): expect(record.hops.count > 1, "a journey of one hop")
            case .state, .decision, .summary: break
            }
        }

        private mutating func check(_ step: Step) {
            let name = "connection \(step.connection) step \(step.number)"
            guard var connection = open[step.connection], !connection.isEnded else {
                broken.append("\(name) lies outside its connection")
                return
            }
            expect(step.number == connection.number + 1, "\(name) follows \(connection.number)")
            expect(step.range.lowerBound >= connection.end[step.side, default: 0], "\(name) overlaps: \(step.range)")
            if step.answers != 0 {
                expect(step.answers < step.number, "\(name) answers \(step.answers)")
                expect(connection.steps[step.answers] == step.side.other, "\(name) answers its own side")
            }
            expect(step.frames.lowerBound >= 0 && step.took ?? 0 >= 0, "\(name) has strange frames or times")
            let isFilled = step.bytes + step.stuffed + step.missing <= step.range.count
            expect(isFilled && step.bytes >= 0 && step.missing >= 0, "\(name) holds more than its range: \(step)")
            connection.number = step.number
            connection.steps[step.number] = step.side
            connection.end[step.side] = step.range.upperBound
            connection.spoken?[step.side, default: 0] += octets(of: step)
            if step.flags.contains(.decrypted) { connection.spoken = nil }
            open[step.connection] = connection
        }

        /// Octets that were captured.
        private func octets(of step: Step) -> Int {
            switch step.kind {
            case .gap: 0
            case .tls: step.bytes
            default: step.range.count - step.missing
            }
        }

        /// Nothing that was captured is left out; where nothing was understood, there are no steps.
        private mutating func checkWhole(_ end: ConnectionEndRecord) {
            guard let connection = open[end.connection], connection.number > 0, let spoken = connection.spoken else {
                return
            }
            for (side, octets) in [(Side.client, end.clientBytes), (.server, end.serverBytes)] {
                let said = spoken[side, default: 0]
                expect(
                    said == octets,
                    "connection \(end.connection) speaks of \(said) octets of the \(side), not of \(octets)")
            }
        }

        private mutating func expect(_ holds: Bool, _ words: @autoclosure () -> String) {
            if !holds { broken.append(words()) }
        }
    }
}
