"""events.json"""
import event_data
from cases import from_contract, from_reference, once
from draw import Draw
from operations_words import add, add_condition, condition, remove, remove_condition, update
from whole_cart_words import add_item_condition, clear, clear_conditions, remove_item_condition, remove_metadata, remove_shipping, set_metadata, set_shipping

ABOUT = (
    "What the events of the last operation tell, in their order and with each CartUpdated: the members of toArray() without the timestamp. The cart is user-7's default one, "
    "in USD. Numbers are compared by their value. Sums are those after the operation; impact is computed on the subtotal as it is then, so that of an added condition "
    "already contains it."
)

LAMP = add("lamp", "Lamp", 100, 1)
OWNER = {"identifier": "user-7", "instance_name": "default"}


def updated(subtotal, total, conditions, items=1, quantity=1):
    return {"event": "CartUpdated", "data": {**OWNER, "reason": None, "items_count": items, "total_quantity": quantity, "subtotal": subtotal, "total": total, "conditions_count": conditions}}


def cart_of(subtotal, total):
    return {"instance": "default", "items_count": 1, "total_quantity": 1, "subtotal": subtotal, "total": total}


SALE = {"name": "SALE", "type": "discount", "value": "-30%", "target": "subtotal"}

CONTRACT = [
    ("the impact of -30 % on 100 is told as -21 when it is added", [LAMP, add_condition("SALE", "-30%")],
     [{"event": "CartConditionAdded", "data": {"condition": SALE, "cart": cart_of(70, 70), "impact": -21}}, updated(70, 70, 1)]),
    ("and as -30 when it is removed, with the savings that are lost", [LAMP, add_condition("SALE", "-30%"), remove_condition("SALE")],
     [{"event": "CartConditionRemoved", "data": {"condition": SALE, "cart": cart_of(100, 100), "impact": -30, "lost_savings": 30, "reason": None}}, updated(100, 100, 0)]),
    ("a cart that is cleared tells whose it was", [LAMP, clear()], [{"event": "CartCleared", "data": OWNER}]),
    ("a first item tells the cart, the item and the update", [LAMP],
     [{"event": "CartCreated", "data": OWNER}, {"event": "ItemAdded", "data": {"item_id": "lamp", "item_name": "Lamp", "quantity": 1, "price": 100, **OWNER}}, updated(100, 100, 0)]),
    ("metadata that is removed tells its key", [LAMP, set_metadata("k", "1"), remove_metadata("k")],
     [{"event": "MetadataRemoved", "data": {"key": "k", "cart": {"identifier": "user-7", "instance": "default", "items_count": 1, "total": 100}}}, updated(100, 100, 0)]),
    ("conditions that are cleared tell nothing", [LAMP, add_condition("SALE", "-30%"), clear_conditions()], []),
]

DERIVED = [
    ("more of an item tells the sum", [LAMP, add("lamp", "Light", 90.5, 3)]),
    ("an update tells the item as it is", [LAMP, update("lamp", quantity=4, name="Light")]),
    ("a removed item is told as it was", [LAMP, add("bulb", "Bulb", 5, 2), remove("bulb")]),
    ("an update to nothing tells the item as it was", [LAMP, update("lamp", quantity=-1)]),
    ("a charge that goes loses no savings", [LAMP, add_condition("FEE", "+5", "total", "fee"), remove_condition("FEE")]),
    ("a condition of the total has its impact on the subtotal", [LAMP, add_condition("TAX", "19%", "total", "tax")]),
    ("a value that is a float is told as one", [LAMP, add_condition("OFF", {"number": "-2.5"})]),
    ("an impact is never below minus the amount", [LAMP, add_condition("OFF", "-500")]),
    ("an item's condition is told with the item", [add("bulb", "Bulb", 5, 2), add("lamp", "Lamp", 100, 2), add_item_condition("lamp", "OFF", "-10%")]),
    ("an item's condition that goes is told with what is lost", [add("lamp", "Lamp", 100, 2, conditions=[condition("OFF", "-10%", "item")]), remove_item_condition("lamp", "OFF")]),
    ("shipping tells each that goes and the one that comes", [LAMP, set_shipping("Post", "5"), add_condition("Old", "+1", "total", "shipping"), set_shipping("Express", "15")]),
    ("shipping that is removed is told", [LAMP, set_shipping("Post", "5"), remove_shipping()]),
    ("metadata tells its value", [LAMP, set_metadata("k", '{"a":[1,"ü",null]}')]),
    ("metadata of an empty cart is told", [set_metadata("k", "null")]),
]


def drawn(draw):
    operations = [add("lamp", "Lamp", draw.between(1, 500), draw.between(1, 4))]
    for _ in range(draw.between(0, 4)):
        operations.append(draw.one_of([
            add("bulb", "Bulb", float(draw.amount(100, 2)), draw.between(1, 4)),
            add_condition(draw.one_of("xy"), draw.one_of(["-10%", "+5", "*0.5", "8%"]), draw.one_of(["subtotal", "total"])),
            add_item_condition("lamp", "x", draw.one_of(["-10%", "-3"])),
        ]))
    last = draw.one_of([
        add("bulb", "Bulb", 7, 2), update("lamp", quantity=1), add_condition("x", "-25%"), remove_condition("x"), add_item_condition("lamp", "x", "-50%"),
        remove_item_condition("lamp", "x"), set_metadata("k", "1"),
    ])
    return operations + [last]


def cases():
    rows = [from_contract(name, {"operations": operations}, {"events": expect}, {"events": event_data.play(operations)}) for name, operations, expect in CONTRACT]
    for name, operations in DERIVED:
        rows.append(from_reference(name, {"operations": operations}, {"events": event_data.play(operations)}))
    draw = Draw(808)
    inputs = [row["input"] for row in rows]
    while len(rows) < 60:
        given = {"operations": drawn(draw)}
        if given not in inputs:
            inputs.append(given)
            rows.append(from_reference(f"events {len(rows)}, drawn, of {given['operations'][-1]['op']}", given, {"events": event_data.play(given["operations"])}))
    return once(rows)
