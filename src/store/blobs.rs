//! Files of evidence, found by the hash of their content.

use crate::domain::case::evidence_file::BlobRef;
use crate::store::StoreError;

/// Keeps the content of evidence.
pub trait BlobStore {
    /// Keeps the content of a file; the same content is kept once. Whoever then hands over the event that the file came with
    /// names it in [`crate::domain::marketplace::event::NewAttachment::stored_content`].
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written.
    fn put_blob(&mut self, content: &[u8]) -> Result<BlobRef, StoreError>;

    /// Reads the content of a file that was kept.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be read. One that is not there is a [`BlobContent::Missing`].
    fn blob(&self, file: &BlobRef) -> Result<BlobContent, StoreError>;
}

/// What is found where a file was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlobContent {
    Whole(Vec<u8>),
    /// Nothing: someone removed it.
    Missing,
    /// Something else: its hash is another one.
    Changed,
}
