"""cart_operations.json"""
import whole_cart
from cases import Disagreement, from_reference, once
from draw import Draw
from operations_words import add, add_condition, condition, remove, remove_condition, update
from whole_cart_words import (
    add_item_condition, bad_condition, clear, clear_conditions, clear_item_conditions, events, refused, remove_conditions_by_type,
    remove_item_condition, remove_metadata, remove_shipping, set_metadata, set_shipping,
)

ABOUT = (
    "Sequences of every operation on an empty cart of the database driver: the events of each step in their order, without the CartUpdated that follows "
    "each but CartCreated and CartCleared, or how the step is refused (the cart is then as it was); and the exact texts of the three columns at the end "
    "(null: SQL NULL). What has no event is stored all the same. value of set_metadata is JSON text. set_shipping has a method (standard if absent) and "
    "attributes (JSON text). The rest as in operations.json."
)

CREATED = events("CartCreated", "ItemAdded")
ADDED, UPDATED, REMOVED = events("ItemAdded"), events("ItemUpdated"), events("ItemRemoved")
ON, OFF = events("CartConditionAdded"), events("CartConditionRemoved")
ITEM_ON, ITEM_OFF = events("ItemConditionAdded"), events("ItemConditionRemoved")
META, META_OFF = events("MetadataAdded"), events("MetadataRemoved")
CLEARED, NOTHING = events("CartCleared"), events()

EMPTY = {"items_json": None, "conditions_json": None, "metadata_json": None}


def stored(name, type, target, value, attributes="[]", operator="+", parsed="5", discount="false", charge="true"):
    return (
        f'"{name}":{{"name":"{name}","type":"{type}","target":"{target}","value":"{value}","attributes":{attributes},"order":0,"rules":null,'
        f'"operator":"{operator}","parsed_value":{parsed},"is_discount":{discount},"is_charge":{charge},"is_percentage":false,"is_dynamic":false}}'
    )


POST = stored("Post", "shipping", "total", "+5", '{"method":"standard","description":"Post"}')

