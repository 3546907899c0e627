//! The hints of what lies over the screen. Enter has the name of what it does there, with the case, the piece or the time.

use super::hints::{HintList, say_open};
use crate::app::command::{Command, KeyContext};
use crate::app::model::{
    AskField, Choice, Compose, ComposeKind, DecisionEditor, DecisionPage, HandOverForm, HandOverStep, Layer,
    PaletteAction, Prompt, Review, Verdict, Withdrawable,
};
use crate::app::related_cases::listed;
use crate::domain::ids::DisputeId;
use crate::ui::bulk;
use crate::ui::text::safe;

/// Adds the hints of a layer.
pub(super) fn add(hints: &mut HintList<'_, '_>, layer: &Layer) {
    if layer.picker().is_some() {
        hints.exit(Command::Leave, "hint-close").of(&[Command::Accept], "hint-put-in").moves();
        hints.of(&[Command::PageDown, Command::PageUp], "hint-read-on");
        return;
    }
    hints.own(&[Command::CatchUp]);
    let model = hints.ctx().model;
    match layer {
        Layer::Compose(compose) => composing(hints, compose, layer.context()),
        Layer::Decide(decide) => deciding(hints, decide),
        Layer::Review(review) => reviewing(hints, review),
        Layer::Search => {
            let hit = model.search.hits.get(model.search.cursor).map(|hit| hit.dispute);
            opens(hints, hit).moves().own(&[Command::Complete]).exit(Command::Leave, "hint-close");
        }
        Layer::Palette(palette) => {
            match palette.items.get(palette.cursor).map(|item| &item.what) {
                Some(PaletteAction::Run(command)) => {
                    let label = hints.ctx().texts.label(command.spec()).into_owned();
                    hints.said(Command::Accept, vec![label]);
                }
                Some(PaletteAction::Case(id)) => say_open(hints, Command::Accept, *id),
                Some(PaletteAction::View(_)) => say_label(hints, Command::Open),
                None => {}
            }
            hints.moves().exit(Command::Leave, "hint-close");
        }
        Layer::Activity => {
            let record = model.activity.records.get(model.activity.cursor);
            opens(hints, record.and_then(|record| record.dispute)).moves().exit(Command::Leave, "hint-close");
        }
        Layer::Evidence(_) => {
            hints
                .of(&[Command::NextFile], "hint-next-file")
                .moves()
                .of(&[Command::ZoomIn, Command::ZoomOut], "hint-zoom");
            hints.own(&[Command::SaveFile, Command::OpenFile, Command::StrikeEvidence, Command::AdmitEvidence]);
            hints.exit(Command::Back, "hint-close");
        }
        Layer::Help(_) => {
            hints.moves().exit(Command::Back, "hint-close");
        }
        Layer::Message(_) => {
            hints.moves().own(&[Command::Evidence, Command::CopyMessage]).exit(Command::Back, "hint-close");
        }
        Layer::Precedents(list) => {
            let cases = model.related_cases(list.dispute).map(listed).unwrap_or_default();
            if let Some(case) = cases.get(list.cursor) {
                let texts = hints.ctx().texts;
                let long = texts.with("hint-read-dispute", [("dispute", case.id().to_string().into())]);
                hints.said(Command::Accept, vec![long, texts.get("hint-read-message").into_owned()]);
            }
            hints.moves().exit(Command::Leave, "hint-back");
        }
        Layer::Notifications(list) => {
            opens(hints, model.notifications.all.get(list.cursor).map(|one| one.dispute)).moves();
            hints.own(&[Command::Acknowledge, Command::AcknowledgeAll]).exit(Command::Back, "hint-close");
        }
        Layer::BulkReport(list) => {
            let items = model.bulk.report.as_ref().map(|report| report.items()).unwrap_or_default();
            opens(hints, items.get(list.cursor).map(|(id, _)| *id)).moves().exit(Command::Leave, "hint-close");
        }
        Layer::Statistics(_) => {
            hints.of(&[Command::NextPanel], "hint-next-chart").own(&[Command::NextPeriod]).moves();
            hints.exit(Command::Back, "hint-close");
        }
        Layer::Prompt(prompt) => prompted(hints, prompt),
    }
}

