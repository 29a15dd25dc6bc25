//! The list of the suite.

/// One test for each behaviour of a store of reservations. The argument makes a [`Subject`](crate::conformance::Subject), anew
/// for each test, with nothing in it; it needs the feature `conformance`.
///
/// ```
/// # // What the macro makes are tests; here they are only compiled.
/// mod my_store {
///     use cartwright_reservations::conformance::PlainSubject;
///
///     cartwright_reservations::reservation_store_conformance!(PlainSubject::default());
/// }
/// ```
#[macro_export]
macro_rules! reservation_store_conformance {
    ($subject:expr) => {
        $crate::reservation_store_conformance! { @without_caps $subject }
        $crate::reservation_store_conformance! { @tests $subject;
            bounding::an_owner_may_hold_so_many_lines,
            bounding::so_many_lines_may_be_held_in_all,
        }
    };
    // For stores that count caps elsewhere than in one place.
    (@without_caps $subject:expr) => {
        $crate::reservation_store_conformance! { @tests $subject;
            holding::buyers_succeed_if_and_only_if_their_quantities_fit,
            holding::all_lines_are_held_or_none,
            holding::a_refusal_names_every_line_that_is_short_in_order,
            holding::vendor_kind_and_sku_are_all_significant,
            holding::an_untracked_key_is_always_to_be_had,
            holding::an_exclusive_key_has_one_holder_whatever_the_quantity,
            holding::a_key_that_nobody_knows_may_be_held_by_one_or_by_a_count_of_the_callers,
            holding::what_is_tracked_is_held_by_quantity_even_if_one_holder_would_do,
            holding::of_two_counts_the_lesser_counts,
            holding::an_old_count_of_the_callers_sells_nothing_twice,
            holding::stock_that_was_set_below_what_is_held_is_not_to_be_had_and_nobody_loses_his,
            holding::the_same_order_gets_the_same_again_and_not_for_longer,
            holding::the_same_order_with_other_lines_is_a_conflict_and_leaves_it,
            holding::the_token_of_an_order_is_not_given_to_another_owner,
            holding::an_order_that_has_ended_is_not_begun_again,
            holding::a_reservation_shows_what_it_is_and_no_secret,
            settling::what_is_committed_is_sold_and_gone,
            settling::what_is_released_is_to_be_had_again,
            settling::wrong_token_expired_and_unknown_are_three_answers_for_every_verb,
            settling::a_commit_that_comes_again_gets_the_first_answer_and_sells_nothing,
            settling::a_release_that_comes_again_gets_the_first_answer_and_gives_back_nothing,
            settling::an_end_is_final,
            settling::a_wrong_token_changes_nothing,
            settling::a_sold_count_of_the_callers_is_counted_too,
            expiring::stock_is_held_until_a_millisecond_before_the_lease_ends,
            expiring::stock_is_to_be_had_at_the_moment_the_lease_ends_without_a_sweep,
            expiring::stock_is_to_be_had_after_the_lease,
            expiring::the_shortest_lease_is_a_millisecond,
            expiring::a_renewal_counts_from_now_and_never_shortens,
            expiring::a_renewal_a_millisecond_before_the_end_is_in_time,
            expiring::a_renewal_at_the_end_revives_nothing,
            expiring::a_commit_a_millisecond_before_the_end_is_in_time,
            expiring::a_commit_after_the_end_takes_the_stock_again_if_it_is_there,
            expiring::a_commit_after_the_end_is_refused_if_one_line_is_gone_and_sells_none,
            expiring::who_was_told_to_give_the_money_back_is_told_so_again,
            expiring::who_comes_late_for_an_exclusive_key_is_fenced_off_if_another_had_it,
            expiring::a_count_of_the_callers_has_to_be_read_anew_for_a_late_commit,
            expiring::a_sweep_collects_what_is_over_the_first_to_end_first_and_is_bounded,
            expiring::a_sweep_leaves_what_was_renewed,
            expiring::an_expired_reservation_counts_once_however_often_it_is_seen,
            amending::an_amendment_grows_shrinks_adds_and_drops_in_one_step,
            amending::an_amendment_that_does_not_fit_names_what_is_short_and_leaves_the_old_lines,
            amending::an_amendment_to_the_same_is_the_same,
            amending::what_shrinks_is_never_refused,
            amending::an_amendment_of_what_is_over_is_refused,
            amending::an_exclusive_key_that_one_holds_may_stay_in_an_amendment,
            fencing::each_grant_has_a_greater_fence_than_the_one_before,
            fencing::a_holder_that_was_paused_past_its_lease_is_fenced_off,
            fencing::force_takes_what_is_held_and_its_holder_is_told,
            fencing::force_leaves_what_has_ended_and_what_nobody_knows,
            fencing::a_clearing_takes_what_is_held_in_batches_and_never_what_was_committed,
            fencing::a_store_that_comes_back_gives_no_fence_again,
            fencing::a_store_that_comes_back_empty_has_a_greater_incarnation,
            bounding::what_has_ended_is_forgotten_when_its_time_is_over,
            bounding::no_more_is_remembered_than_may_be_and_the_oldest_are_forgotten_first,
            bounding::a_key_without_a_count_or_a_holder_is_forgotten_with_its_last_reservation,
            looking::reservations_are_listed_in_the_order_of_their_bytes_page_by_page,
            looking::a_list_may_be_of_one_state_or_of_one_owner,
            looking::the_holder_of_a_key_is_known_as_long_as_he_holds,
            looking::keys_are_listed_in_order_page_by_page,
            looking::stock_is_adjusted_and_never_below_nothing,
            looking::everything_is_counted,
            looking::everything_is_noted_with_the_hash_of_the_token_and_the_reason,
            sharing::of_many_who_want_the_last_unit_exactly_one_gets_it,
            sharing::of_many_who_ask_for_one_order_all_get_one_reservation,
            sharing::of_many_who_release_one_reservation_exactly_one_is_the_first,
            sharing::of_commit_release_and_sweep_exactly_one_wins,
            sharing::a_payment_that_is_told_many_times_at_once_sells_once,
            sharing::no_partial_hold_is_ever_seen,
            sharing::held_and_sold_are_never_more_than_there_is_and_every_unit_is_accounted_for,
            older_failures::an_order_is_released_after_payment_whether_its_id_is_a_number_or_a_text,
            older_failures::one_buyer_does_not_block_500_units_for_everybody,
            older_failures::a_lease_that_is_shorter_than_the_time_to_pay_is_no_setting_and_late_payments_oversell_nothing,
            older_failures::the_same_item_on_two_lines_of_a_cart_does_not_refuse_itself,
            older_failures::an_old_order_does_not_release_what_a_newer_order_of_the_same_user_holds,
            older_failures::a_lifetime_that_is_none_holds_nothing_on_any_surface,
            older_failures::a_jump_of_the_wall_clock_ends_and_prolongs_no_hold,
            older_failures::a_second_handle_has_no_table_of_its_own,
            older_failures::a_payment_callback_that_is_played_again_charges_stock_once,
            older_failures::what_takes_from_everybody_is_confirmed_and_has_a_reason,
            random_walk::a_random_walk_is_answered_as_by_the_sequential_reference,
        }
    };
    (@tests $subject:expr; $($module:ident :: $case:ident,)+) => {
        $(
            #[test]
            fn $case() {
                $crate::conformance::$module::$case(&$subject);
            }
        )+
    };
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_behaviour_is_in_the_list() {
        let modules = [
            ("holding", include_str!("holding.rs")),
            ("settling", include_str!("settling.rs")),
            ("expiring", include_str!("expiring.rs")),
            ("amending", include_str!("amending.rs")),
            ("fencing", include_str!("fencing.rs")),
            ("bounding", include_str!("bounding.rs")),
            ("looking", include_str!("looking.rs")),
            ("sharing", include_str!("sharing.rs")),
            ("older_failures", include_str!("older_failures.rs")),
            ("random_walk", include_str!("random_walk.rs")),
        ];
        let list = include_str!("suite.rs");
        for (module, source) in modules {
            for line in source.lines().filter_map(|line| line.strip_prefix("pub fn ")) {
                let case = line.split('<').next().unwrap();
                assert!(list.contains(&format!("{module}::{case},")), "{module}::{case} is not in the list");
            }
        }
    }
}
