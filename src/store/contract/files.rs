//! The content of evidence.

use super::desk::{Backend, Desk, file, handle};
use crate::domain::event::{EventKind, NewAttachment};
use crate::domain::evidence::{Filed, Kept, NotKept};
use crate::domain::words::{Origin, Side};
use crate::store::{KeptFile, Store};

fn sent(desk: &mut Desk<impl Backend>, order: &str, by: Side, filed: Filed) {
    let attachments = vec![NewAttachment { filed: Some(filed), ..file("preuve.png", Origin::Platform) }];
    desk.take(order, [EventKind::DisputeMessage { by, body: "Voici.".to_owned(), attachments, answers: None }]);
}

/// Issue 3, "files kept content-addressed"; contract.md, `erase`, `verify` and `backup`.
pub fn a_file_is_kept_once_and_goes_with_its_person<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let kept = desk.store.keep(b"abc").unwrap();
    assert_eq!(kept.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(desk.store.keep(b"abc").unwrap(), kept);
    let shared = desk.store.keep(b"both have it").unwrap();
    let unknown = Kept { sha256: "0".repeat(64), bytes: 3 };
    let climbing = Kept { sha256: "../../../../etc/passwd".to_owned(), bytes: 3 };
    for gone in [&unknown, &climbing] {
        assert_eq!(desk.store.kept(gone).unwrap(), KeptFile::Missing);
    }

    let all = [
        (Side::Client, Filed::Kept(kept.clone())),
        (Side::Client, Filed::Kept(shared.clone())),
        (Side::Seller, Filed::Kept(shared.clone())),
        (Side::Seller, Filed::Not(NotKept::TooLarge)),
    ];
    for (by, filed) in all.clone() {
        sent(&mut desk, "O-1", by, filed);
    }
    let filed = |desk: &Desk<B>| -> Vec<Filed> {
        desk.case(dispute).thread.iter().flat_map(|row| &row.attachments).filter_map(|a| a.filed.clone()).collect()
    };
    assert_eq!(filed(&desk), all.map(|(_, filed)| filed));
    assert_eq!(desk.store.kept(&kept).unwrap(), KeptFile::Whole(b"abc".to_vec()));
    desk.verify();

    let copy = desk.place.spare_path();
    desk.store.backup(&copy).unwrap();
    let backup = desk.place.open_backup(&copy);
    assert_eq!(backup.kept(&kept).unwrap(), KeptFile::Whole(b"abc".to_vec()));
    assert_eq!(backup.verify(None).unwrap().faults, []);

    desk.store.erase(&"lea-martin".into(), &handle("max"), desk.now).unwrap();
    assert_eq!(desk.store.kept(&kept).unwrap(), KeptFile::Missing);
    assert_eq!(desk.store.kept(&shared).unwrap(), KeptFile::Whole(b"both have it".to_vec()));
    let gone = Filed::Not(NotKept::Erased);
    assert_eq!(filed(&desk), [gone.clone(), gone, Filed::Kept(shared), Filed::Not(NotKept::TooLarge)]);
    assert!(!format!("{:?}", desk.case(dispute)).contains(&kept.sha256));
    desk.verify();
}
