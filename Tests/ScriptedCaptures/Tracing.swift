package import Dialogue
import Packets

extension CaptureScript {
    /// The script's capture, written to a file in memory, read back and traced.
    package func trace(needs: Needs = .full) throws -> [Record] {
        try Self.trace(file: pcapng(), needs: needs)
    }

    /// A capture file traced to its end.
    package static func trace(file: [UInt8], needs: Needs = .full) throws -> [Record] {
        var tracer = Tracer(needs: needs)
        var reader = try CaptureReader(bytes: file)
        while let frame = try reader.next() { tracer.accept(frame) }
        tracer.finish(lost: reader.lost)
        return tracer.outbox.takeAll()
    }
}
