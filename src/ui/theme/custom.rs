//! A person's own theme: a file of colours by what they are for, over one of the themes that come with the program.

use ratatui::style::Color;
use toml::de::{DeTable, DeValue};

use super::nearest_of_256;
use super::palette::{Ink, Palette, USES};

/// What a theme file makes, and what in it could not be used: the line, and why. The rest of it holds.
pub type CustomTheme = (Palette, Vec<(usize, String)>);

/// Reads a theme file.
pub fn parse(text: &str) -> CustomTheme {
    let line_of = |at: usize| text.bytes().take(at).filter(|&b| b == b'\n').count() + 1;
    let (document, errors) = DeTable::parse_recoverable(text);
    let line_of_error = |error: &toml::de::Error| line_of(error.span().map_or(0, |span| span.start));
    let mut bad: Vec<(usize, String)> =
        errors.iter().map(|error| (line_of_error(error), error.message().trim().replace('\n', ", "))).collect();
    let mut lines: Vec<(usize, String, Option<String>)> = document
        .into_inner()
        .into_iter()
        .map(|(key, value)| (line_of(key.span().start), key.into_inner().into_owned(), value_text(value.get_ref())))
        // What the parser guessed on a broken line is not what was meant.
        .filter(|(line, ..)| bad.iter().all(|(broken, _)| broken != line))
        .collect();
    lines.sort();
    // The base comes first, wherever it stands.
    let mut palette = Palette::standard(super::ThemeMode::Dark);
    for (line, _, value) in lines.iter().filter(|(_, key, _)| key == "base") {
        match value.as_deref().and_then(Palette::named) {
            Some(base) => palette = base,
            None => bad.push((*line, format!("a base is one of {}", Palette::NAMES.join(", ")))),
        }
    }
    for (line, key, value) in lines.iter().filter(|(_, key, _)| key != "base") {
        let Some((_, what)) = USES.iter().find(|(name, _)| name == key) else {
            let known = USES.map(|(name, _)| name).join(", ");
            bad.push((*line, format!("there is no colour named {key}; there are {known}")));
            continue;
        };
        let at = *what as usize;
        match value.as_deref().and_then(|value| colour(value, palette.inks[at])) {
            Some(ink) => palette.inks[at] = ink,
            None => bad.push((
                *line,
                format!("{key} is no colour: write \"#5fcdb9\", a number up to 255, or a name like \"bright-red\""),
            )),
        }
    }
    bad.sort();
    (palette, bad)
}

/// Returns a value as one would say it.
fn value_text(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The terminal's own colours, by name.
const NAMED: [(&str, Color); 17] = [
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

/// Returns a colour in every depth. Where there are only the terminal's own 16, what is no name of one stays as the
/// base has it: what looks near on one palette is illegible on another.
fn colour(value: &str, base: Ink) -> Option<Ink> {
    if let Some((_, named)) = NAMED.iter().find(|(name, _)| *name == value) {
        return Some(Ink { rgb: *named, indexed: *named, ansi: *named });
    }
    if let Some(hex) = value.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii()) {
        let number = u32::from_str_radix(hex, 16).ok()?;
        return Some(Ink { rgb: Color::from_u32(number), indexed: Color::Indexed(nearest_of_256(number).0), ..base });
    }
    let number: u8 = value.parse().ok()?;
    Some(Ink { rgb: Color::Indexed(number), indexed: Color::Indexed(number), ..base })
}

#[cfg(test)]
mod tests {
    use super::super::{Depth, Role, Theme, ThemeMode};
    use super::*;

    #[test]
    fn own_colours_stand_over_their_base() {
        let (palette, bad) = parse("accent = \"#ff8800\"\nclient = 33\ngood = \"bright-green\"\nbase = \"light\"\n");
        assert_eq!(bad, []);
        let seen = |depth, role| Theme::of(&palette, depth).style(role).fg.unwrap();
        assert_eq!(seen(Depth::True, Role::Accent), Color::Rgb(0xff, 0x88, 0));
        assert_eq!(seen(Depth::Ansi256, Role::Accent), Color::Indexed(208));
        assert_eq!(seen(Depth::Ansi16, Role::Accent), Color::Cyan, "no name of the terminal's own");
        assert_eq!(seen(Depth::True, Role::Client), Color::Indexed(33));
        assert_eq!(seen(Depth::Ansi16, Role::Good), Color::LightGreen);
        let light = Theme::of(&Palette::standard(ThemeMode::Light), Depth::True);
        assert_eq!(seen(Depth::True, Role::Danger), light.style(Role::Danger).fg.unwrap());
        assert!(Theme::of(&palette, Depth::None).style(Role::Accent).fg.is_none());
    }

    #[test]
    fn a_broken_line_is_named_and_the_others_hold() {
        for (broken, words) in [
            ("accent = ", ""),
            ("acent = \"red\"", "acent"),
            ("accent = \"reddish\"", "accent"),
            ("accent = 256", "accent"),
            ("accent = -1", "accent"),
            ("accent = \"#12345\"", "accent"),
            ("accent = \"#é2345\"", "accent"),
            ("accent = [1]", "accent"),
            ("base = \"grey\"", "base"),
            ("base = 3", "base"),
            ("[colours]", "colours"),
        ] {
            let (palette, bad) = parse(&format!("client = \"red\"\n{broken}\n"));
            assert_eq!(bad.len(), 1, "{broken}: {bad:?}");
            assert_eq!(bad[0].0, 2, "{broken}: {bad:?}");
            assert!(bad[0].1.contains(words), "{broken}: {bad:?}");
            let mut expected = Palette::standard(ThemeMode::Dark);
            expected.inks[5] = colour("red", expected.inks[5]).unwrap();
            assert_eq!(palette, expected, "{broken}");
        }
    }

    #[test]
    fn the_nearest_of_256_is_the_nearest() {
        for (rgb, index) in [(0x00_0000, 16), (0xff_ffff, 231), (0xff_0000, 196), (0x80_8080, 244), (0x5f_cdb9, 79)] {
            assert_eq!(nearest_of_256(rgb).0, index, "{rgb:06x}");
        }
    }
}
