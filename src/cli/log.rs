//! `log`: who did what, from the audit.

use serde::Serialize;
use serde_json::Value;

use super::args;
use super::context::Context;
use super::error::{Failure, Status};
use super::queue::require_member;
use super::team_names::TeamNames;
use super::time::parse_past;
use crate::domain::activity;
use crate::domain::audit::Record;
use crate::domain::ids::DisputeId;
use crate::domain::refusal::{Refusal, Unknown};
use crate::domain::text::typed_time::DayEdge;
use crate::domain::time::Time;
use crate::store::{ActivityQuery, ActivityStore, Store, StoreError};

/// Records read at a time.
const PAGE: usize = 500;
/// Who did what nobody of the team did.
const SYSTEM: &str = "system";

/// Runs `litige log`.
pub fn run(ctx: &mut Context, args: &args::LogArgs) -> Result<Status, Failure> {
    let moment = |text: &Option<String>, edge| {
        text.as_deref().map(|text| parse_past(text, edge, ctx.now)).transpose().map_err(Failure::usage)
    };
    let query = ActivityQuery {
        by: args.by.as_ref().map(|by| by.0.clone()),
        dispute: args.dispute,
        since: moment(&args.since, DayEdge::Start)?,
        until: moment(&args.until, DayEdge::End)?,
        routine: args.all,
        before: None,
        limit: args.limit,
    };
    let store = ctx.open()?;
    let (records, more) = read_records(store.as_ref(), query)?;
    if records.is_empty() {
        check_named(store.as_ref(), args)?;
    }
    let localizer = ctx.localizer();
    if ctx.json {
        let told = records.iter().map(|record| {
            let (who, phrase) = localizer.activity(record, &TeamNames::default());
            ActivityJson::of(record, format!("{who} {phrase}"))
        });
        ctx.out.json(&told.collect::<Vec<_>>())?;
        return Ok(Status::Done);
    }
    if records.is_empty() {
        ctx.out.line(localizer.message("cli-log-empty", &[]))?;
    }
    let names = ctx.team_names(store.as_ref())?;
    for record in &records {
        let (who, phrase) = localizer.activity(record, &names);
        ctx.out.line(format!("{}  {who} {phrase}", localizer.time(record.at)))?;
    }
    if more {
        ctx.out.line(localizer.message("cli-log-more", &[]))?;
    }
    Ok(Status::Done)
}

/// Reads pages up to the query's limit, and says whether there is more.
fn read_records(store: &dyn ActivityStore, mut query: ActivityQuery) -> Result<(Vec<Record>, bool), StoreError> {
    let wanted = query.limit;
    let mut records: Vec<Record> = Vec::new();
    loop {
        query.limit = (wanted - records.len()).min(PAGE);
        let page = store.activity(&query)?;
        query.before = page.records.last().map(|record| record.seq);
        records.extend(page.records);
        if !page.more || records.len() >= wanted {
            return Ok((records, page.more));
        }
    }
}

/// An empty list for a person or a case that is not there would look like nothing done.
fn check_named(store: &dyn Store, args: &args::LogArgs) -> Result<(), Failure> {
    if let Some(dispute) = args.dispute
        && store.rows(&[dispute])?.is_empty()
    {
        return Err(Refusal::from(Unknown::Dispute { dispute }).into());
    }
    match &args.by {
        Some(by) if by.0 != SYSTEM => require_member(store, by),
        _ => Ok(()),
    }
}

/// A record as the contract writes it.
#[derive(Serialize)]
struct ActivityJson<'a> {
    seq: i64,
    at: Time,
    by: &'a str,
    action: &'a str,
    dispute: Option<DisputeId>,
    text: String,
    detail: Value,
}

impl<'a> ActivityJson<'a> {
    fn of(record: &'a Record, text: String) -> Self {
        Self {
            seq: record.seq,
            at: record.at,
            by: &record.actor,
            action: &record.action,
            dispute: record.dispute,
            text,
            detail: Value::Object(activity::detail(record)),
        }
    }
}
