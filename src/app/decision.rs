//! What a decision page shows, from the rules: which outcomes are possible, what may be cited, and what would happen to the
//! money and the order, before and after.

use super::dry_run::dry_run;
use super::model::{DecisionEditor, Trouble};
use crate::domain::case::records::{Attachment, Decision, Mediator, Proposal};
use crate::domain::decision::draft::DecisionInput;
use crate::domain::dispute::action::Action;
use crate::domain::escrow::settlement;
use crate::domain::ids::Cite;
use crate::domain::money::amount::Money;
use crate::domain::money::typed_refund;
use crate::domain::refusal::Refusal;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Outcome, ProposalKind, ProposalState, Speaker};
use crate::store::{CaseFile, ThreadRow};

/// Returns the four outcomes, each with the rules' no if there is one.
pub fn outcomes(file: &CaseFile, me: &Mediator, now: Time) -> [(Outcome, Result<(), Refusal>); 4] {
    [Outcome::SellerWins, Outcome::ClientRefunded, Outcome::PartialRefund, Outcome::Relaunch].map(|outcome| {
        // The least refund and a word of reasons: what is typed later is checked later.
        let refund = (outcome == Outcome::PartialRefund).then(|| Money::new(1, file.case.order.price.currency));
        let draft = DecisionInput { outcome, refund, reasons: "…".to_owned(), cites: Vec::new(), key: None };
        (outcome, dry_run(file, me, Action::Decide(draft), now).map(|_| ()))
    })
}

/// Returns the proposal that both parties accepted, if there is one.
pub fn agreed_proposal(file: &CaseFile) -> Option<&Proposal> {
    let proposals = file.case.dispute.iter().flat_map(|dispute| &dispute.proposals);
    proposals.rev().find(|proposal| proposal.state == ProposalState::Agreed)
}

/// Returns the outcome that carries out a proposal.
pub fn outcome_of(kind: ProposalKind) -> Outcome {
    match kind {
        ProposalKind::PartialRefund => Outcome::PartialRefund,
        ProposalKind::Relaunch => Outcome::Relaunch,
    }
}

/// Returns whether the decision as drafted is what this proposal offers.
pub fn carries_out(file: &CaseFile, decide: &DecisionEditor, proposal: &Proposal) -> bool {
    let same = |refund| typed_refund(file, decide) == Ok(refund);
    decide.outcome == Some(outcome_of(proposal.kind)) && same(proposal.refund)
}

/// Something that a decision may rest on, or could if it counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Citable<'a> {
    pub cite: Cite,
    /// Its message: itself, or the one that it came with.
    pub row: Option<&'a ThreadRow>,
    /// The file, where it is one.
    pub attachment: Option<&'a Attachment>,
    /// Why it can't be cited.
    pub inadmissible: Option<&'a str>,
}

/// Returns what a decision may rest on: what people wrote, oldest first, each followed by its files, then the order's
/// own files.
pub fn citable(file: &CaseFile) -> Vec<Citable<'_>> {
    let mut all = Vec::new();
    let of_file = |row, attachment| citable_file(row, attachment);
    for row in &file.thread {
        if row.message.from != Speaker::System {
            let cite = Cite::Message(row.message.id);
            all.push(Citable { cite, row: Some(row), attachment: None, inadmissible: None });
        }
        all.extend(row.attachments.iter().map(|attachment| of_file(Some(row), attachment)));
    }
    all.extend(file.order_files.iter().map(|attachment| of_file(None, attachment)));
    all
}

fn citable_file<'a>(row: Option<&'a ThreadRow>, attachment: &'a Attachment) -> Citable<'a> {
    Citable {
        cite: Cite::Attachment(attachment.id),
        row,
        attachment: Some(attachment),
        inadmissible: attachment.inadmissible.as_deref(),
    }
}

/// What a decision would do.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionPreview {
    /// The money, the order and the dispute, before and after.
    pub change: settlement::Preview,
    /// The decision as it would be recorded, with its basis and when it takes effect.
    pub decision: Decision,
}

/// Returns what the decision, as drafted, would do.
///
/// # Errors
/// What is still wrong with it.
pub fn preview(file: &CaseFile, decide: &DecisionEditor, me: &Mediator, now: Time) -> Result<DecisionPreview, Trouble> {
    let draft = draft(file, decide)?;
    predict(file, draft, me, now)
}

/// Returns what the outcome would do, whatever the reasons: for the pages before the last.
///
/// # Errors
/// What is wrong with the outcome or the amount.
pub fn preview_outcome(
    file: &CaseFile,
    decide: &DecisionEditor,
    me: &Mediator,
    now: Time,
) -> Result<DecisionPreview, Trouble> {
    let outcome = decide.outcome.ok_or(Trouble::NoOutcome)?;
    let refund = typed_refund(file, decide)?;
    let draft = DecisionInput { outcome, refund, reasons: "…".to_owned(), cites: Vec::new(), key: None };
    predict(file, draft, me, now)
}