fn opens<'a, 'b, 'c>(hints: &'b mut HintList<'a, 'c>, dispute: Option<DisputeId>) -> &'b mut HintList<'a, 'c> {
    if let Some(dispute) = dispute {
        say_open(hints, Command::Accept, dispute);
    }
    hints
}

/// Says that Enter does what a command does.
fn say_label(hints: &mut HintList<'_, '_>, command: Command) {
    let label = hints.ctx().texts.label(command.spec()).into_owned();
    hints.said(Command::Accept, vec![label]);
}

fn composing(hints: &mut HintList<'_, '_>, compose: &Compose, context: KeyContext) {
    hints.own(&[Command::Send]);
    match compose.kind {
        ComposeKind::Ask { field: AskField::Due, .. } => {
            hints.of(&[Command::Accept], "hint-to-question");
        }
        ComposeKind::Ask { .. } => {
            hints.of(&[Command::NextField], "hint-other-party").of(&[Command::PreviousField], "hint-deadline");
        }
        ComposeKind::Propose { .. } => {
            hints.own(&[Command::NextField]);
        }
        ComposeKind::Reply | ComposeKind::Remind(_) | ComposeKind::Note => {}
    }
    if context == KeyContext::Writing {
        writing(hints);
    }
    hints.exit(Command::Leave, "hint-keep-draft");
}

fn writing(hints: &mut HintList<'_, '_>) {
    hints.of(&[Command::InsertTemplate], "hint-ready").own(&[Command::OpenEditor]);
}

fn deciding(hints: &mut HintList<'_, '_>, decide: &DecisionEditor) {
    match decide.step {
        DecisionPage::Outcome => {
            hints.of(&[Command::Accept], "hint-next-page").moves().own(&[Command::Precedents]);
        }
        DecisionPage::Amount => {
            hints.of(&[Command::Accept], "hint-next-page");
        }
        DecisionPage::Reasons => {
            hints.of(&[Command::Send], "hint-next-page");
            writing(hints);
        }
        DecisionPage::Cites => {
            hints.of(&[Command::Accept], "hint-next-page").own(&[Command::Cite]).moves();
            hints.of(&[Command::Evidence], "hint-open-item");
        }
        DecisionPage::Confirm => {
            answer(hints, decide.choice, "hint-go-back", Command::Decide);
            hints.of(&[Command::NextField], "hint-yes-no").moves().of(&[Command::Evidence], "hint-open-item");
        }
    }
    let is_first = decide.step == DecisionPage::Outcome;
    hints.exit(Command::Leave, if is_first { "hint-keep-draft" } else { "hint-back" });
}

/// Says what Enter does with the answer that is chosen.
fn answer(hints: &mut HintList<'_, '_>, choice: Choice, no: &str, yes: Command) {
    match choice {
        Choice::No => {
            hints.of(&[Command::Accept], no);
        }
        Choice::Yes => say_label(hints, yes),
    }
}

fn reviewing(hints: &mut HintList<'_, '_>, review: &Review) {
    if review.refusing {
        hints.of(&[Command::Send], "hint-refuse");
        writing(hints);
        hints.exit(Command::Leave, "hint-back");
        return;
    }
    match review.answer {
        Verdict::Back => {
            hints.of(&[Command::Accept], "hint-go-back");
        }
        Verdict::Approve => say_label(hints, Command::Approve),
        Verdict::Refuse => {
            hints.of(&[Command::Accept], "hint-give-reason");
        }
    }
    hints.of(&[Command::NextField], "hint-other-answer").moves().of(&[Command::Evidence], "hint-open-item");
    hints.exit(Command::Leave, "hint-close");
}

