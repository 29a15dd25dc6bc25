"""What events tell: contract, "Events", toArray() without the timestamp. Sums are those of the cart after the step."""
import copy
from decimal import Decimal

import conditions
from amounts import totals
from rules import priced, valued
from whole_cart import WholeCart

OWNER = {"identifier": "user-7", "instance_name": "default"}


class TellingCart(WholeCart):
    """Keeps what each event is about."""

    def summary(self):
        sums = totals("USD", [priced(item) for item in self.items.values()], [valued(one) for one in self.conditions.values()])
        amount = lambda name: Decimal(next(iter(sums[name].values())))  # noqa: E731
        quantity = sum(item["quantity"] for item in self.items.values())
        return {"items_count": len(self.items), "total_quantity": quantity, "subtotal": amount("subtotal"), "total": amount("total")}

    def tell(self, operation):
        before_items, before_conditions = copy.deepcopy((self.items, self.conditions))
        events = self.events(operation)
        told = []
        removed = iter([one for one in before_conditions.values() if one["type"] == "shipping"] if "shipping" in operation["op"] else [])
        for event in events:
            told.append({"event": event, "data": self.data(event, operation, before_items, before_conditions, removed)})
            if event not in ("CartCreated", "CartCleared"):
                summary = self.summary()
                told.append({"event": "CartUpdated", "data": {**OWNER, "reason": None, **summary, "conditions_count": len(self.conditions)}})
        return told

    def data(self, event, operation, before_items, before_conditions, removed):
        if event in ("CartCreated", "CartCleared"):
            return OWNER
        summary = self.summary()
        if event in ("ItemAdded", "ItemUpdated", "ItemRemoved"):
            item = before_items[operation["id"]] if event == "ItemRemoved" else self.items[operation["id"]]
            return {"item_id": item["id"], "item_name": item["name"], "quantity": item["quantity"], "price": Decimal(str(item["price"])), **OWNER}
        if event in ("MetadataAdded", "MetadataRemoved"):
            value = {"value": self.metadata[operation["key"]]} if event == "MetadataAdded" else {}
            cart = {"identifier": "user-7", "instance": "default", "items_count": summary["items_count"], "total": summary["total"]}
            return {"key": operation["key"], **value, "cart": cart}
        on_item = event.startswith("Item")
        if event == "CartConditionAdded":
            condition = self.conditions[operation["name"]]
        elif event == "CartConditionRemoved":
            condition = next(removed, None) or before_conditions[operation["name"]]
        elif event == "ItemConditionAdded":
            condition = self.items[operation["id"]]["conditions"][operation["condition"]["name"]]
        else:
            condition = self.gone
        amount = summary["subtotal"]
        told = {"condition": {key: told_value(condition[key]) for key in ("name", "type", "value", "target")}}
        if on_item:
            item = self.items[operation["id"]]
            amount = item_subtotal(item)
            told["item"] = {"id": item["id"], "name": item["name"], "quantity": item["quantity"], "subtotal": amount}
        told["cart"] = {"instance": "default", **summary}
        told["impact"] = impact(condition, amount)
        if event.endswith("Removed"):
            told["lost_savings"] = abs(told["impact"]) if condition["is_discount"] else Decimal(0)
            told["reason"] = None
        return told

    def remove_item_condition(self, operation):
        item = self.items.get(operation["id"], {"conditions": {}})
        self.gone = item["conditions"].get(operation["name"])
        return super().remove_item_condition(operation)


class Exact:
    def of(self, number):
        return Decimal(number)


def told_value(value):
    return Decimal(repr(value)) if isinstance(value, float) else value


def item_subtotal(item):
    amount = Decimal(str(item["price"]))
    for one in item["conditions"].values():
        amount = conditions.parse(valued(one)["value"]).apply(amount, Exact())
    return max(amount, Decimal(0)) * item["quantity"]


def impact(condition, amount):
    return conditions.parse(valued(condition)["value"]).apply(amount, Exact()) - amount


def play(operations):
    """What the last operation's events tell."""
    cart = TellingCart()
    for operation in operations[:-1]:
        cart.step(operation)
    return plain(cart.tell(operations[-1]))


def plain(value):
    """Numbers as JSON has them."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value
