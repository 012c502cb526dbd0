package import Rendering

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A lesson as one scrolling text: for pipes, screen readers, and terminals that can do no more. Answers are read line by line.
package final class PlainScreen: LessonScreen {
    private let columns: Int
    private let palette: Palette
    private var sink: ByteSink
    private var lines: LineReader
    private var wording = Wording.english
    private var hasBegun = false
    /// What was written last ends in an empty line.
    private var endsBlank = false

    package init(
        input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, columns: Int = 80, palette: Palette = .plain
    ) {
        self.columns = columns
        self.palette = palette
        sink = ByteSink(descriptor: output)
        lines = LineReader(descriptor: input)
    }

    package func begin(_ status: LessonStatus) {
        wording = status.wording
        let place = wording(
            .spokenPlace,
            [
                "lesson": Escaping.visible(status.lesson), "step": status.step, "steps": status.steps,
                "kind": wording(.init(status.kind)),
            ])
        let head = "--- \(place) "
        let rule = String(repeating: "-", count: max(3, min(columns, 84) - DisplayWidth.of(head)))
        sink.append("\n\(head)\(rule)\n\(status.bar(columns: columns))\n\n")
        if !hasBegun { sink.append(wording(.plainBegin) + "\n\n") }
        hasBegun = true
        endsBlank = true
        sink.flush()
    }

    package func update(_ status: LessonStatus) {}

    package func show(_ passage: Passage) {
        say(passage.rendered(by: LessonText(columns: columns, palette: palette, wording: wording)))
    }

    private func say(_ text: [UInt8]) {
        // One empty line parts as well as two.
        if text == [0x0A], endsBlank { return }
        endsBlank = text == [0x0A] || text.suffix(2) == [0x0A, 0x0A]
        sink.append(text)
        sink.flush()
    }

    package func pause(isOver: Bool) -> LessonInput {
        if isOver { return .command(.next) }
        while true {
            guard let line = ask("\n" + wording(.plainPause)) else { return .command(.end) }
            let words = Judge.trimmed(line.hasPrefix(":") ? String(line.dropFirst()) : line)
            if words.isEmpty { return .command(.next) }
            if let command = LessonCommand(word: words) { return .command(command) }
            if let look = LessonInput.look(words) { return look }
            let told = wording(.plainUnknownCommand, ["word": Escaping.visible(String(words.prefix(40)))])
            say(Array((told + "\n").utf8))
        }
    }

    package func line(_ prompt: String, isLive: Bool) -> LessonInput {
        ask(prompt).map { LessonInput(line: $0, isLive: isLive) } ?? .command(.end)
    }

    private func ask(_ prompt: String) -> String? {
        sink.append(prompt)
        sink.flush()
        // Nobody reads what is asked: `| head`.
        if sink.isClosed { return nil }
        let line = lines.next()
        endsBlank = false
        // What follows begins on a line of its own.
        if line == nil || !lines.isTerminal { say(Array("\n".utf8)) }
        return line
    }
}

/// Reads lines from a descriptor, each as soon as it is there.
struct LineReader {
    /// Octets of a line; the rest of a longer one is dropped.
    private static let limit = 8_192
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var isOver = false
    let isTerminal: Bool

    init(descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
    }

    /// - Returns: The next line without its end; nil at the end of the input.
    mutating func next() -> String? {
        var line: [UInt8] = []
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                keep(buffer[..<end], in: &line)
                buffer.removeFirst(end + 1)
                break
            }
            keep(buffer[...], in: &line)
            buffer = []
            if isOver || !fill() {
                if line.isEmpty { return nil }
                break
            }
        }
        if line.last == 0x0D { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }

    private func keep(_ bytes: ArraySlice<UInt8>, in line: inout [UInt8]) {
        line.append(contentsOf: bytes.prefix(max(0, Self.limit - line.count)))
    }

    private mutating func fill() -> Bool {
        var block = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(descriptor, &block, block.count)
            if count > 0 {
                buffer = Array(block[..<count])
                return true
            }
            if count < 0, errno == EINTR { continue }
            isOver = true
            return false
        }
    }
}
