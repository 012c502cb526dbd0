import Foundation

/// Solves the cases of the exam as a pupil would who has nothing but the page and the tracer's JSON lines: no world, no store, no
/// log, no drawn word.
struct Detective {
    let trace: TraceLines
    /// What the pupil reads.
    let page: String

    func answers(to name: String) -> [String]? {
        switch name {
        case "readable-password": readablePassword
        case "refused-recipient": refusedRecipient
        case "how-many-copies": howManyCopies
        case "lying-received": lyingReceived
        case "forger": forger
        case "stripped": stripped
        case "deleted-or-not": deletedOrNot
        case "where-at-two": whereAtTwo
        case "dot-rule": dotRule
        case "letters-in-one": lettersInOne
        case "pipelined": pipelined
        case "bounce-of-what": bounceOfWhat
        case "second-login": secondLogin
        case "number-today": numberToday
        case "odd-ports": oddPorts
        case "first-breach": firstBreach
        default: nil
        }
    }

    // MARK: Reading the page

    /// The page without its line breaks.
    private var flat: String { page.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    private func words(_ pattern: String) -> [String] {
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
        let text = flat
        return expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap { match in
            Range(match.range(at: 1), in: text).map { String(text[$0]) }
        }
    }

    // MARK: Logins

    /// Names and passwords that a connection gives away.
    private func login(in connection: Int) -> (name: String, password: String)? {
        let own = trace.steps(of: connection).filter { $0.from == "client" }
        if let word = own.first(where: { $0.verb == "PASS" }), let user = own.first(where: { $0.verb == "USER" }) {
            return (TraceLines.last(user.text), TraceLines.last(word.text))
        }
        guard let start = own.first(where: { $0.verb == "AUTH" && $0.kind == "command" }) else { return nil }
        let lines = own.filter { $0.kind == "auth" }.map { Self.decoded($0.text) }
        if start.text.uppercased().contains("PLAIN") {
            let line = lines.first ?? Self.decoded(TraceLines.last(start.text))
            let parts = line.split(separator: 0, omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
            return parts.count == 3 ? (parts[1], parts[2]) : nil
        }
        guard start.text.uppercased().contains("LOGIN"), lines.count == 2 else { return nil }
        return (String(decoding: lines[0], as: UTF8.self), String(decoding: lines[1], as: UTF8.self))
    }

    private static func decoded(_ text: String) -> [UInt8] { Data(base64Encoded: text).map { Array($0) } ?? [] }

    private var readablePassword: [String]? {
        let found = trace.connections.lazy.compactMap { login(in: $0.number) }.first
        return found.map { [$0.name, $0.password] }
    }

    private var secondLogin: [String]? {
        guard let phone = login(in: 1), let tablet = login(in: 2), let laptop = login(in: 3),
            let word = trace.commands("PASS", of: 3).first, let answer = trace.reply(to: word)?.lines.first
        else { return nil }
        let why = answer.contains("[IN-USE]") ? "busy" : laptop.password != tablet.password ? "wrong" : "early"
        return [phone.password, why, laptop.password]
    }

    private var oddPorts: [String]? {
        let asked = words("What is spoken at port ([0-9]+)").compactMap { Int($0) }
        let spoken = asked.map { port in trace.connections.first { $0.port == port }?.speaks ?? "" }
        guard let door = trace.connections.first(where: { $0.port == 25 }), let login = login(in: door.number) else {
            return nil
        }
        return spoken + [login.name, login.password]
    }

    // MARK: Letters and their ways

    private var refusedRecipient: [String]? {
        for command in trace.commands("RCPT") {
            guard let reply = trace.reply(to: command), reply.code.hasPrefix("5"),
                // Where nobody is taken, no letter crosses: it is the one that came before.
                let letter = trace.messages.first(where: { $0.connection == command.connection })
                    ?? trace.messages.last(where: { $0.time < command.time }),
                let status = reply.lines.first?.split(separator: " ").first,
                let why = [
                    "5.1.1": "unknown", "5.2.2": "full", "5.7.1": "policy", "5.1.3": "grammar",
                ][String(status)]
            else { continue }
            let who = TraceLines.local(TraceLines.address(in: command.text))
            return [who, letter.subject, trace.host(of: command.connection), why]
        }
        return nil
    }

    private var howManyCopies: [String]? {
        let fetched = trace.messages.filter { $0.move == "pull" }.count
        let pushed = trace.messages.filter { $0.move == "push" }
        if let twice = pushed.first(where: { $0.to.count > 1 }) { return ["\(fetched)", "alias", twice.name] }
        // A letter that nobody answered, whole or not.
        guard
            let open = trace.steps.first(where: {
                $0.kind == "content" && $0.from == "client" && trace.reply(to: $0) == nil
            })
        else { return nil }
        let before = pushed.last { $0.time < open.time && $0.outcome == "accepted" }
        return ["\(fetched)", open.end == "missing" ? "broken" : "lost", before?.name ?? ""]
    }

    private var lyingReceived: [String]? {
        let real = trace.messages.count { $0.move == "push" && $0.outcome == "accepted" }
        // Behind each field's name, with what is folded under it.
        let fields = page.split(separator: "\n").reduce(into: [String]()) { fields, line in
            let text = line.drop { $0 == " " }
            if text.hasPrefix("Received:") {
                fields.append(String(text))
            } else if line.hasPrefix("    \\t") || text.hasPrefix("by ") || line.contains("\\t") {
                if !fields.isEmpty { fields[fields.count - 1] += " " + text.replacing("\\t", with: " ") }
            }
        }
        guard fields.indices.contains(real), let hello = trace.commands("EHLO", of: 1).first else { return nil }
        let parts = fields[real].split { " ;".contains($0) }.map(String.init)
        guard let by = parts.firstIndex(of: "by"), parts.indices.contains(by + 1) else { return nil }
        return ["\(real + 1)", parts[by + 1], TraceLines.last(hello.text)]
    }

    private var forger: [String]? {
        for connection in trace.connections {
            guard let login = login(in: connection.number),
                let letter = trace.messages.first(where: { $0.connection == connection.number }),
                let from = letter.from,
                TraceLines.local(from) != login.name, letter.author.contains(from)
            else { continue }
            return [letter.subject, login.name, connection.client]
        }
        return nil
    }

    private var whereAtTwo: [String]? {
        guard let subject = words("the letter “([^”]*)” at").first, let one = words("” at ([0-9:]+)\\?").first,
            let other = words("is it at ([0-9:]+)\\?").first
        else { return nil }
        let hops = trace.messages.filter { $0.subject == subject && $0.move == "push" && $0.outcome == "accepted" }
        func place(_ clock: String) -> String {
            let parts = clock.split(separator: ":").compactMap { Double($0) }
            // The day of the first frame.
            let day = ((trace.steps.first?.time ?? 0) / 86_400).rounded(.down) * 86_400
            let moment = day + parts[0] * 3_600 + parts[1] * 60
            guard let hop = hops.last(where: { $0.time <= moment }) else { return "outbox" }
            return trace.host(of: hop.connection)
        }
        func phrase(_ place: String) -> String {
            switch place {
            case "outbox": "a"
            case "mx1.north.example": "d"
            default: "in the queue of \(place)"
            }
        }
        return [phrase(place(one)), phrase(place(other)), hops.first?.name ?? ""]
    }

    private var bounceOfWhat: [String]? {
        let pushed = trace.messages.filter { $0.move == "push" && $0.outcome == "accepted" }
        let fetched = Set(trace.messages.filter { $0.move == "pull" }.map(\.name))
        guard let notice = pushed.first(where: { $0.from == "" }), let writer = notice.to.first,
            let lost = pushed.first(where: { $0.from == writer && !fetched.contains($0.name) }),
            let robot = pushed.first(where: { $0.to == [writer] && $0.from != "" })?.from
        else { return nil }
        return [lost.name, TraceLines.local(lost.to.first ?? ""), TraceLines.local(robot)]
    }

    // MARK: Words and octets

    private var stripped: [String]? {
        var robbed: (host: String, victim: String)?
        var bare: String?
        for command in trace.commands("STARTTLS") {
            guard let hello = trace.commands("EHLO", of: command.connection).first, let offer = trace.reply(to: hello),
                let answer = trace.reply(to: command)
            else { continue }
            let isOffered = offer.lines.contains { $0.uppercased().hasPrefix("STARTTLS") }
            if answer.code != "220" { bare = answer.code }
            if answer.code == "220", !isOffered {
                robbed = (trace.host(of: command.connection), TraceLines.last(hello.text))
            }
        }
        guard let robbed, let bare else { return nil }
        return [robbed.host, robbed.victim, bare]
    }

    private var dotRule: [String]? {
        guard let breach = trace.steps.first(where: { $0.notes.contains("not-dot-stuffed") }),
            let letter = trace.messages.first(where: {
                $0.connection == breach.connection && $0.step == breach.number
            })
        else { return nil }
        return [breach.from, letter.subject]
    }

    private var lettersInOne: [String]? {
        func taken(_ host: String) -> (count: Int, last: String) {
            guard let connection = trace.connections.first(where: { trace.host(of: $0.number) == host }) else {
                return (0, "")
            }
            let replies = trace.steps(of: connection.number).filter { $0.kind == "reply" }
            let count = zip(replies, replies.dropFirst()).count { $0.code == "354" && $1.code == "250" }
            let sender = replies.last { $0.lines.first?.contains("Sender <") == true }?.lines.first ?? ""
            return (count, TraceLines.local(TraceLines.address(in: sender)))
        }
        let north = taken("mx.north.example")
        return ["\(taken("mx.south.example").count)", "\(north.count)", north.last]
    }

    private var pipelined: [String]? {
        guard let asked = words("RCPT TO:<([^>]*)>").first else { return nil }
        let answered = trace.commands("RCPT").compactMap { command in
            trace.reply(to: command).map { (to: TraceLines.address(in: command.text), reply: $0) }
        }
        guard let gone = answered.first(where: { $0.reply.code.hasPrefix("5") }),
            let late = answered.first(where: { $0.to == asked })
        else { return nil }
        return [TraceLines.local(gone.to), late.reply.code, TraceLines.last(late.reply.lines.first ?? "")]
    }

    private var firstBreach: [String]? {
        let sections = [
            "recipient-before-mail": "4.1.4", "nested-mail": "4.1.4", "data-before-recipient": "4.1.4",
            "command-too-long": "4.5.3.1.4", "reply-code-out-of-range": "4.2.1",
        ]
        for step in trace.steps {
            guard let section = step.notes.lazy.compactMap({ sections[$0] }).first else { continue }
            let said = ([step.text] + step.lines).joined(separator: " ").split { " <>".contains($0) }
            let address = said.first { $0.contains("@") } ?? ""
            return ["\(step.frame)", section, String(address)]
        }
        return nil
    }

    // MARK: Mailboxes

    /// Numbers that a session has taken away in the end.
    private func removed(in connection: Int) -> Set<Int> {
        var marked: Set<Int> = []
        for step in trace.steps(of: connection) where step.kind == "command" {
            guard trace.reply(to: step)?.code == "+OK" else { continue }
            switch step.verb {
            case "DELE": if let number = Int(TraceLines.last(step.text)) { marked.insert(number) }
            case "RSET": marked = []
            case "QUIT": return marked
            default: break
            }
        }
        return []
    }

    private var deletedOrNot: [String]? {
        guard let read = trace.commands("RETR", of: 2).first, let number = Int(TraceLines.last(read.text)),
            let letter = trace.messages.first(where: { $0.connection == 2 }),
            let listing = trace.steps.first(where: { $0.connection == 2 && $0.kind == "content" && $0.verb == "LIST" })
        else { return nil }
        let gone = removed(in: 2)
        let count = listing.text.split(whereSeparator: \.isNewline).count
        return [letter.subject, gone.contains(number) ? "no" : "yes", "\(count - gone.count)"]
    }

    private var numberToday: [String]? {
        guard let read = trace.commands("RETR").first, var number = Int(TraceLines.last(read.text)),
            let letter = trace.messages.first(where: { $0.connection == read.connection })
        else { return nil }
        for connection in trace.connections where connection.number > read.connection {
            let gone = removed(in: connection.number)
            number -= gone.count { $0 < number }
        }
        return [letter.subject, "\(number)", letter.name]
    }
}
