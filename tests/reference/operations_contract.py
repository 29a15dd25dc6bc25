"""Rows of the contract as sequences of operations, with what each step does and says, copied by hand.

A row is: a sentence, the operations, what each of them does, and more input (limits, known_models) or column texts where
they are written out here as well.
"""
from operations_words import (
    ADDED, CONDITION_ADDED, CONDITION_REMOVED, CREATED, NONE, REMOVED, UPDATED,
    add, add_condition, bad, condition, refused, remove, remove_condition, update,
)

ID_REQUIRED = bad("Cart item ID is required")
NAME_REQUIRED = bad("Cart item name is required")
PRICE_POSITIVE = bad("Cart item price must be a positive number")
QUANTITY_POSITIVE = bad("Cart item quantity must be a positive integer")
ID_EMPTY = bad("Cart item ID cannot be empty")
NAME_EMPTY = bad("Cart item name cannot be empty")
ID_LONG = bad("Cart item ID cannot exceed 255 characters")
NAME_LONG = bad("Cart item name cannot exceed 255 characters")
QUANTITY_OVER = bad("Cart item quantity cannot exceed 10000")
PRICE_NEGATIVE = bad("Price cannot be negative")
NO_MODEL = refused("unknown_model", "Model Shop\\Nowhere does not exist")
PRODUCT = {"known_models": ["Shop\\Product"]}


def bad_condition(message):
    return refused("invalid_condition", message)


SHIRT = (
    '{"a":{"id":"a","name":"Shirt","price":10,"quantity":%d,"attributes":[],"conditions":[],"associated_model":null}}'
)

