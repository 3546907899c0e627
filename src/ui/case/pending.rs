//! The pending panel: the escrow, the decision, the questions and their deadlines, the proposals with the parties'
//! answers, and the mediators' notes.

use crate::app::command::{Command, KeyContext};
use crate::app::model::{CaseFile, HitPlace};
use crate::domain::case::records::{Ask, Decision, DecisionState, Dispute, Proposal, SecondReview};
use crate::domain::ids::ProposalId;
use crate::domain::money::amount::Money;
use crate::domain::queue::turn;
use crate::domain::vocabulary::{Answer, AskState, DisputeState, ProposalState, Side, Speaker};
use crate::ui::checklist;
use crate::ui::document::Document;
use crate::ui::draw_context::{DrawContext, basis_role, outcome_role, side_role};
use crate::ui::footer;
use crate::ui::preview::parts;
use crate::ui::remarks;
use crate::ui::shares;
use crate::ui::status;
use crate::ui::text::{safe, width};
use crate::ui::theme::Role;

/// Returns the number of open items: questions, proposals, and an agreement that is to be carried out.
pub(crate) fn count(file: &CaseFile) -> usize {
    let Some(dispute) = &file.case.dispute else { return 0 };
    dispute.asks.iter().filter(|ask| ask.state == AskState::Open).count()
        + dispute.proposals.iter().filter(|proposal| waits(dispute, proposal)).count()
}

fn waits(dispute: &Dispute, proposal: &Proposal) -> bool {
    match proposal.state {
        ProposalState::Open | ProposalState::Lapsed => true,
        ProposalState::Agreed => dispute.state == DisputeState::Open,
        ProposalState::Declined | ProposalState::Superseded | ProposalState::Withdrawn => false,
    }
}

/// Lays out the panel.
pub(crate) fn lay_out(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile) {
    let Some(dispute) = &file.case.dispute else { return };
    let texts = ctx.texts;
    if !dispute.is_settled() {
        clocks(ctx, document, file, dispute);
        checklist::lay_out(ctx, document, file);
    }
    money(ctx, document, file);
    if let Some(decision) = &dispute.decision {
        document.heading(&texts.get("pending-decision"));
        let first = document.height();
        decided(ctx, document, decision);
        document.place(HitPlace::Reason(decision.id), first);
    }
    section(ctx, document, "pending-proposals", &dispute.proposals, |document, one| {
        let first = document.height();
        offered(ctx, document, one, file);
        document.place(HitPlace::Proposal(one.id), first);
    });
    section(ctx, document, "pending-asks", &dispute.asks, |document, ask| asked(ctx, document, ask));
    section(ctx, document, "pending-notes", &file.notes, |document, note| {
        let (first, name) = (document.height(), safe(ctx.model.name_of(&note.by.0)).into_owned());
        document.row().right(&ctx.clock().stamp(note.at), Role::Muted).print(&name, Role::Private);
        document.quote(&note.body, Role::Text, Role::Private);
        document.place(HitPlace::Note(note.id), first);
    });
    justification(ctx, document, dispute);
    remarks::explain(ctx, document, file);
    section(ctx, document, "pending-past-decisions", &file.past_decisions, |document, one| {
        let first = document.height();
        decided(ctx, document, one);
        document.place(HitPlace::Reason(one.id), first);
    });
}

/// Adds whom the case waits on and since when, and how long each party has been silent.
fn clocks(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile, dispute: &Dispute) {
    let (texts, clock, now) = (ctx.texts, ctx.clock(), ctx.model.now);
    document.heading(&texts.get("pending-clocks"));
    let holder = dispute.claim.as_ref().map(|claim| &claim.by);
    let (turn, role) = status::whose_turn(ctx, dispute.waiting_on, holder);
    let since = clock.span(now - dispute.waiting_since);
    parts(document, &[(turn, role).into(), (texts.with("clock-since", [("span", since.into())]), Role::Muted).into()]);
    let (urgency, role) = status::urgency(ctx, dispute.due_at, turn::turn_reason(dispute));
    document.paragraph(&urgency, if role == Role::Text { Role::Muted } else { role });
    if let Some((offer, role)) = status::reminder(ctx, file) {
        document.paragraph(&offer, role);
    }
    for (side, wrote) in Side::ALL.iter().map(|&side| (side, dispute.last_wrote.of(side))) {
        let silent = clock.span(now - wrote.unwrap_or(dispute.opened_at));
        let key = if wrote.is_some() { "clock-silent" } else { "clock-never" };
        let party = (texts.word("speaker", side.as_str()).into_owned(), side_role(side));
        parts(document, &[party.into(), (texts.with(key, [("span", silent.into())]), Role::Text).into()]);
    }
}

