//! Schema versions: a list of scripts that only grows. `user_version` says how many of them a file has seen.

use chrono::Utc;
use rusqlite::{Connection, TransactionBehavior, params};

use super::search::SearchIndex;
use super::search::index::FOLDED;
use super::transaction::{SqliteTransaction, insert_row, renew_checksum};
use super::{current_rows, load, passages, queue, search};
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::policy::Policy;
use crate::domain::queue::turn;
use crate::store::write::current_rows::{AuditedKey, CurrentRows, RowState};
use crate::store::write::holders;
use crate::store::write::policy::first_row;
use crate::store::write::rows::case::DisputeRow;
use crate::store::write::rows::team::{MediatorRow, PolicyRow};
use crate::store::write::table::{Layout, Row as _};
use crate::store::{StoreError, UnusableWhy};

/// Every script, oldest first. One that has been released never changes: a change is a new script at the end.
pub(super) const SCRIPTS: &[&str] = &[
    include_str!("migrations/0001_init.sql"),
    include_str!("migrations/0002_counters_apart.sql"),
    include_str!("migrations/0003_identity.sql"),
    include_str!("migrations/0004_covered.sql"),
    include_str!("migrations/0005_team.sql"),
    include_str!("migrations/0006_everything_said.sql"),
    include_str!("migrations/0007_overdue.sql"),
];

/// The first version that says of a reopened dispute that its decision was taken back.
const SAYS_REOPENED: i64 = 5;

/// The first version that finds more than messages.
const FINDS_PASSAGES: i64 = 6;

/// The first version whose audit records say how changed rows stand.
const COVERED: i64 = 4;

/// The first version in which a claim lasts until it is given back, assigned, taken over, or the case is decided.
const HELD: i64 = 5;

/// The schema version that this program knows.
pub(super) const KNOWN: i64 = SCRIPTS.len() as i64;

/// Whether a file of this version can be used, after an upgrade if need be.
pub(super) fn check(version: i64) -> Result<(), UnusableWhy> {
    match version {
        0 => Err(UnusableWhy::Foreign),
        1..=KNOWN => Ok(()),
        newer => Err(UnusableWhy::Newer { found: newer, known: KNOWN }),
    }
}

/// The version of the schema in this file.
pub(super) fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings the schema up to date, in one transaction; nothing happens to one that is. Another process may be doing the same:
/// the version is read again under the write lock.
pub(super) fn upgrade(db: &mut Connection) -> Result<(), StoreError> {
    if version(db)? == KNOWN {
        return Ok(());
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = version(&tx)?;
    for script in SCRIPTS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        tx.execute_batch(script)?;
    }
    if from == 0 {
        first_policy(&tx)?;
    } else {
        let mut changed = current_rows::renew_checksums(&tx, widened_since(from))?;
        if from < FOLDED {
            search::index::rebuild(&tx, SearchIndex::Messages)?;
            queue::rebuild_words(&tx)?;
        }
        if from < FINDS_PASSAGES {
            passages::fill(&tx)?;
        }
        if from < SAYS_REOPENED {
            renew_reasons(&tx, &mut changed)?;
        }
        match from {
            ..COVERED => current_rows::cover_all(&tx, Utc::now())?,
            _ => current_rows::audit_upgrade(&tx, &mut changed, Utc::now())?,
        }
    }
    tx.pragma_update(None, "user_version", KNOWN)?;
    let claims = if (1..HELD).contains(&from) { older_claims(&tx)? } else { Vec::new() };
    if claims.is_empty() {
        return Ok(tx.commit()?);
    }
    holders::restore(SqliteTransaction::of_upgrade(tx), claims, Utc::now())
}

/// The claims that stand, and on open disputes those that had lapsed, with whose they were.
fn older_claims(db: &Connection) -> Result<Vec<(DisputeId, Option<Handle>)>, StoreError> {
    let mut all = db.prepare(
        "SELECT id, lapsed_claim FROM disputes \
         WHERE claimed_by IS NOT NULL OR (state = 'open' AND lapsed_claim IS NOT NULL) ORDER BY id",
    )?;
    let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Tables whose rows have got another column since a version, so that each row's checksum, and how the audit says that it
/// stands, are computed anew. Small tables only.
fn widened_since(version: i64) -> Vec<&'static Layout> {
    if version < 5 { vec![MediatorRow::layout(), PolicyRow::layout()] } else { Vec::new() }
}

/// Says of the disputes that are open again why, as [`turn::turn_reason`] does now.
pub(super) fn renew_reasons(db: &Connection, changed: &mut CurrentRows) -> Result<(), StoreError> {
    let mut reopened = db.prepare("SELECT id FROM disputes WHERE state = 'open' AND round > 1")?;
    let reopened: Vec<DisputeId> = reopened.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut renew = db.prepare("UPDATE disputes SET reason = ?2 WHERE id = ?1 AND reason <> ?2")?;
    for id in reopened {
        let Some(dispute) = load::by_dispute(db, id)?.case.dispute else { continue };
        if renew.execute(params![id, turn::turn_reason(&dispute).as_str()])? > 0 {
            let state = RowState::Digest(renew_checksum(db, DisputeRow::layout(), &id)?);
            changed.add_state(DisputeRow::layout().table, AuditedKey::parse(&id.0.to_string()), state);
        }
    }
    Ok(())
}

/// Makes the schema of a version in an empty database, and nothing else of it.
pub(super) fn make_schema(db: &Connection, version: i64) -> rusqlite::Result<()> {
    SCRIPTS.iter().take(usize::try_from(version).unwrap_or(0)).try_for_each(|script| db.execute_batch(script))
}

/// The default policy, with which a database starts, is kept as a row like any other, so that a dispute opened under it keeps
/// it whatever later programs come with.
fn first_policy(db: &Connection) -> Result<(), StoreError> {
    insert_row(db, &first_row(&Policy::default())?)
}
