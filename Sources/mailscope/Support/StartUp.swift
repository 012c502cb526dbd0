#if canImport(Glibc)
    import Glibc
#endif

/// What a program that runs for days still holds of its first moments.
enum StartUp {
    /// Lets the system take back the pages of the program's own code: reading the command line and making certificates went through
    /// half of it, serving needs a small part. What is needed again is still in the system's memory, and is mapped at once.
    static func forget() {
        #if canImport(Glibc)
            guard let maps = fopen("/proc/self/maps", "r") else { return }
            defer { fclose(maps) }
            var own: Substring?
            while let line = line(of: maps) {
                // 55d0c8a00000-55d0cb000000 r-xp 00a00000 fe:00 123456   /usr/bin/mailscope
                let fields = line.split(separator: " ", omittingEmptySubsequences: true)
                guard fields.count >= 6 else { continue }
                if own == nil { own = fields[5] }
                guard fields[5] == own, fields[1] == "r-xp" else { continue }
                let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
                guard ends.count == 2, let start = UnsafeMutableRawPointer(bitPattern: ends[0]) else { continue }
                madvise(start, Int(ends[1] - ends[0]), MADV_DONTNEED)
            }
        #endif
    }

    #if canImport(Glibc)
        private static func line(of file: UnsafeMutablePointer<FILE>) -> String? {
            var text = [CChar](repeating: 0, count: 1_024)
            guard fgets(&text, Int32(text.count), file) != nil else { return nil }
            return String(decoding: text.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    #endif
}
