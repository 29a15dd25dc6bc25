"""switches.json"""
import json
from decimal import Decimal

from amounts import Unstable, totals
from cases import from_contract, from_reference, once
from cases_totals import drawn as drawn_cart, given as cart, item, on_item, subtotal, total
from draw import Draw

ABOUT = (
    "What the switches change. ordered: a cart as in totals.json, with the order of conditions honoured: in the sums by ascending order, those of the same order as they were "
    "put on, in items as well; expect: subtotal and total. lines: additions of {id, attributes (JSON text), quantity} with a line per id and attributes; expect: the lines in "
    "their order as [id, attributes as they were added last, quantity]. weights: additions of fractional quantities of one item at a price; expect: quantity and total, or error."
)


def in_order(conditions):
    """The conditions as they are applied: the last of a name in the place of the first, then by order; sorting is stable."""
    kept = {}
    for one in conditions:
        kept[one["name"]] = one
    return sorted(kept.values(), key=lambda one: one.get("order", 0))


def ordered(vector):
    items = [{**one, "conditions": in_order(one["conditions"])} for one in vector["items"]]
    sums = totals(vector["currency"], items, in_order(vector["conditions"]))
    return {"subtotal": sums["subtotal"], "total": sums["total"]}


def real(subtotal, total):
    return {"subtotal": {"float": subtotal}, "total": {"float": total}}


def with_order(one, order):
    return {**one, "order": order}


HUNDRED = [item("a", 100)]
ORDERED = [
    ("a tax of order 2 comes after a discount of order 1", cart("USD", HUNDRED, [total("tax", "10%", 2), total("off", "-50", 1)]), real("100", "55")),
    ("of the same order they are applied as they were put on", cart("USD", HUNDRED, [total("tax", "10%", 1), total("off", "-50", 1)]), real("100", "60")),
    ("orders may be negative", cart("USD", HUNDRED, [subtotal("tax", "10%"), subtotal("off", "-50", -1)]), real("55", "55")),
    ("targets are still one after the other", cart("USD", HUNDRED, [total("t", "-50", 1), subtotal("s", "10%", 9)]), real("110", "60")),
    ("an item's own conditions are ordered as well",
     cart("USD", [item("a", 100, 1, [with_order(on_item("tax", "10%"), 2), with_order(on_item("off", "-50"), 1)])]), real("55", "55")),
    ("a condition set again has the order it was set to last", cart("USD", HUNDRED, [total("off", "-50", 9), total("tax", "10%", 5), total("off", "-50", 1)]), real("100", "55")),
]


def lines(additions):
    """A line per id and meaning of the attributes."""
    kept = {}
    for one in additions:
        key = (one["id"], json.dumps(json.loads(one["attributes"]), sort_keys=True))
        before = kept.get(key, (None, None, 0))
        kept[key] = (one["id"], one["attributes"], before[2] + one["quantity"])
    return {"lines": [list(one) for one in kept.values()]}


def put(id, attributes="[]", quantity=1):
    return {"id": id, "attributes": attributes, "quantity": quantity}


LARGE, MEDIUM = '{"size":"L"}', '{"size":"M"}'
LINES = [
    ("two sizes are two lines", [put("a", LARGE), put("a", MEDIUM), put("a", LARGE, 2)], [["a", LARGE, 3], ["a", MEDIUM, 1]]),
    ("no attributes are a line of their own", [put("a"), put("a", LARGE), put("a")], [["a", "[]", 2], ["a", LARGE, 1]]),
    ("the order of attributes makes no line", [put("a", '{"x":1,"y":[2,3]}'), put("a", '{"y":[2,3],"x":1}')], [["a", '{"y":[2,3],"x":1}', 2]]),
    ("the order within a list makes one", [put("a", '{"y":[2,3]}'), put("a", '{"y":[3,2]}')], [["a", '{"y":[2,3]}', 1], ["a", '{"y":[3,2]}', 1]]),
    ("a text and a number are different attributes", [put("a", '{"n":1}'), put("a", '{"n":"1"}')], [["a", '{"n":1}', 1], ["a", '{"n":"1"}', 1]]),
    ("the same attributes of other items are other lines", [put("a", LARGE), put("b", LARGE)], [["a", LARGE, 1], ["b", LARGE, 1]]),
]


def weights(vector):
    sum_of = sum(Decimal(one) for one in vector["quantities"])
    if any(Decimal(one) <= 0 for one in vector["quantities"]):
        return {"error": "Cart item quantity must be greater than 0"}
    if sum_of > 10000:
        return {"error": "Cart item quantity cannot exceed 10000"}
    amount = (sum_of * vector["price"]).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    return {"quantity": format(sum_of.normalize(), "f"), "total": {"float": format(amount.normalize(), "f")}}


WEIGHTS = [
    (["0.1", "0.2"], 300), (["0.333"], 1000), (["1.005"], 1), (["0.5", "0.5"], 7), (["0"], 5), (["-1"], 5), (["9999.5", "0.5"], 1), (["9999.5", "0.501"], 1), (["0.001"], 5), (["2"], 12345),
]


def cases():
    rows = []
    for name, vector, expect in ORDERED:
        rows.append(from_contract(name, {"ordered": vector}, expect, ordered(vector)))
    for name, additions, expect in LINES:
        rows.append(from_contract(name, {"lines": additions}, {"lines": expect}, lines(additions)))
    for quantities, price in WEIGHTS:
        vector = {"quantities": quantities, "price": price}
        rows.append(from_reference(f"{' and '.join(quantities)} at {price}", {"weights": vector}, weights(vector)))
    draw = Draw(1212)
    number = 0
    while len(rows) < 90:
        number += 1
        vector = drawn_cart(draw, number)
        for one in vector["items"]:
            one["conditions"] = [with_order(entry, draw.between(-2, 2)) for entry in one["conditions"]]
        try:
            expect = ordered(vector)
        except Unstable:
            continue
        rows.append(from_reference(f"ordered cart {number}, drawn, comes to {expect['total']['float']} {vector['currency']}", {"ordered": vector}, expect))
    for number in range(20):
        additions = [put(draw.one_of("ab"), draw.one_of(["[]", LARGE, MEDIUM, '{"size":"L","n":1}']), draw.between(1, 5)) for _ in range(draw.between(2, 8))]
        rows.append(from_reference(f"lines {number}, drawn", {"lines": additions}, lines(additions)))
    return once(rows)
