//! A case as a document: parties, timeline, discussion, evidence, decisions with their reasons, ledger, audit.

use super::document::{ExportBlock, ExportDocument, ExportSpan, code, trusted, untrusted};
use crate::cli::evidence::{self, EvidenceJson};
use crate::cli::show::{decision_lines, timeline_event};
use crate::cli::team_names::TeamNames;
use crate::domain::case::records::{Ask, Decision, Dispute, Proposal};
use crate::domain::vocabulary::{Answer, Lang, ProposalKind, Speaker};
use crate::store::{AuditLine, CaseFile, ThreadRow};

/// Returns the document of a case, in the reader's language.
pub fn case_document(file: &CaseFile, audit: &[AuditLine], names: &TeamNames, lang: Lang) -> ExportDocument {
    let order = &file.case.order;
    let title = file.case.dispute.as_ref().map_or_else(|| order.id.to_string(), |d| d.id.to_string());
    let mut document = ExportDocument::new(lang, title);
    parties(&mut document, file, names);
    if let Some(dispute) = &file.case.dispute {
        document.heading("cli-head-justification");
        match &dispute.justification {
            Some(text) => document.quote(text),
            None => document.message_line("cli-justification-awaited", &[]),
        }
    }
    document.heading("cli-head-brief");
    document.quote(&order.brief);
    timeline(&mut document, file);
    document.heading("cli-head-thread");
    file.thread.iter().for_each(|row| message(&mut document, row, names));
    if let Some(dispute) = &file.case.dispute {
        pending(&mut document, dispute);
    }
    files(&mut document, file);
    decisions(&mut document, file, names);
    money(&mut document, file);
    audit_trail(&mut document, audit);
    document
}

fn parties(document: &mut ExportDocument, file: &CaseFile, names: &TeamNames) {
    let (order, localizer) = (&file.case.order, document.localizer());
    document.line([untrusted(&order.title), code(&order.id)]);
    let mut rows = vec![
        vec![trusted(document.message("cli-side-client")), untrusted(&order.client.name), code(&order.client.id)],
        vec![trusted(document.message("cli-side-seller")), untrusted(&order.seller.name), code(&order.seller.id)],
    ];
    if let Some(claim) = file.case.dispute.as_ref().and_then(|d| d.claim.as_ref()) {
        let name = untrusted(names.name_of(&claim.by));
        rows.push(vec![trusted(document.message("cli-side-mediator")), name, code(&claim.by)]);
    }
    document.table(&["cli-column-side", "cli-column-name", "cli-column-id"], rows);
    if let Some(dispute) = &file.case.dispute {
        let ground = localizer.term("ground", dispute.ground.as_str());
        let opened = localizer.term("opened", dispute.opened_by.as_str());
        let line = format!("{ground} ({opened}), {}", document.time(dispute.opened_at));
        document.line([trusted(line)]);
    }
}

fn timeline(document: &mut ExportDocument, file: &CaseFile) {
    let localizer = document.localizer();
    document.heading("cli-head-timeline");
    for row in &file.timeline {
        let event = timeline_event(row, localizer);
        let by = localizer.term("side", row.by.as_str());
        document.line([trusted(document.time(row.at)), ExportSpan::Strong(event), trusted(format!("({by})"))]);
        document.quote(&row.body);
    }
}

fn message(document: &mut ExportDocument, row: &ThreadRow, names: &TeamNames) {
    let message = &row.message;
    let side = document.localizer().term("side", message.from.as_str());
    let mut line = vec![code(message.id), trusted(document.time(message.at)), ExportSpan::Strong(side)];
    if message.from != Speaker::System {
        line.push(untrusted(names.author(message.from, &message.author)));
    }
    document.line(line);
    document.quote(&message.body);
}

fn pending(document: &mut ExportDocument, dispute: &Dispute) {
    if !dispute.asks.is_empty() {
        document.heading("cli-head-asks");
        dispute.asks.iter().for_each(|a| ask(document, a));
    }
    if !dispute.proposals.is_empty() {
        document.heading("cli-head-proposals");
        dispute.proposals.iter().for_each(|p| proposal(document, p));
    }
}

