//! The evidence of a case, each piece with the hash of its content.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::domain::case::records::Attachment;
use crate::domain::ids::{AttachmentId, MessageId};
use crate::domain::vocabulary::Origin;
use crate::store::CaseFile;

#[derive(Debug, Serialize)]
pub struct Evidence<'a> {
    pub id: AttachmentId,
    /// The message that it was attached to; `None` for the order's own files.
    pub message: Option<MessageId>,
    pub name: &'a str,
    pub media_type: &'a str,
    pub origin: Origin,
    pub admissible: bool,
    /// Why it is inadmissible.
    pub reason: Option<&'a str>,
    /// SHA-256 of its text or stored file, in hexadecimal; `None` if only the marketplace has the content.
    pub sha256: Option<String>,
}

/// Returns all evidence of a case: the order's, then the discussion's, in order of arrival.
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
