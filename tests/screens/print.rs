//! A screen as text: with styles for snapshots, and as terminal output for pictures.

use std::collections::BTreeMap;
use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

/// Returns the cells of a row, without the second halves of wide characters.
fn cells(buffer: &Buffer, y: u16) -> impl Iterator<Item = &Cell> {
    let mut hidden = 0;
    (0..buffer.area.width).filter_map(move |x| {
        if hidden > 0 {
            hidden -= 1;
            return None;
        }
        let cell = &buffer[(x, y)];
        hidden = cell.symbol().cell_width().saturating_sub(1);
        Some(cell)
    })
}

/// Returns the text of every row, without trailing spaces.
pub fn plain(buffer: &Buffer) -> String {
    let row = |y| cells(buffer, y).map(Cell::symbol).collect::<String>().trim_end().to_owned();
    (0..buffer.area.height).map(row).collect::<Vec<_>>().join("\n")
}

/// Returns the text of every row with its styles below: a letter for each, explained at the end, and a dot for the
/// default.
pub fn styled(buffer: &Buffer, cursor: Option<Position>) -> String {
    let ground = style(&buffer[(0, buffer.area.height / 2)]);
    let mut letters: BTreeMap<String, char> = BTreeMap::new();
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let (mut text, mut styles) = (String::new(), String::new());
        for cell in cells(buffer, y) {
            text.push_str(cell.symbol());
            let style = style(cell);
            let next = ('a'..='z').chain('A'..='Z').nth(letters.len()).unwrap_or('?');
            let letter = if style == ground { '.' } else { *letters.entry(style).or_insert(next) };
            styles.extend(std::iter::repeat_n(letter, usize::from(cell.symbol().cell_width().max(1))));
        }
        let styles = styles.trim_end_matches('.');
        let _ = writeln!(out, "{}", text.trim_end());
        if !styles.is_empty() {
            let _ = writeln!(out, "~{styles}");
        }
    }
    let _ = writeln!(out, "---\n. {ground}");
    let mut by_letter: Vec<_> = letters.into_iter().map(|(style, letter)| (letter, style)).collect();
    by_letter.sort_by_key(|(letter, _)| (letter.is_uppercase(), *letter));
    for (letter, style) in by_letter {
        let _ = writeln!(out, "{letter} {style}");
    }
    if let Some(Position { x, y }) = cursor {
        let _ = writeln!(out, "cursor {x},{y}");
    }
    out
}

fn style(cell: &Cell) -> String {
    let colour = |colour: Color| match colour {
        Color::Reset => "-".to_owned(),
        other => other.to_string().to_lowercase(),
    };
    let modifiers = cell.modifier.iter_names().map(|(name, _)| format!(" {}", name.to_lowercase())).collect::<String>();
    format!("{} on {}{modifiers}", colour(cell.fg), colour(cell.bg))
}

/// Returns the screen as terminal output.
pub fn ansi(buffer: &Buffer) -> String {
    let mut out = String::from("\x1b[2J\x1b[H\x1b[?25l");
    for y in 0..buffer.area.height {
        let _ = write!(out, "\x1b[{};1H", y + 1);
        for cell in cells(buffer, y) {
            let _ = write!(out, "\x1b[0{}{}{}m{}", modifiers(cell), sgr(cell.fg, 38), sgr(cell.bg, 48), cell.symbol());
        }
    }
    out + "\x1b[0m"
}

fn modifiers(cell: &Cell) -> String {
    let codes = [
        (Modifier::BOLD, 1),
        (Modifier::DIM, 2),
        (Modifier::ITALIC, 3),
        (Modifier::UNDERLINED, 4),
        (Modifier::REVERSED, 7),
        (Modifier::CROSSED_OUT, 9),
    ];
    codes.iter().filter(|(modifier, _)| cell.modifier.contains(*modifier)).map(|(_, code)| format!(";{code}")).collect()
}

fn sgr(colour: Color, base: u8) -> String {
    let named = |n: u8| format!(";{}", if n < 8 { base - 8 + n } else { base + 52 + n - 8 });
    match colour {
        Color::Rgb(r, g, b) => format!(";{base};2;{r};{g};{b}"),
        Color::Indexed(n) => format!(";{base};5;{n}"),
        Color::Reset => String::new(),
        Color::Red => named(1),
        Color::Green => named(2),
        Color::Yellow => named(3),
        Color::Blue => named(4),
        Color::Magenta => named(5),
        Color::Cyan => named(6),
        Color::DarkGray => named(8),
        Color::LightRed => named(9),
        Color::LightGreen => named(10),
        Color::LightYellow => named(11),
        Color::LightBlue => named(12),
        Color::LightMagenta => named(13),
        Color::LightCyan => named(14),
        other => panic!("no code for {other}"),
    }
}
