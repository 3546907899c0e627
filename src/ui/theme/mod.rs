//! What each thing on the screen looks like, by what it means: no colour is named anywhere else.
//!
//! Every role is legible in truecolor, 256 and 16 colours and without any: where colours end, modifiers remain. With many
//! colours the desk paints its own background, so that it stays legible on a terminal of the other kind.

pub mod custom;
mod palette;

use ratatui::style::{Color, Modifier, Style};
use termprofile::TermProfile;

use palette::ColorUse;
pub use palette::Palette;

/// Dark on light, or light on dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeMode {
    /// Light text on a dark ground.
    #[default]
    Dark,
    /// Dark text on a light ground.
    Light,
}

impl ThemeMode {
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

/// Returns the nearest of the 256 that are the same everywhere, the cube and the greys, and its red, green and blue.
pub fn nearest_of_256(rgb: u32) -> (u8, [u8; 3]) {
    let [_, r, g, b] = rgb.to_be_bytes();
    let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
    let distance =
        |seen: &[u8; 3]| [r, g, b].iter().zip(seen).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum::<u32>();
    let seen = |index: u8| match index {
        16..=231 => [level((index - 16) / 36), level((index - 16) / 6 % 6), level((index - 16) % 6)],
        _ => [8 + 10 * (index.max(232) - 232); 3],
    };
    (16..=255).map(|index| (index, seen(index))).min_by_key(|(_, seen)| distance(seen)).unwrap_or((16, [0; 3]))
}

/// What a mediator wants the desk to look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeChoice {
    /// The colours; `None`: those for the kind of terminal that it seems to be.
    pub palette: Option<Palette>,
    /// No more colours than this, whatever the terminal has.
    pub at_most: Depth,
}

impl Default for ThemeChoice {
    fn default() -> Self {
        Self { palette: None, at_most: Depth::True }
    }
}

impl ThemeChoice {
    /// Returns what comes with the program, by the configuration's word.
    pub fn from_word(word: &str) -> Option<Self> {
        let auto = Self::default();
        match word {
            "auto" => Some(auto),
            "16" => Some(Self { at_most: Depth::Ansi16, ..auto }),
            "plain" => Some(Self { at_most: Depth::None, ..auto }),
            name => Palette::named(name).map(|palette| Self { palette: Some(palette), ..auto }),
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
    /// What can be acted on now, or is where the keys go: the cursor, one's own turn, what nobody has read.
    Accent,
    /// A key that can be pressed.
    Key,
    /// The client and what they did.
    Client,
    /// The seller and what they did.
    Seller,
    /// The mediator and what they did.
    Mediator,
    System,
    /// A note that only mediators see.
    Private,
    Money,
    /// What the client gets.
    ClientShare,
    /// What the seller gets.
    SellerShare,
    /// A deadline that is near, and what else must be noticed.
    Soon,
    /// A deadline that has passed today.
    Late,
    /// A deadline that passed days ago.
    Overdue,
    /// A deadline that passed long ago.
    LongOverdue,
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
    /// What the parties wrote and the mediator should notice.
    Noticed,
}

/// Every role, to fill the table of styles.
const ROLES: [Role; 28] = [
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
    Role::Soon,
    Role::Late,
    Role::Overdue,
    Role::LongOverdue,
    Role::Good,
    Role::Danger,
    Role::Struck,
    Role::Match,
    Role::Hint,
    Role::Noticed,
];

/// The styles of every role, for one kind of terminal.
#[derive(Debug, Clone)]
pub struct Theme {
    depth: Depth,
    styles: [Style; ROLES.len()],
    ground: Style,
    raised: Style,
    selected: Style,
    field: Style,
}

impl Default for Theme {
    fn default() -> Self {
        Self::new(ThemeMode::Dark, Depth::True)
    }
}

impl Theme {
    /// Returns the standard theme of this kind of terminal.
    pub fn new(mode: ThemeMode, depth: Depth) -> Self {
        Self::of(&Palette::standard(mode), depth)
    }

    /// These colours, as far as the terminal has them.
    pub fn of(palette: &Palette, depth: Depth) -> Self {
        let paint = Paint { palette, depth };
        Self {
            depth,
            styles: ROLES.map(|role| paint.role(role)),
            ground: paint.fg(ColorUse::Text).patch(paint.bg(ColorUse::Ground)),
            raised: paint.fg(ColorUse::Text).patch(paint.bg(ColorUse::Raised)),
            selected: paint.selected(),
            field: paint.field(),
        }
    }

    /// Returns what this looks like.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// Returns the ground of the whole screen.
    pub fn ground(&self) -> Style {
        self.ground
    }

    /// Returns the ground of what stands out of it: bars and dialogs.
    pub fn raised(&self) -> Style {
        self.raised
    }

    /// Returns what is laid over a selected row. It is bold and has a bar before it, too: a background alone is nothing
    /// without colours.
    pub fn selected(&self) -> Style {
        self.selected
    }

    /// Returns the ground of a field of one line that can be written in.
    pub fn field(&self) -> Style {
        self.field
    }

    /// Returns how many colours.
    pub fn depth(&self) -> Depth {
        self.depth
    }
}

struct Paint<'a> {
    palette: &'a Palette,
    depth: Depth,
}

impl Paint<'_> {
    fn fg(&self, what: ColorUse) -> Style {
        self.palette.ink(what).at(self.depth).map_or(Style::new(), |colour| Style::new().fg(colour))
    }

