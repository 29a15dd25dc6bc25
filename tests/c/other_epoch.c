/* A library of another ABI epoch, as an application meets it after half an upgrade. The PHP suite loads it. */
#include <stdint.h>

int32_t cw_abi_epoch(void);

int32_t cw_abi_epoch(void)
{
    return 4711;
}
