//! Files of evidence on a server.

use super::{PostgresStore, write};
use crate::domain::case::evidence_file::BlobRef;
use crate::store::{BlobContent, BlobStore, StoreError};

impl BlobStore for PostgresStore {
    fn put_blob(&mut self, content: &[u8]) -> Result<BlobRef, StoreError> {
        write::put_blob(self, content)
    }

    fn blob(&self, file: &BlobRef) -> Result<BlobContent, StoreError> {
        write::blob(self, file)
    }
}
