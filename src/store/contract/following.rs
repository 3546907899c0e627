//! What others follow: changes, the outbox, the search; and what concerns the store as a whole.

use super::desk::*;
use crate::domain::dispute::action::Action;
use crate::domain::dispute::change::Actor;
use crate::domain::marketplace::event::{EventKind, EventType, Terms};
use crate::domain::refusal::Code;
use crate::domain::search::terms::SearchTerms;
use crate::domain::vocabulary::{Origin, Outcome, Side, View};
use crate::store::{ChangeCursor, SearchQuery};

pub fn changes_are_told_once_in_order<B: Backend>() {
    assert!(B::empty().open().changes(ChangeCursor::default()).unwrap().is_empty());
    let mut desk = Desk::<B>::set();
    let (one, two) = (desk.dispute("O-1"), desk.dispute("O-2"));
    let watcher = desk.place.open();
    let cursor = watcher.changes(ChangeCursor::default()).unwrap().cursor;
    assert_eq!(watcher.changes(cursor).unwrap().changed, []);
    desk.ingest("O-1", [says(Side::Seller, "Bonjour.")]);
    desk.does(two, Action::Claim);
    desk.act("ines", one, Action::Claim).unwrap();
    let changes = watcher.changes(cursor).unwrap();
    let told: Vec<_> = changes.changed.iter().map(|c| (c.dispute, c.by.as_str(), c.kind.as_str())).collect();
    assert_eq!(told, [(two, "camille", "claim"), (one, "ines", "claim")]);
    assert!(!changes.all);
    assert_eq!(watcher.changes(changes.cursor).unwrap().changed, []);
    // The order's own conversation is on the case too.
    desk.ingest("O-2", [EventKind::OrderMessage { by: Side::Client, body: "Allô ?".to_owned(), attachments: vec![] }]);
    let changes = watcher.changes(changes.cursor).unwrap();
    assert_eq!(changes.changed[0].kind, EventType::OrderMessage.into());
    desk.does(two, Action::Snooze { until: desk.now + chrono::TimeDelta::minutes(20) });
    let changes = watcher.changes(changes.cursor).unwrap();
    desk.wait(31);
    desk.store.settle_due(desk.now).unwrap();
    assert_eq!(watcher.changes(changes.cursor).unwrap().changed[0].by, Actor::System);
    // A cursor from another store's future.
    assert!(watcher.changes(ChangeCursor(1 << 40)).unwrap().all);
}

/// Somebody reads what another wrote before a third one asks: whoever wrote it is told of. It is a change all the same.
pub fn a_receipt_takes_no_place_of_what_was_written<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let watcher = desk.place.open();
    let cursor = watcher.changes(ChangeCursor::default()).unwrap().cursor;
    desk.ingest("O-1", [says(Side::Client, "Et voilà.")]);
    let before = watcher.changes(cursor).unwrap();
    let up_to = desk.case(dispute).thread.last().unwrap().message.id;
    desk.act("camille", dispute, Action::MarkRead { up_to }).unwrap();
    desk.ingest("O-1", [EventKind::DisputeRead { by: Side::Seller }]);
    let after = watcher.changes(cursor).unwrap();
    assert_eq!(after.changed, before.changed);
    assert_eq!((&after.changed[0].by, after.changed[0].kind), (&Actor::Client, EventType::DisputeMessage.into()));
    assert!(after.cursor > before.cursor);
}

/// docs/contract.md, "Outbox".
pub fn the_outbox_gives_the_same_lines_again<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    desk.does(dispute, Action::Say { body: "Bonjour.".to_owned() });
    desk.does(dispute, Action::Ask { to: Side::Seller, body: "La source ?".to_owned(), due: None });
    desk.does(dispute, Action::Propose { terms: Terms::PartialRefund { refund: eur(100), terms: String::new() } });
    desk.does(dispute, Action::Decide(draft(Outcome::SellerWins)));
    desk.wait(10);
    desk.store.settle_due(desk.now).unwrap();
    let all = desk.store.outbox(0, 100).unwrap();
    let told: Vec<_> = all.iter().map(|line| line.json["type"].as_str().unwrap()).collect();
    let opened = ["dispute.opened", "message.posted", "ask.opened", "proposal.made"];
    // What was still open is withdrawn with the decision, and the parties are told.
    assert_eq!(told, [&opened[..], &["decision.effective", "ask.withdrawn", "proposal.withdrawn"]].concat());
    assert!(all.is_sorted_by(|a, b| a.seq < b.seq));
    for line in &all {
        assert_eq!(line.json["seq"], line.seq);
        assert_eq!(line.json["order"], "O-1");
        assert_eq!(line.json["dispute"], dispute.to_string());
        assert!(line.json["at"].as_str().unwrap().ends_with('Z'));
    }
    assert_eq!(desk.store.outbox(0, 100).unwrap(), all);
    assert_eq!(desk.store.outbox(all[1].seq, 2).unwrap(), all[2..4]);
    assert_eq!(desk.store.outbox(all[6].seq, 100).unwrap(), []);
}

