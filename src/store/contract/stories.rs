//! Disputes from their opening to their end.

use super::desk::*;
use crate::domain::case::records::DecisionEventKind;
use crate::domain::case::records::DecisionState;
use crate::domain::dispute::action::Action;
use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::CreatedId;
use crate::domain::ids::{AskId, AttachmentId, Cite, DisputeId, EventId, MessageId, ProposalId};
use crate::domain::marketplace::event::{EventKind, Terms};
use crate::domain::money::accounts::Balances;
use crate::domain::queue::filter::Filter;
use crate::domain::queue::turn::TurnReason;
use crate::domain::refusal::Code;
use crate::domain::vocabulary::{
    AskState, Basis, DisputeState, Ground, OpenedBy, OrderState, Origin, Outcome, Reader, Side, Speaker, View,
    WaitingOn,
};
use crate::store::{ChangeCursor, Ingested, PageFrom, QueueQuery};

fn escrowed(minor: i64) -> Balances {
    Balances { paid_in: 12_000, escrow: minor, seller: 0, client: 0 }
}

/// docs/process.md, "Who opens a dispute, and when".
pub fn each_ground_opens_its_dispute<B: Backend>() {
    let mut desk = Desk::<B>::set();
    desk.delivered("O-1");
    let first = [cancellation(), cancellation_refused(), cancellation(), cancellation_refused()];
    let automatic = desk.ingest("O-1", first).unwrap();
    desk.delivered("O-2");
    desk.revisions_refused("O-2", 2);
    let chosen = desk.ingest("O-2", [opened(Side::Client, "Deux retouches refusées.")]).unwrap();
    desk.delivered("O-3");
    desk.revisions_refused("O-3", 1);
    desk.ingest("O-3", [cancellation(), cancellation_refused()]);
    let third = desk.ingest("O-3", [opened(Side::Client, "Ni retouche ni annulation.")]).unwrap();

    assert_eq!((automatic, chosen, third), (DisputeId(1001), DisputeId(1002), DisputeId(1003)));
    let grounds: Vec<_> = [automatic, chosen, third].map(|id| desk.header(id)).map(|d| (d.ground, d.opened_by)).into();
    assert_eq!(
        grounds,
        [
            (Ground::CancellationRefusedTwice, OpenedBy::Automatic),
            (Ground::RevisionRefusedTwice, OpenedBy::Client),
            (Ground::RevisionThenCancellationRefused, OpenedBy::Client),
        ]
    );
    let file = desk.case(chosen);
    assert_eq!(file.case.order.state, OrderState::InDispute);
    assert_eq!(file.case.order.balances, escrowed(12_000));
    let kinds: Vec<_> = file.timeline.iter().map(|row| (row.kind.as_str(), row.by, row.body.as_str())).collect();
    assert_eq!(
        kinds,
        [
            ("order.placed", Speaker::Client, "Un logo à deux couleurs."),
            ("order.delivered", Speaker::Seller, "Voici le logo."),
            ("revision.requested", Speaker::Client, "Trois couleurs au lieu de deux."),
            ("revision.refused", Speaker::Seller, "Non."),
            ("revision.requested", Speaker::Client, "Trois couleurs au lieu de deux."),
            ("revision.refused", Speaker::Seller, "Non."),
            ("dispute.opened", Speaker::Client, "Deux retouches refusées."),
        ]
    );
    assert_eq!(file.timeline[1].files, [file.order_files[0].id]);
    let last = desk.case(automatic).timeline.pop().unwrap();
    assert_eq!((last.kind.as_str(), last.by), ("dispute.opened", Speaker::System));
    desk.verify();
}

