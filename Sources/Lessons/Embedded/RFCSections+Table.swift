// Written by Scripts/rfc-sections from the RFCs themselves: run it again to add one.
// swift-format-ignore-file

extension RFCSections {
    static let table: [Int: String] = [
        1939: "1-16",
        5321: "1 2 2.1 2.2 2.2.1-2.2.3 2.3 2.3.1-2.3.11 2.4 3 3.1-3.9 3.5.1-3.5.4 3.6.1-3.6.3 3.7.1-3.7.5 4 4.1-4.5 4.1.1-4.1.5 4.1.1.1-4.1.1.11 4.2.1-4.2.5 4.3.1-4.3.2 4.5.1-4.5.5 4.5.3.1-4.5.3.2 4.5.3.1.1-4.5.3.1.10 4.5.3.2.1-4.5.3.2.7 4.5.4.1-4.5.4.2 5 5.1-5.2 6 6.1-6.4 7 7.1-7.9 8-10 D D.1-D.4",
    ]
}
