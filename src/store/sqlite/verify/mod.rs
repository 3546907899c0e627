//! Checks everything that can be checked, in one read, in bounded memory. What is wrong is listed, never mended.
//!
//! - [`schema`]: SQLite's own checks, and the schema against a fresh one.
//! - [`covered`]: the audit's chain, and every row that it covers against its digest and its range.
//! - [`current`]: rows that change, and what an erasure left, against the last record that says how they stand.
//! - [`money`]: the ledger of every order against its balances and its state.
//! - [`decisions`]: decisions, their marks, their money and their disputes.
//! - `kept`: the files beside the database against their hashes.
//! - [`search`]: the search index against the messages.
//! - [`work`]: what was counted of the team's work against what says so.
//! - [`queue`]: what is kept for speed (places, counters, words) against what it is kept from, and the checksums.

mod covered;
mod current;
mod decisions;
mod money;
mod queue;
mod schema;
mod search;
#[cfg(test)]
mod tests;
mod work;

use rusqlite::Connection;

use super::contents;
use super::files::BlobFolder;
use crate::domain::case::evidence_file::BlobRef;
use crate::domain::ids::AttachmentId;
use crate::store::{Fault, StoreError, Verified};

/// Faults past this many are not listed: the first ones tell.
const AT_MOST: usize = 1000;

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    found: Verified,
    /// Faults that were not listed.
    more: usize,
    /// What the audit's records say was done.
    work: work::WorkDone,
}

impl Findings {
    /// Lists a fault.
    fn fault(&mut self, check: &'static str, at: impl ToString, message: impl Into<String>) {
        if self.found.faults.len() < AT_MOST {
            self.found.faults.push(Fault { check, at: at.to_string(), message: message.into() });
        } else {
            self.more += 1;
        }
    }

    /// Runs one check. Where it can't read on, that is a fault too, and the other checks still run.
    fn check(
        &mut self,
        check: &'static str,
        at: &str,
        run: impl FnOnce(&mut Self) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        match run(self) {
            Err(error @ (StoreError::Unusable(_) | StoreError::Refused(_))) => {
                self.fault(check, at, format!("can't be read on: {}", unreadable(&error)));
                Ok(())
            }
            other => other,
        }
    }
}

/// Why a row can't be read, without the name of the file, which is not known here.
fn unreadable(error: &StoreError) -> String {
    match error {
        StoreError::Unusable(unusable) => match &unusable.why {
            crate::store::UnusableWhy::Corrupt(what) => what.clone(),
            why => why.code().to_string(),
        },
        other => other.to_string(),
    }
}

/// See [`crate::store::MaintenanceStore::verify`].
pub(super) fn verify(db: &Connection, files: &BlobFolder, head: Option<&str>) -> Result<Verified, StoreError> {
    let moment = db.unchecked_transaction()?;
    looked_through(&moment, Some(files), head)
}

/// All the checks, on one state of the database; without `files`, of rows alone.
pub(super) fn looked_through(
    db: &Connection,
    files: Option<&BlobFolder>,
    head: Option<&str>,
) -> Result<Verified, StoreError> {
    let mut findings = Findings::default();
    findings.check("integrity", "the file", |f| schema::integrity(db, f))?;
    findings.check("schema", "the schema", |f| schema::schema(db, f))?;
    findings.check("audit", "the audit", |f| covered::covered(db, head, f))?;
    findings.check("ledger", "the ledger", |f| money::ledger(db, f))?;
    findings.check("decision", "the decisions", |f| decisions::decisions(db, f))?;
    findings.check("integrity", "the queue", |f| queue::queue(db, f))?;
    findings.check("integrity", "the team's work", |f| work::work(db, f))?;
    findings.check("integrity", "the seals", |f| queue::checksums(db, f))?;
    if let Some(files) = files {
        findings.check("integrity", "the files", |f| check_blobs(db, files, f))?;
        findings.check("integrity", "the search index", |f| search::search(db, f))?;
    }
    let Findings { mut found, more, work: _ } = findings;
    if more > 0 {
        let message = format!("{more} more faults are not listed");
        found.faults.push(Fault { check: "integrity", at: "…".to_owned(), message });
    }
    Ok(found)
}

/// Every file that is kept is there, and is what was kept.
fn check_blobs(db: &Connection, files: &BlobFolder, f: &mut Findings) -> Result<(), StoreError> {
    let mut all = db.prepare(&format!("{} ORDER BY attachment", contents::KEPT))?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let (id, sha256, bytes): (AttachmentId, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if let Some(what) = files.fault(&BlobRef { sha256, bytes: bytes.unsigned_abs() }) {
            f.fault("integrity", id, what);
        }
    }
    Ok(())
}
