//! A cart and its columns: what is read, changed and written, and what of other versions survives.
#![allow(clippy::unwrap_used)]

use cartwright_core::{
    Cart, ConditionValue, Currency, Facts, FixedOffsets, ItemUpdate, Json, LineIdentity, Model, Moment, NewCondition,
    NewItem, Operation, Policy, PriceInput,
};
use cartwright_wire::{Format, Pending, StoredCart, StoredErrorKind};

const ITEM: &str =
    r#"{"a":{"id":"a","name":"A","price":5,"quantity":1,"attributes":[],"conditions":[],"associated_model":null}}"#;

fn item<'a>(id: &'a str, attributes: &str) -> NewItem<'a> {
    NewItem {
        id,
        name: "A",
        price: PriceInput::Whole(5),
        quantity: 1.into(),
        attributes: Json::from(attributes),
        conditions: Default::default(),
        model: Model::none(),
    }
}

fn condition<'a>(name: &'a str, rules: &str) -> NewCondition<'a> {
    NewCondition {
        name,
        kind: "discount",
        target: "subtotal",
        value: ConditionValue::Text("-1".into()),
        attributes: Json::from("[]"),
        order: 0,
        rules: Json::from(rules),
    }
}

fn apply(cart: &mut StoredCart, operation: Operation<'_>) {
    cart.apply(operation, &Policy::default()).unwrap();
}

/// Every column of the cart, read again, is written the same.
fn reads_back(cart: &StoredCart) {
    let columns = |cart: &StoredCart| [cart.items_column(), cart.conditions_column(), cart.metadata_column()];
    let [items, conditions, metadata] = columns(cart);
    let again = StoredCart::read(items.as_deref(), conditions.as_deref(), metadata.as_deref()).unwrap();
    assert_eq!(columns(&again), columns(cart));
    assert!(again.holds(items.as_deref(), conditions.as_deref(), metadata.as_deref()));
}