# A sentence, the operations, what the contract says each of them does, and more input or columns written out here.
CONTRACT = [
    ("an item added to an empty cart creates it, another does not", [add("a"), add("b"), add("a")], [CREATED, ADDED, ADDED], {}),
    ("a cart that was emptied is created again", [add("a"), remove("a"), add("a")], [CREATED, REMOVED, CREATED], {}),
    ("conditions do not keep a cart from being created", [add_condition("off", "-1"), add("a")], [ON, CREATED], {}),
    ("metadata does not keep a cart from being created", [set_metadata("k", "1"), add("a")], [META, CREATED], {}),
    ("an update to nothing removes, and is no update", [add("a", quantity=2), update("a", quantity=1), update("a", quantity=-3)], [CREATED, UPDATED, REMOVED], EMPTY),
    ("an update of nothing still is one", [add("a"), update("a"), update("b")], [CREATED, UPDATED, NOTHING], {}),
    ("a condition that replaces another is added, and the other not removed", [add_condition("a", "-1"), add_condition("a", "-2")], [ON, ON], {}),
    ("a condition that is not there is not removed", [add_condition("a", "-1"), remove_condition("b"), remove_condition("a")], [ON, NOTHING, OFF], EMPTY),
    ("all conditions are cleared without an event, and gone", [add_condition("a", "-1"), add_condition("b", "-1"), clear_conditions()], [ON, ON, NOTHING], EMPTY),
    ("clearing no conditions is nothing", [clear_conditions()], [NOTHING], EMPTY),
    ("conditions of a type are removed without an event, and the others stay",
     [add_condition("a", "-1"), add_condition("t", "+5", "total", "tax"), add_condition("b", "-2"), remove_conditions_by_type("discount")], [ON, ON, ON, NOTHING],
     {"conditions_json": "{" + stored("t", "tax", "total", "+5") + "}"}),
    ("the type of a condition is compared to the letter", [add_condition("a", "-1"), remove_conditions_by_type("Discount"), remove_conditions_by_type("")],
     [ON, NOTHING, NOTHING], {}),
    ("conditions of a type that nobody has are not removed", [add("a"), remove_conditions_by_type("tax")], [CREATED, NOTHING], {}),
    ("a condition is put on an item and taken off", [add("a"), add_item_condition("a", "x", "-1"), remove_item_condition("a", "x")], [CREATED, ITEM_ON, ITEM_OFF], {}),
    ("an item's condition set again replaces the earlier one in its place",
     [add("a"), add_item_condition("a", "x", "-1"), add_item_condition("a", "y", "-2"), add_item_condition("a", "x", "-3")], [CREATED, ITEM_ON, ITEM_ON, ITEM_ON], {}),
    ("an item's condition may have any target", [add("a"), add_item_condition("a", "x", "-1", "subtotal"), add_item_condition("a", "y", "-1", "total")],
     [CREATED, ITEM_ON, ITEM_ON], {}),
    ("an item that is not there gets no condition", [add("a"), add_item_condition("b", "x", "-1")], [CREATED, NOTHING], {}),
    ("a condition that an item does not have is not taken off", [add("a"), remove_item_condition("a", "x"), remove_item_condition("b", "x")], [CREATED, NOTHING, NOTHING], {}),
    ("an item's conditions are cleared without an event, and gone",
     [add("a", conditions=[condition("x", "-1", "item"), condition("y", "-1", "item")]), clear_item_conditions("a"), clear_item_conditions("b")],
     [CREATED, NOTHING, NOTHING],
     {"items_json": '{"a":{"id":"a","name":"Shirt","price":10,"quantity":1,"attributes":[],"conditions":[],"associated_model":null}}'}),
    ("adding an item again loses a condition put on it since", [add("a"), add_item_condition("a", "x", "-1"), add("a")], [CREATED, ITEM_ON, ADDED],
     {"items_json": '{"a":{"id":"a","name":"Shirt","price":10,"quantity":2,"attributes":[],"conditions":[],"associated_model":null}}'}),
    ("an update keeps an item's conditions", [add("a"), add_item_condition("a", "x", "-1"), update("a", name="Coat")], [CREATED, ITEM_ON, UPDATED], {}),
    ("an item's condition with a bad value is refused", [add("a"), add_item_condition("a", "x", "")], [CREATED, bad_condition("Condition value cannot be empty")], {}),
    ("an item's condition with another target is refused", [add("a"), add_item_condition("a", "x", "-1", "cart")],
     [CREATED, bad_condition("Condition target must be one of: subtotal, total, item")], {}),
    ("shipping is a total condition with its method and description", [set_shipping("Post", "5")], [ON], {"conditions_json": "{" + POST + "}"}),
    ("shipping removes every earlier shipping cost first",
     [set_shipping("Post", "5"), add_condition("Courier", "+9", "total", "shipping"), set_shipping("Express", "15", method="express")],
     [ON, ON, events("CartConditionRemoved", "CartConditionRemoved", "CartConditionAdded")], {}),
    ("shipping set again under its name is removed and added, at the end", [set_shipping("Post", "5"), add_condition("t", "6%", "total", "tax"), set_shipping("Post", "5")],
     [ON, ON, events("CartConditionRemoved", "CartConditionAdded")], {}),
    ("shipping takes the place of a condition of its name that is none", [add_condition("Post", "-1"), set_shipping("Post", "5")], [ON, ON], {"conditions_json": "{" + POST + "}"}),
    ("a shipping cost with an operator keeps it", [set_shipping("a", "-5")], [ON], {}),
    ("a shipping cost with a percent sign before it stays as it is", [set_shipping("a", "%5")], [ON], {}),
    ("a shipping cost in percent is added", [set_shipping("a", "5%")], [ON], {}),
    ("a shipping cost that is empty costs nothing", [set_shipping("a", "")], [ON], {}),
    ("a shipping cost may be the text 0", [set_shipping("a", "0")], [ON], {}),
    ("a shipping cost may not be the number 0", [set_shipping("a", {"number": "0"})], [bad_condition("Condition value cannot be empty")], EMPTY),
    ("a refused shipping cost leaves the earlier one", [set_shipping("Post", "5"), set_shipping("Post", {"number": "INF"})],
     [ON, bad_condition("Invalid condition value: INF")], {"conditions_json": "{" + POST + "}"}),
    ("a shipping cost without a name is refused", [set_shipping(" ", "5")], [bad_condition("Condition name cannot be empty")], EMPTY),
    ("method and description of shipping override attributes, in their place",
     [set_shipping("Post", "5", attributes='{"description":"x","days":2,"method":"y"}', method="slow")], [ON],
     {"conditions_json": "{" + stored("Post", "shipping", "total", "+5", '{"description":"Post","days":2,"method":"slow"}') + "}"}),
    ("shipping is removed, one event each", [set_shipping("a", "5"), add_condition("b", "+1", "total", "shipping"), remove_shipping(), remove_shipping()],
     [ON, ON, events("CartConditionRemoved", "CartConditionRemoved"), NOTHING], EMPTY),
    ("metadata is added, also on overwrite and for null", [set_metadata("k", "1"), set_metadata("k", "1"), set_metadata("k", "null")], [META] * 3,
     {"metadata_json": '{"k":null}'}),
    ("metadata is removed, also under a key that was never there", [set_metadata("k", "1"), remove_metadata("k"), remove_metadata("n")], [META, META_OFF, META_OFF],
     {"metadata_json": '{"k":null,"n":null}'}),
    ("metadata keeps its order and its values", [set_metadata("z", "false"), set_metadata("a", '{"x":[1,2.5,"ü/"]}'), set_metadata("z", "0")], [META] * 3,
     {"metadata_json": '{"z":0,"a":{"x":[1,2.5,"\\u00fc\\/"]}}'}),
    ("metadata lives in a column of its own", [add("a"), set_metadata("k", "1"), remove("a")], [CREATED, META, REMOVED],
     {"items_json": None, "conditions_json": None, "metadata_json": '{"k":1}'}),
    ("a cleared cart has nothing left", [add("a"), add_condition("x", "-1"), set_metadata("k", "1"), clear()], [CREATED, ON, META, CLEARED], EMPTY),
    ("an empty cart is cleared as well", [clear(), clear()], [CLEARED, CLEARED], EMPTY),
    ("a cleared cart is created again", [add("a"), clear(), add("a")], [CREATED, CLEARED, CREATED], {}),
    ("a call on nothing has no event",
     [update("a", quantity=1), remove("a"), remove_condition("x"), remove_conditions_by_type("tax"), clear_conditions(), remove_shipping(),
      add_item_condition("a", "x", "-1"), remove_item_condition("a", "x"), clear_item_conditions("a")], [NOTHING] * 9, EMPTY),
    ("a refused step has no event and leaves the cart as it was", [add("a"), add("b", price=-1), update("a", price=-1)],
     [CREATED, refused("invalid_item", "Cart item price must be a positive number"), refused("invalid_item", "Price cannot be negative")], {}),
    ("metadata may not be larger than its limit", [set_metadata("k", '"' + "x" * 10480 + '"'), set_metadata("k", '"' + "x" * 10470 + '"')],
     [refused("cart_too_large", "Cart metadata data size (10488 bytes) exceeds maximum allowed size of 0.01MB"), META], {"limits": {"max_data_size_bytes": 10486}}),
]

