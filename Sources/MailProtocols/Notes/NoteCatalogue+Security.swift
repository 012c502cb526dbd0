extension NoteCatalogue {
    /// Passwords, encryption, and what attacks look like.
    static let security: [NoteEntry] = [
        .init(
            .passwordInClear, .warning,
            "A password crossed the network without encryption.",
            why: "Anyone on the path can read it, and so can whoever holds this capture; a token that serves as a "
                + "password is no better. Use TLS from the first byte "
                + "(ports 465 and 995) or STARTTLS before logging in, and change the password.",
            .rfc(8314, "3"), .rfc(4954, "9")),
        .init(
            .passwordBeforeTLS, .warning, "A login began in the clear though the server offers TLS.",
            why:
                "STARTTLS or STLS belongs before the login: encryption that comes later is too late for the one thing that "
                + "it should have hidden.",
            .rfc(8314, "3"), .rfc(2595, "2.3")),
        .init(
            .encodingIsNotEncryption, .info, "Base64 is a way of writing, not a secret.",
            why: "Anyone can turn the letters back: AUTH PLAIN and AUTH LOGIN hide nothing without TLS.",
            .rfc(4954, "4"), .rfc(4616, "5")),
        .init(
            .authCancelled, .info, "The client broke the login off with a single asterisk.",
            why: "That is the lawful way out of a SASL exchange. The server answers 501, or -ERR in POP3, and the "
                + "session goes on as if AUTH had not been said.",
            .rfc(4954, "4"), .rfc(5034, "4")),
        .init(
            .authNotBase64, .warning, "A line of the login exchange is not base64.",
            why: "Challenges and responses are base64, each on one line. A server that cannot read a response answers "
                + "501; a client that cannot read a challenge breaks off.",
            .rfc(4954, "4")),
        .init(
            .authMalformed, .warning, "A line of the login exchange is not what its mechanism prescribes.",
            why: "PLAIN wants the name, NUL, and the password; CRAM-MD5 the name and a digest; SCRAM and the token "
                + "mechanisms fields of their own. The server cannot read this one and refuses the login.",
            .rfc(4616, "2"), .rfc(4422, "3")),
        .init(
            .authFailed, .warning, "The login failed.",
            why: "Name, password or mechanism was not accepted. One failure is a typing error; many in a row are "
                + "somebody guessing.",
            .rfc(4954, "6"), .rfc(1939, "7")),
        .init(
            .startTLSUnused, .info, "The server offered TLS and the client did not take it.",
            why: "The mail went over the wire readable for all on the path. Most clients can be told to insist on "
                + "TLS.",
            .rfc(3207, "2"), .rfc(8314, "3")),
        .init(
            .startTLSRefused, .warning, "The client asked for TLS and the server refused.",
            why:
                "454 says not now; other codes, and -ERR in POP3, that there is no TLS here. The client must decide whether to go on in the clear or to give up; a client that "
                + "cares gives up.",
            .rfc(3207, "4")),
        .init(
            .startTLSStripped, .error, "The offer of TLS seems to have been removed on the way.",
            why: "A box between the two rewrote the reply to EHLO or the command itself, so that both sides believe "
                + "the other cannot encrypt. Require TLS, by MTA-STS or DANE between servers.",
            .rfc(3207, "6"), .rfc(8461, "1")),
        .init(
            .startTLSNotFollowed, .warning, "TLS was granted, but plaintext follows.",
            why: "After the reply to STARTTLS or STLS the very next octet of the client must begin a TLS handshake. "
                + "Either this capture was decrypted in place, or one side is broken.",
            .rfc(3207, "4")),
        .init(
            .plaintextBehindSTARTTLS, .error, "Plaintext was sent behind STARTTLS in the same breath.",
            why: "Commands injected there by an attacker would be carried out as if they had come through TLS. A "
                + "server must throw them away.",
            .rfc(3207, "4.2"), .rfc(2595, "4")),
        .init(
            .plaintextOnTLSPort, .warning, "One side speaks plaintext on a port meant for TLS.",
            why: "On 465, 993 and 995 TLS begins with the first octet. The client is probably set to STARTTLS where "
                + "it should be set to TLS.",
            .rfc(8314, "3")),
        .init(
            .tlsOnPlaintextPort, .warning, "The client began with TLS on a port meant for plaintext.",
            why: "On 25, 587 and 110 the server greets in the clear first, and TLS is asked for by command. The "
                + "client is probably set to TLS where it should be set to STARTTLS.",
            .rfc(3207, "4"), .rfc(8314, "3")),
        .init(
            .tlsKeyMissing, .info, "There are keys, but none for this TLS session.",
            why: "A session is found in a key log by the random of its client's hello. The log must be written by one "
                + "of the two programs that made this connection.",
            .rfc(9850, "2")),
        .init(
            .tlsHelloMissing, .info, "The TLS session cannot be read: the capture lacks a hello.",
            why: "The hellos hold both randoms and the cipher suite. Without them no key fits, so start the capture "
                + "before the connection.",
            .rfc(8446, "4.1")),
        .init(
            .tlsNotSupported, .info, "There is a key, but Mailscope cannot read this version or cipher suite.",
            why: "It reads TLS 1.2 and TLS 1.3 with AES-GCM, ChaCha20-Poly1305 and AES-CBC, and no second handshake "
                + "inside TLS 1.2.",
            .rfc(8446, "9.1"), .rfc(5246, "6.2.3")),
        .init(
            .tlsNotAuthentic, .warning, "A TLS record does not fit the session's key; reading ends there.",
            why: "Either octets were changed on their way, or into the capture, or the key log holds a wrong secret "
                + "for this session. What the record says is not shown, as nobody vouches for it.",
            .rfc(8446, "5.2"), .rfc(5246, "6.2.3")),
        .init(
            .tlsRecordsLost, .warning, "Whole TLS records cannot be read, as octets of theirs are missing.",
            why: "A record opens only when all of it is there, so a small hole costs up to 16 KiB of text. Behind "
                + "it the next record that fits the key was found, and reading went on.",
            .rfc(8446, "5.2")),
        .init(
            .tlsThreadLost, .warning, "Behind a hole in TLS no record fits the key any more; reading ends there.",
            why: "Each record's key use depends on its number. The hole is too large to tell how many records it "
                + "holds, or one of them changed the keys.",
            .rfc(8446, "5.3"), .rfc(8446, "4.6.3")),
    ]
}
