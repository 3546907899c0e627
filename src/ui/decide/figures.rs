//! Who gets how much and what becomes of the order, before and after, in figures and names. A name stands on a row of its
//! own, never beside an amount.

use ratatui::layout::Rect;

use super::{Deciding, widest};
use crate::app::decision::DecisionPreview;
use crate::domain::case::records::Order;
use crate::domain::money::amount::Money;
use crate::domain::vocabulary::Side;
use crate::ui::document::Document;
use crate::ui::draw_context::{Canvas, DrawContext, side_role};
use crate::ui::text::{safe, width};
use crate::ui::theme::Role;

/// Rows that the figures take.
pub(crate) const ROWS: u16 = 8;

/// The headings of what is now and what is to be.
const HEADS: [&str; 2] = ["figures-before", "figures-after"];

/// Draws the figures of a decision being made; tells how many rows they take.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, deciding: &Deciding<'_>) -> u16 {
    let mut document = Document::new(usize::from(area.width));
    let airy = area.height >= ROWS + 3;
    lay_out(ctx, &mut document, &deciding.file.case.order, deciding.outlook(ctx).ok().as_ref(), airy);
    document.draw(ctx, canvas, area, 0);
    u16::try_from(document.height()).unwrap_or(u16::MAX)
}

/// Lays out the figures; without an outlook, only how things stand now. `airy`: with empty rows between them.
pub(crate) fn lay_out(
    ctx: &DrawContext<'_>,
    document: &mut Document,
    order: &Order,
    outlook: Option<&DecisionPreview>,
    airy: bool,
) {
    let lines = lines(ctx, order, outlook);
    let ends = ends(ctx, &lines);
    let [before, after] = HEADS.map(|key| ctx.texts.get(key));
    document.row().until(ends.1, &before, Role::Muted).until(ends.2, &after, Role::Muted);
    for line in &lines {
        if airy && (line.side.is_some() || line.label == "figures-escrow") {
            document.blank();
        }
        if let Some(side) = line.side {
            let party = ctx.texts.word("speaker", side.as_str());
            document.row().print(&party, Role::Muted).skip(1).print(&safe(&order.party(side).name), side_role(side));
        }
        line.draw(ctx, document, ends);
    }
    if let Some(outlook) = outlook {
        if airy {
            document.blank();
        }
        let (before, after) = (&outlook.change.before, &outlook.change.after);
        bar(ctx, document, after.client.minor - before.client.minor, after.seller.minor - before.seller.minor);
    }
}

/// Returns how many columns the figures take.
pub(crate) fn columns(ctx: &DrawContext<'_>, order: &Order, outlook: Option<&DecisionPreview>) -> usize {
    ends(ctx, &lines(ctx, order, outlook)).2
}

/// Returns where the columns end: labels, before, after.
fn ends(ctx: &DrawContext<'_>, lines: &[FigureLine]) -> (usize, usize, usize) {
    let cells = lines.iter().flat_map(|line| [Some(&line.before), line.after.as_ref()]).flatten();
    let column = cells.map(|cell| width(cell)).max().unwrap_or(0).max(widest(ctx, &HEADS));
    let labels = lines.iter().map(|line| line.indent() + width(&ctx.texts.get(line.label))).max().unwrap_or(0);
    (labels, labels + 2 + column, labels + 2 + column + 5 + column)
}

/// One line of the figures.
struct FigureLine {
    side: Option<Side>,
    label: &'static str,
    before: String,
    after: Option<String>,
}

fn lines(ctx: &DrawContext<'_>, order: &Order, outlook: Option<&DecisionPreview>) -> [FigureLine; 4] {
    let now = |minor: i64| ctx.money(Money::new(minor, order.price.currency));
    let then = outlook.map(|outlook| &outlook.change.after);
    let state =
        |state: crate::domain::vocabulary::OrderState| ctx.texts.word("order-state", state.as_str()).into_owned();
    let line = |side, label, before, after| FigureLine { side, label, before, after };
    [
        line(Some(Side::Client), "figures-client", now(order.balances.client), then.map(|t| ctx.money(t.client))),
        line(Some(Side::Seller), "figures-seller", now(order.balances.seller), then.map(|t| ctx.money(t.seller))),
        line(None, "figures-escrow", now(order.balances.escrow), then.map(|t| ctx.money(t.escrow))),
        line(None, "figures-order", state(order.state), then.map(|t| state(t.order))),
    ]
}

impl FigureLine {
    /// A party's figure stands under their name.
    fn indent(&self) -> usize {
        if self.side.is_some() { 2 } else { 0 }
    }

    /// Draws the line, its columns ending at `ends`. What changes is read first.
    fn draw(&self, ctx: &DrawContext<'_>, document: &mut Document, (labels, before, after): (usize, usize, usize)) {
        let changes = self.after.as_ref().is_some_and(|after| *after != self.before);
        let role = match self.side {
            _ if !changes => Role::Muted,
            Some(Side::Client) => Role::ClientShare,
            Some(Side::Seller) => Role::SellerShare,
            None => Role::Money,
        };
        let mut row = document.row();
        row.to(self.indent()).print(&ctx.texts.get(self.label), Role::Muted).to(labels).until(
            before,
            &self.before,
            Role::Text,
        );
        row.skip(2).print("→", Role::Muted).until(after, self.after.as_deref().unwrap_or("?"), role);
    }
}

/// The shares as a bar: solid for the client, shaded for the seller, so that it can be read without colour.
fn bar(ctx: &DrawContext<'_>, document: &mut Document, client: i64, seller: i64) {
    let total = i128::from(client) + i128::from(seller);
    if client < 0 || seller < 0 || total == 0 {
        return;
    }
    let part = |of: usize| usize::try_from(i128::from(client) * i128::try_from(of).unwrap_or(0) / total).unwrap_or(0);
    let percent = part(100);
    let labels = [(Side::Client, percent), (Side::Seller, 100 - percent)].map(|(side, percent)| {
        let vars = [("side", side.as_str().into()), ("percent", percent.into())];
        ctx.texts.with("figures-share", vars)
    });
    let columns = document.columns().saturating_sub(2 + width(&labels[0]) + width(&labels[1])).clamp(2, 32);
    // Whoever gets anything is seen in the bar.
    let least = (usize::from(client > 0), columns.saturating_sub(usize::from(seller > 0)));
    let solid = part(columns).clamp(least.0, least.1.max(least.0));
    let mut row = document.row();
    row.print(&labels[0], Role::Client).skip(1);
    row.print(&"█".repeat(solid), Role::Client).print(&"▒".repeat(columns.saturating_sub(solid)), Role::Seller);
    row.skip(1).print(&labels[1], Role::Seller);
}
