//! What colours say on whole screens.

use litige::ui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use crate::desk::{Desk, Look};
use crate::fixture::{fill_decided, now};

/// The outcomes by their words, and what each looks like.
const OUTCOMES: [(&str, Role); 3] =
    [("Partial refund", Role::Strong), ("Client refunded", Role::Client), ("Relaunch", Role::Text)];

/// The colours in which a text stands on a screen, and those of the bars in its rows. What is struck has none.
fn colours_of(frame: &Buffer, text: &str) -> Vec<Color> {
    let area = frame.area;
    let mut found = Vec::new();
    for y in 0..area.height {
        let row: Vec<&str> = (0..area.width).map(|x| frame[(x, y)].symbol()).collect();
        let is_at = |x: usize| text.chars().enumerate().all(|(i, c)| row.get(x + i) == Some(&&*c.to_string()));
        let Some(at) = (0..row.len()).find(|x| is_at(*x)) else { continue };
        let cell = |x: usize| &frame[(u16::try_from(x).unwrap(), y)];
        if !cell(at).modifier.contains(Modifier::CROSSED_OUT) {
            found.push(cell(at).fg);
            found.extend(
                (at..row.len())
                    .map(cell)
                    .take_while(|cell| cell.symbol() != "│")
                    .filter(|cell| "█▉▊▋▌▍▎▏".contains(cell.symbol()))
                    .map(|cell| cell.fg),
            );
        }
    }
    found
}

#[test]
fn an_outcome_has_one_colour_on_every_screen() {
    let mut seen = 0;
    for keys in ["s", "5 Enter", "5 Enter 3", "v", "D j j", "D j j Enter 4 0 Enter o k Ctrl-s Enter", "Enter 4"] {
        let mut desk = Desk::new(Look::WIDE, now(), fill_decided);
        desk.press(keys);
        let frame = desk.frame();
        let colour = |role| desk.ui.theme.style(role).fg.unwrap();
        for (word, role) in OUTCOMES {
            for found in colours_of(&frame, word) {
                seen += 1;
                let is_label = found == colour(Role::Text);
                assert!(is_label || found == colour(role), "{keys}: {word} is {found}");
            }
        }
    }
    assert!(seen > 10, "only {seen} outcomes were seen");
}
