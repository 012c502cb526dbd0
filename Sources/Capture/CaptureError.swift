/// Why nothing can be captured, or not be captured any longer.
package enum CaptureError: Error, Sendable, Hashable {
    /// - nearest: the interface whose name is most like it; nil where none is.
    case noSuchInterface(name: String, nearest: String?, existing: [String])
    /// - reason: the capture library's words; may be empty.
    case notPermitted(interface: String, reason: String)
    case interfaceDown(name: String)
    /// It exists, and cannot be captured from.
    case unavailable(interface: String, reason: String)
    /// The filter expression cannot be compiled.
    /// - understood: how much of its beginning makes a filter on its own; empty where nothing does.
    case badFilter(expression: String, understood: String, reason: String)
    /// Capturing broke off.
    case failed(interface: String, reason: String)
}

extension CaptureError: CustomStringConvertible {
    /// The code of sysexits.h with which a program should end.
    package var exitCode: Int32 {
        switch self {
        case .badFilter: 64
        case .noSuchInterface, .interfaceDown, .unavailable, .failed: 69
        case .notPermitted: 77
        }
    }

    /// What happened, where, and what to do next.
    package var description: String {
        switch self {
        case .noSuchInterface(let name, let nearest?, _):
            "There is no interface \(name). Did you mean \(nearest)?"
        case .noSuchInterface(let name, nil, let existing):
            existing.isEmpty
                ? "There is no interface \(name), and no other that could be captured from."
                : "There is no interface \(name). There are: \(existing.joined(separator: ", "))."
        case .notPermitted(let interface, let reason):
            "You may not capture from \(interface)\(Self.aside(reason)). "
                + "Run it with sudo, or allow it once: sudo setcap cap_net_raw,cap_net_admin=eip PROGRAM"
        case .interfaceDown(let name):
            "The interface \(name) is down. Bring it up: sudo ip link set \(name) up"
        case .unavailable(let interface, let reason):
            "The interface \(interface) cannot be captured from\(Self.aside(reason)). Name another, or any."
        case .badFilter(let expression, let understood, let reason):
            "The filter \"\(expression)\" is not understood"
                + (understood.isEmpty ? "" : " beyond \"\(understood)\"")
                + ": \(reason). An example that is: tcp port 25 or tcp port 110"
        case .failed(let interface, let reason):
            "Capturing from \(interface) broke off\(Self.aside(reason)). What came before was shown."
        }
    }

    private static func aside(_ reason: String) -> String { reason.isEmpty ? "" : " (\(reason))" }
}
