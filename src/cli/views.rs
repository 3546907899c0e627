//! `views`: a mediator's saved filters, shared by the command line and the desk.

use super::args::{self, KeepViewArgs, NamedViewArgs, RenameViewArgs, ViewsCommand};
use super::context::Context;
use super::error::{Failure, Status};
use super::table::{self, Align};
use crate::domain::queue::saved_views::{self, SavedView, ViewChange};
use crate::domain::vocabulary::View;
use crate::store::Store;
use crate::ui::text::safe;

/// Runs `litige views …`.
pub fn run(ctx: &mut Context, args: &args::ViewsArgs) -> Result<Status, Failure> {
    match &args.command {
        None | Some(ViewsCommand::List) => list(ctx),
        Some(ViewsCommand::Keep(args)) => save(ctx, args),
        Some(ViewsCommand::Rename(args)) => rename(ctx, args),
        Some(ViewsCommand::Drop(args)) => drop(ctx, args),
    }
}

fn list(ctx: &mut Context) -> Result<Status, Failure> {
    let (store, me) = (ctx.open()?, ctx.me()?);
    super::queue::require_member(store.as_ref(), &me)?;
    let views = store.views(&me)?;
    if ctx.json {
        ctx.out.json(&views)?;
        return Ok(Status::Done);
    }
    let localizer = ctx.localizer();
    if views.is_empty() {
        ctx.out.line(localizer.message("cli-views-empty", &[]))?;
        return Ok(Status::Done);
    }
    let headers = ["cli-view", "cli-view-in", "cli-view-filter"].map(|key| (localizer.message(key, &[]), Align::Left));
    let row = |view: &SavedView| {
        [safe(&view.name).into_owned(), view.base.as_str().to_owned(), safe(&view.query).into_owned()]
    };
    for line in table::format_table(headers, &views.iter().map(row).collect::<Vec<_>>(), 80, ctx.out.columns()) {
        ctx.out.line(line)?;
    }
    Ok(Status::Done)
}

fn save(ctx: &mut Context, args: &KeepViewArgs) -> Result<Status, Failure> {
    let (mut store, me) = (ctx.open()?, ctx.me()?);
    let view = SavedView { name: args.name.clone(), base: args.view, query: args.query.clone() };
    let change = if args.replace { ViewChange::Put(view) } else { ViewChange::Keep(view) };
    let done = ctx.write(|| store.change_views(&me, &change, Some(&ctx.request_key(0)), ctx.now))?;
    print_view(ctx, "cli-did-keep-view", &done.changed)
}

fn rename(ctx: &mut Context, args: &RenameViewArgs) -> Result<Status, Failure> {
    let (mut store, me) = (ctx.open()?, ctx.me()?);
    let change = ViewChange::Rename(args.name.clone(), args.to.clone());
    let done = ctx.write(|| store.change_views(&me, &change, Some(&ctx.request_key(0)), ctx.now))?;
    print_view(ctx, "cli-did-keep-view", &done.changed)
}

fn drop(ctx: &mut Context, args: &NamedViewArgs) -> Result<Status, Failure> {
    let (mut store, me) = (ctx.open()?, ctx.me()?);
    let change = ViewChange::Drop(args.name.clone());
    let done = ctx.write(|| store.change_views(&me, &change, Some(&ctx.request_key(0)), ctx.now))?;
    print_view(ctx, "cli-did-drop-view", &done.changed)
}

fn print_view(ctx: &mut Context, key: &str, view: &SavedView) -> Result<Status, Failure> {
    if ctx.json {
        ctx.out.json(view)?;
    } else {
        let parts = [("view", safe(&view.name).into_owned()), ("query", safe(&view.query).into_owned())];
        ctx.out.line(ctx.localizer().message_owned(key, &parts))?;
    }
    Ok(Status::Done)
}

/// Returns the view that `--view` names, its saved filter, and the store to read it from.
///
/// # Errors
/// Returns a usage error if there is no such view, else the errors of [`Context::open`].
pub fn resolve_view(ctx: &mut Context, name: &str) -> Result<(View, String, Box<dyn Store + Send>), Failure> {
    let unknown = match name.parse() {
        Ok(view) => return Ok((view, String::new(), ctx.open()?)),
        Err(unknown) => format!("--view: {unknown}; or, with --as, the name of a view kept with `litige views keep`"),
    };
    if ctx.me.is_none() {
        return Err(Failure::usage(unknown));
    }
    let (store, me) = (ctx.open()?, &ctx.me()?);
    let view = saved_views::find(&store.views(me)?, name).cloned().ok_or_else(|| Failure::usage(unknown))?;
    Ok((view.base, view.query, store))
}