/// Adds a section with its title, newest first; nothing if it is empty.
fn section<T>(
    ctx: &DrawContext<'_>,
    document: &mut Document,
    title: &str,
    all: &[T],
    mut one: impl FnMut(&mut Document, &T),
) {
    if all.is_empty() {
        return;
    }
    document.heading(&ctx.texts.get(title));
    for (at, item) in all.iter().rev().enumerate() {
        if at > 0 {
            document.gap();
        }
        one(document, item);
    }
}

/// Adds a row with a label at the left and an amount at the right.
pub(crate) fn amount(ctx: &DrawContext<'_>, document: &mut Document, label: &str, amount: Money, role: Role) {
    document.row().right(&ctx.money(amount), role).print(&ctx.texts.get(label), Role::Muted);
}

fn money(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile) {
    let (order, balances) = (&file.case.order, file.case.order.balances);
    document.heading(&ctx.texts.get("pending-money"));
    let of = |minor: i64| Money::new(minor, order.price.currency);
    amount(ctx, document, "money-escrow", of(balances.escrow), Role::Money);
    // What can still be undone is neither refunded nor paid.
    let decision = file.case.dispute.as_ref().and_then(|dispute| dispute.decision.as_ref());
    let is_held = decision.is_some_and(|decision| decision.state == DecisionState::OnHold);
    let (client, seller) =
        if is_held { ("money-client-held", "money-seller-held") } else { ("money-client", "money-seller") };
    if balances.client > 0 {
        amount(ctx, document, client, of(balances.client), Role::Text);
    }
    if balances.seller > 0 {
        amount(ctx, document, seller, of(balances.seller), Role::Text);
    }
}

fn decided(ctx: &DrawContext<'_>, document: &mut Document, decision: &Decision) {
    let (texts, clock) = (ctx.texts, ctx.clock());
    document.paragraph(&shares::heading(ctx, decision.outcome, Some(&decision.state)), outcome_role(decision.outcome));
    if let Some(basis) = decision.basis {
        document.paragraph(&texts.word("basis", basis.as_str()), basis_role(basis));
    }
    if let Some(refund) = decision.refund {
        amount(ctx, document, "money-client-gets", refund, Role::Text);
    }
    if let Some(rest) = decision.seller_gets {
        amount(ctx, document, "money-seller-gets", rest, Role::Text);
    }
    let by = safe(ctx.model.name_of(&decision.by.0)).into_owned();
    let vars = [("name", by.into()), ("time", clock.stamp(decision.at).into())];
    document.paragraph(&texts.with("decision-decided-by", vars), Role::Mediator);
    let (word, role) = match decision.state {
        DecisionState::Awaiting => ("awaiting", Role::Soon),
        DecisionState::OnHold => ("on_hold", Role::Soon),
        DecisionState::Effective => ("effective", Role::Good),
        DecisionState::Reversed => ("reversed", Role::Danger),
        DecisionState::Refused => ("refused", Role::Danger),
    };
    let until = decision.effective_at.map(|at| clock.relative(at)).unwrap_or_default();
    let state = texts.with(&format!("decision-state-{word}"), [("until", until.into())]);
    match &decision.second {
        Some(second) => {
            seconded(ctx, document, second);
            if decision.state != DecisionState::Refused {
                document.paragraph(&state, role);
            }
        }
        None => document.paragraph(&state, role),
    }
    document.quote(&decision.reasons, Role::Text, Role::Mediator);
    if !decision.cites.is_empty() {
        let cites = decision.cites.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        document.paragraph(&texts.with("decision-cites", [("cites", cites.into())]), Role::Muted);
    }
}

/// Adds the second mediator's approval or refusal.
fn seconded(ctx: &DrawContext<'_>, document: &mut Document, second: &SecondReview) {
    let (key, role) = if second.reason.is_some() {
        ("decision-refused-by", Role::Danger)
    } else {
        ("decision-approved-by", Role::Good)
    };
    let name = safe(ctx.model.name_of(&second.by.0)).into_owned();
    let vars = [("name", name.into()), ("time", ctx.clock().date_and_time(second.at).into())];
    document.paragraph(&ctx.texts.with(key, vars), role);
    if let Some(reason) = &second.reason {
        document.quote(reason, Role::Text, Role::Danger);
    }
}

fn justification(ctx: &DrawContext<'_>, document: &mut Document, dispute: &Dispute) {
    match &dispute.justification {
        Some(text) => {
            document.heading(&ctx.texts.get("pending-justification"));
            document.quote(text, Role::Text, Role::Client);
        }
        None if dispute.state == DisputeState::Open => {
            document.heading(&ctx.texts.get("pending-justification"));
            document.paragraph(&ctx.texts.get("case-justification-awaited"), Role::Soon);
        }
        None => {}
    }
}

