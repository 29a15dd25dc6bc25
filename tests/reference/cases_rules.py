"""rules.json"""
from datetime import datetime, timezone
from json import dumps

import rules
from cases import from_contract, from_reference, once
from dynamic_cart import DynamicCart
from operations_words import add, add_condition
from whole_cart_words import remove_metadata, set_metadata

ABOUT = (
    "Whether rules hold for the cart that the operations make, at a time (now: seconds since 1970, UTC), in a currency, with the zones that are known (seconds east "
    "of UTC). item: the item that is asked about. rules: a list of rules, all of which have to hold, as docs/rules.md describes them. expect: {holds} or {error}, "
    "where nobody knows a zone."
)

CART = [
    add("lamp", "Lamp", 40.5, 3, attributes='{"size":"L","tags":["a",1],"none":null,"n":10.0}', model="Shop\\Lamp"),
    add("bulb", "Bulb", 5, 2),
    add_condition("off", "-1.5"),
    add_condition("post", "+10", "total", "fee"),
    set_metadata("tier", '"gold"'),
    set_metadata("visits", "7"),
    set_metadata("gone", "1"),
    remove_metadata("gone"),
]
# Lamps 121.5, bulbs 10, off -1.5, post +10: subtotal 130, total 140.


def at(text):
    return int(datetime.fromisoformat(text).replace(tzinfo=timezone.utc).timestamp())


SATURDAY = at("2026-11-21T18:30:00")

AMOUNTS = [
    ({"min_subtotal": 130}, True), ({"min_subtotal": "130.01"}, False), ({"max_subtotal": 130}, True), ({"max_subtotal": 129.99}, False),
    ({"min_total": 140}, True), ({"min_total": 141}, False), ({"max_total": "140.00"}, True), ({"max_total": 139}, False),
    ({"min_quantity": 5}, True), ({"min_quantity": 6}, False), ({"max_quantity": 5}, True), ({"max_quantity": "4.9"}, False),
    ({"min_lines": 2}, True), ({"min_lines": 3}, False), ({"max_lines": 2}, True), ({"max_lines": 1}, False),
]
ITEMS = [
    ({"id": "lamp"}, True), ({"id": "Lamp"}, False), ({"model": "Shop\\Lamp"}, True), ({"model": "Shop\\lamp"}, False), ({"attribute": "size"}, True),
    ({"attribute": "colour"}, False), ({"attribute": "none"}, True), ({"attribute": "none", "equals": None}, True), ({"attribute": "colour", "equals": None}, False),
    ({"attribute": "size", "equals": "L"}, True), ({"attribute": "size", "equals": "l"}, False), ({"attribute": "n", "equals": 10}, True),
    ({"attribute": "n", "equals": "10"}, False), ({"attribute": "tags", "equals": ["a", 1]}, True), ({"attribute": "tags", "equals": [1, "a"]}, False),
    ({"min_quantity": 3}, True), ({"min_quantity": 4}, False), ({"max_quantity": 2}, True), ({"max_quantity": 1}, False),
    ({"id": "bulb", "min_quantity": 3}, False), ({"id": "lamp", "attribute": "size", "equals": "L", "min_quantity": 3, "max_quantity": 3}, True),
]
METADATA = [
    ({"key": "tier", "equals": "gold"}, True), ({"key": "tier", "equals": "silver"}, False), ({"key": "visits", "equals": 7}, True),
    ({"key": "visits", "equals": "7"}, False), ({"key": "visits", "equals": True}, False),
    ({"key": "tier", "in": ["silver", "gold"]}, True), ({"key": "tier", "in": ["silver"]}, False), ({"key": "tier", "in": []}, False),
    ({"key": "tier", "exists": True}, True), ({"key": "tier", "exists": False}, False), ({"key": "never", "exists": False}, True),
    ({"key": "gone", "exists": True}, False), ({"key": "gone", "equals": None}, True), ({"key": "never", "equals": None}, True), ({"key": "never", "in": [None, 1]}, True),
]
DATES = [
    ({"from": "2026-11-21"}, True), ({"from": "2026-11-22"}, False), ({"until": "2026-11-21"}, True), ({"until": "2026-11-20"}, False),
    ({"from": "2026-11-21T18:30"}, True), ({"from": "2026-11-21T18:30:01"}, False), ({"until": "2026-11-21T18:30"}, False), ({"until": "2026-11-21T18:30:01"}, True),
    ({"from": "2026-11-01", "until": "2026-11-30"}, True), ({"from": "2026-11-22", "zone": "+05:30"}, True), ({"from": "2026-11-22", "zone": "+05:29"}, False),
    ({"until": "2026-11-21", "zone": "-10:00"}, True), ({"until": "2026-11-21T08:30", "zone": "-10:00"}, False), ({"from": "2026-11-21T19:30", "zone": "Europe/Berlin"}, True),
    ({"from": "2026-11-21T19:31", "zone": "Europe/Berlin"}, False), ({"from": "2026-11-22", "zone": "Asia/Tokyo"}, True),
]
WEEKDAYS = [
    ({"days": ["sat"]}, True), ({"days": ["sun", "mon", "tue", "wed", "thu", "fri"]}, False), ({"days": ["sun"], "zone": "+06:00"}, True),
    ({"days": ["sat"], "from": "18:30"}, True), ({"days": ["sat"], "from": "18:31"}, False), ({"days": ["sat"], "until": "18:30"}, False),
    ({"days": ["sat"], "until": "18:30:01"}, True), ({"days": ["sat"], "from": "18:00", "until": "19:00"}, True), ({"days": ["sat"], "from": "22:00", "until": "04:00"}, False),
    ({"days": ["sat"], "from": "22:00", "until": "04:31", "zone": "+10:00"}, True), ({"days": ["sat"], "from": "22:00", "until": "04:30", "zone": "+10:00"}, False),
    ({"days": ["sun"], "from": "22:00", "until": "12:00", "zone": "+10:00"}, False), ({"days": ["sat"], "from": "09:00", "until": "09:00"}, True),
    ({"days": ["sat"], "zone": "Asia/Tokyo"}, False), ({"days": ["sun"], "zone": "Asia/Tokyo"}, True), ({"days": ["sat"], "from": "00:00", "until": "24:00"}, True),
]
YES, NO = {"min_lines": 1}, {"min_lines": 9}
LOGIC = [
    ([], True), ([YES, YES], True), ([YES, NO], False), ([{"all": []}], True), ([{"any": []}], False), ([{"all": [YES, NO]}], False), ([{"any": [NO, YES]}], True),
    ([{"any": [NO, NO]}], False), ([{"not": YES}], False), ([{"not": NO}], True), ([{"not": {"any": [NO, {"all": [YES, {"not": YES}]}]}}], True),
]
ZONES = {"Europe/Berlin": 3600, "Asia/Tokyo": 32400}


