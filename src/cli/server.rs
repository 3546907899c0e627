//! `server`: a PostgreSQL server made ready, and logins on it.

use serde_json::json;

use super::args::{GrantArgs, InitArgs, ServerCommand};
use super::context::Context;
use super::error::{Failure, Status};
use super::sentence::Sentence;
use crate::store::{self, Grant, Granted, NewLead};
use crate::ui::text::safe;

/// Runs `litige server …`.
pub fn run(ctx: &mut Context, args: &ServerCommand) -> Result<Status, Failure> {
    match args {
        ServerCommand::Init(args) => init(ctx, args),
        ServerCommand::Grant(args) => grant(ctx, args),
    }
}

fn init(ctx: &mut Context, args: &InitArgs) -> Result<Status, Failure> {
    let place = ctx.place()?;
    let lead = args.lead.clone().zip(args.name.clone()).map(|(handle, name)| NewLead { handle, name });
    let done = store::init_server(&place, lead.as_ref(), ctx.now)?;
    if ctx.json {
        ctx.out.json(&done)?;
        return Ok(Status::Done);
    }
    let place = safe(&place.to_string()).into_owned();
    let key = match (done.is_made, done.is_renewed) {
        (true, _) => "cli-server-made",
        (_, true) => "cli-server-renewed",
        _ => "cli-server-there",
    };
    ctx.out.line(ctx.localizer().message_owned(key, &[("place", place)]))?;
    if done.has_settings {
        ctx.out.line(ctx.localizer().message_owned("cli-server-settings", &[]))?;
    }
    done.lead.iter().try_for_each(|lead| print(ctx, lead))?;
    Ok(Status::Done)
}

fn grant(ctx: &mut Context, args: &GrantArgs) -> Result<Status, Failure> {
    let place = ctx.place()?;
    let wanted = match (&args.feed, &args.handle) {
        (Some(login), _) => Grant::Feed { login: login.clone() },
        (None, Some(handle)) => Grant::Member { handle: handle.clone(), login: args.login.clone() },
        (None, None) => return Err(Failure::usage(Sentence::new("cli-error-whose-login", []))),
    };
    if args.print {
        let statements = store::grant_sql(&place, &wanted)?;
        if ctx.json {
            ctx.out.json(&json!({"sql": statements}))?;
        } else {
            statements.iter().try_for_each(|sql| ctx.out.line(safe(sql)))?;
        }
        return Ok(Status::Done);
    }
    let granted = store::grant_login(&place, &wanted, ctx.now)?;
    if ctx.json {
        ctx.out.json(&granted)?
    } else {
        print(ctx, &granted)?
    }
    Ok(Status::Done)
}

fn print(ctx: &mut Context, granted: &Granted) -> Result<(), Failure> {
    let key = match (&granted.handle, granted.is_changed || granted.is_made) {
        (Some(_), true) => "cli-server-granted",
        (None, true) => "cli-server-granted-feed",
        (_, false) => "cli-server-granted-before",
    };
    let login = safe(&granted.login).into_owned();
    let handle = granted.handle.as_ref().map(|handle| safe(&handle.0).into_owned()).unwrap_or_default();
    ctx.out.line(ctx.localizer().message_owned(key, &[("login", login.clone()), ("handle", handle)]))?;
    if granted.is_made {
        ctx.out.line(ctx.localizer().message_owned("cli-server-password", &[("login", login)]))?;
    }
    Ok(())
}