/// docs/contract.md, "Events in".
pub fn a_batch_takes_the_good_events_and_says_why_of_the_others<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let kinds = [
        ("O-1", placed("Léa Martin", "Studio Nova", 12_000)),
        ("O-1", opened(Side::Seller, "Le client ne répond plus.")),
        ("O-9", delivery()),
        ("O-1", opened(Side::Client, "Je ne suis pas contente.")),
        ("O-1", delivery()),
        ("O-1", placed("Léa Martin", "Studio Nova", 12_000)),
    ];
    let events: Vec<_> = kinds.into_iter().map(|(order, kind)| desk.event(order, kind)).collect();
    let taken = desk.store.ingest(&events, desk.now).unwrap();
    let codes: Vec<_> = taken
        .iter()
        .map(|one| match one {
            Ingested::Refused(refusal) => Some(refusal.code()),
            _ => None,
        })
        .collect();
    let expected = [
        None,
        Some(Code::SellerCannotOpen),
        Some(Code::UnknownOrder),
        Some(Code::NoGround),
        None,
        Some(Code::BadState),
    ];
    assert_eq!(codes, expected);
    // What was refused has left its id free.
    let again = desk.store.ingest(&events, desk.now).unwrap();
    assert!(matches!(
        again[..],
        [Ingested::Duplicate, Ingested::Refused(_), Ingested::Refused(_), Ingested::Refused(_), Ingested::Duplicate, _]
    ));
    desk.verify();
}

/// docs/process.md, "Answers that come too late".
pub fn an_answer_that_comes_too_late_is_kept_on_the_timeline<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let before = desk.case(dispute);
    let cursor = desk.store.changes(ChangeCursor::default()).unwrap().cursor;
    let event = desk.event("O-1", EventKind::CancellationAccepted { body: "D'accord, annulons.".into() });
    let taken = desk.store.ingest(std::slice::from_ref(&event), desk.now).unwrap().remove(0);
    assert!(matches!(&taken, Ingested::KeptLate(refusal) if refusal.code() == Code::TooLate), "{taken:?}");
    let after = desk.case(dispute);
    assert_eq!((&after.case, &after.thread, &after.entries), (&before.case, &before.thread, &before.entries));
    let (last, earlier) = after.timeline.split_last().unwrap();
    assert_eq!(earlier, before.timeline);
    assert_eq!(
        (last.kind.as_str(), last.by, last.body.as_str(), last.too_late),
        ("cancellation.accepted", Speaker::Seller, "D'accord, annulons.", true)
    );
    assert!(earlier.iter().all(|row| !row.too_late), "{earlier:?}");
    // Whoever has the case on screen reads it again; the marketplace that repeats it changes nothing.
    let changed = desk.store.changes(cursor).unwrap().changed;
    assert_eq!(changed.iter().map(|change| change.dispute).collect::<Vec<_>>(), [dispute]);
    assert_eq!(desk.store.ingest(&[event], desk.now).unwrap(), [Ingested::Duplicate]);
    desk.verify();
}

/// docs/process.md, "Duplicates".
pub fn the_same_event_is_taken_once<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let mut event = desk.event("O-1", says(Side::Seller, "Le brief ne demandait pas cela."));
    assert_eq!(desk.store.ingest(&[event.clone()], desk.now).unwrap(), [Ingested::Accepted { opened: None }]);
    let before = desk.case(dispute);
    // In one batch with itself, and in a later one.
    let twice = desk.store.ingest(&[event.clone(), event.clone()], desk.now).unwrap();
    assert_eq!(twice, [Ingested::Duplicate, Ingested::Duplicate]);
    let changes: [fn(&mut crate::domain::marketplace::event::Event); 4] = [
        |e| e.kind = says(Side::Seller, "Autre chose."),
        |e| e.kind = says(Side::Client, "Le brief ne demandait pas cela."),
        |e| e.order = "O-2".into(),
        |e| e.at += chrono::TimeDelta::seconds(1),
    ];
    for change in changes {
        let mut other = event.clone();
        change(&mut other);
        let taken = desk.store.ingest(&[other], desk.now).unwrap().remove(0);
        assert!(matches!(&taken, Ingested::Refused(r) if r.code() == Code::DuplicateId), "{taken:?}");
    }
    assert_eq!(desk.case(dispute), before);
    event.id = EventId::from("another");
    assert_eq!(desk.store.ingest(&[event], desk.now).unwrap(), [Ingested::Accepted { opened: None }]);
    desk.verify();
}