def vector(rule_list, now=SATURDAY, operations=CART, item=None, zones=ZONES):
    given = {"operations": operations, "known_models": ["Shop\\Lamp"], "rules": rule_list, "now": now, "currency": "USD", "zones": zones}
    return {**given, "item": item} if item else given


def compute(given):
    cart = DynamicCart(known_models=given["known_models"])
    for operation in given["operations"]:
        assert "error" not in cart.step(operation), operation
    item = next((one for one in cart.items.values() if one["id"] == given.get("item")), None)
    try:
        return {"holds": rules.hold(given["rules"], cart.seen(), item, given)}
    except rules.UnknownZone as unknown:
        return {"error": str(unknown)}


def described():
    for rule, expected in AMOUNTS:
        yield [rule], expected
    for name, rows in (("item", ITEMS), ("metadata", METADATA), ("dates", DATES), ("weekdays", WEEKDAYS)):
        for rule, expected in rows:
            yield [{name: rule}], expected
    yield from LOGIC


def cases():
    rows = []
    for rule_list, expected in described():
        given = vector(rule_list)
        rows.append(from_contract(f"{dumps(rule_list)} {'hold' if expected else 'do not hold'}", given, {"holds": expected}, compute(given)))
    for wanted, _ in ITEMS:
        for item in ("lamp", "bulb"):
            given = vector([{"this_item": wanted}], item=item)
            rows.append(from_reference(f"about the {item}: {dumps(wanted)}", given, compute(given)))
    given = vector([{"this_item": {"id": "lamp"}}])
    rows.append(from_contract("a rule about the item never holds for the cart", given, {"holds": False}, compute(given)))
    given = vector([{"dates": {"from": "2026-11-21", "zone": "Mars/Base"}}])
    rows.append(from_contract("a zone that nobody knows is an error", given, {"error": "Mars/Base"}, compute(given)))
    given = vector([{"min_quantity": 9}, {"dates": {"from": "2026-11-21", "zone": "Mars/Base"}}])
    rows.append(from_contract("what decides before a zone is looked up decides", given, {"holds": False}, compute(given)))
    for amount, expected in ((0, True), (1, False)):
        given = vector([{"min_total": amount}], operations=[])
        rows.append(from_contract(f"an empty cart comes to {amount}: {dumps(expected)}", given, {"holds": expected}, compute(given)))
    for day in ("2026-12-31T23:59:59", "2027-01-01T00:00:00", "2028-02-29T12:00:00", "2026-03-01T00:30:00", "1999-12-31T23:30:00"):
        for zone in ("UTC", "-00:45", "+14:00"):
            for rule in ({"dates": {"from": "2027-01-01", "zone": zone}}, {"dates": {"from": "2028-02-29", "until": "2028-02-29", "zone": zone}},
                         {"weekdays": {"days": ["fri", "sun"], "from": "23:00", "until": "01:00", "zone": zone}}):
                given = vector([rule], now=at(day))
                rows.append(from_reference(f"at {day}: {dumps(rule)}", given, compute(given)))
    return once(rows)
