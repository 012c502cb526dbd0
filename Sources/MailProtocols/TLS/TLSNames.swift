/// Numbers of the TLS registries that a reader wants to see as words.
package enum TLSNames {
    /// `0x0303` as `3.3`.
    package static func dotted(_ version: UInt16) -> String { "\(version >> 8).\(version & 0xFF)" }

    /// `3.3` as `TLS 1.2`; nil for versions that do not exist.
    package static func version(_ dotted: String) -> String? {
        switch dotted {
        case "3.0": "SSL 3.0"
        case "3.1": "TLS 1.0"
        case "3.2": "TLS 1.1"
        case "3.3": "TLS 1.2"
        case "3.4": "TLS 1.3"
        default: nil
        }
    }

    /// Values that clients mix in so that servers stay tolerant, RFC 8701 section 2: both octets equal, ending in A.
    static func isReserved(_ value: UInt16) -> Bool { value & 0x0F0F == 0x0A0A && value >> 8 == value & 0xFF }

    /// RFC 8446 section 6 and, for older ones, RFC 5246 section 7.2.
    package static func alert(_ code: UInt8) -> String {
        switch code {
        case 0: "close_notify"
        case 10: "unexpected_message"
        case 20: "bad_record_mac"
        case 22: "record_overflow"
        case 40: "handshake_failure"
        case 42: "bad_certificate"
        case 43: "unsupported_certificate"
        case 44: "certificate_revoked"
        case 45: "certificate_expired"
        case 46: "certificate_unknown"
        case 47: "illegal_parameter"
        case 48: "unknown_ca"
        case 49: "access_denied"
        case 50: "decode_error"
        case 51: "decrypt_error"
        case 70: "protocol_version"
        case 71: "insufficient_security"
        case 80: "internal_error"
        case 86: "inappropriate_fallback"
        case 90: "user_canceled"
        case 100: "no_renegotiation"
        case 109: "missing_extension"
        case 110: "unsupported_extension"
        case 112: "unrecognized_name"
        case 113: "bad_certificate_status_response"
        case 115: "unknown_psk_identity"
        case 116: "certificate_required"
        case 120: "no_application_protocol"
        default: "alert \(code)"
        }
    }

    /// The suites that mail servers use today; others by their number, `0x1234`.
    package static func cipherSuite(_ number: UInt16) -> String {
        switch number {
        case 0x1301: "TLS_AES_128_GCM_SHA256"
        case 0x1302: "TLS_AES_256_GCM_SHA384"
        case 0x1303: "TLS_CHACHA20_POLY1305_SHA256"
        case 0x002F: "TLS_RSA_WITH_AES_128_CBC_SHA"
        case 0x0035: "TLS_RSA_WITH_AES_256_CBC_SHA"
        case 0x000A: "TLS_RSA_WITH_3DES_EDE_CBC_SHA"
        case 0x009C: "TLS_RSA_WITH_AES_128_GCM_SHA256"
        case 0x009D: "TLS_RSA_WITH_AES_256_GCM_SHA384"
        case 0xC013: "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"
        case 0xC014: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"
        case 0xC02B: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
        case 0xC02C: "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
        case 0xC02F: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
        case 0xC030: "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
        case 0xCCA8: "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
        case 0xCCA9: "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
        default: "0x" + Hexadecimal.pair(UInt8(number >> 8)) + Hexadecimal.pair(UInt8(number & 0xFF))
        }
    }
}
