//! Lines as people hand them over, made ready for a step: each key once, in order.

use crate::error::{Error, ErrorKind, Result};
use crate::stock::{Line, Rule};

/// Merges what is of one key, puts the keys in order, and checks the quantities.
///
/// # Errors
/// If there are none or too many lines, if a quantity is 0 or too much, or if two lines of a key go by different rules.
pub fn merged(lines: &[Line], most: usize) -> Result<Vec<Line>> {
    if lines.is_empty() {
        return Err(Error::new(ErrorKind::InvalidLines, "there is nothing to hold; give at least one line"));
    }
    let mut merged: Vec<Line> = Vec::with_capacity(lines.len());
    let mut sorted: Vec<&Line> = lines.iter().collect();
    sorted.sort_by(|one, other| one.key.cmp(&other.key));
    for line in sorted {
        check(line, line.quantity)?;
        match merged.last_mut() {
            Some(last) if last.key == line.key => {
                let sum = last.quantity.saturating_add(line.quantity);
                check(line, sum)?;
                last.quantity = sum;
                last.rule = one_rule(line, last.rule)?;
            }
            _ => merged.push(line.clone()),
        }
    }
    if merged.len() > most {
        let message = format!("{} lines are too many for one reservation; {most} are allowed", merged.len());
        return Err(Error::new(ErrorKind::InvalidLines, message));
    }
    Ok(merged)
}

fn check(line: &Line, quantity: u32) -> Result<()> {
    if (1..=Line::MOST).contains(&quantity) {
        return Ok(());
    }
    let message = format!("{quantity} of {} is no quantity; hold 1 to {}", line.key, Line::MOST);
    Err(Error::new(ErrorKind::InvalidQuantity, message))
}

/// Of two counts of one key the lesser is believed; of two kinds of rules neither.
fn one_rule(line: &Line, before: Rule) -> Result<Rule> {
    match (before, line.rule) {
        (one, other) if one == other => Ok(one),
        (Rule::OnHand { on_hand: one, sold: of_one }, Rule::OnHand { on_hand: other, sold: of_other }) => {
            let sold = if of_one.is_none() { of_other } else { of_one.min(of_other.or(of_one)) };
            Ok(Rule::OnHand { on_hand: one.min(other), sold })
        }
        _ => {
            let message = format!("two lines of {} go by different rules; say once how it is counted", line.key);
            Err(Error::new(ErrorKind::InvalidLines, message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stock_key::StockKey;

    fn line(sku: &str, quantity: u32) -> Line {
        Line::new(StockKey::new("shop", "item", sku).unwrap(), quantity)
    }

    #[test]
    fn one_key_on_two_lines_is_one_line_and_keys_are_in_order() {
        let lines = merged(&[line("b", 1), line("a", 2), line("b", 3)], 2).unwrap();
        assert_eq!(lines, [line("a", 2), line("b", 4)]);
    }

    #[test]
    fn quantities_that_are_none_are_refused_before_and_after_merging() {
        for lines in [vec![line("a", 0)], vec![line("a", Line::MOST + 1)], vec![line("a", Line::MOST), line("a", 1)]] {
            assert_eq!(merged(&lines, 10).unwrap_err().kind(), ErrorKind::InvalidQuantity);
        }
        assert!(merged(&[line("a", u32::MAX), line("a", u32::MAX)], 10).is_err());
    }

    #[test]
    fn no_lines_and_too_many_are_refused() {
        assert_eq!(merged(&[], 10).unwrap_err().kind(), ErrorKind::InvalidLines);
        assert_eq!(merged(&[line("a", 1), line("b", 1)], 1).unwrap_err().kind(), ErrorKind::InvalidLines);
    }

    #[test]
    fn of_two_counts_of_a_key_the_lesser_is_believed_and_two_kinds_of_rules_are_refused() {
        let count = |on_hand, sold| Line { rule: Rule::OnHand { on_hand, sold }, ..line("a", 1) };
        let lines = merged(&[count(5, Some(3)), count(4, None)], 10).unwrap();
        assert_eq!(lines[0].rule, Rule::OnHand { on_hand: 4, sold: Some(3) });
        assert!(merged(&[count(5, None), line("a", 1)], 10).is_err());
    }
}