#[test]
fn metadata_is_an_object_that_keeps_its_order_and_its_nulls() {
    let text = r#"{"note":"a\/b","gone":null,"list":[1,{"k":2.5}]}"#;
    let mut cart = StoredCart::read(None, None, Some(text)).unwrap();
    assert_eq!(cart.metadata_column().as_deref(), Some(text));
    assert!(!cart.cart().metadata().has("gone"));
    apply(&mut cart, Operation::SetMetadata("note", Json::from("1")));
    assert_eq!(cart.pending(), Pending { metadata: true, ..Pending::default() });
    apply(&mut cart, Operation::RemoveMetadata("list"));
    assert_eq!(cart.metadata_column().as_deref(), Some(r#"{"note":1,"gone":null,"list":null}"#));
    reads_back(&cart);
}

#[test]
fn no_metadata_is_null_whatever_an_empty_array_was_stored_as() {
    for stored in [None, Some(""), Some("0"), Some("[]"), Some("{}")] {
        assert_eq!(StoredCart::read(None, None, stored).unwrap().metadata_column(), None, "{stored:?}");
    }
}

#[test]
fn metadata_that_is_no_json_is_corrupt_and_named() {
    let error = StoredCart::read(None, None, Some("{\"a\":")).unwrap_err();
    assert!(error.to_string().contains("stored metadata of this cart cannot be read"), "{error}");
}

#[test]
fn a_change_without_a_difference_leaves_nothing_to_store() {
    let mut cart = StoredCart::read(Some(ITEM), None, Some(r#"{"note":1,"gone":null}"#)).unwrap();
    apply(&mut cart, Operation::SetMetadata("note", Json::from("1")));
    apply(&mut cart, Operation::RemoveMetadata("gone"));
    apply(&mut cart, Operation::Update("a", ItemUpdate::default()));
    apply(&mut cart, Operation::ClearConditions);
    assert_eq!(cart.pending(), Pending::default());
    apply(&mut cart, Operation::RemoveMetadata("never"));
    assert!(cart.pending().metadata);
}

#[test]
fn each_operation_marks_the_columns_it_changes() {
    let (items, conditions) =
        (Pending { items: true, ..Pending::default() }, Pending { conditions: true, ..Pending::default() });
    let stored = |operation| {
        let mut cart = StoredCart::read(Some(ITEM), None, None).unwrap();
        apply(&mut cart, Operation::AddItemCondition("a", condition("X", "null")));
        apply(&mut cart, Operation::AddCondition(condition("Y", "null")));
        cart.committed();
        apply(&mut cart, operation);
        reads_back(&cart);
        cart.pending()
    };
    for (operation, expected) in [
        (Operation::AddItemCondition("a", condition("Z", "null")), items),
        (Operation::RemoveItemCondition("a", "X"), items),
        (Operation::ClearItemConditions("a"), items),
        (Operation::RemoveConditionsByType("discount"), conditions),
        (Operation::ClearConditions, conditions),
        (Operation::Clear, Pending { items: true, conditions: true, metadata: true }),
    ] {
        assert_eq!(stored(operation.clone()), expected, "{operation:?}");
    }
}

#[test]
fn keys_of_other_versions_survive_a_change_beside_them() {
    let condition = r#"{"name":"N","type":"t","target":"subtotal","value":"-1","attributes":[],"order":0,"rules":null,"operator":"-","parsed_value":1,"is_discount":true,"is_charge":false,"is_percentage":false,"is_dynamic":false,"campaign":{"id":7}}"#;
    let items = format!(
        r#"{{"a":{{"id":"a","name":"A","price":5,"quantity":1,"attributes":[],"conditions":{{"N":{condition}}},"associated_model":null,"weight":1.5}}}}"#
    );
    let conditions = format!(r#"{{"N":{condition}}}"#);
    let mut cart = StoredCart::read(Some(&items), Some(&conditions), None).unwrap();
    apply(&mut cart, Operation::Update("a", ItemUpdate { name: Some("B"), ..ItemUpdate::default() }));
    apply(&mut cart, Operation::AddCondition(self::condition("M", "null")));
    assert_eq!(cart.items_column().unwrap(), items.replace(r#""name":"A""#, r#""name":"B""#));
    assert!(cart.conditions_column().unwrap().starts_with(conditions.trim_end_matches('}')));
    reads_back(&cart);
}

#[test]
fn what_a_host_writes_beside_a_condition_is_dropped() {
    let given = r#"[{"name":"N","type":"t","value":"-1","campaign":7,"by_rules":true}]"#;
    let conditions = cartwright_wire::read_conditions(given).unwrap();
    let condition = conditions.get("N").unwrap();
    assert!(!condition.is_by_rules() && condition.other().next().is_none());
}

#[test]
fn of_a_cart_that_a_host_keeps_the_mark_of_rules_is_read() {
    let given =
        r#"[{"name":"N","type":"t","value":"-1","campaign":7,"by_rules":true},{"name":"M","type":"t","value":"-1"}]"#;
    let conditions = cartwright_wire::read_kept_conditions(given).unwrap();
    let marks: Vec<bool> = conditions.iter().map(|condition| condition.is_by_rules()).collect();
    assert_eq!(marks, [true, false]);
    assert!(conditions.get("N").unwrap().other().next().is_none());
}

#[test]
fn dynamic_conditions_are_stored_with_their_rules_and_what_they_put_on_with_a_mark() {
    let mut cart = StoredCart::read(Some(ITEM), None, Some(r#"{"note":1}"#)).unwrap();
    apply(&mut cart, Operation::RegisterDynamic(condition("BULK", r#"[{"min_quantity":1}]"#)));
    let pricing = Currency::find("USD").unwrap().into();
    let facts = Facts { now: Moment::from_seconds(0), pricing, zones: &FixedOffsets };
    apply(&mut cart, Operation::Evaluate(facts));
    assert_eq!(cart.pending(), Pending { items: false, conditions: true, metadata: true });
    let metadata = cart.metadata_column().unwrap();
    assert!(
        metadata.starts_with(r#"{"note":1,"__cartwright_dynamic_conditions":{"BULK":{"name":"BULK","#),
        "{metadata}"
    );
    assert!(metadata.contains(r#""rules":[{"min_quantity":1}],"#) && metadata.contains(r#""is_dynamic":true}"#));
    assert!(cart.conditions_column().unwrap().ends_with(r#""is_dynamic":false,"by_rules":true}}"#));
    reads_back(&cart);
    let php = String::from_utf8(cart.conditions(Format::Php).unwrap()).unwrap();
    assert!(!php.contains("by_rules"), "a host's array has the original's keys");
    let [items, conditions] = [cart.items_column(), cart.conditions_column()];
    let mut again = StoredCart::read(items.as_deref(), conditions.as_deref(), Some(&metadata)).unwrap();
    apply(&mut again, Operation::UnregisterDynamic("BULK"));
    assert_eq!((again.conditions_column(), again.metadata_column().as_deref()), (None, Some(r#"{"note":1}"#)));
}

#[test]
fn a_line_of_its_own_is_stored_under_its_name_and_comes_back() {
    let mut policy = Policy::default();
    policy.switches.line_identity = LineIdentity::IdAndAttributes;
    let mut cart = StoredCart::default();
    for attributes in ["[]", r#"{"size":"L"}"#] {
        cart.apply(Operation::Add(item("shirt", attributes)), &policy).unwrap();
    }
    let column = cart.items_column().unwrap();
    assert_eq!(column.matches(r#""id":"shirt""#).count(), 2);
    let line = cart.cart().items().nth(1).unwrap().line().as_str().to_owned();
    assert!(column.contains(&format!(r#""{line}":{{"id":"shirt""#)) && column.contains(&format!(r#""line":"{line}""#)));
    reads_back(&cart);
    let mut again = StoredCart::read(Some(&column), None, None).unwrap();
    again.apply(Operation::Remove(&line), &policy).unwrap();
    assert_eq!(again.cart().item_count(), 1);
}

#[test]
fn a_fraction_is_stored_as_a_number_and_comes_back() {
    let mut policy = Policy::default();
    policy.switches.fractional_quantities = true;
    let mut cart = StoredCart::default();
    cart.apply(Operation::Add(NewItem { quantity: "0.75".parse().unwrap(), ..item("cheese", "[]") }), &policy).unwrap();
    assert!(cart.items_column().unwrap().contains(r#""quantity":0.75,"#));
    assert!(String::from_utf8(cart.items(Format::Php).unwrap()).unwrap().contains("s:8:\"quantity\";d:0.75;"));
    reads_back(&cart);
}

#[test]
fn a_cart_from_elsewhere_has_every_column_to_store() {
    let mut cart = Cart::default();
    cart.apply(Operation::Add(item("a", "[]")), &Policy::default()).unwrap();
    let stored = StoredCart::from(cart.clone());
    assert_eq!(stored.items_column().as_deref(), Some(ITEM));
    assert_eq!(stored.pending(), Pending { items: true, conditions: true, metadata: true });
    assert_eq!(stored.into_cart(), cart);
}

#[test]
fn a_host_that_wrote_nothing_under_the_key_of_dynamic_conditions_has_none() {
    for nothing in ["[]", "{}", "null"] {
        let column = format!(r#"{{"note":1,"__cartwright_dynamic_conditions":{nothing}}}"#);
        let cart = StoredCart::read(None, None, Some(&column)).unwrap();
        assert!(cart.cart().dynamic_conditions().is_empty());
        assert_eq!(cart.cart().metadata().len(), 1, "and it is none of the metadata");
        assert_eq!(cart.metadata_column().as_deref(), Some(r#"{"note":1}"#));
    }
}

#[test]
fn something_else_under_the_key_of_dynamic_conditions_cannot_be_read_and_is_named() {
    for value in ["7", "\"gift\"", "true"] {
        let column = format!(r#"{{"note":1,"__cartwright_dynamic_conditions":{value}}}"#);
        let error = StoredCart::read(None, None, Some(&column)).unwrap_err();
        assert_eq!(error.kind(), StoredErrorKind::Corrupt);
        assert!(error.to_string().contains("entry '__cartwright_dynamic_conditions'"), "{error}");
    }
}