/// docs/process.md, "Justification".
pub fn an_automatic_dispute_waits_for_its_justification<B: Backend>() {
    let mut desk = Desk::<B>::set();
    desk.delivered("O-1");
    let refusals = [cancellation(), cancellation_refused(), cancellation(), cancellation_refused()];
    let dispute = desk.ingest("O-1", refusals).unwrap();
    let before = desk.header(dispute);
    assert_eq!((before.justification, before.waiting_on), (None, WaitingOn::Client));
    assert_eq!(before.asks[0].state, AskState::Open);
    assert!(!desk.store.rows(&[dispute]).unwrap()[0].justified);

    desk.ingest("O-1", [says(Side::Client, "Le logo n'a rien à voir.")]);
    let after = desk.header(dispute);
    assert_eq!(after.justification.as_deref(), Some("Le logo n'a rien à voir."));
    assert_eq!((after.asks[0].state, after.asks[0].answer), (AskState::Answered, after.last_message));
    assert_eq!(after.waiting_on, WaitingOn::Mediator);
    assert!(desk.store.rows(&[dispute]).unwrap()[0].justified);
    desk.verify();
}

/// docs/process.md, "The discussion".
pub fn the_discussion_is_kept_with_who_read_what<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let hostile = "\u{1b}[2J\u{202e}C'est \"faux\" ! l'été\u{1}fin";
    let attachments = vec![file("capture.png", Origin::External), file("échange.txt", Origin::Platform)];
    desk.ingest(
        "O-1",
        [EventKind::DisputeMessage { by: Side::Seller, body: hostile.to_owned(), attachments, answers: None }],
    );
    let said = desk.does(dispute, Action::Say { body: "Merci à vous deux.".to_owned() }).made.unwrap();
    desk.does(dispute, Action::Note { body: "Le ton monte.".to_owned() });
    desk.ingest("O-1", [EventKind::DisputeRead { by: Side::Client }]);

    let file = desk.case(dispute);
    let thread: Vec<_> =
        file.thread.iter().map(|row| (row.message.from, row.message.body.as_str(), row.read_by.clone())).collect();
    assert_eq!(
        thread,
        [
            (Speaker::Client, "Rien ne correspond au brief.", vec![]),
            (Speaker::Seller, hostile, vec![Reader::Client]),
            (Speaker::Mediator, "Merci à vous deux.", vec![Reader::Client]),
        ]
    );
    assert_eq!(CreatedId::Message(file.thread[2].message.id), said);
    assert_eq!(file.thread[0].message.author, "Léa Martin");
    let evidence: Vec<_> =
        file.thread[1].attachments.iter().map(|a| (a.name.as_str(), a.inadmissible.is_some())).collect();
    assert_eq!(evidence, [("capture.png", true), ("échange.txt", false)]);
    assert_eq!(file.notes[0].body, "Le ton monte.");
    let unread = |desk: &Desk<B>| desk.store.rows(&[dispute]).unwrap()[0].unread;
    assert_eq!(unread(&desk), 2);
    desk.does(dispute, Action::MarkRead { up_to: file.thread[0].message.id });
    assert_eq!(unread(&desk), 1);
    desk.does(dispute, Action::MarkRead { up_to: file.thread[2].message.id });
    assert_eq!(unread(&desk), 0);
    let last = file.thread[2].message.id;
    assert_eq!(desk.case(dispute).reads, [(Reader::Client, last), (Reader::Mediator, last)]);
    desk.verify();
}

