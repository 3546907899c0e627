//! What each thing on the screen looks like, by what it means: no colour is named anywhere else.
//!
//! Every role is legible in truecolor, 256 and 16 colours and without any: where colours end, modifiers remain. With many
//! colours the desk paints its own background, so that it stays legible on a terminal of the other kind.

use ratatui::style::{Color, Modifier, Style};
use termprofile::TermProfile;

/// Dark on light, or light on dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Light text on a dark ground.
    #[default]
    Dark,
    /// Dark text on a light ground.
    Light,
}

impl Mode {
    /// Reads the configuration's word; `None` for `auto`, and for what is no such word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "dark" => Some(Self::Dark),
            "light" => Some(Self::Light),
            _ => None,
        }
    }

    /// Reads the variable `COLORFGBG` that some terminals set (`15;0`: the last number is the background's).
    pub fn from_colorfgbg(value: &str) -> Option<Self> {
        match value.rsplit(';').next()?.parse::<u8>().ok()? {
            0..=6 | 8 => Some(Self::Dark),
            7 | 9..=15 => Some(Self::Light),
            _ => None,
        }
    }
}

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Depth {
    /// None, or `NO_COLOR`.
    None,
    /// The 16 of the terminal's own palette.
    Ansi16,
    /// 256.
    Ansi256,
    /// Any.
    #[default]
    True,
}

impl From<TermProfile> for Depth {
    fn from(profile: TermProfile) -> Self {
        match profile {
            TermProfile::NoTty | TermProfile::NoColor => Self::None,
            TermProfile::Ansi16 => Self::Ansi16,
            TermProfile::Ansi256 => Self::Ansi256,
            TermProfile::TrueColor => Self::True,
        }
    }
}

/// What something on the screen means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What is read: the ground everything stands on.
    Text,
    /// What is read first: a title, a figure.
    Strong,
    /// What explains: labels, times, ids.
    Muted,
    /// Lines between things.
    Border,
    /// The frame of the part that has the keys.
    Focus,
    /// The first and last row, which are the program's own.
    Bar,
    /// What recedes on them.
    BarMuted,
    /// The view, tab or step one is in.
    Active,
    /// What the program calls attention to; the mediator's own things.
    Accent,
    /// A key that can be pressed.
    Key,
    /// The client and what they did.
    Client,
    /// The seller and what they did.
    Seller,
    /// The mediator and what they did.
    Mediator,
    /// litige itself.
    System,
    /// A note that only mediators see.
    Private,
    /// An amount.
    Money,
    /// What the client gets.
    ClientShare,
    /// What the seller gets.
    SellerShare,
    /// Past its time.
    Overdue,
    /// Near its time.
    Soon,
    /// What went well or was agreed.
    Good,
    /// What must give one pause.
    Danger,
    /// What does not count.
    Struck,
    /// What was searched for.
    Match,
    /// What is not there yet, and what to do about it.
    Hint,
}

/// Every role, to fill the table of styles.
const ROLES: [Role; 25] = [
    Role::Text,
    Role::Strong,
    Role::Muted,
    Role::Border,
    Role::Focus,
    Role::Bar,
    Role::BarMuted,
    Role::Active,
    Role::Accent,
    Role::Key,
    Role::Client,
    Role::Seller,
    Role::Mediator,
    Role::System,
    Role::Private,
    Role::Money,
    Role::ClientShare,
    Role::SellerShare,
    Role::Overdue,
    Role::Soon,
    Role::Good,
    Role::Danger,
    Role::Struck,
    Role::Match,
    Role::Hint,
];

/// One colour in each depth: truecolor dark and light, 256 dark and light, and the terminal's own 16.
struct Ink {
    rgb: [u32; 2],
    indexed: [u8; 2],
    ansi: Color,
}

const fn ink(rgb: [u32; 2], indexed: [u8; 2], ansi: Color) -> Ink {
    Ink { rgb, indexed, ansi }
}

