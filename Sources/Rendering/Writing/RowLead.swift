/// A few printable ASCII characters in front of a row or at its end, in a value of fixed size: made for each step.
struct RowLead: Sendable {
    /// The longest that is made, with numbers of all digits: a step's front of 20 and 21 digits and 12 signs.
    static let limit = 64

    private var letters: InlineArray<64, UInt8>
    private(set) var count: Int

    static let none = RowLead()

    init() {
        letters = InlineArray(repeating: UInt8(ascii: " "))
        count = 0
    }

    /// - Parameter text: ASCII, at most ``limit`` bytes; what is beyond is left out.
    init(_ text: StaticString, blanks: Int = 0) {
        self.init()
        extend(by: blanks) { $0.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: " "), count: blanks) }
        let length = text.utf8CodeUnitCount
        extend(by: length) { $0.copyMemory(from: text.utf8Start, byteCount: length) }
    }

    var isEmpty: Bool { count == 0 }
    var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }

    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(of: letters) { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    /// Lets `write` fill the next `length` bytes, where they fit.
    @inline(__always)
    mutating func extend(by length: Int, _ write: (UnsafeMutableRawPointer) -> Void) {
        guard length > 0, length <= Self.limit &- count else { return }
        let place = count
        withUnsafeMutableBytes(of: &letters) {
            guard let base = $0.baseAddress else { return }
            write(base + place)
        }
        count &+= length
    }
}
