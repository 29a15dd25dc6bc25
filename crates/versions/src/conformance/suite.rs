//! The list of the suite.

/// One test for each behaviour of the stores of versions. The argument makes a [`Subject`](crate::conformance::Subject), anew for each
/// test, with nothing in its stores; it needs the feature `conformance`.
#[macro_export]
macro_rules! version_store_conformance {
    ($subject:expr) => {
        $crate::version_store_conformance! { @tests $subject;
            marking::a_type_that_nobody_has_named_has_no_version_and_no_mark,
            marking::a_mark_is_seen_by_every_handle_until_a_millisecond_before_its_end,
            marking::a_mark_whose_lease_is_over_is_ended_and_never_dropped,
            marking::a_mark_is_set_on_every_type_of_the_change,
            marking::of_several_marks_the_last_one_to_end_is_shown,
            marking::a_mark_that_is_set_again_lasts_from_now_on_and_never_shorter,
            marking::a_mark_is_taken_away_by_its_token_and_no_other,
            marking::a_mark_that_is_longer_than_the_store_grants_is_refused,
            marking::types_are_looked_at_in_the_order_of_the_question,
            marking::every_byte_of_a_name_counts,
            marking::types_are_listed_in_the_order_of_their_bytes_page_by_page,
            publishing::where_no_version_stands_a_publication_leaves_none,
            publishing::a_publication_raises_what_stands_and_never_lowers_it,
            publishing::a_publication_of_another_life_leaves_no_version,
            publishing::several_types_are_published_in_one_step,
            publishing::a_publication_takes_the_marks_of_its_token_away_and_no_others,
            publishing::a_publication_without_a_token_takes_no_mark_away,
            publishing::a_publication_after_the_lease_has_ended_is_as_good,
            publishing::the_greatest_counter_and_incarnation_are_kept_exactly,
            publishing::after_all_were_unpublished_the_source_is_asked_and_marks_are_there,
            settling::a_version_that_the_source_has_said_stands,
            settling::an_answer_to_an_earlier_turn_is_not_taken,
            settling::what_happens_to_one_type_does_not_disturb_another,
            settling::an_older_answer_of_the_same_life_does_not_lower_what_stands,
            settling::an_answer_of_another_life_replaces_what_stands,
            settling::an_ended_mark_goes_when_the_source_has_been_asked,
            settling::a_live_mark_stays_whatever_the_source_has_said,
            settling::a_turn_never_comes_back,
            losing::a_store_that_has_lost_everything_is_young_for_as_long_as_its_longest_mark,
            losing::a_young_store_takes_no_answer_of_the_source,
            losing::an_answer_from_before_the_loss_is_not_taken_after_it,
            losing::a_publication_from_before_the_loss_leaves_no_version_after_it,
            losing::a_young_store_keeps_marks,
            entries::a_value_is_found_by_every_handle_as_it_was_kept,
            entries::a_value_is_found_under_its_versions_alone,
            entries::a_value_is_fresh_until_its_soft_end_and_there_until_its_hard_one,
            entries::a_value_that_is_kept_again_lasts_from_then_on,
            entries::a_sweep_collects_what_is_over_and_nothing_else,
            entries::removing_a_value_removes_it_alone,
            entries::clearing_removes_every_value,
            journal::a_record_is_read_as_it_was_written,
            journal::records_come_in_the_order_of_their_times,
            journal::a_range_has_its_beginning_and_not_its_end,
            journal::a_range_is_read_page_by_page_and_each_record_once,
            journal::a_place_is_never_given_twice,
            journal::old_records_are_trimmed_and_no_others,
            journal::samples_of_one_minute_and_name_are_added_up,
            journal::samples_are_read_and_forgotten_by_the_minute,
            journal::samples_that_many_count_at_once_are_all_counted,
            sharing::of_many_publications_the_greatest_stands,
            sharing::marks_of_many_do_not_disturb_each_other,
            sharing::a_look_at_two_types_sees_one_moment,
            sharing::of_many_answers_to_one_turn_one_is_taken,
            race::readers_see_what_was_committed_before_they_began_or_newer,
            race::an_invalidation_before_the_commit_is_seen,
            race::a_change_that_nobody_announces_is_seen,
            race::versions_that_are_captured_after_the_load_are_seen,
            race::a_version_that_is_raised_outside_the_transaction_is_seen,
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
            ("marking", include_str!("marking.rs")),
            ("publishing", include_str!("publishing.rs")),
            ("settling", include_str!("settling.rs")),
            ("losing", include_str!("losing.rs")),
            ("entries", include_str!("entries.rs")),
            ("journal", include_str!("journal.rs")),
            ("sharing", include_str!("sharing.rs")),
            ("race", include_str!("race.rs")),
        ];
        let list = include_str!("suite.rs");
        for (module, source) in modules {
            for line in source.lines().filter_map(|line| line.strip_prefix("pub fn ")) {
                let case = line.split('<').next().unwrap();
                // What runs a race takes more than a subject.
                assert!(
                    case == "run" || list.contains(&format!("{module}::{case},")),
                    "{module}::{case} is not in the list"
                );
            }
        }
    }
}
