"""The text of a stored column: what PHP's json_encode($data, JSON_THROW_ON_ERROR) writes. Contract, "DatabaseStorage"."""
import json

from php_numbers import INT_MAX, INT_MIN, float_text


def decode(text):
    """json_decode($text, true), keeping ints and floats apart."""
    return json.loads(text, parse_int=whole_number, parse_constant=refuse)


def whole_number(digits):
    """Beyond 64 bits PHP reads a whole number as a float."""
    number = int(digits)
    return number if INT_MIN <= number <= INT_MAX else float(digits)


def refuse(constant):
    raise ValueError(f"{constant} is no JSON")


def encode(value):
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, str):
        # Python would escape DEL, which PHP leaves as it is; PHP escapes the slash.
        parts = [json.dumps(part, ensure_ascii=True)[1:-1] for part in value.split("\x7f")]
        return '"' + "\x7f".join(parts).replace("/", "\\/") + '"'
    if isinstance(value, list):
        return "[" + ",".join(encode(entry) for entry in value) + "]"
    if not value:
        return "[]"  # PHP has one kind of array: an empty one is a list
    # An array keyed 0, 1, 2… would be a list for PHP as well; no vector uses one.
    assert "0" not in value, value
    return "{" + ",".join(f"{encode(key)}:{encode(entry)}" for key, entry in value.items()) + "}"


def column(entries):
    """A whole column; an empty one is NULL."""
    return encode(entries) if entries else None