ADD = [
    ("an item added to an empty cart creates the cart", [add("a")], [CREATED], {"items_json": SHIRT % 1, "conditions_json": None}),
    ("a second item is added behind the first", [add("b"), add("a")], [CREATED, ADDED], {}),
    ("an item without a price costs nothing", [add("a", price=None)], [CREATED], {}),
    ("an item of price 0 is fine", [add("a", price=0)], [CREATED], {}),
    ("an item without an id is refused", [add("")], [ID_REQUIRED], {"items_json": None}),
    ("the id '0' counts as none", [add("0")], [ID_REQUIRED], {}),
    ("an id of white space is empty", [add(" \t\n")], [ID_EMPTY], {}),
    ("an id of 0 between spaces is empty", [add(" 0 ")], [ID_EMPTY], {}),
    ("an item without a name is refused", [add("a", name=None)], [NAME_REQUIRED], {}),
    ("an item with an empty name is refused", [add("a", name="")], [NAME_REQUIRED], {}),
    ("the name '0' counts as none", [add("a", name="0")], [NAME_REQUIRED], {}),
    ("a name of white space is empty", [add("a", name="\r\n \x0b\0")], [NAME_EMPTY], {}),
    ("a name of 0 before a space is empty", [add("a", name="0 ")], [NAME_EMPTY], {}),
    ("a negative price is refused", [add("a", price=-1)], [PRICE_POSITIVE], {}),
    ("a negative float as price is refused", [add("a", price=-0.01)], [PRICE_POSITIVE], {}),
    ("a price string with a minus is refused", [add("a", price="$-5")], [PRICE_POSITIVE], {}),
    ("a quantity of 0 is refused", [add("a", quantity=0)], [QUANTITY_POSITIVE], {}),
    ("a negative quantity is refused", [add("a", quantity=-3)], [QUANTITY_POSITIVE], {}),
    ("a class that does not exist is refused as model", [add("a", model="Shop\\Nowhere")], [NO_MODEL], PRODUCT),
    ("a class that exists is kept as model by its name", [add("a", model="Shop\\Product")], [CREATED],
     {**PRODUCT, "items_json": (SHIRT % 1).replace("null", '"Shop\\\\Product"')}),
    ("the id is checked before the name", [add("", name="", price=-1, quantity=0)], [ID_REQUIRED], {}),
    ("the name is checked before the price", [add("a", name="", price=-1, quantity=0)], [NAME_REQUIRED], {}),
    ("the price is checked before the quantity", [add("a", price=-1, quantity=0, model="Shop\\Nowhere")], [PRICE_POSITIVE], {}),
    ("the quantity is checked before the model", [add("a", quantity=0, model="Shop\\Nowhere")], [QUANTITY_POSITIVE], {}),
    ("the model is checked before lengths", [add("a" * 256, quantity=10001, model="Shop\\Nowhere")], [NO_MODEL], {}),
    ("an id that is empty after trimming is checked before the name", [add(" ", name=" ")], [ID_EMPTY], {}),
    ("an id that is too long is checked before the name", [add("a" * 256, name="n" * 256)], [ID_LONG], {}),
    ("a name that is empty after trimming is checked before the id's length", [add("a" * 256, name=" ")], [NAME_EMPTY], {}),
    ("a name that is too long is checked before the highest quantity", [add("a", name="n" * 256, quantity=10001)], [NAME_LONG], {}),
    ("an id of 255 bytes is fine", [add("a" * 255)], [CREATED], {}),
    ("lengths are counted in bytes: 127 umlauts fit in a name and 128 do not",
     [add("a", name="é" * 127), add("b", name="é" * 128)], [CREATED, NAME_LONG], {}),
    ("lengths are counted in bytes: 64 astral characters do not fit in an id", [add("😀" * 64)], [ID_LONG], {}),
    ("the longest text is a setting", [add("abcdef"), add("abcde", name="Shirts"), add("abcde", name="Shirt")],
     [bad("Cart item ID cannot exceed 5 characters"), bad("Cart item name cannot exceed 5 characters"), CREATED],
     {"limits": {"max_string_length": 5}}),
    ("the highest quantity is 10000", [add("a", quantity=10000), add("b", quantity=10001)], [CREATED, QUANTITY_OVER], {}),
    ("the highest quantity is a setting", [add("a", quantity=4), add("b", quantity=3)],
     [bad("Cart item quantity cannot exceed 3"), CREATED], {"limits": {"max_item_quantity": 3}}),
    ("id and name are kept untrimmed", [add(" a ", name="\tShirt ")], [CREATED],
     {"items_json": (SHIRT % 1).replace('"a"', '" a "').replace('"Shirt"', '"\\tShirt "')}),
    ("a condition of the item with a bad value is refused", [add("a", conditions=[condition("off", "")])],
     [bad_condition("Condition value cannot be empty")], {}),
]

ADD_AGAIN = [
    ("adding an item again sums the quantity", [add("a", quantity=2), add("a", quantity=3)], [CREATED, ADDED], {"items_json": SHIRT % 5}),
    ("adding an item again replaces everything but the quantity",
     [add("a", attributes='{"size":"M"}', conditions=[condition("off", "-10%", "item")], model="Shop\\Product"), add("a", name="Coat", price=99.5)],
     [CREATED, ADDED],
     {**PRODUCT, "items_json": (SHIRT % 2).replace("Shirt", "Coat").replace(":10,", ":99.5,")}),
    ("adding an item again keeps its place", [add("a"), add("b"), add("a", name="Coat")], [CREATED, ADDED, ADDED], {}),
    ("adding an item again beyond the highest quantity is refused and leaves the cart as it was",
     [add("a", quantity=9999), add("a", quantity=2), add("a", quantity=1)], [CREATED, QUANTITY_OVER, ADDED], {"items_json": SHIRT % 10000}),
    ("an item added to a cart that was emptied creates it again", [add("a"), remove("a"), add("a")], [CREATED, REMOVED, CREATED], {}),
    ("conditions do not keep a cart from counting as empty", [add_condition("off", "-1"), add("a")], [CONDITION_ADDED, CREATED], {}),
    ("a number as id is the same item as its text", [add("123"), add("123", quantity=2)], [CREATED, ADDED],
     {"items_json": (SHIRT % 3).replace('"a"', '"123"')}),
    ("ids that look alike as numbers are different items", [add("7"), add("07"), add("7.0"), add(" 7")], [CREATED, ADDED, ADDED, ADDED], {}),
]

