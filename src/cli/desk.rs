//! Opening the desk, on the database or on the demo.

use std::fs;
use std::io::{self, IsTerminal as _, stdin, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use super::args;
use super::context::{Context, in_data_folder};
use super::custom_files;
use super::error::{CommandCode, Failure, Status};
use super::export;
use super::sentence::Sentence;
use crate::app::custom_keys;
use crate::app::keymap::Keymap;
use crate::demo::{self, DemoError, MEDIATOR, Parties};
use crate::domain::ids::Handle;
use crate::domain::team::identity;
use crate::runtime::{DemoOptions, DemoParties, DeskOptions, OpenStore, run_desk};
use crate::store::{self, Caller, Mode, Place, Store, StoreError, UnusableCode};
use crate::ui::text::safe;

/// Runs `litige` without a command: the desk on the database.
pub fn run(ctx: &mut Context) -> Result<Status, Failure> {
    let place = ctx.place()?;
    // First, because the error says how to start if there is no database.
    let store = match ctx.open() {
        Err(Failure::Reported(report)) if report.code == UnusableCode::NoDatabase.as_str() && !ctx.json => {
            let path = Sentence::from(safe(&place.to_string()).into_owned());
            let failure =
                Failure::unusable(UnusableCode::NoDatabase, Sentence::new("cli-no-database-yet", [("path", path)]));
            return Err(failure.with_next_steps(Sentence::new("cli-no-database-steps", [])));
        }
        opened => opened?,
    };
    if let Some(me) = &ctx.me {
        identity::acting(&store.mediators()?, me, ctx.account.as_ref())?;
    }
    if let Some(what) = terminal_fault() {
        return Err(Failure::new(CommandCode::NoTerminal, Sentence::new(what, [])));
    }
    let mut options = desk_options(ctx, place);
    options.me = ctx.me.clone();
    open_desk(options, store)
}

/// Runs `litige demo`: the desk on the demo's own database, which is created if missing. Without a terminal, prints how
/// to continue.
///
/// # Errors
/// Returns `not_a_demo` for a database that holds something else.
pub fn demo(ctx: &mut Context, args: &args::DemoArgs) -> Result<Status, Failure> {
    let named = ctx.db.as_deref().map(Place::parse);
    let place = named.map_or_else(|| in_data_folder("demo.db").map(Place::File), Ok)?;
    if !demo_exists(&place)? || args.fresh {
        make_demo(ctx, &place)?;
    }
    let (me, store) = demo_mediator(ctx, &place)?;
    if terminal_fault().is_none() && !ctx.json {
        let mut options = desk_options(ctx, place);
        options.me = Some(me);
        let parties = if args.still { None } else { Some(demo_parties()?) };
        options.demo = Some(DemoOptions { parties, shows_first_steps: !args.still });
        return open_desk(options, store);
    }
    let shown = place.to_string();
    if ctx.json {
        ctx.out.json(&json!({"path": shown, "mediator": me}))?;
    } else {
        let parts = [("path", safe(&shown).into_owned()), ("handle", safe(&me.0).into_owned())];
        ctx.out.line(ctx.localizer().message_owned("cli-demo-ready", &parts))?;
        ctx.out.line(ctx.localizer().message_owned("cli-demo-open", &parts))?;
    }
    Ok(Status::Done)
}

/// Returns whether the file is a demo; returns an error if it is something else.
fn demo_exists(place: &Place) -> Result<bool, Failure> {
    match place.file().map(fs::symlink_metadata) {
        Some(Err(error)) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        _ => {}
    }
    if store::is_demo(place)? {
        return Ok(true);
    }
    let sentence = Sentence::new("cli-error-not-a-demo", [("place", place.to_string().into())]);
    Err(Failure::new(CommandCode::NotADemo, sentence))
}

/// Creates the demo in a temporary file and then moves it into place; an old demo is replaced only then.
fn make_demo(ctx: &Context, place: &Place) -> Result<(), Failure> {
    let Some(path) = place.file() else { return seed_demo_database(ctx, place) };
    // A link is followed: it is the file at its end that is replaced.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    store::check_not_open(path)?;
    let fresh = with_suffix(path, &format!(".making-{}", std::process::id()));
    let made =
        seed_demo_database(ctx, &Place::File(fresh.clone())).and_then(|()| Ok(store::move_database(&fresh, path)?));
    store::remove_database(&fresh);
    made
}

fn seed_demo_database(ctx: &Context, place: &Place) -> Result<(), Failure> {
    store::create_demo(place, |store| match demo::seed(store, ctx.now) {
        Ok(_) => Ok(()),
        Err(DemoError::Store(error)) => Err(error.into()),
        Err(error) => Err(Failure::new(CommandCode::Demo, error.to_string())),
    })
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Returns the acting mediator of the demo: the configured one if they are in its team, else the demo's own.
fn demo_mediator(ctx: &Context, place: &Place) -> Result<(Handle, Box<dyn Store + Send>), Failure> {
    let mut store = store::open_as(place, Mode::Existing, ctx.caller())?;
    ctx.settle(store.as_mut())?;
    ctx.check_named(store.as_ref())?;
    let team = store.mediators()?;
    let named = ctx.me.clone().filter(|me| team.iter().any(|member| member.handle == *me));
    Ok((named.unwrap_or_else(|| Handle::from(MEDIATOR)), store))
}

fn demo_parties() -> Result<DemoParties, Failure> {
    let parties = Parties::new().map_err(|bad| Failure::new(CommandCode::Demo, bad.to_string()))?;
    Ok(Box::new(parties.into_callback()))
}

/// Returns the key of why the desk can't be shown here.
fn terminal_fault() -> Option<&'static str> {
    if !stdin().is_terminal() || !stdout().is_terminal() {
        return Some("cli-error-no-terminal");
    }
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    is_dumb.then_some("cli-error-dumb-terminal")
}

fn open_desk(options: DeskOptions, store: Box<dyn Store + Send>) -> Result<Status, Failure> {
    match run_desk(options, store) {
        Ok(()) => Ok(Status::Done),
        Err(error) => Err(match error.downcast::<StoreError>() {
            Ok(error) => error.into(),
            Err(error) => Failure::new(CommandCode::Desk, format!("{error:#}")),
        }),
    }
}

fn desk_options(ctx: &Context, place: Place) -> DeskOptions {
    let open_store = store_opener(&place, ctx.caller());
    let keymap = custom_keys::keymap(&ctx.config().keys).unwrap_or_else(|_| Keymap::standard());
    let mut options = DeskOptions::new(place, ctx.lang, keymap, open_store, export::file::case_exporter(ctx.lang));
    options.account = ctx.account.clone();
    options.mouse = ctx.config().mouse;
    options.notify = ctx.config().notify;
    options.notify_command.clone_from(&ctx.config().notify_command);
    options.open_with = ctx.config().open.clone();
    let over_ssh = ["SSH_CONNECTION", "SSH_TTY"].iter().any(|name| std::env::var_os(name).is_some());
    options.escape_timeout = ctx.config().escape_timeout(over_ssh);
    options.warnings = ctx.warnings.iter().map(|warning| warning.in_language(ctx.lang).to_owned()).collect();
    custom_files::apply(ctx, &mut options);
    options
}

fn store_opener(place: &Place, caller: Caller) -> OpenStore {
    let place = place.clone();
    Arc::new(move || store::open_as(&place, Mode::Existing, caller.clone()))
}
