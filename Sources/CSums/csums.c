#include "csums.h"
#include "vector_way.h"

#include <string.h>

// One source for every processor: the vectors are split into as many registers as it has room for.
typedef uint64_t lanes8 __attribute__((vector_size(64)));
typedef uint64_t lanes4 __attribute__((vector_size(32)));

static inline __attribute__((always_inline)) void mark(
    uint64_t *sums, uint64_t *bits, const uint64_t *keys, const uint64_t *pace, const uint8_t *octets, size_t blocks) {
    lanes8 sum, seen, key, step, block;
    memcpy(&sum, sums, 64);
    memcpy(&seen, bits, 64);
    memcpy(&key, keys, 64);
    memcpy(&step, pace, 64);
    for (; blocks > 0; blocks--, octets += 64) {
        memcpy(&block, octets, 64);
        lanes8 mixed = block ^ key;
        // Halves of 32 bits, whose product is one instruction. The octets are added as they are too, so that a factor of zero
        // loses nothing.
        sum += (mixed & 0xFFFFFFFFu) * (mixed >> 32) + block;
        seen |= block;
        key += step;
    }
    memcpy(sums, &sum, 64);
    memcpy(bits, &seen, 64);
}

static inline __attribute__((always_inline)) void segment(
    uint64_t *plain, uint64_t *weighted, const uint8_t *octets, size_t blocks) {
    lanes4 sum, order, block;
    memcpy(&sum, plain, 32);
    memcpy(&order, weighted, 32);
    for (; blocks > 0; blocks--, octets += 32) {
        memcpy(&block, octets, 32);
        sum += block;
        order += sum;
    }
    memcpy(plain, &sum, 32);
    memcpy(weighted, &order, 32);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void mark_avx2(
    uint64_t *sums, uint64_t *bits, const uint64_t *keys, const uint64_t *pace, const uint8_t *octets, size_t blocks) {
    mark(sums, bits, keys, pace, octets, blocks);
}

__attribute__((target("avx2"))) static void segment_avx2(
    uint64_t *plain, uint64_t *weighted, const uint8_t *octets, size_t blocks) {
    segment(plain, weighted, octets, blocks);
}

__attribute__((target("avx512f,avx512bw,avx512vl"))) static void mark_avx512(
    uint64_t *sums, uint64_t *bits, const uint64_t *keys, const uint64_t *pace, const uint8_t *octets, size_t blocks) {
    mark(sums, bits, keys, pace, octets, blocks);
}
#endif

int csums_mark_by(
    int way, uint64_t *sums, uint64_t *bits, const uint64_t *keys, const uint64_t *pace, const uint8_t *octets,
    size_t blocks) {
    if (way > vector_way()) return 0;
#if defined(__x86_64__)
    if (way == 3) return mark_avx512(sums, bits, keys, pace, octets, blocks), 1;
    if (way == 2) return mark_avx2(sums, bits, keys, pace, octets, blocks), 1;
#endif
    mark(sums, bits, keys, pace, octets, blocks);
    return 1;
}

int csums_segment_by(int way, uint64_t *plain, uint64_t *weighted, const uint8_t *octets, size_t blocks) {
    if (way > vector_way()) return 0;
#if defined(__x86_64__)
    // Vectors of 512 bits would bring nothing here.
    if (way > 1) return segment_avx2(plain, weighted, octets, blocks), 1;
#endif
    segment(plain, weighted, octets, blocks);
    return 1;
}

void csums_mark(
    uint64_t *sums, uint64_t *bits, const uint64_t *keys, const uint64_t *pace, const uint8_t *octets, size_t blocks) {
    csums_mark_by(vector_way(), sums, bits, keys, pace, octets, blocks);
}

void csums_segment(uint64_t *plain, uint64_t *weighted, const uint8_t *octets, size_t blocks) {
    csums_segment_by(vector_way(), plain, weighted, octets, blocks);
}
