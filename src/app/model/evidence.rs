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
        /// How close one looks at it.
        view: PictureView,
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
    pub view: PictureView,
}

/// How close one looks at a picture, and at which part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureView {
    doublings: u8,
    /// The middle of what is shown, in thousandths of the picture's width and height.
    centre: (i32, i32),
}

impl Default for PictureView {
    fn default() -> Self {
        Self { doublings: 0, centre: (500, 500) }
    }
}

impl PictureView {
    /// How often a picture is doubled at most.
    const MAX_DOUBLINGS: u8 = 4;

    /// Returns how many times the picture is as wide as when all of it is shown.
    pub fn times(self) -> u16 {
        1 << self.doublings
    }

    pub fn is_enlarged(self) -> bool {
        self.doublings > 0
    }

    /// Returns the middle of what is shown, as parts of the picture's width and height.
    pub fn centre(self) -> (f64, f64) {
        (f64::from(self.centre.0) / 1000.0, f64::from(self.centre.1) / 1000.0)
    }

    /// Returns the view twice as close, as far as that goes.
    pub fn closer(self) -> Self {
        Self { doublings: (self.doublings + 1).min(Self::MAX_DOUBLINGS), ..self }
    }

    pub(in crate::app) fn farther(self) -> Self {
        Self { doublings: self.doublings.saturating_sub(1), ..self }.moved(0, 0)
    }

    /// Returns the view so many quarters of what is shown further, and no further than the picture goes.
    pub fn moved(self, right: i32, down: i32) -> Self {
        let shown = 1000 / i32::from(self.times());
        let along = |centre: i32, by: i32| (centre + by * shown / 4).clamp(shown / 2, 1000 - shown / 2);
        Self { centre: (along(self.centre.0, right), along(self.centre.1, down)), ..self }
    }
}
