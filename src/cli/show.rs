//! `show`: one case, whole.

use super::context::Context;
use super::error::{Failure, Status};
use super::texts::Voice;
use super::{args, json};
use crate::domain::case::records::{Ask, Attachment, Decision, DecisionState, Dispute, Proposal};
use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Answer, ProposalKind, Speaker};
use crate::store::{CaseFile, ThreadRow};
use crate::ui::text::{safe, safe_beside_figures, safe_lines};

/// `show`.
///
/// # Errors
/// [`Failure`], like every command.
pub fn run(ctx: &mut Context, args: &args::Case) -> Result<Status, Failure> {
    let file = ctx.read()?.case(args.dispute)?;
    let json = json::Show::of(&file)?;
    if ctx.json {
        ctx.out.json(&json)?;
    } else if let Some(dispute) = &file.case.dispute {
        let mut page = Page { voice: ctx.voice(), now: ctx.now, lines: Vec::new() };
        page.case(&file, dispute);
        for line in page.lines {
            ctx.out.line(line)?;
        }
    }
    Ok(Status::Done)
}

/// A case on its way to the reader, line by line.
struct Page {
    voice: Voice,
    now: Time,
    lines: Vec<String>,
}

impl Page {
    fn case(&mut self, file: &CaseFile, dispute: &Dispute) {
        self.head(file, dispute);
        self.section("cli-head-justification");
        match &dispute.justification {
            Some(text) => self.text(text),
            None => self.say("cli-justification-awaited", &[]),
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
            self.line(format!("{} · {} · {}", note.id, self.voice.time(note.at), safe(&note.by.0)));
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
        let (voice, order) = (self.voice, &file.case.order);
        let head = [
            ("dispute", dispute.id.to_string()),
            ("state", voice.word("state", dispute.state.as_str())),
            ("ground", voice.word("ground", dispute.ground.as_str())),
            ("opened", voice.word("opened", dispute.opened_by.as_str())),
            ("at", voice.time(dispute.opened_at)),
        ];
        self.line(voice.say_owned("cli-case-head", &head));
        let about = [
            ("title", safe_beside_figures(&order.title).into_owned()),
            ("order", safe_beside_figures(&order.id.0).into_owned()),
            ("price", order.price.show(voice.lang)),
            ("state", voice.word("order", order.state.as_str())),
        ];
        self.line(voice.say_owned("cli-case-order", &about));
        let names = [("client", safe(&order.client.name)), ("seller", safe(&order.seller.name))];
        let names = names.map(|(side, name)| (side, name.into_owned()));
        self.line(voice.say_owned("cli-case-parties", &names));
        let turn = [
            ("who", voice.word("turn", dispute.waiting_on.as_str())),
            ("since", voice.time(dispute.waiting_since)),
            ("due", voice.time(dispute.due_at)),
            ("left", voice.left(dispute.due_at, self.now)),
        ];
        if dispute.decision.is_none() {
            self.line(voice.say_owned("cli-case-turn", &turn));
        }
        let holder = match &dispute.claim {
            Some(claim) => voice.say("cli-case-holder", &[("handle", &safe(&claim.by.0))]),
            None => voice.say("cli-case-free", &[]),
        };
        let place = [("round", dispute.round.to_string()), ("version", dispute.version.to_string())];
        self.line(format!("{holder} · {}", voice.say_owned("cli-case-version", &place)));
        if let Some(until) = dispute.snoozed_until {
            self.line(voice.say("cli-case-snoozed", &[("until", &voice.time(until))]));
        }
    }

    fn timeline(&mut self, file: &CaseFile) {
        self.section("cli-head-timeline");
        for row in &file.timeline {
            let voice = self.voice;
            let by = voice.word("side", row.by.as_str());
            self.line(format!(
                "{} · {by} · {}",
                voice.time(row.at),
                voice.word("event", &row.kind.as_str().replace('.', "-"))
            ));
            if !row.body.is_empty() {
                self.text(&row.body);
            }
            file.order_files.iter().filter(|f| row.files.contains(&f.id)).for_each(|f| self.attachment(f));
        }
    }

    fn message(&mut self, row: &ThreadRow) {
        let (voice, message) = (self.voice, &row.message);
        let side = voice.word("side", message.from.as_str());
        let author = match message.from {
            Speaker::System => side,
            _ => format!("{} ({side})", safe(&message.author)),
        };
        let readers: Vec<_> = row.read_by.iter().map(|reader| voice.word("side", reader.as_str())).collect();
        let read = match readers.as_slice() {
            [] => voice.say("cli-unread-yet", &[]),
            _ => voice.say("cli-read-by", &[("who", &readers.join(", "))]),
        };
        self.line(format!("{} · {} · {author} · {read}", message.id, voice.time(message.at)));
        self.text(&message.body);
        row.attachments.iter().for_each(|file| self.attachment(file));
    }

    fn attachment(&mut self, file: &Attachment) {
        let mut line = format!("    [{}] {}", file.id, safe(&file.name));
        if let Some(reason) = &file.inadmissible {
            line.push_str(" · ");
            line.push_str(&self.voice.say("cli-inadmissible", &[("reason", &safe(reason))]));
        }
        self.lines.push(line);
    }

    fn ask(&mut self, ask: &Ask) {
        let parts = [
            ("id", ask.id.to_string()),
            ("to", self.voice.word("side", ask.to.as_str())),
            ("state", self.voice.word("ask", ask.state.as_str())),
            ("due", self.voice.time(ask.due_at)),
        ];
        self.line(self.voice.say_owned("cli-ask-line", &parts));
        self.text(&ask.body);
    }

    fn proposal(&mut self, proposal: &Proposal) {
        let voice = self.voice;
        let key = match proposal.kind {
            ProposalKind::PartialRefund => "cli-proposal-refund",
            ProposalKind::Relaunch => "cli-proposal-relaunch",
        };
        let parts = [
            ("id", proposal.id.to_string()),
            ("refund", self.amount(proposal.refund)),
            ("by", voice.word("side", proposal.by.as_str())),
            ("state", voice.word("proposal", proposal.state.as_str())),
        ];
        self.line(voice.say_owned(key, &parts));
        let answer = |answer: Option<Answer>| voice.word("answer", answer.map_or("none", Answer::as_str));
        let answers = [("client", answer(proposal.client)), ("seller", answer(proposal.seller))];
        self.line(format!("    {}", voice.say_owned("cli-proposal-answers", &answers)));
        if !proposal.terms.is_empty() {
            self.text(&proposal.terms);
        }
    }

    fn decision(&mut self, decision: &Decision) {
        let voice = self.voice;
        for line in decision_lines(decision, voice) {
            self.line(line);
        }
        self.text(&decision.reasons);
    }

    fn money(&mut self, file: &CaseFile) {
        self.section("cli-head-money");
        let (order, balances) = (&file.case.order, file.case.order.balances);
        let show = |minor: i64| Money::new(minor, order.price.currency).show(self.voice.lang);
        let parts = [
            ("paid", show(balances.paid_in)),
            ("escrow", show(balances.escrow)),
            ("seller", show(balances.seller)),
            ("client", show(balances.client)),
        ];
        self.line(self.voice.say_owned("cli-money", &parts));
    }

    fn amount(&self, amount: Option<Money>) -> String {
        amount.map(|m| m.show(self.voice.lang)).unwrap_or_default()
    }

    fn section(&mut self, key: &str) {
        self.lines.push(String::new());
        self.lines.push(self.voice.say(key, &[]).to_uppercase());
    }

    fn line(&mut self, line: String) {
        self.lines.push(line);
    }

    fn say(&mut self, key: &str, args: &[(&str, &str)]) {
        self.lines.push(format!("    {}", self.voice.say(key, args)));
    }

    /// What a stranger wrote, set in under its head.
    fn text(&mut self, text: &str) {
        self.lines.extend(safe_lines(text).map(|line| format!("    {line}")));
    }
}

/// A decision in a few lines, its reasons aside: the outcome, who gets how much, who decided, and where it stands.
pub fn decision_lines(decision: &Decision, voice: Voice) -> Vec<String> {
    let mut outcome = voice.word("outcome", decision.outcome.as_str());
    if let Some(basis) = decision.basis {
        outcome = format!("{outcome} ({})", voice.word("basis", basis.as_str()));
    }
    let shares = match (decision.refund, decision.seller_gets) {
        (Some(client), Some(seller)) => {
            let parts = [("client", client.show(voice.lang)), ("seller", seller.show(voice.lang))];
            voice.say_owned("cli-shares", &parts)
        }
        _ => voice.say("cli-shares-none", &[]),
    };
    let at = |time: Option<Time>| time.map(|t| voice.time(t)).unwrap_or_default();
    let state = match decision.state {
        DecisionState::Awaiting => voice.say("cli-decision-awaiting", &[]),
        DecisionState::OnHold => voice.say("cli-decision-hold", &[("until", &at(decision.effective_at))]),
        DecisionState::Effective => voice.say("cli-decision-effective", &[("at", &at(decision.effective_at))]),
        DecisionState::Reversed => voice.say("cli-decision-reversed", &[]),
        DecisionState::Refused => voice.say("cli-decision-refused", &[]),
    };
    let by = [("handle", safe(&decision.by.0).into_owned()), ("at", voice.time(decision.at))];
    let mut lines =
        vec![format!("{outcome} · {shares}"), format!("{} · {state}", voice.say_owned("cli-decision-by", &by))];
    if let Some(second) = &decision.second {
        let key = if second.reason.is_some() { "cli-decision-refused-by" } else { "cli-decision-approved-by" };
        let reason = second.reason.as_deref().unwrap_or_default();
        let by = [
            ("handle", safe(&second.by.0).into_owned()),
            ("at", voice.time(second.at)),
            ("reason", safe(reason).into_owned()),
        ];
        lines.push(voice.say_owned(key, &by));
    }
    if !decision.cites.is_empty() {
        let cites: Vec<_> = decision.cites.iter().map(ToString::to_string).collect();
        lines.push(voice.say("cli-decision-cites", &[("cites", &cites.join(", "))]));
    }
    lines
}
