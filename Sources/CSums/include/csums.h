#ifndef CSUMS_H
#define CSUMS_H

#include <stddef.h>
#include <stdint.h>

/// Takes octets into the mark of a body. They go in blocks of 64 to eight lanes: the octets as eight numbers, and, mixed with
/// keys that change from block to block, the product of each number's halves are added up.
///
/// @param sums    The lanes so far, eight numbers; 0 at first.
/// @param bits    All numbers so far, one upon the other: eight; 0 at first.
/// @param pending The 64 octets of an unfinished block, 0 behind the last one that came.
/// @param taken   Octets taken before.
/// @param octets  In whatever alignment.
/// @param count   How many.
void csums_mark(
    uint64_t *sums, uint64_t *bits, uint64_t *pending, uint64_t taken, const uint8_t *octets, size_t count);

/// The mark of all octets that were taken; 0 if there were none. The unfinished block counts as it stands.
uint64_t csums_mark_value(const uint64_t *sums, const uint64_t *pending, uint64_t taken);

/// A sum over the octets of a segment, by which a second copy of it can be compared: as 64-bit numbers in four lanes they are
/// added up once plainly and once so that their order counts. The length counts, too.
///
/// @param octets In whatever alignment.
uint64_t csums_segment(const uint8_t *octets, size_t count);

/// The same in one given way, so that tests reach each that this processor can do.
///
/// @param way 1: plain vectors; 2: with AVX2; 3: with AVX-512.
/// @return 0 where the processor cannot do that; nothing was done then.
int csums_mark_by(
    int way, uint64_t *sums, uint64_t *bits, uint64_t *pending, uint64_t taken, const uint8_t *octets, size_t count);
int csums_segment_by(int way, uint64_t *sum, const uint8_t *octets, size_t count);

#endif
