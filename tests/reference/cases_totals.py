"""totals.json"""
from amounts import Unstable, totals
from cases import from_contract, from_reference, once
from draw import Draw

ABOUT = (
    "Amounts of a whole cart, read back from storage: getAmount() of subtotal(), total() and subtotalWithoutConditions(), getTotalQuantity() "
    "and countItems(). Items are added and conditions set one after the other in the order given; a condition under a name that exists keeps its "
    "place and replaces its value. `order` is carried along and changes nothing. int_or_float: the contract gives the value and leaves the kind of "
    "number open."
)


def item(id, price, quantity=1, conditions=()):
    price = {"float": price} if isinstance(price, str) else {"int": price}
    return {"id": id, "name": f"Item {id}", "price": price, "quantity": quantity, "conditions": list(conditions)}


def on_item(name, value, target="item"):
    return {"name": name, "type": "discount", "target": target, "value": value}


def condition(name, target, value, order=0, type="discount"):
    return {"name": name, "type": type, "target": target, "value": value, "order": order}


def subtotal(name, value, order=0):
    return condition(name, "subtotal", value, order)


def total(name, value, order=0):
    return condition(name, "total", value, order)


def given(currency, items, conditions=()):
    return {"currency": currency, "items": items, "conditions": list(conditions)}


def amounts(subtotal, total, without, quantity, count):
    real = [{"float": text} for text in (subtotal, total, without)]
    return {"subtotal": real[0], "total": real[1], "subtotal_without_conditions": real[2], "quantity": quantity, "count": count}


HUNDRED = [item("a", 100)]
MINUS_150, PLUS_20 = "-150", "+20"

# A sentence, the input, and what the contract says comes out: "Order of a total", "Amounts", "Totals".
CONTRACT = [
    ("the price 10 three times is the amount 30, in minor units",
     given("USD", [item("a", 10, 3)]), amounts("30", "30", "30", 3, 1)),
    ("yen have no decimals and the amount of 30 stays 30", given("JPY", [item("a", 10, 3)]), amounts("30", "30", "30", 3, 1)),
    ("a subtotal of 10.005 is rounded before a total condition doubles it",
     given("USD", [item("a", "10.005")], [total("double", "*2")]), amounts("10.01", "20.02", "10.01", 1, 1)),
    ("a third of a hundred three times is rounded once, to the hundred", given("USD", [item("a", "33.3333", 3)]), amounts("100", "100", "100", 3, 1)),
    ("the subtotal conditions -150 then +20 on 100 give 20",
     given("USD", HUNDRED, [subtotal("off", MINUS_150), subtotal("fee", PLUS_20)]), amounts("20", "20", "100", 1, 1)),
    ("the total conditions -150 then +20 on 100 give 20",
     given("USD", HUNDRED, [total("off", MINUS_150), total("fee", PLUS_20)]), amounts("100", "20", "100", 1, 1)),
    ("an item's conditions -150 then +20 on 100 give 20",
     given("USD", [item("a", 100, 1, [on_item("off", MINUS_150), on_item("fee", PLUS_20)])]), amounts("20", "20", "100", 1, 1)),
    ("a cart condition of target item is applied to nothing", given("USD", HUNDRED, [condition("half", "item", "-50%")]), amounts("100", "100", "100", 1, 1)),
    ("the order of cart conditions is that of insertion, whatever their order says",
     given("USD", HUNDRED, [subtotal("late", "-10%", 9), subtotal("early", "+50", 1)]), amounts("140", "140", "100", 1, 1)),
    ("the order of an item's conditions is that of insertion, whatever their order says",
     given("USD", [item("a", 100, 1, [{**on_item("late", "-10%"), "order": 9}, {**on_item("early", "+50"), "order": 1}])]),
     amounts("140", "140", "100", 1, 1)),
    ("the target of an item's condition is not looked at",
     given("USD", [item("a", 100, 1, [on_item("off", "-10%", "total"), on_item("more", "-10", "subtotal")])]), amounts("80", "80", "100", 1, 1)),
    ("a condition set again keeps its place and takes the new value",
     given("USD", HUNDRED, [subtotal("a", "+100"), subtotal("b", "*2"), subtotal("a", "+10")]), amounts("220", "220", "100", 1, 1)),
    ("a charge on the total leaves the subtotal alone", given("MYR", HUNDRED, [total("shipping", "+15")]), amounts("100", "115", "100", 1, 1)),
    ("an item's conditions count before the quantity", given("USD", [item("a", 10, 3, [on_item("off", "-1")])]), amounts("27", "27", "30", 3, 1)),
    ("quantities are summed and items counted", given("USD", [item("a", 1, 2), item("b", 2, 3)]), amounts("8", "8", "8", 5, 2)),
    ("10 % on 22 is exactly 2.2", given("USD", [item("a", 22)], [total("tax", "10%")]), amounts("22", "24.2", "22", 1, 1)),
]

