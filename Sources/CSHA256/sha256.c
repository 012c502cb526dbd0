// SHA-256 (FIPS 180-4) of several messages side by side, one in each lane of the processor's vectors.
//
// One message is a chain of dependent additions that leaves most of a processor idle. Eight messages are eight such
// chains, and vectors work on all of them for the price of one. The rounds are written once, with the compiler's vector
// types, for vectors of eight and of sixteen words, and what differs between processors is only which instructions the
// compiler may choose. A message that is left alone has rounds of its own, for processors with instructions for SHA-256.

#include "CSHA256.h"
#include "vector_way.h"
#include <string.h>
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

enum { LANES = CSHA256_LANES, GROUP = 8 };

typedef uint32_t Eight __attribute__((vector_size(4 * GROUP)));
typedef uint32_t Sixteen __attribute__((vector_size(4 * LANES)));

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (section 4.2.2).
static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

#define ROTATE(x, n) ((x) >> (n) | (x) << (32 - (n)))

// The functions of section 4.1.2; they serve words and vectors of words alike. CHOOSE and MAJORITY take fewer
// operations than as they are written in the standard.
#define CHOOSE(x, y, z) ((((y) ^ (z)) & (x)) ^ (z))
#define MAJORITY(x, y, z) (((x) & (y)) | (((x) | (y)) & (z)))
#define SUM_0(x) (ROTATE(x, 2) ^ ROTATE(x, 13) ^ ROTATE(x, 22))
#define SUM_1(x) (ROTATE(x, 6) ^ ROTATE(x, 11) ^ ROTATE(x, 25))
#define SIGMA_0(x) (ROTATE(x, 7) ^ ROTATE(x, 18) ^ (x) >> 3)
#define SIGMA_1(x) (ROTATE(x, 17) ^ ROTATE(x, 19) ^ (x) >> 10)

// One round over the word `w[j]` of the message schedule (section 6.2.2).
#define ROUND(Word, t, j)                                                                                              \
    do {                                                                                                               \
        Word one = h + SUM_1(e) + CHOOSE(e, f, g) + K[(t) + (j)] + w[j];                                               \
        Word two = SUM_0(a) + MAJORITY(a, b, c);                                                                       \
        h = g, g = f, f = e, e = d + one, d = c, c = b, b = a, a = one + two;                                          \
    } while (0)

// One block: 64 rounds over the sixteen words `w`, which hold a moving window of the schedule; the last sixteen need no
// more of it.
#define COMPRESS(Word, s, w)                                                                                           \
    do {                                                                                                               \
        Word a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];                           \
        _Pragma("clang loop unroll(disable)") for (int t = 0; t < 48; t += 16) {                                       \
            _Pragma("clang loop unroll(full)") for (int j = 0; j < 16; j++) {                                          \
                ROUND(Word, t, j);                                                                                     \
                Word next = w[(j + 1) & 15], late = w[(j + 14) & 15];                                                  \
                w[j] += SIGMA_0(next) + w[(j + 9) & 15] + SIGMA_1(late);                                               \
            }                                                                                                          \
        }                                                                                                              \
        _Pragma("clang loop unroll(full)") for (int j = 0; j < 16; j++) ROUND(Word, 48, j);                            \
        s[0] += a, s[1] += b, s[2] += c, s[3] += d, s[4] += e, s[5] += f, s[6] += g, s[7] += h;                        \
    } while (0)

// One message alone, whose state is a column of `state`.
static void update_one(uint32_t *state, int lane, const uint8_t *data, size_t blocks) {
    uint32_t s[8], w[16];
    for (int i = 0; i < 8; i++) s[i] = state[LANES * i + lane];
    for (; blocks > 0; blocks--, data += 64) {
        for (int i = 0; i < 16; i++) {
            uint32_t word;
            memcpy(&word, data + 4 * i, 4);
            w[i] = __builtin_bswap32(word);
        }
        COMPRESS(uint32_t, s, w);
    }
    for (int i = 0; i < 8; i++) state[LANES * i + lane] = s[i];
}

