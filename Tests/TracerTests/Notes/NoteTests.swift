import Dialogue
import MailProtocols
import ScriptedCaptures
import Testing

@Suite("Each note")
struct NoteTests {
    /// What is said of TLS that was opened with keys, or should have been: a script holds no ciphertext.
    static let beyondScripts: Set<Note> = [
        .tlsKeyMissing, .tlsHelloMissing, .tlsNotSupported, .tlsNotAuthentic, .tlsRecordsLost, .tlsThreadLost,
    ]

    @Test("has a script that raises it, and a relative of that", arguments: Note.allCases)
    func isCovered(note: Note) {
        #expect(NoteCase.all.count { $0.note == note } == (Self.beyondScripts.contains(note) ? 0 : 1))
    }

    @Test("is raised by its script and not by the relative", arguments: NoteCase.all)
    func isRaised(noteCase: NoteCase) throws {
        let raised = try Self.notes(in: noteCase.raising)
        #expect(raised.contains(noteCase.note), "raised only: \(raised.notes.map(\.id))")
        let silent = try Self.notes(in: noteCase.silent)
        #expect(!silent.contains(noteCase.note), "the relative raises it too")
    }

    /// All that was remarked, on steps, messages, connections and the whole.
    private static func notes(in text: String) throws -> NoteSet {
        try CaptureScript(text).trace().reduce(into: NoteSet()) { notes, record in
            switch record {
            case .step(let record): notes.formUnion(record.step.notes)
            case .message(let record): notes.formUnion(record.notes)
            case .connectionEnd(let record): notes.formUnion(record.notes)
            case .summary(let record): notes.formUnion(record.notes)
            case .connection, .journey, .state, .decision: break
            }
        }
    }

    /// The events that other analysers name, and the note by which Mailscope says the same.
    static let peers: [(events: [String], note: Note)] = [
        (
            [
                "zeek smtp_bdat_chunk_overflow", "zeek smtp_bdat_negative_len", "zeek smtp_invalid_bdat_command",
                "suricata INVALID_BDAT",
            ], .chunkSizeInvalid
        ),
        (["zeek smtp_bdat_remaining_at_end_data", "zeek smtp_bdat_undelivered_at_done"], .chunkCutShort),
        (["zeek smtp_bdat_line_too_long", "suricata mime_long_line"], .textLineTooLong),
        (["zeek smtp_bdat_line_cr_only", "zeek bare CR in the middle of a line"], .bareCarriageReturn),
        (["zeek smtp_bdat_line_lf_only", "zeek line does not end with CRLF"], .bareLineFeed),
        (["zeek smtp_excessive_pending_cmds", "zeek pop3_client_too_many_pending_commands"], .tooManyPendingCommands),
        (["zeek smtp_huge_bdat_chunk", "suricata bdat_chunk_len_exceeded"], .chunkHuge),
        (["zeek smtp_missing_bdat_last_chunk"], .lastChunkMissing),
        (["zeek smtp_nested_mail_transaction"], .nestedMail),
        (["zeek smtp_unmatched_end_of_data"], .dotWithoutData),
        (["zeek unexpected command", "zeek out of order"], .commandOutOfState),
        (["zeek unexpected reply", "suricata unable_to_match_reply_with_request"], .unsolicitedReply),
        (["zeek unknown command", "zeek pop3_client_command_unknown"], .unknownCommand),
        (["zeek content gap"], .bytesMissing),
        (["zeek reply code out of range"], .replyCodeOutOfRange),
        (["zeek reply code does not match the continuing reply"], .replyCodesDiffer),
        (["zeek pop3_bad_base64_encoding"], .authNotBase64),
        (["zeek pop3_malformed_auth_plain"], .authMalformed),
        (["zeek pop3_client_sending_server_commands", "zeek pop3_server_sending_client_commands"], .rolesSwapped),
        (["zeek pop3_server_command_unknown", "suricata invalid_reply"], .replyWithoutCode),
        (["zeek exceeded_mime_max_depth"], .mimeTooDeep),
        (
            [
                "zeek exceeded_mime_max_header_bytes", "suricata mime_long_header_name",
                "suricata mime_long_header_value",
            ], .headerTooLong
        ),
        (["suricata max_command_line_len_exceeded", "suricata TRUNCATED_LINE"], .commandTooLong),
        (["suricata max_reply_line_len_exceeded"], .replyTooLong),
        (["suricata invalid_pipelined_sequence"], .pipelinedBehindLast),
        (["suricata no_server_welcome_message"], .greetingMissing),
        (["suricata tls_rejected"], .startTLSRefused),
        (["suricata data_command_rejected"], .dataRefused),
        (["suricata failed_protocol_change"], .startTLSNotFollowed),
        (["suricata duplicate_fields"], .headerRepeated),
        (
            ["suricata unparsable_content", "suricata mime_parse_failed", "suricata mime_malformed_msg"],
            .headerMalformed
        ),
        (["suricata mime_invalid_base64"], .badBase64),
        (["suricata mime_invalid_qp"], .badQuotedPrintable),
        (["suricata mime_long_enc_line"], .encodedLineTooLong),
        (["suricata mime_long_boundary"], .boundaryTooLong),
        (["suricata mime_long_filename"], .longFilename),
        (["suricata APPLAYER_DETECT_PROTOCOL_ONLY_ONE_DIRECTION"], .oneSided),
    ]

    @Test("that another analyser has an event for is told apart from the others")
    func peersAreCovered() {
        #expect(Set(Self.peers.map(\.note)).count == Self.peers.count)
        #expect(Self.peers.flatMap(\.events).count == 56)
    }

    @Test("a refused login is one note, and a refused POP3 command speaks of no code")
    func noDoubles() throws {
        let login = try Self.notes(in: smtp("C: AUTH PLAIN AGEAYg==\nS: 535 no", offers: ["AUTH PLAIN"]))
        #expect(login.contains(.authFailed) && !login.contains(.permanentFailure))
        let command = try Self.notes(in: pop3("C: DELE 9\nS: -ERR none"))
        #expect(command.contains(.commandRefused) && !command.contains(.permanentFailure))
    }
}
