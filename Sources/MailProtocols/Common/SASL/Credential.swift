/// A secret: a password, a token, a digest, a SASL line. It prints as dots, however it is printed.
///
/// The dots are always eight, so that not even the length shows. Two credentials are equal when their bytes are.
package struct Credential: Sendable, Hashable {
    private let bytes: [UInt8]

    package init(_ text: String) { bytes = Array(text.utf8) }
    package init(bytes: [UInt8]) { self.bytes = bytes }

    package var isEmpty: Bool { bytes.isEmpty }

    /// The secret itself, for the wire, for a digest, or for a person who asked to see it.
    package func revealedBytes() -> [UInt8] { bytes }

    /// The secret as text, read as ``String/init(wire:)`` reads.
    package func revealedText() -> String { String(wire: bytes.span) }

    /// What is shown in a secret's place.
    package static let dots = "••••••••"
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { Self.dots }
    package var debugDescription: String { Self.dots }
    /// `dump` and the debugger look through mirrors; this one is empty.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
