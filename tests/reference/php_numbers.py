"""Numbers the way PHP reads and writes them, as far as the cart's contract needs it.

Three kinds of number meet in a cart: PHP ints (64 bits), PHP floats (IEEE doubles), and the exact decimals in which
amounts are computed. Vectors write the first two as {"int": 10} and {"float": "10.5"}; the text of a float is the
shortest decimal that reads back to the same double, without exponent and without trailing zeros.
"""
import math
import re
from decimal import Decimal

INT_MAX = 2**63 - 1
INT_MIN = -(2**63)

# A cast skips this white space before a number, and reads nothing else before it.
LEADING_NUMBER = re.compile(r"[ \t\n\r\v\f]*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")


def leading_number(text):
    """The number at the start of a text, as text; '0' if there is none."""
    found = LEADING_NUMBER.match(text)
    return found.group(1) if found else "0"


def float_cast(text):
    """(float) $text"""
    return float(leading_number(text))


def int_cast(text):
    """(int) $text: a number with exponent or fraction is cut towards zero, one beyond 64 bits stops at the edge."""
    number = leading_number(text)
    if re.fullmatch(r"[+-]?[0-9]+", number):
        whole = int(number)
    else:
        whole = int(float(number))
    return max(INT_MIN, min(INT_MAX, whole))


def plain(number):
    """A Decimal as text without exponent, trailing zeros or a negative zero."""
    if number == 0:
        return "0"
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


def shortest(value):
    """The exact value of the shortest text that reads back to this double."""
    return Decimal(repr(float(value)))


def float_out(number):
    """A vector's expectation for a PHP float: the double nearest to the exact number."""
    return {"float": plain(shortest(float(number)))}


def int_out(number):
    assert INT_MIN <= number <= INT_MAX, number
    return {"int": int(number)}


def number_in(tagged):
    """A tagged number of a vector as (is it an int?, exact value)."""
    if "int" in tagged:
        return True, Decimal(tagged["int"])
    return False, shortest(float(tagged["float"]))


def float_text(value):
    """How PHP writes a float into JSON with its default serialize_precision: shortest digits, 1.0e+25, 10.0 as 10."""
    assert math.isfinite(value), value
    if value == 0:
        return "-0" if math.copysign(1.0, value) < 0 else "0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    text = "".join(map(str, digits))
    point = len(digits) + exponent  # the number is 0.DIGITS times ten to this power
    if point < -3 or point > 17:
        written = f"{text[0]}.{text[1:] or '0'}e{point - 1:+d}"
    elif point <= 0:
        written = "0." + "0" * -point + text
    elif point >= len(text):
        written = text + "0" * (point - len(text))
    else:
        written = text[:point] + "." + text[point:]
    return ("-" if sign else "") + written
