//! Screens of the demo as a terminal would be sent them, for a person to look at:
//! `PICTURES=folder cargo test --test screens pictures -- --ignored`.

use litige::domain::vocabulary::Lang;
use litige::ui::theme::{Depth, ThemeMode};

use crate::desk::{Desk, Look};
use crate::fixture::now;
use crate::print::ansi;

#[test]
#[ignore = "writes files to look at; says nothing about right or wrong"]
fn pictures() {
    let folder = std::env::var("PICTURES").expect("PICTURES names a folder");
    let keys = std::env::var("KEYS").unwrap_or_default();
    let number =
        |name: &str, otherwise: u16| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(otherwise);
    let is = |name: &str| std::env::var(name).is_ok();
    let look = Look {
        lang: if is("FR") { Lang::Fr } else { Lang::En },
        mode: if is("LIGHT") { ThemeMode::Light } else { ThemeMode::Dark },
        palette: is("HIGH").then_some(if is("LIGHT") { "high-contrast-light" } else { "high-contrast" }),
        depth: match number("COLOURS", 24) {
            0 => Depth::None,
            16 => Depth::Ansi16,
            255 => Depth::Ansi256,
            _ => Depth::True,
        },
        cols: number("COLS", 120),
        rows: number("ROWS", 40),
    };
    let mut desk = Desk::new(look, now(), |store| drop(litige::demo::seed(store, now()).unwrap()));
    // `;` separates screens; `=` begins text to type.
    for (at, screen) in keys.split(';').enumerate() {
        for step in screen.split('|') {
            match step.strip_prefix('=') {
                Some(text) => desk.write(text),
                None => desk.press(step),
            };
        }
        let frame = desk.frame();
        std::fs::write(format!("{folder}/{at:02}.ans"), ansi(&frame)).unwrap();
    }
}
