"""Everything a cart does: the operations of `cart.py`, item conditions, shipping, metadata, and the events of each.

Contract: "Cart/Conditions", "Instances and metadata", "Events". CartUpdated is left out: it follows each event but
CartCreated and CartCleared, and the runners check that by themselves.
"""
import copy

import conditions
from cart import Cart, Refused, stored_condition
from conditions import InvalidCondition
from stored import column, decode

EVENTS = {
    "item_added": ["ItemAdded"],
    "item_updated": ["ItemUpdated"],
    "item_removed": ["ItemRemoved"],
    "condition_added": ["CartConditionAdded"],
    "condition_removed": ["CartConditionRemoved"],
    "none": [],
}


class WholeCart(Cart):
    def __init__(self, limits=None, known_models=()):
        super().__init__(limits, known_models)
        self.metadata = {}

    @property
    def metadata_json(self):
        return column(self.metadata)

    def state(self):
        return self.items, self.conditions, self.metadata

    def restore(self, state):
        self.items, self.conditions, self.metadata = state

    def step(self, operation):
        """One operation: its events in order, or how it was refused. A refused one leaves the cart as it was."""
        before = copy.deepcopy(self.state())
        try:
            return {"events": self.events(operation)}
        except (Refused, InvalidCondition) as refused:
            self.restore(before)
            kind = getattr(refused, "kind", "invalid_condition")
            return {"events": [], "error": {"kind": kind, "message": str(refused)}}

    def events(self, operation):
        was_empty = not self.items
        done = getattr(self, operation["op"])(operation)
        if self.items:
            self.check_items_size()
        self.check_size("conditions", self.conditions_json or "")
        self.check_size("metadata", self.metadata_json or "")
        if isinstance(done, list):
            return done
        created = done == "item_added" and was_empty
        return (["CartCreated"] if created else []) + EVENTS[done]

    def clear(self, operation):
        self.items, self.conditions, self.metadata = {}, {}, {}
        return ["CartCleared"]

    def clear_conditions(self, operation):
        self.conditions = {}
        return []

    def remove_conditions_by_type(self, operation):
        self.conditions = {name: one for name, one in self.conditions.items() if one["type"] != operation["type"]}
        return []

    def add_item_condition(self, operation):
        condition = stored_condition(operation["condition"])
        item = self.items.get(operation["id"])
        if item is None:
            return []
        item["conditions"][condition["name"]] = condition
        return ["ItemConditionAdded"]

    def remove_item_condition(self, operation):
        item = self.items.get(operation["id"])
        if item is None or operation["name"] not in item["conditions"]:
            return []
        del item["conditions"][operation["name"]]
        return ["ItemConditionRemoved"]

    def clear_item_conditions(self, operation):
        item = self.items.get(operation["id"])
        if item is not None:
            item["conditions"] = {}
        return []

    def remove_shipping(self, operation):
        removed = [name for name, one in self.conditions.items() if one["type"] == "shipping"]
        for name in removed:
            del self.conditions[name]
        return ["CartConditionRemoved"] * len(removed)

    def set_shipping(self, operation):
        value = operation["value"]
        if isinstance(value, str) and value[:1] not in ("+", "-", "*", "/", "%"):
            value = "+" + value
        given = decode(operation.get("attributes", "[]"))
        attributes = {**({} if given == [] else given)}
        attributes["method"] = operation.get("method", "standard")
        attributes["description"] = operation["name"]
        condition = conditions.stored(
            {"name": operation["name"], "type": "shipping", "target": "total", "value": value, "attributes": attributes}
        )
        events = self.remove_shipping(operation)
        self.conditions[condition["name"]] = condition
        return events + ["CartConditionAdded"]

    def set_metadata(self, operation):
        self.metadata[operation["key"]] = decode(operation["value"])
        return ["MetadataAdded"]

    def remove_metadata(self, operation):
        self.metadata[operation["key"]] = None
        return ["MetadataRemoved"]


def play(given):
    """Everything a vector of cart_operations.json expects of its input."""
    cart = WholeCart(given.get("limits"), given.get("known_models", ()))
    steps = [cart.step(operation) for operation in given["operations"]]
    return {"steps": steps, **columns(cart)}


def columns(cart):
    return {
        "items_json": cart.items_json,
        "conditions_json": cart.conditions_json,
        "metadata_json": cart.metadata_json,
    }
