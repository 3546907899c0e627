//! The result of an action, in a line or two for the mediator.

use super::i18n::Localizer;
use super::show::{decision_lines, outcome_term};
use super::team_names::TeamNames;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::marketplace::event::Terms;
use crate::domain::money::amount::Money;
use crate::store::Acted;

/// Describes what an action did.
pub fn describe(acted: &Acted, request: &Request, localizer: Localizer, names: &TeamNames) -> Vec<String> {
    let key = match &request.action {
        Action::Claim | Action::TakeOver { .. } => "cli-did-claim",
        Action::Release => "cli-did-release",
        Action::Assign { .. } => "cli-did-assign",
        Action::Say { .. } => "cli-did-say",
        Action::Remind { .. } => "cli-did-remind",
        Action::Note { .. } => "cli-did-note",
        Action::Ask { .. } => "cli-did-ask",
        Action::WithdrawAsk { .. } => "cli-did-withdraw",
        Action::Propose { .. } => "cli-did-propose",
        Action::WithdrawProposal { .. } => "cli-did-withdraw-proposal",
        Action::Strike { .. } => "cli-did-strike",
        Action::Admit { .. } => "cli-did-admit",
        Action::Decide(_) if acted.repeated => "cli-did-repeat",
        Action::Decide(_) => "cli-did-decide",
        Action::Undo => "cli-did-undo",
        Action::Approve => "cli-did-approve",
        Action::Refuse { .. } => "cli-did-refuse",
        Action::Snooze { .. } => "cli-did-snooze",
        Action::Wake => "cli-did-wake",
        Action::MarkRead { .. } => "cli-did-read",
    };
    let mut args = vec![
        ("dispute", request.dispute.to_string()),
        ("made", acted.made.map(|id| id.to_string()).unwrap_or_default()),
        ("round", acted.case.dispute.as_ref().map(|d| d.round.to_string()).unwrap_or_default()),
    ];
    match &request.action {
        Action::Assign { to, .. } => args.push(("to", names.name_of(to))),
        Action::Remind { of, .. } => args.push(("of", of.map(|of| of.to_string()).unwrap_or_default())),
        Action::Ask { to, .. } => args.push(("to", localizer.term("side", to.as_str()))),
        Action::WithdrawProposal { proposal } => args.push(("proposal", proposal.to_string())),
        Action::Strike { attachment, .. } | Action::Admit { attachment, .. } => {
            args.push(("attachment", attachment.to_string()))
        }
        Action::Snooze { until } => args.push(("until", localizer.time(*until))),
        Action::Decide(draft) => {
            let plan = || localizer.term("plan", draft.outcome.as_str());
            let outcome = acted.decision.as_ref().map_or_else(plan, |decision| outcome_term(decision, localizer));
            args.push(("outcome", outcome));
        }
        _ => {}
    }
    let mut lines = vec![localizer.message_owned(key, &args)];
    if let Action::Propose { terms: Terms::PartialRefund { refund, .. } } = &request.action {
        // A percentage may have been typed: the resulting amounts are shown.
        let seller = Money::new(acted.case.order.price.minor - refund.minor, refund.currency);
        let parts = [("client", refund.format(localizer.lang)), ("seller", seller.format(localizer.lang))];
        lines.push(format!("    {}", localizer.message_owned("cli-proposal-shares", &parts)));
    }
    if let (Action::Decide(_) | Action::Approve, Some(decision)) = (&request.action, &acted.decision) {
        let told = decision_lines(decision, localizer, names, |at| localizer.time(at));
        lines.extend(told.into_iter().map(|line| format!("    {line}")));
    }
    lines
}