fn asked(ctx: &DrawContext<'_>, document: &mut Document, ask: &Ask) {
    let (texts, clock) = (ctx.texts, ctx.clock());
    let (state, role) = match ask.state {
        AskState::Open => (clock.deadline(ask.due_at), clock.urgency(ask.due_at)),
        AskState::Answered => {
            let message = ask.answer.map(|id| id.to_string()).unwrap_or_default();
            (texts.with("ask-answered", [("message", message.into())]), Role::Good)
        }
        AskState::Lapsed => (texts.word("ask", "lapsed").into_owned(), Role::Danger),
        AskState::Withdrawn => (texts.word("ask", "withdrawn").into_owned(), Role::Muted),
    };
    let role = if role == Role::Text { Role::Muted } else { role };
    let to = texts.with("ask-to", [("side", ask.to.as_str().into())]);
    let mut row = document.row();
    row.print(&ask.id.to_string(), Role::Muted).skip(1).print(&to, side_role(ask.to));
    let fits = row.left() > width(&state) + 1;
    if fits {
        row.right(&state, role);
    }
    drop(row);
    if !fits {
        document.paragraph(&state, role);
    }
    match ask.state {
        AskState::Open => document.quote(&ask.body, Role::Text, Role::Mediator),
        // What is over is told by its beginning; all of it stands in the discussion.
        _ => document.quote_start(&ask.body, false, 2, Role::Muted, Role::Mediator),
    }
}

fn offered(ctx: &DrawContext<'_>, document: &mut Document, proposal: &Proposal, file: &CaseFile) {
    let texts = ctx.texts;
    let role = crate::ui::status::speaker_role(proposal.by);
    let (state, state_role) = match proposal.state {
        ProposalState::Open | ProposalState::Lapsed => (String::new(), Role::Muted),
        ProposalState::Agreed => (texts.word("proposal", "agreed").into_owned(), Role::Good),
        ProposalState::Declined => (texts.word("proposal", "declined").into_owned(), Role::Danger),
        ProposalState::Superseded => (texts.word("proposal", "superseded").into_owned(), Role::Muted),
        ProposalState::Withdrawn => (texts.word("proposal", "withdrawn").into_owned(), Role::Muted),
    };
    let by = texts.with("proposal-by", [("by", proposal.by.as_str().into())]);
    document.row().right(&state, state_role).print(&proposal.id.to_string(), Role::Muted).skip(1).print(&by, role);
    if let Some(other) = countered(proposal, file) {
        document.paragraph(&texts.with("proposal-counter", [("to", other.to_string().into())]), Role::Muted);
    }
    document.paragraph(&texts.word("proposal-kind", proposal.kind.as_str()), Role::Strong);
    if let Some(refund) = proposal.refund {
        let rest = Money::new(file.case.order.price.minor - refund.minor, refund.currency);
        amount(ctx, document, "money-client-gets", refund, Role::Money);
        amount(ctx, document, "money-seller-gets", rest, Role::Money);
    }
    for &side in Side::ALL {
        answer(ctx, document, proposal, side);
    }
    if proposal.state.is_answerable() {
        let (text, role) = crate::ui::status::deadline(ctx, proposal.due_at);
        document.paragraph(&text, if role == Role::Text { Role::Muted } else { role });
    }
    let open = file.case.dispute.as_ref().is_some_and(|dispute| dispute.state == DisputeState::Open);
    if proposal.state == ProposalState::Agreed && open {
        let key = footer::key(ctx, KeyContext::Case, Command::Decide).unwrap_or_default();
        document.paragraph(&texts.with("pending-agreed", [("key", key.into())]), Role::Good);
    }
    if !proposal.terms.trim().is_empty() {
        document.quote(&proposal.terms, Role::Text, role);
    }
}

/// Returns the proposal that a party's counter-offer replaced.
fn countered(proposal: &Proposal, file: &CaseFile) -> Option<ProposalId> {
    let all = file.case.dispute.iter().flat_map(|dispute| &dispute.proposals);
    let before = all.take_while(|one| one.id != proposal.id).last()?;
    (before.by != proposal.by && proposal.by != Speaker::Mediator).then_some(before.id)
}

/// Adds a party's answer to a proposal; whoever made it has accepted it. A newer proposal voids earlier acceptances, and
/// then no answer is awaited.
pub(crate) fn answer(ctx: &DrawContext<'_>, document: &mut Document, proposal: &Proposal, side: Side) {
    let over = matches!(proposal.state, ProposalState::Superseded | ProposalState::Withdrawn);
    let (mark, word, role) = match proposal.answer(side) {
        Some(Answer::Accepted) if over => ("⊘", "voided", Role::Muted),
        Some(Answer::Accepted) if proposal.by == Speaker::from(side) => ("✓", "proposed", Role::Good),
        Some(Answer::Accepted) => ("✓", "accepted", Role::Good),
        Some(Answer::Declined) => ("✗", "declined", Role::Danger),
        None if !proposal.state.is_answerable() => return,
        None => ("○", "awaited", Role::Muted),
    };
    let party = ctx.texts.word("speaker", side.as_str());
    let mut row = document.row();
    row.print(mark, role).skip(1).print(&party, side_role(side)).skip(1);
    row.print(&ctx.texts.word("answer", word), role);
}
