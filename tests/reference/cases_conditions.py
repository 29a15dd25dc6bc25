"""condition_values.json"""
from decimal import Decimal
from fractions import Fraction

import conditions
from amounts import Fractions
from cases import from_contract, from_reference, once
from php_numbers import plain

ABOUT = (
    "Condition values: how a text, or a PHP float given as {\"number\": \"...\"} with INF and NAN spelt out, is parsed, and what it "
    "makes of 100. number and applied_to_100 are exact decimal texts; applied_to_100 is null where the result has no exact decimal "
    "of 28 digits. error: the message of the InvalidCartConditionException."
)


def number(text):
    return {"number": text}


# value, operator, number, 100 becomes: the contract's table row by row.
CONTRACT = [
    ("-10%", "%", "-0.1", "90"),
    ("10%", "%", "0.1", "110"),
    ("+10%", "%", "0.1", "110"),
    ("-150%", "%", "-1.5", "0"),
    ("-10", "-", "10", "90"),
    (number("-10"), "-", "10", "90"),
    ("--5", "-", "-5", "105"),
    ("+-5", "+", "-5", "95"),
    ("abc", "+", "0", "100"),
    ("%10", "+", "0", "100"),
    ("+INF", "+", "0", "100"),
    ("15", "+", "15", "115"),
    (" 5", "+", "5", "105"),
    ("*2", "*", "2", "200"),
    ("*-2", "*", "-2", "200"),
    ("/2", "/", "2", "50"),
    ("/-4", "/", "-4", "25"),
    ("/0", "/", "0", "100"),
    ("*0", "*", "0", "0"),
    ("1,000", "+", "1", "101"),
    ("-1,000", "-", "1", "99"),
    ("-+5%", "%", "0", "100"),
    ("- 10%", "%", "0", "100"),
    ("INF%", "%", "0", "100"),
    ("%", "%", "0", "100"),
    ("*1.5%", "%", "0", "100"),
    ("0", "+", "0", "100"),
    ("0%", "%", "0", "100"),
    ("-0", "-", "0", "100"),
    ("*0.5", "*", "0.5", "50"),
]

EMPTY = "Condition value cannot be empty"
CONTRACT_ERRORS = [
    ("", EMPTY),
    (number("0"), EMPTY),
    ("INF", "Invalid condition value: INF"),
    ("-INF", "Invalid condition value: -INF"),
    ("INFINITY", "Invalid condition value: INFINITY"),
    ("-INFINITY", "Invalid condition value: -INFINITY"),
    ("NAN", "Invalid condition value: NAN"),
    ("inf", "Invalid condition value: inf"),
    ("-Infinity", "Invalid condition value: -Infinity"),
    ("NaN", "Invalid condition value: NaN"),
    ("1e309", "Invalid condition value: 1e309"),
    ("1e309%", "Invalid condition value: 1e309%"),
    (number("INF"), "Invalid condition value: INF"),
    (number("-INF"), "Invalid condition value: -INF"),
    (number("NAN"), "Invalid condition value: NAN"),
]

DERIVED = [
    # plain amounts
    "+5", "+15.75", "7.5", ".5", "5.", "+.25", "-.25", "-0.01", "00", "+0", "0.0", "-0.00", "5-", "5abc", "-5-3", "+ 5", "- 10", "\t5",
    "1e2", "-1e1", "+2.5e-1", "1_000", "0x10", " -5", " ", "\u221210", "5 ", "free shipping", "$5", "RM5", "١٠", "-NAN",
    # percentages
    "5%", "0.5%", "+.5%", "200%", "-100%", "-99.99%", "33.333%", "-33.333%", "7.25%", "-0.7%", "1e1%", "-1e2%", "10%%", "-10 %", " -10%",
    "10% ", "abc%", "+%", "-%", "--10%", "/2%", "1,5%", "0.0001%", "10\uff05", "NAN%", "1000%",
    # factors and divisors
    "*1", "*1.19", "*.1", "*1e2", "*", "*abc", "* 2", "**2", "*0.001", "*-0.5", "*+3", "/4", "/8", "/0.5", "/.25", "/1e3", "/3", "/7", "/-3",
    "/", "/abc", "/ 5", "/-0", "/0.0", "//2", "/+5", "/6", "/1.25", "/16%",
    # floats
    number("10"), number("0.1"), number("-0.5"), number("12.345"), number("-99.99"), number("-150"), number("1000000"), number("0.0000001"),
    number("-0.0000001"), number("10000000000000000000000000"), "infinit", "-1e309", "+1e309",
]


def parsed(value):
    try:
        condition = conditions.parse(value)
    except conditions.InvalidCondition as refused:
        return {"error": str(refused)}
    applied = condition.apply(Fraction(100), Fractions())
    return {
        "operator": condition.operator,
        "number": plain(condition.number),
        "applied_to_100": exact_text(applied),
        "is_discount": condition.is_discount,
        "is_charge": condition.is_charge,
        "is_percentage": condition.is_percentage,
    }


def exact_text(fraction):
    decimal = Decimal(fraction.numerator) / Decimal(fraction.denominator)
    return plain(decimal) if Fraction(decimal) == fraction else None


def cases():
    rows = []
    for value, operator, exact, applied in CONTRACT:
        expect = {
            "operator": operator,
            "number": exact,
            "applied_to_100": applied,
            "is_discount": operator == "-" or (operator == "%" and exact.startswith("-")),
            "is_charge": operator == "+" or (operator == "%" and not exact.startswith("-") and exact != "0"),
            "is_percentage": operator == "%",
        }
        rows.append(from_contract(sentence(value), {"value": value}, expect, parsed(value)))
    for value, message in CONTRACT_ERRORS:
        rows.append(from_contract(sentence(value), {"value": value}, {"error": message}, parsed(value)))
    for value in DERIVED:
        rows.append(from_reference(sentence(value), {"value": value}, parsed(value)))
    return once(rows)


def sentence(value):
    name = ascii(value) if isinstance(value, str) else f"the float {value['number']}"
    result = parsed(value)
    if "error" in result:
        return f"{name} is refused"
    if result["applied_to_100"] is None:
        return f"{name} has the operator {result['operator']}"
    return f"{name} makes {result['applied_to_100']} of 100"
