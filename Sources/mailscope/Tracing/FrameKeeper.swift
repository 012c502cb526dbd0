import Capture
import Packets

/// Keeps the frames of a live capture in a file beside the view.
final class FrameKeeper {
    private var writer: PcapngWriter
    /// Why writing ended early; the view goes on.
    private(set) var failure: CaptureWriteError?

    init(path: String, captures: [LiveCapture]) throws(CaptureWriteError) {
        writer = try PcapngWriter(path: path)
        for capture in captures { try writer.addInterface(name: capture.interface, linkType: capture.linkType) }
    }

    func keep(_ info: FrameInfo, _ bytes: Span<UInt8>) {
        guard failure == nil else { return }
        do throws(CaptureWriteError) {
            try writer.write(
                bytes, time: info.time, originalLength: info.originalLength, interface: info.interface)
        } catch { failure = error }
    }

    /// What was kept so far is in the file.
    func flush() {
        guard failure == nil else { return }
        do throws(CaptureWriteError) { try writer.flush() } catch { failure = error }
    }

    func finish() {
        guard failure == nil else { return }
        do throws(CaptureWriteError) { try writer.finish() } catch { failure = error }
    }
}
