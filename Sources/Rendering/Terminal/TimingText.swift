import Dialogue
import MailProtocols

/// How quickly a connection went, in words.
enum TimingText {
    /// A silence shorter than this is not worth a word: a tenth of a second, in nanoseconds.
    private static let noticeable: Int64 = 100_000_000

    /// Sentences with a blank between them; nothing where nothing is known.
    static func append(_ timing: ConnectionTiming, to text: inout TextBuffer) {
        let start = text.count
        if let greeting = timing.greeting {
            text.put("Greeting after ")
            Words.append(duration: greeting, to: &text)
            text.put(".")
        }
        if let throughput = timing.throughput {
            text.put(text.count > start ? " Content: " : "Content: ")
            text.append(count: timing.contentBytes, "octet")
            text.put(" in ")
            Words.append(duration: timing.contentTime, to: &text)
            text.put(", ")
            text.append(count: throughput, "octet")
            text.put(" a second.")
        }
        let remarkable = timing.remarkable
        if let near = remarkable, let limit = near.wait.limit, let citation = near.wait.citation {
            if text.count > start { text.put(" ") }
            text.append(
                "Waited \(Words.duration(near.time)) for \(near.wait.words), \(timing.isExceeded ? "more than" : "within") "
                    + "the \(limit / 60) minutes of \(citation.description).")
        }
        guard timing.silence.time >= noticeable, remarkable != timing.silence else { return }
        text.put(text.count > start ? " Longest silence " : "Longest silence ")
        Words.append(duration: timing.silence.time, to: &text)
        if timing.silence.wait != .unknown {
            text.put(", waiting for ")
            text.append(timing.silence.wait.words)
        }
        text.put(".")
    }
}
