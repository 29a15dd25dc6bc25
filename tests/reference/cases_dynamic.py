"""dynamic_conditions.json"""
import dynamic_cart
from amounts import Unstable
from cases import Disagreement, from_reference, once
from draw import Draw
from operations_words import add, add_condition, remove, remove_condition, update
from stored import encode
from whole_cart_words import add_item_condition, clear, clear_item_conditions, events, refused, remove_metadata, set_metadata

ABOUT = (
    "Conditions that come and go with their rules: as in cart_operations.json, with operations that register a condition (rules: JSON text), unregister "
    "one, evaluate the rules at a time (now: seconds since 1970; currency; zones: seconds east of UTC of the zones that are known) and follow what a host "
    "has judged itself (applies, or the lines to which a condition of target item applies). not_evaluated: the conditions whose rules nobody can judge. "
    "Registered conditions are stored in the metadata; by_rules marks what rules have put on."
)

NOW = 1795285800  # Saturday, 21 November 2026, 18:30 UTC
BULK = [{"min_quantity": 3}]
CREATED, ADDED, REMOVED, UPDATED = events("CartCreated", "ItemAdded"), events("ItemAdded"), events("ItemRemoved"), events("ItemUpdated")
ON, OFF, NOTHING = events("CartConditionAdded"), events("CartConditionRemoved"), events()
ITEM_ON, ITEM_OFF = events("ItemConditionAdded"), events("ItemConditionRemoved")
ONLY_DYNAMIC = refused("invalid_rule", "Only dynamic conditions (with rules) can be registered.")
RESERVED = refused("reserved_key", f"The metadata key '{dynamic_cart.KEY}' is kept for conditions with rules; use another key, or register and unregister conditions")


def register(name, value="-10%", rules=BULK, target="subtotal", **more):
    return {"op": "register_dynamic", "name": name, "type": "discount", "target": target, "value": value, "rules": encode(rules), **more}


def unregister(name):
    return {"op": "unregister_dynamic", "name": name}


def evaluate(now=NOW, currency="USD", zones=None):
    return {"op": "evaluate", "now": now, "currency": currency, "zones": zones or {}}


def verdict(name, target="subtotal", value="-1", **where):
    return {"condition": {"name": name, "type": "discount", "target": target, "value": value}, **where}


def follow(*verdicts):
    return {"op": "follow", "verdicts": list(verdicts)}


