//! What every drawing function is given: what there is to see, and where to draw it.

use std::cell::RefCell;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::Cache;
use super::i18n::Texts;
use super::pen::Pen;
use super::remarks::RemarkCache;
use super::theme::{Role, Theme};
use super::time::DisplayClock;
use crate::app::Model;
use crate::app::measure::Measured;
use crate::app::mouse::HitTarget;
use crate::domain::ids::Handle;
use crate::domain::money::amount::Money;
use crate::domain::refusal::Refusal;
use crate::domain::vocabulary::{Basis, Outcome, Side};

/// What there is to see.
pub(crate) struct DrawContext<'a> {
    /// Everything that the desk knows.
    pub model: &'a Model,
    pub texts: &'a Texts,
    pub theme: &'a Theme,
    /// What looks through the parties' messages.
    pub remarks: &'a RemarkCache,
    /// What was laid out before.
    pub cache: &'a RefCell<Cache>,
}

impl<'a> DrawContext<'a> {
    /// Returns the look of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    pub fn clock(&self) -> DisplayClock<'a> {
        DisplayClock { texts: self.texts, zone: self.model.zone, now: self.model.now }
    }

    /// Returns an amount in the mediator's language.
    pub fn money(&self, amount: Money) -> String {
        amount.format(self.texts.lang())
    }

    /// Returns why a rule said no, with the names of mediators where it has their handles.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        self.texts.refusal(refusal, &|handle| self.model.name_of(&handle.0).to_owned())
    }

    /// Returns whether this mediator is the one who acts here.
    pub fn is_me(&self, handle: &Handle) -> bool {
        self.model.me.as_ref().is_some_and(|me| me.handle == *handle)
    }
}

/// Where to draw, and what drawing finds out.
pub(crate) struct Canvas<'a> {
    pub buffer: &'a mut Buffer,
    /// What this frame measures.
    pub measured: Measured,
    /// Where the cursor blinks.
    pub cursor: Option<Position>,
    /// Where things are that can be pointed at, the upper ones later; only gathered when the mouse was used.
    pub targets: Option<Vec<(Rect, HitTarget)>>,
}

impl Canvas<'_> {
    /// This can be pointed at here.
    pub fn add_target(&mut self, area: Rect, spot: HitTarget) {
        if let Some(targets) = &mut self.targets {
            targets.push((area, spot));
        }
    }

    /// The same, for a row of an area.
    pub fn add_target_row(&mut self, area: Rect, row: u16, spot: HitTarget) {
        if row < area.height {
            self.add_target(Rect { y: area.y + row, height: 1, ..area }, spot);
        }
    }

    /// Returns a pen at the start of a row of an area.
    pub fn pen(&mut self, area: Rect, row: u16) -> Pen<'_> {
        Pen::new(self.buffer, area, row)
    }
}

/// Returns the look of a party.
pub(crate) fn side_role(side: Side) -> Role {
    match side {
        Side::Client => Role::Client,
        Side::Seller => Role::Seller,
    }
}

/// Returns the look of an outcome, the same on every screen: that of the party who gets the money; one that leaves something
/// to both, or goes on, has neither's.
pub(crate) fn outcome_role(outcome: Outcome) -> Role {
    match outcome {
        Outcome::SellerWins => Role::Seller,
        Outcome::ClientRefunded => Role::Client,
        Outcome::PartialRefund => Role::Strong,
        Outcome::Relaunch => Role::Text,
    }
}

/// Returns the look of what a decision rests on: what both parties agreed is good news.
pub(crate) fn basis_role(basis: Basis) -> Role {
    if basis == Basis::Agreed { Role::Good } else { Role::Muted }
}

/// Cuts `rows` off the top of an area: the cut part, and what remains.
pub(crate) fn cut_top(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    let top = Rect { height: rows, ..area };
    (top, Rect { y: area.y + rows, height: area.height - rows, ..area })
}

/// Cuts `rows` off the bottom of an area: the cut part, and what remains.
pub(crate) fn cut_bottom(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    (Rect { y: area.bottom() - rows, height: rows, ..area }, Rect { height: area.height - rows, ..area })
}

/// Cuts `columns` off the left of an area: the cut part, and what remains.
pub(crate) fn cut_left(area: Rect, columns: u16) -> (Rect, Rect) {
    let columns = columns.min(area.width);
    (Rect { width: columns, ..area }, Rect { x: area.x + columns, width: area.width - columns, ..area })
}

/// Returns an area without its outermost columns.
pub(crate) fn inset(area: Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width / 2);
    Rect { x: area.x + columns, width: area.width - 2 * columns, ..area }
}
