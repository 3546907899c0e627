//! What is pending in a case: where the money is, what was decided, the questions and their deadlines, the proposals and
//! who accepted them, and the mediators' notes.

use crate::app::command::{Command, Context};
use crate::app::model::CaseFile;
use crate::domain::case::records::{Ask, Decision, DecisionState, Dispute, Proposal, SecondReview};
use crate::domain::ids::ProposalId;
use crate::domain::money::amount::Money;
use crate::domain::queue::turn;
use crate::domain::vocabulary::{Answer, AskState, DisputeState, ProposalState, Side, Speaker};
use crate::ui::footer;
use crate::ui::preview::parts;
use crate::ui::remarks;
use crate::ui::scene::{Scene, side_role};
use crate::ui::sheet::Sheet;
use crate::ui::status;
use crate::ui::text::{safe, width};
use crate::ui::theme::Role;

/// How much waits: open questions, open proposals, and an agreement that is to be carried out.
pub(crate) fn count(file: &CaseFile) -> usize {
    let Some(dispute) = &file.case.dispute else { return 0 };
    dispute.asks.iter().filter(|ask| ask.state == AskState::Open).count()
        + dispute.proposals.iter().filter(|proposal| waits(dispute, proposal)).count()
}

fn waits(dispute: &Dispute, proposal: &Proposal) -> bool {
    match proposal.state {
        ProposalState::Open => true,
        ProposalState::Agreed => dispute.state == DisputeState::Open,
        ProposalState::Declined | ProposalState::Superseded => false,
    }
}

/// Lays out what is pending.
pub(crate) fn lay_out(scene: &Scene<'_>, sheet: &mut Sheet, file: &CaseFile) {
    let Some(dispute) = &file.case.dispute else { return };
    let texts = scene.texts;
    if !dispute.is_settled() {
        clocks(scene, sheet, file, dispute);
    }
    money(scene, sheet, file);
    if let Some(decision) = &dispute.decision {
        sheet.heading(&texts.get("pending-decision"));
        decided(scene, sheet, decision);
    }
    section(scene, sheet, "pending-proposals", &dispute.proposals, |sheet, one| offered(scene, sheet, one, file));
    section(scene, sheet, "pending-asks", &dispute.asks, |sheet, ask| asked(scene, sheet, ask));
    section(scene, sheet, "pending-notes", &file.notes, |sheet, note| {
        let name = safe(scene.model.name_of(&note.by.0)).into_owned();
        sheet.row().right(&scene.clock().stamp(note.at), Role::Muted).put(&name, Role::Private);
        sheet.quote(&note.body, Role::Text, Role::Private);
    });
    justification(scene, sheet, dispute);
    remarks::explain(scene, sheet, file);
    section(scene, sheet, "pending-past-decisions", &file.past_decisions, |sheet, one| decided(scene, sheet, one));
}

/// Since when the case waits on whom, and how long each party has been silent.
fn clocks(scene: &Scene<'_>, sheet: &mut Sheet, file: &CaseFile, dispute: &Dispute) {
    let (texts, clock, now) = (scene.texts, scene.clock(), scene.model.now);
    sheet.heading(&texts.get("pending-clocks"));
    let holder = dispute.claim.as_ref().map(|claim| &claim.by);
    let (turn, role) = status::whose_turn(scene, dispute.waiting_on, holder);
    let since = clock.span(now - dispute.waiting_since);
    parts(sheet, &[(turn, role), (texts.with("clock-since", [("span", since.into())]), Role::Muted)]);
    let (urgency, role) = status::urgency(scene, dispute.due_at, turn::turn_reason(dispute));
    sheet.say(&urgency, if role == Role::Text { Role::Muted } else { role });
    if let Some((offer, role)) = status::reminder(scene, file) {
        sheet.say(&offer, role);
    }
    for (side, wrote) in Side::ALL.iter().map(|&side| (side, dispute.last_wrote.of(side))) {
        let silent = clock.span(now - wrote.unwrap_or(dispute.opened_at));
        let key = if wrote.is_some() { "clock-silent" } else { "clock-never" };
        let party = (texts.word("speaker", side.as_str()).into_owned(), side_role(side));
        parts(sheet, &[party, (texts.with(key, [("span", silent.into())]), Role::Text)]);
    }
}

