"""The words for operations beyond those of operations_words.py."""
from operations_words import condition


def add_item_condition(id, name, value, target="item", type="discount", **more):
    return {"op": "add_item_condition", "id": id, "condition": condition(name, value, target, type, **more)}


def remove_item_condition(id, name):
    return {"op": "remove_item_condition", "id": id, "name": name}


def clear_item_conditions(id):
    return {"op": "clear_item_conditions", "id": id}


def clear_conditions():
    return {"op": "clear_conditions"}


def remove_conditions_by_type(type):
    return {"op": "remove_conditions_by_type", "type": type}


def set_shipping(name, value, **more):
    return {"op": "set_shipping", "name": name, "value": value, **more}


def remove_shipping():
    return {"op": "remove_shipping"}


def set_metadata(key, value):
    """The value is JSON text."""
    return {"op": "set_metadata", "key": key, "value": value}


def remove_metadata(key):
    return {"op": "remove_metadata", "key": key}


def clear():
    return {"op": "clear"}


def events(*names):
    return {"events": list(names)}


def refused(kind, message):
    return {"events": [], "error": {"kind": kind, "message": message}}


def bad_condition(message):
    return refused("invalid_condition", message)