fn found<B: Backend>(desk: &Desk<B>, text: &str) -> Vec<String> {
    let query = SearchQuery { terms: SearchTerms::parse(text).unwrap(), me: None, before: None, limit: 50 };
    let messages = desk.store.search(&query, desk.now).unwrap().hits.into_iter();
    messages.filter(|hit| hit.place.message().is_some()).map(|hit| hit.snippet).collect()
}

/// Every message of a discussion is searched, the justification and the closing message too.
pub fn messages_are_found_and_marked<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    desk.ingest("O-1", [says(Side::Seller, "Le café-théâtre était dans le brief.")]);
    desk.does(dispute, Action::Say { body: "Je regarde le brief.".to_owned() });
    desk.does(dispute, Action::Decide(draft(Outcome::SellerWins)));
    assert_eq!(found(&desk, "theatre").len(), 1);
    assert_eq!(found(&desk, "BRIEF").len(), 3);
    assert_eq!(found(&desk, "conforme").len(), 1);
    let query = SearchQuery { terms: SearchTerms::parse("brief").unwrap(), me: None, before: None, limit: 50 };
    let mut hits = desk.store.search(&query, desk.now).unwrap().hits;
    hits.retain(|hit| hit.place.message().is_some());
    assert!(hits.is_sorted_by(|a, b| a.place.message() > b.place.message()));
    assert_eq!((hits[1].dispute, hits[1].author.as_str()), (dispute, "Studio Nova"));
    let (from, to) = hits[1].marks[0];
    assert_eq!(&hits[1].snippet[from..to], "brief");
}

/// docs/process.md, "Erasing a person".
pub fn a_person_erased_is_found_nowhere<B: MaintenanceBackend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let other = desk.dispute("O-2");
    let secret = file("numéro-de-lea.txt", Origin::Platform);
    desk.ingest(
        "O-1",
        [EventKind::DisputeMessage {
            by: Side::Client,
            body: "Mon secret est un abricot.".to_owned(),
            attachments: vec![secret],
            answers: None,
        }],
    );
    desk.does(dispute, Action::Say { body: "Merci Léa Martin, c'est noté.".to_owned() });
    desk.does(dispute, Action::Note { body: "Léa Martin a raison.".to_owned() });
    desk.store.put_draft(dispute, &handle("camille"), Some("Chère Léa Martin"), None, desk.now).unwrap();
    let mut decided = partial(4000);
    decided.reasons = "Léa Martin l'a montré.".to_owned();
    desk.does(dispute, Action::Decide(decided));
    let before = desk.case(dispute);

    assert_eq!(code(desk.store.erase(&"personne".into(), &handle("max"), None, desk.now)), Code::UnknownPerson);
    assert_eq!(code(desk.store.erase(&"lea-martin".into(), &handle("zoe"), None, desk.now)), Code::NotALead);
    assert_eq!(code(desk.store.erase(&"lea-martin".into(), &handle("ines"), None, desk.now)), Code::NotALead);
    assert_eq!(desk.store.names(&"lea-martin".into()).unwrap(), ["Léa Martin"]);
    assert!(desk.store.erase(&"lea-martin".into(), &handle("max"), None, desk.now).unwrap() > 8);
    assert_eq!(desk.store.names(&"lea-martin".into()).unwrap(), Vec::<String>::new());

    let after = desk.case(dispute);
    for id in [dispute, other] {
        let text = format!("{:?} {:?}", desk.case(id), desk.store.rows(&[id]));
        for gone in ["Léa Martin", "lea-martin", "Rien ne correspond", "deux couleurs", "abricot", "numéro-de"] {
            assert!(!text.contains(gone), "{gone} in {text}");
        }
        for kept in ["Studio Nova", "Voici le logo.", "Person "] {
            assert!(text.contains(kept), "{kept} not in {text}");
        }
    }
    assert_eq!(after.entries, before.entries);
    assert_eq!(after.case.order.balances, before.case.order.balances);
    assert_eq!(after.thread.len(), before.thread.len());
    assert_eq!(desk.store.draft(dispute, &handle("camille")).unwrap().map(|d| d.contains("Léa")), Some(false));
    for word in ["abricot", "lea", "martin", "correspond"] {
        let query = SearchQuery { terms: SearchTerms::parse(word).unwrap(), me: None, before: None, limit: 50 };
        assert_eq!(desk.store.search(&query, desk.now).unwrap().hits, [], "{word}");
    }
    assert_eq!(found(&desk, "noté").len(), 1);
    let lines = desk.store.outbox(0, 100).unwrap();
    assert!(lines.iter().all(|line| !line.json.to_string().contains("Martin")));
    let filtered = desk.filtered(View::All, "lea", crate::store::PageFrom::Start, 10);
    assert_eq!(filtered.rows, []);
    desk.verify();
    assert_eq!(code(desk.store.erase(&"lea-martin".into(), &handle("max"), None, desk.now)), Code::UnknownPerson);

    // The order goes on under the pseudonym, and what comes again is still known.
    desk.ingest("O-2", [says(Side::Client, "Encore moi.")]);
    let author = desk.case(other).thread.pop().unwrap().message.author;
    assert!(author.starts_with("Person "), "{author}");
    desk.verify();
}

