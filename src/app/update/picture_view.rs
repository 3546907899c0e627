//! Looking closer at an opened picture: enlarging it, and moving within it.

use crate::app::effect::Effect;
use crate::app::model::{Content, Layer, Model, OpenEvidence, PictureView};

use super::evidence;
use super::navigation::Motion;

pub(in crate::app) fn zoom_in(model: &mut Model, _: &mut Vec<Effect>) {
    change(model, PictureView::closer);
}

pub(in crate::app) fn zoom_out(model: &mut Model, _: &mut Vec<Effect>) {
    change(model, PictureView::farther);
}

/// To the right in an enlarged picture, else to the next file.
pub(in crate::app) fn right(model: &mut Model, out: &mut Vec<Effect>) {
    sideways(model, 1, out);
}

/// To the left in an enlarged picture, else to the file before.
pub(in crate::app) fn left(model: &mut Model, out: &mut Vec<Effect>) {
    sideways(model, -1, out);
}

fn sideways(model: &mut Model, by: i32, out: &mut Vec<Effect>) {
    match &model.layer {
        Some(Layer::Evidence(open)) if is_enlarged(open) => change(model, |view| view.moved(by, 0)),
        _ if by > 0 => evidence::next(model, out),
        _ => evidence::previous(model, out),
    }
}

/// Moves within an enlarged picture; returns whether that is what the move does.
pub(super) fn navigate(open: &mut OpenEvidence, motion: Motion) -> bool {
    if !is_enlarged(open) {
        return false;
    }
    let by = match motion {
        Motion::Down => 1,
        Motion::Up => -1,
        Motion::HalfDown | Motion::PageDown => 2,
        Motion::HalfUp | Motion::PageUp => -2,
        Motion::Last => 64,
        Motion::First => -64,
    };
    set(open, |view| view.moved(0, by));
    true
}

fn is_enlarged(open: &OpenEvidence) -> bool {
    matches!(&open.content, Content::Picture { view, .. } if view.is_enlarged())
}

fn change(model: &mut Model, to: impl FnOnce(PictureView) -> PictureView) {
    if let Some(Layer::Evidence(open)) = &mut model.layer {
        set(open, to);
    }
}

/// Another part is asked for with the next frame; until it is drawn, the one before stays.
fn set(open: &mut OpenEvidence, to: impl FnOnce(PictureView) -> PictureView) {
    if let Content::Picture { room, view, .. } = &mut open.content {
        let before = *view;
        *view = to(before);
        if *view != before {
            *room = None;
        }
    }
}
