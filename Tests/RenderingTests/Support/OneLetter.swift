import MailProtocols

@testable import Dialogue

/// A letter from alice to bob, as records: pushed once, pulled once.
enum OneLetter {
    static let sender = Endpoint(address: "192.0.2.25", port: 40_002)
    static let exchanger = Endpoint(address: "198.51.100.25", port: 25)
    static let maildrop = Endpoint(address: "198.51.100.25", port: 110)
    static let reader = Endpoint(address: "198.51.100.77", port: 40_003)

    static let push = """
        S: 220 mx.north.example ESMTP ready
        C: EHLO mx.south.example
        S: 250-mx.north.example greets mx.south.example¦250-PIPELINING¦250 SIZE 10485760
        -- mail transfer
        C: MAIL FROM:<alice@south.example>
        S: 250 2.1.0 Sender ok
        C: RCPT TO:<bob@north.example>
        S: 250 2.1.5 Recipient ok
        C: RCPT TO:<nobody@north.example>
        S: 550 5.1.1 No such mailbox here
        C: DATA
        S: 354 End with a line that holds one dot
        C| From: Alice <alice@south.example>
        C| To: Bob <bob@north.example>
        C| Subject: Lunch on Friday?
        C| Message-ID: <1@south.example>
        C|
        C| Dear Bob,
        C|
        C| shall we meet at noon? The café by the river has a table for us, and I will bring the map.
        C| .
        C| 日本語の手紙も届きますか。日本語の手紙も届きますか。日本語の手紙も届きますか。
        C|
        C| Alice
        S: 250 2.0.0 Taken, queued as 7F3A
        -- connection termination
        C: QUIT
        S: 221 2.0.0 mx.north.example goes
        """

    static let pull = """
        -- AUTHORIZATION
        S: +OK mx.north.example keeps your letters <17.4@mx.north.example>
        C: USER bob
        S: +OK
        C: PASS correct horse
        S: +OK maildrop locked, 1 message
        -- TRANSACTION
        C: LIST
        S: +OK
        S| 1 412
        C: RETR 1
        S: +OK 412 octets
        S| Received: from mx.south.example by mx.north.example; Mon, 5 Jan 2026 09:00:00 +0000
        S| Subject: Lunch on Friday?
        S|
        S| Dear Bob,
        C: DELE 1
        S: +OK marked
        -- UPDATE
        C: QUIT
        S: +OK gone
        """

    static var records: [Record] {
        let first = Script(connection: 1, .smtp, push)
        let second = Script(connection: 2, .pop3, start: Script.start + 60_000_000_000, pull)
        var records: [Record] = [state(after: 0, outbox: ["Lunch on Friday?"])]
        records.append(.connection(opening(1, .smtp, sender, exchanger, names: ("mx.south", "mx.north"), Script.start)))
        records += withNote(first.records)
        records += [.message(message), .connectionEnd(end(1, .smtp, first.time))]
        records.append(state(after: 1, maildrop: ["Lunch on Friday?"]))
        records.append(
            .connection(
                opening(2, .pop3, reader, maildrop, names: ("bob", "mx.north"), Script.start + 60_000_000_000)))
        records += second.records
        records += [.connectionEnd(end(2, .pop3, second.time)), state(after: 2, reader: ["Lunch on Friday?"])]
        var summary = SummaryRecord()
        (summary.frames, summary.bytes, summary.connections, summary.messages) = (58, 4_321, 2, 1)
        summary.warnings = 1
        return records + [.journey(journey), .summary(summary)]
    }

    static let journey = JourneyRecord(
        messageID: "<1@south.example>", subject: "Lunch on Friday?",
        hops: [
            .init(
                connection: 1, protocol: .smtp, move: .push, from: sender, to: exchanger, fromName: "mx.south",
                toName: "mx.north", time: Script.start, bytes: 412),
            .init(
                connection: 2, protocol: .pop3, move: .pull, from: maildrop, to: reader, fromName: "mx.north",
                toName: "bob", time: Script.start + 60_000_000_000, bytes: 412),
        ])

    /// What a commentator would say: the same of each kind of step.
    @Sendable static func remark(_ record: StepRecord) -> Remark? {
        switch record.step.kind {
        case .command:
            Remark(
                "The client asks for something; the server answers with a code, and only the answer changes anything.",
                .rfc(5321, "4.1.1"))
        case .reply where record.step.code.outcome == .never:
            Remark("A refusal for good: trying again unchanged would fail again.", .rfc(5321, "4.2.1"))
        default: nil
        }
    }

    private static func withNote(_ records: [Record]) -> [Record] {
        records.map { record in
            guard case .step(var step) = record, step.step.code == ReplyCode(550) else { return record }
            step.step.notes.insert(.recipientRefused)
            return .step(step)
        }
    }

    private static let message = MessageRecord(
        connection: 1, step: 12, protocol: .smtp, move: .push, reversePath: "alice@south.example",
        recipients: [
            .init(address: "bob@north.example", code: ReplyCode(250), accepted: true),
            .init(address: "nobody@north.example", code: ReplyCode(550), accepted: false),
        ],
        outcome: "accepted", finalReply: "250 2.0.0 Taken, queued as 7F3A", bytes: 412,
        sha256: .sample, header: header,
        parts: [.init(type: "text/plain", bytes: 300, filename: nil, depth: 0)], time: Script.start, bodyMark: 1)

    private static var header: MessageRecord.Header {
        var header = MessageRecord.Header()
        header.subject = "Lunch on Friday?"
        header.messageID = "<1@south.example>"
        return header
    }

    private static func opening(
        _ number: Int32, _ mailProtocol: MailProtocol, _ client: Endpoint, _ server: Endpoint,
        names: (String, String), _ time: Int64
    ) -> ConnectionRecord {
        ConnectionRecord(
            connection: number, protocol: mailProtocol, client: client, server: server, opener: .client,
            handshake: true, time: time, clientName: names.0, serverName: names.1,
            move: mailProtocol == .pop3 ? .pull : .push)
    }

    private static func end(_ number: Int32, _ mailProtocol: MailProtocol, _ time: Int64) -> ConnectionEndRecord {
        ConnectionEndRecord(
            connection: number, protocol: mailProtocol, how: "fin", clientBytes: 640, serverBytes: 333,
            clientMissing: 0, serverMissing: number == 2 ? 12 : 0, time: time, notes: [])
    }

    private static func state(
        after connection: Int32, outbox: [String] = [], maildrop: [String] = [], reader: [String] = []
    ) -> Record {
        .state(
            StateRecord(
                time: Script.start, afterConnection: connection,
                stores: [
                    .init(kind: "outbox", owner: "alice@south.example", letters: outbox),
                    .init(kind: "queue", owner: "mx.south.example", letters: []),
                    .init(kind: "maildrop", owner: "bob@north.example", letters: maildrop),
                    .init(kind: "reader", owner: "bob@north.example", letters: reader),
                ]))
    }
}