/// docs/process.md, "Questions".
pub fn asks_are_tracked_until_answered_or_lapsed<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let ask = |desk: &mut Desk<B>, to: Side| -> AskId {
        let body = "Avez-vous le fichier source ?".to_owned();
        match desk.does(dispute, Action::Ask { to, body, due: None }).made {
            Some(CreatedId::Ask(ask)) => ask,
            made => panic!("{made:?}"),
        }
    };
    let (first, second, third) =
        (ask(&mut desk, Side::Seller), ask(&mut desk, Side::Seller), ask(&mut desk, Side::Client));
    desk.ingest(
        "O-1",
        [EventKind::DisputeMessage {
            by: Side::Seller,
            body: "Le voici.".to_owned(),
            attachments: vec![],
            answers: Some(first),
        }],
    );
    desk.does(dispute, Action::WithdrawAsk { ask: third });
    assert_eq!(desk.store.settle_due(desk.now).unwrap(), 0);
    desk.wait(48 * 60);
    assert_eq!(desk.store.settle_due(desk.now).unwrap(), 1);
    assert_eq!(desk.store.settle_due(desk.now).unwrap(), 0);
    let header = desk.header(dispute);
    let states: Vec<_> = header.asks.iter().map(|ask| (ask.id, ask.state)).collect();
    assert_eq!(states, [(first, AskState::Answered), (second, AskState::Lapsed), (third, AskState::Withdrawn)]);
    assert_eq!(header.waiting_on, WaitingOn::Mediator);
    desk.verify();
}

/// docs/contract.md, "Decisions".
pub fn a_decision_moves_money_order_dispute_and_outbox_together<B: Backend>() {
    let outcomes = [
        (draft(Outcome::SellerWins), OrderState::Completed, 12_000, 0),
        (draft(Outcome::ClientRefunded), OrderState::Cancelled, 0, 12_000),
        (partial(4000), OrderState::Settled, 8000, 4000),
    ];
    for (draft, state, seller, client) in outcomes {
        let mut desk = Desk::<B>::set();
        let dispute = desk.dispute("O-1");
        let acted = desk.does(dispute, Action::Decide(draft.clone()));
        assert!(!acted.repeated);
        let file = desk.case(dispute);
        assert_eq!(file.case.order.state, state);
        assert_eq!(file.case.order.balances, Balances { paid_in: 12_000, escrow: 0, seller, client });
        let header = file.case.dispute.unwrap();
        assert_eq!(header.state, DisputeState::Decided);
        assert_eq!(header.decision, acted.decision);
        assert_eq!(header.decision.unwrap().state, DecisionState::OnHold);
        assert_eq!(file.thread.last().unwrap().message.from, Speaker::System);
        assert_eq!(file.timeline.last().unwrap().kind, TimelineKind::Decided);
        assert_eq!(file.timeline.last().unwrap().body, draft.reasons);

        let told = |desk: &Desk<B>| -> Vec<_> {
            let lines = desk.store.outbox(0, 100).unwrap();
            lines.iter().map(|line| line.json["type"].as_str().unwrap().to_owned()).collect()
        };
        assert!(!told(&desk).contains(&"decision.effective".to_owned()));
        assert_eq!(code(desk.act("ines", dispute, Action::Decide(draft))), Code::AlreadyDecided);
        assert_eq!(desk.refused("O-1", says(Side::Client, "Attendez !")), Code::ThreadClosed);
        desk.wait(10);
        assert_eq!(desk.store.settle_due(desk.now).unwrap(), 1);
        assert_eq!(told(&desk), ["dispute.opened", "decision.effective"]);
        assert_eq!(code(desk.act("camille", dispute, Action::Undo)), Code::HoldOver);
        assert_eq!(desk.header(dispute).decision.unwrap().state, DecisionState::Effective);
        desk.verify();
    }
}

