// swift-tools-version: 6.2
import PackageDescription

/// Every target is built alike: Swift 6, imports named where they are used, and no warning survives.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
    .treatAllWarnings(as: .error),
]

/// Digests and certificates come from swift-crypto, which compiles a BoringSSL: only with the trait `TLS`.
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto", condition: .when(traits: ["TLS"]))
/// AES in CBC mode, for the older suites of TLS 1.2.
let cryptoExtras = Target.Dependency.product(
    name: "CryptoExtras", package: "swift-crypto", condition: .when(traits: ["TLS"]))

/// The released program carries Swift's libraries within itself: calls into them take 15 % less time, it starts sooner, and it
/// runs where no Swift is installed. Libraries that Foundation's archives ask for have to be named.
let selfContained: LinkerSetting = .unsafeFlags(
    [
        "-static-stdlib", "-lFoundation", "-lCoreFoundation", "-lFoundationInternationalization",
        "-lFoundationEssentials",
        "-l_FoundationCShims", "-l_FoundationCollections", "-l_FoundationICU", "-lswiftDispatch",
        "-lswiftSynchronization",
        "-lswiftGlibc", "-lswift_RegexParser", "-lswift_StringProcessing", "-lswift_Builtin_float",
        "-lswift_Concurrency",
    ],
    .when(platforms: [.linux], configuration: .release))

/// TLS on sockets; it compiles a BoringSSL of its own.
let sockets = Target.Dependency.product(
    name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["TLS"]))

let package = Package(
    name: "mailscope",
    products: [.executable(name: "mailscope", targets: ["mailscope"])],
    traits: [
        .default(enabledTraits: ["TLS"]),
        .trait(name: "TLS", description: "CRAM-MD5, APOP and TLS; costs a compilation of BoringSSL."),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // Floor 0: what is spoken above TCP on a mail port, as values, grammars and sans-I/O conversations.
        .target(name: "MailProtocols", dependencies: ["CSums"], swiftSettings: strict),
        // Floor 0: what lies below: capture files, frames, layers, reassembled streams.
        .target(name: "Packets", dependencies: ["CZlib", "CSums"], swiftSettings: strict),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

        // Floor 1: who said what, when, seen where, and what it means.
        .target(
            name: "Dialogue", dependencies: ["MailProtocols", "Packets", "CSHA256", crypto, cryptoExtras],
            swiftSettings: strict),
        // Floor 0: SHA-256 of many contents side by side, in vectors.
        .target(name: "CSHA256", dependencies: ["CSums"]),
        // Floor 0: sums of octets by which bodies and segments are known again, in vectors.
        .target(name: "CSums"),

        // Floor 2: steps written down.
        .target(name: "Rendering", dependencies: ["Dialogue", "MailProtocols", "Packets"], swiftSettings: strict),
        // Floor 0: system calls for storing letters that Swift's view of the C library leaves out.
        .target(name: "CDisk"),
        // Floor 2: the living post office.
        .target(
            name: "Simulator",
            dependencies: [
                "CDisk", "Dialogue", "MailProtocols", "Packets", "Yams", crypto, cryptoExtras, sockets,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ],
            swiftSettings: strict),
        // Floor 2: frames from an interface, and filters.
        .target(name: "Capture", dependencies: ["Packets", "CPcap"], swiftSettings: strict),
        .systemLibrary(name: "CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"]), .brew(["libpcap"])]),

        // Floor 3: lessons read, played, asked, checked, remembered.
        .target(
            name: "Lessons",
            dependencies: [
                "Rendering", "Simulator", "Capture", "Dialogue", "MailProtocols", "Packets", "Yams", crypto,
            ],
            swiftSettings: strict),

        // Floor 4: the command.
        .executableTarget(
            name: "mailscope",
            dependencies: [
                "Lessons", "Rendering", "Simulator", "Capture", "Dialogue", "MailProtocols", "Packets",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict, linkerSettings: [selfContained]),

        // Captures written down as dialogues, for tests: frames and expectation from one script.
        .target(
            name: "ScriptedCaptures", dependencies: ["Dialogue", "MailProtocols", "Packets"],
            path: "Tests/ScriptedCaptures", swiftSettings: strict),
        // Scripted, damaged and hostile captures, and a script for each note.
        .testTarget(
            name: "TracerTests",
            dependencies: ["ScriptedCaptures", "Rendering", "Dialogue", "MailProtocols", "Packets"],
            swiftSettings: strict),

        .testTarget(name: "MailProtocolsTests", dependencies: ["MailProtocols", "CSums"], swiftSettings: strict),
        .testTarget(name: "PacketsTests", dependencies: ["Packets"], swiftSettings: strict),
        .testTarget(
            name: "DialogueTests", dependencies: ["Dialogue", "MailProtocols", "Packets", "CSHA256"],
            exclude: ["Deciphering/Sessions"], swiftSettings: strict),
        .testTarget(
            name: "RenderingTests", dependencies: ["Rendering", "Dialogue", "MailProtocols", "Packets"],
            exclude: ["Goldens"], swiftSettings: strict),
        .testTarget(
            name: "SimulatorTests",
            dependencies: [
                "Simulator", "Dialogue", "MailProtocols", "Packets", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .testTarget(name: "CaptureTests", dependencies: ["Capture", "Packets"], swiftSettings: strict),
        .testTarget(
            name: "LessonsTests",
            dependencies: ["Lessons", "Rendering", "Simulator", "Dialogue", "MailProtocols", "Packets"],
            exclude: ["Goldens", "Screen/Goldens"], swiftSettings: strict),
        // The three tests that hold the roof, the floor plan, the goldens of Captures/ and the program itself.
        .testTarget(
            name: "RoofTests",
            dependencies: [
                "Simulator", "Rendering", "Capture", "Dialogue", "MailProtocols", "Packets", "mailscope",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            exclude: ["Goldens"], swiftSettings: strict),
        // Real programs at the edges; skipped aloud where they are absent.
        .testTarget(
            name: "OutsideTests",
            dependencies: [
                "Simulator", "Rendering", "Capture", "Dialogue", "MailProtocols", "Packets", "mailscope",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
