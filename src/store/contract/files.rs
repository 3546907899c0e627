//! The content of evidence.

use super::desk::{Backend, Desk, MaintenanceBackend, file, handle, says};
use crate::domain::case::evidence_file::{BlobRef, NotStored, StoredContent};
use crate::domain::dispute::action::Action;
use crate::domain::ids::DisputeId;
use crate::domain::marketplace::event::{Event, EventKind, NewAttachment};
use crate::domain::text::redaction::ERASED;
use crate::domain::vocabulary::{Origin, Side};
use crate::store::{BlobContent, ChangeCursor, Filled};

fn sent(desk: &mut Desk<impl Backend>, order: &str, by: Side, stored_content: StoredContent) {
    let attachments =
        vec![NewAttachment { stored_content: Some(stored_content), ..file("preuve.png", Origin::Platform) }];
    desk.ingest(order, [EventKind::DisputeMessage { by, body: "Voici.".to_owned(), attachments, answers: None }]);
}

/// What was sent in the cases of a story, and which of it is kept.
struct Sent<B: Backend> {
    desk: Desk<B>,
    dispute: DisputeId,
    /// Sent by the client alone, and by both.
    kept: BlobRef,
    shared: BlobRef,
}

impl<B: Backend> Sent<B> {
    fn contents(&self) -> Vec<StoredContent> {
        let thread = self.desk.case(self.dispute).thread;
        thread.iter().flat_map(|row| &row.attachments).filter_map(|a| a.stored_content.clone()).collect()
    }
}

fn all_sent<B: Backend>() -> Sent<B> {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let (kept, shared) = (desk.store.put_blob(b"abc").unwrap(), desk.store.put_blob(b"both have it").unwrap());
    let all = [
        (Side::Client, StoredContent::Stored(kept.clone())),
        (Side::Client, StoredContent::Stored(shared.clone())),
        (Side::Seller, StoredContent::Stored(shared.clone())),
        (Side::Seller, StoredContent::NotStored(NotStored::TooLarge)),
    ];
    for (by, stored_content) in all.clone() {
        sent(&mut desk, "O-1", by, stored_content);
    }
    let sent = Sent { desk, dispute, kept, shared };
    assert_eq!(sent.contents(), all.map(|(_, stored_content)| stored_content));
    sent
}