UPDATE = [
    ("a quantity is relative", [add("a", quantity=2), update("a", quantity=3)], [CREATED, UPDATED], {"items_json": SHIRT % 5}),
    ("a negative quantity takes away", [add("a", quantity=5), update("a", quantity=-3)], [CREATED, UPDATED], {"items_json": SHIRT % 2}),
    ("a quantity of 0 is a change by nothing", [add("a", quantity=5), update("a", quantity=0)], [CREATED, UPDATED], {"items_json": SHIRT % 5}),
    ("a numeric text as quantity is relative as well", [add("a", quantity=5), update("a", quantity="2"), update("a", quantity="-4")],
     [CREATED, UPDATED, UPDATED], {"items_json": SHIRT % 3}),
    ("a quantity as array is absolute", [add("a", quantity=5), update("a", quantity={"value": 2})], [CREATED, UPDATED], {"items_json": SHIRT % 2}),
    ("other keys of an absolute quantity are ignored", [add("a"), update("a", quantity={"relative": True, "value": 7})], [CREATED, UPDATED],
     {"items_json": SHIRT % 7}),
    ("an absolute quantity without a value is 0 and removes the item", [add("a", quantity=5), update("a", quantity={"relative": False})],
     [CREATED, REMOVED], {"items_json": None}),
    ("taking away the whole quantity removes the item", [add("a", quantity=5), update("a", quantity=-5)], [CREATED, REMOVED], {"items_json": None}),
    ("taking away more than there is removes the item", [add("a", quantity=5), add("b"), update("a", quantity=-6)], [CREATED, ADDED, REMOVED], {}),
    ("an absolute quantity of 0 removes the item", [add("a", quantity=5), update("a", quantity={"value": 0})], [CREATED, REMOVED], {}),
    ("a negative absolute quantity removes the item", [add("a", quantity=5), update("a", quantity={"value": -1})], [CREATED, REMOVED], {}),
    ("an update beyond the highest quantity is refused", [add("a", quantity=9999), update("a", quantity=2)], [CREATED, QUANTITY_OVER],
     {"items_json": SHIRT % 9999}),
    ("an absolute quantity beyond the highest is refused", [add("a"), update("a", quantity={"value": 10001})], [CREATED, QUANTITY_OVER], {}),
    ("a name is trimmed by an update", [add("a", name=" Coat "), update("a", name=" \t\n\r\0\x0bShirt \x0b")], [CREATED, UPDATED], {"items_json": SHIRT % 1}),
    ("an update to an empty name is refused", [add("a"), update("a", name="")], [CREATED, NAME_EMPTY], {"items_json": SHIRT % 1}),
    ("an update to a name of white space is refused", [add("a"), update("a", name=" \t ")], [CREATED, NAME_EMPTY], {}),
    ("an update to the name '0' is refused", [add("a"), update("a", name=" 0")], [CREATED, NAME_EMPTY], {}),
    ("an update to a name that is too long is refused", [add("a"), update("a", name="n" * 256)], [CREATED, NAME_LONG], {}),
    ("a name that fits after trimming is fine in an update", [add("a"), update("a", name=" " + "n" * 255)], [CREATED, UPDATED], {}),
    ("an update to a negative price is refused", [add("a"), update("a", price=-1)], [CREATED, PRICE_NEGATIVE], {"items_json": SHIRT % 1}),
    ("an update to a negative price string is refused", [add("a"), update("a", price="-0.50")], [CREATED, PRICE_NEGATIVE], {}),
    ("a price string is read in an update", [add("a"), update("a", price="RM1,000.50")], [CREATED, UPDATED],
     {"items_json": (SHIRT % 1).replace(":10,", ":1000.5,")}),
    ("attributes are replaced as a whole by an update", [add("a", attributes='{"size":"M","colour":"red"}'), update("a", attributes='{"size":"L"}')],
     [CREATED, UPDATED], {"items_json": (SHIRT % 1).replace('"attributes":[]', '"attributes":{"size":"L"}')}),
    ("an update to no attributes leaves an empty list", [add("a", attributes='{"size":"M"}'), update("a", attributes="[]")], [CREATED, UPDATED],
     {"items_json": SHIRT % 1}),
    ("null is ignored by an update", [add("a"), update("a", quantity=None, name=None, price=None, attributes=None)], [CREATED, UPDATED],
     {"items_json": SHIRT % 1}),
    ("unknown keys are ignored by an update", [add("a"), update("a", id="b", colour="red")], [CREATED, UPDATED], {"items_json": SHIRT % 1}),
    ("an update of nothing still is one", [add("a"), update("a")], [CREATED, UPDATED], {"items_json": SHIRT % 1}),
    ("an item that is not there cannot be updated", [add("a"), update("b", quantity=1)], [CREATED, NONE], {"items_json": SHIRT % 1}),
    ("an empty cart has nothing to update", [update("a", name="")], [NONE], {"items_json": None}),
    ("an item's conditions and model are kept by an update",
     [add("a", conditions=[condition("off", "-10%", "item")], model="Shop\\Product"), update("a", quantity=1, name="Coat", price=5, attributes='{"k":1}')],
     [CREATED, UPDATED], PRODUCT),
    ("the quantity is updated before the name is looked at", [add("a"), update("a", name=" ", quantity={"value": 10001})], [CREATED, QUANTITY_OVER], {}),
    ("the name is updated before the price is looked at", [add("a"), update("a", price=-1, name=" ")], [CREATED, NAME_EMPTY], {}),
    ("a refused update changes nothing, not even what it had done before", [add("a"), update("a", quantity=4, name="Coat", price=-1)],
     [CREATED, PRICE_NEGATIVE], {"items_json": SHIRT % 1}),
    ("an updated item keeps its place", [add("a"), add("b"), update("a", quantity=1)], [CREATED, ADDED, UPDATED], {}),
]