DERIVED = [
    ("keys of metadata are escaped as PHP does", [set_metadata("a/b \"ü\" 😀", '"x"')], {}),
    ("values of metadata are stored as PHP would write them", [set_metadata("k", ' { "b" : 1.0 , "a" : [ ] } '), set_metadata("l", '"Größe"')], {}),
    ("shipping as a float is a number", [set_shipping("Post", {"number": "4.5"}), set_shipping("Off", {"number": "-4.5"})], {}),
    ("shipping with words and signs in its attributes", [set_shipping("Über/Nacht", "12.50", method="über/nacht", attributes='{"größe":"L/XL"}')], {}),
    ("an item's condition keeps attributes and order", [add("a"), add_item_condition("a", "x", "-10%", attributes='{"code":"A/1"}', order=7)], {}),
    ("an item's condition makes the items too large", [add("a"), add_item_condition("a", "x", "-1", attributes='{"t":"' + "x" * 10300 + '"}')],
     {"limits": {"max_data_size_bytes": 10486}}),
]


def with_steps(name, operations, steps, more):
    """A row of the contract: its steps, and the columns that it writes out, have to be what the reference finds."""
    given = {"operations": operations, **{key: more[key] for key in ("limits",) if key in more}}
    computed = whole_cart.play(given)
    expect = {**computed, "steps": steps, **{key: more[key] for key in EMPTY if key in more}}
    if expect != computed:
        raise Disagreement(f"{name}\n  contract:  {expect}\n  reference: {computed}")
    return {"name": name, "from": "contract", "input": given, "expect": expect}


def drawn(draw):
    ids, names = ["1", "sku-ä", "p/9"], ["Sale", "tax", "Über/Nacht"]
    operations = []
    for _ in range(draw.between(5, 16)):
        id, name = draw.one_of(ids), draw.one_of(names)
        value = draw.one_of(["-10%", "+5", "*1.5", "6%", {"number": "-2.5"}, "abc", ""])
        type = draw.one_of(["discount", "tax", "shipping"])
        operations.append(
            draw.one_of([
                add(id, "Hut", draw.between(0, 90), draw.between(1, 5)),
                add(id, "Hut", draw.between(0, 90), draw.between(1, 5), conditions=[condition(name, "-1", "item")]),
                update(id, quantity=draw.between(-4, 4)),
                remove(id),
                add_condition(name, value, draw.one_of(["subtotal", "total", "item"]), type),
                remove_condition(name),
                add_item_condition(id, name, value),
                add_item_condition(id, name, "-5%"),
                remove_item_condition(id, name),
                clear_item_conditions(id),
                remove_conditions_by_type(type),
                clear_conditions(),
                set_shipping(name, draw.one_of(["5", "-2.5", "6%", {"number": "3"}, {"number": "0"}]), method=draw.one_of(["express", "a/b"])),
                remove_shipping(),
                set_metadata(name, draw.one_of(["1", "null", '{"k":[]}', '"ü"', "2.50"])),
                remove_metadata(name),
                clear(),
            ])
        )
    return {"operations": operations}


def cases():
    rows = [with_steps(*row) for row in CONTRACT]
    for name, operations, more in DERIVED:
        given = {"operations": operations, **more}
        rows.append(from_reference(name, given, whole_cart.play(given)))
    draw = Draw(7117)
    for number in range(1, 61):
        given = drawn(draw)
        expect = whole_cart.play(given)
        name = f"sequence {number}, drawn, of {len(given['operations'])} operations with {sum(len(step['events']) for step in expect['steps'])} events"
        rows.append(from_reference(name, given, expect))
    return once(rows)
