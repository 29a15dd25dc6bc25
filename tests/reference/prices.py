"""Price strings: contract, "Prices and money", "Price strings"."""
from decimal import Decimal

from php_numbers import float_cast, float_out, int_cast, int_out

# Removed one after the other, in the contract's order; nothing else is.
REMOVED = [",", "$", "€", "£", "¥", "₹", "RM", " "]


def read(text):
    """The number a price string is stored as: an int, or a float if a dot is left."""
    for mark in REMOVED:
        text = text.replace(mark, "")
    return float_cast(text) if "." in text else int_cast(text)


def price_out(price):
    return float_out(Decimal(repr(price))) if isinstance(price, float) else int_out(price)
