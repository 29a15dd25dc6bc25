"""prices.json"""
import prices
from cases import from_contract, from_reference, once
from php_numbers import INT_MAX

ABOUT = (
    "Price strings: what Cart::add, Cart::update, new CartItem and CartItem::setPrice store for a text. The caller refuses "
    "negative results afterwards. int: a whole PHP number; float: a double, given by its shortest text."
)

CONTRACT = [
    ("1,299.50", {"float": "1299.5"}),
    ("RM1,000.00", {"float": "1000"}),
    ("€ 1.234,56", {"float": "1.23456"}),
    ("10", {"int": 10}),
    (".5", {"float": "0.5"}),
    ("abc", {"int": 0}),
    ("", {"int": 0}),
    ("INF", {"int": 0}),
    ("NAN", {"int": 0}),
    ("rm 10", {"int": 0}),
    ("USD 10", {"int": 0}),
    ("\u00a09", {"int": 0}),
    ("99999999999999999999", {"int": INT_MAX}),
    ("RM 10", {"int": 10}),
    ("$5", {"int": 5}),
    ("¥100", {"int": 100}),
    ("₹ 50.25", {"float": "50.25"}),
    ("10.0", {"float": "10"}),
    ("5.", {"float": "5"}),
    ("1 000", {"int": 1000}),
    (" 7 ", {"int": 7}),
    ("12abc", {"int": 12}),
    ("1e3", {"int": 1000}),
    ("1.5e3", {"float": "1500"}),
]

# What is inside each group is one reading of the rule: marks removed, then a dot decides, then PHP's leading number.
DERIVED = [
    # marks, in any place and number
    "£9.99", "€5€", "5 RM", "$1,2,3", ",,,", "$ € £ ¥ ₹ RM", "RM RM 12.50", "9¥", "₹1,00,000", "$-5", "-$5.25", "1,5", "1.5,5",
    # what is not a mark
    "Rm5", "R5", "5USD", "kr 10", "1_000", "1'000.50", "#10", "10%", "(5)", "\u202f9", "\uff15", "\u0665", "１０.５",
    # signs
    "-5", "+5", "+5.5", "-12.75", "--5", "+-5", "- 5", "5-", "-.5", "+.5", "-0.25",
    # leading numbers and text behind them
    "12.5abc", "abc12", "abc12.5", "1.5.5", "1.000.000", "0x1A", "0b11", "00012", "007.50", "3 for 2", "1/2", "10.00 RM",
    # dots without digits
    ".", "..5", "-.", "5..", ".e3", ". 5", "5 .",
    # exponents
    "1E3", "1e+2", "15e-1", "123456789e-2", "1e", "1e+", "1.e2", "5.e-1", "1.25E+2", "e5", "1e 3", "1.5e", "2e3x", "1e18",
    # white space that is not the plain space
    "\t7", "\n7.5", "7\n", "\r\n8.25", "1\t000", "7\t.5",
    # words
    "INFINITY", "-INF", "NAN.5", "INF.", "null", "free", "true",
    # zero and the edges of an int
    "0", "0.0", "0.00", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
    "-99999999999999999999", "1e19", "9007199254740993", "79228162514264337593543950335",
    # floats that need all their digits, and texts with more digits than a double keeps
    "0.1", "1234567.89", "99999999.99", "0.30000000000000004", "0.000001", "1.23456789012345678901", "9007199254740993.0",
]


def cases():
    rows = []
    for text, expect in CONTRACT:
        rows.append(from_contract(sentence(text), {"text": text}, expect, prices.price_out(prices.read(text))))
    for text in DERIVED:
        rows.append(from_reference(sentence(text), {"text": text}, prices.price_out(prices.read(text))))
    return once(rows)


def sentence(text):
    price = prices.price_out(prices.read(text))
    kind, value = next(iter(price.items()))
    return f"the price {ascii(text)} is stored as the {kind} {value}"
