import Foundation
import Testing

@testable import Rendering

@Suite("The byte sink", .serialized)
struct ByteSinkTests {
    private static func read(_ pipe: Pipe) -> String {
        pipe.fileHandleForWriting.closeFile()
        return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }

    @Test("writes at each record when told so, else when full or flushed")
    func paces() {
        let pipe = Pipe()
        var sink = ByteSink(descriptor: pipe.fileHandleForWriting.fileDescriptor, pace: .record)
        sink.append("now")
        sink.recordEnded()
        #expect(sink.bytes.isEmpty)
        var slow = ByteSink(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        slow.append(" later")
        slow.recordEnded()
        #expect(slow.bytes.count == 6)
        slow.flush()
        #expect(slow.bytes.isEmpty && !slow.isClosed)
        #expect(Self.read(pipe) == "now later")
    }

    @Test("a closed pipe closes the sink and is no failure")
    func closedPipe() {
        ByteSink.surviveClosedPipes()
        let pipe = Pipe()
        pipe.fileHandleForReading.closeFile()
        var sink = ByteSink(descriptor: pipe.fileHandleForWriting.fileDescriptor, pace: .record)
        sink.append("nobody listens")
        sink.recordEnded()
        #expect(sink.isClosed)
        #expect(sink.failure == nil)
        sink.append("still nobody")
        sink.flush()
        #expect(sink.bytes.isEmpty)
    }

    @Test("a descriptor that cannot be written to is a failure with its errno")
    func badDescriptor() {
        var sink = ByteSink(descriptor: -1)
        sink.append("x")
        sink.flush()
        #expect(sink.isClosed)
        #expect(sink.failure == EBADF)
    }
}
