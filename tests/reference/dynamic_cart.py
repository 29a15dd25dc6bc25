"""Conditions that come and go with their rules: contract, "Dynamic conditions", with bug 16 repaired.

Registered conditions are stored with the cart, under a key of the metadata. What rules put on is marked, and only that is
taken off by them. All rules look at the cart as it was before the evaluation, without what rules have put on.
"""
import copy

import rules
from cart import Refused, stored_condition
from stored import column
from whole_cart import WholeCart, columns

KEY = "__cartwright_dynamic_conditions"


def check_key(operation):
    if operation["key"] == KEY:
        raise Refused("reserved_key", f"The metadata key '{KEY}' is kept for conditions with rules; use another key, or register and unregister conditions")


class DynamicCart(WholeCart):
    def __init__(self, limits=None, known_models=()):
        super().__init__(limits, known_models)
        self.dynamic = {}
        self.not_evaluated = []

    @property
    def metadata_json(self):
        return column({**self.metadata, **({KEY: self.dynamic} if self.dynamic else {})})

    def state(self):
        return (*super().state(), self.dynamic)

    def restore(self, state):
        *others, self.dynamic = state
        super().restore(others)

    def clear(self, operation):
        self.dynamic = {}
        return super().clear(operation)

    def step(self, operation):
        self.not_evaluated = []
        step = super().step(operation)
        return {**step, **({"not_evaluated": self.not_evaluated} if self.not_evaluated else {})}

    def set_metadata(self, operation):
        check_key(operation)
        return super().set_metadata(operation)

    def remove_metadata(self, operation):
        check_key(operation)
        return super().remove_metadata(operation)

    def register_dynamic(self, operation):
        condition = stored_condition(operation)
        if not condition["rules"]:
            raise Refused("invalid_rule", "Only dynamic conditions (with rules) can be registered.")
        name = condition["name"]
        moved = name in self.dynamic and self.dynamic[name]["target"] != condition["target"]
        events = self.take_off(name) if moved else []
        self.dynamic[name] = condition
        return events

    def unregister_dynamic(self, operation):
        self.dynamic.pop(operation["name"], None)
        return self.take_off(operation["name"])

    def take_off(self, name):
        events = []
        if self.conditions.get(name, {}).get("by_rules"):
            del self.conditions[name]
            events.append("CartConditionRemoved")
        for item in self.items.values():
            if item["conditions"].get(name, {}).get("by_rules"):
                del item["conditions"][name]
                events.append("ItemConditionRemoved")
        return events

    def seen(self):
        """The cart as rules see it."""
        items = copy.deepcopy(list(self.items.values()))
        for item in items:
            item["conditions"] = plain(item["conditions"])
        return {"items": items, "conditions": list(plain(self.conditions).values()), "metadata": self.metadata}

    def evaluate(self, operation):
        seen, events = self.seen(), []
        for condition in self.dynamic.values():
            try:
                if condition["target"] == "item":
                    lines = [item["id"] for item in seen["items"] if rules.hold(condition["rules"], seen, item, operation)]
                    events += self.follow_lines(condition, lines)
                else:
                    events += self.follow_cart(condition, rules.hold(condition["rules"], seen, None, operation))
            except rules.UnknownZone:
                self.not_evaluated.append(condition["name"])
        return events

    def follow(self, operation):
        events = []
        for verdict in operation["verdicts"]:
            condition = stored_condition(verdict["condition"])
            lines = verdict["lines"] if "lines" in verdict else (list(self.items) if verdict["applies"] else [])
            if condition["target"] == "item":
                events += self.follow_lines(condition, lines)
            else:
                events += self.follow_cart(condition, verdict.get("applies", bool(lines)))
        return events

    def follow_cart(self, condition, applies):
        return follow(self.conditions, condition, applies, "CartCondition")

    def follow_lines(self, condition, lines):
        events = []
        for id, item in self.items.items():
            events += follow(item["conditions"], condition, id in lines, "ItemCondition")
        return events


def plain(conditions):
    return {name: one for name, one in conditions.items() if not one.get("by_rules")}


def follow(conditions, condition, applies, event):
    present = conditions.get(condition["name"])
    if present is not None and not present.get("by_rules"):
        return []
    wanted = {**condition, "rules": None, "is_dynamic": False, "by_rules": True}
    if applies and present != wanted:
        conditions[condition["name"]] = wanted
        return [event + "Added"]
    if not applies and present is not None:
        del conditions[condition["name"]]
        return [event + "Removed"]
    return []


def play(given):
    """Everything a vector of dynamic_conditions.json expects of its input."""
    cart = DynamicCart()
    steps = [cart.step(operation) for operation in given["operations"]]
    return {"steps": steps, **columns(cart)}
