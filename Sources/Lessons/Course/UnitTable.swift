import Yams

/// The units of the course.
package struct UnitTable: Sendable, Hashable {
    package struct Unit: Sendable, Hashable {
        /// `A`
        package var id: String
        package var title: String
        package var minutes: Int
        /// What is said when all its lessons are done.
        package var summary: String
    }

    /// In the order of the course.
    package var units: [Unit]

    package subscript(id: String) -> Unit? { units.first { $0.id == id } }

    package init(yaml text: String, file: String) throws(LessonError) {
        let yaml = YAMLText(text: text, file: file, offset: 0)
        let root = try yaml.node()
        guard case .mapping(let mapping) = root else {
            throw yaml.error(root, .expected(what: "units by their ids", found: YAMLText.words(for: root)))
        }
        units = []
        for (key, value) in mapping {
            let table = try yaml.table(value, of: "A unit", keys: ["title", "minutes", "summary"])
            units.append(
                Unit(
                    id: try yaml.text(key, "an id"), title: try table.text("title"),
                    minutes: try table.number("minutes", 1...999) ?? 0, summary: try table.text("summary")))
        }
    }

    /// The course's own.
    package static func shipped() throws(LessonError) -> UnitTable {
        try UnitTable(yaml: EmbeddedLessons.units, file: "Lessons/units.yaml")
    }
}
