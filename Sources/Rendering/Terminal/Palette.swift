/// Colours, or none. Colour only repeats what the words say.
package enum Palette: Sendable, Hashable {
    case plain
    /// For a dark background, which most terminals have.
    case color
    /// For a light background, on which yellow, cyan and green cannot be read.
    case light

    /// What a piece of text is, so that one place decides how it looks.
    package enum Style: Sendable, Hashable {
        case plain, title, phase, client, server, dim, info, warning, error
    }

    /// The control sequence that begins a style; empty for ``plain``.
    func start(_ style: Style) -> StaticString {
        if self == .plain { return "" }
        let isLight = self == .light
        return switch style {
        case .plain: ""
        case .title, .phase: "\u{1B}[1m"
        case .client: isLight ? "\u{1B}[34m" : "\u{1B}[36m"
        case .server: isLight ? "\u{1B}[35m" : "\u{1B}[32m"
        case .dim: "\u{1B}[2m"
        case .info: "\u{1B}[34m"
        case .warning: isLight ? "\u{1B}[1;35m" : "\u{1B}[33m"
        case .error: "\u{1B}[31m"
        }
    }

    func end(_ style: Style) -> StaticString { self != .plain && style != .plain ? "\u{1B}[0m" : "" }

    /// A text in a style.
    package func paint(_ text: String, _ style: Style) -> String { "\(start(style))\(text)\(end(style))" }
}
