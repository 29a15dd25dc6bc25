"""Condition values and what they do to an amount: contract, "Conditions\\CartCondition"."""
import math
from decimal import Decimal
from fractions import Fraction

from php_numbers import leading_number

NOT_NUMBERS = {"INF", "-INF", "INFINITY", "-INFINITY", "NAN"}
TARGETS = ("subtotal", "total", "item")
PHP_TRIM = " \t\n\r\0\x0b"


class InvalidCondition(Exception):
    pass


class Value:
    """A condition's value, parsed: an operator and an exact number."""

    def __init__(self, operator, number):
        self.operator = operator
        self.number = number

    @property
    def is_percentage(self):
        return self.operator == "%"

    @property
    def is_discount(self):
        return self.operator == "-" or (self.operator == "%" and self.number < 0)

    @property
    def is_charge(self):
        return self.operator == "+" or (self.operator == "%" and self.number > 0)

    def apply(self, amount, arithmetic):
        """The amount with this condition, never below zero, never rounded to money."""
        number = arithmetic.of(self.number)
        if self.operator == "%":
            changed = amount + amount * number
        elif self.operator == "+":
            changed = amount + number
        elif self.operator == "-":
            changed = amount - number
        elif self.operator == "*":
            changed = amount * abs(number)
        elif number == 0:
            changed = amount  # dividing by zero changes nothing
        else:
            changed = amount / abs(number)
        return max(changed, arithmetic.of(Decimal(0)))


def is_blank(text):
    """PHP's empty(trim($text))."""
    return text.strip(PHP_TRIM) in ("", "0")


def parse_text(text):
    if text == "":
        raise InvalidCondition("Condition value cannot be empty")
    if text.upper() in NOT_NUMBERS:
        raise InvalidCondition(f"Invalid condition value: {text}")
    if text.endswith("%"):
        operator, rest = "%", text[:-1]
    elif text[0] in "+-*/":
        operator, rest = text[0], text[1:]
    else:
        operator, rest = "+", text
    number = leading_number(rest)
    if math.isinf(float(number)):
        raise InvalidCondition(f"Invalid condition value: {text}")
    # Exact decimals and doubles agree up to 15 digits; vectors do not go beyond, so that either reading passes.
    assert Decimal(number) == Decimal(repr(float(number))), f"too many digits in {text!r}"
    exact = Decimal(number)
    return Value(operator, exact / 100 if operator == "%" else exact)


def parse(value):
    """A value as vectors write it: a text, or {"number": "-10"} for a PHP float (INF and NAN included)."""
    if isinstance(value, str):
        return parse_text(value)
    number = value["number"]
    if number in ("INF", "-INF", "NAN"):
        raise InvalidCondition(f"Invalid condition value: {number}")
    exact = Decimal(number)
    if exact == 0:
        raise InvalidCondition("Condition value cannot be empty")
    return Value("-" if exact < 0 else "+", abs(exact))


def check(name, type_, target, value):
    """The constructor's checks in the contract's order; gives the parsed value."""
    for what, text in (("name", name), ("type", type_), ("target", target)):
        if is_blank(text):
            raise InvalidCondition(f"Condition {what} cannot be empty")
    if target not in TARGETS:
        raise InvalidCondition("Condition target must be one of: subtotal, total, item")
    return parse(value)


def stored(condition):
    """CartCondition::toArray(), the shape in which a condition is stored."""
    value = condition["value"]
    parsed = check(condition["name"], condition["type"], condition["target"], value)
    exact = Fraction(parsed.number)
    rules = condition.get("rules")
    assert Fraction(Decimal(repr(float(parsed.number)))) == exact
    return {
        "name": condition["name"],
        "type": condition["type"],
        "target": condition["target"],
        "value": value if isinstance(value, str) else float(value["number"]),
        "attributes": condition.get("attributes", []),
        "order": condition.get("order", 0),
        "rules": rules,
        "operator": parsed.operator,
        "parsed_value": float(parsed.number),
        "is_discount": parsed.is_discount,
        "is_charge": parsed.is_charge,
        "is_percentage": parsed.is_percentage,
        "is_dynamic": bool(rules),
    }
