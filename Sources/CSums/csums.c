#include "csums.h"
#include "vector_way.h"

#include <string.h>

// One source for every processor: the vectors are split into as many registers as it has room for.
typedef uint64_t lanes8 __attribute__((vector_size(64)));
typedef uint64_t lanes4 __attribute__((vector_size(32)));

// Odd numbers without a pattern. The keys of the first block, and what is added to them with each block, so that order counts.
static const uint64_t first_keys[8] = {
    0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
    0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
};
static const uint64_t pace[8] = {
    0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63,
    0x27D4EB2F165667C5, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3,
};

static inline __attribute__((always_inline)) void blend(
    lanes8 *sum, lanes8 *seen, lanes8 *key, const lanes8 *step, const uint8_t *octets, size_t blocks) {
    lanes8 block;
    for (; blocks > 0; blocks--, octets += 64) {
        memcpy(&block, octets, 64);
        lanes8 mixed = block ^ *key;
        // Halves of 32 bits, whose product is one instruction. The octets are added as they are too, so that a factor of zero
        // loses nothing.
        *sum += (mixed & 0xFFFFFFFFu) * (mixed >> 32) + block;
        *seen |= block;
        *key += *step;
    }
}

static inline __attribute__((always_inline)) void mark(
    uint64_t *sums, uint64_t *bits, uint64_t *pending, uint64_t taken, const uint8_t *octets, size_t count) {
    lanes8 sum, seen, key, step;
    memcpy(&sum, sums, 64);
    memcpy(&seen, bits, 64);
    memcpy(&key, first_keys, 64);
    memcpy(&step, pace, 64);
    key += step * (taken / 64);
    size_t held = taken % 64;
    if (held > 0) {
        size_t length = count < 64 - held ? count : 64 - held;
        memcpy((uint8_t *)pending + held, octets, length);
        octets += length;
        count -= length;
        if (held + length == 64) {
            blend(&sum, &seen, &key, &step, (const uint8_t *)pending, 1);
            memset(pending, 0, 64);
        }
    }
    blend(&sum, &seen, &key, &step, octets, count / 64);
    memcpy(pending, octets + count / 64 * 64, count % 64);
    memcpy(sums, &sum, 64);
    memcpy(bits, &seen, 64);
}

static inline __attribute__((always_inline)) void add(
    lanes4 *plain, lanes4 *weighted, const uint8_t *octets, size_t blocks) {
    lanes4 block;
    for (; blocks > 0; blocks--, octets += 32) {
        memcpy(&block, octets, 32);
        *plain += block;
        *weighted += *plain;
    }
}

static inline __attribute__((always_inline)) uint64_t segment(const uint8_t *octets, size_t count) {
    const uint64_t first = 0x9E3779B97F4A7C15, second = 0xD6E8FEB86659FD93;
    lanes4 plain = {0}, weighted = {0};
    uint64_t sum = count;
    if (count >= 32) {
        add(&plain, &weighted, octets, count / 32);
        // The last block overlaps the one before it.
        if (count % 32 > 0) add(&plain, &weighted, octets + count - 32, 1);
    } else {
        for (size_t index = 0; index < count; index++) sum = (sum ^ octets[index]) * first;
    }
    for (int lane = 0; lane < 4; lane++) {
        sum = (sum ^ plain[lane]) * first;
        sum = (sum ^ (sum >> 29) ^ weighted[lane]) * second;
    }
    return sum ^ (sum >> 31);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void mark_avx2(
    uint64_t *sums, uint64_t *bits, uint64_t *pending, uint64_t taken, const uint8_t *octets, size_t count) {
    mark(sums, bits, pending, taken, octets, count);
}

__attribute__((target("avx2"))) static uint64_t segment_avx2(const uint8_t *octets, size_t count) {
    return segment(octets, count);
}

__attribute__((target("avx512f,avx512bw,avx512vl"))) static void mark_avx512(
    uint64_t *sums, uint64_t *bits, uint64_t *pending, uint64_t taken, const uint8_t *octets, size_t count) {
    mark(sums, bits, pending, taken, octets, count);
}
#endif

int csums_mark_by(
    int way, uint64_t *sums, uint64_t *bits, uint64_t *pending, uint64_t taken, const uint8_t *octets, size_t count) {
    if (way > vector_way()) return 0;
#if defined(__x86_64__)
    if (way == 3) return mark_avx512(sums, bits, pending, taken, octets, count), 1;
    if (way == 2) return mark_avx2(sums, bits, pending, taken, octets, count), 1;
#endif
    mark(sums, bits, pending, taken, octets, count);
    return 1;
}

int csums_segment_by(int way, uint64_t *sum, const uint8_t *octets, size_t count) {
    if (way > vector_way()) return 0;
#if defined(__x86_64__)
    // Vectors of 512 bits would bring nothing here.
    if (way > 1) return *sum = segment_avx2(octets, count), 1;
#endif
    *sum = segment(octets, count);
    return 1;
}

void csums_mark(
    uint64_t *sums, uint64_t *bits, uint64_t *pending, uint64_t taken, const uint8_t *octets, size_t count) {
    csums_mark_by(vector_way(), sums, bits, pending, taken, octets, count);
}

uint64_t csums_mark_value(const uint64_t *sums, const uint64_t *pending, uint64_t taken) {
    if (taken == 0) return 0;
    uint64_t last[8], seen[8] = {0};
    memcpy(last, sums, 64);
    // A whole block, as which the unfinished one ends: what is behind its octets is 0.
    mark(last, seen, (uint64_t[8]){0}, taken & ~(uint64_t)63, (const uint8_t *)pending, 64);
    uint64_t value = taken;
    for (int lane = 0; lane < 8; lane++) {
        unsigned __int128 product = (unsigned __int128)(value ^ pace[lane]) * (last[lane] ^ first_keys[lane]);
        value = ((uint64_t)(product >> 64) ^ (uint64_t)product) + (value << 23 | value >> 41) + last[lane];
    }
    return value > 0 ? value : 1;
}

uint64_t csums_segment(const uint8_t *octets, size_t count) {
    uint64_t sum = 0;
    csums_segment_by(vector_way(), &sum, octets, count);
    return sum;
}
