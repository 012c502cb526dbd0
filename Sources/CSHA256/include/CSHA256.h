#ifndef CSHA256_H
#define CSHA256_H

#include <stddef.h>
#include <stdint.h>

/// How many messages are hashed side by side.
#define CSHA256_LANES 16

/// In how many ways it can be done, see csha256_update_by.
#define CSHA256_WAYS 5

/// Runs the compression function of SHA-256 (FIPS 180-4, section 6.2.2) over whole blocks of several messages at once.
///
/// @param state The eight state words of each message: word `i` of the message in lane `l` stands at `16 * i + l`.
/// @param data  Where each message's next block begins, in whatever alignment; one for each lane in use.
/// @param lanes How many lanes are in use, from the first: 1...16. The others' states are left alone.
/// @param blocks How many blocks of 64 octets follow at each place in `data`.
void csha256_update(uint32_t *state, const uint8_t *const *data, int lanes, size_t blocks);

/// The same in one given way, so that tests reach each that this processor can do.
///
/// @param way 0: one message after the other; 1: lanes in plain vectors; 2: with AVX2; 3: with AVX-512; 4: one message after the
///            other by the instructions that processors of x86-64 may have for SHA-256.
/// @return 0 where the processor cannot do that; nothing was hashed then.
int csha256_update_by(int way, uint32_t *state, const uint8_t *const *data, int lanes, size_t blocks);

#endif
