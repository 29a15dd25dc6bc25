// The header is clean C++17, and its functions keep their C names. Compiled, never run.
#include "cartwright.h"

#include <memory>

static_assert(CW_OK == 0, "0 is success");

struct FreeCart {
    void operator()(cw_cart *cart) const { cw_cart_free(cart); }
};

using Cart = std::unique_ptr<cw_cart, FreeCart>;

Cart new_cart()
{
    cw_cart *cart = nullptr;
    return Cart(cw_cart_new(&cart, nullptr) == CW_OK ? cart : nullptr);
}
