//! Who holds a case, in a database of before schema 5: there a claim that nobody renewed was given back, and the row only kept
//! whose it had been.

use serde_json::Map;

use super::headers;
use super::transaction::WriteTransaction;
use super::writer::{Closing, Writer};
use crate::domain::case::records::Claim;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::time::Time;
use crate::domain::vocabulary::DisputeState;
use crate::store::StoreError;

/// Gives open cases back to those whose claims had lapsed, with a lease that has ended; takes the claims off decided ones; and
/// says anew when time will change any of them, which an end of a lease does no more.
pub fn restore<T: WriteTransaction>(
    tx: T,
    cases: impl IntoIterator<Item = (DisputeId, Option<Handle>)>,
    now: Time,
) -> Result<(), StoreError> {
    let mut w = Writer::begin(tx, now)?;
    for (id, lapsed) in cases {
        let Some(mut loaded) = w.tx.load_dispute(id)? else { continue };
        let Some(dispute) = &mut loaded.case.dispute else { continue };
        let claim = dispute.claim.take().or(lapsed.map(|by| Claim { by, until: w.now }));
        dispute.claim = claim.filter(|_| dispute.state == DisputeState::Open);
        headers::write_dispute(&mut w, &mut loaded)?;
        w.split_record("system", "upgrade")?;
    }
    w.finish(Closing { actor: "system", action: "upgrade", dispute: None, body: Map::new() })
}
