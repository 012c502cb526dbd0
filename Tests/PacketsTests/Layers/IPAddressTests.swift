import Testing

@testable import Packets

struct IPAddressTests {
    @Test(
        "an address is written as RFC 5952 recommends, whatever way it came",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
            ("::ffff:192.0.2.1", "192.0.2.1"), ("2001:db8:0:0:0:0:0:1", "2001:db8::1"),
            ("2001:0DB8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("::", "::"), ("::1", "::1"), ("1::", "1::"),
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("fe80::1:2:3:4", "fe80::1:2:3:4"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ])
    func text(written: String, expected: String) throws {
        let address = try #require(IPAddress(written))
        #expect(address.description == expected)
        #expect(IPAddress(address.description) == address)
    }

    @Test(
        "what is no address is none",
        arguments: [
            "", ".", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.-4", "1.2.3.+4", "1..2.3", ":", ":::", "1::2::3",
            "12345::",
            "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4::5:6:7:8", "g::", "fe80::1%lo", "::1.2.3", "+1::", "example",
        ])
    func nonsense(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test("IPv4 has its number, IPv6 has none")
    func number() {
        #expect(IPAddress("192.0.2.1")?.v4 == 0xC000_0201)
        #expect(IPAddress("2001:db8::1")?.v4 == nil)
    }
}
