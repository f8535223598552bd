/* Included before everything when llama.cpp is compiled (Makefile, portable.py).

   GCC before 11.5, 12.4 and 13.3 believes that `_tile_loadconfig` reads 8 bytes of its 64 and drops
   what llama.cpp writes into the others (GCC's bug 114098). On a processor with AMX the first prompt
   then ends the process with an illegal instruction. */
#if defined(__AMX_TILE__) && defined(__GNUC__) && !defined(__clang__)
#include <immintrin.h>
#define _tile_loadconfig(config) \
    __asm__ volatile("ldtilecfg\t%0" ::"m"(*(const char(*)[64])(config)))
#endif
