"""money_rounding.json"""
from decimal import Decimal

from cases import from_contract, from_reference, once
from draw import Draw
from money import decimals, round_money
from php_numbers import INT_MAX, float_out, shortest

ABOUT = (
    "A number made into money of a currency: an int stays as it is, a float is rounded half up to the currency's decimals. Floats are "
    "compared as doubles. error: no money of that currency can be made (PHP: OutOfBoundsException)."
)

# number: in a currency of 2, 0 and 3 decimals
CONTRACT = [
    ("10.005", "10.01", "10", "10.005"),
    ("10.015", "10.02", "10", "10.015"),
    ("19.995", "20", "20", "19.995"),
    ("10.5", "10.5", "11", "10.5"),
    ("99.9999", "100", "100", "100"),
    ("10.0005", "10", "10", "10.001"),
]

DRAWN_FROM = [
    "USD", "EUR", "MYR", "GBP", "INR", "CHF", "BRL", "usd", "JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XOF", "jpy", "KWD", "BHD", "TND", "OMR",
    "Kwd", "CLF", "UYW", "HUF", "IDR", "MGA", "MRU", "TWD", "IRR",
]


def rounded(number, currency):
    if "int" in number:
        return number
    return float_out(round_money(shortest(float(number["float"])), currency))


def cases():
    rows = []

    def contract(number, currency, expect):
        rows.append(from_contract(sentence(number, currency), {"number": number, "currency": currency}, expect, rounded(number, currency)))

    def derived(number, currency):
        rows.append(from_reference(sentence(number, currency), {"number": number, "currency": currency}, rounded(number, currency)))

    for number, two, none, three in CONTRACT:
        for currency, expect in (("USD", two), ("MYR", two), ("JPY", none), ("KWD", three)):
            contract({"float": number}, currency, {"float": expect})
    for currency in ("USD", "JPY", "KWD", "CLF"):
        contract({"int": 10}, currency, {"int": 10})
    contract({"float": "10.005"}, "usd", {"float": "10.01"})
    rows.append(
        {
            "name": "there is no money of the unknown currency XXX",
            "from": "contract",
            "input": {"number": {"int": 1}, "currency": "XXX"},
            "expect": {"error": {"kind": "unknown_currency", "message": 'Invalid currency "XXX"'}},
        }
    )

    for currency in ("USD", "JPY", "KWD", "CLF"):
        half = Decimal(5).scaleb(-decimals(currency) - 1)
        unit = Decimal(1).scaleb(-decimals(currency))
        derived({"int": 0}, currency)
        derived({"int": INT_MAX}, currency)
        for number in (0, half, unit, half / 10, half - half / 100, half + half / 100, 999 + half, 1000000 + half, 7 * unit + half, 8 * unit + half):
            derived({"float": format(Decimal(number).normalize(), "f")}, currency)
    for text in ("0.1", "0.30000000000000004", "2.675", "1.005", "1.115", "4.35", "1234567890.125", "999999999.995", "0.0000001"):
        derived({"float": text}, "EUR")

    draw = Draw(4217)
    while len(rows) < 420:
        currency = draw.one_of(DRAWN_FROM)
        places = decimals(currency)
        text = draw.amount(10**9, places + draw.between(0, 3))
        if draw.chance(50):  # a tie: exactly half of the currency's smallest unit
            text = format(Decimal(draw.amount(10**7, places)) + Decimal(5).scaleb(-places - 1), "f")
        given = {"number": {"float": text}, "currency": currency}
        if all(row["input"] != given for row in rows):
            derived(given["number"], currency)
    return once(rows)


def sentence(number, currency):
    kind, value = next(iter(number.items()))
    return f"the {kind} {value} becomes {next(iter(rounded(number, currency).values()))} {currency}"
