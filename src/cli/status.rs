//! `status`: how a database stands, for whoever operates it.

use serde::Serialize;

use super::context::Context;
use super::error::{Failure, Status};
use super::evidence;
use super::i18n::{Arg, message};
use crate::domain::case::records::Mediator;
use crate::domain::team::identity;
use crate::domain::vocabulary::vocabulary;
use crate::store::{LastEvent, Place, Sizes, StoreStatus, ViewCounts};
use crate::ui::text::safe;

vocabulary!(
    /// How it is known who acts.
    HeldIdentity, "how identities are held", {
        /// Somebody is taken at their word.
        Declared = "declared",
        /// Every member is bound to an account of the system.
        Bound = "bound",
        /// The login on a server is who acts.
        Login = "login",
    }
);

impl HeldIdentity {
    /// Returns how the identities of this team are held. On a server nobody acts but by their login.
    fn of(team: &[Mediator], place: &Place) -> Self {
        if place.file().is_none() {
            return Self::Login;
        }
        let is_bound = !team.is_empty() && identity::unbound(team).next().is_none();
        if is_bound { Self::Bound } else { Self::Declared }
    }
}

#[derive(Serialize)]
struct StatusJson<'a> {
    place: String,
    schema: i64,
    policy: u32,
    identity: HeldIdentity,
    last_event: Option<&'a LastEvent>,
    outbox: OutboxJson,
    disputes: DisputesJson,
    bytes: Sizes,
}

#[derive(Serialize)]
struct OutboxJson {
    head: i64,
    on_hold: u64,
}

/// How many disputes each view has.
#[derive(Serialize)]
struct DisputesJson {
    open: u64,
    overdue: u64,
    unclaimed: u64,
    snoozed: u64,
    approval: u64,
    decided: u64,
    all: u64,
}

impl DisputesJson {
    fn of(counts: &ViewCounts) -> Self {
        let ViewCounts { open, overdue, unclaimed, snoozed, approval, decided, all, .. } = *counts;
        Self { open, overdue, unclaimed, snoozed, approval, decided, all }
    }
}

/// Runs `litige status`.
pub fn run(ctx: &mut Context) -> Result<Status, Failure> {
    let store = ctx.open()?;
    let (status, head) = (store.status()?, store.outbox_head()?);
    let (policy, counts) = (store.policy()?.version, store.counts(None, ctx.now)?);
    let team = store.mediators()?;
    let place = ctx.place()?;
    if ctx.json {
        let outbox = OutboxJson { head, on_hold: status.on_hold };
        ctx.out.json(&StatusJson {
            place: place.to_string(),
            schema: status.schema,
            policy,
            identity: HeldIdentity::of(&team, &place),
            last_event: status.last_event.as_ref(),
            outbox,
            disputes: DisputesJson::of(&counts),
            bytes: status.bytes,
        })?;
    } else {
        ctx.out.line(safe(&place.to_string()))?;
        let versions = [("schema", status.schema.to_string()), ("policy", policy.to_string())];
        ctx.out.line(ctx.localizer().message_owned("cli-status-versions", &versions))?;
        for line in
            [described_flow(ctx, &status, head), described_cases(ctx, &counts), described_sizes(ctx, status.bytes)]
        {
            ctx.out.line(line)?;
        }
        ctx.out.line(described_identities(ctx, &team, &place))?;
    }
    Ok(Status::Done)
}

/// What came in last, what goes out.
fn described_flow(ctx: &Context, status: &StoreStatus, head: i64) -> String {
    let localizer = ctx.localizer();
    let came = match &status.last_event {
        Some(event) => {
            let (id, at) = (safe(&event.id.0).into_owned(), localizer.time(event.at));
            localizer.message_owned("cli-status-event", &[("id", id), ("at", at)])
        }
        None => localizer.message("cli-status-no-event", &[]),
    };
    let head = u64::try_from(head).unwrap_or_default();
    let goes = [("head", Arg::Count(head)), ("held", Arg::Count(status.on_hold))];
    format!("{came}\n{}", message(ctx.lang, "cli-status-outbox", &goes))
}

fn described_cases(ctx: &Context, counts: &ViewCounts) -> String {
    let ViewCounts { open, overdue, unclaimed, snoozed, approval, decided, .. } = *counts;
    let counts = [
        ("open", open),
        ("overdue", overdue),
        ("unclaimed", unclaimed),
        ("snoozed", snoozed),
        ("approval", approval),
        ("decided", decided),
    ];
    message(ctx.lang, "cli-status-disputes", &counts.map(|(name, count)| (name, Arg::Count(count))))
}

fn described_sizes(ctx: &Context, bytes: Sizes) -> String {
    let sizes = [("database", bytes.database), ("log", bytes.log), ("evidence", bytes.evidence)];
    let sizes = sizes.map(|(name, bytes)| (name, evidence::size(ctx.localizer(), bytes)));
    ctx.localizer().message_owned("cli-status-sizes", &sizes)
}

fn described_identities(ctx: &Context, team: &[Mediator], place: &Place) -> String {
    let unbound: Vec<_> = identity::unbound(team).map(|member| safe(&member.handle.0).into_owned()).collect();
    match HeldIdentity::of(team, place) {
        HeldIdentity::Login => ctx.localizer().message("cli-status-login", &[]),
        HeldIdentity::Bound => ctx.localizer().message("cli-status-bound", &[]),
        HeldIdentity::Declared if unbound.is_empty() => ctx.localizer().message("cli-status-no-team", &[]),
        HeldIdentity::Declared => ctx.localizer().message("cli-unbound", &[("handles", &unbound.join(", "))]),
    }
}