    fn bg(&self, what: ColorUse) -> Style {
        self.palette.ink(what).at(self.depth).map_or(Style::new(), |colour| Style::new().bg(colour))
    }

    fn few(&self) -> bool {
        self.depth <= Depth::Ansi16
    }

    /// Where there is no background of the desk's own, the terminal's reversal, in one colour along the row.
    fn selected(&self) -> Style {
        let style = self.bg(ColorUse::Selected).add_modifier(Modifier::BOLD);
        match self.depth {
            Depth::Ansi256 | Depth::True => style,
            Depth::Ansi16 => style.fg(Color::Reset).add_modifier(Modifier::REVERSED).remove_modifier(Modifier::DIM),
            Depth::None => style.add_modifier(Modifier::REVERSED).remove_modifier(Modifier::DIM),
        }
    }

    /// Returns the look of what must be noticed. A palette that has no colour of its own for it shows it bold.
    fn soon(&self) -> Style {
        let style = self.fg(ColorUse::Soon);
        if style.fg == Some(Color::Reset) { style.add_modifier(Modifier::BOLD) } else { style }
    }

    /// Returns the look of what is overdue; without colours it is bold, whatever the days.
    fn overdue(&self) -> Style {
        let style = self.fg(ColorUse::Danger);
        if self.depth == Depth::None { style.add_modifier(Modifier::BOLD) } else { style }
    }

    /// Returns the ground of a field, which shows how long it is; with few colours, a line under it.
    fn field(&self) -> Style {
        let ground = self.fg(ColorUse::Text).patch(self.bg(ColorUse::Selected));
        if self.few() { ground.add_modifier(Modifier::UNDERLINED) } else { ground }
    }

    /// Returns what recedes: with few colours the terminal's own dimming, which stays legible on any palette.
    fn receding(&self) -> Style {
        if self.few() && !self.palette.high {
            Style::new().add_modifier(Modifier::DIM)
        } else {
            self.fg(ColorUse::Muted)
        }
    }

