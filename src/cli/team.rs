//! `mediator`: the team.

use super::args::{AddMediatorArgs, ConflictArgs, TeamCommand};
use super::context::Context;
use super::error::{Failure, Status};
use super::request_key;
use super::table::{self, Align};
use crate::domain::case::records::Mediator;
use crate::domain::ids::PersonId;
use crate::domain::refusal::Code;
use crate::domain::vocabulary::Role;
use crate::ui::text::safe;

/// Runs `litige mediator …`.
pub fn run(ctx: &mut Context, args: &TeamCommand) -> Result<Status, Failure> {
    match args {
        TeamCommand::Add(args) => add(ctx, args),
        TeamCommand::Conflict(args) => conflict(ctx, args),
        TeamCommand::List => list(ctx),
    }
}

fn add(ctx: &mut Context, args: &AddMediatorArgs) -> Result<Status, Failure> {
    let mut store = ctx.create(&ctx.place()?)?;
    let known = store.mediators()?.into_iter().find(|m| m.handle == args.handle);
    let mediator = Mediator {
        handle: args.handle.clone(),
        name: args.name.clone(),
        role: args.role,
        conflicts: known.map(|m| m.conflicts).unwrap_or_default(),
    };
    store.put_mediator(&mediator, Some(&request_key::new()), ctx.now)?;
    if ctx.json {
        ctx.out.json(&mediator)?;
    } else {
        let localizer = ctx.localizer();
        let key = if mediator.role == Role::Reader { "cli-did-add-reader" } else { "cli-did-add" };
        let role = localizer.term("role", mediator.role.as_str());
        ctx.out.line(localizer.message(key, &[("handle", &safe(&mediator.handle.0)), ("role", &role)]))?;
    }
    Ok(Status::Done)
}

fn conflict(ctx: &mut Context, args: &ConflictArgs) -> Result<Status, Failure> {
    let mut store = ctx.open()?;
    let Some(mut mediator) = store.mediators()?.into_iter().find(|m| m.handle == args.handle) else {
        let sentence = format!("{} is not one of the team; see `litige mediator list`", args.handle);
        return Err(Failure::refused(Code::NotAMediator, sentence));
    };
    if args.remove && is_own(&mediator, &args.with) {
        let sentence = format!("{} can never act on cases of their own; that conflict stays", args.handle);
        return Err(Failure::refused(Code::ConflictOfInterest, sentence));
    }
    mediator.conflicts.retain(|person| *person != args.with);
    if !args.remove {
        mediator.conflicts.push(args.with.clone());
    }
    store.put_mediator(&mediator, Some(&request_key::new()), ctx.now)?;
    if ctx.json {
        ctx.out.json(&mediator)?;
    } else {
        let key = if args.remove { "cli-did-unconflict" } else { "cli-did-conflict" };
        let parts = [("handle", safe(&mediator.handle.0).into_owned()), ("person", safe(&args.with.0).into_owned())];
        ctx.out.line(ctx.localizer().message_owned(key, &parts))?;
    }
    Ok(Status::Done)
}

fn is_own(mediator: &Mediator, person: &PersonId) -> bool {
    mediator.handle.0.eq_ignore_ascii_case(&person.0)
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
    let headers =
        ["cli-handle", "cli-role", "cli-name", "cli-conflicts"].map(|key| (localizer.message(key, &[]), Align::Left));
    let row = |m: &Mediator| {
        let conflicts =
            m.conflicts.iter().filter(|person| !is_own(m, person)).map(|person| safe(&person.0).into_owned());
        [
            safe(&m.handle.0).into_owned(),
            localizer.term("role", m.role.as_str()),
            safe(&m.name).into_owned(),
            conflicts.collect::<Vec<_>>().join(", "),
        ]
    };
    for line in table::format_table(headers, &team.iter().map(row).collect::<Vec<_>>(), 60) {
        ctx.out.line(line)?;
    }
    Ok(Status::Done)
}
