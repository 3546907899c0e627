//! The contents of evidence, in a table.

use postgres::types::Type;
use sha2::{Digest as _, Sha256};

use crate::domain::case::evidence_file::BlobRef;
use crate::store::postgres::PostgresStore;
use crate::store::write::digest::hex;
use crate::store::{BlobContent, StoreError};

/// See [`crate::store::BlobStore::put_blob`].
pub(in crate::store::postgres) fn put_blob(store: &PostgresStore, content: &[u8]) -> Result<BlobRef, StoreError> {
    let kept = BlobRef { sha256: hex(&Sha256::digest(content)), bytes: content.len() as u64 };
    let parameters: [(&(dyn postgres::types::ToSql + Sync), Type); 2] =
        [(&kept.sha256, Type::TEXT), (&content, Type::BYTEA)];
    // The same again leaves the same behind.
    store.link.read_json("SELECT litige.put_blob_1($1, $2)", &parameters)?;
    Ok(kept)
}

/// See [`crate::store::BlobStore::blob`].
pub(in crate::store::postgres) fn blob(store: &PostgresStore, kept: &BlobRef) -> Result<BlobContent, StoreError> {
    let parameters: [(&(dyn postgres::types::ToSql + Sync), Type); 1] = [(&kept.sha256, Type::TEXT)];
    let rows = store.link.rows("SELECT content FROM litige.blobs WHERE sha256 = $1", &parameters)?;
    let Some(row) = rows.first() else { return Ok(BlobContent::Missing) };
    let content: Vec<u8> = row.try_get(0).map_err(|error| store.link.named(super::super::errors::of(&error)))?;
    let is_whole = hex(&Sha256::digest(&content)) == kept.sha256;
    Ok(if is_whole { BlobContent::Whole(content) } else { BlobContent::Changed })
}