EMPTY = {"subtotal": {"int": 0}, "total": {"float": "0"}, "subtotal_without_conditions": {"int_or_float": "0"}, "quantity": 0, "count": 0}

DERIVED = [
    ("an empty cart pays a fee on the total", given("USD", [], [total("fee", "+5")])),
    ("an empty cart pays a fee on the subtotal", given("USD", [], [subtotal("fee", "+5")])),
    ("an empty cart cannot be discounted below zero", given("USD", [], [subtotal("off", "-5"), total("more", "-5")])),
    ("an empty cart with a condition of target item has the subtotal 0", given("JPY", [], [condition("half", "item", "-50%")])),
    ("an item floored at zero does not lower its neighbour", given("USD", [item("a", 10, 2, [on_item("off", "-100")]), item("b", 10)])),
    ("an item's price is floored at every step", given("USD", [item("a", 10, 2, [on_item("a", "-25"), on_item("b", "+4"), on_item("c", "*2.5")])])),
    ("a subtotal below zero stops at zero before the total conditions", given("USD", [item("a", 10)], [subtotal("off", "-15"), total("fee", "+3")])),
    ("the sum of the items is not rounded before the subtotal conditions", given("USD", [item("a", "10.004"), item("b", "10.004")], [subtotal("x", "*10")])),
    ("items are not rounded one by one", given("USD", [item("a", "0.004"), item("b", "0.004"), item("c", "0.004")])),
    ("the subtotal is rounded once after all its conditions", given("USD", [item("a", "10.01")], [subtotal("a", "*0.5"), subtotal("b", "*2")])),
    ("the total is rounded once after all its conditions", given("USD", [item("a", "10.01")], [total("a", "*0.5"), total("b", "*2")])),
    ("a subtotal in yen is rounded to whole yen before the total conditions", given("JPY", [item("a", "10.5")], [total("double", "*2")])),
    ("a subtotal in Kuwaiti dinars keeps three decimals", given("KWD", [item("a", "10.0005")], [total("double", "*2")])),
    ("a subtotal in unidades de fomento keeps four decimals", given("CLF", [item("a", "10.00005")], [total("double", "*2")])),
    ("a name of a currency may be in lower case", given("jpy", [item("a", "10.5")])),
    ("half a cent is rounded up", given("EUR", [item("a", "0.005")])),
    ("less than half a cent is rounded off", given("EUR", [item("a", "0.0049")])),
    ("a hundred rounding cents add up before rounding", given("EUR", [item("a", "1.005", 100)])),
    ("an item divided by three three times over", given("USD", [item("a", 10, 3, [on_item("third", "/3")])])),
    ("a subtotal divided by seven", given("USD", [item("a", 100)], [subtotal("seventh", "/7")])),
    ("a total divided by zero stays", given("USD", [item("a", 100)], [total("nothing", "/0")])),
    ("a total times zero is zero", given("USD", [item("a", 100)], [total("free", "*0")])),
    ("a free cart pays shipping", given("USD", [item("a", 100)], [subtotal("free", "-100%"), total("shipping", "+4.99")])),
    ("negative factors and divisors count without their sign", given("USD", [item("a", 100)], [subtotal("a", "*-2"), subtotal("b", "/-4")])),
    ("text as a value changes nothing", given("USD", [item("a", 100)], [subtotal("a", "abc"), total("b", "%10")])),
    ("a double minus adds", given("USD", [item("a", 100)], [subtotal("a", "--5"), total("b", "+-25")])),
    ("floats as values add and subtract", given("USD", [item("a", 100)], [subtotal("a", {"number": "-12.5"}), total("b", {"number": "7.25"})])),
    ("subtotal and total conditions mixed keep their own order",
     given("USD", [item("a", 50, 2)], [total("t1", "+10"), subtotal("s1", "-10%"), total("t2", "10%"), subtotal("s2", "-5")])),
    ("a condition set again can change its target and keeps its place",
     given("USD", [item("a", 100)], [subtotal("a", "+50"), total("b", "+10"), total("c", "*2"), total("a", "-10%")])),
    ("a condition set again as target item is applied to nothing any more", given("USD", [item("a", 100)], [subtotal("a", "+50"), condition("a", "item", "+50")])),
    ("tax after a discount, both of the subtotal", given("MYR", [item("a", "199.90", 2)], [subtotal("off", "-10%"), subtotal("tax", "6%")])),
    ("tax before a discount, both of the subtotal", given("MYR", [item("a", "199.90", 2)], [subtotal("tax", "6%"), subtotal("off", "-10%")])),
    ("conditions of every level together",
     given("USD", [item("a", "19.99", 3, [on_item("off", "-15%")]), item("b", "5.25", 2, [on_item("wrap", "+0.75")])],
           [subtotal("member", "-5%"), subtotal("voucher", "-2.50"), total("tax", "8.25%"), total("shipping", "+6.9")])),
    ("names of conditions differ by case", given("USD", [item("a", 100)], [subtotal("Off", "-10"), subtotal("off", "-10")])),
    ("a price of nothing counts as an item", given("USD", [item("a", 0, 4)])),
    ("the highest quantity", given("USD", [item("a", "99999.99", 10000)])),
    ("the sum of 0.1 and 0.2 is 0.3", given("KWD", [item("a", "0.1"), item("b", "0.2")])),
    ("a cart of large amounts", given("VND", [item("a", "999999999999", 99), item("b", "123456789.5", 2)], [total("vat", "8%")])),
]

