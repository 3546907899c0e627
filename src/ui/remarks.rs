//! What is pointed out to the mediator in what the parties write: contact outside the platform, and heat. A sign in the
//! margin, the passage underlined, a word under the message, and what it means beside the discussion. Never hidden, never
//! changed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::document::Document;
use super::draw_context::DrawContext;
use super::footer;
use super::text::{Wrapped, safe_lines};
use super::theme::Role;
use crate::app::command::{Command, KeyContext};
use crate::app::model::{CaseFile, ThreadRow};
use crate::app::templates;
use crate::domain::discussion::lexicon::{Lexicon, Remark, RemarkKind};
use crate::domain::ids::MessageId;
use crate::domain::vocabulary::Speaker;

/// Looks through messages; what it found in the last ones is kept.
#[derive(Debug, Default)]
pub(crate) struct RemarkCache {
    seen: RefCell<HashMap<(MessageId, usize), Vec<RemarkKind>>>,
}

/// Findings kept at most; past that, all are forgotten.
const MAX_KEPT: usize = 10_000;

impl RemarkCache {
    /// Returns what a party's message gives cause for, each once. Nobody watches the mediator.
    pub fn concerns(&self, lexicon: &Lexicon, row: &ThreadRow) -> Vec<RemarkKind> {
        let message = &row.message;
        if !is_watched(message.from) {
            return Vec::new();
        }
        let mut seen = self.seen.borrow_mut();
        if seen.len() > MAX_KEPT {
            seen.clear();
        }
        let found = || {
            let all: Vec<RemarkKind> = safe_lines(&message.body)
                .flat_map(|line| lexicon.remarks(&line))
                .map(|remark| remark.concern)
                .collect();
            RemarkKind::ALL.iter().copied().filter(|concern| all.contains(concern)).collect()
        };
        seen.entry((message.id, message.body.len())).or_insert_with(found).clone()
    }
}

/// Returns where in a text that was laid out, as bytes of it, in order, between clusters.
pub(crate) fn passages(lexicon: &Lexicon, wrapped: &Wrapped) -> Vec<Remark> {
    let mut all = Vec::new();
    for (start, line) in wrapped.lines() {
        let mut remarks = lexicon.remarks(line).into_iter().peekable();
        if remarks.peek().is_none() {
            continue;
        }
        let ends: Vec<usize> = line.grapheme_indices(true).map(|(at, cluster)| at + cluster.len()).collect();
        for Remark { concern, at } in remarks {
            let end = ends.get(ends.partition_point(|end| *end < at.end)).copied().unwrap_or(line.len());
            all.push(Remark { concern, at: start + at.start..start + end });
        }
    }
    all
}

/// Returns whether what this speaker writes is looked through.
pub(crate) fn is_watched(speaker: Speaker) -> bool {
    matches!(speaker, Speaker::Client | Speaker::Seller)
}

/// Returns the passages that touch this range of a text.
pub(crate) fn on(passages: &[Remark], range: Range<usize>) -> impl Iterator<Item = (RemarkKind, Range<usize>)> {
    let first = passages.partition_point(|remark| remark.at.end <= range.start);
    let (start, end) = (range.start, range.end);
    passages[first..]
        .iter()
        .take_while(move |remark| remark.at.start < end)
        .map(move |remark| (remark.concern, remark.at.start.max(start) - start..remark.at.end.min(end) - start))
}

/// Returns a row's text in pieces, each with whether it is pointed out.
pub(crate) fn pieces(
    text: &str,
    marked: impl Iterator<Item = (RemarkKind, Range<usize>)>,
) -> impl Iterator<Item = (&str, bool)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for (_, range) in marked {
        pieces.push((text.get(at..range.start).unwrap_or_default(), false));
        pieces.push((text.get(range.clone()).unwrap_or_default(), true));
        at = range.end;
    }
    pieces.push((text.get(at..).unwrap_or_default(), false));
    pieces.into_iter().filter(|(piece, _)| !piece.is_empty())
}

/// Returns the sign in the margin.
pub(crate) fn sign(concern: RemarkKind) -> &'static str {
    match concern {
        RemarkKind::Outside => "↗",
        RemarkKind::Heated => "!",
    }
}

