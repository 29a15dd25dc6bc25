"""merges.json"""
import merging
from cases import Disagreement, from_reference, once
from draw import Draw
from dynamic_cart import KEY
from cases_dynamic import register
from operations_words import add, add_condition, condition
from whole_cart_words import remove_metadata, set_metadata

ABOUT = (
    "A cart taken into another: both are made by operations, then the source is merged into the target by a strategy and perhaps resolutions of single lines (by: a "
    "strategy, quantity: that many, 0 takes the item out, take: source). limits hold for the merge alone. expect: merged (null: there was nothing to merge) with the "
    "lines that were in both carts and those whose quantity was limited, or error (the target is then as it was), and the target's columns."
)


def given(target, source, strategy="add_quantities", **more):
    return {"target": target, "source": source, "strategy": strategy, **more}


def merged(quantity, conflicts=(), strategy="add_quantities", moved=False, limited=()):
    return {"strategy": strategy, "moved": moved, "conflicts": list(conflicts), "limited": list(limited), "quantity": quantity}


def line(id, name, price, quantity):
    return (
        f'"{id}":{{"id":"{id}","name":"{name}","price":{price},"quantity":{quantity},"attributes":[],"conditions":[],"associated_model":null}}'
    )


USER, GUEST = [add("a", "Mine", 10, 2)], [add("a", "Theirs", 99, 3), add("b", "New", 7, 1)]
FIRST = "{" + line("a", "Mine", 10, 5) + "," + line("b", "New", 7, 1) + "}"

CONTRACT = [
    ("a guest without items has nothing to merge, whatever else he has",
     given(USER, [add_condition("x", "-1"), set_metadata("k", "1")]), {"merged": None, "conditions_json": None, "metadata_json": None}),
    ("a user without items gets the guest's cart, and his own conditions and metadata go",
     given([add_condition("old", "-1"), set_metadata("mine", "1")], [add("a", quantity=3), set_metadata("theirs", "2")]),
     {"merged": merged(3, moved=True), "conditions_json": None, "metadata_json": '{"theirs":2}'}),
    ("add_quantities sums, and the user's data stay", given(USER, GUEST), {"merged": merged(6, ["a"]), "items_json": FIRST}),
    ("keep_highest_quantity keeps the higher one", given(USER, GUEST, "keep_highest_quantity"), {"merged": merged(4, ["a"], "keep_highest_quantity"), "items_json": FIRST.replace(":5,", ":3,")}),
    ("keep_user_cart keeps the user's", given(USER, GUEST, "keep_user_cart"), {"merged": merged(3, ["a"], "keep_user_cart"), "items_json": FIRST.replace(":5,", ":2,")}),
    ("replace_with_guest takes the guest's quantity and keeps the user's data",
     given(USER, GUEST, "replace_with_guest"), {"merged": merged(4, ["a"], "replace_with_guest"), "items_json": FIRST.replace(":5,", ":3,")}),
    ("carts without a common item have no conflict", given(USER, [add("b", "New", 7, 1)]), {"merged": merged(3)}),
    ("one common item and nothing new is a conflict (bug 13)", given(USER, [add("a", "Theirs", 99, 3)]), {"merged": merged(5, ["a"])}),
    ("conditions are united and the user's win", given([*USER, add_condition("x", "-1")], [*GUEST, add_condition("x", "-2"), add_condition("y", "-3")]), {"merged": merged(6, ["a"])}),
    ("a sum beyond the limit stops at it (bug 7)", given([add("a", quantity=8)], [add("a", quantity=8)], limits={"max_item_quantity": 10}), {"merged": merged(10, ["a"], limited=["a"])}),
    ("a new item beyond the limit stops at it", given(USER, [add("b", quantity=12)], limits={"max_item_quantity": 10}), {"merged": merged(12, limited=["b"])}),
    ("what the user already had beyond a lowered limit stays his", given([add("a", quantity=20)], [add("a", quantity=8)], limits={"max_item_quantity": 10}),
     {"merged": merged(20, ["a"], limited=["a"])}),
    ("too many items refuse the merge, and nothing is changed", given([add("a"), add("b")], [add("b"), add("c")], limits={"max_items": 2}),
     {"error": {"kind": "cart_too_large", "message": "Cart cannot contain more than 2 items"}}),
    ("as many items as the limit are fine", given([add("a"), add("b")], [add("b"), add("c")], limits={"max_items": 3}), {"merged": merged(4, ["b"])}),
]

