//! What is a rule, and what is refused.

use super::*;

fn refusal(text: &str) -> String {
    let error = Rules::parse(text).err().unwrap_or_else(|| panic!("{text} was read"));
    assert_eq!(error.kind(), ErrorKind::InvalidRule);
    error.to_string()
}

#[test]
fn every_rule_reads_back_what_it_writes() {
    let text = concat!(
        r#"[{"min_subtotal":10000},{"max_subtotal":"99.95"},{"min_total":0},{"max_total":-1},{"min_quantity":"0.5"},"#,
        r#"{"max_quantity":3},{"min_lines":1},{"max_lines":9},{"item":{"id":"a\/b","model":"Shop\\Lamp","#,
        r#""attribute":"size","equals":{"k":[1,"x"]},"min_quantity":1,"max_quantity":2}},{"this_item":{"attribute":"a"}},"#,
        r#"{"metadata":{"key":"k","equals":null}},{"metadata":{"key":"k","in":["a",1,false]}},"#,
        r#"{"metadata":{"key":"k","exists":true}},"#,
        r#"{"dates":{"from":"2026-01-01","until":"2026-12-24T18:00:30","zone":"Europe\/Berlin"}},"#,
        r#"{"weekdays":{"days":["mon","sun"],"from":"22:00","until":"02:30","zone":"-03:30"}},"#,
        r#"{"all":[{"any":[]},{"not":{"not":{"min_lines":1}}}]}]"#
    );
    let rules = Rules::parse(text).unwrap();
    assert_eq!(rules.to_json(), text);
}

#[test]
fn a_single_rule_is_a_list_of_one_and_nothing_is_none() {
    assert_eq!(Rules::parse(r#"{"min_lines":1}"#).unwrap().to_json(), r#"[{"min_lines":1}]"#);
    assert_eq!(Rules::parse(" null ").unwrap(), Rules::default());
    assert_eq!(Rules::parse("[]").unwrap(), Rules::default());
}

#[test]
fn numbers_are_exact_as_text_and_as_number() {
    let amount = |text: &str| match Rules::parse(&format!(r#"{{"min_total":{text}}}"#)).unwrap().0.remove(0) {
        Rule::MinTotal(amount) => amount.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(amount("0.1"), "0.1");
    assert_eq!(amount(r#""0.3000000000000000000000001""#), "0.3000000000000000000000001");
    assert_eq!(amount("1e3"), "1000");
    assert_eq!(Rules::parse(r#"{"min_lines":"2"}"#).unwrap().0, [Rule::MinLines(2)]);
}

#[test]
fn what_is_no_rule_is_refused_with_what_was_expected() {
    for (text, part) in [
        ("", "A rule is a JSON object with one member"),
        ("7", "A rule is a JSON object with one member"),
        ("{}", "A rule is a JSON object with one member"),
        ("[[]]", "A rule is a JSON object with one member"),
        (r#"{"min_lines":1,"max_lines":2}"#, "A rule is a JSON object with one member"),
        ("[1", "Rules are a JSON list of objects"),
        (r#"{"all":{"min_lines":1}}"#, "Rules are a JSON list of objects"),
        (r#"{"minimum":1}"#, "There is no rule 'minimum' here; known are min_subtotal"),
        (r#"{"min_total":"much"}"#, "The rule 'min_total' needs an amount, not \"much\""),
        (r#"{"min_total":1e999}"#, "needs an amount"),
        (r#"{"min_lines":-1}"#, "needs a whole number"),
        (r#"{"min_lines":1.5}"#, "needs a whole number"),
        (r#"{"item":{}}"#, "needs one of id, model"),
        (r#"{"item":"lamp"}"#, "needs an object of id, model"),
        (r#"{"item":{"sku":"lamp"}}"#, "needs an object of id, model"),
        (r#"{"item":{"id":7}}"#, "needs a text as id"),
        (r#"{"item":{"equals":7}}"#, "needs an attribute"),
        (r#"{"metadata":{"key":"k"}}"#, "needs a key and one of equals, in, exists"),
        (r#"{"metadata":{"equals":1}}"#, "needs a key and one of equals, in, exists"),
        (r#"{"metadata":{"key":"k","equals":1,"exists":true}}"#, "needs a key and one of"),
        (r#"{"metadata":{"key":"k","in":"a"}}"#, "needs a list as 'in'"),
        (r#"{"metadata":{"key":"k","exists":1}}"#, "needs a list as 'in', true or false"),
        (r#"{"dates":{}}"#, "needs from, until or both"),
        (r#"{"dates":{"from":"21.11.2026"}}"#, "needs days such as 2026-11-20"),
        (r#"{"dates":{"from":"2026-02-30"}}"#, "needs days such as 2026-11-20"),
        (r#"{"dates":{"from":"2026-02-03T24:00"}}"#, "needs days such as 2026-11-20"),
        (r#"{"dates":{"from":"2026-02-03","zone":"Mars Base"}}"#, "needs a zone such as UTC"),
        (r#"{"weekdays":{"days":["saturday"]}}"#, "needs days: a list of mon, tue"),
        (r#"{"weekdays":{"days":[]}}"#, "needs days: a list of mon, tue"),
        (r#"{"weekdays":{"days":["sat"],"from":"25:00"}}"#, "needs times such as 18:00"),
        (r#"{"weekdays":{"days":["sat"],"from":"24:00"}}"#, "needs a time before 24:00"),
    ] {
        let message = refusal(text);
        assert!(message.contains(part), "{text}: {message}");
    }
}

#[test]
fn rules_are_neither_too_deep_nor_too_many() {
    let deep = |levels: usize| format!("{}{}{}", r#"{"not":"#.repeat(levels), r#"{"min_lines":1}"#, "}".repeat(levels));
    assert!(Rules::parse(&deep(DEEPEST - 1)).is_ok());
    assert!(refusal(&deep(DEEPEST)).contains("16 deep"));
    let many = |count: usize| format!("[{}]", vec![r#"{"min_lines":1}"#; count].join(","));
    assert!(Rules::parse(&many(MOST)).is_ok());
    assert!(refusal(&many(MOST + 1)).contains("at most 200"));
    assert!(Rules::parse(&"[".repeat(100_000)).is_err());
}
