import Dialogue
import Lessons
import Rendering

/// Shows records one step at a time and waits for a key between them.
enum StepByStep {
    static func show(_ records: [Record], _ output: OutputOptions, explain: Bool) throws {
        var shown = Shown(output, explain: explain ? .always : .never, order: .immediate)
        shown.showEveryMove()
        var sink = ByteSink()
        var pages: [[UInt8]] = []
        for record in records {
            shown.render(record, to: &sink)
            let page = sink.take()
            if !page.isEmpty { pages.append(page) }
        }
        try shown.finish(to: &sink)
        let last = sink.take()
        if !last.isEmpty { pages.append(last) }
        _ = StepPager(pages: pages, title: "mailscope").run()
    }
}
