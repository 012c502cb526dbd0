/// Puts handshake messages together from the records that carry them, RFC 8446 section 4: a message may go over several
/// records, and a record may hold several messages. Only hellos are kept, at most one record's worth; the others are
/// stepped over by their length.
package struct HandshakeReader: Sendable {
    package enum MessageType: UInt8, Sendable, Hashable {
        case clientHello = 1
        case serverHello = 2
        case finished = 20
        case keyUpdate = 24
    }

    /// Octets of a hello that are kept.
    package static let helloLimit = 16_384

    private var header: [UInt8] = []
    private var body: [UInt8] = []
    /// Octets of the current message that are still to come.
    private var remaining = 0

    package init() {}

    /// Takes the payload of the next handshake record.
    ///
    /// - Returns: The messages of a known type that it completes, in order; the body is that of hellos only.
    package mutating func take(_ payload: borrowing Span<UInt8>) -> [(type: MessageType, body: [UInt8])] {
        var messages: [(type: MessageType, body: [UInt8])] = []
        var index = 0
        while index < payload.count || (header.count == 4 && remaining == 0) {
            if header.count < 4 {
                header.append(payload[index])
                index += 1
                if header.count == 4 { remaining = Int(header[1]) << 16 | Int(header[2]) << 8 | Int(header[3]) }
            } else if remaining > 0 {
                let end = min(payload.count, index + remaining)
                if header[0] <= 2 {
                    body.append(index..<min(end, index + Self.helloLimit - body.count), of: payload)
                }
                remaining -= end - index
                index = end
            }
            if header.count == 4, remaining == 0 {
                if let type = MessageType(rawValue: header[0]) { messages.append((type, body)) }
                header.removeAll(keepingCapacity: true)
                body = []
            }
        }
        return messages
    }
}
