//! `show`: a complete case.

use super::context::Context;
use super::error::{Failure, Status};
use super::i18n::Localizer;
use super::team_names::TeamNames;
use super::{args, json};
use crate::domain::case::records::{Ask, Attachment, Decision, DecisionState, Dispute, Proposal};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Answer, ProposalKind, Speaker};
use crate::store::{CaseFile, ThreadRow, TimelineRow};
use crate::ui::text::{safe, safe_beside_figures, safe_lines};

/// Runs `litige show`.
pub fn run(ctx: &mut Context, args: &args::ShowArgs) -> Result<Status, Failure> {
    let mut store = ctx.open()?;
    let mut file = store.case(args.dispute)?;
    if args.mark_read {
        let by = ctx.me()?;
        if let Some(last) = file.thread.last() {
            let action = Action::MarkRead { up_to: last.message.id };
            let receipt = Request { dispute: args.dispute, by, action, seen: None, key: None };
            ctx.write(|| store.act(&receipt, ctx.now))?;
            file = store.case(args.dispute)?;
        }
    }
    let json = json::CaseDetail::of(&file)?;
    if ctx.json {
        ctx.out.json(&json)?;
    } else if let Some(dispute) = &file.case.dispute {
        let names = ctx.team_names(store.as_ref())?;
        let mut writer = CaseWriter { localizer: ctx.localizer(), names, now: ctx.now, lines: Vec::new() };
        writer.case(&file, dispute);
        for line in writer.lines {
            ctx.out.line(line)?;
        }
    }
    Ok(Status::Done)
}

/// Accumulates the lines of a case.
struct CaseWriter {
    localizer: Localizer,
    names: TeamNames,
    now: Time,
    lines: Vec<String>,
}

impl CaseWriter {
    fn case(&mut self, file: &CaseFile, dispute: &Dispute) {
        self.head(file, dispute);
        self.section("cli-head-justification");
        match &dispute.justification {
            Some(text) => self.text(text),
            None => self.message_line("cli-justification-awaited", &[]),
        }
        self.section("cli-head-brief");
        self.text(&file.case.order.brief);
        self.timeline(file);
        if !file.thread.is_empty() {
            self.section("cli-head-thread");
            file.thread.iter().for_each(|row| self.message(row));
        }
        if !file.notes.is_empty() {
            self.section("cli-head-notes");
        }
        for note in &file.notes {
            self.line(format!("{} · {} · {}", note.id, self.localizer.time(note.at), self.names.name_of(&note.by)));
            self.text(&note.body);
        }
        if !dispute.asks.is_empty() {
            self.section("cli-head-asks");
            dispute.asks.iter().for_each(|ask| self.ask(ask));
        }
        if !dispute.proposals.is_empty() {
            self.section("cli-head-proposals");
            dispute.proposals.iter().for_each(|proposal| self.proposal(proposal));
        }
        let decisions: Vec<_> = file.past_decisions.iter().chain(&dispute.decision).collect();
        if !decisions.is_empty() {
            self.section("cli-head-decision");
            decisions.into_iter().for_each(|decision| self.decision(decision));
        }
        self.money(file);
    }

    fn head(&mut self, file: &CaseFile, dispute: &Dispute) {
        let (localizer, order) = (self.localizer, &file.case.order);
        let head = [
            ("dispute", dispute.id.to_string()),
            ("state", localizer.term("state", dispute.state.as_str())),
            ("ground", localizer.term("ground", dispute.ground.as_str())),
            ("opened", localizer.term("opened", dispute.opened_by.as_str())),
            ("at", localizer.time(dispute.opened_at)),
        ];
        self.line(localizer.message_owned("cli-case-head", &head));
        let about = [
            ("title", safe_beside_figures(&order.title).into_owned()),
            ("order", safe_beside_figures(&order.id.0).into_owned()),
            ("price", order.price.format(localizer.lang)),
            ("state", localizer.term("order", order.state.as_str())),
        ];
        self.line(localizer.message_owned("cli-case-order", &about));
        let names = [("client", safe(&order.client.name)), ("seller", safe(&order.seller.name))];
        let names = names.map(|(side, name)| (side, name.into_owned()));
        self.line(localizer.message_owned("cli-case-parties", &names));
        let turn = [
            ("who", localizer.term("turn", dispute.waiting_on.as_str())),
            ("since", localizer.time(dispute.waiting_since)),
            ("due", localizer.time(dispute.due_at)),
            ("left", localizer.time_left(dispute.due_at, self.now)),
        ];
        if dispute.decision.is_none() {
            self.line(localizer.message_owned("cli-case-turn", &turn));
        }
        let holder = match &dispute.claim {
            Some(claim) => {
                let name = self.names.name_of(&claim.by);
                let name = ("name", &*name);
                match file.quiet_holder(self.now) {
                    Some((_, since)) => {
                        localizer.message("cli-case-holder-quiet", &[name, ("since", &localizer.time(since))])
                    }
                    None => localizer.message("cli-case-holder", &[name]),
                }
            }
            None => localizer.message("cli-case-free", &[]),
        };
        let place = [("round", dispute.round.to_string()), ("version", dispute.version.to_string())];
        self.line(format!("{holder} · {}", localizer.message_owned("cli-case-version", &place)));
        if let Some(until) = dispute.snoozed_until {
            self.line(localizer.message("cli-case-snoozed", &[("until", &localizer.time(until))]));
        }
    }