/// docs/process.md, "Undoing a decision".
pub fn an_undone_decision_gives_everything_back<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    desk.does(dispute, Action::Decide(partial(4000)));
    let undone = desk.does(dispute, Action::Undo);
    assert_eq!(undone.decision.unwrap().state, DecisionState::Reversed);
    let file = desk.case(dispute);
    assert_eq!((file.case.order.state, file.case.order.balances), (OrderState::InDispute, escrowed(12_000)));
    let reversed: Vec<_> = file.entries.iter().filter_map(|entry| entry.reverses).collect();
    assert_eq!(reversed.len(), 2);
    let header = file.case.dispute.unwrap();
    assert_eq!((header.state, header.round, &header.decision), (DisputeState::Open, 2, &None));
    assert_eq!(file.past_decisions[0].state, DecisionState::Reversed);

    desk.does(dispute, Action::Decide(draft(Outcome::SellerWins)));
    let file = desk.case(dispute);
    assert_eq!(file.case.order.balances, Balances { paid_in: 12_000, escrow: 0, seller: 12_000, client: 0 });
    assert_eq!(file.case.dispute.unwrap().decision.unwrap().round, 2);
    assert_eq!(file.past_decisions.len(), 1);
    desk.wait(10);
    desk.store.settle_due(desk.now).unwrap();
    let told = desk.store.outbox(0, 100).unwrap();
    let decisions: Vec<_> = told.iter().filter(|line| line.json["type"] == "decision.effective").collect();
    assert_eq!(decisions.len(), 1);
    assert_eq!(decisions[0].json["outcome"], "seller_wins");
    desk.verify();
}

/// docs/contract.md, "Decisions".
pub fn a_repeated_key_returns_the_first_result<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let (dispute, other) = (desk.dispute("O-1"), desk.dispute("O-2"));
    let mut keyed = partial(4000);
    keyed.key = Some("k1".to_owned());
    let first = desk.does(dispute, Action::Decide(keyed.clone()));
    let before = desk.case(dispute);
    let again = desk.does(dispute, Action::Decide(keyed.clone()));
    assert!(again.repeated && !first.repeated);
    assert_eq!((again.decision, again.case), (first.decision, first.case));
    assert_eq!(desk.case(dispute), before);

    let mut richer = keyed.clone();
    richer.refund = Some(eur(4001));
    assert_eq!(code(desk.act("camille", dispute, Action::Decide(richer))), Code::DuplicateId);
    let mut wordier = keyed.clone();
    wordier.reasons.push('!');
    assert_eq!(code(desk.act("camille", dispute, Action::Decide(wordier))), Code::DuplicateId);
    assert_eq!(code(desk.act("camille", other, Action::Decide(keyed.clone()))), Code::DuplicateId);
    assert_eq!(code(desk.act("ines", dispute, Action::Decide(keyed.clone()))), Code::DuplicateId);
    // Harmless after an undo too: the first result, as it stands now.
    desk.does(dispute, Action::Undo);
    let late = desk.does(dispute, Action::Decide(keyed));
    assert!(late.repeated);
    assert_eq!(late.decision.unwrap().state, DecisionState::Reversed);
    assert_eq!(desk.header(dispute).state, DisputeState::Open);
    desk.verify();
}

/// docs/process.md, "Agreed or imposed".
pub fn a_partial_refund_is_agreed_or_imposed<B: Backend>() {
    for (refund, basis) in [(3000, Basis::Agreed), (4000, Basis::Imposed)] {
        let mut desk = Desk::<B>::set();
        let dispute = desk.dispute("O-1");
        let terms = Terms::PartialRefund { refund: eur(3000), terms: "Pour solde.".to_owned() };
        let proposal = desk.agreed("O-1", dispute, terms);
        let kept = desk.header(dispute).proposals.remove(0);
        assert!(kept.answered_at.is_some_and(|at| at >= kept.at), "when they answered is kept: {kept:?}");
        let decision = desk.does(dispute, Action::Decide(partial(refund))).decision.unwrap();
        assert_eq!(decision.basis, Some(basis));
        assert_eq!(decision.proposal, (basis == Basis::Agreed).then_some(proposal));
        assert_eq!(decision.seller_gets, Some(eur(12_000 - refund)));
        desk.verify();
    }
}

