//! What a search found, whole, where it stands: a message between the one before and the one after; anything else in the panel
//! of its case.

use ratatui::layout::Rect;

use super::case::{file, pending, scrollbar};
use super::document::Document;
use super::draw_context::{Canvas, DrawContext, cut_top};
use super::found_words::FoundWords;
use super::status::{speaker_name, speaker_role};
use super::text::safe;
use super::theme::Role;
use super::{empty, lost, message};
use crate::app::model::{CaseFile, Hit, Panel, SoughtPlace, ThreadRow};

/// Rows of the message before and of the one after.
const BESIDE: usize = 2;
/// Rows after what was found that are shown with it.
const AFTER: usize = 1 + BESIDE + 2;

/// Draws a hit in its context.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, hit: &Hit) {
    let (head, body) = cut_top(area, 1);
    let mut pen = canvas.pen(head, 0);
    pen.print(&hit.dispute.to_string(), ctx.style(Role::Accent)).skip(1);
    pen.print(&safe(&hit.title), ctx.style(Role::Strong));
    let Some(case) = ctx.model.cases.get(hit.dispute) else {
        empty::draw(ctx, canvas, body, lost::case_missing(ctx), "");
        return;
    };
    let mut document = Document::new(usize::from(body.width));
    lay_out(ctx, &mut document, case, hit);
    let Some(rows) = document.rows_of(hit.place.in_document()) else {
        document.draw(ctx, canvas, body, 0);
        return;
    };
    let words = FoundWords::of_last_search(ctx);
    // What comes before and after is seen as far as the whole of what was found leaves room for it.
    let height = usize::from(body.height);
    let top = match rows.len() <= height {
        true => (rows.end + AFTER).min(document.height()).saturating_sub(height).min(rows.start),
        false => document.top_for(&rows, &words, height),
    };
    let extent = document.draw(ctx, canvas, body, top);
    document.draw_found(ctx, canvas, body, extent, (&rows, &words));
    scrollbar(ctx, canvas, body, extent);
}

fn lay_out(ctx: &DrawContext<'_>, document: &mut Document, case: &CaseFile, hit: &Hit) {
    let sought = SoughtPlace { place: hit.place, leads: true };
    let at = hit.place.at_message().and_then(|id| case.thread.iter().position(|row| row.message.id == id));
    match (sought.panel(), at) {
        (Panel::File, _) => file::lay_out(ctx, document, case),
        (Panel::Thread, Some(at)) => {
            if let Some(before) = at.checked_sub(1).and_then(|before| case.thread.get(before)) {
                neighbour(ctx, document, case, before);
            }
            if let Some(row) = case.thread.get(at) {
                document.blank();
                let first = document.height();
                message::lay_out(ctx, document, case, row);
                document.place(hit.place.in_document(), first);
            }
            if let Some(after) = case.thread.get(at + 1) {
                document.blank();
                neighbour(ctx, document, case, after);
            }
        }
        _ => pending::lay_out(ctx, document, case),
    }
}

/// The beginning of a message beside the one that was found.
fn neighbour(ctx: &DrawContext<'_>, document: &mut Document, case: &CaseFile, row: &ThreadRow) {
    let said = &row.message;
    let name = speaker_name(ctx, &case.case, said.from, &said.author);
    let stamp = ctx.clock().stamp(said.at);
    document.row().right(&stamp, Role::Muted).print(&name, speaker_role(said.from));
    let start: String = said.body.chars().take(BESIDE * document.columns()).collect();
    document.quote_start(&start, start.len() < said.body.len(), BESIDE, Role::Muted, speaker_role(said.from));
}
