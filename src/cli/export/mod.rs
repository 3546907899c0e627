//! `export`: a case as Markdown, as one HTML file or as JSON, and the decision letter for each party.

mod case_document;
mod document;
pub mod file;
mod html;
mod letter;
mod markdown;
mod redact;

use serde::Serialize;

use super::args::{self, Format};
use super::context::Context;
use super::error::{Failure, Status};
use super::evidence::{self, EvidenceJson};
use super::json;
use super::sentence::Sentence;
use crate::domain::case::records::Attachment;
use crate::domain::dispute::change::Actor;
use crate::domain::ids::{DecisionId, EntryId, MessageId};
use crate::domain::money::accounts::Account;
use crate::domain::money::accounts::LedgerEntry;
use crate::domain::money::amount::Money;
use crate::domain::refusal::Code;
use crate::store::{AuditLine, CaseFile};

/// Runs `litige export`.
///
/// # Errors
/// Returns `bad_state` for a letter about a dispute that is not decided.
pub fn run(ctx: &mut Context, args: &args::ExportArgs) -> Result<Status, Failure> {
    let store = ctx.open()?;
    let mut file = store.case(args.dispute)?;
    let audit = store.audit_trail(args.dispute)?;
    let audit = if args.redact { mask_actors(audit) } else { audit };
    let names = ctx.team_names(store.as_ref())?;
    if args.redact {
        let team = store.mediators()?.into_iter().flat_map(|m| [m.handle.0, m.name]).collect::<Vec<_>>();
        redact::redact(&mut file, &masks(ctx), &team);
    }
    if let Some(side) = args.letter {
        let undecided = || {
            Failure::refused(
                Code::BadState,
                Sentence::new("cli-error-no-letter", [("dispute", args.dispute.to_string().into())]),
            )
        };
        let letter = letter::letter(&file, &names, side).ok_or_else(undecided)?;
        return write_document(ctx, args.format(ctx.json), &letter);
    }
    match args.format(ctx.json) {
        Format::Json => {
            let all = Export::of(&file, &audit)?;
            ctx.out.json(&all)?;
            Ok(Status::Done)
        }
        format => write_document(ctx, format, &case_document::case_document(&file, &audit, &names, ctx.lang)),
    }
}

fn write_document(ctx: &mut Context, format: Format, document: &document::ExportDocument) -> Result<Status, Failure> {
    match format {
        Format::Md => ctx.out.verbatim(&markdown::render(document))?,
        Format::Html => ctx.out.verbatim(&html::render(document))?,
        Format::Json => ctx.out.json(&Letter { letter: &markdown::render(document) })?,
    }
    Ok(Status::Done)
}

/// Replaces mediators' handles, which are personal data too. The actions and the hashes stay verifiable.
fn mask_actors(mut audit: Vec<AuditLine>) -> Vec<AuditLine> {
    for line in &mut audit {
        if let Actor::Mediator(handle) = &mut line.actor {
            *handle = "mediator".into();
        }
    }
    audit
}

fn masks(ctx: &Context) -> redact::Masks {
    let word = |kind: &str| format!("[{}]", ctx.localizer().term("side", kind));
    redact::Masks {
        client: word("client"),
        seller: word("seller"),
        mediator: word("mediator"),
        contact: "[…]".to_owned(),
    }
}

#[derive(Serialize)]
struct Letter<'a> {
    letter: &'a str,
}

/// A case as JSON: the output of `show`, and what is needed to verify it.
#[derive(Serialize)]
struct Export<'a> {
    case: json::CaseDetail<'a>,
    evidence: Vec<ExportedEvidence<'a>>,
    ledger_entries: Vec<LedgerRow>,
    audit: &'a [AuditLine],
}

impl<'a> Export<'a> {
    fn of(file: &'a CaseFile, audit: &'a [AuditLine]) -> Result<Self, Failure> {
        Ok(Self {
            case: json::CaseDetail::of(file)?,
            evidence: evidence::files(file).map(ExportedEvidence::of).collect(),
            ledger_entries: file.entries.iter().map(LedgerRow::of).collect(),
            audit,
        })
    }
}

/// A file of the case, with the message that it was attached to; `None` for the order's own files.
#[derive(Serialize)]
struct ExportedEvidence<'a> {
    message: Option<MessageId>,
    #[serde(flatten)]
    file: EvidenceJson<'a>,
}

impl<'a> ExportedEvidence<'a> {
    fn of(file: &'a Attachment) -> Self {
        Self { message: file.message, file: EvidenceJson::of(file) }
    }
}

#[derive(Serialize)]
struct LedgerRow {
    id: EntryId,
    at: crate::domain::time::Time,
    from: Account,
    to: Account,
    amount: Money,
    decision: Option<DecisionId>,
    reverses: Option<EntryId>,
}

impl LedgerRow {
    fn of(entry: &LedgerEntry) -> Self {
        let LedgerEntry { id, at, from, to, amount, decision, reverses, .. } = *entry;
        Self { id, at, from, to, amount, decision, reverses }
    }
}
