//! `mediator`: the team.

use super::args::{AddMediatorArgs, ConflictArgs, RetireArgs, TeamCommand};
use super::context::Context;
use super::error::{Failure, Status};
use super::table::{self, Align};
use crate::domain::case::records::Mediator;
use crate::domain::team::change::{AccountChange, TeamChange, is_unmanned};
use crate::domain::team::handle::is_same;
use crate::domain::vocabulary::Role;
use crate::store::Store;
use crate::ui::text::safe;

/// Runs `litige mediator …`.
pub fn run(ctx: &mut Context, args: &TeamCommand) -> Result<Status, Failure> {
    match args {
        TeamCommand::Add(args) => add(ctx, args),
        TeamCommand::Conflict(args) => conflict(ctx, args),
        TeamCommand::Retire(args) => retire(ctx, args),
        TeamCommand::List => list(ctx),
    }
}

fn add(ctx: &mut Context, args: &AddMediatorArgs) -> Result<Status, Failure> {
    let mut store = ctx.create(&ctx.place()?)?;
    let AddMediatorArgs { handle, name, role, user, no_user, key: _ } = args.clone();
    let account = if no_user { AccountChange::Unbind } else { user.into() };
    let is_bound_anew = account != AccountChange::AsIs;
    let change = TeamChange::Put { handle, name, role, account };
    let is_first = is_unmanned(&store.mediators()?);
    let member = change_team(ctx, store.as_mut(), &change)?;
    let role = ctx.localizer().term("role", member.role.as_str());
    let key = match member.role {
        Role::Lead if is_first && args.role != Some(Role::Lead) => "cli-did-add-first",
        Role::Mediator | Role::Lead => "cli-did-add",
        Role::Reader => "cli-did-add-reader",
    };
    print(ctx, &member, key, &[("role", role)])?;
    if is_bound_anew && !ctx.json {
        let handle = safe(&member.handle.0).into_owned();
        let account = member.account.as_ref().map(|account| safe(&account.0).into_owned());
        let key = if account.is_some() { "cli-did-bind" } else { "cli-did-unbind" };
        let parts = [("handle", handle), ("account", account.unwrap_or_default())];
        ctx.out.line(ctx.localizer().message_owned(key, &parts))?;
    }
    Ok(Status::Done)
}

fn conflict(ctx: &mut Context, args: &ConflictArgs) -> Result<Status, Failure> {
    let mut store = ctx.open()?;
    let (handle, with) = (args.handle.clone(), args.with.clone());
    let person = safe(&args.with.0).into_owned();
    let (change, key) = if args.remove {
        (TeamChange::RemoveConflict { handle, with }, "cli-did-unconflict")
    } else {
        (TeamChange::AddConflict { handle, with }, "cli-did-conflict")
    };
    let member = change_team(ctx, store.as_mut(), &change)?;
    print(ctx, &member, key, &[("person", person)])
}

fn retire(ctx: &mut Context, args: &RetireArgs) -> Result<Status, Failure> {
    let mut store = ctx.open()?;
    let change = TeamChange::Retire { handle: args.handle.clone() };
    let member = change_team(ctx, store.as_mut(), &change)?;
    print(ctx, &member, "cli-did-retire", &[])
}

fn change_team(ctx: &Context, store: &mut dyn Store, change: &TeamChange) -> Result<Mediator, Failure> {
    ctx.write(|| store.change_team(ctx.me.as_ref(), change, Some(&ctx.request_key(0)), ctx.now))
}

/// Prints the member that was changed, or a sentence that says what was done.
fn print(ctx: &mut Context, member: &Mediator, key: &str, more: &[(&str, String)]) -> Result<Status, Failure> {
    if ctx.json {
        ctx.out.json(member)?;
    } else {
        let mut parts = vec![("name", safe(&member.name).into_owned())];
        parts.extend_from_slice(more);
        ctx.out.line(ctx.localizer().message_owned(key, &parts))?;
    }
    Ok(Status::Done)
}

fn list(ctx: &mut Context) -> Result<Status, Failure> {
    let team = ctx.open()?.mediators()?;
    if ctx.json {
        ctx.out.json(&team)?;
        return Ok(Status::Done);
    }
    let localizer = ctx.localizer();
    if team.is_empty() {
        ctx.out.line(localizer.message("cli-team-empty", &[]))?;
        return Ok(Status::Done);
    }
    let headers = ["cli-handle", "cli-role", "cli-account", "cli-name", "cli-conflicts"];
    let headers = headers.map(|key| (localizer.message(key, &[]), Align::Left));
    let row = |m: &Mediator| {
        let others = m.conflicts.iter().filter(|person| !is_same(&m.handle.0, &person.0));
        let conflicts = others.map(|person| safe(&person.0).into_owned());
        let role = match m.retired_at {
            Some(_) => localizer.message("cli-retired", &[]),
            None => localizer.term("role", m.role.as_str()),
        };
        [
            safe(&m.handle.0).into_owned(),
            role,
            m.account.as_ref().map(|account| safe(&account.0).into_owned()).unwrap_or_default(),
            safe(&m.name).into_owned(),
            conflicts.collect::<Vec<_>>().join(", "),
        ]
    };
    for line in table::format_table(headers, &team.iter().map(row).collect::<Vec<_>>(), 60, ctx.out.columns()) {
        ctx.out.line(line)?;
    }
    Ok(Status::Done)
}
