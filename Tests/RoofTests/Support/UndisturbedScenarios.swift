import Simulator

extension EmbeddedScenarios {
    /// The shipped scenarios in which no connection is cut and no call fails, so that all that is said arrives.
    static let undisturbed = all.map(\.name).filter { name in
        let scenario = try? Scenario(named: name)
        return scenario?.faults.allSatisfy { if case .segments = $0.act { true } else { false } } == true
    }
}