    fn timeline(&mut self, file: &CaseFile) {
        self.section("cli-head-timeline");
        for row in &file.timeline {
            let localizer = self.localizer;
            let by = localizer.term("side", row.by.as_str());
            self.line(format!("{} · {by} · {}", localizer.time(row.at), timeline_event(row, localizer)));
            if !row.body.is_empty() {
                self.text(&row.body);
            }
            file.order_files.iter().filter(|f| row.files.contains(&f.id)).for_each(|f| self.attachment(f));
        }
    }

    fn message(&mut self, row: &ThreadRow) {
        let (localizer, message) = (self.localizer, &row.message);
        let side = localizer.term("side", message.from.as_str());
        let author = match message.from {
            Speaker::System => side,
            from => format!("{} ({side})", self.names.author(from, &message.author)),
        };
        let readers: Vec<_> = row.read_by.iter().map(|reader| localizer.term("side", reader.as_str())).collect();
        let read = match readers.as_slice() {
            [] => localizer.message("cli-unread-yet", &[]),
            _ => localizer.message("cli-read-by", &[("who", &readers.join(", "))]),
        };
        self.line(format!("{} · {} · {author} · {read}", message.id, localizer.time(message.at)));
        self.text(&message.body);
        row.attachments.iter().for_each(|file| self.attachment(file));
    }

    fn attachment(&mut self, file: &Attachment) {
        let mut line = format!("    [{}] {}", file.id, safe(&file.name));
        if let Some(reason) = &file.inadmissible {
            line.push_str(" · ");
            line.push_str(&self.localizer.message("cli-inadmissible", &[("reason", &safe(reason))]));
        }
        self.lines.push(line);
    }

    fn ask(&mut self, ask: &Ask) {
        let parts = [
            ("id", ask.id.to_string()),
            ("to", self.localizer.term("side", ask.to.as_str())),
            ("state", self.localizer.term("ask", ask.state.as_str())),
            ("due", self.localizer.time(ask.due_at)),
        ];
        self.line(self.localizer.message_owned("cli-ask-line", &parts));
        self.text(&ask.body);
    }

    fn proposal(&mut self, proposal: &Proposal) {
        let localizer = self.localizer;
        let key = match proposal.kind {
            ProposalKind::PartialRefund => "cli-proposal-refund",
            ProposalKind::Relaunch => "cli-proposal-relaunch",
        };
        let parts = [
            ("id", proposal.id.to_string()),
            ("refund", self.amount(proposal.refund)),
            ("by", localizer.term("turn", proposal.by.as_str())),
            ("state", localizer.term("proposal", proposal.state.as_str())),
        ];
        self.line(localizer.message_owned(key, &parts));
        let answer = |answer: Option<Answer>| localizer.term("answer", answer.map_or("none", Answer::as_str));
        let answers = [("client", answer(proposal.client)), ("seller", answer(proposal.seller))];
        self.line(format!("    {}", localizer.message_owned("cli-proposal-answers", &answers)));
        if !proposal.terms.is_empty() {
            self.text(&proposal.terms);
        }
    }

    fn decision(&mut self, decision: &Decision) {
        let localizer = self.localizer;
        for line in decision_lines(decision, localizer, &self.names, |at| localizer.time(at)) {
            self.line(line);
        }
        self.text(&decision.reasons);
    }

