//! What was loaded for a write.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::domain::case::records::{Ask, Case, Decision, DecisionEvent, Proposal, Reopening};
use crate::store::StoreError;
use crate::store::postgres::errors::damaged;
use crate::store::postgres::rows::{decode_all, decode_json};
use crate::store::write::LoadedCase;
use crate::store::write::counters::CountedAs;
use crate::store::write::rows::case::{DisputeRow, OrderRow};
use crate::store::write::rows::decision::{DecisionEventRow, DecisionRow};
use crate::store::write::rows::discussion::{AskRow, ProposalRow};

/// Cases as they were loaded, and by what it is known that nobody changed them since.
#[derive(Debug, Default)]
pub(super) struct LoadedCases {
    pub cases: Vec<LoadedCase>,
    /// The checksum of each order, by its number of ours.
    pub orders: BTreeMap<i64, i64>,
    /// The last change of each dispute.
    pub disputes: BTreeMap<i64, i64>,
}

impl LoadedCases {
    /// Reads what `case_for_write_1` says.
    pub fn add(&mut self, case: &Json) -> Result<LoadedCase, StoreError> {
        let order: OrderRow<'_> = decode_json(&case["order"])?;
        let seal = case["order"]["seal"].as_i64().ok_or_else(|| damaged("an order has no checksum"))?;
        let (num, placed, erased) = (order.num, order.placed, order.erased);
        self.orders.insert(num, seal);
        let brief = text(&case["brief"]).unwrap_or_default();
        let mut loaded = LoadedCase {
            erased,
            ..LoadedCase::new(num, placed, Case { order: order.into_order(brief), dispute: None })
        };
        if !case["dispute"].is_null() {
            let row: DisputeRow<'_> = decode_json(&case["dispute"])?;
            self.disputes.insert(row.id.0, row.touched);
            loaded.justification = row.justification;
            loaded.cause = row.cause();
            let decision = Some(&case["decision"]).filter(|one| !one.is_null()).map(decision).transpose()?;
            let mut dispute = row.into_dispute(text(&case["justification"]), decision);
            dispute.asks =
                decode_all::<AskRow<'_>>(&case["asks"])?.into_iter().map(AskRow::into_ask).collect::<Vec<Ask>>();
            let proposals = decode_all::<ProposalRow<'_>>(&case["proposals"])?.into_iter();
            dispute.proposals = proposals.map(ProposalRow::into_proposal).collect::<Vec<Proposal>>();
            let before = decode_all::<DecisionEventRow<'_>>(&case["before"])?.into_iter();
            dispute.reopened = before.map(|row| row.into_event(None)).find_map(|event| Reopening::of(&event));
            loaded.counted = Some(CountedAs::of(&dispute));
            loaded.case.dispute = Some(dispute);
        }
        self.cases.push(loaded.clone());
        Ok(loaded)
    }
}

/// Reads what `decision_1` says.
pub(super) fn decision(said: &Json) -> Result<Decision, StoreError> {
    let row: DecisionRow<'_> = decode_json(&said["row"])?;
    let events = said["events"].as_array().map(Vec::as_slice).unwrap_or_default();
    let event = |one: &Json| Ok(decode_json::<DecisionEventRow<'_>>(&one["row"])?.into_event(text(&one["text"])));
    let events: Vec<DecisionEvent> = events.iter().map(event).collect::<Result<_, StoreError>>()?;
    Ok(row.into_decision(text(&said["text"]).unwrap_or_default(), events))
}

pub(super) fn text(said: &Json) -> Option<String> {
    said.as_str().map(str::to_owned)
}