/// The head of the audit is a witness: a store that is cut back no longer has it.
pub fn all_of_it_verifies<B: MaintenanceBackend>() {
    let mut desk = Desk::<B>::set();
    desk.verify();
    let dispute = desk.dispute("O-1");
    desk.does(dispute, Action::Decide(draft(Outcome::SellerWins)));
    let first = desk.store.verify(None).unwrap();
    assert_eq!(first.faults, []);
    let checked = first.checked;
    assert_eq!((checked.orders, checked.disputes, checked.messages, checked.decisions), (1, 1, 2, 1));
    assert_eq!(checked.ledger_entries, 2);
    assert!(checked.audit_records > 5);
    let head = first.head.unwrap();
    desk.does(dispute, Action::Undo);
    assert_eq!(desk.store.verify(Some(&head)).unwrap().faults, []);
    let unknown = desk.store.verify(Some(&"0f".repeat(32))).unwrap();
    assert_eq!(unknown.faults.iter().map(|fault| fault.check).collect::<Vec<_>>(), ["audit"]);
}

/// A backup is whole, refuses to take a file's place, and changes nothing.
pub fn a_backup_is_a_whole_store<B: MaintenanceBackend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let path = desk.place.spare_path();
    desk.store.backup(&path).unwrap();
    assert!(desk.store.backup(&path).is_err());
    let copy = desk.place.open_backup(&path);
    assert_eq!(copy.verify(None).unwrap(), desk.store.verify(None).unwrap());
    assert_eq!(copy.case(dispute).unwrap(), desk.case(dispute));
    desk.does(dispute, Action::Claim);
    assert_ne!(copy.verify(None).unwrap().head, desk.store.verify(None).unwrap().head);
}

/// docs/contract.md, "Outbox".
pub fn what_is_told_of_a_file_names_it_as_the_marketplace_does<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let (one, two) = (desk.dispute("O-1"), desk.dispute("O-2"));
    let mut brought = Vec::new();
    for n in 0..9 {
        for order in ["O-1", "O-2"] {
            let attachments = match n % 3 {
                0 => vec![file(&format!("{order} {n}.txt"), Origin::Platform), file("same.txt", Origin::Platform)],
                _ => vec![],
            };
            let files: Vec<_> = attachments.iter().map(|file| file.name.clone()).collect();
            let body = "Voyez.".to_owned();
            let kind = match n % 2 {
                0 => EventKind::DisputeMessage { by: Side::Client, body, attachments, answers: None },
                _ => EventKind::OrderMessage { by: Side::Seller, body, attachments },
            };
            let event = desk.event(order, kind);
            desk.store.ingest(std::slice::from_ref(&event), desk.now).unwrap();
            brought.extend(files.into_iter().map(|name| (order, event.id.0.clone(), name)));
            desk.does(if order == "O-1" { one } else { two }, Action::Say { body: "Vu.".to_owned() });
        }
    }
    let mut expected = Vec::new();
    for (dispute, order) in [(one, "O-1"), (two, "O-2")] {
        let case = desk.case(dispute);
        let mut files: Vec<_> = case.thread.iter().flat_map(|row| &row.attachments).chain(&case.order_files).collect();
        files.sort_by_key(|file| file.id);
        // The first is of the delivery.
        let of_order = brought.iter().filter(|(of, ..)| *of == order);
        for (file, (_, event, name)) in files[1..].iter().zip(of_order) {
            assert_eq!(&file.name, name);
            let (attachment, reason) = (file.id, "Non.".to_owned());
            desk.does(dispute, Action::Strike { attachment, reason: reason.clone() });
            desk.does(dispute, Action::Admit { attachment, reason });
            expected.extend([(event.clone(), name.clone()), (event.clone(), name.clone())]);
        }
    }
    assert_eq!(expected.len(), 24);
    let told = desk.store.outbox(0, 1000).unwrap().into_iter().filter(|line| line.json.get("attachment").is_some());
    let text = |line: &crate::store::OutboxLine, field: &str| line.json[field].as_str().unwrap().to_owned();
    assert_eq!(told.map(|line| (text(&line, "event"), text(&line, "name"))).collect::<Vec<_>>(), expected);
}
