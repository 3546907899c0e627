//! Commands on the whole database: verification, backup and erasure; and the configuration.

use serde_json::json;

use super::args;
use super::context::Context;
use super::error::{CommandCode, Failure, Status};
use super::i18n::{Arg, message};
use super::sentence::Sentence;
use crate::config;
use crate::domain::ids::PersonId;
use crate::domain::team::identity;
use crate::runtime;
use crate::store::{ErasurePreview, MissingFile, Place, StoreError, Verified};
use crate::ui::i18n::technical::said_in;
use crate::ui::text::safe;

/// Runs `litige verify`, whose exit status is 1 if there are faults.
pub fn verify(ctx: &mut Context, args: &args::VerifyArgs) -> Result<Status, Failure> {
    let store = ctx.open()?;
    let found = store.verify(args.head.as_deref())?;
    let ok = found.faults.is_empty();
    if ctx.json {
        ctx.out.json(&json!({"ok": ok, "checked": found.checked, "faults": found.faults, "head": found.head}))?;
    } else {
        for line in describe_verification(ctx, &found) {
            ctx.out.line(line)?;
        }
        // What no chain can prove.
        let team = store.mediators()?;
        let unbound: Vec<_> = identity::unbound(&team).map(|member| safe(&member.handle.0).into_owned()).collect();
        if !unbound.is_empty() {
            ctx.out.line(ctx.localizer().message("cli-unbound", &[("handles", &unbound.join(", "))]))?;
        }
    }
    Ok(if ok { Status::Done } else { Status::Failed })
}

fn describe_verification(ctx: &Context, found: &Verified) -> Vec<String> {
    let (localizer, checked) = (ctx.localizer(), &found.checked);
    let mut lines: Vec<String> = found
        .faults
        .iter()
        .map(|fault| {
            let parts = [("check", fault.check), ("at", &fault.at), ("message", &fault.message)];
            let said = |text: &str| safe(&said_in(ctx.lang, text)).into_owned();
            localizer.message_owned("cli-fault", &parts.map(|(name, text)| (name, said(text))))
        })
        .collect();
    if lines.is_empty() {
        let counts = [
            ("orders", checked.orders),
            ("disputes", checked.disputes),
            ("messages", checked.messages),
            ("decisions", checked.decisions),
            ("entries", checked.ledger_entries),
            ("records", checked.audit_records),
        ];
        lines.push(localizer.message_owned("cli-verified", &counts.map(|(name, n)| (name, n.to_string()))));
    } else {
        lines.push(message(ctx.lang, "cli-faults", &[("n", Arg::Count(lines.len() as u64))]));
    }
    if let Some(head) = &found.head {
        lines.push(localizer.message("cli-audit-head", &[("head", &safe(head))]));
    }
    lines
}

/// Runs `litige backup`.
pub fn backup(ctx: &mut Context, args: &args::BackupArgs) -> Result<Status, Failure> {
    let missing = ctx.open()?.backup(&args.path).map_err(|error| match error {
        // It is the copy that can't be made; the database itself has just been opened.
        error @ StoreError::Unusable(_) => Failure::new(CommandCode::Io, &error),
        error => error.into(),
    })?;
    let path = args.path.display().to_string();
    if ctx.json {
        ctx.out.json(&json!({"path": path, "missing": missing}))?;
    } else {
        ctx.out.line(ctx.localizer().message("cli-backed-up", &[("path", &safe(&path))]))?;
    }
    print_missing(ctx, &missing)
}

/// Names the evidence that a copy lacks; the exit status is 1 if there is any.
pub(super) fn print_missing(ctx: &mut Context, missing: &[MissingFile]) -> Result<Status, Failure> {
    if !ctx.json {
        for file in missing {
            let parts = [
                ("id", file.attachment.to_string()),
                ("name", safe(&file.name).into_owned()),
                ("message", safe(&file.message).into_owned()),
            ];
            ctx.out.line(ctx.localizer().message_owned("cli-copy-lacks", &parts))?;
        }
    }
    Ok(if missing.is_empty() { Status::Done } else { Status::Failed })
}

