"""Amounts of items and carts: contract, "Order of a total" and "Models\\CartItem".

Everything is computed three times: with 28 digits, as the engine is allowed to, with 60, and exactly as fractions. Where the
three do not give the same answer, the case would test the last digit of a division and not the contract: `Unstable`.
"""
import decimal
from decimal import Decimal
from fractions import Fraction

import conditions
from money import round_money
from php_numbers import float_out, int_out, number_in


class Unstable(Exception):
    pass


class Digits:
    def __init__(self, digits):
        self.digits = digits

    def of(self, number):
        return Decimal(number)

    def exact(self, number):
        return number


class Fractions:
    digits = 28

    def of(self, number):
        return Fraction(number)

    def exact(self, number):
        """A fraction as a decimal, with many more digits than anything that is compared."""
        return Decimal(number.numerator) / Decimal(number.denominator)


def agreed(compute):
    """The one answer of three ways to compute, or Unstable."""
    answers = []
    for arithmetic in (Digits(28), Digits(60), Fractions()):
        with decimal.localcontext() as context:
            context.prec = 90 if isinstance(arithmetic, Fractions) else arithmetic.digits
            context.rounding = decimal.ROUND_HALF_EVEN
            answers.append(compute(arithmetic))
    if any(answer != answers[0] for answer in answers):
        raise Unstable(answers)
    return answers[0]


def raw_price(price, values, arithmetic):
    """Price with the item's conditions in insertion order; not below zero at any step."""
    amount = arithmetic.of(price)
    for value in values:
        amount = conditions.parse(value).apply(amount, arithmetic)
    return max(amount, arithmetic.of(Decimal(0)))


def item_amounts(price, quantity, values):
    """What CartItem's raw getters and getDiscountAmount give, as ints or floats by the contract's rules."""
    is_int, exact_price = number_in(price)

    def compute(arithmetic):
        raw = raw_price(exact_price, values, arithmetic)
        whole = raw == int(raw)
        if is_int and whole:
            price_out, subtotal_out = int_out(raw), int_out(raw * quantity)
        else:
            price_out = float_out(arithmetic.exact(raw))
            subtotal_out = float_out(arithmetic.exact(raw * quantity))
        without = arithmetic.of(exact_price) * quantity
        discount = arithmetic.exact(without - raw * quantity)
        if is_int and whole and discount >= 0:
            discount_out = int_out(discount)
        elif discount > 0:
            discount_out = float_out(discount)
        else:
            # The contract says "at least 0" and not whether that 0 is an int or a float.
            discount_out = {"int_or_float": "0"}
        return {
            "price": price_out,
            "subtotal": subtotal_out,
            "subtotal_without_conditions": int_out(without) if is_int else float_out(arithmetic.exact(without)),
            "discount": discount_out,
        }

    return agreed(compute)


def in_place(conditions_given):
    """Conditions as a cart holds them: a name that exists keeps its place and gets the new condition."""
    kept = {}
    for condition in conditions_given:
        conditions.check(condition["name"], condition["type"], condition["target"], condition["value"])
        kept[condition["name"]] = condition
    return list(kept.values())


def totals(currency, items, cart_conditions):
    kept = in_place(cart_conditions)

    def compute(arithmetic):
        subtotal = arithmetic.of(Decimal(0))
        without = arithmetic.of(Decimal(0))
        for item in items:
            _, price = number_in(item["price"])
            values = [condition["value"] for condition in in_place(item.get("conditions", []))]
            # A price comes back from storage as a float, which changes nothing below 16 digits.
            subtotal += raw_price(price, values, arithmetic) * item["quantity"]
            without += arithmetic.of(price) * item["quantity"]
        on_subtotal = [c for c in kept if c["target"] == "subtotal"]
        for condition in on_subtotal:
            subtotal = conditions.parse(condition["value"]).apply(subtotal, arithmetic)
        rounded = round_money(arithmetic.exact(subtotal), currency)
        total = arithmetic.of(rounded)
        for condition in kept:
            if condition["target"] == "total":
                total = conditions.parse(condition["value"]).apply(total, arithmetic)
        total = round_money(arithmetic.exact(total), currency)
        return {
            "subtotal": empty_amount(items, on_subtotal, rounded),
            "total": float_out(total),
            "subtotal_without_conditions": float_out(round_money(arithmetic.exact(without), currency))
            if items
            else {"int_or_float": "0"},
            "quantity": sum(item["quantity"] for item in items),
            "count": len(items),
        }

    return agreed(compute)


def empty_amount(items, on_subtotal, rounded):
    """An empty cart's subtotal is the int 0; with conditions on it the contract does not say which kind of number."""
    if items:
        return float_out(rounded)
    if on_subtotal:
        return {"int_or_float": float_out(rounded)["float"]}
    return int_out(0)
