//! Several mediators on one database: who looks at what, and why a case stands where it does.

use chrono::TimeDelta;

use super::desk::*;
use crate::domain::case::records::DecisionEventKind;
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;
use crate::domain::queue::turn::TurnReason;
use crate::domain::vocabulary::{Outcome, Side};
use crate::store::{ChangeCursor, PRESENT_FOR};

/// Presence is apart from the claim: it locks nothing, changes nothing that others watch, and ends by itself.
pub fn who_looks_at_a_case_is_known_for_a_minute<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let (first, second) = (desk.dispute("O-1"), desk.dispute("O-2"));
    let cursor = desk.store.changes(ChangeCursor::default()).unwrap().cursor;
    let seen = |desk: &Desk<B>| -> Vec<(DisputeId, String, String)> {
        let all = desk.place.open().presences(desk.now).unwrap();
        all.into_iter().map(|one| (one.dispute, one.by.0, one.desk)).collect()
    };
    let row = |id: DisputeId, by: &str, at: &str| (id, by.to_owned(), at.to_owned());
    let look =
        |desk: &mut Desk<B>, at: &str, by: &str, case| desk.store.heartbeat(at, &handle(by), case, desk.now).unwrap();
    look(&mut desk, "desk-1", "camille", Some(first));
    look(&mut desk, "desk-2", "ines", Some(first));
    look(&mut desk, "desk-3", "camille", Some(second));
    let all = [row(first, "camille", "desk-1"), row(first, "ines", "desk-2"), row(second, "camille", "desk-3")];
    assert_eq!(seen(&desk), all);
    // Nobody speaks for a colleague's desk, whatever they call their own.
    for case in [Some(second), None] {
        look(&mut desk, "desk-2", "camille", case);
        assert_eq!(seen(&desk), all);
    }
    look(&mut desk, "desk-1", "camille", Some(second));
    look(&mut desk, "desk-2", "ines", None);
    assert_eq!(seen(&desk), [row(second, "camille", "desk-1"), row(second, "camille", "desk-3")]);
    // One of them is killed, the other goes on saying where it is.
    desk.now += PRESENT_FOR / 2;
    look(&mut desk, "desk-3", "camille", Some(second));
    desk.now += PRESENT_FOR / 2 + TimeDelta::milliseconds(1);
    assert_eq!(seen(&desk), [row(second, "camille", "desk-3")]);
    // A clock that goes back keeps nobody alive; a case that is not there is looked at by nobody.
    desk.now -= TimeDelta::hours(1);
    assert_eq!(seen(&desk), []);
    look(&mut desk, "desk-4", "max", Some(DisputeId(9_999)));
    assert_eq!(seen(&desk), []);
    assert_eq!(desk.store.changes(cursor).unwrap().changed, []);
    assert!(desk.header(second).claim.is_none());
    desk.verify();
}

/// Urgency is explained: each turn's reason stands beside the case.
pub fn why_a_case_stands_where_it_does_is_kept_with_it<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let reason = |desk: &Desk<B>| desk.store.rows(&[dispute]).unwrap()[0].reason;
    assert_eq!(reason(&desk), TurnReason::New);
    let newest = desk.case(dispute).thread[0].message.id;
    desk.does(dispute, Action::MarkRead { up_to: newest });
    assert_eq!(reason(&desk), TurnReason::Discussion);
    desk.does(dispute, Action::Ask { to: Side::Seller, body: "Et la source ?".to_owned(), due: None });
    assert_eq!(reason(&desk), TurnReason::AskSeller);
    desk.wait(49 * 60);
    desk.store.settle_due(desk.now).unwrap();
    assert_eq!(reason(&desk), TurnReason::SellerSilent);
    desk.ingest("O-1", [says(Side::Seller, "La voici.")]);
    desk.does(dispute, Action::Decide(draft(Outcome::SellerWins)));
    assert_eq!(reason(&desk), TurnReason::Decided);
    desk.does(dispute, Action::Undo);
    assert_eq!(reason(&desk), TurnReason::Undone);
    let read = desk.header(dispute).reopened.map(|reopened| (reopened.at, reopened.by));
    assert_eq!(read, Some((desk.now, DecisionEventKind::Reversed)));
    desk.wait(1);
    desk.ingest("O-1", [says(Side::Seller, "Et maintenant ?")]);
    assert_eq!(reason(&desk), TurnReason::SellerWrote);
    desk.does(dispute, Action::Decide(draft(Outcome::SellerWins)));
    desk.does(dispute, Action::Undo);
    assert_eq!((reason(&desk), desk.header(dispute).round), (TurnReason::Undone, 3));
    desk.verify();
}
