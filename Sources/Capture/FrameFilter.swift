import CPcap
package import Packets

/// A filter in the language of tcpdump, applied to frames from anywhere: compiled by libpcap once for each link type.
package final class FrameFilter {
    package let expression: String
    /// Link types for which the expression means nothing, as far as they were met; none of their frames match.
    package private(set) var meaningless: [LinkType] = []
    private var programs: [LinkType: FilterProgram?] = [:]
    /// The program used last, beside its link type: captures seldom mix them.
    private var current: (linkType: LinkType, program: FilterProgram?)?

    /// - Throws: ``CaptureError/badFilter(expression:understood:reason:)`` when it makes a filter for no link type.
    package init(_ expression: String) throws(CaptureError) {
        self.expression = expression
        do throws(CaptureError) {
            programs[.ethernet] = try FilterProgram(expression, linkType: .ethernet)
        } catch {
            for linkType in [LinkType.linuxSLL, .linuxSLL2, .raw] {
                guard let program = try? FilterProgram(expression, linkType: linkType) else { continue }
                programs[linkType] = program
            }
            if programs.isEmpty { throw error }
        }
    }

    /// Says whether a frame passes. Its bytes are only looked at.
    package func matches(_ info: FrameInfo, _ bytes: Span<UInt8>) -> Bool {
        program(for: info.linkType)?.matches(bytes, originalLength: info.originalLength) ?? false
    }

    /// Says whether a frame passes. Its bytes are only looked at.
    package func matches(_ frame: borrowing Frame) -> Bool { matches(frame.info, frame.bytes) }

    private func program(for linkType: LinkType) -> FilterProgram? {
        if let current, current.linkType == linkType { return current.program }
        let program: FilterProgram?
        if let known = programs[linkType] {
            program = known
        } else {
            program = try? FilterProgram(expression, linkType: linkType)
            programs[linkType] = .some(program)
            if program == nil { meaningless.append(linkType) }
        }
        current = (linkType, program)
        return program
    }
}

/// One expression compiled for one link type.
final class FilterProgram {
    private let program: UnsafeMutablePointer<bpf_program>

    init(_ expression: String, linkType: LinkType) throws(CaptureError) {
        program = try Self.compile(expression, linkType: linkType)
    }

    deinit {
        pcap_freecode(program)
        program.deallocate()
    }

    func matches(_ bytes: Span<UInt8>, originalLength: Int) -> Bool {
        var header = pcap_pkthdr()
        header.caplen = UInt32(clamping: bytes.count)
        header.len = UInt32(clamping: max(originalLength, bytes.count))
        return bytes.withUnsafeBufferPointer { pcap_offline_filter(program, &header, $0.baseAddress) != 0 }
    }

    private static func compile(_ expression: String, linkType: LinkType) throws(CaptureError)
        -> UnsafeMutablePointer<bpf_program>
    {
        guard let handle = pcap_open_dead(Int32(truncatingIfNeeded: linkType.dlt), 262_144) else {
            throw .badFilter(expression: expression, understood: "", reason: "out of memory")
        }
        defer { pcap_close(handle) }
        return try compile(expression, on: handle)
    }

    /// - Returns: a program that the caller frees, first its code, then itself.
    static func compile(_ expression: String, on handle: OpaquePointer) throws(CaptureError)
        -> UnsafeMutablePointer<bpf_program>
    {
        let program = UnsafeMutablePointer<bpf_program>.allocate(capacity: 1)
        program.initialize(to: bpf_program())
        if pcap_compile(handle, program, expression, 1, UInt32.max) == 0 { return program }
        program.deallocate()
        let reason = reason(of: handle)
        // The other reasons name the word that they are about.
        let understood = reason.contains("syntax error") ? understood(expression, on: handle) : ""
        throw .badFilter(expression: expression, understood: understood, reason: reason)
    }

    /// libpcap's last words about a handle.
    static func reason(of handle: OpaquePointer) -> String {
        guard let words = pcap_geterr(handle) else { return "" }
        let reason = String(cString: words)
        let opening = "can't parse filter expression: "
        return reason.hasPrefix(opening) ? String(reason.dropFirst(opening.count)) : reason
    }

    /// The longest beginning, in whole words, that is a filter: libpcap does not say where it stumbled.
    private static func understood(_ expression: String, on handle: OpaquePointer) -> String {
        let words = expression.split(separator: " ")
        // No more than a person would write; each takes a compilation.
        for count in stride(from: min(words.count - 1, 64), to: 0, by: -1) {
            let beginning = words[..<count].joined(separator: " ")
            var program = bpf_program()
            if pcap_compile(handle, &program, beginning, 0, UInt32.max) == 0 {
                pcap_freecode(&program)
                return beginning
            }
        }
        return ""
    }
}

extension LinkType {
    /// The number by which libpcap knows this type on this system; differs from the file's for raw IP only.
    var dlt: UInt32 { self == .raw ? UInt32(DLT_RAW) : rawValue }

    init(dlt: Int32) {
        self = dlt == DLT_RAW ? .raw : LinkType(rawValue: UInt32(bitPattern: dlt))
    }
}