    fn role(&self, role: Role) -> Style {
        let bold = Modifier::BOLD;
        match role {
            Role::Text => self.fg(ColorUse::Text),
            Role::Strong => self.fg(ColorUse::Strong).add_modifier(bold),
            Role::Muted | Role::BarMuted => self.receding(),
            Role::Hint => self.receding().add_modifier(Modifier::ITALIC),
            Role::Border if self.depth == Depth::None => self.receding(),
            Role::Border => self.fg(ColorUse::Border),
            Role::Focus | Role::Accent => self.fg(ColorUse::Accent),
            Role::Bar => self.fg(ColorUse::Text),
            Role::Active if self.few() => self.fg(ColorUse::Accent).add_modifier(bold | Modifier::UNDERLINED),
            Role::Active => self.fg(ColorUse::Accent).add_modifier(bold),
            Role::Key => self.fg(ColorUse::Accent).add_modifier(bold),
            Role::Client => self.fg(ColorUse::Client),
            Role::Seller => self.fg(ColorUse::Seller),
            Role::Mediator => self.fg(ColorUse::Strong),
            Role::System => self.receding(),
            Role::Private => self.fg(ColorUse::Private),
            Role::Money => self.fg(ColorUse::Strong).add_modifier(bold),
            Role::Soon => self.soon(),
            Role::Late => self.soon().add_modifier(bold),
            Role::Overdue => self.overdue(),
            Role::LongOverdue => self.overdue().add_modifier(bold),
            Role::Danger => self.fg(ColorUse::Danger),
            Role::ClientShare => self.fg(ColorUse::Client).add_modifier(bold),
            Role::SellerShare => self.fg(ColorUse::Seller).add_modifier(bold),
            Role::Noticed => self.fg(ColorUse::Soon).add_modifier(Modifier::UNDERLINED),
            Role::Good => self.fg(ColorUse::Good),
            Role::Struck => self.receding().add_modifier(Modifier::CROSSED_OUT),
            Role::Match if self.few() => Style::new().add_modifier(bold | Modifier::UNDERLINED),
            Role::Match => self.fg(ColorUse::Strong).patch(self.bg(ColorUse::Found)).add_modifier(bold),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::palette::USES;
    use super::*;

    const DEPTHS: [Depth; 4] = [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::True];

    fn themes() -> impl Iterator<Item = Theme> {
        let palettes = Palette::NAMES.into_iter().filter_map(Palette::named);
        palettes.flat_map(|palette| DEPTHS.map(|depth| Theme::of(&palette, depth)))
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
        assert!(USES.iter().enumerate().all(|(at, (_, what))| *what as usize == at));
    }

    #[test]
    fn every_role_is_legible_on_every_ground() {
        for (name, least) in [("dark", 4.5), ("light", 4.5), ("high-contrast", 7.0), ("high-contrast-light", 7.0)] {
            let theme = Theme::of(&Palette::named(name).unwrap(), Depth::True);
            for ground in [theme.ground(), theme.raised(), theme.selected()] {
                for role in ROLES {
                    let style = ground.patch(theme.style(role));
                    let ratio = contrast(style.fg.unwrap(), style.bg.unwrap());
                    let least = if role == Role::Border { if least > 4.5 { 3.0 } else { 1.0 } } else { least };
                    assert!(ratio >= least, "{name}: {role:?} has a contrast of {ratio:.1}");
                }
            }
        }
    }

    #[test]
    fn with_high_contrast_nothing_is_dimmed() {
        for palette in ["high-contrast", "high-contrast-light"].into_iter().filter_map(Palette::named) {
            for theme in DEPTHS.map(|depth| Theme::of(&palette, depth)) {
                assert!(ROLES.iter().all(|role| !theme.style(*role).add_modifier.contains(Modifier::DIM)));
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
            for role in [
                Role::Late,
                Role::Overdue,
                Role::LongOverdue,
                Role::Active,
                Role::Money,
                Role::Match,
                Role::Struck,
                Role::Noticed,
            ] {
                assert!(!theme.style(role).add_modifier.is_empty(), "{role:?}");
            }
        }
    }

    #[test]
    fn a_wish_is_a_word() {
        assert_eq!(ThemeChoice::from_word("light").unwrap().palette, Palette::named("light"));
        assert_eq!(ThemeChoice::from_word("16").unwrap().at_most, Depth::Ansi16);
        assert_eq!(
            (ThemeChoice::from_word("auto"), ThemeChoice::from_word("pink")),
            (Some(ThemeChoice::default()), None)
        );
    }

    #[test]
    fn a_selection_is_marked_by_more_than_its_background() {
        assert!(themes().all(|theme| theme.selected().add_modifier.contains(Modifier::BOLD)));
    }

    #[test]
    fn a_selection_is_reversed_and_in_one_colour_where_the_desk_has_no_background_of_its_own() {
        for theme in themes().filter(|theme| theme.depth() <= Depth::Ansi16) {
            for role in ROLES {
                let style = theme.style(role).patch(theme.selected());
                assert!(style.add_modifier.contains(Modifier::REVERSED), "{role:?}");
                assert!(!style.add_modifier.contains(Modifier::DIM), "{role:?}");
                assert!(matches!(style.fg, None | Some(Color::Reset)), "{role:?}: {style:?}");
            }
        }
    }

    /// What a role's colour means; `None` for those that have none of their own.
    fn meaning(role: Role) -> Option<&'static str> {
        match role {
            Role::Text | Role::Strong | Role::Muted | Role::Border | Role::Bar | Role::BarMuted | Role::Mediator => {
                None
            }
            Role::System | Role::Money | Role::Struck | Role::Match | Role::Hint => None,
            Role::Focus | Role::Active | Role::Accent | Role::Key => Some("can be acted on now"),
            Role::Client | Role::ClientShare => Some("the client"),
            Role::Seller | Role::SellerShare => Some("the seller"),
            Role::Private => Some("for mediators only"),
            Role::Soon | Role::Late | Role::Noticed => Some("must be noticed"),
            Role::Overdue | Role::LongOverdue | Role::Danger => Some("must give one pause"),
            Role::Good => Some("went well"),
        }
    }

    #[test]
    fn a_colour_has_one_meaning_in_every_theme_and_depth() {
        for theme in themes().filter(|theme| theme.depth() != Depth::None) {
            let mut seen: Vec<(Color, Option<&str>)> = Vec::new();
            for role in ROLES.into_iter().filter(|role| *role != Role::Border) {
                // The text's own colour means nothing, in whichever role.
                let Some(colour) = theme.style(role).fg.filter(|colour| *colour != Color::Reset) else { continue };
                let known = seen.iter().find(|(known, _)| *known == colour);
                match known {
                    Some((_, before)) => {
                        assert_eq!(*before, meaning(role), "{:?}: {colour} as {role:?}", theme.depth());
                    }
                    None => seen.push((colour, meaning(role))),
                }
            }
        }
    }

    #[test]
    fn what_two_parties_and_a_deadline_look_like_differs_in_16_colours() {
        for theme in themes().filter(|theme| theme.depth() != Depth::None) {
            let looks =
                [Role::Client, Role::Seller, Role::Soon, Role::Danger, Role::Text].map(|role| theme.style(role));
            for (at, look) in looks.iter().enumerate() {
                assert!(!looks[at + 1..].contains(look), "{look:?}");
            }
        }
    }

    #[test]
    fn what_is_overdue_stands_out_more_from_one_degree_to_the_next() {
        let degrees = [Role::Soon, Role::Late, Role::Overdue, Role::LongOverdue];
        for theme in themes().filter(|theme| theme.depth() != Depth::None) {
            let looks = degrees.map(|role| theme.style(role));
            assert!(looks.windows(2).all(|two| two[0] != two[1]) || theme.style(Role::Soon).fg == Some(Color::Reset));
            let is_bold = looks.map(|look| look.add_modifier.contains(Modifier::BOLD));
            assert!(is_bold[1] && !is_bold[2] && is_bold[3], "bold red is for what is the worst");
        }
    }

    #[test]
    fn the_mode_is_told_by_the_terminal() {
        for (value, mode) in [
            ("15;0", Some(ThemeMode::Dark)),
            ("0;15", Some(ThemeMode::Light)),
            ("12;default;7", Some(ThemeMode::Light)),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(ThemeMode::from_colorfgbg(value), mode, "{value}");
        }
    }
}