fn predict(file: &CaseFile, draft: DecisionInput, me: &Mediator, now: Time) -> Result<DecisionPreview, Trouble> {
    let (outcome, refund) = (draft.outcome, draft.refund);
    let foreseen = dry_run(file, me, Action::Decide(draft), now).map_err(Trouble::Rule)?;
    let change = settlement::preview(&file.case, outcome, refund, &file.policy).map_err(Trouble::Rule)?;
    // The rules have just taken one.
    let decision = foreseen.case.dispute.and_then(|dispute| dispute.decision).ok_or(Trouble::Loading)?;
    Ok(DecisionPreview { change, decision })
}

/// Returns what approving a colleague's decision would do.
///
/// # Errors
/// Why the rules would not let this mediator approve it.
pub fn preview_approval(file: &CaseFile, me: &Mediator, now: Time) -> Result<DecisionPreview, Trouble> {
    let awaiting = file.case.dispute.as_ref().and_then(|dispute| dispute.decision.as_ref()).ok_or(Trouble::Loading)?;
    let refund = awaiting.refund.filter(|_| awaiting.outcome == Outcome::PartialRefund);
    let change = settlement::preview(&file.case, awaiting.outcome, refund, &file.policy).map_err(Trouble::Rule)?;
    let foreseen = dry_run(file, me, Action::Approve, now).map_err(Trouble::Rule)?;
    let decision = foreseen.case.dispute.and_then(|dispute| dispute.decision).ok_or(Trouble::Loading)?;
    Ok(DecisionPreview { change, decision })
}

/// Returns what came after a decision was taken: messages, and proposals made or answered since. It was taken without
/// them.
pub fn changes_since<'a>(file: &'a CaseFile, decision: &Decision) -> (Vec<&'a ThreadRow>, Vec<&'a Proposal>) {
    let rows = file.thread.iter().filter(|row| row.message.at > decision.at && row.message.from != Speaker::System);
    let proposals = file.case.dispute.iter().flat_map(|dispute| &dispute.proposals);
    let changed = |proposal: &&Proposal| proposal.answered_at.unwrap_or(proposal.at).max(proposal.at) > decision.at;
    (rows.collect(), proposals.filter(changed).collect())
}

/// Returns the draft as it would be sent.
///
/// # Errors
/// What is missing.
pub fn draft(file: &CaseFile, decide: &DecisionEditor) -> Result<DecisionInput, Trouble> {
    let outcome = decide.outcome.ok_or(Trouble::NoOutcome)?;
    let refund = typed_refund(file, decide)?;
    if decide.editor.text.is_blank() {
        return Err(Trouble::Blank);
    }
    Ok(DecisionInput {
        outcome,
        refund,
        reasons: decide.editor.trimmed(),
        cites: decide.cites.iter().copied().collect(),
        key: Some(decide.key.clone()),
    })
}

/// Returns the refund as typed; `None` where the outcome takes none.
///
/// # Errors
/// Why it is no refund.
pub fn typed_refund(file: &CaseFile, decide: &DecisionEditor) -> Result<Option<Money>, Trouble> {
    if decide.outcome != Some(Outcome::PartialRefund) {
        return Ok(None);
    }
    typed_refund::parse(decide.amount.body(), file.case.order.price).map(Some).map_err(Trouble::Amount)
}

/// Returns what is wrong with the amount that is being typed: nothing while nothing is, or while its decimals are yet to come.
pub fn typing_trouble(file: &CaseFile, decide: &DecisionEditor) -> Option<Trouble> {
    let typed = decide.amount.body().trim_end();
    let begun = typed.strip_suffix(['.', ',']).unwrap_or(typed);
    let is_fine = |text: &str| typed_refund::parse(text, file.case.order.price).is_ok();
    if typed.is_empty() || is_fine(begun) { None } else { self::typed_refund(file, decide).err() }
}

/// Returns what can be opened from the last page of a decision, in its order: what the decision rests on.
pub fn opens(decide: &DecisionEditor) -> Vec<Cite> {
    decide.cites.iter().copied().collect()
}

/// Returns what can be opened from the page on which a colleague's decision is answered, in its order: what it rests on, then
/// what was written since, each message followed by its files.
pub fn review_opens(file: &CaseFile, decision: &Decision) -> Vec<Cite> {
    let since = changes_since(file, decision).0.into_iter().flat_map(|row| {
        let files = row.attachments.iter().map(|attachment| Cite::Attachment(attachment.id));
        std::iter::once(Cite::Message(row.message.id)).chain(files)
    });
    decision.cites.iter().copied().chain(since).collect()
}
