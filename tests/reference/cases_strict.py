"""strict_parsing.json"""
import strict
from cases import from_contract, from_reference, once
from draw import Draw

ABOUT = (
    "Prices and values of conditions with strict parsing switched on: price is the text of a price, value that of a condition. expect: the number, or {taken: true}, or "
    "{refused} with the start of the sentence. A negative price is read; the rules for items refuse it with their own message."
)

PRICES = ["10", "0", "007", "10.0", "1299.50", "1,299.50", "1,299", "12,345,678.9", "RM 10", "RM1,000.00", "$5", "¥100", "₹ 50.25", "50.25 €", "10€", "7 ", " 7", "-5", "$-5", "-$5", "-£ 0.50"]
NO_PRICES = [
    "", " ", "abc", "free", "12abc", "€ 1.234,56", "1,23", "1,2345", "12345,678", "1,299,5", ",5", "5,", ".5", "5.", "1..2", "1.2.3", "1 000", "1e3", "1.5e3", "INF", "NAN", "--5", "+5", "rm 10",
    "USD 10", "\u00a09", "$$5", "5$$", "½", "٣", "5-", "0x1F", "1_000", "99999999999999999999",
]
VALUES = ["10", "-10", "+5", "*2", "/4", "-10%", "10%", "+7.5%", "*1.19", "0", "0%", "-0", "15.00", "/0.5", "100000"]
NO_VALUES = ["abc", "%10", "%", "-+5%", "- 10%", "--5", "+-5", "*-2", "/-4", "/0", "/0.00", "1,000", "-1,000", "*1.5%", "/2%", " 5", "5 ", "1e3", "10%%", ".5", "5.", "+", "-", "$5", "½", "1_0"]


def refused_price(text):
    if text.strip("9") == "" and len(text) > 19:
        return {"refused": f"The price '{text}' is beyond the range"}
    return {"refused": f"The price '{text}' cannot be read; write digits"}


def price(text):
    read = strict.price(text)
    return read if read is not None else refused_price(text)


def value(text):
    return {"taken": True} if strict.value(text) else {"refused": f"The condition value '{text}' cannot be read; write one of"}


def drawn(draw, alphabet, most):
    return "".join(draw.one_of(alphabet) for _ in range(draw.between(1, most)))


def cases():
    rows = []
    for text in PRICES + NO_PRICES:
        assert (strict.price(text) is not None) == (text in PRICES), text
        rows.append(from_contract(f"the price {text!r}", {"price": text}, price(text), price(text)))
    for text in VALUES + NO_VALUES:
        assert strict.value(text) == (text in VALUES), text
        rows.append(from_contract(f"the value {text!r}", {"value": text}, value(text), value(text)))
    draw = Draw(55)
    seen = {*PRICES, *NO_PRICES, *VALUES, *NO_VALUES}
    while len(rows) < 180:
        text = drawn(draw, ["1", "2", "0", "12", "500", ",", ".", "$", " ", "-"], 6)
        if text not in seen:
            seen.add(text)
            rows.append(from_reference(f"the drawn price {text!r}", {"price": text}, price(text)))
    while len(rows) < 240:
        text = drawn(draw, ["1", "20", "0", ".", "%", "-", "+", "*", "/"], 5)
        if text not in seen:
            seen.add(text)
            rows.append(from_reference(f"the drawn value {text!r}", {"value": text}, value(text)))
    return once(rows)