/// A part with its title, newest first; nothing where there is nothing.
fn section<T>(scene: &Scene<'_>, sheet: &mut Sheet, title: &str, all: &[T], mut one: impl FnMut(&mut Sheet, &T)) {
    if all.is_empty() {
        return;
    }
    sheet.heading(&scene.texts.get(title));
    for (at, item) in all.iter().rev().enumerate() {
        if at > 0 {
            sheet.gap();
        }
        one(sheet, item);
    }
}

/// A label at the left and an amount at the right, on a row of their own.
pub(crate) fn amount(scene: &Scene<'_>, sheet: &mut Sheet, label: &str, amount: Money, role: Role) {
    sheet.row().right(&scene.money(amount), role).put(&scene.texts.get(label), Role::Muted);
}

fn money(scene: &Scene<'_>, sheet: &mut Sheet, file: &CaseFile) {
    let (order, balances) = (&file.case.order, file.case.order.balances);
    sheet.heading(&scene.texts.get("pending-money"));
    let of = |minor: i64| Money::new(minor, order.price.currency);
    amount(scene, sheet, "money-escrow", of(balances.escrow), Role::Money);
    if balances.client > 0 {
        amount(scene, sheet, "money-client", of(balances.client), Role::Text);
    }
    if balances.seller > 0 {
        amount(scene, sheet, "money-seller", of(balances.seller), Role::Text);
    }
}

fn decided(scene: &Scene<'_>, sheet: &mut Sheet, decision: &Decision) {
    let (texts, clock) = (scene.texts, scene.clock());
    sheet.say(&texts.word("outcome", decision.outcome.as_str()), Role::Strong);
    if let Some(basis) = decision.basis {
        sheet.say(&texts.word("basis", basis.as_str()), Role::Text);
    }
    if let Some(refund) = decision.refund {
        amount(scene, sheet, "money-client-gets", refund, Role::Text);
    }
    if let Some(rest) = decision.seller_gets {
        amount(scene, sheet, "money-seller-gets", rest, Role::Text);
    }
    let by = safe(scene.model.name_of(&decision.by.0)).into_owned();
    sheet.row().right(&clock.stamp(decision.at), Role::Muted).put(&by, Role::Mediator);
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
            seconded(scene, sheet, second);
            if decision.state != DecisionState::Refused {
                sheet.say(&state, role);
            }
        }
        None => sheet.say(&state, role),
    }
    sheet.quote(&decision.reasons, Role::Text, Role::Mediator);
    if !decision.cites.is_empty() {
        let cites = decision.cites.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        sheet.say(&texts.with("decision-cites", [("cites", cites.into())]), Role::Muted);
    }
}

/// The second mediator's word.
fn seconded(scene: &Scene<'_>, sheet: &mut Sheet, second: &SecondReview) {
    let (key, role) = if second.reason.is_some() {
        ("decision-refused-by", Role::Danger)
    } else {
        ("decision-approved-by", Role::Good)
    };
    let name = safe(scene.model.name_of(&second.by.0)).into_owned();
    let vars = [("name", name.into()), ("time", scene.clock().moment(second.at).into())];
    sheet.say(&scene.texts.with(key, vars), role);
    if let Some(reason) = &second.reason {
        sheet.quote(reason, Role::Text, Role::Danger);
    }
}

fn justification(scene: &Scene<'_>, sheet: &mut Sheet, dispute: &Dispute) {
    match &dispute.justification {
        Some(text) => {
            sheet.heading(&scene.texts.get("pending-justification"));
            sheet.quote(text, Role::Text, Role::Client);
        }
        None if dispute.state == DisputeState::Open => {
            sheet.heading(&scene.texts.get("pending-justification"));
            sheet.say(&scene.texts.get("case-justification-awaited"), Role::Soon);
        }
        None => {}
    }
}

