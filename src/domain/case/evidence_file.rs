//! Files that come with messages. The marketplace names a file; its content is stored if the team's policy allows. Whether
//! it is stored never decides whether the message counts.

use serde::{Deserialize, Serialize};

use super::records::Attachment;
use crate::domain::setting::{require, settings};
use crate::domain::text::invisible::is_invisible;
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

/// The longest name that a file is given outside, without its ending, in bytes: it leaves room for an ending and a number.
const MAX_STEM: usize = 120;

/// A file of evidence is held in memory while it is accepted or shown.
const MAX_EVIDENCE_KIB: u32 = 256 << 10;

/// The media types that are kept unless the team says otherwise.
const TYPES: [&str; 20] = [
    "image/*",
    "text/*",
    "audio/*",
    "video/*",
    "font/*",
    "application/pdf",
    "application/json",
    "application/xml",
    "application/rtf",
    "application/msword",
    "application/vnd.ms-*",
    "application/vnd.openxmlformats-officedocument.*",
    "application/vnd.oasis.opendocument.*",
    "application/vnd.adobe.*",
    "application/postscript",
    "application/zip",
    "application/gzip",
    "application/x-7z-compressed",
    "application/x-tar",
    "application/vnd.rar",
];

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
pub fn bare(media_type: &str) -> String {
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

    /// Returns the name to give the file outside: its own, as far as it is one on any system and can't be mistaken for a
    /// path, an option, a hidden file or another ending than it has; else its id.
    pub fn file_name(&self) -> String {
        let last = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let unsafe_in_name = |c: char| is_invisible(c) || c.is_whitespace() && c != ' ' || "<>:\"|?*".contains(c);
        let plain: String = last.chars().map(|c| if unsafe_in_name(c) { '_' } else { c }).collect();
        let plain = plain.trim_matches([' ', '.', '-']).trim_start_matches('~');
        let (stem, ending) = plain.rsplit_once('.').filter(|(_, ending)| ending.len() <= 16).unwrap_or((plain, ""));
        let end = stem.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= MAX_STEM).last();
        let stem = stem.get(..end.unwrap_or(0)).unwrap_or_default();
        match (stem.trim_end(), ending) {
            ("", _) => self.id.to_string(),
            (stem, "") => stem.to_owned(),
            (stem, ending) => format!("{stem}.{ending}"),
        }
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
    use crate::domain::ids::AttachmentId;
    use crate::domain::vocabulary::Origin;

    #[test]
    fn media_types_are_kept_by_the_teams_list() {
        let keeping = AttachmentPolicy::default();
        for (kind, kept) in [
            ("image/png", true),
            ("IMAGE/PNG; q=1", true),
            ("text/plain;charset=utf-8", true),
            ("application/pdf", true),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", true),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true),
            ("application/vnd.oasis.opendocument.text", true),
            ("image/svg+xml", true),
            ("image/vnd.adobe.photoshop", true),
            ("application/x-tar", true),
            ("video/quicktime", true),
            ("application/pdfx", false),
            ("application/x-msdownload", false),
            ("", false),
        ] {
            assert_eq!(keeping.takes(kind), kept, "{kind}");
        }
        assert!(AttachmentPolicy { types: vec!["*".to_owned()], ..keeping }.takes("x/y"));
    }

    #[test]
    fn a_name_outside_is_a_plain_one_whatever_a_party_called_the_file() {
        let named = |name: &str| Attachment {
            id: AttachmentId(3),
            message: None,
            name: name.to_owned(),
            media_type: "text/plain".to_owned(),
            origin: Origin::Platform,
            path: None,
            text: None,
            stored_content: None,
            inadmissible: None,
        };
        for (name, expected) in [
            ("Brief final.pdf", "Brief final.pdf"),
            ("été — v2.docx", "été — v2.docx"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\logo.ai", "logo.ai"),
            (".bashrc", "bashrc"),
            ("-rf", "rf"),
            ("~", "a3"),
            ("..", "a3"),
            ("", "a3"),
            (".png", "png"),
            ("a\u{202e}gnp.exe", "a_gnp.exe"),
            ("a\n\0\u{1b}[2Jb.txt", "a___[2Jb.txt"),
            ("con:*?.txt", "con___.txt"),
            ("tail. ", "tail"),
        ] {
            assert_eq!(named(name).file_name(), expected, "{name:?}");
        }
        for long in ["x".repeat(4_000), format!("{}.pdf", "é".repeat(2_000)), "a.".repeat(2_000)] {
            let name = named(&long).file_name();
            assert!(name.len() <= MAX_STEM + 17, "{name}");
            assert_eq!(name.ends_with(".pdf"), long.ends_with(".pdf"));
        }
    }
}
