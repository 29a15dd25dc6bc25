"""operations.json"""
import cart
import operations_contract
from cases import Disagreement, from_reference, once
from draw import Draw
from operations_words import add, add_condition, condition, remove, remove_condition, update
from stored import encode

ABOUT = (
    "Sequences of operations on an empty cart of the database driver: what each step changes or how it is refused (a refused step leaves the cart "
    "as it was), whether it created the cart, and the exact texts of the columns items and conditions at the end (null: SQL NULL). attributes "
    "are JSON text, as PHP would decode it into an array. price: int, float, or text for the price strings' rule; absent: none given. conditions of an item "
    "are CartCondition objects. known_models: the classes that exist. limits: those of config cart.limits that differ from the default. In a case "
    "from the contract the steps are the contract's; column texts are written out by hand for some and come from the reference for the rest."
)

TEXTS = "Ärmel/Größe \"42\" \\ '<b>&' 日本 😀 \u200f\u2028\u007f\u0001\b\f\n\r\t"


def with_attributes(text):
    return [add("a", attributes=text)]


def padded(length):
    """Attributes whose JSON text is so many bytes long."""
    return '{"t":"' + "x" * (length - 8) + '"}'


LARGEST = 10486  # bytes, printed as 0.01MB
LIMIT = {"limits": {"max_data_size_bytes": LARGEST}}
# What the column of one item takes beside its attributes, which are two bytes when there are none.
AROUND = len(cart.play({"operations": [add("a")]})["items_json"]) - 2

DERIVED = [
    ("slashes, quotes, umlauts and astral characters are escaped as PHP does", [add("ü/😀", name=TEXTS), add_condition(TEXTS, "-1", type="ä/ö")], {}),
    ("texts in attributes are escaped, keys as well", with_attributes(encode({"ä/ö": TEXTS, "": "empty key"})), {}),
    ("attributes may be a list", with_attributes('["red","blue"]'), {}),
    ("attributes nest", with_attributes('{"a":{"b":{"c":[]}},"list":[[],[1,[2]],{"k":null}],"yes":true,"no":false}'), {}),
    ("attributes keep the order of their keys", with_attributes('{"z":1,"a":2,"m":{"y":1,"b":2}}'), {}),
    ("white space between the parts of attributes is not kept", with_attributes(' { "a" : [ 1 , 2 ] ,\n"b" : "x y" } '), {}),
    ("letters that need no escape come back with one", with_attributes('{"name":"Größe","path":"a/b","face":"😀"}'), {}),
    ("needless escapes of attributes are undone", with_attributes('{"\\u0061":"\\u0041\\/\\u00e9","\\ud83d\\ude00":"\\u000a"}'), {}),
    ("ints in attributes stay ints", with_attributes('{"a":0,"b":-7,"c":9007199254740993,"d":9223372036854775807,"e":-9223372036854775808}'), {}),
    ("floats in attributes lose a zero fraction", with_attributes('{"a":10.0,"b":10.50,"c":-3.0,"d":0.0}'), {}),
    ("floats in attributes are written with their shortest digits",
     with_attributes('{"a":0.1,"b":0.30000000000000004,"c":1e2,"d":1.5e-3,"e":0.00001,"f":0.0001,"g":123456.789}'), {}),
    ("large floats in attributes are written with an exponent",
     with_attributes('{"a":1e25,"b":1e15,"c":1e16,"d":1e17,"e":1.5e300,"f":123456789012345680.0,"g":12345678901234567890,"h":-2.5e-10}'), {}),
    ("a price of 10.0 is written as 10", [add("a", price=10.0)], {}),
    ("a price keeps its decimals", [add("a", price=19.99), add("b", price=0.1), add("c", price=1234567.891)], {}),
    ("a price that needs all digits of a double keeps them", [add("a", price=0.1 + 0.2), add("b", price=1 / 3)], {}),
    ("a very small and a very large price are written with an exponent", [add("a", price=0.00001), add("b", price=1e25), add("c", price=1e-7)], {}),
    ("prices given as text are stored as numbers",
     [add("a", price="1,299.50"), add("b", price="RM 10"), add("c", price="€ 1.234,56"), add("d", price="10.0"), add("e", price="abc"), add("f", price="12abc")], {}),
    ("a price string without a number costs nothing in an update", [add("a"), update("a", price="free")], {}),
    ("a price survives being stored again and again", [add("a", price=19.99), add("b"), update("a", quantity=1), update("b", quantity=1)], {}),
    ("a form feed is no white space to be trimmed", [add("a", name="\f"), update("a", name="\f\u00a0")], {}),
    ("a no-break space is a name", [add("a", name="\u00a0")], {}),
    ("ids with dots, slashes and spaces are plain keys", [add("a.b"), add("a/b"), add("a b"), remove("a/b")], {}),
    ("ids differ by case", [add("sku"), add("SKU")], {}),
    ("an item takes each kind of condition value",
     [add("a", conditions=[condition("n", {"number": "-12.5"}, "item"), condition("p", "+7.5%", "item"), condition("m", "*1.19", "item"),
                           condition("d", "/4", "item"), condition("t", "abc", "item"), condition("z", "0%", "item")])], {}),
    ("an item's condition keeps attributes and order",
     [add("a", conditions=[condition("off", "-10%", "item", attributes='{"code":"A/1","uses":10.0}', order=-2)]), update("a", quantity=1)], {}),
    ("an item's conditions given twice under a name keep the first place and the last value",
     [add("a", conditions=[condition("x", "-1", "item"), condition("y", "-2", "item"), condition("x", "-3", "item")])], {}),
    ("condition values of every kind are stored as given",
     [add_condition("a", "+10"), add_condition("b", " 5"), add_condition("c", "*-2"), add_condition("d", "/0"), add_condition("e", "-+5%"),
      add_condition("f", {"number": "-0.25"}), add_condition("g", {"number": "1000000"}), add_condition("h", "1,000"), add_condition("i", "0%")], {}),
    ("a number as a condition's name is a plain key", [add_condition("2025", "-1"), add_condition("007", "-1")], {}),
    ("a condition set again replaces attributes and order", [add_condition("a", "-1", attributes='{"k":1}', order=5), add_condition("a", "-1")], {}),
    ("items and conditions live in columns of their own", [add("a"), add_condition("off", "-1"), update("a", quantity=1), remove_condition("off")], {}),
    ("a refused operation between two others leaves no trace", [add("a"), add("b", price=-1), add_condition("x", ""), add("c")], {}),
    ("attributes of exactly the largest size are fine for the item, but not with the rest of the cart", with_attributes(padded(LARGEST)), LIMIT),
    ("attributes above the largest size are refused", with_attributes(padded(LARGEST + 1)), LIMIT),
    ("attributes above the largest size are refused in an update", [add("a"), update("a", attributes=padded(LARGEST + 1))], LIMIT),
    ("the size of attributes counts their escapes", with_attributes('{"t":"' + "é" * 1747 + '"}'), LIMIT),
    ("items of exactly the largest size are fine", with_attributes(padded(LARGEST - AROUND)), LIMIT),
    ("items one byte above the largest size are refused", with_attributes(padded(LARGEST - AROUND + 1)), LIMIT),
    ("an update that makes the items too large is refused", [add("a"), add("b", attributes=padded(9000)), update("a", attributes=padded(2000))], LIMIT),
    ("conditions above the largest size are refused", [add_condition("a", "-1"), add_condition("b", "-1", attributes=padded(10300))], LIMIT),
    ("the largest size is printed in megabytes of two decimals", with_attributes(padded(31458)), {"limits": {"max_data_size_bytes": 31457}}),
]