/// Returns the word for it.
pub(crate) fn word(ctx: &DrawContext<'_>, concern: RemarkKind) -> String {
    format!("{} {}", sign(concern), ctx.texts.word("concern", concern.as_str()))
}

/// Explains what is pointed out in a case, and in which messages; nothing where there is nothing.
pub(crate) fn explain(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile) {
    let mut found: Vec<(RemarkKind, Vec<String>)> =
        RemarkKind::ALL.iter().map(|concern| (*concern, Vec::new())).collect();
    for row in &file.thread {
        for concern in ctx.remarks.concerns(&ctx.model.lexicon, row) {
            let of = found.iter_mut().filter(|(each, _)| *each == concern);
            of.for_each(|(_, ids)| ids.push(row.message.id.to_string()));
        }
    }
    found.retain(|(_, ids)| !ids.is_empty());
    if found.is_empty() {
        return;
    }
    document.heading(&ctx.texts.get("pending-remarks"));
    for (at, (concern, ids)) in found.iter().enumerate() {
        if at > 0 {
            document.gap();
        }
        document.paragraph(&word(ctx, *concern), Role::Soon);
        document.paragraph(&ids.join(", "), Role::Muted);
        document.paragraph(&ctx.texts.word("concern-about", concern.as_str()), Role::Text);
        if *concern == RemarkKind::Heated
            && let Some(offer) = calm_word(ctx, file)
        {
            document.paragraph(&offer, Role::Key);
        }
    }
}

/// Returns where the calm word is, while the newest message is a heated one and the case is the mediator's to answer.
fn calm_word(ctx: &DrawContext<'_>, file: &CaseFile) -> Option<String> {
    let is_open = file.case.dispute.as_ref().is_some_and(|dispute| !dispute.is_settled());
    if !is_open || ctx.model.acting().is_none() || !templates::heated(file, &ctx.model.lexicon) {
        return None;
    }
    let reply = footer::key(ctx, KeyContext::Case, Command::Reply)?;
    let choose = footer::key(ctx, KeyContext::Writing, Command::InsertTemplate)?;
    Some(ctx.texts.with("concern-calm", [("reply", reply.into()), ("ready", choose.into())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::i18n::standard_lexicon;

    fn found(text: &str, columns: usize) -> Vec<Vec<String>> {
        let wrapped = Wrapped::new(text, columns);
        let passages = passages(&standard_lexicon(), &wrapped);
        let row = |at: usize| {
            let text = wrapped.row(at);
            let marked = on(&passages, wrapped.row_range(at));
            pieces(text, marked).map(|(piece, is)| if is { format!("[{piece}]") } else { piece.to_owned() }).collect()
        };
        (0..wrapped.height()).map(row).collect()
    }

    #[test]
    fn a_passage_is_marked_on_each_row_that_it_touches_and_nowhere_else() {
        assert_eq!(found("vu sur WhatsApp hier", 40), [["vu sur ", "[WhatsApp]", " hier"]]);
        assert_eq!(
            found("appel en dehors de la plateforme, non", 18),
            [vec!["appel ", "[en dehors de]"], vec!["[la plateforme]", ", non"]]
        );
        assert_eq!(found("rien\n\nà dire", 40), [vec!["rien"], vec![], vec!["à dire"]]);
        // What hides in front of it is shown, and it is found behind it.
        assert_eq!(found("\u{202e}whatsapp", 40), [["‹U+202E›", "[whatsapp]"]]);
        // A mark on the last letter stays with it.
        assert_eq!(found("06 12 34 56 78\u{301}!", 40), [["[06 12 34 56 78\u{301}]", "!"]]);
    }

    #[test]
    fn a_long_text_full_of_beginnings_is_looked_through_at_once() {
        let began = std::time::Instant::now();
        for text in ["0 ".repeat(1 << 19), "en dehors de ".repeat(80_000), "@.".repeat(1 << 19), "con ".repeat(250_000)]
        {
            standard_lexicon().remarks(&text);
        }
        assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
    }
}
