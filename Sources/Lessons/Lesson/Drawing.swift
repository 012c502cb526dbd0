import Simulator

/// What differs from learner to learner: words that are drawn from his name, and put into the lesson for `$word`.
enum Drawing {
    enum Source: Sendable, Hashable {
        /// A first name that the lesson has not yet.
        case name
        case password
        case word
        /// A word and four digits: of so many that two learners hardly draw the same.
        case code
        case number(ClosedRange<Int>)
        case choice([String])
        /// A few words of no importance, so that lengths differ.
        case text
        /// One row is taken, and all its words with it: `$ending`, `$left`.
        case rows([[Word]])
        /// All of them, mixed: `$order-1`, `$order-2`.
        case shuffle([String])
    }

    /// A word of a row; what it means may hold words that were drawn before.
    struct Word: Sendable, Hashable {
        var name: String
        var meaning: String
    }

    /// Short, easily told apart, from many places; nobody of the cast is among them.
    private static let names = [
        "ada", "amir", "anna", "boris", "chen", "clara", "dan", "elif", "emma", "fatima", "felix", "greta", "hana",
        "hugo",
        "ines", "ivan", "jonas", "julia", "kofi", "lena", "liam", "luca", "maria", "mei", "mona", "nadia", "nils",
        "noor",
        "olga", "omar", "paula", "pedro", "priya", "rosa", "sami", "sofia", "tara", "tom", "vera", "wen", "yuki", "zoe",
    ]
    private static let words = [
        "apple", "anchor", "basket", "bridge", "button", "candle", "castle", "cherry", "copper", "desert", "engine",
        "feather", "forest", "garden", "guitar", "hammer", "harbor", "island", "jacket", "kettle", "ladder", "lantern",
        "lemon", "marble", "meadow", "mirror", "needle", "orange", "paper", "pebble", "pepper", "pillow", "planet",
        "pocket", "ribbon", "river", "saddle", "silver", "summer", "thunder", "ticket", "tunnel", "velvet", "violin",
        "window", "winter",
    ]

    /// Draws in the order of the words, so that no two draws of one kind are the same.
    ///
    /// - Parameters:
    ///   - sources: By the word that stands for what is drawn.
    ///   - salt: ``Edition/salt``; nil draws as for a learner without a name.
    static func draw(_ sources: [(word: String, source: Source)], for salt: String?, in lesson: String) -> [String:
        String]
    {
        var random = generator(salt, "\(lesson) draw")
        var taken: Set<String> = []
        var drawn: [String: String] = [:]
        func fresh(_ candidates: [String]) -> String {
            let left = candidates.filter { !taken.contains($0) }
            let word = (left.isEmpty ? candidates : left).randomElement(using: &random) ?? ""
            taken.insert(word)
            return word
        }
        for (word, source) in sources {
            switch source {
            case .name: drawn[word] = fresh(names)
            case .word: drawn[word] = fresh(words)
            case .password: drawn[word] = "\(fresh(words))\(Int.random(in: 10...99, using: &random))"
            case .code: drawn[word] = "\(fresh(words))\(Int.random(in: 1_000...9_999, using: &random))"
            case .number(let range): drawn[word] = "\(Int.random(in: range, using: &random))"
            case .choice(let words): drawn[word] = words.randomElement(using: &random) ?? ""
            case .text:
                let count = Int.random(in: 3...17, using: &random)
                drawn[word] = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
            case .rows(let rows):
                for one in rows.randomElement(using: &random) ?? [] {
                    drawn[one.name] = replaced(one.meaning, drawn)
                }
            case .shuffle(let members):
                for (index, member) in members.shuffled(using: &random).enumerated() {
                    drawn["\(word)-\(index + 1)"] = replaced(member, drawn)
                }
            }
        }
        return drawn
    }

    static func generator(_ salt: String?, _ purpose: String) -> SeededRandom {
        SeededRandom(seed: stableNumber(salt ?? ""), purpose: purpose)
    }

    /// Puts words in for `$word` and `${word}`; names that are not known stay.
    static func replaced(_ text: String, _ words: [String: String]) -> String {
        guard !words.isEmpty, text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var out = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            let (name, length) = mention(in: rest[rest.index(after: dollar)...])
            let end = rest.index(dollar, offsetBy: 1 + length)
            out += rest[..<dollar]
            out += words[name] ?? String(rest[dollar..<end])
            rest = rest[end...]
        }
        return out + rest
    }

    /// Names behind a `$`, in order.
    static func mentions(in text: String) -> [String] {
        text.split(separator: "$", omittingEmptySubsequences: false).dropFirst().map { mention(in: $0).name }
            .filter { !$0.isEmpty }
    }

    /// The name behind a `$`, and how many characters it takes; empty where none stands there.
    private static func mention(in text: Substring) -> (name: String, length: Int) {
        guard text.first == "{" else {
            let name = word(in: text)
            return (name, name.count)
        }
        let name = word(in: text.dropFirst())
        return !name.isEmpty && text.dropFirst(1 + name.count).first == "}" ? (name, name.count + 2) : ("", 0)
    }

    /// The name at the beginning: a lower-case letter, then letters, digits and hyphens between them.
    static func word(in text: Substring) -> String {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return "" }
        var name = text.prefix { LessonReader.isName(String($0)) }
        while name.last == "-" { name.removeLast() }
        return String(name)
    }
}