const TEXT: Ink = ink([0xd6_dae1, 0x23_272e], [253, 235], Color::Reset);
const BRIGHT: Ink = ink([0xf3_f5f8, 0x0c_0e12], [255, 232], Color::Reset);
const MUTED: Ink = ink([0x99_a2b2, 0x5c_6472], [246, 241], Color::Reset);
const LINE: Ink = ink([0x36_3d49, 0xd0_d3d9], [238, 252], Color::DarkGray);
const ACCENT: Ink = ink([0x5f_cdb9, 0x06_6f63], [79, 23], Color::Cyan);
const BLUE: Ink = ink([0x86_b6f4, 0x1c_59a8], [111, 25], Color::Blue);
const ORANGE: Ink = ink([0xe8_a871, 0x9a_4b08], [215, 130], Color::Yellow);
const VIOLET: Ink = ink([0xb9_a5ec, 0x66_46b0], [141, 61], Color::Magenta);
const RED: Ink = ink([0xf2_8080, 0xb0_241c], [210, 124], Color::Red);
const YELLOW: Ink = ink([0xe9_cb72, 0x7a_5600], [221, 94], Color::Yellow);
const GREEN: Ink = ink([0x93_d08f, 0x2c_7230], [114, 28], Color::Green);

const GROUND: Ink = ink([0x15_181d, 0xfc_fbf8], [234, 231], Color::Reset);
const RAISED: Ink = ink([0x1e_222a, 0xef_eeea], [235, 255], Color::Reset);
const CHOSEN: Ink = ink([0x2a_3444, 0xdb_e6f2], [237, 189], Color::Reset);
const FOUND: Ink = ink([0x55_4a1e, 0xf6_e3a1], [58, 229], Color::Reset);

/// The styles of every role, for one kind of terminal.
#[derive(Debug, Clone)]
pub struct Theme {
    mode: Mode,
    depth: Depth,
    styles: [Style; ROLES.len()],
    ground: Style,
    raised: Style,
    selected: Style,
    field: Style,
}

impl Default for Theme {
    fn default() -> Self {
        Self::new(Mode::Dark, Depth::True)
    }
}

impl Theme {
    /// The theme of this kind of terminal.
    pub fn new(mode: Mode, depth: Depth) -> Self {
        let paint = Paint { mode, depth };
        Self {
            mode,
            depth,
            styles: ROLES.map(|role| paint.role(role)),
            ground: paint.fg(&TEXT).patch(paint.bg(&GROUND)),
            raised: paint.fg(&TEXT).patch(paint.bg(&RAISED)),
            selected: paint.bg(&CHOSEN).add_modifier(Modifier::BOLD),
            field: paint.field(),
        }
    }

    /// What this looks like.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// The ground of the whole screen.
    pub fn ground(&self) -> Style {
        self.ground
    }

    /// The ground of what stands out of it: bars and dialogs.
    pub fn raised(&self) -> Style {
        self.raised
    }

    /// What is laid over a selected row. It is bold and has a bar before it, too: a background alone is nothing without
    /// colours.
    pub fn selected(&self) -> Style {
        self.selected
    }

    /// The ground of a field of one line that can be written in.
    pub fn field(&self) -> Style {
        self.field
    }

    /// Dark or light.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// How many colours.
    pub fn depth(&self) -> Depth {
        self.depth
    }
}

struct Paint {
    mode: Mode,
    depth: Depth,
}

impl Paint {
    fn colour(&self, ink: &Ink) -> Option<Color> {
        let side = usize::from(self.mode == Mode::Light);
        match self.depth {
            Depth::None => None,
            Depth::Ansi16 => Some(ink.ansi),
            Depth::Ansi256 => Some(Color::Indexed(ink.indexed[side])),
            Depth::True => Some(Color::from_u32(ink.rgb[side])),
        }
    }

    fn fg(&self, ink: &Ink) -> Style {
        self.colour(ink).map_or(Style::new(), |colour| Style::new().fg(colour))
    }

    fn bg(&self, ink: &Ink) -> Style {
        self.colour(ink).map_or(Style::new(), |colour| Style::new().bg(colour))
    }

    /// A field shows how long it is by its ground; with few colours, by a line under it.
    fn field(&self) -> Style {
        let ground = self.fg(&TEXT).patch(self.bg(&CHOSEN));
        if self.depth <= Depth::Ansi16 { ground.add_modifier(Modifier::UNDERLINED) } else { ground }
    }

    /// What recedes: with few colours the terminal's own dimming, which stays legible on any palette.
    fn receding(&self) -> Style {
        if self.depth <= Depth::Ansi16 { Style::new().add_modifier(Modifier::DIM) } else { self.fg(&MUTED) }
    }

