"""The words in which the cases of operations.json are written."""
from php_numbers import plain, shortest


def add(id, name="Shirt", price=10, quantity=None, **more):
    """attributes: JSON text; conditions: a list as condition() makes it; model: a class name."""
    operation = {"op": "add", "id": id, "name": name, "price": price_word(price), "quantity": quantity, **more}
    return {key: value for key, value in operation.items() if value is not None}


def price_word(price):
    """10 is an int, 10.5 a float, "RM 10" a price string, None no price at all."""
    if price is None:
        return None
    if isinstance(price, str):
        return {"text": price}
    return {"float": plain(shortest(price))} if isinstance(price, float) else {"int": price}


def update(id, /, **data):
    if "price" in data:
        data["price"] = price_word(data["price"])
    return {"op": "update", "id": id, "data": data}


def remove(id):
    return {"op": "remove", "id": id}


def condition(name, value, target="subtotal", type="discount", **more):
    return {"name": name, "type": type, "target": target, "value": value, **more}


def add_condition(name, value, target="subtotal", type="discount", **more):
    return {"op": "add_condition", **condition(name, value, target, type, **more)}


def remove_condition(name):
    return {"op": "remove_condition", "name": name}


def done(change, created=False):
    return {"change": change, "created": created}


def refused(kind, message):
    return {"change": "none", "created": False, "error": {"kind": kind, "message": message}}


def bad(message):
    return refused("invalid_item", message)


CREATED = done("item_added", True)
ADDED = done("item_added")
UPDATED = done("item_updated")
REMOVED = done("item_removed")
CONDITION_ADDED = done("condition_added")
CONDITION_REMOVED = done("condition_removed")
NONE = done("none")
