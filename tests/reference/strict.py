"""Reading numbers without guessing: what docs/switches.md says of strict parsing, as patterns."""
import re
from decimal import Decimal

from php_numbers import INT_MAX, float_out, int_out

SIGN = r"(?:\$|€|£|¥|₹|RM)"
NUMBER = r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<fraction>[0-9]+))?"
PRICE = re.compile(rf" *(?:{SIGN} *)?(?P<minus>-)?(?:{SIGN} *)?{NUMBER} *(?P<after> *{SIGN})? *")
VALUE = re.compile(r"(?:[-+*/]?[0-9]+(?:\.[0-9]+)?|[-+]?[0-9]+(?:\.[0-9]+)?%)")
BY_NOTHING = re.compile(r"/[0.]+")


def price(text):
    """The number, or None if it is refused. At most one sign of a currency."""
    found = PRICE.fullmatch(text)
    if not found or len(re.findall(SIGN, text)) > 1:
        return None
    whole, fraction = found["whole"].replace(",", ""), found["fraction"]
    minus = "-" if found["minus"] else ""
    if fraction is None:
        number = int(minus + whole)
        return int_out(number) if abs(number) <= INT_MAX else None
    return float_out(Decimal(f"{minus}{whole}.{fraction}"))


def value(text):
    """Whether the value of a condition is taken."""
    return bool(VALUE.fullmatch(text)) and not BY_NOTHING.fullmatch(text)
