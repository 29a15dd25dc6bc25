#!/usr/bin/env python3
"""Writes tests/conformance/*.json, or checks that they are what this would write.

    python3 tests/reference/generate.py --write
    python3 tests/reference/generate.py --check

Needs Python 3.10 and its standard library, nothing else; above all not the engine (see README.md here).
"""
import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True

import cases_cart
import cases_conditions
import cases_dynamic
import cases_events
import cases_items
import cases_merges
import cases_money
import cases_operations
import cases_prices
import cases_rules
import cases_strict
import cases_switches
import cases_totals

VECTORS = Path(__file__).resolve().parent.parent / "conformance"
FILES = {
    "prices.json": cases_prices,
    "condition_values.json": cases_conditions,
    "money_rounding.json": cases_money,
    "item_amounts.json": cases_items,
    "totals.json": cases_totals,
    "operations.json": cases_operations,
    "cart_operations.json": cases_cart,
    "rules.json": cases_rules,
    "dynamic_conditions.json": cases_dynamic,
    "merges.json": cases_merges,
    "switches.json": cases_switches,
    "strict_parsing.json": cases_strict,
    "events.json": cases_events,
}


def text(source):
    """A case a line, so that a change shows as the lines of the cases that changed."""
    lines = [json.dumps(case) for case in source.cases()]
    return f'{{"about": {json.dumps(source.ABOUT)},\n"cases": [\n' + ",\n".join(lines) + "\n]}\n", len(lines)


def main(arguments):
    if arguments not in (["--check"], ["--write"]):
        print(__doc__)
        return 2
    stale = 0
    for name, source in FILES.items():
        wanted, count = text(source)
        path = VECTORS / name
        if arguments == ["--write"]:
            VECTORS.mkdir(exist_ok=True)
            path.write_text(wanted, encoding="utf-8", newline="\n")
            print(f"{name}: {count} cases written")
        elif not path.exists() or path.read_text(encoding="utf-8") != wanted:
            stale += 1
            print(f"{name}: differs from the reference")
        else:
            print(f"{name}: {count} cases as the reference has them")
    unknown = sorted(path.name for path in VECTORS.glob("*.json") if path.name not in FILES)
    if unknown:
        print("no source for " + ", ".join(unknown))
    return 1 if stale or unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
