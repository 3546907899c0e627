//! What every backend promises, as stories told against the trait alone. A backend makes the suite its own with
//! [`suite!`](crate::store::contract::suite).

mod desk;
mod files;
mod finding;
mod following;
mod judging;
mod paging;
mod repeating;
mod side_by_side;
mod stories;
mod team;
mod views;

pub use desk::*;
pub use files::*;
pub use finding::*;
pub use following::*;
pub use judging::*;
pub use paging::*;
pub use repeating::*;
pub use side_by_side::*;
pub use stories::*;
pub use team::*;
pub use views::*;

/// Declares the whole suite as tests of one backend.
macro_rules! suite {
    ($backend:ty) => {
        $crate::store::contract::suite!($backend:
            each_ground_opens_its_dispute
            a_batch_takes_the_good_events_and_says_why_of_the_others
            the_same_event_is_taken_once
            an_automatic_dispute_waits_for_its_justification
            the_discussion_is_kept_with_who_read_what
            asks_are_tracked_until_answered_or_lapsed
            a_decision_moves_money_order_dispute_and_outbox_together
            an_undone_decision_gives_everything_back
            a_repeated_key_returns_the_first_result
            an_action_that_is_repeated_under_its_key_is_done_once
            a_second_mediators_word_that_is_repeated_is_given_once
            a_change_of_team_policy_or_views_that_is_repeated_is_made_once
            an_erasure_that_is_repeated_under_its_key_is_done_once
            what_needs_no_key_may_come_twice
            a_partial_refund_is_agreed_or_imposed
            a_relaunched_order_can_be_disputed_again
            a_second_mediator_approves_or_refuses
            struck_evidence_cannot_be_cited
            a_case_reads_back_as_the_rules_left_it
            two_who_decide_at_once_are_told_apart
            two_who_claim_at_once_are_told_apart
            whoever_lost_a_case_is_told_until_they_have_heard
            who_looks_at_a_case_is_known_for_a_minute
            why_a_case_stands_where_it_does_is_kept_with_it
            who_is_not_of_the_team_cannot_act
            a_new_policy_leaves_open_disputes_theirs
            drafts_are_kept_per_case_and_mediator
            views_are_kept_per_mediator
            an_erased_person_is_in_no_view
            pages_meet_without_gap_or_repeat_both_ways
            a_page_holds_when_others_come_and_go
            a_filter_finds_in_every_view
            counters_are_what_counting_gives
            precedents_are_as_near_as_there_are_enough_of
            past_disputes_of_both_parties_are_listed
            statistics_are_what_counting_gives
            snoozed_cases_leave_the_queue_and_come_back
            changes_are_told_once_in_order
            a_receipt_takes_no_place_of_what_was_written
            the_outbox_gives_the_same_lines_again
            messages_are_found_and_marked
            a_search_keeps_to_the_cases_of_its_conditions
            cases_are_found_in_the_whole_store
            a_person_erased_is_found_nowhere
            all_of_it_verifies
            a_backup_is_a_whole_store
            a_file_is_kept_once_and_goes_with_its_person
        );
    };
    ($backend:ty: $($story:ident)+) => {
        $(
            #[test]
            fn $story() {
                $crate::store::contract::$story::<$backend>();
            }
        )+
    };
}

pub(crate) use suite;
