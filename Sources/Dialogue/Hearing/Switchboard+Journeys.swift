import MailProtocols

extension Switchboard {
    /// Puts messages that have just been completed into their journeys.
    mutating func placeMessages(of index: Int) {
        guard !outbox.unplacedMessages.isEmpty else { return }
        guard needs.contains(.messages) else {
            summary.messages += outbox.unplacedMessages.count
            for index in outbox.unplacedMessages.indices { remarks.add(outbox.unplacedMessages[index].notes) }
            return outbox.unplacedMessages.removeAll(keepingCapacity: true)
        }
        let line = (client: lines[index].client, server: lines[index].server)
        var messages: [JourneyIndex.Sighting] = []
        swap(&messages, &outbox.unplacedMessages)
        // By place: a loop over the messages would copy each.
        for place in messages.indices {
            summary.messages += 1
            remarks.add(messages[place].notes)
            let carriedByClient = messages[place].protocol.grammar != .pop3
            let isAgain = journeys.add(
                messages[place], from: carriedByClient ? line.client : line.server,
                to: carriedByClient ? line.server : line.client, names: names)
            guard isAgain else { continue }
            outbox.note(.duplicateMessage, onUnplaced: place)
            remarks.add(NoteSet(.duplicateMessage))
        }
        messages.removeAll(keepingCapacity: true)
        swap(&messages, &outbox.unplacedMessages)
    }
}
