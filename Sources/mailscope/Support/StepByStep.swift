import Dialogue

enum StepByStep { static func show(_ records: [Record], _ output: OutputOptions) throws {} }