REMOVE = [
    ("a removed item leaves an empty column", [add("a"), remove("a")], [CREATED, REMOVED], {"items_json": None, "conditions_json": None}),
    ("an item that is not there cannot be removed", [add("a"), remove("A")], [CREATED, NONE], {"items_json": SHIRT % 1}),
    ("an empty cart has nothing to remove", [remove("a")], [NONE], {}),
    ("removing an item leaves the others in their order", [add("a"), add("b"), add("c"), remove("b")], [CREATED, ADDED, ADDED, REMOVED], {}),
    ("an item removed and added again is the last one", [add("a"), add("b"), remove("a"), add("a")], [CREATED, ADDED, REMOVED, ADDED], {}),
    ("removing the last item keeps the cart's conditions", [add("a"), add_condition("off", "-1"), remove("a")],
     [CREATED, CONDITION_ADDED, REMOVED], {"items_json": None}),
]

TARGETS = bad_condition("Condition target must be one of: subtotal, total, item")

CONDITIONS = [
    ("a condition is stored with what is computed from it", [add_condition("Sale", "-10%", attributes='{"code":"X"}', order=3)], [CONDITION_ADDED],
     {"items_json": None,
      "conditions_json": '{"Sale":{"name":"Sale","type":"discount","target":"subtotal","value":"-10%","attributes":{"code":"X"},"order":3,'
      '"rules":null,"operator":"%","parsed_value":-0.1,"is_discount":true,"is_charge":false,"is_percentage":true,"is_dynamic":false}}'}),
    ("a float as value is stored as a number", [add_condition("Fee", {"number": "5"}, "total", "fee")], [CONDITION_ADDED],
     {"conditions_json": '{"Fee":{"name":"Fee","type":"fee","target":"total","value":5,"attributes":[],"order":0,'
      '"rules":null,"operator":"+","parsed_value":5,"is_discount":false,"is_charge":true,"is_percentage":false,"is_dynamic":false}}'}),
    ("a condition set again keeps its place and is reported as added", [add_condition("a", "-1"), add_condition("b", "-2"), add_condition("a", "+3", "total", "fee")],
     [CONDITION_ADDED] * 3, {}),
    ("a removed condition is gone", [add_condition("a", "-1"), add_condition("b", "-2"), remove_condition("a")],
     [CONDITION_ADDED, CONDITION_ADDED, CONDITION_REMOVED], {}),
    ("the last condition removed leaves an empty column", [add_condition("a", "-1"), remove_condition("a")], [CONDITION_ADDED, CONDITION_REMOVED],
     {"conditions_json": None}),
    ("a condition that is not there cannot be removed", [add_condition("a", "-1"), remove_condition("A")], [CONDITION_ADDED, NONE], {}),
    ("a condition removed and added again is the last one", [add_condition("a", "1"), add_condition("b", "2"), remove_condition("a"), add_condition("a", "3")],
     [CONDITION_ADDED, CONDITION_ADDED, CONDITION_REMOVED, CONDITION_ADDED], {}),
    ("a condition without a name is refused", [add_condition(" ", "-1")], [bad_condition("Condition name cannot be empty")], {"conditions_json": None}),
    ("a condition named '0' is refused", [add_condition("0", "-1")], [bad_condition("Condition name cannot be empty")], {}),
    ("a condition without a type is refused", [add_condition("a", "-1", type="")], [bad_condition("Condition type cannot be empty")], {}),
    ("a condition of type '0' is refused", [add_condition("a", "-1", type=" 0 ")], [bad_condition("Condition type cannot be empty")], {}),
    ("a condition without a target is refused", [add_condition("a", "-1", "")], [bad_condition("Condition target cannot be empty")], {}),
    ("a condition with another target is refused", [add_condition("a", "-1", "Total"), add_condition("a", "-1", "total ")], [TARGETS, TARGETS], {}),
    ("a condition without a value is refused", [add_condition("a", "")], [bad_condition("Condition value cannot be empty")], {}),
    ("a condition worth the number 0 is refused", [add_condition("a", {"number": "0"})], [bad_condition("Condition value cannot be empty")], {}),
    ("a condition worth the text '0' is fine", [add_condition("a", "0")], [CONDITION_ADDED], {}),
    ("an infinite condition is refused", [add_condition("a", "-infinity")], [bad_condition("Invalid condition value: -infinity")], {}),
    ("a condition's name is checked before its type", [add_condition("", "", "", "")], [bad_condition("Condition name cannot be empty")], {}),
    ("a condition's type is checked before its target", [add_condition("a", "", "", "")], [bad_condition("Condition type cannot be empty")], {}),
    ("a condition's target is checked before its value", [add_condition("a", "", "cart")], [TARGETS], {}),
    ("a refused condition leaves the one of that name", [add_condition("a", "-1"), add_condition("a", "NaN")],
     [CONDITION_ADDED, bad_condition("Invalid condition value: NaN")], {}),
    ("a condition's name is kept untrimmed", [add_condition(" a ", "-1"), add_condition("a", "-2")], [CONDITION_ADDED] * 2, {}),
    ("a condition of target item is stored like any other", [add_condition("a", "-5", "item")], [CONDITION_ADDED], {}),
    ("an item's conditions are stored with it under their names",
     [add("a", conditions=[condition("off", "-10%", "item"), condition("wrap", "+2", "total", "fee")])], [CREATED], {}),
]

LIMITS = [
    ("a cart holds no more items than its limit", [add("a"), add("b"), add("c"), add("b"), remove("a"), add("c")],
     [CREATED, ADDED, refused("cart_too_large", "Cart cannot contain more than 2 items"), ADDED, REMOVED, ADDED], {"limits": {"max_items": 2}}),
]

ROWS = ADD + ADD_AGAIN + UPDATE + REMOVE + CONDITIONS + LIMITS