fn asked(scene: &Scene<'_>, sheet: &mut Sheet, ask: &Ask) {
    let (texts, clock) = (scene.texts, scene.clock());
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
    let mut row = sheet.row();
    row.put(&ask.id.to_string(), Role::Muted).skip(1).put(&to, side_role(ask.to));
    let fits = row.left() > width(&state) + 1;
    if fits {
        row.right(&state, role);
    }
    drop(row);
    if !fits {
        sheet.say(&state, role);
    }
    match ask.state {
        AskState::Open => sheet.quote(&ask.body, Role::Text, Role::Mediator),
        // What is over is told by its beginning; all of it stands in the discussion.
        _ => sheet.quote_start(&ask.body, false, 2, Role::Muted, Role::Mediator),
    }
}

fn offered(scene: &Scene<'_>, sheet: &mut Sheet, proposal: &Proposal, file: &CaseFile) {
    let texts = scene.texts;
    let role = crate::ui::status::speaker_role(proposal.by);
    let (state, state_role) = match proposal.state {
        ProposalState::Open => (String::new(), Role::Muted),
        ProposalState::Agreed => (texts.word("proposal", "agreed").into_owned(), Role::Good),
        ProposalState::Declined => (texts.word("proposal", "declined").into_owned(), Role::Danger),
        ProposalState::Superseded => (texts.word("proposal", "superseded").into_owned(), Role::Muted),
    };
    let by = texts.with("proposal-by", [("by", proposal.by.as_str().into())]);
    sheet.row().right(&state, state_role).put(&proposal.id.to_string(), Role::Muted).skip(1).put(&by, role);
    if let Some(other) = countered(proposal, file) {
        sheet.say(&texts.with("proposal-counter", [("to", other.to_string().into())]), Role::Muted);
    }
    sheet.say(&texts.word("proposal-kind", proposal.kind.as_str()), Role::Strong);
    if let Some(refund) = proposal.refund {
        let rest = Money::new(file.case.order.price.minor - refund.minor, refund.currency);
        amount(scene, sheet, "money-client-gets", refund, Role::Money);
        amount(scene, sheet, "money-seller-gets", rest, Role::Money);
    }
    for &side in Side::ALL {
        answer(scene, sheet, proposal, side);
    }
    if proposal.state == ProposalState::Open {
        let (text, role) = crate::ui::status::deadline(scene, proposal.due_at);
        sheet.say(&text, if role == Role::Text { Role::Muted } else { role });
    }
    let open = file.case.dispute.as_ref().is_some_and(|dispute| dispute.state == DisputeState::Open);
    if proposal.state == ProposalState::Agreed && open {
        let key = footer::key(scene, Context::Case, Command::Decide).unwrap_or_default();
        sheet.say(&texts.with("pending-agreed", [("key", key.into())]), Role::Good);
    }
    if !proposal.terms.trim().is_empty() {
        sheet.quote(&proposal.terms, Role::Text, role);
    }
}

/// The proposal whose place a party's counter-offer took.
fn countered(proposal: &Proposal, file: &CaseFile) -> Option<ProposalId> {
    let all = file.case.dispute.iter().flat_map(|dispute| &dispute.proposals);
    let before = all.take_while(|one| one.id != proposal.id).last()?;
    (before.by != proposal.by && proposal.by != Speaker::Mediator).then_some(before.id)
}

/// A party's word on a proposal; its maker's is yes by having made it. A newer proposal has voided what was accepted, and
/// nobody is waited for.
pub(crate) fn answer(scene: &Scene<'_>, sheet: &mut Sheet, proposal: &Proposal, side: Side) {
    let over = proposal.state == ProposalState::Superseded;
    let (mark, word, role) = match proposal.answer(side) {
        Some(Answer::Accepted) if over => ("⊘", "voided", Role::Muted),
        Some(Answer::Accepted) if proposal.by == Speaker::from(side) => ("✓", "proposed", Role::Good),
        Some(Answer::Accepted) => ("✓", "accepted", Role::Good),
        Some(Answer::Declined) => ("✗", "declined", Role::Danger),
        None if proposal.state != ProposalState::Open => return,
        None => ("○", "awaited", Role::Muted),
    };
    let party = scene.texts.word("speaker", side.as_str());
    let mut row = sheet.row();
    row.put(mark, role).skip(1).put(&party, side_role(side)).skip(1);
    row.put(&scene.texts.word("answer", word), role);
}