fn ask(document: &mut ExportDocument, ask: &Ask) {
    let localizer = document.localizer();
    let due = document.time(ask.due_at);
    let args = [
        ("id", ask.id.to_string()),
        ("to", localizer.term("side", ask.to.as_str())),
        ("state", localizer.term("ask", ask.state.as_str())),
        ("due", due),
    ];
    document.message_line("cli-ask-line", &args);
    document.quote(&ask.body);
}

fn proposal(document: &mut ExportDocument, proposal: &Proposal) {
    let localizer = document.localizer();
    let key = match proposal.kind {
        ProposalKind::PartialRefund => "cli-proposal-refund",
        ProposalKind::Relaunch => "cli-proposal-relaunch",
    };
    let args = [
        ("id", proposal.id.to_string()),
        ("refund", proposal.refund.map(|m| document.money(m)).unwrap_or_default()),
        ("by", localizer.term("turn", proposal.by.as_str())),
        ("state", localizer.term("proposal", proposal.state.as_str())),
    ];
    document.message_line(key, &args);
    let answer = |answer: Option<Answer>| localizer.term("answer", answer.map_or("none", Answer::as_str));
    document.message_line(
        "cli-proposal-answers",
        &[("client", answer(proposal.client)), ("seller", answer(proposal.seller))],
    );
    document.quote(&proposal.terms);
}

fn files(document: &mut ExportDocument, file: &CaseFile) {
    let rows: Vec<_> = evidence::files(file)
        .map(|file| {
            let e = EvidenceJson::of(file);
            let name = match e.inadmissible() {
                None => untrusted(e.name()),
                Some(_) => ExportSpan::Struck(e.name().to_owned()),
            };
            let from = file.message.map_or_else(|| trusted(""), code);
            let why = e.inadmissible().map_or_else(|| trusted(""), untrusted);
            let sha256 = e.sha256().map_or_else(|| trusted(document.message("cli-evidence-elsewhere")), code);
            vec![code(e.id()), from, name, why, sha256]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    document.heading("cli-head-evidence");
    let head = ["cli-column-id", "cli-column-message", "cli-column-file", "cli-column-reason", "cli-column-sha"];
    document.table(&head, rows);
}

fn decisions(document: &mut ExportDocument, file: &CaseFile, names: &TeamNames) {
    let current = file.case.dispute.as_ref().and_then(|d| d.decision.as_ref());
    let all: Vec<&Decision> = file.past_decisions.iter().chain(current).collect();
    if all.is_empty() {
        return;
    }
    document.heading("cli-head-decision");
    for decision in all {
        for line in decision_lines(decision, document.localizer(), names, |at| document.time(at)) {
            document.line([trusted(line)]);
        }
        document.quote(&decision.reasons);
    }
}

fn money(document: &mut ExportDocument, file: &CaseFile) {
    let localizer = document.localizer();
    document.heading("cli-head-money");
    let rows = file
        .entries
        .iter()
        .map(|entry| {
            let account = |a: crate::domain::money::accounts::Account| trusted(localizer.term("account", a.as_str()));
            vec![
                code(entry.id),
                trusted(document.time(entry.at)),
                account(entry.from),
                account(entry.to),
                trusted(entry.reverses.map(|id| id.to_string()).unwrap_or_default()),
                trusted(document.money(entry.amount)),
            ]
        })
        .collect();
    let head = [
        "cli-column-id",
        "cli-column-at",
        "cli-column-from",
        "cli-column-to",
        "cli-column-reverses",
        "cli-column-amount",
    ];
    document.table(&head, rows);
}

fn audit_trail(document: &mut ExportDocument, audit: &[AuditLine]) {
    document.heading("cli-head-audit");
    let rows = audit
        .iter()
        .map(|line| {
            vec![
                code(line.seq),
                trusted(document.time(line.at)),
                untrusted(line.actor.as_str()),
                code(&line.action),
                code(&line.hash),
            ]
        })
        .collect();
    document
        .table(&["cli-column-seq", "cli-column-at", "cli-column-actor", "cli-column-action", "cli-column-hash"], rows);
    document.blocks.push(ExportBlock::Line(vec![trusted(document.message("cli-audit-note"))]));
}
