//! The last page: everything again, in figures and names, and a question whose answer is No unless told otherwise.

use ratatui::layout::Rect;

use super::{Deciding, answers, figures, last_row};
use crate::app::decision;
use crate::app::model::CaseFile;
use crate::domain::case::records::DecisionState;
use crate::domain::ids::Cite;
use crate::ui::case::scrollbar;
use crate::ui::notice;
use crate::ui::scene::{Canvas, Scene, cut_bottom, inset};
use crate::ui::sheet::Sheet;
use crate::ui::status::{speaker_name, speaker_role};
use crate::ui::text::safe;
use crate::ui::theme::Role;

/// Draws the last page.
pub(crate) fn draw(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, deciding: &Deciding<'_>) {
    let (bottom, page) = cut_bottom(area, 2);
    let (row, _) = last_row(bottom);
    let question = scene.texts.get("confirm-decide");
    let mut pen = canvas.pen(row, 0);
    pen.skip(2).put(&question, scene.style(Role::Strong));
    let x = pen.x();
    let (_, row) = crate::ui::scene::cut_left(row, x.saturating_sub(row.x) + 1);
    answers(scene, canvas, row, deciding.decide.choice, "button-no-back", "button-yes-decide");
    let page = inset(page, 2);
    let mut sheet = Sheet::new(usize::from(page.width));
    lay_out(scene, &mut sheet, deciding, page.height > 24);
    let extent = sheet.draw(scene, canvas, page, deciding.decide.scroll);
    scrollbar(scene, canvas, page, extent);
    canvas.measured.layer = extent;
}

fn lay_out(scene: &Scene<'_>, sheet: &mut Sheet, deciding: &Deciding<'_>, airy: bool) {
    let (texts, model, decide) = (scene.texts, scene.model, deciding.decide);
    let preview = decision::preview(deciding.file, decide, deciding.me, &model.policy, model.now);
    sheet.blank();
    let mut row = sheet.row();
    row.put(&texts.word("outcome", decide.outcome.as_str()), Role::Strong);
    if let Some(basis) = preview.as_ref().ok().and_then(|preview| preview.decision.basis) {
        row.skip(2).put(&texts.word("basis", basis.as_str()), Role::Accent);
    }
    drop(row);
    sheet.blank();
    figures::lay_out(scene, sheet, &deciding.file.case.order, preview.as_ref().ok(), airy);
    sheet.blank();
    match &preview {
        Ok(preview) if preview.decision.state == DecisionState::Awaiting => {
            sheet.say(&texts.get("confirm-awaits"), Role::Soon);
        }
        Ok(preview) => {
            let span = preview.decision.effective_at.map(|at| scene.clock().span(at - model.now)).unwrap_or_default();
            sheet.say(&texts.with("confirm-hold", [("span", span.into())]), Role::Muted);
        }
        Err(trouble) => sheet.say(&notice::trouble(scene, trouble), Role::Danger),
    }
    sheet.heading(&texts.get("confirm-reasons"));
    sheet.quote(decide.editor.text.body(), Role::Text, Role::Mediator);
    sheet.heading(&texts.get("confirm-rests-on"));
    if decide.cites.is_empty() {
        sheet.say(&texts.get("confirm-rests-on-nothing"), Role::Muted);
    }
    for cite in &decide.cites {
        cited(scene, sheet, deciding.file, *cite);
    }
}

/// Something that the decision rests on, on one row.
pub(crate) fn cited(scene: &Scene<'_>, sheet: &mut Sheet, file: &CaseFile, cite: Cite) {
    let all = decision::citable(file);
    let Some(item) = all.iter().find(|item| item.cite == cite) else { return };
    let mut row = sheet.row();
    row.put(&cite.to_string(), Role::Muted).skip(1);
    match (item.attachment, item.row) {
        (Some(attachment), _) => {
            row.put(&safe(&attachment.name), Role::Text);
        }
        (None, Some(message)) => {
            let message = &message.message;
            let name = speaker_name(scene, &file.case, message.from, &message.author);
            let start: String = message.body.chars().take(200).collect();
            row.put(&name, speaker_role(message.from)).skip(1).put(&safe(&start), Role::Text);
        }
        (None, None) => {}
    }
}
