package import MailProtocols

/// A capture written down as a dialogue that a pupil could read, from which the frames and the expectation are both made.
///
///     == smtp 25                    a connection: its protocol and the server's port
///     C: QUIT                       a command, or any line of the client; CR LF is added
///     S: 221 bye                    a line of a reply, answering the oldest command that waits
///     S? 421 closing                a reply that answers nothing
///     C+ RSET                       a command sent with the line before, and heard only behind the reply to that
///     C~ AGFsaWNlAHNlY3JldA==       a line of a login exchange
///     C> Subject: hello             a line of content, as on the wire; `C> .` ends it. `S>` likewise
///     C= octets of a chunk          as they stand, without a line end; neighbouring lines are one chunk
///     C* 16 03 01                   octets of TLS, in hexadecimal
///     C! CONNECT mx:25 HTTP/1.1     a line in front of the dialogue
///     --                            both sides close; `-- rst server`, `-- open`
///
/// Notes that are expected stand behind `##`, by their ids: of a step on its (last) line, of the connection on the line that
/// ends it. `\n`, `\r`, `\t`, `\0` and `\xHH` stand for octets; a line that ends in `\` has no line end. `#` begins a remark.
///
/// What the network does to it stands on lines that begin with `%`:
///
///     % link qinq                   of the whole file: ethernet vlan qinq sll sll2 ppp pppoe null loop raw
///     % ipv6                        of the whole file
///     % snap 96                     from here on frames are cut to so many octets
///     % wrap                        sequence numbers of this connection run over 2^32
///     % midstream                   no handshake
///     % only client                 the other side is not captured
///     % reuse                       the same ports as the connection before
///     % joined / % apart            lines of one side in one segment, or each in its own
///     % cut 3                       segments of at most so many octets; 0: as they come
///     % lose                        the next line was sent and acknowledged, and is not captured
///     % late                        the next segment comes behind the one after it
///     % again / % again OTHER       the last segment once more, or with other octets
///     % fragment 24                 IP fragments of so many octets from here on; 0: none
///     % pause 6                     seconds
package struct CaptureScript: Sendable {
    package enum Kind: Sendable, Hashable { case line, held, unsolicited, login, content, chunk, tls, other }

    package enum Event: Sendable, Hashable {
        case said(Side, Kind, [UInt8], notes: [String])
        case lost(Side, Kind, [UInt8])
        case late
        case again([UInt8]?)
        case cut(Int)
        case joined(Bool)
        case fragment(Int)
        case snap(Int)
        case pause(Int)
    }

    package enum Ending: Sendable, Hashable {
        case fin
        case rst(Side)
        case open
    }

    package struct Connection: Sendable {
        package var `protocol`: MailProtocol
        package var port: UInt16
        /// A SYN is answered with RST.
        package var isRefused = false
        package var isWrapped = false
        package var isMidStream = false
        package var isReused = false
        package var onlySide: Side?
        package var events: [Event] = []
        package var ending = Ending.fin
        package var notes: [String] = []

        package init(_ spoken: MailProtocol, port: UInt16) {
            self.protocol = spoken
            self.port = port
        }
    }

    package var link = Link.ethernet
    package var isV6 = false
    package var connections: [Connection] = []

    package init(_ text: String) {
        var losesNext = false
        for line in text.split(separator: "\n") {
            if line.hasPrefix("==") {
                let words = line.split(separator: " ")
                let spoken = words.count > 1 ? MailProtocol(rawValue: String(words[1])) : nil
                var connection = Connection(spoken ?? .unknown, port: words.count > 2 ? UInt16(words[2]) ?? 0 : 0)
                connection.isRefused = words.count > 1 && words[1] == "refused"
                connections.append(connection)
                continue
            }
            if line.hasPrefix("#") { continue }
            let (said, notes) = Self.parted(line)
            if line.hasPrefix("%") {
                let words = said.dropFirst().split(separator: " ").map(String.init)
                if words.first == "lose" { losesNext = true } else { direct(words) }
            } else if let last = connections.indices.last {
                if line.hasPrefix("--") {
                    connections[last].ending = Self.ending(said)
                    connections[last].notes = notes
                } else if let event = Self.event(said, notes, isLost: losesNext) {
                    connections[last].events.append(event)
                    losesNext = false
                }
            }
        }
    }

    private mutating func direct(_ words: [String]) {
        let number = words.count > 1 ? Int(words[1]) ?? 0 : 0
        switch words.first {
        case "link": link = Link(rawValue: words.count > 1 ? words[1] : "") ?? .ethernet
        case "ipv6": isV6 = true
        default: break
        }
        guard let last = connections.indices.last else { return }
        switch words.first {
        case "wrap": connections[last].isWrapped = true
        case "midstream": connections[last].isMidStream = true
        case "reuse": connections[last].isReused = true
        case "only": connections[last].onlySide = words.last == "client" ? .client : .server
        case "snap": connections[last].events.append(.snap(number))
        case "joined": connections[last].events.append(.joined(true))
        case "apart": connections[last].events.append(.joined(false))
        case "cut": connections[last].events.append(.cut(number))
        case "late": connections[last].events.append(.late)
        case "fragment": connections[last].events.append(.fragment(number))
        case "pause": connections[last].events.append(.pause(number))
        case "again":
            let other = words.dropFirst().joined(separator: " ")
            connections[last].events.append(.again(other.isEmpty ? nil : Self.octets(other[...], endsLine: false)))
        default: break
        }
    }

    /// What is said, and the ids behind `##`.
    private static func parted(_ line: Substring) -> (said: Substring, notes: [String]) {
        guard let mark = line.firstRange(of: "##") else { return (line, []) }
        var said = line[..<mark.lowerBound]
        while said.last == " " { said.removeLast() }
        let ids = line[mark.upperBound...].split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
        return (said, ids)
    }

    private static func ending(_ said: Substring) -> Ending {
        if said.hasSuffix("open") { return .open }
        if said.hasSuffix("rst server") { return .rst(.server) }
        if said.hasSuffix("rst client") { return .rst(.client) }
        return .fin
    }

    private static func event(_ said: Substring, _ notes: [String], isLost: Bool) -> Event? {
        guard let first = said.first, first == "C" || first == "S" else { return nil }
        let side: Side = first == "C" ? .client : .server
        let text = said.dropFirst(3)
        let kind: Kind
        var octets: [UInt8]
        switch said.dropFirst().first {
        case "?": kind = .unsolicited
        case "+": kind = .held
        case "~": kind = .login
        case ">": kind = .content
        case "=": kind = .chunk
        case "*": kind = .tls
        case "!": kind = .other
        default: kind = .line
        }
        octets = Self.octets(text, endsLine: kind != .chunk)
        if kind == .tls { octets = text.split(separator: " ").compactMap { UInt8($0, radix: 16) } }
        return isLost ? .lost(side, kind, octets) : .said(side, kind, octets, notes: notes)
    }

    private static func octets(_ text: Substring, endsLine: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "n"): bytes.append(10)
            case UInt8(ascii: "r"): bytes.append(13)
            case UInt8(ascii: "t"): bytes.append(9)
            case UInt8(ascii: "0"): bytes.append(0)
            case UInt8(ascii: "x"):
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 63)
                rest = rest.dropFirst(2)
            case nil: return bytes
            case .some(let other): bytes.append(other)
            }
        }
        return endsLine ? bytes + [13, 10] : bytes
    }
}
