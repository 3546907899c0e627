//! Files that come with messages. The marketplace names a file; its content is stored if the team's policy allows. Whether
//! it is stored never decides whether the message counts.

use serde::{Deserialize, Serialize};

use super::records::Attachment;
use crate::domain::setting::{require, settings};
use crate::domain::vocabulary::vocabulary;

vocabulary!(
    /// Why the content of a file is not kept.
    NotStored, "why a file is not kept", {
        /// It is larger than the team's limit.
        TooLarge = "too_large",
        /// Its media type is not one that the team keeps.
        Type = "type",
        /// There is no such file in the folder of attachments.
        Missing = "missing",
        /// Its path climbs out of the folder of attachments, or starts elsewhere.
        Outside = "outside",
        /// A symbolic link stands on its path.
        Link = "link",
        /// It is a folder, a pipe, a device: not a file.
        Special = "special",
        /// It could not be read.
        Unreadable = "unreadable",
        /// The person who sent it was erased.
        Erased = "erased",
    }
);

/// A file whose content is kept, found again by the hash of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobRef {
    /// The SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    pub bytes: u64,
}

/// What became of the content of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredContent {
    Stored(BlobRef),
    NotStored(NotStored),
}

impl StoredContent {
    /// Returns the stored blob, if the content is stored.
    pub fn blob(&self) -> Option<&BlobRef> {
        match self {
            Self::Stored(kept) => Some(kept),
            Self::NotStored(_) => None,
        }
    }

    /// Returns why the content is not stored, if it is not.
    pub fn not_stored(&self) -> Option<NotStored> {
        match self {
            Self::Stored(_) => None,
            Self::NotStored(why) => Some(*why),
        }
    }
}

/// A file of evidence is held in memory while it is accepted or shown.
const MAX_EVIDENCE_KIB: u32 = 256 << 10;

/// The media types that are kept unless the team says otherwise.
const TYPES: [&str; 7] =
    ["image/*", "text/*", "audio/*", "video/*", "application/pdf", "application/json", "application/zip"];

settings! {
    /// Which files the team keeps.
    pub struct AttachmentPolicy checked with () {
        max_kib: u32 = 25 * 1024, "The largest file that `ingest --attachments` keeps, in KiB.",
            check |keeping, ()| {
                require(keeping.max_kib <= MAX_EVIDENCE_KIB, "a file of evidence is at most 262144 KiB")
            };
        types: Vec<String> = TYPES.map(str::to_owned).to_vec(),
            "The media types of the files that are kept; a final * stands for any ending. Of the others the name is kept.";
    }
}

impl AttachmentPolicy {
    /// Returns the largest file that is kept, in bytes.
    pub fn max_bytes(&self) -> u64 {
        u64::from(self.max_kib) * 1024
    }

    /// Returns whether files of this media type are kept.
    pub fn takes(&self, media_type: &str) -> bool {
        let named = bare(media_type);
        self.types.iter().any(|kept| match kept.strip_suffix('*') {
            Some(start) => named.starts_with(&start.to_ascii_lowercase()),
            None => named == kept.to_ascii_lowercase(),
        })
    }
}

/// Returns the media type without its parameters.
fn bare(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// How the content of an attachment can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentKind {
    /// Read in place.
    Text,
    /// Drawn.
    Picture,
    /// Only its name, type and size can be shown.
    Other,
}

impl Attachment {
    /// Returns how the attachment can be shown, judged by its media type.
    pub fn content_kind(&self) -> ContentKind {
        let kind = bare(&self.media_type);
        match kind.as_str() {
            _ if self.text.is_some() => ContentKind::Text,
            "image/png" | "image/jpeg" | "image/jpg" | "image/gif" | "image/webp" => ContentKind::Picture,
            "application/json" | "application/xml" | "application/x-subrip" | "application/sql" => ContentKind::Text,
            kind if kind.starts_with("text/") => ContentKind::Text,
            _ => ContentKind::Other,
        }
    }

    /// Returns the stored blob, if the content is stored.
    pub fn blob(&self) -> Option<&BlobRef> {
        self.stored_content.as_ref().and_then(StoredContent::blob)
    }

    /// Its size in bytes, where it is known.
    pub fn bytes(&self) -> Option<u64> {
        let text = self.text.as_ref().map(|text| text.len() as u64);
        text.or_else(|| self.blob().map(|kept| kept.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_kept_by_the_teams_list() {
        let keeping = AttachmentPolicy::default();
        for (kind, kept) in [
            ("image/png", true),
            ("IMAGE/PNG; q=1", true),
            ("text/plain;charset=utf-8", true),
            ("application/pdf", true),
            ("application/pdfx", false),
            ("application/x-msdownload", false),
            ("", false),
        ] {
            assert_eq!(keeping.takes(kind), kept, "{kind}");
        }
        assert!(AttachmentPolicy { types: vec!["*".to_owned()], ..keeping }.takes("x/y"));
    }
}
