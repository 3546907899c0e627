//! The evidence of a case, each piece with the hash of its content.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::domain::case::records::Attachment;
use crate::domain::ids::{AttachmentId, MessageId};
use crate::domain::vocabulary::Origin;
use crate::store::CaseFile;

/// A piece of evidence.
#[derive(Debug, Serialize)]
pub struct Evidence<'a> {
    /// Its id.
    pub id: AttachmentId,
    /// The message it came with; `None` for one of the order's own page.
    pub message: Option<MessageId>,
    /// Its file name.
    pub name: &'a str,
    /// Its media type.
    pub media_type: &'a str,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether it counts.
    pub admissible: bool,
    /// Why not.
    pub reason: Option<&'a str>,
    /// SHA-256 of its text or of the file that is kept, in hexadecimal; `None` where the marketplace alone has the content.
    pub sha256: Option<String>,
}

/// Every piece: the order's first, then the discussion's, as they came.
pub fn list_evidence(file: &CaseFile) -> Vec<Evidence<'_>> {
    let of_thread = file.thread.iter().flat_map(|row| &row.attachments);
    file.order_files.iter().chain(of_thread).map(evidence).collect()
}

fn evidence(file: &Attachment) -> Evidence<'_> {
    Evidence {
        id: file.id,
        message: file.message,
        name: &file.name,
        media_type: &file.media_type,
        origin: file.origin,
        admissible: file.inadmissible.is_none(),
        reason: file.inadmissible.as_deref(),
        sha256: file.text.as_deref().map(hash).or_else(|| file.blob().map(|kept| kept.sha256.clone())),
    }
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_hash_is_what_sha256sum_prints() {
        assert_eq!(super::hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