CONTRACT = [
    ("a condition without rules cannot be registered", [register("a", rules=None), register("a", rules=[])], [ONLY_DYNAMIC] * 2, {"metadata_json": None}),
    ("the key of dynamic conditions is not the application's", [register("BULK"), set_metadata(dynamic_cart.KEY, "{}"), remove_metadata(dynamic_cart.KEY)],
     [NOTHING, RESERVED, RESERVED], {}),
    ("registering has no event, applying has",
     [add("a", quantity=3), register("BULK"), evaluate()], [CREATED, NOTHING, ON], {}),
    ("a condition comes when its rule holds and goes when it does not",
     [register("BULK"), evaluate(), add("a", quantity=3), evaluate(), update("a", quantity=-1), evaluate()], [NOTHING, NOTHING, CREATED, ON, UPDATED, OFF],
     {"conditions_json": None}),
    ("nothing is put on twice", [add("a", quantity=3), register("BULK"), evaluate(), evaluate()], [CREATED, NOTHING, ON, NOTHING], {}),
    ("every rule has to hold", [add("a", quantity=3), register("x", rules=[{"min_quantity": 3}, {"min_lines": 2}]), evaluate(), add("b"), evaluate()],
     [CREATED, NOTHING, NOTHING, ADDED, ON], {}),
    ("a condition of target item goes to each item it fits",
     [add("a", quantity=3), add("b"), register("EACH", target="item", rules=[{"this_item": {"min_quantity": 3}}]), evaluate(), update("b", quantity=2), evaluate()],
     [CREATED, ADDED, NOTHING, ITEM_ON, UPDATED, ITEM_ON], {}),
    ("a condition of target item leaves an item it no longer fits",
     [add("a", quantity=3), register("EACH", target="item", rules=[{"this_item": {"min_quantity": 3}}]), evaluate(), update("a", quantity=-1), evaluate()],
     [CREATED, NOTHING, ITEM_ON, UPDATED, ITEM_OFF], {}),
    ("a rule about the item never holds for the cart", [add("a"), register("x", rules=[{"this_item": {"id": "a"}}]), evaluate()], [CREATED, NOTHING, NOTHING], {}),
    ("unregistering takes off what was put on the cart", [add("a", quantity=3), register("BULK"), evaluate(), unregister("BULK")], [CREATED, NOTHING, ON, OFF],
     {"conditions_json": None, "metadata_json": None}),
    ("unregistering takes off what was put on items (bug 16)",
     [add("a"), add("b"), register("EACH", target="item", rules=[{"min_lines": 1}]), evaluate(), unregister("EACH")],
     [CREATED, ADDED, NOTHING, events("ItemConditionAdded", "ItemConditionAdded"), events("ItemConditionRemoved", "ItemConditionRemoved")], {"metadata_json": None}),
    ("a rule that fails leaves what somebody else has put on (bug 16)", [add("a"), add_condition("BULK", "-1"), register("BULK"), evaluate()], [CREATED, ON, NOTHING, NOTHING], {}),
    ("a rule that holds leaves what somebody else has put on", [add("a", quantity=3), add_condition("BULK", "-1"), register("BULK"), evaluate()],
     [CREATED, ON, NOTHING, NOTHING], {}),
    ("unregistering leaves what somebody else has put on", [add("a"), add_condition("BULK", "-1"), register("BULK"), unregister("BULK")], [CREATED, ON, NOTHING, NOTHING], {}),
    ("a condition put on by hand over one put on by rules is no longer theirs",
     [add("a", quantity=3), register("BULK"), evaluate(), add_condition("BULK", "-1"), update("a", quantity=-2), evaluate()],
     [CREATED, NOTHING, ON, ON, UPDATED, NOTHING], {}),
    ("a condition taken off by hand comes back at the next evaluation", [add("a", quantity=3), register("BULK"), evaluate(), remove_condition("BULK"), evaluate()],
     [CREATED, NOTHING, ON, OFF, ON], {}),
    ("adding an item again loses its condition until the next evaluation",
     [add("a"), register("EACH", target="item", rules=[{"min_lines": 1}]), evaluate(), add("a"), evaluate()], [CREATED, NOTHING, ITEM_ON, ADDED, ITEM_ON], {}),
    ("registered again with another value it takes its own place", [add("a", quantity=3), register("BULK"), evaluate(), register("BULK", "-20%"), evaluate()],
     [CREATED, NOTHING, ON, NOTHING, ON], {}),
    ("registered again with another target it leaves where it was",
     [add("a", quantity=3), register("BULK"), evaluate(), register("BULK", target="item"), evaluate()], [CREATED, NOTHING, ON, OFF, ITEM_ON], {"conditions_json": None}),
    ("a discount does not decide about itself",
     [add("a", price=100), register("x", rules=[{"min_subtotal": 100}]), evaluate(), evaluate()], [CREATED, NOTHING, ON, NOTHING], {}),
    ("one condition by rules does not decide about another",
     [add("a", price=100), register("x", rules=[{"min_subtotal": 100}]), register("y", "-5", rules=[{"max_subtotal": 95}]), evaluate(), evaluate()],
     [CREATED, NOTHING, NOTHING, ON, NOTHING], {}),
    ("conditions put on by hand count for rules", [add("a", price=100), add_condition("off", "-10"), register("x", rules=[{"min_subtotal": 91}]), evaluate()],
     [CREATED, ON, NOTHING, NOTHING], {}),
    ("a zone that nobody knows leaves a condition where it is",
     [add("a"), register("x", rules=[{"dates": {"from": "2026-01-01", "zone": "Europe/Berlin"}}]), evaluate(zones={"Europe/Berlin": 3600}), evaluate()],
     [CREATED, NOTHING, ON, {**NOTHING, "not_evaluated": ["x"]}], {}),
    ("a cleared cart has forgotten what was registered", [add("a", quantity=3), register("BULK"), evaluate(), clear(), add("a", quantity=3), evaluate()],
     [CREATED, NOTHING, ON, events("CartCleared"), CREATED, NOTHING], {"metadata_json": None}),
    ("unregistering what is not registered does nothing", [add("a"), unregister("x")], [CREATED, NOTHING], {}),
    ("a condition with rules that is put on by hand always counts, and no rule takes it off", [add("a"), add_condition("x", "-1", rules=encode(BULK)), evaluate()],
     [CREATED, ON, NOTHING], {}),
    ("a host that judges itself puts on and takes off",
     [add("a"), follow(verdict("x", applies=True)), follow(verdict("x", applies=True)), follow(verdict("x", applies=False))], [CREATED, ON, NOTHING, OFF], {"conditions_json": None}),
    ("a host that judges itself leaves what somebody else has put on", [add("a"), add_condition("x", "-9"), follow(verdict("x", applies=True)), follow(verdict("x", applies=False))],
     [CREATED, ON, NOTHING, NOTHING], {}),
    ("a host that judges itself names the lines",
     [add("a"), add("b"), follow(verdict("x", "item", lines=["b", "nowhere"])), follow(verdict("x", "item", lines=["a"])), follow(verdict("x", "item", applies=False))],
     [CREATED, ADDED, ITEM_ON, events("ItemConditionAdded", "ItemConditionRemoved"), ITEM_OFF], {}),
    ("what a host has judged is taken off by unregistering its name", [add("a"), follow(verdict("x", "item", applies=True)), unregister("x")], [CREATED, ITEM_ON, ITEM_OFF], {}),
    ("a bad condition among verdicts changes nothing", [add("a"), follow(verdict("x", applies=True), verdict("y", value="", applies=True))],
     [CREATED, refused("invalid_condition", "Condition value cannot be empty")], {"conditions_json": None}),
]

