"""Whether declarative rules hold. Written from docs/rules.md, with Python's own calendar.

A cart is seen as {"items": [stored items], "conditions": [stored conditions], "metadata": {...}}, all without what rules
have put on.
"""
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from amounts import totals

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class UnknownZone(Exception):
    pass


def hold(rules, cart, item, facts):
    return all(holds(rule, cart, item, facts) for rule in rules)


def holds(rule, cart, item, facts):
    ((name, value),) = rule.items()
    if name in ("all", "any"):
        return (all if name == "all" else any)(holds(one, cart, item, facts) for one in value)
    if name == "not":
        return not holds(value, cart, item, facts)
    if name == "item":
        return any(fits(value, one) for one in cart["items"])
    if name == "this_item":
        return item is not None and fits(value, item)
    if name == "metadata":
        return metadata_holds(value, cart["metadata"])
    if name == "dates":
        return between(value, local(value, facts))
    if name == "weekdays":
        return on_weekday(value, local(value, facts))
    bound, what = name.split("_")
    amount = sum_of(what, cart, facts)
    wanted = Decimal(str(value))
    return amount >= wanted if bound == "min" else amount <= wanted


def sum_of(what, cart, facts):
    if what == "quantity":
        return Decimal(sum(item["quantity"] for item in cart["items"]))
    if what == "lines":
        return Decimal(len(cart["items"]))
    sums = totals(facts["currency"], [priced(item) for item in cart["items"]], [valued(one) for one in cart["conditions"]])
    amount = sums[what]
    return Decimal(next(iter(amount.values())))


def priced(item):
    price = item["price"]
    tagged = {"float": repr(price)} if isinstance(price, float) else {"int": price}
    return {"price": tagged, "quantity": item["quantity"], "conditions": [valued(one) for one in item["conditions"].values()]}


def valued(condition):
    value = condition["value"]
    return {**condition, "value": value if isinstance(value, str) else {"number": repr(value)}}


def fits(wanted, item):
    if "id" in wanted and item["id"] != wanted["id"]:
        return False
    if "model" in wanted and item["associated_model"] != wanted["model"]:
        return False
    if item["quantity"] < Decimal(str(wanted.get("min_quantity", 0))):
        return False
    if "max_quantity" in wanted and item["quantity"] > Decimal(str(wanted["max_quantity"])):
        return False
    if "attribute" not in wanted:
        return True
    attributes = item["attributes"]
    if isinstance(attributes, list):
        attributes = {str(at): one for at, one in enumerate(attributes)}
    if wanted["attribute"] not in attributes:
        return False
    return "equals" not in wanted or same(attributes[wanted["attribute"]], wanted["equals"])


def same(one, other):
    """JSON values of one meaning. Python takes True for 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(*pair) for pair in zip(one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return one == other


def metadata_holds(wanted, metadata):
    value = metadata.get(wanted["key"])
    if "exists" in wanted:
        return (value is not None) == wanted["exists"]
    return any(same(value, one) for one in wanted.get("in", [wanted.get("equals")]))


def local(rule, facts):
    zone = rule.get("zone", "UTC")
    if zone == "UTC":
        offset = 0
    elif zone[0] in "+-":
        offset = (1 if zone[0] == "+" else -1) * (int(zone[1:3]) * 3600 + int(zone[4:6]) * 60)
    elif zone in facts.get("zones", {}):
        offset = facts["zones"][zone]
    else:
        raise UnknownZone(zone)
    return datetime.fromtimestamp(facts["now"], tz=timezone.utc).replace(tzinfo=None) + timedelta(seconds=offset)


def between(rule, now):
    if "from" in rule and now < datetime.fromisoformat(rule["from"]):
        return False
    if "until" not in rule:
        return True
    until = datetime.fromisoformat(rule["until"])
    if len(rule["until"]) == len("2026-11-20"):
        until += timedelta(days=1)
    return now < until


def on_weekday(rule, now):
    """Every day on which a window begins is tried: today's and, over midnight, yesterday's."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    begin, end = clock(rule.get("from", "00:00")), clock(rule.get("until", "24:00"))
    if end <= begin:
        end += timedelta(days=1)
    for day in (midnight, midnight - timedelta(days=1)):
        if DAYS[day.weekday()] in rule["days"] and day + begin <= now < day + end:
            return True
    return False


def clock(text):
    hours, minutes, *seconds = (int(part) for part in text.split(":"))
    return timedelta(hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)
