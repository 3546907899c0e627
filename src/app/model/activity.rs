//! Who did what, as it is looked at: what is asked for, and what was read.

use crate::app::effect::Generation;
use crate::app::text_buffer::TextBuffer;
use crate::domain::activity::filter::{ActivityFilter, BadActivityTerm};
use crate::domain::audit::Record;
use crate::store::StoreError;

/// Who did what, as far as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivityState {
    /// What is asked for, as typed.
    pub text: TextBuffer,
    /// The filter in force: the last one that made sense.
    pub filter: ActivityFilter,
    /// What makes no sense in what is typed (yet).
    pub error: Option<BadActivityTerm>,
    /// The records, newest first.
    pub records: Vec<Record>,
    /// Whether there are older ones.
    pub more: bool,
    /// The record under the cursor.
    pub cursor: usize,
    pub failed: Option<StoreError>,
    /// Whether anything was read yet.
    pub(in crate::app) read: bool,
    /// The reading that is under way, and whether it goes on after the last record.
    pub(in crate::app) reading: Option<(Generation, bool)>,
}

impl ActivityState {
    /// Returns whether an answer has come.
    pub fn was_read(&self) -> bool {
        self.read
    }

    /// Returns whether the first answer is still awaited.
    pub fn is_loading(&self) -> bool {
        !self.read && self.reading.is_some()
    }
}

impl Default for ActivityState {
    fn default() -> Self {
        Self {
            text: TextBuffer::single_line(""),
            filter: ActivityFilter::default(),
            error: None,
            records: Vec::new(),
            more: false,
            cursor: 0,
            failed: None,
            read: false,
            reading: None,
        }
    }
}
