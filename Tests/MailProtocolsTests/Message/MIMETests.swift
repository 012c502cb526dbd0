import Testing

@testable import MailProtocols

@Suite("MIME")
struct MIMETests {
    @Test(
        "The short way through a Content-Type comes to the same as the whole grammar",
        arguments: [
            "text/plain", "Text/PLAIN; Charset=US-ascii", "text/plain;charset=x",
            "multipart/mixed; boundary=\"=_a; b=c\"",
            "multipart/mixed; boundary=\"", "multipart/mixed; boundary=\"\"", "multipart/mixed; boundary=\"a\" ",
            "multipart/mixed; boundary=\"a\"b\"", "text/plain; name=\"=?utf-8?Q?=41?=\"", "text/plain; a=",
            "text/plain;",
            "text/plain; =a", "text/plain; a=b; c=d", "text/plain; a=\"b\\\"c\"", "text/plain; name*=utf-8''a%20b",
        ])
    func shortWay(field: String) {
        let octets = Array(field.utf8)
        for end in 0...octets.count {
            let cut = Array(octets[..<end])
            let short = MIMEParameters(cut.span)
            #expect(short == MIMEParameters(byWholeGrammar: cut), "\(String(decoding: cut, as: UTF8.self))")
        }
    }

    @Test(
        "encoded words are read",
        arguments: [
            ("plain", "plain"), ("=?utf-8?Q?a_b?= c", "a b c"), ("=?UTF-8?b?w7w=?=", "ü"), ("=?UTF-8?b?w7w?=", "ü"),
            ("=?iso-8859-1?q?=FC?=  =?iso-8859-1?q?=DF?=", "üß"), ("=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "ü"),
            ("=?iso-8859-15?Q?=A4?=", "€"), ("=?windows-1252?Q?=80=93?=", "€“"), ("=?us-ascii*en?Q?x?=", "x"),
            ("=?utf-8?Q?a?= x =?utf-8?Q?b?=", "a x b"), ("=?utf-8?Q??=", ""), ("a=?utf-8?Q?=?=", "a="),
        ])
    func encodedWords(value: String, expected: String) {
        let decoded = EncodedWord.decode(bytes(value))
        #expect(decoded.text == expected)
        #expect(!decoded.isBad)
    }

    @Test(
        "what cannot be read stays as it came",
        arguments: ["=?koi8-r?Q?=D0?=", "=?utf-8?B?!!!?=", "=?utf-8?X?a?=", "=?", "=?utf-8?Q?a"])
    func badEncodedWords(value: String) {
        let decoded = EncodedWord.decode(bytes(value))
        #expect(decoded.text == value)
        #expect(decoded.isBad)
    }

    @Test(
        "what is encoded comes back, in words of at most 75 octets",
        arguments: ["plain", "Grüße aus dem Süden", "=?tricky?=", "日本語のとても長い題名がここにありますから二つに分かれます", " lead", "", "🦉🦉"])
    func encodes(text: String) {
        let encoded = EncodedWord.encode(text)
        #expect(EncodedWord.decode(bytes(encoded)).text == text)
        #expect(encoded.utf8.allSatisfy { $0 < 0x7F && $0 >= 0x20 })
        for word in encoded.split(separator: " ") where word.hasPrefix("=?") { #expect(word.utf8.count <= 75) }
    }

    @Test(
        "quoted-printable is read",
        arguments: [
            ("a=3Db", "a=b", true), ("a=\r\nb", "ab", true), ("a= \t\nb", "ab", true), ("a \t\r\nb ", "a\r\nb", true),
            ("=c3=BC", "ü", true), ("100% =sure", "100% =sure", false), ("a=", "a", true), ("=4", "=4", false),
        ])
    func quotedPrintable(source: String, expected: String, isClean: Bool) {
        let decoded = QuotedPrintable.decode(bytes(source))
        #expect(text(decoded.bytes) == expected)
        #expect(decoded.isClean == isClean)
    }

    @Test("what quoted-printable writes comes back in short lines", arguments: 0..<200)
    func quotedPrintableRoundTrip(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var content: [UInt8] = []
        for _ in 0..<Int.random(in: 0...300, using: &random) {
            content.append(
                contentsOf: [bytes("a"), bytes("="), bytes(" "), bytes("ü"), bytes("\r\n"), bytes("."), [0x0D]]
                    .randomElement(using: &random) ?? [])
        }
        content = bytes(text(content).replacing("\r", with: "\r\n"))
        let encoded = QuotedPrintable.encode(content)
        #expect(text(QuotedPrintable.decode(encoded).bytes) == text(content))
        for line in text(encoded).split(separator: "\r\n") { #expect(line.utf8.count <= 76) }
    }

    @Test(
        "base64 is read as letters hold it",
        arguments: [
            ("SGVs\r\nbG8=\r\n", "Hello", true), ("SGVsbG8", "Hello", false), ("SGV*sbG8=", "Hello", false),
            ("SGVsbG8=QUJD", "HelloABC", false), ("S", "", false), ("", "", true), ("=", "", false),
        ])
    func base64(source: String, expected: String, isClean: Bool) {
        let decoded = TransferEncoding.base64.decode(bytes(source))
        #expect(text(decoded.bytes) == expected)
        #expect(decoded.notes == (isClean ? [] : NoteSet(.badBase64)))
    }

    @Test("each octet that is no letter of base64 is remarked, wherever it stands", arguments: [0, 3, 7, 8, 13, 16])
    func strangeInBase64(place: Int) {
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for octet in UInt8.min ... .max {
            var body = [UInt8](repeating: UInt8(ascii: "A"), count: 17)
            body[place] = octet
            let message = MailMessage(letter("From: a\nDate: b\nContent-Transfer-Encoding: base64\n\n") + body)
            // Blanks and line ends are passed over; padding ends the letters.
            let isFine = alphabet.contains(octet) || bytes("\r\n\t ").contains(octet) || (octet == 0x3D && place == 16)
            #expect(message.notes.contains(.badBase64) == !isFine, "octet \(octet)")
        }
    }

    @Test(
        "parameters are read",
        arguments: [
            ("text/plain; charset=utf-8", "charset", "utf-8"), ("a/b;x=\"q \\\"r\\\"; s\" ;y=2", "x", "q \"r\"; s"),
            ("a/b;x=1;y=2", "y", "2"), ("a/b; X = 1 (comment; z=3)", "x", "1 (comment"),
            ("a; f*=utf-8''%E2%82%AC%20x; f=old", "f", "€ x"), ("a; f*0=ab; f*1=cd", "f", "abcd"),
            ("a; f*1=cd; f*0*=iso-8859-1'de'%FC", "f", "ücd"), ("a; f*0=ab; f*2=ef", "f", "ab"),
            ("a; f=\"=?utf-8?Q?=C3=BC?=.txt\"", "f", "ü.txt"), ("a; f=my file.txt; g=1", "f", "my file.txt"),
            ("a; junk; f=1", "f", "1"), ("(c)a (c); f=1", "f", "1"), ("a; f=\"open", "f", "open"),
        ])
    func parameters(field: String, name: String, value: String) {
        let field = bytes(field)
        let parameters = MIMEParameters(field.span)
        #expect(parameters[name] == value)
    }

    @Test(
        "a type that is none means plain text",
        arguments: [
            (nil, "text/plain"), ("", "text/plain"), ("TEXT/Html; a=b", "text/html"), ("text", "text/plain"),
            ("a/b/c", "text/plain"), ("text-plain", "text/plain"), ("text//html", "text/plain"),
        ])
    func contentType(field: String?, name: String) {
        #expect(ContentType(field.map(bytes)).name == name)
    }

    @Test("hostile parameters and encoded words trap nothing", arguments: 0..<300)
    func hostile(seed: Int) {
        let parameters = mutated(
            bytes("a/b; f*0*=utf-8''%E2%82; f*1=\"x\\\"y\" (c(d)) ; g*=iso-8859-1'de'%FC; h=\"=?utf-8?B?w7w=?=\""),
            seed: seed)
        let read = MIMEParameters(parameters.span)
        #expect(read.parameters.count <= MIMEParameters.limit)
        let word = EncodedWord.decode(
            mutated(bytes("=?utf-8?Q?=C3=BC?= x =?iso-8859-1?B?/A==?= =?koi8-r?Q?y?="), seed: seed))
        #expect(word.text.utf8.count < 1_000)
    }
}
