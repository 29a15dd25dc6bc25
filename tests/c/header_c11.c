/* The header is complete by itself, and clean C11. Compiled, never run. */
#include "cartwright.h"
#include "cartwright.h" /* twice does no harm */

_Static_assert(CW_OK == 0, "0 is success");
_Static_assert(sizeof(((cw_number *)0)->kind) == sizeof(int32_t), "numbers that stand for something are int32_t");

int32_t (*const epoch)(void) = cw_abi_epoch;