CURRENCIES = ["USD", "EUR", "MYR", "GBP", "INR", "JPY", "KRW", "ISK", "KWD", "TND", "BHD", "CLF", "UYW", "HUF"]
VALUES = [
    "-10%", "-5%", "-33.333%", "-50%", "6%", "19%", "8.25%", "+10%", "+5", "-5", "12.34", "-7.77", "+0.5", "-0.005", "*2", "*1.5", "*0.9",
    "/2", "/4", "/3", "/7", "--3", "+-3", "-150", "0", "*0.125", {"number": "-2.5"}, {"number": "3.75"},
]


def drawn(draw, number):
    items = []
    for index in range(draw.between(1, 6)):
        price = str(draw.between(0, 5000)) if draw.chance(30) else draw.amount(10**4, draw.between(1, 4))
        names = ["sale", "wrap", "bulk"][: draw.between(0, 3)]
        conditions = [on_item(name, draw.one_of(VALUES), draw.one_of(["item", "subtotal", "total"])) for name in names]
        entry = item(f"{number}-{index}", price, draw.between(1, 25), conditions)
        items.append(entry)
    names = ["member", "voucher", "tax", "shipping", "fee"]
    conditions = [
        condition(draw.one_of(names), draw.one_of(["subtotal", "subtotal", "total", "total", "item"]), draw.one_of(VALUES), draw.between(-5, 5))
        for _ in range(draw.between(0, 6))
    ]
    return given(draw.one_of(CURRENCIES), items, conditions)


def compute(vector):
    return totals(vector["currency"], vector["items"], vector["conditions"])


def cases():
    rows = [from_contract("an empty cart has the int 0 as subtotal and the float 0 as total", given("USD", []), EMPTY, compute(given("USD", [])))]
    for name, vector, expect in CONTRACT:
        rows.append(from_contract(name, vector, expect, compute(vector)))
    for name, vector in DERIVED:
        rows.append(from_reference(name, vector, compute(vector)))
    draw = Draw(2810)
    number = 0
    while len(rows) < 160:
        number += 1
        vector = drawn(draw, number)
        try:
            expect = compute(vector)
        except Unstable:
            continue
        name = f"cart {number}, drawn, comes to {expect['total']['float']} {vector['currency']}"
        rows.append(from_reference(name, vector, expect))
    return once(rows)