/// docs/process.md, "Refusals that count": both agree, the money stays, refusals count anew, and a new dispute may follow.
pub fn a_relaunched_order_can_be_disputed_again<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let first = desk.dispute("O-1");
    assert_eq!(code(desk.act("camille", first, Action::Decide(draft(Outcome::Relaunch)))), Code::NoAgreement);
    desk.agreed("O-1", first, Terms::Relaunch { terms: "Une version à deux couleurs.".to_owned() });
    desk.does(first, Action::Decide(draft(Outcome::Relaunch)));
    let case = desk.case(first).case;
    assert_eq!((case.order.state, case.order.balances), (OrderState::InProgress, escrowed(12_000)));

    // The order moves on: the relaunch takes effect at once, and new refusals give a new ground.
    desk.ingest("O-1", [delivery()]);
    assert_eq!(desk.header(first).decision.unwrap().state, DecisionState::Effective);
    assert_eq!(desk.case(first).case.order.refusals, []);
    desk.revisions_refused("O-1", 2);
    let second = desk.ingest("O-1", [opened(Side::Client, "Toujours trois couleurs.")]).unwrap();
    assert_ne!(first, second);
    assert_eq!(desk.header(first).state, DisputeState::Decided);
    assert_eq!(desk.header(second).state, DisputeState::Open);
    assert_eq!(code(desk.act("camille", first, Action::Undo)), Code::ThreadClosed);
    desk.does(second, Action::Decide(draft(Outcome::ClientRefunded)));
    let file = desk.case(second);
    assert_eq!(file.case.order.balances, Balances { paid_in: 12_000, escrow: 0, seller: 0, client: 12_000 });
    assert_eq!(file.thread[0].message.body, "Toujours trois couleurs.");
    assert!(file.timeline.iter().any(|row| row.kind == TimelineKind::Decision(DecisionEventKind::Effective)));
    desk.wait(10);
    desk.store.settle_due(desk.now).unwrap();
    desk.verify();
}

/// docs/process.md, "Second mediator".
pub fn a_second_mediator_approves_or_refuses<B: Backend>() {
    let mut desk = Desk::<B>::set();
    desk.set_policy([second_above(100)]);
    let dispute = desk.dispute("O-1");
    let waiting = desk.does(dispute, Action::Decide(draft(Outcome::SellerWins))).decision.unwrap();
    assert_eq!((waiting.state, waiting.effective_at), (DecisionState::Awaiting, None));
    assert_eq!(desk.case(dispute).case.order.balances, escrowed(12_000));
    assert!(desk.store.rows(&[dispute]).unwrap()[0].awaiting == Some(handle("camille")));
    // It is for others to approve, and counted so.
    let approval = |desk: &Desk<B>, by: &str| {
        let query = QueueQuery {
            view: View::Approval,
            me: Some(handle(by)),
            filter: Filter::default(),
            from: PageFrom::Start,
            limit: 9,
        };
        let rows = desk.store.queue(&query, desk.now).unwrap().rows;
        let count = desk.store.counts(Some(&handle(by)), desk.now).unwrap().approval;
        assert_eq!(rows.len() as u64, count);
        count
    };
    assert_eq!((approval(&desk, "camille"), approval(&desk, "ines")), (0, 1));
    assert_eq!(desk.store.rows(&[dispute]).unwrap()[0].reason, TurnReason::SecondMediator);
    assert_eq!(code(desk.act("camille", dispute, Action::Approve)), Code::ConflictOfInterest);

    let reason = "Les captures n'ont pas été lues.".to_owned();
    let refused = desk.act("ines", dispute, Action::Refuse { reason: reason.clone() }).unwrap().decision.unwrap();
    assert_eq!(refused.state, DecisionState::Refused);
    let file = desk.case(dispute);
    assert_eq!(file.past_decisions[0].state, DecisionState::Refused);
    assert_eq!(
        file.timeline.last().map(|row| (row.kind.as_str(), row.body.as_str())),
        Some(("decision.refused", reason.as_str()))
    );
    assert_eq!(file.case.order.balances, escrowed(12_000));

    desk.does(dispute, Action::Decide(draft(Outcome::ClientRefunded)));
    let approved = desk.act("ines", dispute, Action::Approve).unwrap().decision.unwrap();
    assert_eq!(approved.state, DecisionState::OnHold);
    assert_eq!(desk.header(dispute).decision, Some(approved));
    assert_eq!(desk.case(dispute).case.order.balances.client, 12_000);
    assert_eq!((approval(&desk, "camille"), approval(&desk, "ines")), (0, 0));
    desk.verify();
}

