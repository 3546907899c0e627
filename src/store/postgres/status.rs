//! How a database on a server stands, and who is in it.

use serde_json::Value as Json;

use super::link::Link;
use super::rows::{column, field, text};
use crate::domain::ids::PersonId;
use crate::store::{LastEvent, Sizes, StoreError, StoreStatus};

/// See [`crate::store::MaintenanceStore::status`]. The server's log is not the database's alone.
pub(super) fn status(link: &Link) -> Result<StoreStatus, StoreError> {
    let found = link.read_json("SELECT litige.status_1()", &[])?;
    read(&found).map_err(|error| link.named(error))
}

fn read(found: &Json) -> Result<StoreStatus, StoreError> {
    let count = |name: &str| field::<i64>(found, name).map(i64::unsigned_abs);
    let last = Some(&found["last_event"]).filter(|last| !last.is_null());
    let last_event =
        last.map(|last| -> Result<_, StoreError> { Ok(LastEvent { id: field(last, "id")?, at: field(last, "at")? }) });
    Ok(StoreStatus {
        schema: field(found, "schema")?,
        last_event: last_event.transpose()?,
        on_hold: count("on_hold")?,
        bytes: Sizes { database: count("database")?, log: 0, evidence: count("evidence")? },
    })
}

/// See [`crate::store::MaintenanceStore::names`].
pub(super) fn names(link: &Link, person: &PersonId) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT client_name FROM litige.orders WHERE client_id = $1 AND client_name <> '' \
               UNION SELECT seller_name FROM litige.orders WHERE seller_id = $1 AND seller_name <> '' ORDER BY 1";
    let rows = link.rows(sql, &[text(&person.0.as_str())])?;
    rows.iter().map(|row| column(row, 0)).collect::<Result<_, _>>().map_err(|error| link.named(error))
}
