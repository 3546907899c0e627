//! What every backend promises, as stories told against the trait alone. A backend makes the suite its own with
//! [`suite!`](crate::store::contract::suite), part by part.

mod accounts;
mod activity;
mod desk;
mod files;
mod finding;
mod following;
mod holding;
mod judging;
mod notifications;
mod paging;
mod passages;
mod repeating;
mod roles;
mod side_by_side;
mod stories;
mod team;
mod views;

pub use accounts::*;
pub use activity::*;
pub use desk::*;
pub use files::*;
pub use finding::*;
pub use following::*;
pub use holding::*;
pub use judging::*;
pub use notifications::*;
pub use paging::*;
pub use passages::*;
pub use repeating::*;
pub use roles::*;
pub use side_by_side::*;
pub use stories::*;
pub use team::*;
pub use views::*;

/// Declares parts of the suite as tests of one backend: `suite!(MyBackend: cases queue …)`. The part `maintenance` asks for a
/// [`MaintenanceBackend`].
macro_rules! suite {
    ($backend:ty: $($part:ident)+) => {
        $($crate::store::contract::part!($part $backend);)+
    };
}

/// Declares one part of the suite.
macro_rules! part {
    (cases $backend:ty) => {
        $crate::store::contract::tell!($backend:
            each_ground_opens_its_dispute
            a_batch_takes_the_good_events_and_says_why_of_the_others
            the_same_event_is_taken_once
            an_answer_that_comes_too_late_is_kept_on_the_timeline
            an_automatic_dispute_waits_for_its_justification
            the_discussion_is_kept_with_who_read_what
            asks_are_tracked_until_answered_or_lapsed
            a_decision_moves_money_order_dispute_and_outbox_together
            an_undone_decision_gives_everything_back
            a_repeated_key_returns_the_first_result
            an_action_that_is_repeated_under_its_key_is_done_once
            a_second_mediators_word_that_is_repeated_is_given_once
            a_change_of_team_policy_or_views_that_is_repeated_is_made_once
            what_needs_no_key_may_come_twice
            a_partial_refund_is_agreed_or_imposed
            a_relaunched_order_can_be_disputed_again
            a_second_mediator_approves_or_refuses
            struck_evidence_cannot_be_cited
            a_case_reads_back_as_the_rules_left_it
            two_who_decide_at_once_are_told_apart
            two_who_claim_at_once_are_told_apart
            a_case_is_given_to_a_colleague_with_a_note
            who_could_not_act_on_a_case_is_not_given_it
            precedents_are_as_near_as_there_are_enough_of
            past_disputes_of_both_parties_are_listed
        );
    };
    (queue $backend:ty) => {
        $crate::store::contract::tell!($backend:
            why_a_case_stands_where_it_does_is_kept_with_it
            a_row_tells_who_gets_how_much_and_whether_it_is_final
            pages_meet_without_gap_or_repeat_both_ways
            a_page_holds_when_others_come_and_go
            what_is_snoozed_comes_after_all_others
            a_filter_finds_in_every_view
            a_case_stays_its_holders_after_the_lease
            what_each_member_has_to_do_is_known
            a_handover_finds_what_is_held
            counters_are_what_counting_gives
            statistics_are_what_counting_gives
            a_period_has_what_was_decided_in_it
            the_teams_work_is_counted_as_it_is_done
            a_snoozed_case_has_its_own_view_and_stays_among_the_overdue
            snoozed_cases_leave_the_queue_and_come_back
            cases_are_found_in_the_whole_store
        );
    };
    (search $backend:ty) => {
        $crate::store::contract::tell!($backend:
            messages_are_found_and_marked
            a_filter_is_understood_in_both_languages_and_knows_the_team
            a_search_keeps_to_the_cases_of_its_conditions
            everything_said_is_found_where_it_stands
            what_belongs_to_no_dispute_is_not_found_until_it_has_one
            pages_of_all_that_was_said_meet_without_gap_or_repeat
            passages_keep_to_the_cases_of_the_conditions
            the_history_of_an_order_opens_its_latest_case
            a_strike_is_found_as_long_as_it_stands
        );
    };
    (team $backend:ty) => {
        $crate::store::contract::tell!($backend:
            who_is_not_of_the_team_cannot_act
            nothing_is_done_that_the_table_forbids_whatever_the_order
            an_account_is_bound_bound_anew_and_unbound_by_a_lead
            a_case_comes_with_the_policy_that_it_was_opened_under
            two_words_of_one_decision_come_from_two_accounts
            a_new_policy_leaves_open_disputes_theirs
            the_policys_history_says_who_changed_it_when_and_why
            only_a_lead_changes_the_policy
        );
    };
    (personal $backend:ty) => {
        $crate::store::contract::tell!($backend:
            drafts_are_kept_per_case_and_mediator
            what_is_ones_own_is_written_by_oneself_alone
            views_are_kept_per_mediator
            whoever_lost_a_case_is_told_until_they_acknowledge
            what_a_party_does_is_told_to_whose_case_it_is
            a_decision_that_waits_is_told_to_those_who_may_answer_it
            a_deadline_is_told_once_when_it_is_near_and_once_when_it_is_past
            who_looks_at_a_case_is_known_for_a_minute
        );
    };
    (blobs $backend:ty) => {
        $crate::store::contract::tell!($backend:
            a_file_is_kept_once
            contents_that_were_missing_are_supplied_once
            a_content_that_is_not_stored_can_t_be_supplied
        );
    };
    (feed $backend:ty) => {
        $crate::store::contract::tell!($backend:
            changes_are_told_once_in_order
            a_receipt_takes_no_place_of_what_was_written
            a_change_of_the_team_or_the_policy_is_told_once
            the_outbox_gives_the_same_lines_again
            what_is_told_of_a_file_names_it_as_the_marketplace_does
        );
    };
    (activity $backend:ty) => {
        $crate::store::contract::tell!($backend:
            who_did_what_is_told_newest_first
            pages_of_the_activity_meet
            a_record_says_what_its_sentence_needs
        );
    };
    (maintenance $backend:ty) => {
        $crate::store::contract::tell!($backend:
            all_of_it_verifies
            a_backup_is_a_whole_store
            a_person_erased_is_found_nowhere
            an_erased_person_is_found_in_no_passage
            an_erased_person_is_in_no_view
            an_erased_person_is_in_no_reason_of_the_policy
            an_erased_person_keeps_their_record
            an_erasure_that_is_repeated_under_its_key_is_done_once
            views_leave_no_record_and_are_in_a_backup
            a_file_is_kept_once_and_goes_with_its_person
            a_supplied_content_is_copied_and_goes_with_its_person
        );
    };
}

/// Declares stories as tests of one backend.
macro_rules! tell {
    ($backend:ty: $($story:ident)+) => {
        $(
            #[test]
            fn $story() {
                if <$backend as $crate::store::contract::Backend>::is_available() {
                    $crate::store::contract::$story::<$backend>();
                }
            }
        )+
    };
}

pub(crate) use {part, suite, tell};