def with_steps(name, operations, steps, more):
    """A row of the contract: its steps, and the columns that it writes out, have to be what the reference finds."""
    given = {"operations": operations, **{key: more[key] for key in ("limits", "known_models") if key in more}}
    computed = cart.play(given)
    expect = {**computed, "steps": steps, **{key: more[key] for key in ("items_json", "conditions_json") if key in more}}
    if expect != computed:
        raise Disagreement(f"{name}\n  contract:  {expect}\n  reference: {computed}")
    return {"name": name, "from": "contract", "input": given, "expect": expect}


def drawn(draw):
    """A sequence over few ids and names, so that operations meet the same item and condition again."""
    ids = ["1", "2", "sku-ä", "p/9"]
    names = ["Sale", "tax", "Über/Nacht"]
    operations = []
    for _ in range(draw.between(4, 14)):
        kind = draw.between(1, 100)
        id, name = draw.one_of(ids), draw.one_of(names)
        if kind <= 40:
            price = draw.one_of([draw.between(0, 500), float(draw.amount(1000, 3)), "$" + draw.amount(1000, 2), None])
            operations.append(add(id, draw.one_of(["Shirt", "Größe", " Hut ", "a/b"]), price, draw.between(1, 9), **drawn_details(draw)))
        elif kind <= 65:
            operations.append(drawn_update(draw, id))
        elif kind <= 77:
            operations.append(remove(id))
        elif kind <= 92:
            value = draw.one_of(["-10%", "+5", "*1.5", "/3", "6%", {"number": "-2.5"}, {"number": "4"}, "abc", ""])
            operations.append(add_condition(name, value, draw.one_of(["subtotal", "total", "item"]), order=draw.between(0, 3)))
        else:
            operations.append(remove_condition(name))
    return {"operations": operations}


def drawn_details(draw):
    details = {}
    if draw.chance(50):
        details["attributes"] = draw.one_of(['{"size":"M"}', '{"n":1,"x":2.5}', '["a/b"]', '{"größe":{"cm":10.0}}', "[]"])
    if draw.chance(30):
        details["conditions"] = [condition("off", draw.one_of(["-10%", "-1", "*0.5"]), "item")]
    return details


def drawn_update(draw, id):
    data = {}
    if draw.chance(60):
        data["quantity"] = draw.one_of([draw.between(-6, 6), {"value": draw.between(-1, 12)}, str(draw.between(-3, 3))])
    if draw.chance(30):
        data["name"] = draw.one_of(["Coat", " Mütze ", "x/y", " "])
    if draw.chance(30):
        data["price"] = draw.one_of([draw.between(-1, 90), float(draw.amount(100, 2)), "RM " + draw.amount(100, 2)])
    if draw.chance(20):
        data["attributes"] = draw.one_of(["[]", '{"k":"v"}', '{"f":1.0}'])
    return update(id, **data)


def cases():
    rows = [with_steps(*row) for row in operations_contract.ROWS]
    for name, operations, more in DERIVED:
        given = {"operations": operations, **more}
        rows.append(from_reference(name, given, cart.play(given)))
    draw = Draw(9001)
    for number in range(1, 41):
        given = drawn(draw)
        expect = cart.play(given)
        last = expect["steps"][-1]
        outcome = "a refusal" if "error" in last else last["change"].replace("_", " ")
        name = f"sequence {number}, drawn, of {len(given['operations'])} operations ends with {outcome}"
        rows.append(from_reference(name, given, expect))
    return once(rows)
