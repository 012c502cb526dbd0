import Capture
import Dialogue
import Simulator
import Subprocess
import Testing

@Suite("The program listens live")
struct LiveTraceTests {
    private static let loopback = Interfaces.list().first { $0.isLoopback && $0.isUp }?.name

    /// Nil where this process may capture, else why not. Said aloud, so that a green run does not hide it.
    private static let hindrance: String? = {
        guard let loopback else { return "there is no loopback interface" }
        do throws(CaptureError) { _ = try LiveCapture(interface: loopback) } catch { return "\(error)" }
        return nil
    }()

    @Test("a dialogue with the stations is shown as it happens, and Ctrl-C ends with 0", arguments: ["text", "jsonl"])
    func live(format: String) async throws {
        if let hindrance = Self.hindrance { return print("Skipped, nothing was captured: \(hindrance)") }
        let loopback = try #require(Self.loopback)
        let stations = try await LiveStations.start(try Scenario(named: "one-letter"))
        let port = try #require(stations.host(named: "mx.north.example")).actual.port
        let (executable, arguments) = Mailscope.command(
            Mailscope.path, ["trace", "-i", loopback, "-f", "tcp port \(port)", "--format", format])
        var lines: [String] = []
        let result = try await Subprocess.run(
            executable, arguments: arguments, input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
            for try await line in execution.standardOutput.strings() {
                lines.append(line)
                if line.contains("Ctrl-C ends it") {
                    let client = try await stations.connect(to: "mx.north.example", as: "learner")
                    for said in ["EHLO learner.example", "VRFY bob", "QUIT"] { _ = await client.say(said) }
                }
                let isEnd = line.contains("connection-end") || line.contains("Connection 1 ended")
                if isEnd { try execution.send(signal: .interrupt) }
            }
        }
        await stations.stop()
        #expect(result.terminationStatus == .exited(0))
        for word in ["EHLO learner.example", "VRFY bob", "QUIT", "frames captured, 0 dropped"] {
            #expect(lines.contains { $0.contains(word) }, "\(word)")
        }
    }
}
