package import Dialogue

/// Says what a step means; nil where nothing is to be said.
package typealias Commentator = @Sendable (StepRecord) -> Remark?
