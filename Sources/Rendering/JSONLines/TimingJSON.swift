import Dialogue
import MailProtocols

/// How quickly a connection went, as a member of its last record.
extension TextBuffer {
    /// `,"timing":{"greeting":0.03,"content":{"bytes":320,"seconds":0.1},"silence":{...}}`, whatever of it was seen.
    mutating func append(timing: ConnectionTiming) {
        put(#","timing":{"greeting":"#)
        if let greeting = timing.greeting { append(secondsFrom: greeting) } else { put("null") }
        append(key: #","content":{"bytes":"#, timing.contentBytes)
        put(#","seconds":"#)
        append(secondsFrom: timing.contentTime)
        put(#"},"silence":{"#)
        append(silence: timing.silence)
        put("}")
        if let near = timing.remarkable {
            put(#","wait":{"#)
            append(silence: near)
            append(key: #","limit":"#, near.wait.limit ?? 0)
            put(#","reference":"#)
            append(json: near.wait.citation?.description)
            put("}")
        }
        put("}")
    }

    private mutating func append(silence: ConnectionTiming.Silence) {
        put(#""seconds":"#)
        append(secondsFrom: silence.time)
        put(#","for":"#)
        append(json: silence.wait == .unknown ? nil : silence.wait.words)
    }
}