#if defined(__x86_64__)
// One message alone by the processor's own instructions for SHA-256, which go two rounds at a time. They want the state in
// two vectors, its words in the order a b e f and c d g h, the first of them highest.
__attribute__((target("sha,sse4.1"))) static void update_one_by_sha(
    uint32_t *state, int lane, const uint8_t *data, size_t blocks)
{
    uint32_t s[8];
    for (int i = 0; i < 8; i++) s[i] = state[LANES * i + lane];
    __m128i abef = _mm_set_epi32((int)s[0], (int)s[1], (int)s[4], (int)s[5]);
    __m128i cdgh = _mm_set_epi32((int)s[2], (int)s[3], (int)s[6], (int)s[7]);
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    for (; blocks > 0; blocks--, data += 64) {
        __m128i w[4], firstABEF = abef, firstCDGH = cdgh;
        _Pragma("clang loop unroll(full)") for (int i = 0; i < 16; i++) {
            __m128i four;
            if (i < 4) {
                memcpy(&four, data + 16 * i, sizeof four);
                four = _mm_shuffle_epi8(four, swap);
            } else {
                __m128i middle = _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4);
                four = _mm_add_epi32(_mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]), middle);
                four = _mm_sha256msg2_epu32(four, w[(i + 3) & 3]);
            }
            w[i & 3] = four;
            __m128i constants;
            memcpy(&constants, K + 4 * i, sizeof constants);
            four = _mm_add_epi32(four, constants);
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, four);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_unpackhi_epi64(four, four));
        }
        abef = _mm_add_epi32(abef, firstABEF);
        cdgh = _mm_add_epi32(cdgh, firstCDGH);
    }
    uint32_t halves[8];
    memcpy(halves, &abef, sizeof abef);
    memcpy(halves + 4, &cdgh, sizeof cdgh);
    static const int places[8] = {3, 2, 7, 6, 1, 0, 5, 4};
    for (int i = 0; i < 8; i++) state[LANES * i + lane] = halves[places[i]];
}

static int has_sha(void) {
    static int known = -1;
    int has = __atomic_load_n(&known, __ATOMIC_RELAXED);
    if (has >= 0) return has;
    unsigned eax, ebx, ecx, edx;
    has = __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && (ebx >> 29 & 1) && __builtin_cpu_supports("sse4.1");
    __atomic_store_n(&known, has, __ATOMIC_RELAXED);
    return has;
}
#else
static int has_sha(void) { return 0; }
#endif

// The messages in `lanes` lanes from `first` on, one after the other.
static void update_each(
    int by_sha, uint32_t *state, int first, const uint8_t *const *data, int lanes, size_t blocks)
{
    for (int lane = first; lane < first + lanes; lane++) {
#if defined(__x86_64__)
        if (by_sha) {
            update_one_by_sha(state, lane, data[lane], blocks);
            continue;
        }
#endif
        update_one(state, lane, data[lane], blocks);
    }
}

// Words stand with their high octet first: swap the octets.
#define SWAP(x) ((ROTATE(x, 8) & 0xff00ff00) | (ROTATE(x, 24) & 0x00ff00ff))

// One step in turning rows into columns: rows that stand `distance` apart exchange the halves of each group of lanes.
#define EXCHANGE(Words, rows, distance, low, high)                                                                     \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < (int)(sizeof(Words) / 4); i++) {                            \
        if (i & distance) continue;                                                                                    \
        Words x = (rows)[i], y = (rows)[i + distance];                                                                 \
        (rows)[i] = __builtin_shufflevector(x, y, low);                                                                \
        (rows)[i + distance] = __builtin_shufflevector(x, y, high);                                                    \
    }
#define LIST(...) __VA_ARGS__

// Eight words of eight messages, from each message's octets to one vector for each word.
static inline __attribute__((always_inline)) void load(Eight rows[GROUP], const uint8_t *const *places, size_t offset)
{
    _Pragma("clang loop unroll(full)") for (int i = 0; i < GROUP; i++) {
        Eight x;
        memcpy(&x, places[i] + offset, sizeof x);
        rows[i] = SWAP(x);
    }
    EXCHANGE(Eight, rows, 4, LIST(0, 1, 2, 3, 8, 9, 10, 11), LIST(4, 5, 6, 7, 12, 13, 14, 15))
    EXCHANGE(Eight, rows, 2, LIST(0, 1, 8, 9, 4, 5, 12, 13), LIST(2, 3, 10, 11, 6, 7, 14, 15))
    EXCHANGE(Eight, rows, 1, LIST(0, 8, 2, 10, 4, 12, 6, 14), LIST(1, 9, 3, 11, 5, 13, 7, 15))
}

// Eight messages; row `i` of their states stands at `state + GROUP * i`.
static inline __attribute__((always_inline)) void update(uint32_t *state, const uint8_t *const *places, size_t blocks) {
    Eight s[8], w[16];
    memcpy(s, state, sizeof s);
    for (size_t offset = 0; offset < 64 * blocks; offset += 64) {
        load(w, places, offset);
        load(w + 8, places, offset + 32);
        COMPRESS(Eight, s, w);
    }
    memcpy(state, s, sizeof s);
}

