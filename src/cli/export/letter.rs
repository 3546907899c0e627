//! The decision letter for one party, in the order's language: the outcome, the shares, the reasons and what they rest
//! on.

use super::super::show::outcome_term;
use super::document::{ExportDocument, ExportSpan, code, trusted, untrusted};
use crate::cli::team_names::TeamNames;
use crate::domain::case::records::{Decision, DecisionState};
use crate::domain::ids::Cite;
use crate::domain::vocabulary::Side;
use crate::store::CaseFile;

/// Returns the letter about the decision in force, if there is one.
pub fn letter(file: &CaseFile, names: &TeamNames, to: Side) -> Option<ExportDocument> {
    let order = &file.case.order;
    let dispute = file.case.dispute.as_ref()?;
    let decision =
        dispute.decision.as_ref().filter(|d| matches!(d.state, DecisionState::OnHold | DecisionState::Effective))?;
    let mut document = ExportDocument::new(order.lang, String::new());
    document.title = document.localizer().message_owned("cli-letter-title", &[("dispute", dispute.id.to_string())]);
    let (name, other) = (&order.party(to).name, &order.party(to.other()).name);
    document.line([trusted(document.message("cli-letter-dear")), untrusted(name)]);
    document.line([trusted(document.message("cli-letter-about")), untrusted(&order.title), code(&order.id)]);
    document.line([trusted(document.message("cli-letter-with")), untrusted(other)]);
    document.heading("cli-letter-decided");
    outcome(&mut document, decision, to);
    document.heading("cli-letter-why");
    document.quote(&decision.reasons);
    document.heading("cli-letter-rests");
    citations(&mut document, file, names, decision);
    closing(&mut document, names, decision);
    Some(document)
}

fn outcome(document: &mut ExportDocument, decision: &Decision, to: Side) {
    let mut words = vec![ExportSpan::Strong(outcome_term(decision, document.localizer()))];
    if let Some(basis) = decision.basis {
        words.push(trusted(format!("({})", document.localizer().term("basis", basis.as_str()))));
    }
    document.line(words);
    if let (Some(client), Some(seller)) = (decision.refund, decision.seller_gets) {
        let (key, yours, theirs) = match to {
            Side::Client => ("cli-letter-client-gets", client, seller),
            Side::Seller => ("cli-letter-seller-gets", seller, client),
        };
        document.message_line(key, &[("yours", document.money(yours)), ("theirs", document.money(theirs))]);
    } else {
        document.message_line("cli-letter-relaunched", &[]);
    }
}

fn citations(document: &mut ExportDocument, file: &CaseFile, names: &TeamNames, decision: &Decision) {
    if decision.cites.is_empty() {
        document.message_line("cli-letter-rests-on-all", &[]);
    }
    let files = || file.order_files.iter().chain(file.thread.iter().flat_map(|row| &row.attachments));
    for cite in &decision.cites {
        match cite {
            Cite::Message(id) => {
                if let Some(row) = file.thread.iter().find(|row| row.message.id == *id) {
                    let author = names.author(row.message.from, &row.message.author);
                    document.line([code(id), untrusted(author), trusted(document.time(row.message.at))]);
                    document.quote(&row.message.body);
                }
            }
            Cite::Attachment(id) => {
                if let Some(file) = files().find(|file| file.id == *id) {
                    document.line([code(id), untrusted(&file.name)]);
                }
            }
        }
    }
}

fn closing(document: &mut ExportDocument, names: &TeamNames, decision: &Decision) {
    let by = [("by", names.name_of(&decision.by)), ("at", document.time(decision.at))];
    document.message_line("cli-letter-signed", &by);
    if let (DecisionState::OnHold, Some(at)) = (&decision.state, decision.effective_at) {
        document.message_line("cli-letter-not-yet", &[("at", document.time(at))]);
    }
}