    fn money(&mut self, file: &CaseFile) {
        self.section("cli-head-money");
        let (order, balances) = (&file.case.order, file.case.order.balances);
        let show = |minor: i64| Money::new(minor, order.price.currency).format(self.localizer.lang);
        let parts = [
            ("paid", show(balances.paid_in)),
            ("escrow", show(balances.escrow)),
            ("seller", show(balances.seller)),
            ("client", show(balances.client)),
        ];
        self.line(self.localizer.message_owned("cli-money", &parts));
    }

    fn amount(&self, amount: Option<Money>) -> String {
        amount.map(|m| m.format(self.localizer.lang)).unwrap_or_default()
    }

    fn section(&mut self, key: &str) {
        self.lines.push(String::new());
        self.lines.push(self.localizer.message(key, &[]).to_uppercase());
    }

    fn line(&mut self, line: String) {
        self.lines.push(line);
    }

    fn message_line(&mut self, key: &str, args: &[(&str, &str)]) {
        self.lines.push(format!("    {}", self.localizer.message(key, args)));
    }

    /// Adds untrusted text, indented.
    fn text(&mut self, text: &str) {
        self.lines.extend(safe_lines(text).map(|line| format!("    {line}")));
    }
}

/// Returns what happened in an entry of the timeline, and that it came too late where it did.
pub fn timeline_event(row: &TimelineRow, localizer: Localizer) -> String {
    let event = localizer.term("event", &row.kind.as_str().replace('.', "-"));
    if row.too_late { localizer.message("cli-event-too-late", &[("event", &event)]) } else { event }
}

/// Returns what a decision is called: what is not carried out yet is not told as done.
pub fn outcome_term(decision: &Decision, localizer: Localizer) -> String {
    let kind = if decision.state == DecisionState::Effective { "outcome" } else { "plan" };
    localizer.term(kind, decision.outcome.as_str())
}

/// Returns the lines of a decision without its reasons: the outcome, the shares, who decided, and its state. `written`
/// writes a time: in a file it carries its zone.
pub fn decision_lines(
    decision: &Decision,
    localizer: Localizer,
    names: &TeamNames,
    written: impl Fn(Time) -> String,
) -> Vec<String> {
    let mut outcome = outcome_term(decision, localizer);
    if let Some(basis) = decision.basis {
        outcome = format!("{outcome} ({})", localizer.term("basis", basis.as_str()));
    }
    let shares = match (decision.refund, decision.seller_gets) {
        (Some(client), Some(seller)) => {
            let parts = [("client", client.format(localizer.lang)), ("seller", seller.format(localizer.lang))];
            localizer.message_owned("cli-shares", &parts)
        }
        _ => localizer.message("cli-shares-none", &[]),
    };
    let at = |time: Option<Time>| time.map(&written).unwrap_or_default();
    let state = match decision.state {
        DecisionState::Awaiting => localizer.message("cli-decision-awaiting", &[]),
        DecisionState::OnHold => localizer.message("cli-decision-hold", &[("until", &at(decision.effective_at))]),
        DecisionState::Effective => localizer.message("cli-decision-effective", &[("at", &at(decision.effective_at))]),
        DecisionState::Reversed => localizer.message("cli-decision-reversed", &[]),
        DecisionState::Refused => localizer.message("cli-decision-refused", &[]),
    };
    let by = [("name", names.name_of(&decision.by)), ("at", written(decision.at))];
    let mut lines =
        vec![format!("{outcome} · {shares}"), format!("{} · {state}", localizer.message_owned("cli-decision-by", &by))];
    if let Some(second) = &decision.second {
        let key = if second.reason.is_some() { "cli-decision-refused-by" } else { "cli-decision-approved-by" };
        let reason = second.reason.as_deref().unwrap_or_default();
        let by =
            [("name", names.name_of(&second.by)), ("at", written(second.at)), ("reason", safe(reason).into_owned())];
        lines.push(localizer.message_owned(key, &by));
    }
    if !decision.cites.is_empty() {
        let cites: Vec<_> = decision.cites.iter().map(ToString::to_string).collect();
        lines.push(localizer.message("cli-decision-cites", &[("cites", &cites.join(", "))]));
    }
    lines
}
