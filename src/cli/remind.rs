//! `litige remind`: the reminder that `m` writes on the desk, sent as it is.

use serde_json::{Value, json};

use super::actions;
use super::args::RemindArgs;
use super::context::Context;
use super::error::{Failure, Status};
use super::sentence::Sentence;
use super::{custom_files, output};
use crate::app::dry_run::dry_run;
use crate::app::model::DisplayZone;
use crate::app::reminder::{self, Reminder};
use crate::app::templates::Author;
use crate::domain::case::records::Mediator;
use crate::domain::discussion::templates::TemplateLibrary;
use crate::domain::dispute::action::Request;
use crate::domain::ids::DisputeId;
use crate::domain::refusal::Code;
use crate::domain::team::identity;
use crate::store::{CaseFile, Store};
use crate::ui::text::safe_lines;

/// Runs `litige remind`.
pub fn run(ctx: &mut Context, args: &RemindArgs) -> Result<Status, Failure> {
    let mut store = ctx.open()?;
    let writer = ReminderWriter::new(ctx, store.as_ref())?;
    match (args.dry_run, &args.disputes[..]) {
        (true, [dispute]) => {
            if let Some(answer) = writer.preview(ctx, store.as_ref(), *dispute)? {
                ctx.out.json(&answer)?;
            }
            Ok(Status::Done)
        }
        (true, disputes) => {
            actions::for_each(ctx, disputes, |ctx, _, dispute| writer.preview(ctx, store.as_ref(), dispute))
        }
        (false, [dispute]) => {
            let request = writer.request(ctx, store.as_ref(), (0, *dispute))?;
            actions::run_request(ctx, store.as_mut(), &request)
        }
        (false, disputes) => actions::for_each(ctx, disputes, |ctx, nth, dispute| {
            let request = writer.request(ctx, store.as_ref(), (nth, dispute))?;
            actions::perform(ctx, store.as_mut(), &request)
        }),
    }
}

/// Who writes the reminders, and from which templates.
struct ReminderWriter {
    me: Mediator,
    templates: TemplateLibrary,
}

impl ReminderWriter {
    fn new(ctx: &Context, store: &dyn Store) -> Result<Self, Failure> {
        let (templates, warnings) = custom_files::load_templates(ctx);
        warnings.iter().for_each(|line| output::warn(line));
        let me = identity::acting(&store.mediators()?, &ctx.me()?, ctx.account.as_ref())?;
        Ok(Self { me, templates })
    }

    /// Writes the reminder of a case. A text with a blank that a mediator has to fill in is not sent.
    fn write(&self, ctx: &Context, file: &CaseFile) -> Result<Option<Reminder>, Failure> {
        let author = Author { name: Some(&self.me.name), zone: DisplayZone::Local, now: ctx.now };
        reminder::write(&self.templates, &author, file).map_err(|blanks| {
            let names = blanks.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ");
            let sentence = Sentence::new("cli-error-template-blanks", [("names", names.into())]);
            Failure::refused(Code::Malformed, sentence).with("placeholders", blanks)
        })
    }

    /// Returns the request that sends it. Where nothing is owed, the rules say so: after all that they say before.
    fn request(
        &self,
        ctx: &Context,
        store: &dyn Store,
        (nth, dispute): (usize, DisputeId),
    ) -> Result<Request, Failure> {
        let written = self.write(ctx, &store.case(dispute)?)?;
        let action = reminder::action(written.as_ref());
        Ok(Request { dispute, by: self.me.handle.clone(), action, seen: None, key: Some(ctx.request_key(nth)) })
    }

    /// Shows what would be sent, if the rules have nothing against it.
    fn preview(&self, ctx: &mut Context, store: &dyn Store, dispute: DisputeId) -> Result<Option<Value>, Failure> {
        let file = store.case(dispute)?;
        let written = self.write(ctx, &file)?;
        dry_run(&file, &self.me, reminder::action(written.as_ref()), ctx.now)?;
        let Some(Reminder { of, to, body }) = written else { return Ok(None) };
        if ctx.json {
            return Ok(Some(json!({"dispute": dispute, "of": of.to_string(), "to": to, "body": body})));
        }
        let sides: Vec<String> = to.iter().map(|side| ctx.localizer().term("side", side.as_str())).collect();
        let parts = [("dispute", dispute.to_string()), ("of", of.to_string()), ("to", sides.join(", "))];
        ctx.out.line(ctx.localizer().message_owned("cli-remind-preview", &parts))?;
        safe_lines(&body).try_for_each(|line| ctx.out.line(format!("    {line}").trim_end()))?;
        Ok(None)
    }
}
