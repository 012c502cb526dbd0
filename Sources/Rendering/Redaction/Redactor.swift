package import Dialogue

package struct Redactor: Sendable {
    package init() {}
    package mutating func redact(_ record: Record) -> Record { record }
}
