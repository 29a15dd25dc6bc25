"""item_amounts.json"""
from amounts import Unstable, item_amounts
from cases import from_contract, from_reference, once
from draw import Draw

ABOUT = (
    "Amounts of one item, as CartItem's getRawPrice, getRawSubtotal and getRawSubtotalWithoutConditions give them, and the discount that "
    "becomes the money of getDiscountAmount, before it is rounded to a currency. The item's conditions act in the order given. int_or_float: "
    "the contract gives the value and leaves the kind of number open."
)


def whole(number):
    return {"int": number}


def real(text):
    return {"float": text}


# price, quantity, conditions, raw price, raw subtotal, without conditions, discount
CONTRACT = [
    (whole(10), 1, ["-10%"], whole(9), whole(9), whole(10), whole(1)),
    (whole(10), 1, ["-5%"], real("9.5"), real("9.5"), whole(10), real("0.5")),
    (real("10"), 1, ["-10%"], real("9"), real("9"), real("10"), real("1")),
    (whole(10), 3, ["/3"], real("3.3333333333333335"), real("10"), whole(30), real("20")),
    (whole(10), 3, [], whole(10), whole(30), whole(30), whole(0)),
]

DERIVED = [
    (whole(10), 2, ["-5%"]), (whole(10), 2, ["-50%", "*2"]), (whole(100), 1, ["-150", "20"]), (whole(100), 1, ["20", "-150"]),
    (whole(100), 4, ["-150%", "+5"]), (whole(7), 3, ["*0"]), (whole(7), 3, ["/0"]), (whole(7), 3, ["*-2"]), (whole(8), 2, ["/-4"]),
    (whole(0), 5, []), (whole(0), 5, ["+2.50"]), (whole(0), 5, ["-10%"]), (real("0"), 5, ["10%"]), (whole(5), 1, ["--5"]), (whole(5), 1, ["+-5"]),
    (whole(5), 1, ["+-6"]), (whole(22), 1, ["10%"]), (whole(70), 1, ["10%"]), (whole(20), 1, ["-5%", "-5%"]), (whole(20), 1, ["-5%", "-5%", "+1.95"]),
    (whole(4), 3, ["/8", "*8"]), (whole(4), 3, ["+0.5"]), (whole(4), 2, ["+0.5"]), (whole(1), 10000, []), (whole(999999999999), 10000, []),
    (real("0.1"), 3, []), (real("19.99"), 7, []), (real("19.99"), 7, ["-10%"]), (real("10.005"), 2, []), (real("33.3333"), 3, []),
    (real("0.0001"), 10000, []), (real("1299.5"), 1, ["-99.99%"]), (real("12.5"), 2, ["/3"]), (real("100"), 1, ["abc"]), (real("100"), 1, ["0%"]),
    (real("22"), 1, ["-10%", "10%"]), (real("0.3"), 1, ["-0.1", "-0.2"]), (real("1.1"), 1, ["*1.1"]), (real("4.35"), 100, []), (real("1.005"), 1000, []),
    (real("99999999.99"), 10000, []), (whole(3), 1, ["/7"]), (whole(50), 1, [{"number": "-12.5"}]), (whole(50), 2, [{"number": "12.5"}]),
]

VALUES = ["-10%", "10%", "-5%", "19%", "-33.333%", "-100%", "+5", "-5", "+0.5", "-0.25", "*2", "*0.5", "*1.19", "/2", "/4", "/8", "/3", "--2", "+-3", "/0"]


def cases():
    rows = []
    for price, quantity, values, raw, subtotal, without, discount in CONTRACT:
        given = {"price": price, "quantity": quantity, "condition_values": values}
        expect = {"price": raw, "subtotal": subtotal, "subtotal_without_conditions": without, "discount": discount}
        rows.append(from_contract(sentence(given), given, expect, item_amounts(price, quantity, values)))
    for price, quantity, values in DERIVED:
        given = {"price": price, "quantity": quantity, "condition_values": values}
        rows.append(from_reference(sentence(given), given, item_amounts(price, quantity, values)))

    draw = Draw(1001)
    while len(rows) < 160:
        price = whole(draw.between(0, 5000)) if draw.chance(50) else real(draw.amount(10**6, draw.between(1, 3)))
        values = [draw.one_of(VALUES) for _ in range(draw.between(0, 4))]
        given = {"price": price, "quantity": draw.between(1, 60), "condition_values": values}
        try:
            expect = item_amounts(price, given["quantity"], values)
        except Unstable:
            continue
        if all(row["input"] != given for row in rows):
            rows.append(from_reference(sentence(given), given, expect))
    return once(rows)


def sentence(given):
    kind, price = next(iter(given["price"].items()))
    values = [value if isinstance(value, str) else f"the float {value['number']}" for value in given["condition_values"]]
    return f"{given['quantity']} of the {kind} {price} with {' then '.join(values) or 'no condition'}"
