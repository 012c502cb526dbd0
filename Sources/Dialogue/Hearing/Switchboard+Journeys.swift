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
        for (place, message) in messages.enumerated() {
            summary.messages += 1
            remarks.add(message.notes)
            let carriedByClient = message.protocol.grammar != .pop3
            let carrier = carriedByClient ? line.client : line.server
            let taker = carriedByClient ? line.server : line.client
            let isAgain = journeys.add(message, from: carrier, to: taker, names: (names(carrier), names(taker)))
            guard isAgain else { continue }
            outbox.note(.duplicateMessage, onUnplaced: place)
            remarks.add(NoteSet(.duplicateMessage))
        }
        messages.removeAll(keepingCapacity: true)
        swap(&messages, &outbox.unplacedMessages)
    }
}
