"""A cart on the database driver: operations, their checks in order, and the columns they leave behind.

Contract: "Cart/Items", "Models\\CartItem", "Conditions", "DatabaseStorage", "Events".
"""
import copy

import conditions
import prices
from conditions import InvalidCondition, is_blank
from php_numbers import number_in
from stored import column, decode, encode

DEFAULT_LIMITS = {
    "max_items": 1000,
    "max_item_quantity": 10000,
    "max_string_length": 255,
    "max_data_size_bytes": 1048576,
}


class Refused(Exception):
    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind
        self.message = message


def bad_item(message):
    return Refused("invalid_item", message)


class Cart:
    def __init__(self, limits=None, known_models=()):
        self.limits = {**DEFAULT_LIMITS, **(limits or {})}
        self.known_models = set(known_models)
        self.items = {}
        self.conditions = {}

    @property
    def items_json(self):
        return column(self.items)

    @property
    def conditions_json(self):
        return column(self.conditions)

    def apply(self, operation):
        """One operation: what it changed, or how it was refused. A refused one leaves the cart as it was."""
        before = copy.deepcopy((self.items, self.conditions))
        was_empty = not self.items
        try:
            change = getattr(self, operation["op"])(operation)
        except (Refused, InvalidCondition) as refused:
            self.items, self.conditions = before
            kind = getattr(refused, "kind", "invalid_condition")
            return {"change": "none", "created": False, "error": {"kind": kind, "message": str(refused)}}
        return {"change": change, "created": change == "item_added" and was_empty}

    def add(self, operation):
        given = {
            "id": operation["id"],
            "name": operation.get("name"),
            "price": price_of(operation.get("price")),
            "quantity": operation.get("quantity", 1),
            "attributes": decode(operation.get("attributes", "[]")),
            "conditions": {},
            "associated_model": operation.get("model"),
        }
        # Conditions are made before add() is called.
        for condition in operation.get("conditions", []):
            given["conditions"][condition["name"]] = stored_condition(condition)
        if given["id"] in ("", "0"):
            raise bad_item("Cart item ID is required")
        if given["name"] in (None, "", "0"):
            raise bad_item("Cart item name is required")
        if given["price"] < 0:
            raise bad_item("Cart item price must be a positive number")
        if given["quantity"] < 1:
            raise bad_item("Cart item quantity must be a positive integer")
        model = given["associated_model"]
        if model is not None and model not in self.known_models:
            raise Refused("unknown_model", f"Model {model} does not exist")
        present = self.items.get(given["id"])
        if present:
            given["quantity"] += present["quantity"]
        self.check_item(given)
        self.items[given["id"]] = given
        self.check_items_size()
        return "item_added"

    def update(self, operation):
        item = self.items.get(operation["id"])
        if item is None:
            return "none"
        data = {key: value for key, value in operation["data"].items() if value is not None}
        if "quantity" in data:
            item["quantity"] = new_quantity(item["quantity"], data["quantity"])
            if item["quantity"] <= 0:
                del self.items[operation["id"]]
                return "item_removed"
            self.check_item(item)
        if "name" in data:
            item["name"] = data["name"].strip(conditions.PHP_TRIM)
            self.check_item(item)
        if "price" in data:
            item["price"] = price_of(data["price"])
            if item["price"] < 0:
                raise bad_item("Price cannot be negative")
        if "attributes" in data:
            item["attributes"] = decode(data["attributes"])
            self.check_item(item)
        self.check_items_size()
        return "item_updated"

    def remove(self, operation):
        return "item_removed" if self.items.pop(operation["id"], None) else "none"

    def add_condition(self, operation):
        condition = stored_condition(operation)
        self.conditions[condition["name"]] = condition
        self.check_size("conditions", self.conditions_json)
        return "condition_added"

    def remove_condition(self, operation):
        return "condition_removed" if self.conditions.pop(operation["name"], None) else "none"

    def check_item(self, item):
        """What the constructor of CartItem checks, in its order. Lengths are bytes."""
        if is_blank(item["id"]):
            raise bad_item("Cart item ID cannot be empty")
        if is_blank(item["name"]):
            raise bad_item("Cart item name cannot be empty")
        longest = self.limits["max_string_length"]
        for what, text in (("ID", item["id"]), ("name", item["name"])):
            if len(text.encode()) > longest:
                raise bad_item(f"Cart item {what} cannot exceed {longest} characters")
        most = self.limits["max_item_quantity"]
        if item["quantity"] > most:
            raise bad_item(f"Cart item quantity cannot exceed {most}")
        size = len(encode(item["attributes"]))
        if size > self.limits["max_data_size_bytes"]:
            raise bad_item(f"Cart item item attributes {self.too_large(size)}")

    def check_items_size(self):
        most = self.limits["max_items"]
        if len(self.items) > most:
            raise Refused("cart_too_large", f"Cart cannot contain more than {most} items")
        self.check_size("items", self.items_json)

    def check_size(self, what, text):
        if len(text) > self.limits["max_data_size_bytes"]:
            raise Refused("cart_too_large", f"Cart {what} {self.too_large(len(text))}")

    def too_large(self, size):
        megabytes = round(self.limits["max_data_size_bytes"] / 1048576, 2)
        return f"data size ({size} bytes) exceeds maximum allowed size of {megabytes:g}MB"


def price_of(price):
    """A vector's price: none at all is 0, a text goes through the price strings' rule."""
    if price is None:
        return 0
    if "text" in price:
        return prices.read(price["text"])
    is_int, exact = number_in(price)
    return int(exact) if is_int else float(exact)


def new_quantity(present, given):
    """A number is relative, an array absolute; an array without a value counts as 0."""
    if isinstance(given, dict):
        return given.get("value", 0)
    return present + int(given)


def stored_condition(given):
    """Attributes and rules are JSON text in a vector."""
    decoded = {key: decode(given[key]) for key in ("attributes", "rules") if key in given}
    return conditions.stored({"attributes": [], **given, **decoded})


def play(given):
    """Everything a vector of operations.json expects of its input."""
    cart = Cart(given.get("limits"), given.get("known_models", ()))
    steps = [cart.apply(operation) for operation in given["operations"]]
    return {"steps": steps, "items_json": cart.items_json, "conditions_json": cart.conditions_json}