/// docs/process.md, "Striking evidence".
pub fn struck_evidence_cannot_be_cited<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let delivered = desk.case(dispute).order_files[0].id;
    let mut citing = draft(Outcome::SellerWins);
    citing.cites = vec![Cite::Attachment(delivered), Cite::Message(MessageId(1)), Cite::Message(MessageId(1))];
    desk.does(dispute, Action::Strike { attachment: delivered, reason: "Fichier d'une autre commande.".to_owned() });
    assert_eq!(desk.case(dispute).order_files[0].inadmissible.as_deref(), Some("Fichier d'une autre commande."));
    assert_eq!(code(desk.act("camille", dispute, Action::Decide(citing.clone()))), Code::InadmissibleCited);
    // Taken back, it may be; struck again, it may not.
    desk.does(dispute, Action::Admit { attachment: delivered, reason: "C'est bien elle.".to_owned() });
    assert_eq!(desk.case(dispute).order_files[0].inadmissible, None);
    assert_eq!(
        code(desk.act("camille", dispute, Action::Admit { attachment: delivered, reason: "Encore.".to_owned() })),
        Code::BadState
    );
    desk.verify();
    desk.does(dispute, Action::Strike { attachment: delivered, reason: "Toujours pas.".to_owned() });
    assert_eq!(code(desk.act("camille", dispute, Action::Decide(citing.clone()))), Code::InadmissibleCited);
    citing.cites[0] = Cite::Attachment(AttachmentId(99));
    assert_eq!(code(desk.act("camille", dispute, Action::Decide(citing.clone()))), Code::UnknownAttachment);
    let other = desk.dispute("O-2");
    let elsewhere = desk.case(other).thread[0].message.id;
    citing.cites[0] = Cite::Message(elsewhere);
    assert_eq!(code(desk.act("camille", dispute, Action::Decide(citing.clone()))), Code::UnknownMessage);
    citing.cites.remove(0);
    let decision = desk.does(dispute, Action::Decide(citing)).decision.unwrap();
    assert_eq!(decision.cites, [Cite::Message(MessageId(1))]);
    desk.verify();
}

/// What the rules returned is what the next reader gets, at every step of a full life.
pub fn a_case_reads_back_as_the_rules_left_it<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let until = desk.now + chrono::TimeDelta::days(1);
    let terms = Terms::PartialRefund { refund: eur(1), terms: String::new() };
    let steps = [
        Action::Claim,
        Action::Ask { to: Side::Seller, body: "Et la source ?".to_owned(), due: Some(until) },
        Action::Propose { terms: terms.clone() },
        Action::Propose { terms: Terms::Relaunch { terms: "On reprend.".to_owned() } },
        Action::WithdrawProposal { proposal: ProposalId(2) },
        Action::Snooze { until },
        Action::Wake,
        Action::Snooze { until },
        Action::Say { body: "Je reviens demain.".to_owned() },
        Action::Decide(partial(11_999)),
        Action::Undo,
        Action::Release,
    ];
    for step in steps {
        let acted = desk.does(dispute, step.clone());
        assert_eq!(desk.case(dispute).case, acted.case, "{step:?}");
    }
    desk.verify();
}
