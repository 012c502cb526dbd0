// SHA-256 (FIPS 180-4) of several messages side by side, one in each lane of the processor's vectors.
//
// One message is a chain of dependent additions that leaves most of a processor idle. Eight messages are eight such
// chains, and vectors work on all of them for the price of one. The code is written once, with the compiler's vector
// types; what differs between processors is only which instructions the compiler may choose.

#include "CSHA256.h"
#include "vector_way.h"
#include <string.h>

enum { LANES = CSHA256_LANES };

typedef uint32_t Words __attribute__((vector_size(4 * CSHA256_LANES)));

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

// One block: 64 rounds over the sixteen words `w`, which hold a moving window of the message schedule (section 6.2.2).
#define COMPRESS(Word, s, w)                                                                                           \
    do {                                                                                                               \
        Word a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];                           \
        _Pragma("clang loop unroll(disable)") for (int t = 0; t < 64; t += 16) {                                       \
            _Pragma("clang loop unroll(full)") for (int j = 0; j < 16; j++) {                                          \
                Word one = h + SUM_1(e) + CHOOSE(e, f, g) + K[t + j] + w[j];                                           \
                Word two = SUM_0(a) + MAJORITY(a, b, c);                                                               \
                Word next = w[(j + 1) & 15], late = w[(j + 14) & 15];                                                  \
                w[j] += SIGMA_0(next) + w[(j + 9) & 15] + SIGMA_1(late);                                               \
                h = g, g = f, f = e, e = d + one, d = c, c = b, b = a, a = one + two;                                  \
            }                                                                                                          \
        }                                                                                                              \
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

// A third of turning eight rows into eight columns: rows that stand `distance` apart exchange the halves of each group
// of lanes.
#define EXCHANGE(rows, distance, low, high)                                                                            \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < LANES; i++) {                                               \
        if (i & distance) continue;                                                                                    \
        Words x = (rows)[i], y = (rows)[i + distance];                                                                 \
        (rows)[i] = __builtin_shufflevector(x, y, low);                                                                \
        (rows)[i + distance] = __builtin_shufflevector(x, y, high);                                                    \
    }
#define LIST(...) __VA_ARGS__

// Eight words of eight messages, from each message's octets to one vector for each word.
static inline __attribute__((always_inline)) void load(Words rows[LANES], const uint8_t *const *places, size_t offset)
{
    _Pragma("clang loop unroll(full)") for (int i = 0; i < LANES; i++) {
        Words x;
        memcpy(&x, places[i] + offset, sizeof x);
        // Words stand with their high octet first: swap the octets.
        rows[i] = (ROTATE(x, 8) & 0xff00ff00) | (ROTATE(x, 24) & 0x00ff00ff);
    }
    EXCHANGE(rows, 4, LIST(0, 1, 2, 3, 8, 9, 10, 11), LIST(4, 5, 6, 7, 12, 13, 14, 15))
    EXCHANGE(rows, 2, LIST(0, 1, 8, 9, 4, 5, 12, 13), LIST(2, 3, 10, 11, 6, 7, 14, 15))
    EXCHANGE(rows, 1, LIST(0, 8, 2, 10, 4, 12, 6, 14), LIST(1, 9, 3, 11, 5, 13, 7, 15))
}

static inline __attribute__((always_inline)) void update(uint32_t *state, const uint8_t *const *places, size_t blocks) {
    Words s[8], w[16];
    memcpy(s, state, sizeof s);
    for (size_t offset = 0; offset < 64 * blocks; offset += 64) {
        load(w, places, offset);
        load(w + 8, places, offset + 32);
        COMPRESS(Words, s, w);
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

// Rotations and functions of three words are single instructions here. Vectors of 256 bits lose little against 512, and
// half as many messages fill them.
__attribute__((target("avx512f,avx512bw,avx512vl"))) static void update_avx512(
    uint32_t *state, const uint8_t *const *places, size_t blocks) {
    update(state, places, blocks);
}
#endif

int csha256_update_by(int way, uint32_t *state, const uint8_t *const *data, int lanes, size_t blocks) {
    if (way > vector_way()) return 0;
    if (way == 0) {
        for (int lane = 0; lane < lanes; lane++) update_one(state, lane, data[lane], blocks);
        return 1;
    }
    // Idle lanes read along with the first one; what they compute is dropped.
    const uint8_t *places[LANES];
    uint32_t idle[8 * LANES];
    for (int lane = 0; lane < LANES; lane++) places[lane] = data[lane < lanes ? lane : 0];
    memcpy(idle, state, sizeof idle);
    if (way == 1) update_plain(state, places, blocks);
#if defined(__x86_64__)
    if (way == 2) update_avx2(state, places, blocks);
    if (way == 3) update_avx512(state, places, blocks);
#endif
    for (int lane = lanes; lane < LANES; lane++) {
        for (int i = 0; i < 8; i++) state[LANES * i + lane] = idle[LANES * i + lane];
    }
    return 1;
}

void csha256_update(uint32_t *state, const uint8_t *const *data, int lanes, size_t blocks) {
    // From how many lanes on the vectors are quicker than one message after the other, by way: measured.
    static const int worthwhile[] = {0, 5, 2, 1};
    int way = vector_way();
    csha256_update_by(lanes < worthwhile[way] ? 0 : way, state, data, lanes, blocks);
}
