//! The card over a demo that is opened for the first time: what it is, the keys that matter, and the way out.

use ratatui::layout::Rect;

use super::dialog;
use super::document::Document;
use super::draw_context::{Canvas, DrawContext};
use super::footer;
use super::text::{safe, width};
use super::theme::Role;
use crate::app::command::{Command, KeyContext};

/// Columns of the card, frame included.
const COLUMNS: u16 = 64;

/// Draws the card.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let texts = ctx.texts;
    let key = |context, command| footer::key(ctx, context, command).unwrap_or_default();
    let queue = |commands: &[Command]| {
        commands.iter().map(|command| key(KeyContext::Queue, *command)).collect::<Vec<_>>().join(" ")
    };
    let back = key(KeyContext::Case, Command::Back);
    let steps = [
        (queue(&[Command::Down, Command::Up]), texts.get("first-steps-move").into_owned()),
        (queue(&[Command::Open]), texts.with("first-steps-open", [("back", back.into())])),
        (queue(&[Command::Decide]), texts.get("first-steps-decide").into_owned()),
        (queue(&[Command::Palette]), texts.get("first-steps-palette").into_owned()),
        (queue(&[Command::Help]), texts.get("first-steps-help").into_owned()),
    ];
    let leave = (queue(&[Command::Quit]), texts.get("first-steps-quit").into_owned());
    let at = 3 + steps.iter().chain([&leave]).map(|(keys, _)| width(keys)).max().unwrap_or(0);

    let columns = COLUMNS.min(area.width);
    let mut document = Document::new(usize::from(columns.saturating_sub(4)));
    if let Some(me) = &ctx.model.me {
        let name = safe(&me.name).into_owned();
        document.paragraph(&texts.with("first-steps-about", [("name", name.into())]), Role::Text);
        document.blank();
    }
    let step = |(keys, about): &(String, String), document: &mut Document| {
        document.entry((keys, Role::Key), (at, "", Role::Text), (at, about, Role::Text));
    };
    steps.iter().for_each(|one| step(one, &mut document));
    document.blank();
    step(&leave, &mut document);
    document.blank();
    document.paragraph(&texts.with("first-steps-begin", [("accept", "⏎".into())]), Role::Hint);
    let rows = u16::try_from(document.height() + 2).unwrap_or(u16::MAX);
    let inside = dialog::draw(ctx, canvas, area, (columns, rows), &texts.get("first-steps-title"));
    document.draw(ctx, canvas, inside, 0);
}
