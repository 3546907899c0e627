//! A piece of evidence, opened to be looked at.

use std::sync::Arc;

use super::{Choice, Size};
use crate::app::effect::Generation;
use crate::domain::case::evidence_file::NotStored;
use crate::domain::ids::{AttachmentId, DisputeId};
use crate::store::StoreError;

/// A piece of evidence, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenEvidence {
    pub dispute: DisputeId,
    pub file: AttachmentId,
    /// The first visible line.
    pub scroll: usize,
    /// What is known of what it holds.
    pub content: Content,
}

/// What is known of what a file holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// No more than the case itself says: its facts, or the text that came with it.
    AtHand,
    Reading(Generation),
    Text {
        text: Arc<str>,
        /// Bytes that are not in it.
        left_out: u64,
    },
    Picture {
        /// The file, as it was kept.
        bytes: Arc<[u8]>,
        /// The room that it was last asked to be drawn for.
        room: Option<Size>,
        /// What came of it: its width and height in pixels.
        drawn: Option<Result<(u32, u32), PictureError>>,
    },
    /// It is not where it was kept.
    Missing,
    /// It is not what was kept.
    Changed,
    /// It could not be read.
    Unread(StoreError),
}

/// The question whether another program is to open a file; No is the default.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenFileQuestion {
    /// The file, as it is looked at: the answer goes back there.
    pub evidence: Box<OpenEvidence>,
    /// The program with its arguments; `{file}` stands for the file.
    pub program: Vec<String>,
    pub choice: Choice,
}

/// Why a file can't be taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// Only its name is here, perhaps for this reason.
    NotKept(Option<NotStored>),
    /// It is not where it was kept.
    Missing,
    /// It is not what was kept.
    Changed,
    /// It can't be written, or the program not be started.
    Io(String),
}

/// What was found where a file is kept.
#[derive(Debug, Clone, PartialEq)]
pub enum EvidenceContent {
    /// A text: its beginning, and how many bytes are not in that.
    Text(Arc<str>, u64),
    /// A picture, as it was kept.
    Picture(Arc<[u8]>),
    Missing,
    Changed,
}

/// Why a picture is not drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureError {
    /// It says that it is this large, in pixels: more than is ever drawn.
    TooLarge(u32, u32),
    /// It would take more memory than is given to a picture.
    TooHeavy,
    /// It is no picture, or a broken one.
    Broken(String),
}

/// A picture that is wanted on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureRequest {
    pub file: AttachmentId,
    /// The file, as it was kept.
    pub bytes: Arc<[u8]>,
    pub room: Size,
}
