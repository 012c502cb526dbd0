extension NoteCatalogue {
    /// What goes wrong with content on its way: end marks, dots, chunks, sizes.
    static let content: [NoteEntry] = [
        .init(
            .dataRefused, .error, "The server refused to take the content.",
            why: "Without 354 no message may follow: what the client sends next is commands again. Programs that miss "
                + "this take a message for commands, or commands for a message.",
            .rfc(5321, "3.3")),
        .init(
            .contentUnterminated, .error, "The content was never ended.",
            why: "No dot on a line of its own followed, so the server may not deliver what it has, and the client "
                + "still owns the message.",
            .rfc(5321, "4.1.1.4"), .rfc(5321, "4.5.2")),
        .init(
            .endedByLineFeed, .warning, "The server took a bare LF next to the dot for the end of the content.",
            why: "Only CR LF . CR LF ends content. A server that is more generous opens the door to smuggled mail.",
            .rfc(5321, "4.1.1.4"), .rfc(5321, "2.3.8")),
        .init(
            .smugglingSeam, .error, "The content holds an end mark made with a bare LF or CR.",
            why: "A server that takes it for the end reads the rest of the message as commands, and a second, forged "
                + "mail gets in under the first one's good name. Refuse bare LF and CR in content.",
            .rfc(5321, "2.3.8"), .rfc(5321, "4.1.1.4")),
        .init(
            .notDotStuffed, .warning, "A line of the content begins with a dot that was not doubled.",
            why: "The receiver removes one dot from each line that begins with one. An undoubled dot is lost, and "
                + "alone on its line it ends the message early.",
            .rfc(5321, "4.5.2"), .rfc(1939, "3")),
        .init(
            .textLineTooLong, .warning, "A line of the content is longer than 1,000 octets.",
            why: "Longer lines may be cut or wrapped on the way, which breaks signatures. Quoted-printable or base64 "
                + "keeps lines short.",
            .rfc(5321, "4.5.3.1.6"), .rfc(5322, "2.1.1")),
        .init(
            .eightBitContent, .info, "The content holds octets above 127.",
            why: "That is lawful where 8BITMIME was offered and BODY=8BITMIME declared. Elsewhere the content must be "
                + "encoded as seven bits, or it may be damaged.",
            .rfc(6152, "3"), .rfc(5321, "2.4")),
        .init(
            .chunkSizeInvalid, .error, "The size of the BDAT chunk cannot be used.",
            why: "BDAT takes one decimal number and perhaps LAST. With any other size client and server disagree on "
                + "where the chunk ends, so no chunk is read.",
            .rfc(3030, "2")),
        .init(
            .chunkRefused, .warning, "The server refused a chunk.",
            why: "The transaction has failed: the client must not send more chunks of it, and starts again with RSET.",
            .rfc(3030, "2")),
        .init(
            .chunkCutShort, .error, "The chunk holds fewer octets than BDAT announced.",
            why: "The connection ended or the capture lacks octets inside the chunk, so the message is not whole.",
            .rfc(3030, "2")),
        .init(
            .lastChunkMissing, .warning, "The transaction ended without a BDAT ... LAST.",
            why: "Only LAST completes a message sent in chunks. Without it the server throws the chunks away.",
            .rfc(3030, "2")),
        .init(
            .listUnterminated, .warning, "A multi-line POP3 response was not closed by a dot.",
            why: "The client cannot know whether it has everything. The server is broken, or the capture ends here.",
            .rfc(1939, "3")),
        .init(
            .largeMessage, .info, "The message is larger than the server said it takes, or than it declared.",
            why: "SIZE lets a client ask before it sends: MAIL FROM:<...> SIZE=n is refused with 552 at once, rather "
                + "than after the last octet.",
            .rfc(1870, "6.1")),
        .init(
            .chunkHuge, .warning, "The BDAT chunk is unusually large.",
            why: "A server that reserves memory by the announced size can be brought down by one number. Chunks of "
                + "about a megabyte are usual.",
            .rfc(3030, "2")),
    ]

    /// The format of messages: header, MIME parts, encodings.
    static let format: [NoteEntry] = [
        .init(
            .headerMissing, .warning, "The message lacks a header field that it must have.",
            why: "Date and From are required. Without them filters grow suspicious and readers see no author.",
            .rfc(5322, "3.6")),
        .init(
            .headerMalformed, .warning, "A line of the header is not a header field.",
            why: "Each field is a name, a colon and a body. Programs disagree on whether the header ends here, so "
                + "one may see a body where another sees fields.",
            .rfc(5322, "2.2")),
        .init(
            .mimeTooDeep, .warning, "The parts of the message are nested too deep to follow.",
            why: "Nesting without end is a way to exhaust a reader or to hide a part from a filter. Deeper parts are "
                + "not taken apart.",
            .rfc(2046, "5.1")),
        .init(
            .mimeTooManyParts, .warning, "The message has more parts than are listed.",
            why: "The rest is counted in the size but not described.",
            .rfc(2046, "5.1")),
        .init(
            .badBase64, .warning, "The base64 holds characters or a length that do not belong.",
            why: "Decoders differ: one skips what another stops at, so two programs may see two different "
                + "attachments.",
            .rfc(2045, "6.8")),
        .init(
            .badQuotedPrintable, .warning, "The quoted-printable text holds an escape that is none.",
            why: "An equals sign must be followed by two hexadecimal digits or by a line end. Readers show such text "
                + "in different ways.",
            .rfc(2045, "6.7")),
        .init(
            .badEncodedWord, .warning, "An encoded word in the header cannot be decoded.",
            why: "It must look like =?charset?B?text?= or =?charset?Q?text?= within 75 characters. It is shown as it "
                + "stands.",
            .rfc(2047, "2")),
        .init(
            .boundaryMissing, .warning, "A multipart message names no boundary, or the boundary never comes.",
            why: "Without the line that separates them the parts cannot be told apart, and attachments are lost from "
                + "sight.",
            .rfc(2046, "5.1.1")),
        .init(
            .longFilename, .warning, "The name of an attachment is unusually long.",
            why: "Long names hide the real ending of a file, and some programs cut them.",
            .rfc(2183, "2.3")),
        .init(
            .boundaryTooLong, .warning, "The boundary of a multipart is longer than 70 characters.",
            why: "The limit is 70. Programs that keep to it will not find the parts.",
            .rfc(2046, "5.1.1")),
        .init(
            .headerRepeated, .warning, "A header field stands twice that may stand only once.",
            why: "One program shows the first, another the last. Forgers use a second From or Subject to show the "
                + "reader something else than the filter saw.",
            .rfc(5322, "3.6")),
        .init(
            .headerTooLong, .warning, "A header field is unusually long.",
            why: "A line of a header may have 998 characters before CR LF, and fields should be folded near 78. Long "
                + "names and bodies are cut by some programs.",
            .rfc(5322, "2.1.1")),
        .init(
            .encodedLineTooLong, .warning, "A line of encoded text is longer than 76 characters.",
            why: "Base64 and quoted-printable lines stop at 76 characters, so that no relay has reason to wrap them.",
            .rfc(2045, "6.7"), .rfc(2045, "6.8")),
    ]
}
