/* What one core of this machine can do: float multiply-adds, and memory read and written.
 * Prints: GFLOP/s, GB/s of a triad in the cache, GB/s of a triad in memory. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef float lanes __attribute__((vector_size(64)));
enum { CHAINS = 24, TURNS = 1 << 18 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

/* Independent chains x = x a + b, enough to hide the latency of an instruction. */
static double multiply_adds(void) {
    lanes x[CHAINS], a = (lanes){0} + 0.999f, b = (lanes){0} + 0.001f;
#pragma GCC unroll 24
    for (int c = 0; c < CHAINS; c++) x[c] = (lanes){0} + (float)c;
    double started = now();
    for (int t = 0; t < TURNS; t++) {
#pragma GCC unroll 24
        for (int c = 0; c < CHAINS; c++) x[c] = x[c] * a + b;
    }
    double took = now() - started;
    volatile float sink = 0;
#pragma GCC unroll 24
    for (int c = 0; c < CHAINS; c++) sink += x[c][0];
    return 2.0 * 16 * CHAINS * (double)TURNS / took;
}

/* a = b + s c over arrays of so many floats: two read, one written. */
static double triad(size_t size, int turns) {
    float *a = aligned_alloc(64, size * 4), *b = aligned_alloc(64, size * 4),
          *c = aligned_alloc(64, size * 4);
    for (size_t k = 0; k < size; k++) a[k] = 0.0f, b[k] = 1.0f, c[k] = 2.0f;
    double started = now();
    for (int t = 0; t < turns; t++) {
        for (size_t k = 0; k < size; k++) a[k] = b[k] + 0.5f * c[k];
        __asm__ volatile("" : : "r"(a) : "memory");
    }
    double took = now() - started;
    free(a), free(b), free(c);
    return 12.0 * size * turns / took;
}

int main(void) {
    double flops = 0, near = 0, far = 0;
    for (int k = 0; k < 7; k++) {
        double f = multiply_adds(), n = triad(1 << 16, 2000), m = k < 3 ? triad(1 << 26, 1) : 0;
        flops = f > flops ? f : flops, near = n > near ? n : near, far = m > far ? m : far;
    }
    printf("{\"gflops\": %.1f, \"near\": %.1f, \"far\": %.1f}\n", flops / 1e9, near / 1e9, far / 1e9);
}
