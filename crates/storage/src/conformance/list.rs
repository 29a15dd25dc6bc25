//! The list of the suite, as tests.

/// Runs every test of the suite over a fixture, made anew for each: `conformance!(expression)`.
#[macro_export]
macro_rules! conformance {
    ($fixture:expr) => {
        $crate::conformance!($fixture;
            a_cart_that_was_never_stored_is_not_there
            a_cart_is_loaded_as_it_was_stored
            what_one_handle_stored_another_one_loads
            carts_of_other_keys_are_left_alone
            keys_and_ids_may_be_any_text
            items_and_conditions_keep_the_order_of_insertion
            what_is_changed_keeps_its_place
            what_is_taken_out_and_put_in_again_comes_last
            many_changes_in_one_commit_are_stored_together
            metadata_keep_their_order_and_what_was_taken_away
            a_cart_that_was_cleared_and_filled_again_is_stored_as_it_is
            a_cart_without_items_is_still_a_cart
            keys_of_an_item_that_nobody_knows_survive
            a_cart_of_a_thousand_items_is_stored_and_changed
            a_first_commit_makes_version_1_of_its_incarnation
            each_commit_raises_the_version_and_keeps_the_incarnation
            a_commit_can_follow_what_the_last_one_answered
            a_commit_for_an_older_version_conflicts
            a_first_commit_of_a_cart_that_is_there_conflicts
            a_commit_for_a_cart_that_is_gone_conflicts
            a_version_that_came_back_is_not_taken_for_the_one_that_was_read
            a_conflict_writes_nothing_into_the_outbox
            a_repeated_commit_is_stored_once_and_answers_what_it_made
            a_commit_is_remembered_through_fifteen_later_ones_and_no_longer
            a_repeated_commit_writes_its_outbox_records_once
            a_cart_that_was_deleted_is_not_remembered
            a_queued_change_gets_the_cart_and_stores_what_it_answers
            a_queued_change_can_make_a_cart
            a_queued_change_may_decide_to_store_nothing
            a_queued_change_that_panics_leaves_everything_as_it_was
            a_queued_change_that_calls_the_store_is_refused
            a_queued_change_that_was_stored_before_is_not_stored_again
            a_deleted_cart_is_gone
            a_cart_made_after_a_deletion_starts_anew
            deleting_a_cart_leaves_the_others
            the_instances_of_an_identifier_are_listed_in_order
            a_deletion_writes_its_outbox_records
            a_swap_moves_everything_in_place_of_the_cart_there
            a_swap_needs_no_cart_at_the_target
            after_a_swap_nobody_commits_to_what_was_read_before
            a_swap_onto_itself_does_nothing
            a_swap_of_nothing_says_so_and_does_nothing
            a_swap_leaves_other_instances_where_they_are
            a_merge_stores_the_target_and_removes_the_source
            a_merge_can_make_the_target
            a_merge_into_a_cart_that_has_changed_conflicts
            a_merge_of_a_source_that_has_changed_conflicts
            a_repeated_merge_is_done_once
            a_merge_of_a_cart_into_itself_is_refused
            carts_are_listed_by_key_in_batches
            a_listing_tells_the_identity_and_the_time_of_the_last_change
            only_carts_not_changed_since_are_listed
            a_swap_counts_as_a_change
            a_cart_is_pruned_if_it_still_is_what_was_listed
            a_cart_that_was_changed_since_it_was_listed_is_not_pruned
            outbox_records_come_in_the_order_of_their_commits
            the_outbox_is_read_in_batches
            acknowledged_records_are_gone
            a_sequence_is_never_given_twice
            a_queued_change_writes_its_outbox_records
            threads_that_try_again_lose_nothing
            threads_in_the_queue_lose_nothing
            threads_may_share_a_handle
            of_many_first_commits_one_is_stored
        );
    };
    ($fixture:expr; $($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                $crate::conformance::$name(&$fixture);
            }
        )*

        /// How many behaviours the list has.
        #[allow(dead_code)]
        pub const BEHAVIOURS: usize = [$(stringify!($name)),*].len();
    };
}