fn prompted(hints: &mut HintList<'_, '_>, prompt: &Prompt) {
    let (ctx, texts) = (hints.ctx(), hints.ctx().texts);
    hints.exit(Command::Leave, "hint-close");
    let choice = match prompt {
        Prompt::Filter { .. } => {
            hints.of(&[Command::Accept], "hint-apply").own(&[Command::Complete]).moves();
            return;
        }
        Prompt::Snooze { cursor, text, .. } => {
            if let Some(until) = ctx.model.snooze_until(*cursor, text) {
                let vars =
                    [("until", ctx.clock().date_and_time(until).into()), ("dated", ctx.clock().dated(until).into())];
                let long = texts.with("hint-snooze-until", vars);
                hints.said(Command::Accept, vec![long, texts.label(Command::Snooze.spec()).into_owned()]);
            }
            hints.moves();
            return;
        }
        Prompt::Strike { admits, evidence, cursor, .. } => {
            let (key, command) = match admits {
                true => ("hint-admit", Command::AdmitEvidence),
                false => ("hint-strike", Command::StrikeEvidence),
            };
            let file = evidence.get(*cursor).map(ToString::to_string).unwrap_or_default();
            let long = texts.with(key, [("file", file.into())]);
            hints.said(Command::Accept, vec![long, texts.label(command.spec()).into_owned()]);
            hints.of(&[Command::NextField], "hint-next-file");
            return;
        }
        Prompt::Withdraw { items, cursor, .. } => {
            let item = match items.get(*cursor) {
                Some(Withdrawable::Ask(id)) => id.to_string(),
                Some(Withdrawable::Proposal(id)) => id.to_string(),
                None => String::new(),
            };
            let long = texts.with("hint-withdraw", [("what", item.into())]);
            hints.said(Command::Accept, vec![long, texts.label(Command::WithdrawAsk.spec()).into_owned()]).moves();
            return;
        }
        Prompt::NameView(asked) => {
            hints.of(&[Command::Accept], if asked.renames.is_some() { "hint-rename" } else { "hint-keep" });
            return;
        }
        Prompt::HandOver(form) => return handing_over(hints, form),
        Prompt::Bulk(asked) => {
            answer(hints, asked.choice, "hint-answer-no", bulk::command(&asked.action));
            asked.choice
        }
        Prompt::Confirm { choice, .. } => {
            answer(hints, *choice, "hint-answer-no", Command::Undo);
            *choice
        }
        Prompt::OpenFile(asked) => {
            answer(hints, asked.choice, "hint-answer-no", Command::Open);
            asked.choice
        }
        Prompt::TakeOver(question) => question.choice,
        Prompt::DeleteView(asked) => asked.choice,
    };
    let yes = if matches!(prompt, Prompt::TakeOver(_)) { "hint-take-over" } else { "hint-delete" };
    hints.of(&[Command::Accept], if choice == Choice::Yes { yes } else { "hint-answer-no" });
    hints.of(&[Command::NextField], "hint-yes-no");
}

fn handing_over(hints: &mut HintList<'_, '_>, form: &HandOverForm) {
    let (ctx, texts) = (hints.ctx(), hints.ctx().texts);
    let named = |key: &str, brief: &str, name: &str| {
        vec![texts.with(key, [("name", safe(name).into_owned().into())]), texts.get(brief).into_owned()]
    };
    match form.step {
        HandOverStep::Scope => {
            hints.of(&[Command::Accept], "hint-next-page").moves();
        }
        HandOverStep::Colleague => {
            let found = ctx.model.colleagues_found(&form.picker);
            if let Some(to) = found.get(form.picker.cursor) {
                hints.said(Command::Accept, named("hint-choose", "hint-next-page", &to.name));
            }
            hints.moves();
        }
        HandOverStep::Note => match form.to.as_ref().filter(|_| form.dispute().is_some()) {
            Some(to) => {
                hints.said(Command::Accept, named("hint-give-to", "hint-hand-over", ctx.model.name_of(&to.0)));
            }
            None => {
                hints.of(&[Command::Accept], "hint-next-page");
            }
        },
        HandOverStep::Confirm => {
            let key = if form.choice == Choice::Yes { "hint-hand-over" } else { "hint-go-back" };
            hints.of(&[Command::Accept], key).of(&[Command::NextField], "hint-yes-no");
        }
    }
}
