//! docs/process.md, "Before a decision".

use std::collections::BTreeSet;

use litige::domain::decision::checklist::{CheckKind, ProcessCheck, checklist, unopened_evidence};
use litige::domain::ids::{AttachmentId, Cite};
use litige::domain::vocabulary::Side;

use crate::discussion::opened;
use crate::opening::TWO_CANCELLATIONS;
use crate::story::{Story, continue_story, run_story};

/// Returns what is left to do in the story's dispute, where nothing is unopened.
fn left(story: &Story) -> Vec<CheckKind> {
    let all = checklist(story.dispute().unwrap(), 0);
    all.into_iter().filter(|check| !check.done).map(|check| check.kind).collect()
}

#[test]
fn what_is_left_before_a_decision_follows_from_what_happened() {
    use CheckKind::{Asks, CommonGround, Heard, Justification};
    let (client, seller) = (Heard(Side::Client), Heard(Side::Seller));
    let automatic = run_story(TWO_CANCELLATIONS);
    // An automatic opening asks the client why, at once.
    assert_eq!(left(&automatic), [Justification, client, seller, Asks { open: 1, lapsed: 0 }, CommonGround]);
    assert_eq!(left(&opened()), [seller, CommonGround], "an opening by choice is justified in the client's own words");
    for (lines, expected) in [
        ("seller writes", vec![CommonGround]),
        ("camille proposes 40", vec![seller]),
        ("camille proposes 40\n seller accepts p1", vec![]),
        ("camille asks seller", vec![seller, Asks { open: 1, lapsed: 0 }, CommonGround]),
        ("camille asks seller\n wait 48h\n settle", vec![seller, Asks { open: 0, lapsed: 1 }, CommonGround]),
        ("camille asks seller\n wait 48h\n settle\n wait 1h\n seller writes", vec![CommonGround]),
        ("camille asks seller\n seller writes answers q1", vec![CommonGround]),
        ("camille asks seller\n camille withdraws q1", vec![seller, CommonGround]),
    ] {
        assert_eq!(left(&continue_story(opened(), lines)), expected, "{lines}");
    }
}

#[test]
fn nothing_of_the_list_is_enforced() {
    let story = run_story(&format!("{TWO_CANCELLATIONS}\ncamille decides seller_wins | dispute=decided"));
    assert_eq!(left(&story).len(), 5);
}

#[test]
fn evidence_is_looked_at_by_whoever_opened_it_or_rested_a_decision_on_it() {
    let all = [1, 2, 3].map(AttachmentId);
    let story = continue_story(opened(), "camille decides seller_wins");
    let mut decision = story.dispute().unwrap().decision.clone().unwrap();
    assert_eq!(unopened_evidence(all, &BTreeSet::new(), &[]), all);
    decision.cites = vec![Cite::Attachment(all[1])];
    assert_eq!(unopened_evidence(all, &BTreeSet::from([all[0]]), &[decision]), [all[2]]);
    let of = |unopened| checklist(opened().dispute().unwrap(), unopened);
    let line = |unopened, done| ProcessCheck { kind: CheckKind::Evidence { unopened }, done };
    assert!(of(2).contains(&line(2, false)) && of(0).contains(&line(0, true)));
}
