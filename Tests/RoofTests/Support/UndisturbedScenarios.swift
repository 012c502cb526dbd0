import Simulator

extension EmbeddedScenarios {
    /// The shipped scenarios in which nobody speaks TLS.
    static let inClear = all.map(\.name).filter { (try? Scenario(named: $0))?.usesTLS == false }

    /// The shipped scenarios in which no connection is cut and no call fails, so that all that is said arrives, and
    /// nothing is said inside TLS, whose octets no two runs have in common.
    static let undisturbed = inClear.filter { name in
        guard let scenario = try? Scenario(named: name) else { return false }
        return scenario.faults.allSatisfy { if case .segments = $0.act { true } else { false } }
    }
}
