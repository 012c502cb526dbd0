import Packets
import Testing

@testable import Capture

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Capturing from interfaces", .serialized)
struct LiveCaptureTests {
    private static let loopback = Interfaces.list().first { $0.isLoopback && $0.isUp }?.name

    /// Nil where this process may capture, else why not. Said aloud, so that a green run does not hide it.
    private static let hindrance: String? = {
        guard let loopback else { return "there is no loopback interface" }
        do throws(CaptureError) { _ = try LiveCapture(interface: loopback) } catch { return "\(error)" }
        return nil
    }()

    private static func mayCapture() -> Bool {
        if let hindrance { print("Skipped, nothing was captured: \(hindrance)") }
        return hindrance == nil
    }

    /// Sends datagrams to a port of this machine's, where a socket of our own takes them.
    private struct Post {
        let socket: Int32
        let port: UInt16

        init?() {
            #if canImport(Glibc)
                socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
            #else
                socket = Darwin.socket(AF_INET, SOCK_DGRAM, 0)
            #endif
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let socket = socket
            let ready = withUnsafeMutableBytes(of: &address) { raw in
                guard let pointer = raw.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
                return bind(socket, pointer, size) == 0 && getsockname(socket, pointer, &size) == 0
                    && connect(socket, pointer, size) == 0
            }
            guard ready else { return nil }
            port = UInt16(bigEndian: address.sin_port)
        }

        func send(_ text: String) {
            let bytes = Array(text.utf8)
            #if canImport(Glibc)
                _ = Glibc.send(socket, bytes, bytes.count, 0)
            #else
                _ = Darwin.send(socket, bytes, bytes.count, 0)
            #endif
        }
    }

    /// The text behind Ethernet, IPv4 and UDP headers, or behind those of BSD loopback.
    private static func text(_ bytes: Span<UInt8>, _ linkType: LinkType) -> String {
        let header = (linkType == .ethernet ? 14 : 4) + 28
        guard bytes.count > header else { return "" }
        let payload = bytes.extracting(header..<bytes.count)
        return payload.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    @Test("a datagram on loopback is seen once, with its time", .enabled("may capture") { mayCapture() })
    func seesLoopback() throws {
        let post = try #require(Post())
        defer { close(post.socket) }
        let loopback = try #require(Self.loopback)
        let capture = try LiveCapture(interface: loopback, filter: "udp dst port \(post.port)")
        for word in ["EHLO", "QUIT"] { post.send(word) }
        var heard: [String] = []
        var infos: [FrameInfo] = []
        // The first batch comes when the kernel hands over, and that at the latest after 100 ms.
        while heard.count < 2,
            (try capture.readBatch({ info, bytes in
                heard.append(Self.text(bytes, info.linkType))
                infos.append(info)
            })) != nil
        {}
        #expect(heard == ["EHLO", "QUIT"])
        #expect(infos.map(\.number) == [1, 2])
        #expect(infos.allSatisfy { $0.time > 1_500_000_000_000_000_000 && $0.linkType == capture.linkType })
        #expect(capture.statistics.droppedByKernel == 0)
        #expect(capture.frames == 2)
    }

    @Test("what had come when it was stopped is still lent, then it ends", .enabled("may capture") { mayCapture() })
    func stopKeepsWhatCame() throws {
        let post = try #require(Post())
        defer { close(post.socket) }
        let capture = try LiveCapture(
            interface: try #require(Self.loopback), filter: "udp dst port \(post.port)")
        post.send("QUIT")
        capture.stop()
        var heard: [String] = []
        while try capture.readBatch({ heard.append(Self.text($1, $0.linkType)) }) != nil {}
        #expect(heard == ["QUIT"])
        #expect(try capture.readBatch({ _, _ in }) == nil)
    }

    @Test("another thread stops a wait on a silent interface", .enabled("may capture") { mayCapture() })
    func stoppedFromElsewhere() async throws {
        let loopback = try #require(Self.loopback)
        // Nothing has this type, so that only the stop can end the waiting.
        let capture = try LiveCapture(interface: loopback, filter: "ether proto 0x88b5")
        async let ended: Bool = {
            while try capture.readBatch({ _, _ in }) != nil {}
            return true
        }()
        capture.stop()
        #expect(try await ended)
    }

    @Test("a filter that is none is refused before anything is captured", .enabled("may capture") { mayCapture() })
    func badFilter() throws {
        let loopback = try #require(Self.loopback)
        do throws(CaptureError) {
            _ = try LiveCapture(interface: loopback, filter: "port port")
            Issue.record("accepted")
        } catch {
            #expect(error.exitCode == 64)
        }
    }

    @Test("an interface that does not exist is named, beside the one that was meant")
    func noSuchInterface() {
        do throws(CaptureError) {
            _ = try LiveCapture(interface: "nosuchif0")
            Issue.record("opened")
        } catch {
            // Systems may answer either first.
            switch error {
            case .noSuchInterface(let name, _, let existing):
                #expect(name == "nosuchif0")
                #expect(error.exitCode == 69)
                #expect(!existing.isEmpty)
            case .notPermitted: #expect(error.exitCode == 77)
            default: Issue.record("\(error)")
            }
        }
    }

    @Test("the loopback interface is listed with its address")
    func list() throws {
        let loopback = try #require(Interfaces.list().first { $0.isLoopback })
        #expect(loopback.addresses.contains("127.0.0.1"))
    }

    @Test(
        "names are compared letter by letter",
        arguments: [("lo", "lo", 0), ("l0", "lo", 1), ("eht0", "eth0", 2), ("", "lo", 2)])
    func distance(first: String, second: String, expected: Int) {
        #expect(Interfaces.distance(first, second) == expected)
    }
}
