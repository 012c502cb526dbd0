/// Where a rule stands: an RFC and a section of it.
package struct Citation: Sendable, Hashable, CustomStringConvertible {
    package var rfc: Int
    /// As the RFC numbers it: `4.1.1.4`, `D.1`; empty when the whole document is meant.
    package var section: String

    package init(rfc: Int, section: String) {
        self.rfc = rfc
        self.section = section
    }

    package static func rfc(_ number: Int, _ section: String = "") -> Citation {
        Citation(rfc: number, section: section)
    }

    package var description: String { section.isEmpty ? "RFC \(rfc)" : "RFC \(rfc) section \(section)" }
}