/// Runs `litige erase`, which does it only where the person's id was typed in full once more.
pub fn erase(ctx: &mut Context, args: &args::EraseArgs) -> Result<Status, Failure> {
    let mut store = ctx.open()?;
    let me = ctx.me()?;
    // Also for its errors: nothing outside the database is touched for whoever may not erase.
    let preview = store.preview_erasure(&args.person, &me, ctx.now);
    match &args.yes {
        None => return print_erasure(ctx, &args.person, &preview?),
        Some(yes) if *yes != args.person => {
            let parts = [("yes", yes.0.as_str().into()), ("person", args.person.0.as_str().into())];
            return Err(Failure::usage(Sentence::new("cli-error-erase-other", parts)));
        }
        Some(_) => {}
    }
    // What can't be erased is refused by the store, which first ends an erasure that was killed; or it was done already, under
    // the same key.
    if preview.is_ok() {
        // Files outside the database first: after the erasure the names can't be looked up.
        let mut names = store.names(&args.person)?;
        if !names.is_empty() {
            names.push(args.person.0.clone());
            runtime::erase_local_names(&names)
                .map_err(|error| Failure::io(Sentence::new("cli-error-own-files", []), &error))?;
        }
    }
    let texts = ctx.write(|| store.erase(&args.person, &me, Some(&ctx.request_key(0)), ctx.now))?;
    if ctx.json {
        ctx.out.json(&json!({"person": args.person, "texts": texts}))?;
    } else {
        let person = safe(&args.person.0);
        let parts = [("person", Arg::Text(&person)), ("texts", Arg::Count(texts as u64))];
        ctx.out.line(message(ctx.lang, "cli-erased", &parts))?;
    }
    Ok(Status::Done)
}

/// Prints what an erasure would replace and what it would leave. The exit status is 2: it was not done.
fn print_erasure(ctx: &mut Context, person: &PersonId, preview: &ErasurePreview) -> Result<Status, Failure> {
    let ErasurePreview { names, orders, open, texts } = preview;
    if ctx.json {
        let total: usize = texts.values().sum();
        ctx.out.json(&json!({"person": person, "orders": orders, "open": open, "texts": total, "by_table": texts}))?;
        return Ok(Status::Usage);
    }
    let (lang, localizer) = (ctx.lang, ctx.localizer());
    let (id, names) = (safe(&person.0).into_owned(), safe(&names.join(", ")).into_owned());
    let parts = [("person", Arg::Text(&id)), ("names", Arg::Text(&names)), ("orders", Arg::Count(*orders as u64))];
    ctx.out.line(message(lang, "cli-erase-who", &parts))?;
    if !open.is_empty() {
        let open = open.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        ctx.out.line(localizer.message("cli-erase-open", &[("disputes", &open)]))?;
    }
    ctx.out.line(localizer.message("cli-erase-goes", &[]))?;
    for (key, tables) in ERASED_KINDS {
        let count: usize = tables.iter().filter_map(|table| texts.get(table)).sum();
        if count > 0 {
            ctx.out.line(format!("  - {}", message(lang, key, &[("n", Arg::Count(count as u64))])))?;
        }
    }
    ctx.out.line(localizer.message("cli-erase-stays", &[]))?;
    for key in ["cli-erase-stays-money", "cli-erase-stays-texts", "cli-erase-stays-told", "cli-erase-stays-copies"] {
        ctx.out.line(format!("  - {}", localizer.message(key, &[])))?;
    }
    if ctx.place()?.file().is_none() {
        ctx.out.line(format!("  - {}", localizer.message("cli-erase-stays-server", &[])))?;
    }
    ctx.out.line(localizer.message("cli-erase-how", &[("person", &id)]))?;
    Ok(Status::Usage)
}

/// What an erasure replaces, as people read it, and the tables that it stands in.
const ERASED_KINDS: [(&str, &[&str]); 8] = [
    ("cli-erase-orders", &["orders"]),
    ("cli-erase-events", &["events"]),
    ("cli-erase-messages", &["messages"]),
    ("cli-erase-files", &["attachments", "files", "later_files"]),
    ("cli-erase-proposals", &["proposals", "asks"]),
    ("cli-erase-team", &["notes", "decision_texts", "saved_views"]),
    ("cli-erase-drafts", &["drafts"]),
    ("cli-erase-outbox", &["outbox"]),
];

/// Runs `litige config`.
pub fn config(ctx: &mut Context) -> Result<Status, Failure> {
    // The name of a server may hold a password.
    if let Some(db) = &mut ctx.loaded.config.db
        && let server @ Place::Server(_) = Place::parse(db)
    {
        *db = server.to_string().into();
    }
    if ctx.json {
        ctx.out.json(&ctx.loaded.config)?;
    } else {
        for line in config::render(&ctx.loaded).lines() {
            ctx.out.toml_line(&safe(line))?;
        }
    }
    Ok(Status::Done)
}
