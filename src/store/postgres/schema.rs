//! The schema on a server: roles, tables, indexes, guards, functions and rights, made in one transaction.

use postgres::{Client, Transaction};
use sha2::{Digest as _, Sha256};

use super::rows::json_row;
use crate::domain::policy::Policy;
use crate::store::write::digest::hex;
use crate::store::write::policy::first_row;
use crate::store::write::rows::team::PolicyRow;
use crate::store::write::table::{Row as _, RowRef};

/// The schema version that this program knows: its tables are those of the same version of a database file.
pub(super) const KNOWN: i64 = 6;

const ROLES: &str = include_str!("schema/roles.sql");
const SCHEMA: &[&str] =
    &[include_str!("schema/tables.sql"), include_str!("schema/indexes.sql"), include_str!("schema/guards.sql")];
/// What may be made again whenever the program is newer than the schema.
const FUNCTIONS: &[&str] = &[
    include_str!("functions/session.sql"),
    include_str!("functions/read.sql"),
    include_str!("functions/search.sql"),
    include_str!("functions/load.sql"),
    include_str!("functions/rules.sql"),
    include_str!("functions/commit.sql"),
    include_str!("functions/personal.sql"),
    include_str!("functions/erase.sql"),
    include_str!("schema/grants.sql"),
];

/// What [`install`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Installed {
    /// There was none.
    Made,
    /// The tables were there; functions and rights are this program's now.
    Renewed,
    /// All of it was there.
    Unchanged,
}

/// The hash of the functions' source.
pub(super) fn functions_hash() -> String {
    let mut hash = Sha256::new();
    FUNCTIONS.iter().for_each(|source| hash.update(source));
    hex(&hash.finalize())
}

/// Makes what is missing of roles and schema in the database of this connection. The login must be able to create roles, and to
/// create a schema in the database.
///
/// # Errors
/// The server's, or that the default policy is no JSON, as text; nothing was changed.
pub(super) fn install(client: &mut Client) -> Result<Installed, postgres::Error> {
    let mut tx = client.transaction()?;
    // Two who do it at once would make the same roles.
    tx.batch_execute("SELECT pg_advisory_xact_lock(7031401)")?;
    let found = tx.query_typed("SELECT to_regclass('litige.schema_version') IS NOT NULL", &[])?;
    let is_there: bool = found.first().map_or(Ok(false), |row| row.try_get(0))?;
    let installed = if is_there { renew(&mut tx)? } else { make(&mut tx)? };
    tx.commit()?;
    Ok(installed)
}

fn make(tx: &mut Transaction<'_>) -> Result<Installed, postgres::Error> {
    tx.batch_execute(ROLES)?;
    tx.batch_execute(
        "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO litige_owner', current_database()); END $$; \
         CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public; \
         CREATE SCHEMA IF NOT EXISTS litige AUTHORIZATION litige_owner; \
         SET LOCAL ROLE litige_owner; SET LOCAL search_path = litige, public",
    )?;
    for script in SCHEMA.iter().chain(FUNCTIONS) {
        tx.batch_execute(script)?;
    }
    let insert = "INSERT INTO schema_version (version, functions) VALUES ($1, $2)";
    tx.execute(insert, &[&KNOWN, &functions_hash()])?;
    // The default policy always is JSON.
    if let Ok(policy) = first_row(&Policy::default()) {
        let row = json_row(&RowRef::new(PolicyRow::layout(), policy.fields().as_ref()));
        let insert = "INSERT INTO policies SELECT * FROM jsonb_populate_record(NULL::policies, $1)";
        tx.execute(insert, &[&row])?;
    }
    Ok(Installed::Made)
}

fn renew(tx: &mut Transaction<'_>) -> Result<Installed, postgres::Error> {
    let hash: String = tx.query_one("SELECT functions FROM litige.schema_version", &[])?.try_get(0)?;
    if hash == functions_hash() {
        return Ok(Installed::Unchanged);
    }
    // The numbers are in sequences of the server's; a table of them was made once, and never used.
    tx.batch_execute(
        "SET LOCAL ROLE litige_owner; SET LOCAL search_path = litige, public; DROP TABLE IF EXISTS sequences",
    )?;
    for script in FUNCTIONS {
        tx.batch_execute(script)?;
    }
    tx.execute("UPDATE schema_version SET functions = $1", &[&functions_hash()])?;
    Ok(Installed::Renewed)
}
