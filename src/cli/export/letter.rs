//! The decision letter for one party, in the order's language: what was decided, who gets what, why, and what it rests on.

use super::page::{Page, Span, exact, ours, theirs};
use crate::domain::case::records::{Decision, DecisionState};
use crate::domain::ids::Cite;
use crate::domain::vocabulary::Side;
use crate::store::CaseFile;

/// The letter about the decision in force; `None` where there is none.
pub fn letter(file: &CaseFile, to: Side) -> Option<Page> {
    let order = &file.case.order;
    let dispute = file.case.dispute.as_ref()?;
    let decision =
        dispute.decision.as_ref().filter(|d| matches!(d.state, DecisionState::OnHold | DecisionState::Effective))?;
    let mut page = Page::new(order.lang, String::new());
    page.title = page.voice().say_owned("cli-letter-title", &[("dispute", dispute.id.to_string())]);
    let (name, other) = (&order.party(to).name, &order.party(to.other()).name);
    page.line([ours(page.say("cli-letter-dear")), theirs(name)]);
    page.line([ours(page.say("cli-letter-about")), theirs(&order.title), exact(&order.id)]);
    page.line([ours(page.say("cli-letter-with")), theirs(other)]);
    page.heading("cli-letter-decided");
    outcome(&mut page, decision, to);
    page.heading("cli-letter-why");
    page.quote(&decision.reasons);
    page.heading("cli-letter-rests");
    rests_on(&mut page, file, decision);
    closing(&mut page, decision);
    Some(page)
}

fn outcome(page: &mut Page, decision: &Decision, to: Side) {
    let mut words = vec![Span::Strong(page.voice().word("outcome", decision.outcome.as_str()))];
    if let Some(basis) = decision.basis {
        words.push(ours(format!("({})", page.voice().word("basis", basis.as_str()))));
    }
    page.line(words);
    if let (Some(client), Some(seller)) = (decision.refund, decision.seller_gets) {
        let (key, yours, theirs) = match to {
            Side::Client => ("cli-letter-client-gets", client, seller),
            Side::Seller => ("cli-letter-seller-gets", seller, client),
        };
        page.tell(key, &[("yours", page.money(yours)), ("theirs", page.money(theirs))]);
    } else {
        page.tell("cli-letter-relaunched", &[]);
    }
}

fn rests_on(page: &mut Page, file: &CaseFile, decision: &Decision) {
    if decision.cites.is_empty() {
        page.tell("cli-letter-rests-on-all", &[]);
    }
    let files = || file.order_files.iter().chain(file.thread.iter().flat_map(|row| &row.attachments));
    for cite in &decision.cites {
        match cite {
            Cite::Message(id) => {
                if let Some(row) = file.thread.iter().find(|row| row.message.id == *id) {
                    page.line([exact(id), theirs(&row.message.author), ours(page.time(row.message.at))]);
                    page.quote(&row.message.body);
                }
            }
            Cite::Attachment(id) => {
                if let Some(file) = files().find(|file| file.id == *id) {
                    page.line([exact(id), theirs(&file.name)]);
                }
            }
        }
    }
}

fn closing(page: &mut Page, decision: &Decision) {
    let by = [("by", crate::ui::text::safe(&decision.by.0).into_owned()), ("at", page.time(decision.at))];
    page.tell("cli-letter-signed", &by);
    if let (DecisionState::OnHold, Some(at)) = (&decision.state, decision.effective_at) {
        page.tell("cli-letter-not-yet", &[("at", page.time(at))]);
    }
}
