#ifndef VECTOR_WAY_H
#define VECTOR_WAY_H

/// The widest vectors that this processor has, for whatever is compiled in several ways. 1: plain ones; 2: AVX2; 3: AVX-512.
static inline int vector_way(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) return 3;
    if (__builtin_cpu_supports("avx2")) return 2;
#endif
    return 1;
}

#endif
