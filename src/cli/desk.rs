//! What opens the desk: on the database, or on the demo.

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
use super::file_identity::with_companions;
use crate::app::custom_keys;
use crate::app::keymap::Keymap;
use crate::demo::{self, DemoError, MEDIATOR, Parties};
use crate::domain::ids::Handle;
use crate::domain::policy::Policy;
use crate::runtime::{DemoOptions, DemoParties, DeskOptions, OpenStore, run_desk};
use crate::store::sqlite::{Open, SqliteStore};
use crate::store::{Store, StoreError};
use crate::ui::text::safe;

/// `litige` alone: the desk on the database.
///
/// # Errors
/// [`Failure`], like every command.
pub fn run(ctx: &mut Context) -> Result<Status, Failure> {
    let db = ctx.db_path()?;
    // First of all says whether there is a database, and how to start where there is none.
    let store = ctx.write()?;
    if !on_terminal() {
        return Err(Failure::new(
            CommandCode::NoTerminal,
            "the desk needs a terminal; for scripts there are commands, see `litige --help`",
        ));
    }
    let mut options = desk_options(ctx, db);
    options.me = ctx.me.clone();
    open_desk(options, store)
}

/// `demo`: the desk on the demo's own database, made where it is missing. Without a terminal, says how to go on.
///
/// # Errors
/// [`Failure`], like every command; `not_a_demo` for a database that holds something else.
pub fn demo(ctx: &mut Context, args: &args::Demo) -> Result<Status, Failure> {
    let path = ctx.db.clone().map_or_else(|| in_data_folder("demo.db"), Ok)?;
    if !demo_exists(&path)? {
        make_demo(ctx, &path, false)?;
    } else if args.fresh {
        make_demo(ctx, &path, true)?;
    }
    let (me, store) = demo_mediator(ctx, &path)?;
    if on_terminal() && !ctx.json {
        let mut options = desk_options(ctx, path);
        options.me = Some(me);
        options.demo = Some(DemoOptions { parties: if args.still { None } else { Some(demo_parties()?) } });
        return open_desk(options, store);
    }
    let shown = path.display().to_string();
    if ctx.json {
        ctx.out.json(&json!({"path": shown, "mediator": me}))?;
    } else {
        let parts = [("path", safe(&shown).into_owned()), ("handle", safe(&me.0).into_owned())];
        ctx.out.line(ctx.localizer().message_owned("cli-demo-ready", &parts))?;
        ctx.out.line(ctx.localizer().message_owned("cli-demo-open", &parts))?;
    }
    Ok(Status::Done)
}

/// Whether there is a demo; anything else in its place is refused.
fn demo_exists(path: &Path) -> Result<bool, Failure> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        _ => {}
    }
    if SqliteStore::open(path, Open::Existing)?.is_demo()? {
        return Ok(true);
    }
    let sentence =
        format!("{} holds no demo and was left as it is; name another file with --db, or none", path.display());
    Err(Failure::new(CommandCode::NotADemo, sentence))
}

/// Makes the demo beside its place and then puts it there, whole; an old demo is removed only then.
fn make_demo(ctx: &Context, path: &Path, replace: bool) -> Result<(), Failure> {
    let fresh = with_suffix(path, &format!(".making-{}", std::process::id()));
    let made = seed_demo_database(ctx, &fresh).and_then(|()| {
        let failed = |e: io::Error| Failure::io(path.display(), &e);
        if replace {
            // Another desk may have the old one open: what it still writes must not reach the new one.
            with_companions(path).iter().skip(1).for_each(|file| drop(fs::remove_file(file)));
        }
        install_files(&SqliteStore::folder_of_files(&fresh), &SqliteStore::folder_of_files(path)).map_err(failed)?;
        fs::rename(&fresh, path).map_err(failed)
    });
    let _ = fs::remove_dir_all(SqliteStore::folder_of_files(&fresh));
    with_companions(&fresh).iter().for_each(|file| drop(fs::remove_file(file)));
    made
}

/// Puts the new demo's files in the place of an old one's.
fn install_files(fresh: &Path, target: &Path) -> io::Result<()> {
    match fs::remove_dir_all(target) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    match fs::rename(fresh, target) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn seed_demo_database(ctx: &Context, path: &Path) -> Result<(), Failure> {
    SqliteStore::make(path, &Policy::default())?;
    let mut store = SqliteStore::open(path, Open::Existing)?;
    store.mark_demo()?;
    match demo::seed(&mut store, ctx.now) {
        Ok(_) => Ok(store.finish()?),
        Err(DemoError::Store(error)) => Err(error.into()),
        Err(error) => Err(Failure::new(CommandCode::Demo, error.to_string())),
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Who sits at the demo's desk: whoever was named, if they are of its team; else its own mediator.
fn demo_mediator(ctx: &Context, path: &Path) -> Result<(Handle, Box<dyn Store + Send>), Failure> {
    let mut store = SqliteStore::open(path, Open::Existing)?;
    store.settle_due(ctx.now)?;
    let team = store.mediators()?;
    let named = ctx.me.clone().filter(|me| team.iter().any(|member| member.handle == *me));
    Ok((named.unwrap_or_else(|| Handle::from(MEDIATOR)), Box::new(store)))
}

fn demo_parties() -> Result<DemoParties, Failure> {
    let parties = Parties::new().map_err(|bad| Failure::new(CommandCode::Demo, bad.to_string()))?;
    Ok(Box::new(parties.into_callback()))
}

fn on_terminal() -> bool {
    stdin().is_terminal() && stdout().is_terminal()
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

fn desk_options(ctx: &Context, db: PathBuf) -> DeskOptions {
    let open_store = store_opener(&db);
    let keymap = custom_keys::keymap(&ctx.config().keys).unwrap_or_else(|_| Keymap::standard());
    let mut options = DeskOptions::new(db, ctx.lang, keymap, open_store, export::file::case_exporter(ctx.lang));
    options.mouse = ctx.config().mouse;
    options.warnings.clone_from(&ctx.loaded.warnings);
    custom_files::apply(ctx, &mut options);
    options
}

fn store_opener(db: &Path) -> OpenStore {
    let db = db.to_path_buf();
    Arc::new(move || Ok(Box::new(SqliteStore::open(&db, Open::Again)?) as Box<dyn Store + Send>))
}