DERIVED = [
    ("what is registered is stored with its rules beside the metadata",
     [set_metadata("k", "1"), register("BULK", rules=[{"item": {"id": "a/b", "min_quantity": 2}}], attributes='{"label":"ü"}'), set_metadata("l", "2")], {}),
    ("an item's condition by rules is marked", [add("a"), register("EACH", target="item", rules=[{"min_lines": 1}]), evaluate()], {}),
]


def with_steps(name, operations, steps, more):
    given = {"operations": operations}
    computed = dynamic_cart.play(given)
    expect = {**computed, "steps": steps, **{key: more[key] for key in ("conditions_json", "metadata_json") if key in more}}
    if expect != computed:
        raise Disagreement(f"{name}\n  contract:  {expect}\n  reference: {computed}")
    return {"name": name, "from": "contract", "input": given, "expect": expect}


def drawn(draw):
    ids, names = ["a", "b"], ["x", "y"]
    choices = [
        [{"min_quantity": 3}],
        [{"max_subtotal": 60}],
        [{"this_item": {"min_quantity": 2}}],
        [{"any": [{"item": {"id": "b"}}, {"min_total": "90.5"}]}],
        [{"not": {"item": {"id": "a"}}}],
    ]
    operations = []
    for _ in range(draw.between(6, 14)):
        id, name = draw.one_of(ids), draw.one_of(names)
        operations.append(
            draw.one_of([
                add(id, "Hut", draw.between(1, 40), draw.between(1, 3)),
                update(id, quantity=draw.between(-2, 2)),
                remove(id),
                register(name, draw.one_of(["-10%", "+5"]), draw.one_of(choices), draw.one_of(["subtotal", "total", "item"])),
                register(name, "-3", draw.one_of(choices), draw.one_of(["subtotal", "item"])),
                unregister(name),
                add_condition(name, "-2"),
                remove_condition(name),
                add_item_condition(id, name, "-1"),
                clear_item_conditions(id),
                follow(verdict(name, draw.one_of(["subtotal", "item"]), applies=draw.chance(60))),
            ])
        )
        operations.append(evaluate())
    return {"operations": operations}


def cases():
    rows = [with_steps(*row) for row in CONTRACT]
    for name, operations, _ in DERIVED:
        given = {"operations": operations}
        rows.append(from_reference(name, given, dynamic_cart.play(given)))
    draw = Draw(1616)
    while len(rows) < 80:
        given = drawn(draw)
        try:
            expect = dynamic_cart.play(given)
        except Unstable:
            continue
        count = sum(len(step["events"]) for step in expect["steps"])
        rows.append(from_reference(f"sequence {len(rows)}, drawn, of {len(given['operations'])} operations with {count} events", given, expect))
    return once(rows)