// The same code with the instructions of several processors.
static void update_plain(uint32_t *state, const uint8_t *const *places, size_t blocks) {
    update(state, places, blocks);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void update_avx2(uint32_t *state, const uint8_t *const *places, size_t blocks) {
    update(state, places, blocks);
}

// Rotations and functions of three words are single instructions here.
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl")))

AVX512 static void update_avx512(uint32_t *state, const uint8_t *const *places, size_t blocks) {
    update(state, places, blocks);
}

// All lanes at once, in vectors of 512 bits: four tenths quicker than twice eight.
AVX512 static void update_all(uint32_t *state, const uint8_t *const *places, size_t blocks) {
    Sixteen s[8], w[16];
    memcpy(s, state, sizeof s);
    for (size_t offset = 0; offset < 64 * blocks; offset += 64) {
        _Pragma("clang loop unroll(full)") for (int i = 0; i < LANES; i++) {
            Sixteen x;
            memcpy(&x, places[i] + offset, sizeof x);
            w[i] = SWAP(x);
        }
        EXCHANGE(Sixteen, w, 8, LIST(0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
                 LIST(8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
        EXCHANGE(Sixteen, w, 4, LIST(0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27),
                 LIST(4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31))
        EXCHANGE(Sixteen, w, 2, LIST(0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29),
                 LIST(2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31))
        EXCHANGE(Sixteen, w, 1, LIST(0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30),
                 LIST(1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31))
        COMPRESS(Sixteen, s, w);
    }
    memcpy(state, s, sizeof s);
}
#endif

// Up to eight lanes from `first` on.
static void update_group(int way, uint32_t *state, int first, const uint8_t *const *data, int lanes, size_t blocks) {
    // Idle lanes read along with the first one; what they compute is dropped.
    const uint8_t *places[GROUP];
    uint32_t rows[8 * GROUP];
    for (int lane = 0; lane < GROUP; lane++) places[lane] = data[first + (lane < lanes ? lane : 0)];
    for (int i = 0; i < 8; i++) memcpy(rows + GROUP * i, state + LANES * i + first, 4 * GROUP);
    if (way == 1) update_plain(rows, places, blocks);
#if defined(__x86_64__)
    if (way == 2) update_avx2(rows, places, blocks);
    if (way == 3) update_avx512(rows, places, blocks);
#endif
    for (int i = 0; i < 8; i++) memcpy(state + LANES * i + first, rows + GROUP * i, 4 * (size_t)lanes);
}

#if defined(__x86_64__)
// More than eight lanes.
static void update_wide(uint32_t *state, const uint8_t *const *data, int lanes, size_t blocks) {
    const uint8_t *places[LANES];
    uint32_t rows[8 * LANES];
    for (int lane = 0; lane < LANES; lane++) places[lane] = data[lane < lanes ? lane : 0];
    memcpy(rows, state, sizeof rows);
    update_all(rows, places, blocks);
    for (int i = 0; i < 8; i++) memcpy(state + LANES * i, rows + LANES * i, 4 * (size_t)lanes);
}
#endif

// All lanes by vectors, in groups of eight; groups of fewer than `worthwhile` lanes go one after the other.
static void update_lanes(
    int way, int worthwhile, int by_sha, uint32_t *state, const uint8_t *const *data, int lanes, size_t blocks)
{
#if defined(__x86_64__)
    if (way == 3 && lanes > GROUP) return update_wide(state, data, lanes, blocks);
#endif
    for (int first = 0; first < lanes; first += GROUP) {
        int count = lanes - first < GROUP ? lanes - first : GROUP;
        if (count < worthwhile) {
            update_each(by_sha, state, first, data, count, blocks);
        } else {
            update_group(way, state, first, data, count, blocks);
        }
    }
}

int csha256_update_by(int way, uint32_t *state, const uint8_t *const *data, int lanes, size_t blocks) {
    if (way == 0 || way == CSHA256_WAYS - 1) {
        if (way > 0 && !has_sha()) return 0;
        update_each(way > 0, state, 0, data, lanes, blocks);
    } else {
        if (way > vector_way()) return 0;
        update_lanes(way, 1, 0, state, data, lanes, blocks);
    }
    return 1;
}

void csha256_update(uint32_t *state, const uint8_t *const *data, int lanes, size_t blocks) {
    // From how many lanes of a group on the vectors are quicker than one message after the other, by whether the processor
    // has instructions for the latter, and by way: measured.
    static const int worthwhile[2][4] = {{0, 5, 2, 1}, {0, GROUP + 1, GROUP + 1, 6}};
    int way = vector_way(), by_sha = has_sha();
    update_lanes(way, worthwhile[by_sha][way], by_sha, state, data, lanes, blocks);
}
