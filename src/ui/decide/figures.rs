//! Who gets how much and what becomes of the order, before and after, in figures and names. A name stands on a row of its
//! own, never beside an amount.

use ratatui::layout::Rect;

use super::Deciding;
use crate::app::decision::Preview;
use crate::domain::case::Order;
use crate::domain::money::Money;
use crate::domain::words::Side;
use crate::ui::scene::{Canvas, Scene, side_role};
use crate::ui::sheet::Sheet;
use crate::ui::text::{safe, width};
use crate::ui::theme::Role;

/// Rows that the figures take.
pub(crate) const ROWS: u16 = 9;

/// Draws the figures of a decision being made.
pub(crate) fn draw(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, deciding: &Deciding<'_>) {
    let mut sheet = Sheet::new(usize::from(area.width));
    lay_out(scene, &mut sheet, &deciding.file.case.order, deciding.outlook(scene).ok().as_ref());
    sheet.draw(scene, canvas, area, 0);
}

/// Lays out the figures; without an outlook, only how things stand now.
pub(crate) fn lay_out(scene: &Scene<'_>, sheet: &mut Sheet, order: &Order, outlook: Option<&Preview>) {
    let texts = scene.texts;
    let (now, then) = (order.balances, outlook.map(|outlook| outlook.after));
    let money = |minor: i64| scene.money(Money::new(minor, order.price.currency));
    let states = (
        texts.word("order-state", order.state.as_str()).into_owned(),
        outlook.map(|outlook| texts.word("order-state", outlook.order_after.as_str()).into_owned()),
    );
    let rows = [
        (
            Some(Side::Client),
            "figures-client",
            money(now.client),
            then.map(|b| money(b.client)),
            now.client,
            then.map(|b| b.client),
        ),
        (
            Some(Side::Seller),
            "figures-seller",
            money(now.seller),
            then.map(|b| money(b.seller)),
            now.seller,
            then.map(|b| b.seller),
        ),
        (None, "figures-escrow", money(now.escrow), then.map(|b| money(b.escrow)), now.escrow, then.map(|b| b.escrow)),
    ];
    let cells = rows
        .iter()
        .flat_map(|row| [Some(&row.2), row.3.as_ref()])
        .flatten()
        .chain([&states.0])
        .chain(states.1.as_ref());
    let column = cells
        .map(|cell| width(cell))
        .max()
        .unwrap_or(0)
        .max(super::widest(scene, &["figures-before", "figures-after"]));
    let label = 2 + super::widest(scene, &["figures-client", "figures-seller", "figures-escrow", "figures-order"]);
    let table = Table { label, before: label + 2 + column, after: label + 2 + column + 5 + column };
    sheet.row().until(table.before, &texts.get("figures-before"), Role::Muted).until(
        table.after,
        &texts.get("figures-after"),
        Role::Muted,
    );
    for (side, key, before, after, was, will) in rows {
        if let Some(side) = side {
            let name = match side {
                Side::Client => &order.client.name,
                Side::Seller => &order.seller.name,
            };
            let party = texts.word("speaker", side.as_str());
            sheet.row().put(&party, Role::Muted).skip(1).put(&safe(name), side_role(side));
        }
        let gains = will.is_some_and(|will| will > was);
        let role = match side {
            Some(side) if gains => side_role(side),
            _ => Role::Text,
        };
        let indent = if side.is_some() { 2 } else { 0 };
        table.row(sheet, (indent, &texts.get(key)), &before, after.as_deref(), role, gains);
    }
    let changes = states.1.as_ref().is_some_and(|after| *after != states.0);
    table.row(sheet, (0, &texts.get("figures-order")), &states.0, states.1.as_deref(), Role::Text, changes);
    if let Some(after) = then {
        bar(scene, sheet, after.client - now.client, after.seller - now.seller);
    }
}

/// Where the columns of the figures end.
struct Table {
    label: usize,
    before: usize,
    after: usize,
}

impl Table {
    fn row(
        &self,
        sheet: &mut Sheet,
        (indent, label): (usize, &str),
        before: &str,
        after: Option<&str>,
        role: Role,
        changes: bool,
    ) {
        let mut row = sheet.row();
        row.to(indent).put(label, Role::Muted).to(self.label).until(self.before, before, Role::Text);
        row.skip(2).put("→", Role::Muted);
        match after {
            Some(after) if changes => row.until(self.after, after, role_strong(role)),
            Some(after) => row.until(self.after, after, Role::Muted),
            None => row.until(self.after, "?", Role::Muted),
        };
    }
}

/// A figure that changes is read first.
fn role_strong(role: Role) -> Role {
    if role == Role::Text { Role::Money } else { role }
}

/// The shares as a bar: solid for the client, shaded for the seller, so that it can be read without colour.
fn bar(scene: &Scene<'_>, sheet: &mut Sheet, client: i64, seller: i64) {
    let total = client + seller;
    if client < 0 || seller < 0 || total == 0 {
        return;
    }
    let percent = |part: i64| part * 100 / total;
    let label = |side: Side, percent: i64| {
        let vars = [("side", side.as_str().into()), ("percent", percent.into())];
        scene.texts.with("figures-share", vars)
    };
    let of_client = percent(client);
    let labels = [label(Side::Client, of_client), label(Side::Seller, 100 - of_client)];
    let columns = sheet.columns().min(48);
    // Whoever gets anything is seen in the bar.
    let cells = i64::try_from(columns).unwrap_or(0);
    let solid = (client * cells / total).clamp(i64::from(client > 0), cells - i64::from(seller > 0));
    let solid = usize::try_from(solid).unwrap_or(0);
    sheet.row().put(&"█".repeat(solid), Role::Client).put(&"▒".repeat(columns.saturating_sub(solid)), Role::Seller);
    let end = columns;
    let mut row = sheet.row();
    row.put(&labels[0], Role::Client).until(end, &labels[1], Role::Seller);
}
