/// Whether a server keeps its word about deleted messages: DELE only marks, numbers stay, RSET takes the marks off (RFC 1939
/// section 5). It remembers the last message that was marked; that is enough to catch a server that does otherwise.
struct DeletionWatch: Sendable, Hashable {
    /// The message marked last; 0 for none.
    private var marked: UInt64 = 0
    /// The message whose mark RSET took off last.
    private var restored: UInt64 = 0
    /// The message that the last command asked for, and the command's step number.
    private var asked: UInt64 = 0
    private var askedBy = 0

    /// A client says a command.
    mutating func hear(_ verb: POP3Verb, _ line: Span<UInt8>, number: Int) {
        switch verb {
        case .dele: break
        case .retr, .top, .list, .uidl: if marked == 0, restored == 0 { return }
        default: return
        }
        var cursor = ByteCursor(line)
        cursor.skip(while: \.isSpaceOrTab)
        cursor.skip(while: \.isASCIILetterOrDigit)
        cursor.skip(while: \.isSpaceOrTab)
        asked = cursor.takeNumber() ?? 0
        askedBy = number
    }

    /// The server answers the command of that step number.
    mutating func answer(_ verb: POP3Verb, of number: Int, _ code: ReplyCode) -> NoteSet {
        if verb == .rset, code == .ok {
            if marked != 0 { restored = marked }
            marked = 0
        }
        guard number == askedBy, asked != 0 else { return [] }
        if code == .ok, asked == marked { return NoteSet(.deletedNumberAnswered) }
        if code == .err, asked == restored { return NoteSet(.deletedAtOnce) }
        if verb == .dele, code == .ok { marked = asked }
        return []
    }
}
