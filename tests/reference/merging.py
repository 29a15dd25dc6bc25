"""Two carts become one: contract, "Services\\CartMigrationService", with bug 7 repaired (limits) and nothing lost beside.

What the contract leaves to whoever repairs it: a quantity beyond the limit stops at the limit, but never below what the
target already had; too many items refuse the merge; the source's metadata comes along where the target has none.
"""
import copy

from cart import Refused
from dynamic_cart import DynamicCart
from whole_cart import columns

STRATEGIES = {
    "add_quantities": lambda target, source: target + source,
    "keep_highest_quantity": max,
    "keep_user_cart": lambda target, source: target,
    "replace_with_guest": lambda target, source: source,
}


def made(operations):
    cart = DynamicCart()
    for operation in operations:
        assert "error" not in cart.step(operation), operation
    return cart


def merge(target, source, given):
    """What a merge did; None if there was nothing to merge. The target is changed."""
    if not source.items:
        return None
    decided = {one["id"]: one for one in given.get("resolutions", [])}
    name = "custom" if decided else given["strategy"]
    if not target.items:
        target.restore(copy.deepcopy(source.state()))
        return {"strategy": name, "moved": True, "conflicts": [], "limited": [], "quantity": quantity(target)}
    most = target.limits["max_item_quantity"]
    both = [id for id in source.items if id in target.items]
    if len(target.items) + len(source.items) - len(both) > target.limits["max_items"]:
        raise Refused("cart_too_large", f"Cart cannot contain more than {target.limits['max_items']} items")
    limited, outcomes = [], {}
    for id in both:
        outcomes[id] = outcome(target.items[id], source.items[id], decided.get(id), given["strategy"], most)
    for id in both:
        item, wanted = outcomes[id]
        if wanted <= 0:
            del target.items[id]
            continue
        allowed = max(most, target.items[id]["quantity"])
        if wanted > allowed:
            limited.append(id)
        target.items[id] = {**copy.deepcopy(item), "quantity": min(wanted, allowed)}
    for id, item in source.items.items():
        if id not in both:
            if item["quantity"] > most:
                limited.append(id)
            target.items[id] = {**copy.deepcopy(item), "quantity": min(item["quantity"], most)}
    for kept, coming in ((target.conditions, source.conditions), (target.dynamic, source.dynamic)):
        for key, one in coming.items():
            kept.setdefault(key, copy.deepcopy(one))
    for key, value in source.metadata.items():
        if target.metadata.get(key) is None:
            target.metadata[key] = value
    return {"strategy": name, "moved": False, "conflicts": both, "limited": limited, "quantity": quantity(target)}


def outcome(target, source, decided, strategy, most):
    if decided is None:
        return target, STRATEGIES[strategy](target["quantity"], source["quantity"])
    if "by" in decided:
        return target, STRATEGIES[decided["by"]](target["quantity"], source["quantity"])
    if "quantity" in decided:
        if decided["quantity"] > most:
            raise Refused("invalid_item", f"Cart item quantity cannot exceed {most}")
        return target, decided["quantity"]
    return source, source["quantity"]


def quantity(cart):
    return sum(item["quantity"] for item in cart.items.values())


def play(given):
    """Everything a vector of merges.json expects of its input."""
    target, source = made(given["target"]), made(given["source"])
    target.limits.update(given.get("limits", {}))
    before = copy.deepcopy(target.state())
    try:
        merged = merge(target, source, given)
    except Refused as refused:
        target.restore(before)
        return {"error": {"kind": refused.kind, "message": refused.message}, **columns(target)}
    return {"merged": merged, **columns(target)}
