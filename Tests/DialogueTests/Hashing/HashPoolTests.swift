import CSHA256
import Testing

@testable import Dialogue

@Suite("Hashes of contents")
struct HashPoolTests {
    /// Octets that repeat nowhere nearby.
    static func octets(_ count: Int, _ seed: Int = 0) -> [UInt8] {
        var number = UInt64(truncatingIfNeeded: seed) &+ 0x9e37_79b9
        return (0..<count).map { _ in
            number = number &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: number >> 33)
        }
    }

    static func digest(_ octets: [UInt8]) -> String {
        var pool = HashPool()
        let handle = pool.begin()
        pool.take(octets.span, handle)
        pool.end(handle)
        pool.settle()
        return pool.digest(handle).hexadecimal
    }

    @Test("are those of the standard's examples")
    func standard() {
        let two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
        let expected = [
            "": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            two: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            String(repeating: "a", count: 1_000_000):
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
        ]
        for (text, hash) in expected {
            #expect(Self.digest(Array(text.utf8)) == hash)
            if text.count < 1_000 { #expect(PlainSHA256.digits(Array(text.utf8)) == hash) }
        }
    }

    @Test("are right for every length, alone and side by side")
    func lengths() {
        let edges = [1, 3].map { $0 * HashPool.pageSize }.flatMap { edge in edge - 65...edge + 65 }
        let contents = (Array(0...300) + edges).map { Self.octets($0, $0) }
        let expected = contents.map(PlainSHA256.digits)
        #expect(contents.map(Self.digest) == expected)
        var pool = HashPool()
        let handles = contents.map { content in
            let handle = pool.begin()
            pool.take(content.span, handle)
            pool.end(handle)
            return handle
        }
        pool.settle()
        #expect(handles.map { pool.digest($0).hexadecimal } == expected)
    }

    /// A number in `range`.
    struct Dice {
        var state: UInt64
        mutating func roll(_ range: Range<Int>) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return range.lowerBound + Int((state >> 33) % UInt64(range.count))
        }
    }

    @Test(
        "are right however contents and their pieces mingle, with marks, rewinds and slots used again",
        arguments: [2, 5, 20, 100])
    func mingled(pages: Int) {
        struct Content {
            var handle: HashPool.Handle
            var octets: [UInt8]
            var taken = 0
            var mark: (HashPool.Mark, taken: Int)?
        }
        var dice = Dice(state: UInt64(pages))
        var pool = HashPool(pageLimit: pages)
        var open: [Content] = []
        var ended: [(HashPool.Handle, String)] = []
        for turn in 0..<1_000 {
            if open.isEmpty || dice.roll(0..<12) == 0 {
                let longest = [10, 300, 3_000, 12_000][dice.roll(0..<4)]
                open.append(
                    Content(handle: pool.begin(), octets: Self.octets(dice.roll(0..<longest), turn)))
            }
            let index = dice.roll(0..<open.count)
            let count = min(
                dice.roll(0..<[5, 130, 1_500, 5_000][dice.roll(0..<4)]), open[index].octets.count - open[index].taken)
            let piece = Array(open[index].octets[open[index].taken..<open[index].taken + count])
            pool.take(piece.span, open[index].handle)
            open[index].taken += count
            switch dice.roll(0..<40) {
            case 0: open[index].mark = (pool.mark(open[index].handle), open[index].taken)
            case 1:
                guard let (mark, taken) = open[index].mark else { break }
                pool.rewind(open[index].handle, to: mark)
                open[index].taken = taken
            case 2:
                // Given up, as where a connection breaks off.
                pool.release(open.remove(at: index).handle)
                continue
            default: break
            }
            #expect(pool.octets(open[index].handle) == open[index].taken)
            if open[index].taken == open[index].octets.count {
                let content = open.remove(at: index)
                pool.end(content.handle)
                ended.append((content.handle, PlainSHA256.digits(content.octets)))
            }
            if dice.roll(0..<100) == 0 {
                pool.settle()
                for (handle, digits) in ended {
                    #expect(pool.digest(handle).hexadecimal == digits)
                    pool.release(handle)
                }
                ended = []
            }
        }
    }

    @Test("are right for more contents at once than there are pages")
    func many() {
        let pages = 64
        var pool = HashPool(pageLimit: pages)
        let contents = (0..<pages * 3).map { Self.octets(150 + $0 % 70, $0) }
        let handles = contents.map { _ in pool.begin() }
        for part in 0..<2 {
            for (content, handle) in zip(contents, handles) {
                pool.take((part == 0 ? content[..<100] : content[100...]).span, handle)
            }
        }
        for handle in handles { pool.end(handle) }
        pool.settle()
        #expect(handles.map { pool.digest($0).hexadecimal } == contents.map(PlainSHA256.digits))
    }

    @Test("are right where a page of each is hashed as it comes, and some are given up meanwhile")
    func pageByPage() {
        var pool = HashPool()
        let contents = (0..<60).map { Self.octets(1_000 + 331 * $0, $0) }
        var handles = contents.map { _ in pool.begin() }
        for start in stride(from: 0, to: 21_000, by: 700) {
            for (index, content) in contents.enumerated() where start < content.count {
                let piece = Array(content[start..<min(start + 700, content.count)])
                pool.take(piece.span, handles[index])
                if start + 700 >= content.count { pool.end(handles[index]) }
                // Begins anew, in the slot of one that had full pages.
                guard index.isMultiple(of: 7), start == 2_100 else { continue }
                pool.release(handles[index])
                handles[index] = pool.begin()
                let beginning = Array(content.prefix(2_800))
                pool.take(beginning.span, handles[index])
                if content.count <= 2_800 { pool.end(handles[index]) }
            }
        }
        pool.settle()
        #expect(handles.map { pool.digest($0).hexadecimal } == contents.map(PlainSHA256.digits))
    }

    @Test("are right for a long content beside short ones, once they are asked for")
    func uneven() {
        var pool = HashPool(pageLimit: 64)
        let long = Self.octets(40_000)
        let handle = pool.begin()
        pool.take(long.span, handle)
        pool.end(handle)
        let others = (0..<20).map { Self.octets(2_500, $0) }
        let handles = others.map { content in
            let handle = pool.begin()
            pool.take(content.span, handle)
            return handle
        }
        #expect(pool.digest(handle).hexadecimal != PlainSHA256.digits(long))
        for handle in handles { pool.end(handle) }
        pool.settle()
        #expect(pool.digest(handle).hexadecimal == PlainSHA256.digits(long))
        #expect(handles.map { pool.digest($0).hexadecimal } == others.map(PlainSHA256.digits))
    }

    @Test("a digest that two ask for stays until both gave it back")
    func uses() {
        var pool = HashPool()
        let handle = pool.begin()
        pool.keep(handle)
        pool.take(Self.octets(100).span, handle)
        pool.end(handle)
        pool.settle()
        pool.release(handle)
        let other = pool.begin()
        pool.take(Self.octets(200).span, other)
        pool.end(other)
        pool.settle()
        #expect(pool.digest(handle).hexadecimal == PlainSHA256.digits(Self.octets(100)))
        #expect(pool.digest(other).hexadecimal == PlainSHA256.digits(Self.octets(200)))
    }

    @Test(
        "are the same by every way that this processor can go, in as many lanes as are used",
        arguments: 0..<CSHA256_WAYS)
    func ways(way: Int32) {
        let contents = (0..<HashLanes.count).map { Self.octets(150, $0) }
        // Three blocks with the padding: 1,200 bits are 0x4b0.
        let padded = contents.map { $0 + [0x80] + [UInt8](repeating: 0, count: 39) + [0x04, 0xb0] }
        let beginning = HashPool.Slot().state
        for used in 1...HashLanes.count {
            var state = (0..<8 * HashLanes.count).map { beginning[$0 / HashLanes.count] }
            let isAble = padded.withPlaces { csha256_update_by(way, &state, $0, Int32(used), 3) != 0 }
            for lane in 0..<HashLanes.count {
                var own = SIMD8<UInt32>()
                for word in 0..<8 { own[word] = state[word * HashLanes.count + lane] }
                let isUntouched = !isAble || lane >= used
                #expect((own == beginning) == isUntouched)
                if !isUntouched {
                    #expect(ContentDigest(state: own).hexadecimal == PlainSHA256.digits(contents[lane]))
                }
            }
        }
    }
}

extension [[UInt8]] {
    /// Lends the places of all arrays at once, unaligned.
    fileprivate func withPlaces<Result>(_ body: ([UnsafePointer<UInt8>?]) -> Result) -> Result {
        let all: [UInt8] = [0] + joined()
        return all.withUnsafeBufferPointer { octets in
            var start = 1
            return body(
                map { array in
                    defer { start += array.count }
                    return octets.baseAddress.map { $0 + start }
                })
        }
    }
}
