"""Money: contract, "Prices and money", "Amounts". Minor units are ISO 4217's, pinned here and not read from the engine."""
from decimal import ROUND_HALF_UP, Decimal

# Every currency that is not listed has two decimals.
MINOR_UNITS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}


def decimals(currency):
    return MINOR_UNITS.get(currency.upper(), 2)


def round_money(amount, currency):
    """Half up to the currency's decimals. Amounts of a cart are never negative."""
    assert amount >= 0, amount
    return amount.quantize(Decimal(1).scaleb(-decimals(currency)), rounding=ROUND_HALF_UP)
