//! Files of evidence on a server.

use super::{PostgresStore, not_yet};
use crate::domain::case::evidence_file::BlobRef;
use crate::store::{BlobContent, BlobStore, StoreError};

impl BlobStore for PostgresStore {
    fn put_blob(&mut self, _content: &[u8]) -> Result<BlobRef, StoreError> {
        not_yet("keep files")
    }

    fn blob(&self, _file: &BlobRef) -> Result<BlobContent, StoreError> {
        not_yet("read files")
    }
}
