/* bcryptprimitives.dll as far as a Go program needs it: Wine before version 9 has none. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID to, ULONG n); /* RtlGenRandom */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE to, SIZE_T n) { return SystemFunction036(to, (ULONG)n); }
