/// Why a scenario could not be read, and where.
package struct ScenarioError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Problem: Sendable, Hashable {
        /// The text is no YAML; the words are the parser's.
        case notYAML(String)
        case tooLarge(octets: Int)
        case unreadable(String)
        /// `what` should be there, `found` is.
        case expected(what: String, found: String)
        case missingKey(String, of: String)
        case unknownKey(String, of: String, didYouMean: String?, known: [String])
        case unknownWord(String, for: String, didYouMean: String?, known: [String])
        case unknownResident(String, didYouMean: String?)
        case twice(String)
        case tooMany(String, limit: Int)
        case noSuchScenario(String, didYouMean: String?, known: [String])
    }

    package var file: String
    /// Counted from 1; 0 where the whole file is meant.
    package var line: Int
    package var problem: Problem

    package init(file: String, line: Int, problem: Problem) {
        self.file = file
        self.line = line
        self.problem = problem
    }

    package var description: String { (line > 0 ? "\(file):\(line): " : "\(file): ") + sentence }

    /// The sysexits code: 66 where there is no such scenario, else 65.
    package var exitCode: Int32 {
        if case .noSuchScenario = problem { return 66 }
        return 65
    }

    private var sentence: String {
        switch problem {
        case .notYAML(let words): return "This is not YAML: \(words)."
        case .tooLarge(let octets):
            return "The file has \(octets) octets; a scenario may have \(Scenario.fileLimit)."
        case .unreadable(let words): return words
        case .expected(let what, let found): return "Expected \(what), found \(found)."
        case .missingKey(let key, let owner): return "\(owner) needs the key “\(key)”."
        case .unknownKey(let key, let owner, let meant, let known):
            return "\(owner) has no key “\(key)”." + Self.hint(meant, known)
        case .unknownWord(let word, let purpose, let meant, let known):
            return "“\(word)” is no \(purpose)." + Self.hint(meant, known)
        case .unknownResident(let address, let meant):
            let hint = meant.map { " Did you mean “\($0)”?" } ?? ""
            return "Nobody in this scenario has the address “\(address)”." + hint
        case .twice(let what): return "\(what) is there twice."
        case .tooMany(let what, let limit): return "There are too many \(what): at most \(limit)."
        case .noSuchScenario(let name, let meant, let known):
            return "There is no scenario “\(name)”, and no file of that name." + Self.hint(meant, known)
        }
    }

    private static func hint(_ meant: String?, _ known: [String]) -> String {
        if let meant { return " Did you mean “\(meant)”?" }
        return known.isEmpty ? "" : " Known: \(known.joined(separator: ", "))."
    }
}

/// The word that somebody most likely meant: the nearest by single-letter changes, if it is near enough to be meant at all.
package func nearest(to word: String, among words: [String]) -> String? {
    let wanted = Array(word.lowercased().prefix(100))
    var best: (word: String, distance: Int)?
    for candidate in words {
        let distance = editDistance(wanted, Array(candidate.lowercased().prefix(100)))
        if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    guard let best, best.distance <= max(1, min(wanted.count, best.word.count) / 2) else { return nil }
    return best.word
}

/// Letters to insert, remove or replace to make one word of the other.
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            let replaced = previous[column] + (letter == other ? 0 : 1)
            current.append(min(replaced, min(previous[column + 1], current[column]) + 1))
        }
        previous = current
    }
    return previous[right.count]
}
