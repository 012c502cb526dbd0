#ifndef CSUMS_H
#define CSUMS_H

#include <stddef.h>
#include <stdint.h>

/// Takes blocks of 64 octets into the eight lanes of a body's mark: the octets, mixed with keys that change from block to
/// block, and the product of each mixed number's halves are added up.
///
/// @param sums   The lanes so far, eight numbers.
/// @param bits   All numbers so far, one upon the other: eight.
/// @param keys   The first block's keys, eight.
/// @param pace   What is added to the keys behind each block, eight.
/// @param octets In whatever alignment.
/// @param blocks How many blocks of 64 octets follow there.
void csums_mark(
    uint64_t *sums, uint64_t *bits, const uint64_t *keys, const uint64_t *pace, const uint8_t *octets, size_t blocks);

/// Adds up octets as 64-bit numbers in four lanes, once plainly and once so that their order counts.
///
/// @param plain    Four sums, changed in place.
/// @param weighted Four sums of the plain sums after each block, changed in place.
/// @param octets   In whatever alignment.
/// @param blocks   How many blocks of 32 octets follow there.
void csums_segment(uint64_t *plain, uint64_t *weighted, const uint8_t *octets, size_t blocks);

/// The same in one given way, so that tests reach each that this processor can do.
///
/// @param way 1: plain vectors; 2: with AVX2; 3: with AVX-512.
/// @return 0 where the processor cannot do that; nothing was done then.
int csums_mark_by(
    int way, uint64_t *sums, uint64_t *bits, const uint64_t *keys, const uint64_t *pace, const uint8_t *octets,
    size_t blocks);
int csums_segment_by(int way, uint64_t *plain, uint64_t *weighted, const uint8_t *octets, size_t blocks);

#endif