DERIVED = [
    ("a guest's metadata comes along where the user has none",
     given([*USER, set_metadata("a", "1"), set_metadata("gone", "1"), remove_metadata("gone")], [*GUEST, set_metadata("a", "2"), set_metadata("gone", "3"), set_metadata("b", "4")])),
    ("a guest's conditions by rules come along, and the user's win", given([*USER, register("x", "-1"), register("z", "-1")], [*GUEST, register("x", "-2"), register("y", "-2")])),
    ("decisions count before the strategy",
     given([add(id, "Mine", 10, 1) for id in "abcd"], [add(id, "Theirs", 20, 2, conditions=[condition("off", "-1", "item")]) for id in "abcd"],
           resolutions=[{"id": "a", "quantity": 7}, {"id": "b", "take": "source"}, {"id": "c", "by": "keep_user_cart"}])),
    ("a decision may take an item out", given([add("a"), add("b")], [add("a"), add("c")], resolutions=[{"id": "a", "quantity": 0}])),
    ("a decision about an item of one cart alone is ignored", given(USER, GUEST, resolutions=[{"id": "b", "quantity": 9}, {"id": "nowhere", "take": "source"}])),
    ("a decided quantity beyond the limit is refused", given(USER, GUEST, resolutions=[{"id": "a", "quantity": 10001}])),
    ("the source's item beyond the limit stops at it", given([add("a", quantity=2)], [add("a", quantity=30)], limits={"max_item_quantity": 10}, resolutions=[{"id": "a", "take": "source"}])),
    ("a user without items gets the guest's cart whatever was decided", given([], GUEST, resolutions=[{"id": "a", "quantity": 1}])),
    ("items keep the user's order, then the guest's", given([add("c"), add("a")], [add("b"), add("a"), add("d"), add("c")])),
]


def with_outcome(name, input, expect):
    computed = merging.play(input)
    found = {**computed, **expect}
    if found != computed:
        raise Disagreement(f"{name}\n  contract:  {expect}\n  reference: {computed}")
    return {"name": name, "from": "contract", "input": input, "expect": computed}


def drawn(draw):
    def cart():
        operations = [add(draw.one_of("abcdef"), draw.one_of(["Hut", "Rock"]), draw.between(1, 50), draw.between(1, 9)) for _ in range(draw.between(0, 5))]
        operations += [add_condition(draw.one_of("xy"), draw.one_of(["-1", "+2", "5%"])) for _ in range(draw.between(0, 2))]
        return operations + [set_metadata(draw.one_of("kl"), draw.one_of(["1", "null"])) for _ in range(draw.between(0, 2))]

    more = {}
    if draw.chance(40):
        more["limits"] = {"max_item_quantity": draw.between(5, 12), "max_items": draw.between(3, 7)}
    if draw.chance(40):
        more["resolutions"] = [draw.one_of([{"id": id, "quantity": draw.between(0, 9)}, {"id": id, "take": "source"}, {"id": id, "by": "keep_highest_quantity"}]) for id in "ab"]
    return given(cart(), cart(), draw.one_of(list(merging.STRATEGIES)), **more)


def cases():
    rows = [with_outcome(*row) for row in CONTRACT]
    for name, input in DERIVED:
        rows.append(from_reference(name, input, merging.play(input)))
    assert any(KEY in (row["expect"]["metadata_json"] or "") for row in rows)
    draw = Draw(3031)
    while len(rows) < 80:
        input = drawn(draw)
        rows.append(from_reference(f"merge {len(rows)}, drawn, by {input['strategy']}", input, merging.play(input)))
    return once(rows)
