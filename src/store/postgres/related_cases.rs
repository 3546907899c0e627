//! What is on record beside a case: precedents and the parties' other disputes, in one call.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::link::Link;
use super::rows::{field, int, json};
use crate::domain::decision::precedents::{
    MAX_PAST_DISPUTES, MAX_PRECEDENTS, MIN_PRECEDENTS, PartyRecord, PastDispute, Precedent, PrecedentScope, Precedents,
    PriceBand, RelatedCases,
};
use crate::domain::ids::DisputeId;
use crate::domain::money::amount::Money;
use crate::domain::vocabulary::{DisputeState, Lang, Outcome, Side};
use crate::store::StoreError;
use crate::store::write::act::unknown_dispute;

/// See [`crate::store::CaseStore::related_cases`].
pub(super) fn related_cases(link: &Link, id: DisputeId) -> Result<RelatedCases, StoreError> {
    let scopes = Json::Array(PrecedentScope::ALL.iter().map(|scope| kinds(*scope)).collect());
    let enough = i64::try_from(MIN_PRECEDENTS).unwrap_or(i64::MAX);
    let (alike, past) = (i64::from(MAX_PRECEDENTS) + 1, i64::from(MAX_PAST_DISPUTES) + 1);
    let sql = "SELECT litige.related_cases_1($1, $2, $3, $4, $5)";
    let found = link.read_json(sql, &[int(&id.0), json(&scopes), int(&enough), int(&alike), int(&past)])?;
    if found.is_null() {
        return Err(unknown_dispute(id));
    }
    put_together(&found).map_err(|error| link.named(error))
}

/// The kinds of cases in a scope: how far the band of the price is from the case's, and the language, unless it is the case's.
fn kinds(scope: PrecedentScope) -> Json {
    // Bands beside the lowest and the highest hold no case.
    let bands: BTreeSet<i64> = [PriceBand(0), PriceBand::LAST]
        .into_iter()
        .flat_map(|at| scope.bands(at).into_iter().map(move |band| band.0 - at.0))
        .collect();
    let langs: Vec<Json> = match scope.keeps_language() {
        true => vec![Json::Null],
        false => Lang::ALL.iter().map(|lang| json!(lang.as_str())).collect(),
    };
    bands.iter().flat_map(|band| langs.iter().map(move |lang| json!([band, lang]))).collect()
}

fn put_together(found: &Json) -> Result<RelatedCases, StoreError> {
    let of = |party: &str| -> Result<[PartyRecord; 2], StoreError> {
        Ok([record(&found[party]["client"], Side::Client)?, record(&found[party]["seller"], Side::Seller)?])
    };
    Ok(RelatedCases { alike: precedents(found)?, client: of("client")?, seller: of("seller")? })
}

fn money(row: &Json) -> Result<Money, StoreError> {
    Ok(Money::new(field(row, "price")?, field(row, "currency")?))
}

fn precedents(found: &Json) -> Result<Precedents, StoreError> {
    let (title, price): (String, _) = (field(found, "title")?, money(found)?);
    let reach = usize::try_from(field::<i64>(found, "reach")?).ok().and_then(|at| PrecedentScope::ALL.get(at));
    let more = field::<i64>(found, "count")? > i64::from(MAX_PRECEDENTS);
    let mut precedents = Precedents {
        reach: reach.copied().unwrap_or(PrecedentScope::AnyPrice),
        band: PriceBand::of(price),
        found: found["alike"].as_array().into_iter().flatten().map(precedent).collect::<Result<_, _>>()?,
        more,
    };
    precedents.rank(&title, price);
    Ok(precedents)
}

fn precedent(row: &Json) -> Result<Precedent, StoreError> {
    let (price, outcome): (_, Outcome) = (money(row)?, field(row, "outcome")?);
    let refund = field::<Option<i64>>(row, "refund")?.filter(|_| outcome == Outcome::PartialRefund);
    Ok(Precedent {
        id: field(row, "id")?,
        title: field(row, "title")?,
        price,
        outcome,
        basis: field(row, "basis")?,
        refund: refund.map(|minor| Money::new(minor, price.currency)),
        by: field(row, "handle")?,
        at: field(row, "at")?,
        shared: Vec::new(),
    })
}

fn record(rows: &Json, side: Side) -> Result<PartyRecord, StoreError> {
    let one = |row: &Json| -> Result<PastDispute, StoreError> {
        let state = field(row, "state")?;
        let decided_at = (state == DisputeState::Decided).then(|| field(row, "due_at")).transpose()?;
        Ok(PastDispute {
            id: field(row, "id")?,
            side,
            title: field(row, "title")?,
            price: money(row)?,
            opened_at: field(row, "opened_at")?,
            state,
            outcome: field(row, "outcome")?,
            decided_at,
        })
    };
    let mut disputes: Vec<_> = rows.as_array().into_iter().flatten().map(one).collect::<Result<_, _>>()?;
    let more = disputes.len() > usize::from(MAX_PAST_DISPUTES);
    disputes.truncate(usize::from(MAX_PAST_DISPUTES));
    // A relaunched order has several.
    disputes.sort_by_key(|one| std::cmp::Reverse(one.id));
    Ok(PartyRecord { disputes, more })
}
