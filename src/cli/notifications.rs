//! `notifications`: what the acting mediator is told and has not acknowledged.

use serde::Serialize;

use super::args::NotificationsArgs;
use super::context::Context;
use super::error::{Failure, Status};
use super::i18n::{self, Arg, Localizer};
use super::team_names::TeamNames;
use crate::domain::case::actor::Actor;
use crate::domain::case::records::NotificationKind;
use crate::domain::dispute::attention::NEAR;
use crate::domain::ids::DisputeId;
use crate::domain::time::Time;
use crate::store::Notification;

/// A notification in JSON.
#[derive(Serialize)]
struct NotificationJson<'a> {
    at: Time,
    dispute: DisputeId,
    kind: NotificationKind,
    by: &'a Actor,
}

impl<'a> NotificationJson<'a> {
    fn of(one: &'a Notification) -> Self {
        Self { at: one.at, dispute: one.dispute, kind: one.what, by: &one.by }
    }
}

/// Runs `litige notifications`.
pub fn run(ctx: &mut Context, args: &NotificationsArgs) -> Result<Status, Failure> {
    let mut store = ctx.open()?;
    let me = ctx.me()?;
    super::queue::require_member(store.as_ref(), &me)?;
    let all = store.notifications(&me, ctx.now)?;
    if ctx.json {
        ctx.out.json(&all.iter().map(NotificationJson::of).collect::<Vec<_>>())?;
    } else if all.is_empty() {
        ctx.out.line(ctx.localizer().message("cli-notifications-empty", &[]))?;
    } else {
        let (names, localizer) = (ctx.team_names(store.as_ref())?, ctx.localizer());
        for one in &all {
            ctx.out.line(format!("{}  {}", localizer.time(time(one)), sentence(one, &names, localizer)))?;
        }
    }
    if args.acknowledge && !all.is_empty() {
        // Not before they were printed: nothing is acknowledged that nobody could read.
        ctx.out.flush()?;
        ctx.write(|| store.acknowledge(&me, &all))?;
        if !ctx.json {
            let count = u64::try_from(all.len()).unwrap_or(u64::MAX);
            ctx.out.line(i18n::message(ctx.lang, "cli-did-acknowledge", &[("count", Arg::Count(count))]))?;
        }
    }
    Ok(Status::Done)
}

/// The time that stands beside it: that of the deadline, where one is near.
fn time(one: &Notification) -> Time {
    if one.what == NotificationKind::DeadlineNear { one.at + NEAR } else { one.at }
}

fn sentence(one: &Notification, names: &TeamNames, localizer: Localizer) -> String {
    let parts = [
        ("dispute", one.dispute.to_string()),
        ("who", one.by.mediator().map(|by| names.name_of(by)).unwrap_or_default()),
        ("by", one.by.to_string()),
    ];
    localizer.message_owned(&format!("notification-{}", one.what), &parts)
}
