/* A stand-in for bcryptprimitives.dll, which Windows 10 has and wine 8 has not, so that the reader of workbooks, which is
   written in Rust, can be loaded under wine. For tests only: it is compiled into the wine prefix and never shipped. */
#include <stddef.h>

unsigned char __stdcall SystemFunction036(void *buffer, unsigned long length); /* RtlGenRandom of advapi32 */

__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *data, size_t length) {
    while (length > 0) {
        unsigned long piece = length < 0x10000000 ? (unsigned long)length : 0x10000000;
        SystemFunction036(data, piece);
        data += piece;
        length -= piece;
    }
    return 1;
}
