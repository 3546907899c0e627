//! What is a mediator's own: each in one round trip, two for what is acknowledged.

use std::borrow::Cow;

use serde_json::{Value as Json, json};

use crate::domain::case::records::{Mediator, NotificationKind};
use crate::domain::dispute::attention::{self, Matter};
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::team::identity;
use crate::domain::time::Time;
use crate::store::postgres::PostgresStore;
use crate::store::postgres::errors::damaged;
use crate::store::postgres::rows::{decode_all, from_json, json, json_row};
use crate::store::write::act::unknown_dispute;
use crate::store::write::rows::team::{AcknowledgementRow, DraftRow};
use crate::store::write::table::{Row as _, RowRef};
use crate::store::write::value::FromValue;
use crate::store::write::writer::stored;
use crate::store::{DraftWrite, Notification, PRESENT_FOR, StoreError};

/// Calls a function about what is the member's own, as the team stands now. What is asked is made for the member.
fn call_as(
    store: &PostgresStore,
    sql: &str,
    by: &Handle,
    ask: impl Fn(&Mediator) -> Json,
) -> Result<(Mediator, Json), StoreError> {
    loop {
        let team = store.team.members();
        let number = store.team.number();
        let (me, mut wants) = match number {
            None => (None, json!({})),
            Some(_) => {
                // Who is refused by a team of yesterday may be let in by today's.
                match identity::own(&team, by, store.account.as_ref()) {
                    Ok(me) => (Some(me.clone()), ask(me)),
                    Err(refusal) => {
                        let newer = store
                            .link
                            .read_json("SELECT litige.newer_team_1($1)", &[json(&json!({"team": number}))])?;
                        if newer.is_null() {
                            return Err(refusal.into());
                        }
                        learn(store, &newer)?;
                        continue;
                    }
                }
            }
        };
        wants["team"] = json!(number);
        // Doing it again leaves the same behind, so that a lost answer is no matter.
        let said =
            store.link.read_json(if me.is_some() { sql } else { "SELECT litige.newer_team_1($1)" }, &[json(&wants)])?;
        match (me, said.get("newer")) {
            (Some(me), None) => return Ok((me, said)),
            (Some(_), Some(newer)) => learn(store, newer)?,
            (None, _) => learn(store, &said)?,
        }
    }
}

fn learn(store: &PostgresStore, newer: &Json) -> Result<(), StoreError> {
    let number = newer["team"].as_i64().ok_or_else(|| damaged("it has no head"))?;
    store.team.learn(number, &newer["members"])
}

/// See [`crate::store::PersonalStore::put_draft`].
pub(in crate::store::postgres) fn put_draft(
    store: &PostgresStore,
    (dispute, by): (DisputeId, &Handle),
    new: Option<&str>,
    knows: Option<&str>,
    now: Time,
) -> Result<DraftWrite, StoreError> {
    let now = stored(now);
    let (_, said) = call_as(store, "SELECT litige.put_draft_1($1)", by, |me| {
        let row = new.map(|body| {
            let row = DraftRow { dispute, handle: Cow::Borrowed(&me.handle), at: now, body: Cow::Borrowed(body) };
            json_row(&RowRef::new(DraftRow::layout(), row.fields().as_ref()))
        });
        let at = now.timestamp_millis();
        json!({"dispute": dispute.0, "handle": me.handle, "row": row, "knows": knows, "at": at})
    })?;
    match said {
        said if said["unknown"] == true => Err(unknown_dispute(dispute)),
        said if said["differs"] == true => Ok(DraftWrite::Differs(said["stored"].as_str().map(str::to_owned))),
        _ => Ok(DraftWrite::Written),
    }
}

/// See [`crate::store::PersonalStore::heartbeat`].
pub(in crate::store::postgres) fn heartbeat(
    store: &PostgresStore,
    desk: &str,
    by: &Handle,
    dispute: Option<DisputeId>,
    now: Time,
) -> Result<(), StoreError> {
    let ask = |me: &Mediator| {
        let (at, present_for) = (now.timestamp_millis(), PRESENT_FOR.num_milliseconds());
        json!({"desk": desk, "handle": me.handle, "dispute": dispute.map(|id| id.0), "at": at, "present_for": present_for})
    };
    call_as(store, "SELECT litige.heartbeat_1($1)", by, ask).map(drop)
}

/// See [`crate::store::PersonalStore::acknowledge`].
pub(in crate::store::postgres) fn acknowledge(
    store: &PostgresStore,
    of: &Handle,
    seen: &[Notification],
) -> Result<(), StoreError> {
    let about: Vec<_> = seen.iter().filter(|one| one.what.is_standing()).map(|one| one.dispute.0).collect();
    let ask = |me: &Mediator| json!({"handle": me.handle, "disputes": about});
    let (own, said) = call_as(store, "SELECT litige.acknowledged_1($1)", of, ask)?;
    let me = attention::recipient(&store.team.members(), &own.handle);
    // What stands so no longer needs no acknowledgement: there are never more than cases to be told of.
    let stands = |dispute: DisputeId, what: NotificationKind, at: Time| -> Result<bool, StoreError> {
        let found = said["matters"].get(dispute.0.to_string()).map(matter).transpose()?;
        Ok(found.zip(me.as_ref()).and_then(|(matter, me)| matter.since(what, me)) == Some(at))
    };
    let row = |dispute: DisputeId, what: NotificationKind, at: Time| json!({"dispute": dispute.0, "what": what.as_str(), "at": at.timestamp_millis()});
    let (mut heard, mut keep, mut forget) = (Vec::new(), Vec::new(), Vec::new());
    for Notification { dispute, what, at, .. } in seen {
        if !what.is_standing() {
            heard.push(row(*dispute, *what, *at));
        } else if stands(*dispute, *what, *at)? {
            keep.push(row(*dispute, *what, *at));
        }
    }
    for known in decode_all::<AcknowledgementRow<'_>>(&said["acknowledged"])? {
        if !stands(known.dispute, known.what, known.at)? {
            forget.push(row(known.dispute, known.what, known.at));
        }
    }
    let wants = json!({"handle": own.handle, "heard": heard, "keep": keep, "forget": forget});
    store.link.read_json("SELECT litige.acknowledge_1($1)", &[json(&wants)]).map(drop)
}

fn matter(said: &Json) -> Result<Matter, StoreError> {
    fn get<T: FromValue>(said: &Json, name: &str) -> Result<T, StoreError> {
        from_json(&said[name]).map_err(|_| damaged(format!("the column {name} can't be read")))
    }
    Ok(Matter {
        state: get(said, "state")?,
        claimed_by: get(said, "claimed_by")?,
        snoozed_until: get(said, "snoozed_until")?,
        waiting_on: get(said, "waiting_on")?,
        waiting_since: get(said, "waiting_since")?,
        due_at: get(said, "due_at")?,
        awaiting: get(said, "awaiting")?,
        parties: [get(said, "client")?, get(said, "seller")?],
    })
}
