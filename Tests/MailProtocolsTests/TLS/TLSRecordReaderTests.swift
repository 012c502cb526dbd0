import MailProtocols
import Testing

@Suite("Whole TLS records")
struct TLSRecordReaderTests {
    static func record(_ type: UInt8, _ count: Int) -> [UInt8] {
        [type, 3, 3, UInt8(count >> 8), UInt8(count & 0xFF)] + [UInt8](repeating: 0xEE, count: count)
    }
    static let stream = record(22, 40) + record(20, 1) + record(23, 0) + record(23, 300)

    static func items(_ reader: inout TLSRecordReader) -> [TLSRecordReader.Item] {
        var items: [TLSRecordReader.Item] = []
        while let item = reader.next() { items.append(item) }
        return items
    }

    @Test("come out whole, however they are cut", arguments: 1...40)
    func cut(size: Int) {
        var reader = TLSRecordReader(at: 100)
        var found: [TLSRecordReader.Item] = []
        for piece in pieces(Self.stream, size) {
            reader.take(piece.span)
            found += Self.items(&reader)
        }
        let records = found.compactMap { if case .record(let record) = $0 { record } else { nil } }
        #expect(records.map(\.type) == [22, 20, 23, 23])
        #expect(records.map(\.payload.count) == [40, 1, 0, 300])
        #expect(records.first?.range == 100..<145)
        #expect(records.last?.range.upperBound == 100 + Self.stream.count)
        #expect(reader.buffered == 0 && reader.end == 100 + Self.stream.count)
    }

    @Test("a hole inside a record damages that one alone", arguments: 5..<305)
    func damaged(start: Int) {
        let record = Self.record(23, 300)
        var reader = TLSRecordReader()
        reader.take(record.span.extracting(0..<start))
        #expect(Self.items(&reader) == [])
        reader.lose(min(10, 305 - start))
        reader.take(record.span.extracting(min(305, start + 10)..<305))
        reader.take(Self.record(21, 2).span)
        let found = Self.items(&reader)
        #expect(found.first == .damaged(type: 23, range: 0..<305, lost: min(10, 305 - start)))
        #expect(found.count == 2)
    }

    @Test("behind a wider hole what looks like a record is offered")
    func candidate() {
        var reader = TLSRecordReader()
        reader.take(Self.record(23, 300).span.extracting(0..<100))
        reader.lose(1_000)
        reader.take([1, 2, 23, 3, 3, 0xFF, 0xFF].span)
        reader.take(Self.record(23, 30).span)
        guard case .candidate(let record, let skipped) = reader.next() else {
            Issue.record("no candidate")
            return
        }
        #expect(record.payload.count == 30 && record.range == 1_107..<1_142)
        #expect(skipped == 2 + (1_000 - 205) / 22)
        #expect(reader.lostBefore == 1_000)
        reader.accept()
        #expect(reader.buffered == 0)
    }

    @Test("what is no record ends the reading, and nothing is kept")
    func broken() {
        var reader = TLSRecordReader()
        reader.take(Array("220 mx.example\r\n".utf8).span)
        #expect(Self.items(&reader) == [.broken])
        reader.stop()
        #expect(reader.buffered == 0 && reader.next() == nil)
    }
}

@Suite("Handshake messages")
struct HandshakeReaderTests {
    static let messages: [UInt8] =
        [2, 0, 0, 3, 7, 8, 9] + [11, 0, 1, 0] + [UInt8](repeating: 5, count: 256) + [14, 0, 0, 0] + [20, 0, 0, 2, 1, 2]
        + [24, 0, 0, 1, 0]

    @Test("go over records in any way", arguments: 1...40)
    func cut(size: Int) {
        var reader = HandshakeReader()
        var found: [(type: HandshakeReader.MessageType, body: [UInt8])] = []
        for piece in pieces(Self.messages, size) { found += reader.take(piece.span) }
        #expect(found.map(\.type) == [.serverHello, .finished, .keyUpdate])
        #expect(found.first?.body == [7, 8, 9])
        #expect(found.last?.body == [], "only hellos are kept")
    }

    @Test("a hello that claims too much is kept within the limit")
    func huge() {
        var reader = HandshakeReader()
        _ = reader.take([1, 0xFF, 0xFF, 0xFF].span)
        let found = (0..<1_024).flatMap { _ in reader.take([UInt8](repeating: 1, count: 16_384).span) }
        #expect(found.first?.body.count == HandshakeReader.helloLimit)
    }
}