    fn role(&self, role: Role) -> Style {
        let bold = Modifier::BOLD;
        match role {
            Role::Text => self.fg(&TEXT),
            Role::Strong => self.fg(&BRIGHT).add_modifier(bold),
            Role::Muted | Role::BarMuted => self.receding(),
            Role::Hint => self.receding().add_modifier(Modifier::ITALIC),
            Role::Border if self.depth == Depth::None => self.receding(),
            Role::Border => self.fg(&LINE),
            Role::Focus | Role::Accent => self.fg(&ACCENT),
            Role::Bar => self.fg(&TEXT),
            Role::Active if self.depth <= Depth::Ansi16 => self.fg(&ACCENT).add_modifier(bold | Modifier::UNDERLINED),
            Role::Active => self.fg(&ACCENT).add_modifier(bold),
            Role::Key => self.fg(&ACCENT).add_modifier(bold),
            Role::Client => self.fg(&BLUE),
            Role::Seller => self.fg(&ORANGE),
            Role::Mediator => self.fg(&ACCENT),
            Role::System => self.receding(),
            Role::Private => self.fg(&VIOLET),
            Role::Money => self.fg(&BRIGHT).add_modifier(bold),
            Role::Overdue => self.fg(&RED).add_modifier(bold),
            Role::Danger => self.fg(&RED),
            Role::ClientShare => self.fg(&BLUE).add_modifier(bold),
            Role::SellerShare => self.fg(&ORANGE).add_modifier(bold),
            Role::Soon => self.fg(&YELLOW),
            Role::Good => self.fg(&GREEN),
            Role::Struck => self.receding().add_modifier(Modifier::CROSSED_OUT),
            Role::Match if self.depth <= Depth::Ansi16 => Style::new().add_modifier(bold | Modifier::UNDERLINED),
            Role::Match => self.fg(&BRIGHT).patch(self.bg(&FOUND)).add_modifier(bold),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn themes() -> impl Iterator<Item = Theme> {
        [Mode::Dark, Mode::Light].into_iter().flat_map(|mode| {
            [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::True].map(|depth| Theme::new(mode, depth))
        })
    }

    /// Relative luminance (WCAG 2).
    fn luminance(colour: Color) -> f64 {
        let Color::Rgb(r, g, b) = colour else { panic!("{colour} is not a true colour") };
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(a: Color, b: Color) -> f64 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn the_table_of_styles_is_in_the_order_of_the_roles() {
        assert!(ROLES.iter().enumerate().all(|(at, &role)| role as usize == at));
    }

    #[test]
    fn every_role_is_legible_on_every_ground() {
        for mode in [Mode::Dark, Mode::Light] {
            let theme = Theme::new(mode, Depth::True);
            for ground in [theme.ground(), theme.raised(), theme.selected()] {
                for role in ROLES.into_iter().filter(|&role| role != Role::Border) {
                    let style = ground.patch(theme.style(role));
                    let ratio = contrast(style.fg.unwrap(), style.bg.unwrap());
                    assert!(ratio >= 4.5, "{mode:?} {role:?} has a contrast of {ratio:.1}");
                }
            }
        }
    }

    #[test]
    fn without_colours_there_are_none_and_what_matters_is_still_marked() {
        for theme in themes().filter(|theme| theme.depth() == Depth::None) {
            let styles = ROLES.map(|role| theme.style(role)).into_iter().chain([
                theme.ground(),
                theme.raised(),
                theme.selected(),
            ]);
            assert!(styles.into_iter().all(|s| s.fg.is_none() && s.bg.is_none()));
            for role in [Role::Overdue, Role::Active, Role::Money, Role::Match, Role::Struck] {
                assert!(!theme.style(role).add_modifier.is_empty(), "{role:?}");
            }
        }
    }

    #[test]
    fn a_selection_is_marked_by_more_than_its_background() {
        assert!(themes().all(|theme| theme.selected().add_modifier.contains(Modifier::BOLD)));
    }

    #[test]
    fn the_mode_is_told_by_a_word_or_by_the_terminal() {
        assert_eq!((Mode::from_word("light"), Mode::from_word("auto")), (Some(Mode::Light), None));
        for (value, mode) in [
            ("15;0", Some(Mode::Dark)),
            ("0;15", Some(Mode::Light)),
            ("12;default;7", Some(Mode::Light)),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(Mode::from_colorfgbg(value), mode, "{value}");
        }
    }
}
