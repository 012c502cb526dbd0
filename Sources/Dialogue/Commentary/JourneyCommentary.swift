package import MailProtocols

/// The sentences of the whole: who opened, who carried, which part of the session, where the letter is.
extension Commentary {
    /// What push or pull means, with its proof.
    package static func explain(_ move: Move) -> Remark {
        switch move {
        case .push: Remark("Push: the side that opened the connection carried the octets.", .rfc(5598, "4.4"))
        case .pull:
            Remark(
                "Pull: the side that opened the connection asked, and the other side carried the octets.",
                .rfc(5598, "4.4"))
        }
    }

    /// One hop of a journey: `sender client pushed 523 octets to sender MTA: it opened the connection and carried them.`
    package static func explain(_ hop: JourneyRecord.Hop) -> Remark {
        let from = ActorNames.name(hop.fromName, hop.from)
        let to = ActorNames.name(hop.toName, hop.to)
        let size = SpokenText.octets(hop.bytes)
        switch hop.move {
        case .push:
            return Remark(
                "\(from) pushed \(size) to \(to): it opened the connection and carried them.", .rfc(5598, "4.4"))
        case .pull:
            return Remark(
                "\(to) pulled \(size) out of \(from): it opened the connection, the other side carried them.",
                .rfc(5598, "4.4"))
        case nil:
            return Remark(
                "\(size) went from \(from) to \(to); who opened the connection was not seen, so neither push nor pull is proved."
            )
        }
    }

    /// Who opened a connection, and how that is known.
    package static func explain(_ connection: ConnectionRecord) -> Remark {
        let client = ActorNames.name(connection.clientName, connection.client)
        let server = ActorNames.name(connection.serverName, connection.server)
        switch connection.opener {
        case .client:
            return Remark("\(client) opened the connection to \(server): it sent the first SYN.", .rfc(9293, "3.5"))
        case .server:
            return Remark("\(server) opened the connection to \(client): it sent the first SYN.", .rfc(9293, "3.5"))
        case nil: return Remark("\(client) speaks to \(server); the opening of the connection was not seen.")
        }
    }

    /// What a part of a session is for.
    package static func explain(_ phase: Phase) -> Remark {
        let entry = Glossary.entry(phase)
        return Remark(entry?.meaning ?? "", reference: entry?.citations ?? [])
    }

    /// What became of a message in one connection.
    package static func explain(_ message: MessageRecord) -> Remark {
        let accepted = message.recipients.count { $0.accepted }
        switch message.outcome {
        case "accepted":
            let all = accepted == message.recipients.count
            let whom =
                all
                ? SpokenText.counted(accepted, "recipient")
                : "\(accepted) of \(SpokenText.counted(message.recipients.count, "recipient"))"
            return Remark("The server took the message for \(whom) and is responsible for it now.", .rfc(5321, "6.1"))
        case "refused": return Remark("The server refused the message; it stays with the client.", .rfc(5321, "4.2.5"))
        case "unanswered":
            return Remark(
                "No reply was heard: the client must assume that the message was not taken.", .rfc(5321, "4.5.3.2.6"))
        case "fetched":
            return Remark("The reader has a copy; the maildrop keeps its own until it is deleted.", .rfc(1939, "5"))
        default: return Remark("What became of the message was not seen.")
        }
    }

    /// What a store of the post office is, by its kind: outbox, queue, maildrop, reader.
    package static func explain(store kind: String) -> Remark {
        let entry = Glossary.entry(id: kind == "reader" ? "actor-receiver-client" : kind)
        return Remark(entry?.meaning ?? "", reference: entry?.citations ?? [])
    }
}

/// What the stations are called.
package enum ActorNames {
    /// The station's name where a simulation knows it, else address and port: `192.0.2.10:40001`, `[2001:db8::1]:25`.
    package static func name(_ name: String?, _ endpoint: Endpoint) -> String {
        if let name, !name.isEmpty { return SpokenText.safe(name) }
        let address = endpoint.address.contains(":") ? "[\(endpoint.address)]" : endpoint.address
        return "\(SpokenText.safe(address)):\(endpoint.port)"
    }

    /// What a station does, by its name: `sender MTA`; nil where it is none of the five.
    package static func role(_ name: String) -> GlossaryEntry? {
        Glossary.entry(id: "actor-" + name.lowercased().map { $0 == " " ? "-" : String($0) }.joined())
    }
}
