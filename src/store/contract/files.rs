//! The content of evidence.

use super::desk::{Backend, Desk, MaintenanceBackend, file, handle};
use crate::domain::case::evidence_file::{BlobRef, NotStored, StoredContent};
use crate::domain::ids::DisputeId;
use crate::domain::marketplace::event::{EventKind, NewAttachment};
use crate::domain::vocabulary::{Origin, Side};
use crate::store::BlobContent;

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
