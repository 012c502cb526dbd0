package import Dialogue

/// Why a station could not work: what happened, where, and what to do next.
package enum StationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Somebody else listens there.
    case portBusy(host: String, Endpoint)
    case portForbidden(host: String, Endpoint)
    case cannotListen(host: String, Endpoint, String)
    case cannotConnect(from: String, to: String, Endpoint, String)
    /// The other side broke off in the middle of the dialogue.
    case brokenOff(station: String, during: String)
    /// The other side said nothing for as long as the station waits.
    case silence(station: String, during: String)
    case storage(DiskError)

    package var description: String {
        switch self {
        case .portBusy(let host, let endpoint):
            "\(host) cannot listen on \(endpoint.address) port \(endpoint.port): another program does. "
                + "Stop that one, or choose other ports."
        case .portForbidden(let host, let endpoint):
            "\(host) may not listen on \(endpoint.address) port \(endpoint.port): ports below 1024 are for root. "
                + "Choose a higher port."
        case .cannotListen(let host, let endpoint, let reason):
            "\(host) cannot listen on \(endpoint.address) port \(endpoint.port): \(reason)."
        case .cannotConnect(let from, let to, let endpoint, let reason):
            "\(from) cannot reach \(to) at \(endpoint.address) port \(endpoint.port): \(reason)."
        case .brokenOff(let station, let during): "The connection of \(station) broke off \(during)."
        case .silence(let station, let during): "\(station) waited in vain for an answer \(during)."
        case .storage(let error): "\(error)."
        }
    }
}
