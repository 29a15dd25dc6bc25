//! The list of the suite.

/// One test for each behaviour of a store of locks. The argument makes a [`Subject`](crate::conformance::Subject), anew for
/// each test, with no locks in it; it needs the feature `conformance`.
///
/// ```
/// # // What the macro makes are tests; here they are only compiled.
/// mod my_store {
///     use cartwright_coordination::conformance::PlainSubject;
///
///     cartwright_coordination::lock_store_conformance!(PlainSubject::default());
/// }
/// ```
#[macro_export]
macro_rules! lock_store_conformance {
    ($subject:expr) => {
        $crate::lock_store_conformance! { @tests $subject;
            granting::a_free_lock_is_granted_for_the_time_that_was_asked,
            granting::a_held_lock_is_refused_with_what_remains_of_its_lease,
            granting::a_refusal_leaves_the_holder_as_he_was,
            granting::whoever_holds_gets_the_same_grant_again_and_not_a_longer_one,
            granting::a_lock_is_held_until_a_millisecond_before_its_lease_ends,
            granting::a_lock_is_free_at_the_moment_its_lease_ends,
            granting::a_lock_is_free_long_after_its_lease_ended,
            granting::the_shortest_lease_is_one_millisecond,
            granting::the_longest_lease_is_kept_to_the_millisecond,
            granting::an_expired_lock_may_be_taken_again_by_the_same_token,
            granting::every_byte_of_a_name_counts,
            granting::handles_see_each_others_locks,
            owning::a_released_lock_is_free,
            owning::a_release_by_another_is_refused_and_the_lock_stays_held,
            owning::a_lock_that_was_never_granted_is_unknown,
            owning::a_lock_that_was_released_is_unknown,
            owning::an_expired_lock_is_expired_to_its_last_owner_however_often_he_asks,
            owning::an_expired_lock_is_not_another_tokens_to_release,
            owning::a_lock_that_another_has_taken_since_is_the_wrong_owners,
            owning::a_lock_that_another_has_had_and_released_is_unknown,
            owning::a_renewal_counts_from_now,
            owning::a_renewal_never_shortens,
            owning::a_renewal_by_another_is_refused_and_the_lease_stays,
            owning::a_renewal_a_millisecond_before_the_end_is_in_time,
            owning::a_renewal_at_the_end_is_too_late_and_revives_nothing,
            owning::a_lock_may_be_renewed_for_longer_than_any_lease,
            owning::force_takes_a_lock_from_whoever_holds_it,
            owning::force_finds_nothing_to_take_where_nobody_holds,
            fencing::each_grant_has_a_greater_fence_than_the_one_before,
            fencing::a_forced_release_answers_with_a_fence_between_the_holders_and_the_next,
            fencing::a_refused_attempt_leaves_the_fence_of_the_holder,
            fencing::a_store_that_comes_back_gives_no_fence_again,
            fencing::a_store_that_comes_back_empty_has_a_greater_incarnation,
            looking::a_lock_shows_its_fence_its_age_and_what_remains,
            looking::a_renewal_does_not_make_a_lock_younger,
            looking::a_lock_that_nobody_holds_shows_nothing,
            looking::locks_are_listed_in_the_order_of_their_bytes_page_by_page,
            looking::a_list_goes_on_after_a_name_that_is_no_lock,
            looking::only_locks_that_are_held_are_listed_and_fill_a_page,
            looking::a_sweep_collects_what_has_expired_and_nothing_else,
            looking::a_sweep_is_bounded,
            looking::a_lock_that_was_collected_is_unknown_to_its_last_owner,
            looking::a_sweep_leaves_a_lock_that_was_renewed_or_taken_again,
            sharing::of_many_who_ask_for_a_free_lock_exactly_one_gets_it,
            sharing::of_many_who_want_an_expired_lock_exactly_one_gets_it,
            sharing::of_many_releases_with_one_token_exactly_one_is_done,
            sharing::two_never_hold_one_lock_and_their_fences_follow_each_other,
            sharing::locks_with_different_names_do_not_disturb_each_other,
            waiting::a_wait_that_outlasts_the_holders_lease_ends_with_the_lock,
            waiting::a_wait_that_is_shorter_ends_without_it,
            waiting::no_wait_is_one_try,
            random_walk::a_random_walk_is_answered_as_by_the_plain_store,
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
            ("granting", include_str!("granting.rs")),
            ("owning", include_str!("owning.rs")),
            ("fencing", include_str!("fencing.rs")),
            ("looking", include_str!("looking.rs")),
            ("sharing", include_str!("sharing.rs")),
            ("waiting", include_str!("waiting.rs")),
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