/// docs/marketplace.md, "Files".
pub fn a_file_is_kept_once<B: Backend>() {
    let Sent { mut desk, kept, .. } = all_sent::<B>();
    assert_eq!(kept.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(desk.store.put_blob(b"abc").unwrap(), kept);
    let unknown = BlobRef { sha256: "0".repeat(64), bytes: 3 };
    let climbing = BlobRef { sha256: "../../../../etc/passwd".to_owned(), bytes: 3 };
    for gone in [&unknown, &climbing] {
        assert_eq!(desk.store.blob(gone).unwrap(), BlobContent::Missing);
    }
    assert_eq!(desk.store.blob(&kept).unwrap(), BlobContent::Whole(b"abc".to_vec()));
    desk.verify();
}

/// docs/marketplace.md, "Files".
pub fn a_file_is_kept_once_and_goes_with_its_person<B: MaintenanceBackend>() {
    let mut sent = all_sent::<B>();
    let Sent { desk, dispute, kept, shared } = &mut sent;
    let copy = desk.place.spare_path();
    desk.store.backup(&copy).unwrap();
    let backup = desk.place.open_backup(&copy);
    assert_eq!(backup.blob(kept).unwrap(), BlobContent::Whole(b"abc".to_vec()));
    assert_eq!(backup.verify(None).unwrap().faults, []);

    desk.store.erase(&"lea-martin".into(), &handle("max"), None, desk.now).unwrap();
    assert_eq!(desk.store.blob(kept).unwrap(), BlobContent::Missing);
    assert_eq!(desk.store.blob(shared).unwrap(), BlobContent::Whole(b"both have it".to_vec()));
    let gone = StoredContent::NotStored(NotStored::Erased);
    assert!(!format!("{:?}", desk.case(*dispute)).contains(&kept.sha256));
    desk.verify();
    let expected =
        [gone.clone(), gone, StoredContent::Stored(shared.clone()), StoredContent::NotStored(NotStored::TooLarge)];
    assert_eq!(sent.contents(), expected);
}

/// Events with files, of which some were not looked for and some were not found, and what became of them since.
struct Unfilled<B: Backend> {
    desk: Desk<B>,
    dispute: DisputeId,
    /// Of the order's own conversation, and of the discussion: by the seller, and by the client.
    events: Vec<Event>,
}

impl<B: Backend> Unfilled<B> {
    /// The contents as the case shows them, the order's file first.
    fn contents(&self) -> Vec<Option<StoredContent>> {
        let case = self.desk.case(self.dispute);
        // The first file of the order came with its delivery.
        let files = case.order_files.iter().skip(1).chain(case.thread.iter().flat_map(|row| &row.attachments));
        files.map(|file| file.stored_content.clone()).collect()
    }

    /// Hands the events over again, with these contents.
    fn fill(&mut self, contents: &[Option<StoredContent>]) -> Vec<Filled> {
        let mut contents = contents.iter();
        for event in &mut self.events {
            for file in event.kind.attachments_mut() {
                file.stored_content = contents.next().unwrap().clone();
            }
        }
        self.desk.store.fill_files(&self.events, self.desk.now).unwrap().concat()
    }
}

fn unfilled<B: Backend>(contents: &[Option<StoredContent>; 6]) -> Unfilled<B> {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let sent = |name: &str, at: usize| NewAttachment {
        path: Some(name.to_owned()),
        stored_content: contents[at].clone(),
        ..file(name, Origin::Platform)
    };
    let kinds = [
        EventKind::OrderMessage { by: Side::Seller, body: "Les sources.".to_owned(), attachments: vec![sent("a", 0)] },
        EventKind::DisputeMessage {
            by: Side::Seller,
            body: "Voyez.".to_owned(),
            attachments: vec![sent("b", 1), sent("c", 2), sent("d", 3)],
            answers: None,
        },
        EventKind::DisputeMessage {
            by: Side::Client,
            body: "Voyez aussi.".to_owned(),
            attachments: vec![sent("e", 4), sent("f", 5)],
            answers: None,
        },
    ];
    let events = kinds.into_iter().map(|kind| desk.event("O-1", kind)).collect::<Vec<_>>();
    desk.store.ingest(&events, desk.now).unwrap();
    let unfilled = Unfilled { desk, dispute, events };
    assert_eq!(unfilled.contents(), contents);
    unfilled
}

const MISSING: Option<StoredContent> = Some(StoredContent::NotStored(NotStored::Missing));
const TOO_LARGE: Option<StoredContent> = Some(StoredContent::NotStored(NotStored::TooLarge));

/// docs/marketplace.md, "Files".
pub fn contents_that_were_missing_are_supplied_once<B: Backend>() {
    let mut unfilled = unfilled::<B>(&[None, None, MISSING, TOO_LARGE, MISSING, None]);
    let dispute = unfilled.desk.dispute("O-2");
    let watcher = unfilled.desk.place.open();
    let before = watcher.changes(ChangeCursor::default()).unwrap().cursor;
    let version = unfilled.desk.case(unfilled.dispute).case.dispute.unwrap().version;
    let abc = unfilled.desk.store.put_blob(b"abc").unwrap();
    let stored = || Some(StoredContent::Stored(abc.clone()));

    // What is not known with this content is left alone, and so is what was not looked for.
    let mut others = unfilled.events.clone();
    others[0].id = "unknown".into();
    others[1].order = "O-2".into();
    others.truncate(2);
    for file in others.iter_mut().flat_map(|event| event.kind.attachments_mut()) {
        file.stored_content = stored();
    }
    assert_eq!(unfilled.desk.store.fill_files(&others, unfilled.desk.now).unwrap(), [vec![], vec![]]);
    assert_eq!(watcher.changes(before).unwrap().changed, []);

    let found = [stored(), stored(), TOO_LARGE, stored(), MISSING, None];
    let (filled, kept, missing) = (Filled::Filled, Filled::Kept, Filled::NotKept(NotStored::Missing));
    let too_large = Filled::NotKept(NotStored::TooLarge);
    assert_eq!(unfilled.fill(&found), [filled, filled, too_large, filled, missing]);
    assert_eq!(unfilled.contents(), found);
    // Whoever has the case open reads it again; it is the same for a decision that was prepared on it.
    let changed = watcher.changes(before).unwrap();
    assert_eq!(changed.changed.iter().map(|change| change.dispute).collect::<Vec<_>>(), [unfilled.dispute]);
    assert_eq!(unfilled.desk.case(unfilled.dispute).case.dispute.unwrap().version, version);
    unfilled.desk.verify();

    // Once more: nothing is written. What is kept is not replaced by another content, nor lost.
    assert_eq!(unfilled.fill(&found), [kept, kept, too_large, kept, missing]);
    let other = Some(StoredContent::Stored(unfilled.desk.store.put_blob(b"other").unwrap()));
    assert_eq!(
        unfilled.fill(&[other, MISSING, TOO_LARGE, MISSING, MISSING, None]),
        [kept, kept, too_large, kept, missing]
    );
    assert_eq!(watcher.changes(changed.cursor).unwrap().changed, []);
    assert_eq!(unfilled.contents(), found);

    // Others write in between, and the rest comes.
    unfilled.desk.ingest("O-1", [says(Side::Client, "Alors ?")]);
    unfilled.desk.ingest("O-2", [says(Side::Client, "Et là ?")]);
    let found = [stored(), stored(), stored(), stored(), stored(), stored()];
    assert_eq!(unfilled.fill(&found), [kept, kept, filled, kept, filled, filled]);
    assert_eq!(unfilled.contents(), found);
    assert_eq!(unfilled.desk.case(dispute).thread.iter().flat_map(|row| &row.attachments).count(), 0);
    unfilled.desk.verify();
}

/// docs/marketplace.md, "Files".
pub fn a_content_that_is_not_stored_can_t_be_supplied<B: Backend>() {
    let mut unfilled = unfilled::<B>(&[None, None, None, None, None, None]);
    let gone = Some(StoredContent::Stored(BlobRef { sha256: "0".repeat(64), bytes: 3 }));
    for file in unfilled.events[0].kind.attachments_mut() {
        file.stored_content = gone.clone();
    }
    let failed = unfilled.desk.store.fill_files(&unfilled.events[..1], unfilled.desk.now).unwrap_err();
    assert!(failed.to_string().contains("hand it over again"), "{failed}");
    assert_eq!(unfilled.contents(), [None, None, None, None, None, None]);
    unfilled.desk.verify();
}

/// docs/marketplace.md, "Files".
pub fn a_supplied_content_is_copied_and_goes_with_its_person<B: MaintenanceBackend>() {
    let mut unfilled = unfilled::<B>(&[None, MISSING, None, TOO_LARGE, MISSING, None]);
    let [seller, client] = [b"seller", b"client"].map(|content| unfilled.desk.store.put_blob(content).unwrap());
    let stored = |blob: &BlobRef| Some(StoredContent::Stored(blob.clone()));
    let (theirs, hers) = (stored(&seller), stored(&client));
    let first = [theirs.clone(), theirs.clone(), None, None, hers.clone(), None];
    assert_eq!(unfilled.fill(&first), [Filled::Filled; 3]);
    let file = unfilled.desk.case(unfilled.dispute).thread.iter().flat_map(|row| &row.attachments).last().unwrap().id;
    unfilled.desk.does(unfilled.dispute, Action::Strike { attachment: file, reason: "Hors sujet.".to_owned() });
    let told = |desk: &Desk<B>| desk.store.outbox(0, 100).unwrap().last().unwrap().json["name"].clone();
    assert_eq!(told(&unfilled.desk), "f");
    let copy = unfilled.desk.place.spare_path();
    unfilled.desk.store.backup(&copy).unwrap();
    let backup = unfilled.desk.place.open_backup(&copy);
    assert_eq!(backup.blob(&seller).unwrap(), BlobContent::Whole(b"seller".to_vec()));
    assert_eq!(backup.verify(None).unwrap().faults, []);

    unfilled.desk.store.erase(&"lea-martin".into(), &handle("max"), None, unfilled.desk.now).unwrap();
    assert_eq!(unfilled.desk.store.blob(&client).unwrap(), BlobContent::Missing);
    assert_eq!(unfilled.desk.store.blob(&seller).unwrap(), BlobContent::Whole(b"seller".to_vec()));
    unfilled.desk.verify();
    assert_eq!(told(&unfilled.desk), ERASED);
    // Her files don't come back, whether they were there before or not; the seller's do.
    let client = unfilled.desk.store.put_blob(b"client").unwrap();
    let found = [theirs.clone(), theirs.clone(), theirs.clone(), theirs.clone(), stored(&client), stored(&client)];
    let gone = Filled::NotKept(NotStored::Erased);
    assert_eq!(unfilled.fill(&found), [Filled::Kept, Filled::Kept, Filled::Filled, Filled::Filled, gone, gone]);
    let erased = Some(StoredContent::NotStored(NotStored::Erased));
    assert_eq!(unfilled.contents(), [theirs.clone(), theirs.clone(), theirs.clone(), theirs, erased, None]);
    unfilled.desk.verify();
}
