import Simulator

/// Why a lesson, or an answers file, could not be read, and where.
package struct LessonError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Problem: Sendable, Hashable {
        /// The words are the parser's.
        case notYAML(String)
        case notText
        case tooLarge(octets: Int, limit: Int)
        case tooDeep
        case tooMany(String, limit: Int)
        case unreadable(String)
        /// `what` should be there, `found` is.
        case expected(what: String, found: String)
        case missingKey(String, of: String)
        case unknownKey(String, of: String, didYouMean: String?, known: [String])
        case unknownWord(String, for: String, didYouMean: String?, known: [String])
        case unknownBlock(String, didYouMean: String?, known: [String])
        case unclosedBlock
        case noFrontMatter
        case noSteps
        case twice(String)
        case noSuchLesson(String, didYouMean: String?, known: [String])
        case unknownStep(String, lesson: String, didYouMean: String?)
        /// The sentence is the scenario reader's, with its own place.
        case scenario(String)
        /// A question whose answer the run does not hold.
        case noAnswer(step: String)
        /// It does, and nobody could give it.
        case notAmongOptions(String, step: String, options: [String])
        case tooLong(run: String, seconds: Int64)
        /// A case of an exam that no drawing gives what it needs.
        case noTrap(draws: Int)
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

    /// As in sysexits: 65 for what is there and wrong, 66 for what is not there.
    package var exitCode: Int32 {
        switch problem {
        case .noSuchLesson, .unreadable: 66
        default: 65
        }
    }

    package var description: String {
        if case .scenario(let words) = problem { return words }
        return (line > 0 ? "\(file):\(line): " : "\(file): ") + sentence
    }

    private var sentence: String {
        switch problem {
        case .notYAML(let words): return "This is not YAML: \(words)."
        case .notText: return "This is no text: a lesson is written in UTF-8."
        case .tooLarge(let octets, let limit): return "There are \(octets) octets here; at most \(limit) are read."
        case .tooDeep: return "The YAML is nested too deeply."
        case .tooMany(let what, let limit): return "There are too many \(what): at most \(limit)."
        case .unreadable(let words): return "I \(words)."
        case .expected(let what, let found): return "Expected \(what), found \(found)."
        case .missingKey(let key, let owner): return "\(owner) needs the key “\(key)”."
        case .unknownKey(let key, let owner, let meant, let known):
            return "\(owner) has no key “\(key)”." + Self.hint(meant, known)
        case .unknownWord(let word, let purpose, let meant, let known):
            return "“\(word)” is no \(purpose)." + Self.hint(meant, known)
        case .unknownBlock(let name, let meant, let known):
            return "There is no “\(name)” block." + Self.hint(meant, known)
        case .unclosedBlock: return "The block that begins here has no end: a line of three backticks."
        case .noFrontMatter:
            return "A lesson begins with a line of three hyphens, then keys such as “id”, then three hyphens again."
        case .noSteps: return "The lesson has no step: a fenced block such as ```read."
        case .twice(let what): return "\(what) is there twice."
        case .noSuchLesson(let name, let meant, let known):
            return "There is no lesson “\(name)”, and no folder of that name." + Self.hint(meant, known)
        case .unknownStep(let step, let lesson, let meant):
            return "The lesson \(lesson) has no step “\(step)”." + Self.hint(meant, [])
        case .scenario(let words): return words
        case .noAnswer(let step):
            return "Nothing in the run answers the step “\(step)”: its scenario or its question must change."
        case .notAmongOptions(let answer, let step, let options):
            let known = options.map { "“\($0)”" }.joined(separator: ", ")
            return "The run answers the step “\(step)” with “\(answer)”, which is none of its options: \(known)."
        case .noTrap(let draws):
            return "After \(draws) drawings the capture still lacks one of the case's traps."
        case .tooLong(let run, let seconds):
            return "The run “\(run)” is not over after \(seconds) seconds: its scenario must change."
        }
    }

    private static func hint(_ meant: String?, _ known: [String]) -> String {
        if let meant { return " Did you mean “\(meant)”?" }
        return known.isEmpty ? "" : " Known: \(known.joined(separator: ", "))."
    }
}
