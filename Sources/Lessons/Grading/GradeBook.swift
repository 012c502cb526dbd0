import Simulator

/// The results of several answers files.
package struct GradeBook: Sendable, Hashable {
    package struct Entry: Sendable, Hashable {
        package var file: String
        /// nil where the file could not be graded.
        package var report: CheckReport?
        /// Why not; empty where it could.
        package var problem: String
        /// Of the problem, as in sysexits.
        package var problemCode: Int32

        package init(file: String, report: CheckReport?, problem: String = "", problemCode: Int32 = 0) {
            self.file = file
            self.report = report
            self.problem = problem
            self.problemCode = problemCode
        }
    }

    package enum Format: String, Sendable, Hashable, CaseIterable { case text, json, csv, junit }

    package var entries: [Entry]

    package init(entries: [Entry]) { self.entries = entries }

    /// The first bad file's code, else 1 where somebody has not passed, else 0.
    package var exitCode: Int32 {
        if let bad = entries.first(where: { $0.report == nil }) { return bad.problemCode }
        return entries.allSatisfy { $0.report?.isPassed == true } ? 0 : 1
    }

    /// Grades one file. What is wrong with it, or with its lesson, becomes part of the entry.
    ///
    /// - Throws: ``StationError`` or ``DiskError`` where this machine does not let the stations work.
    package static func grade(
        _ file: String, lesson: String? = nil, learner: String? = nil
    ) async throws -> Entry {
        do {
            let report = try await LessonChecker.check(file: file, lesson: lesson, learner: learner)
            return Entry(file: file, report: report, problem: "", problemCode: 0)
        } catch let error as LessonError {
            // Whatever it names and does not find: the file is there, and wrong.
            let code = error.file == file ? error.exitCode : 65
            return Entry(file: file, report: nil, problem: error.description, problemCode: code)
        }
    }

    /// Grades all answers files of a folder, `*.yaml` and `*.yml`, in the order of their names.
    package static func grade(folder: String, lesson: String? = nil) async throws -> GradeBook {
        guard Disk.exists(folder) else {
            throw LessonError(file: folder, line: 0, problem: .unreadable("cannot find this folder"))
        }
        let files = try Disk.names(in: folder).sorted().filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
        guard !files.isEmpty else {
            throw LessonError(
                file: folder, line: 0, problem: .unreadable("find no answers file (*.yaml) in this folder"))
        }
        var entries: [Entry] = []
        for file in files { entries.append(try await grade("\(folder)/\(file)", lesson: lesson)) }
        return GradeBook(entries: entries)
    }

    package func text(_ format: Format) -> String {
        switch format {
        case .text: entries.count == 1 ? single : table
        case .json: json
        case .csv: csv
        case .junit: junit
        }
    }

    // MARK: For people

    private var single: String {
        guard let entry = entries.first else { return "" }
        return entry.report?.text ?? "\(entry.problem)\n"
    }

    private var table: String {
        var rows = [["learner", "lesson", "passed", "", "still open"]]
        for entry in entries {
            guard let report = entry.report else {
                rows.append([Self.name(of: entry.file), "", "", "not graded", entry.problem])
                continue
            }
            let open = report.rows.filter { !$0.isPassed && !$0.isOptional }.map(\.step)
            rows.append([
                report.learner ?? Self.name(of: entry.file), report.lesson, "\(report.passed)/\(report.rows.count)",
                report.isPassed ? "passed" : "not yet", open.joined(separator: " "),
            ])
        }
        let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            let cells = row.enumerated().map { index, cell in
                index < 4 ? cell + String(repeating: " ", count: widths[index] - cell.count) : cell
            }
            return cells.joined(separator: "  ")
        }
        let passed = entries.count { $0.report?.isPassed == true }
        return lines.map { Self.trimmedEnd($0) + "\n" }.joined() + "\n\(passed) of \(entries.count) have passed.\n"
    }

    private static func name(of file: String) -> String {
        let name = file.split(separator: "/").last ?? ""
        return String(name.split(separator: ".").first ?? name)
    }

    private static func trimmedEnd(_ text: String) -> String {
        var text = text[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    // MARK: For programs

    private var json: String {
        let objects = entries.map { entry -> String in
            guard let report = entry.report else {
                return "{\"file\":\(Quoting.json(entry.file)),\"error\":\(Quoting.json(entry.problem))}"
            }
            let steps = report.rows.map { row in
                "{\"step\":\(Quoting.json(row.step)),\"kind\":\"\(row.kind.rawValue)\",\"passed\":\(row.isPassed),"
                    + "\"optional\":\(row.isOptional),\"reason\":\(Quoting.json(row.reason))"
                    + Self.json(row) + "}"
            }
            let learner = report.learner.map(Quoting.json) ?? "null"
            return "{\"file\":\(Quoting.json(entry.file)),\"learner\":\(learner),\"attempt\":\(report.attempt),"
                + "\"lesson\":\(Quoting.json(report.lesson)),\"contentHash\":\"\(report.contentHash)\","
                + "\"passed\":\(report.isPassed),\"stepsPassed\":\(report.passed),\"steps\":[\(steps.joined(separator: ","))]}"
        }
        return entries.count == 1 ? objects[0] + "\n" : "[\(objects.joined(separator: ",\n "))]\n"
    }

    private static func json(_ row: CheckReport.Row) -> String {
        let effort = row.effort
        return ",\"attempts\":\(effort?.attempts ?? 0),\"hints\":\(effort?.hints ?? 0),"
            + "\"assisted\":\(effort?.isAssisted ?? false),\"seconds\":\(effort?.seconds.map(String.init) ?? "null"),"
            + "\"virtualSeconds\":\(row.virtualSeconds.map(String.init) ?? "null")"
    }

    /// The same in cells.
    private static func cells(_ row: CheckReport.Row) -> [String] {
        let effort = row.effort
        return [
            "\(effort?.attempts ?? 0)", "\(effort?.hints ?? 0)", "\(effort?.isAssisted ?? false)",
            effort?.seconds.map(String.init) ?? "", row.virtualSeconds.map(String.init) ?? "",
        ]
    }

    private var csv: String {
        var lines = [
            "file,learner,lesson,contentHash,step,kind,passed,optional,reason,attempts,hints,assisted,seconds,virtualSeconds"
        ]
        for entry in entries {
            guard let report = entry.report else {
                lines.append(
                    [entry.file, "", "", "", "", "", "false", "false", entry.problem, "", "", "", "", ""].map(
                        Quoting.csv
                    ).joined(
                        separator: ","))
                continue
            }
            for row in report.rows {
                let cells =
                    [
                        entry.file, report.learner ?? "", report.lesson, report.contentHash, row.step,
                        row.kind.rawValue,
                        "\(row.isPassed)", "\(row.isOptional)", row.reason,
                    ] + Self.cells(row)
                lines.append(cells.map(Quoting.csv).joined(separator: ","))
            }
        }
        // RFC 4180 section 2: lines end in CR LF.
        return lines.map { $0 + "\r\n" }.joined()
    }

    private var junit: String {
        var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"mailscope learn\">\n"
        for entry in entries {
            guard let report = entry.report else {
                out += "  <testsuite name=\"\(Quoting.xml(entry.file))\" tests=\"1\" failures=\"0\" errors=\"1\">\n"
                out +=
                    "    <testcase name=\"\(Quoting.xml(entry.file))\"><error message=\"\(Quoting.xml(entry.problem))\"/>"
                out += "</testcase>\n  </testsuite>\n"
                continue
            }
            let failures = report.rows.count { !$0.isPassed && !$0.isOptional }
            let skipped = report.rows.count { !$0.isPassed && $0.isOptional }
            let name = (report.learner.map { "\($0): " } ?? "") + report.lesson
            out += "  <testsuite name=\"\(Quoting.xml(name))\" tests=\"\(report.rows.count)\" failures=\"\(failures)\" "
            out += "errors=\"0\" skipped=\"\(skipped)\">\n    <properties>"
            out += "<property name=\"contentHash\" value=\"\(report.contentHash)\"/>"
            out += "<property name=\"learner\" value=\"\(Quoting.xml(report.learner ?? ""))\"/></properties>\n"
            for row in report.rows {
                out += "    <testcase classname=\"\(Quoting.xml(report.lesson))\" name=\"\(Quoting.xml(row.step))\""
                if let seconds = row.effort?.seconds { out += " time=\"\(seconds)\"" }
                if row.isPassed {
                    out += "/>\n"
                } else if row.isOptional {
                    out += "><skipped/></testcase>\n"
                } else {
                    out += "><failure message=\"\(Quoting.xml(row.reason))\"/></testcase>\n"
                }
            }
            out += "  </testsuite>\n"
        }
        return out + "</testsuites>\n"
    }
}

/// Words of files and learners inside formats of others.
enum Quoting {
    static func json(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// In quotes where RFC 4180 asks for them. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    static func csv(_ text: String) -> String {
        var text = text
        if let first = text.first, "=+-@\t\r".contains(first) { text = "'" + text }
        guard text.contains(where: { "\",\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    static func xml(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "&": out += "&amp;"
            case "\"": out += "&quot;"
            // XML 1.0 cannot say these at all.
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): out += "?"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
