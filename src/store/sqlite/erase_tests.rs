//! What is erased is gone from the file and its log, byte for byte.

use std::fs;

use super::open::companion_path;
use super::testing::Folder;
use crate::domain::dispute::action::Action;
use crate::domain::marketplace::event::{EventKind, Terms};
use crate::domain::vocabulary::{Origin, Side};
use crate::store::contract::{Backend, Desk, eur, file, handle, opened, partial, placed, revision, says};

/// How often any of these stands in the database's files.
fn files_containing(folder: &Folder, needles: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for suffix in ["", "-wal", "-shm"] {
        let Ok(bytes) = fs::read(companion_path(&folder.path(), suffix)) else { continue };
        for needle in needles {
            let count = bytes.windows(needle.len()).filter(|window| window == &needle.as_bytes()).count();
            if count > 0 {
                found.push(format!("{needle} × {count} in litige.db{suffix}"));
            }
        }
    }
    found
}

#[test]
fn no_byte_of_an_erased_person_is_left_in_the_file_or_its_log() {
    let mut desk = Desk::<Folder>::set();
    // Among many others, so that pages have split and rows have moved.
    let mut disputes = Vec::new();
    for n in 1..=120 {
        let order = format!("O-{n}");
        let client = if n % 10 == 3 { "Zéphyrine Quatrebarbes".to_owned() } else { format!("Client {n}") };
        desk.ingest(&order, [placed(&client, "Studio Nova", 12_000)]);
        desk.ingest(&order, [EventKind::OrderDelivered { body: "Voilà.".repeat(n), attachments: vec![] }]);
        desk.revisions_refused(&order, 1);
        desk.ingest(&order, [revision(), EventKind::RevisionRefused { body: String::new() }]);
        let why = if n % 10 == 3 { "Motif xylophage.".to_owned() } else { "Rien ne va. ".repeat(n) };
        let dispute = desk.ingest(&order, [opened(Side::Client, &why)]).unwrap();
        if n % 10 == 3 {
            let said = format!("Un bathyscaphe {}", "très long ".repeat(n * 20));
            let attachments = vec![file("quatrebarbes-scan.pdf", Origin::External)];
            desk.ingest(
                &order,
                [EventKind::DisputeMessage { by: Side::Client, body: said, attachments, answers: None }],
            );
            desk.ingest(
                &order,
                [EventKind::ProposalMade {
                    by: Side::Client,
                    terms: Terms::PartialRefund { refund: eur(500), terms: "Geste kaléidoscopique.".to_owned() },
                }],
            );
            desk.does(dispute, Action::Say { body: "Chère Zéphyrine Quatrebarbes, merci.".to_owned() });
            let mut decided = partial(4000);
            decided.reasons = "Zéphyrine Quatrebarbes l'a montré.".to_owned();
            desk.does(dispute, Action::Decide(decided));
        } else {
            desk.ingest(&order, [says(Side::Seller, &"Réponse. ".repeat(n))]);
        }
        disputes.push(dispute);
    }
    desk.store.put_draft(disputes[2], &handle("camille"), Some("À Zéphyrine Quatrebarbes"), None, desk.now).unwrap();
    let needles =
        ["Quatrebarbes", "quatrebarbes", "xylophage", "bathyscaphe", "très long", "kaléidoscopique", "kaleidoscopique"];
    assert!(files_containing(&desk.place, &needles).len() >= 6);
    desk.store.erase(&"zephyrine-quatrebarbes".into(), &handle("max"), None, desk.now).unwrap();
    assert_eq!(files_containing(&desk.place, &needles), Vec::<String>::new());
    assert!(!files_containing(&desk.place, &["Studio Nova"]).is_empty());
    desk.verify();
    drop(desk.place.open());
}
