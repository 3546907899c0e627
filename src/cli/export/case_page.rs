//! A case as a document: parties, timeline, discussion, evidence, decisions with their reasons, ledger, audit.

use super::evidence;
use super::page::{Block, Page, Span, exact, ours, theirs};
use crate::cli::show::decision_lines;
use crate::domain::case::records::{Ask, Decision, Dispute, Proposal};
use crate::domain::vocabulary::{Answer, Lang, ProposalKind, Speaker};
use crate::store::{AuditLine, CaseFile, ThreadRow};

/// The document, in the reader's language.
pub fn case_page(file: &CaseFile, audit: &[AuditLine], lang: Lang) -> Page {
    let order = &file.case.order;
    let title = file.case.dispute.as_ref().map_or_else(|| order.id.to_string(), |d| d.id.to_string());
    let mut page = Page::new(lang, title);
    parties(&mut page, file);
    if let Some(dispute) = &file.case.dispute {
        page.heading("cli-head-justification");
        match &dispute.justification {
            Some(text) => page.quote(text),
            None => page.tell("cli-justification-awaited", &[]),
        }
    }
    page.heading("cli-head-brief");
    page.quote(&order.brief);
    timeline(&mut page, file);
    page.heading("cli-head-thread");
    file.thread.iter().for_each(|row| message(&mut page, row));
    if let Some(dispute) = &file.case.dispute {
        pending(&mut page, dispute);
    }
    files(&mut page, file);
    decisions(&mut page, file);
    money(&mut page, file);
    trail(&mut page, audit);
    page
}

fn parties(page: &mut Page, file: &CaseFile) {
    let (order, voice) = (&file.case.order, page.voice());
    page.line([theirs(&order.title), exact(&order.id)]);
    let mut rows = vec![
        vec![ours(page.say("cli-side-client")), theirs(&order.client.name), exact(&order.client.id)],
        vec![ours(page.say("cli-side-seller")), theirs(&order.seller.name), exact(&order.seller.id)],
    ];
    if let Some(claim) = file.case.dispute.as_ref().and_then(|d| d.claim.as_ref()) {
        rows.push(vec![ours(page.say("cli-side-mediator")), theirs(&claim.by.0), ours("")]);
    }
    page.table(&["cli-column-side", "cli-column-name", "cli-column-id"], rows);
    if let Some(dispute) = &file.case.dispute {
        let ground = voice.word("ground", dispute.ground.as_str());
        let opened = voice.word("opened", dispute.opened_by.as_str());
        let line = format!("{ground} ({opened}), {}", page.time(dispute.opened_at));
        page.line([ours(line)]);
    }
}

fn timeline(page: &mut Page, file: &CaseFile) {
    let voice = page.voice();
    page.heading("cli-head-timeline");
    for row in &file.timeline {
        let event = voice.word("event", &row.kind.as_str().replace('.', "-"));
        let by = voice.word("side", row.by.as_str());
        page.line([ours(page.time(row.at)), Span::Strong(event), ours(format!("({by})"))]);
        page.quote(&row.body);
    }
}

fn message(page: &mut Page, row: &ThreadRow) {
    let message = &row.message;
    let side = page.voice().word("side", message.from.as_str());
    let mut line = vec![exact(message.id), ours(page.time(message.at)), Span::Strong(side)];
    if message.from != Speaker::System {
        line.push(theirs(&message.author));
    }
    page.line(line);
    page.quote(&message.body);
}

fn pending(page: &mut Page, dispute: &Dispute) {
    if !dispute.asks.is_empty() {
        page.heading("cli-head-asks");
        dispute.asks.iter().for_each(|a| ask(page, a));
    }
    if !dispute.proposals.is_empty() {
        page.heading("cli-head-proposals");
        dispute.proposals.iter().for_each(|p| proposal(page, p));
    }
}

fn ask(page: &mut Page, ask: &Ask) {
    let voice = page.voice();
    let due = page.time(ask.due_at);
    let args = [
        ("id", ask.id.to_string()),
        ("to", voice.word("side", ask.to.as_str())),
        ("state", voice.word("ask", ask.state.as_str())),
        ("due", due),
    ];
    page.tell("cli-ask-line", &args);
    page.quote(&ask.body);
}

fn proposal(page: &mut Page, proposal: &Proposal) {
    let voice = page.voice();
    let key = match proposal.kind {
        ProposalKind::PartialRefund => "cli-proposal-refund",
        ProposalKind::Relaunch => "cli-proposal-relaunch",
    };
    let args = [
        ("id", proposal.id.to_string()),
        ("refund", proposal.refund.map(|m| page.money(m)).unwrap_or_default()),
        ("by", voice.word("side", proposal.by.as_str())),
        ("state", voice.word("proposal", proposal.state.as_str())),
    ];
    page.tell(key, &args);
    let answer = |answer: Option<Answer>| voice.word("answer", answer.map_or("none", Answer::as_str));
    page.tell("cli-proposal-answers", &[("client", answer(proposal.client)), ("seller", answer(proposal.seller))]);
    page.quote(&proposal.terms);
}

fn files(page: &mut Page, file: &CaseFile) {
    let rows: Vec<_> = evidence::all(file)
        .into_iter()
        .map(|e| {
            let name = if e.admissible { theirs(e.name) } else { Span::Struck(e.name.to_owned()) };
            let from = e.message.map_or_else(|| ours(""), exact);
            let why = e.reason.map_or_else(|| ours(""), theirs);
            vec![exact(e.id), from, name, why, e.sha256.map_or_else(|| ours(page.say("cli-evidence-elsewhere")), exact)]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.heading("cli-head-evidence");
    let head = ["cli-column-id", "cli-column-message", "cli-column-file", "cli-column-reason", "cli-column-sha"];
    page.table(&head, rows);
}

fn decisions(page: &mut Page, file: &CaseFile) {
    let current = file.case.dispute.as_ref().and_then(|d| d.decision.as_ref());
    let all: Vec<&Decision> = file.past_decisions.iter().chain(current).collect();
    if all.is_empty() {
        return;
    }
    page.heading("cli-head-decision");
    for decision in all {
        for line in decision_lines(decision, page.voice()) {
            page.line([ours(line)]);
        }
        page.quote(&decision.reasons);
    }
}

fn money(page: &mut Page, file: &CaseFile) {
    let voice = page.voice();
    page.heading("cli-head-money");
    let rows = file
        .entries
        .iter()
        .map(|entry| {
            let account = |a: crate::domain::money::accounts::Account| ours(voice.word("account", a.as_str()));
            vec![
                exact(entry.id),
                ours(page.time(entry.at)),
                account(entry.from),
                account(entry.to),
                ours(entry.reverses.map(|id| id.to_string()).unwrap_or_default()),
                ours(page.money(entry.amount)),
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
    page.table(&head, rows);
}

fn trail(page: &mut Page, audit: &[AuditLine]) {
    page.heading("cli-head-audit");
    let rows = audit
        .iter()
        .map(|line| {
            vec![
                exact(line.seq),
                ours(page.time(line.at)),
                theirs(line.actor.as_str()),
                exact(&line.action),
                exact(&line.hash),
            ]
        })
        .collect();
    page.table(&["cli-column-seq", "cli-column-at", "cli-column-actor", "cli-column-action", "cli-column-hash"], rows);
    page.blocks.push(Block::Line(vec![ours(page.say("cli-audit-note"))]));
}
