/// Colours, or none. Colour only repeats what the words say.
package enum Palette: Sendable, Hashable {
    case plain, color

    /// What a piece of text is, so that one place decides how it looks.
    enum Style: Sendable, Hashable {
        case plain, title, phase, client, server, dim, info, warning, error
    }

    /// The control sequence that begins a style; empty for ``plain``.
    func start(_ style: Style) -> StaticString {
        guard self == .color else { return "" }
        return switch style {
        case .plain: ""
        case .title, .phase: "\u{1B}[1m"
        case .client: "\u{1B}[36m"
        case .server: "\u{1B}[32m"
        case .dim: "\u{1B}[2m"
        case .info: "\u{1B}[34m"
        case .warning: "\u{1B}[33m"
        case .error: "\u{1B}[31m"
        }
    }

    func end(_ style: Style) -> StaticString { self == .color && style != .plain ? "\u{1B}[0m" : "" }
}
