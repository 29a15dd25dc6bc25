#!/usr/bin/env python3
"""Checks the form of crates/core/data/currencies.csv and what ISO 4217 fixes about it.

    python3 tests/reference/currencies.py

Codes, numbers, names and minor units of the table are those of ISO 4217 list one as published on 2026-01-01 (so with XAD, XCG and
ZWG, without ANG, BGN, CUC, HRK); currencies to which ISO gives no minor unit (gold, SDR, XXX, …) are left out. Symbol, place of the
symbol and separators are no part of ISO: they are the ones that PHP shops print. The facts below are pinned here, so that a
change of the table has to be made twice.
"""
import csv
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from money import decimals

TABLE = Path(__file__).resolve().parents[2] / "crates" / "core" / "data" / "currencies.csv"
COLUMNS = ["code", "numeric", "precision", "name", "symbol", "symbol_first", "decimal_mark", "thousands_separator"]
DECIMAL_MARKS = {"dot", "comma"}
SEPARATORS = {"dot", "comma", "space", "apostrophe", "none"}

CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU
CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD
JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO
NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT
TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
""".split()

# Rows that are looked at as a whole: the ones whose format the documents and tests print.
ROWS = [
    "USD,840,2,US Dollar,$,1,dot,comma",
    "EUR,978,2,Euro,€,1,comma,dot",
    "GBP,826,2,Pound Sterling,£,1,dot,comma",
    "JPY,392,0,Yen,¥,1,dot,comma",
    "MYR,458,2,Malaysian Ringgit,RM,1,dot,comma",
    "INR,356,2,Indian Rupee,₹,1,dot,comma",
    "KWD,414,3,Kuwaiti Dinar,د.ك,1,dot,comma",
]


def complaints(text):
    if not text.endswith("\n") or "\r" in text or '"' in text or "\ufeff" in text:
        yield "lines end with one line feed, and there are no quotes and no byte order mark"
    rows = list(csv.reader(text.splitlines()))
    if rows[0] != COLUMNS:
        yield f"the columns are {','.join(COLUMNS)}"
    for row in rows[1:]:
        if len(row) != len(COLUMNS) or any(field != field.strip() or not field for field in row):
            yield f"{row}: {len(COLUMNS)} fields, none of them empty or padded"
            continue
        code, numeric, precision, _, _, symbol_first, mark, separator = row
        if not re.fullmatch(r"[A-Z]{3}", code) or not re.fullmatch(r"[0-9]{3}", numeric):
            yield f"{code}: a code is three capital letters, a number three digits"
        if precision != str(decimals(code)):
            yield f"{code}: ISO gives {decimals(code)} decimals, the table {precision}"
        if symbol_first not in ("0", "1") or mark not in DECIMAL_MARKS or separator not in SEPARATORS or mark == separator:
            yield f"{code}: symbol_first is 0 or 1, the separators are words, and two different ones"
    codes = [row[0] for row in rows[1:]]
    if codes != CODES:
        yield f"codes that differ from ISO's, or are not in order: {sorted(set(codes) ^ set(CODES))}"
    if len({row[1] for row in rows[1:]}) != len(rows) - 1:
        yield "a number is used twice"
    for row in ROWS:
        if row not in text.splitlines():
            yield f"this row is missing: {row}"


def main():
    found = list(complaints(TABLE.read_text(encoding="utf-8")))
    for complaint in found:
        print(f"currencies.csv: {complaint}")
    if not found:
        print(f"currencies.csv: {len(CODES)} currencies, as ISO 4217 has them")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
