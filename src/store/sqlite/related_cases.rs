//! What is on record beside a case: precedents and the parties' other disputes. Each is a few seeks in an index and a short
//! walk from the newest, however many were decided.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::load;
use super::rows::Reading;
use crate::domain::case::records::Order;
use crate::domain::decision::precedents::{
    MAX_PAST_DISPUTES, MAX_PRECEDENTS, MIN_PRECEDENTS, PartyRecord, PastDispute, Precedent, PrecedentScope, Precedents,
    PriceBand, RelatedCases,
};
use crate::domain::ids::{DisputeId, PersonId};
use crate::domain::money::amount::Money;
use crate::domain::vocabulary::{DisputeState, Ground, Lang, Outcome, Side};
use crate::store::StoreError;
use crate::store::write::act::unknown_dispute;

/// The newest of one kind. `?6` is the case itself.
const ALIKE: &str = "SELECT rank, id FROM disputes INDEXED BY disputes_alike \
     WHERE state = 'decided' AND ground = ?1 AND currency = ?2 AND band = ?3 AND lang = ?4 AND id <> ?6 \
     ORDER BY rank, id LIMIT ?5";

const PRECEDENT: &str = "SELECT d.id, d.title, d.price, d.currency, d.outcome, n.basis, n.refund, n.handle, n.at \
     FROM disputes d JOIN decisions n ON n.id = d.decision WHERE d.id = ?1";

/// A person's disputes in one role, newest order first.
fn past_sql(side: Side) -> String {
    format!(
        "SELECT d.id, d.title, d.price, d.currency, d.opened_at, d.state, d.outcome, d.due_at \
         FROM orders o INDEXED BY orders_{side} CROSS JOIN disputes d INDEXED BY disputes_order ON d.order_num = o.num \
         WHERE o.{side}_id = ?1 AND o.dispute IS NOT NULL AND d.id <> ?2 ORDER BY o.dispute DESC LIMIT ?3"
    )
}

/// See [`crate::store::CaseStore::related_cases`].
pub(super) fn related_cases(db: &Connection, id: DisputeId) -> Result<RelatedCases, StoreError> {
    // One consistent moment for all of it.
    let moment = db.unchecked_transaction()?;
    let case = load::by_dispute(&moment, id)?.case;
    let ground = case.dispute.as_ref().map(|dispute| dispute.ground).ok_or_else(|| unknown_dispute(id))?;
    let (order, of) = (&case.order, |person: &PersonId| -> Result<[PartyRecord; 2], StoreError> {
        Ok([past(&moment, person, Side::Client, id)?, past(&moment, person, Side::Seller, id)?])
    });
    Ok(RelatedCases {
        alike: alike(&moment, order, ground, id)?,
        client: of(&order.client.id)?,
        seller: of(&order.seller.id)?,
    })
}

fn alike(db: &Connection, order: &Order, ground: Ground, id: DisputeId) -> Result<Precedents, StoreError> {
    let band = PriceBand::of(order.price);
    let (mut reach, mut keys) = (PrecedentScope::AnyPrice, Vec::new());
    for &wider in PrecedentScope::ALL {
        (reach, keys) = (wider, newest(db, order, ground, (wider, band), id)?);
        if keys.len() >= MIN_PRECEDENTS {
            break;
        }
    }
    let mut one = db.prepare_cached(PRECEDENT)?;
    let found = keys.iter().take(usize::from(MAX_PRECEDENTS)).map(|(_, id)| one.query_row([id], precedent).optional());
    let found = found.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    let mut alike = Precedents { reach, band, found, more: keys.len() > usize::from(MAX_PRECEDENTS) };
    alike.rank(&order.title, order.price);
    Ok(alike)
}

/// The newest within a reach, one more than are looked at.
fn newest(
    db: &Connection,
    order: &Order,
    ground: Ground,
    (reach, band): (PrecedentScope, PriceBand),
    id: DisputeId,
) -> Result<Vec<(i64, DisputeId)>, StoreError> {
    let mut walk = db.prepare_cached(ALIKE)?;
    let mut keys: Vec<(i64, DisputeId)> = Vec::new();
    let langs = Lang::ALL.iter().filter(|lang| !reach.keeps_language() || **lang == order.lang);
    let kinds = langs.flat_map(|lang| reach.bands(band).into_iter().map(move |band| (band, lang)));
    for (band, lang) in kinds {
        let found = walk
            .query_map(params![ground, order.price.currency, band, lang, MAX_PRECEDENTS + 1, id], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        for key in found {
            keys.push(key?);
        }
    }
    keys.sort_unstable();
    keys.truncate(usize::from(MAX_PRECEDENTS) + 1);
    Ok(keys)
}

fn precedent(row: &Row<'_>) -> rusqlite::Result<Precedent> {
    let mut r = Reading::of(row);
    let (id, title, price) = (r.column()?, r.column()?, r.money()?);
    let (outcome, basis, refund): (_, _, Option<i64>) = (r.column()?, r.column()?, r.column()?);
    let refund = refund.filter(|_| outcome == Outcome::PartialRefund);
    Ok(Precedent {
        id,
        title,
        price,
        outcome,
        basis,
        refund: refund.map(|minor| Money::new(minor, price.currency)),
        by: r.column()?,
        at: r.time()?,
        shared: Vec::new(),
    })
}

fn past(db: &Connection, person: &PersonId, side: Side, id: DisputeId) -> Result<PartyRecord, StoreError> {
    let mut all = db.prepare_cached(&past_sql(side))?;
    let rows = all.query_map(params![person, id, MAX_PAST_DISPUTES + 1], |row| {
        let mut r = Reading::of(row);
        let (id, title, price, opened_at) = (r.column()?, r.column()?, r.money()?, r.time()?);
        let (state, outcome, due_at) = (r.column()?, r.column()?, r.time()?);
        let decided_at = (state == DisputeState::Decided).then_some(due_at);
        Ok(PastDispute { id, side, title, price, opened_at, state, outcome, decided_at })
    })?;
    let mut disputes: Vec<_> = rows.collect::<Result<_, _>>()?;
    let more = disputes.len() > usize::from(MAX_PAST_DISPUTES);
    disputes.truncate(usize::from(MAX_PAST_DISPUTES));
    // A relaunched order has several.
    disputes.sort_by_key(|one| std::cmp::Reverse(one.id));
    Ok(PartyRecord { disputes, more })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::testing::Scratch;

    fn plan(db: &Connection, sql: &str) -> Vec<String> {
        let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let mut rows = plan.raw_query();
        let mut steps = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            steps.push(row.get(3).unwrap());
        }
        steps
    }

    #[test]
    fn precedents_and_past_disputes_are_seeks_in_an_index_and_never_sorted() {
        let scratch = Scratch::new();
        let db = &scratch.store.db;
        let alike = plan(db, ALIKE);
        assert_eq!(alike.len(), 1, "{alike:?}");
        let seek =
            "SEARCH disputes USING COVERING INDEX disputes_alike (ground=? AND currency=? AND band=? AND lang=?)";
        assert_eq!(alike[0], seek);
        for side in Side::ALL {
            let past = plan(db, &past_sql(*side));
            assert_eq!(past.len(), 2, "{past:?}");
            assert!(
                past[0].starts_with(&format!("SEARCH o USING COVERING INDEX orders_{side} ({side}_id=? AND")),
                "{past:?}"
            );
            assert!(past[1].starts_with("SEARCH d USING INDEX disputes_order (order_num=?"), "{past:?}");
        }
    }
}
