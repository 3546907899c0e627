//! The colours that a theme is made of, each by what it is for, in every depth that a terminal can have.

use ratatui::style::Color;

use super::{Depth, ThemeMode};

/// One colour in each depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ink {
    /// With any colour.
    pub rgb: Color,
    /// With 256.
    pub indexed: Color,
    /// With the terminal's own 16.
    pub ansi: Color,
}

impl Ink {
    /// Returns the colour in this depth; `None` where there are none.
    pub fn at(self, depth: Depth) -> Option<Color> {
        match depth {
            Depth::None => None,
            Depth::Ansi16 => Some(self.ansi),
            Depth::Ansi256 => Some(self.indexed),
            Depth::True => Some(self.rgb),
        }
    }
}

const fn ink(rgb: u32, indexed: u8, ansi: Color) -> Ink {
    Ink { rgb: Color::from_u32(rgb), indexed: Color::Indexed(indexed), ansi }
}

/// What a colour is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColorUse {
    Text,
    Strong,
    Muted,
    Border,
    Accent,
    Client,
    Seller,
    Private,
    Danger,
    Soon,
    Good,
    Ground,
    Raised,
    Selected,
    Found,
}

/// Every use, by the name that a theme file has for it, in the order of the palettes.
pub(super) const USES: [(&str, ColorUse); 15] = [
    ("text", ColorUse::Text),
    ("strong", ColorUse::Strong),
    ("muted", ColorUse::Muted),
    ("border", ColorUse::Border),
    ("accent", ColorUse::Accent),
    ("client", ColorUse::Client),
    ("seller", ColorUse::Seller),
    ("private", ColorUse::Private),
    ("danger", ColorUse::Danger),
    ("soon", ColorUse::Soon),
    ("good", ColorUse::Good),
    ("ground", ColorUse::Ground),
    ("raised", ColorUse::Raised),
    ("selected", ColorUse::Selected),
    ("found", ColorUse::Found),
];

/// The colours of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    pub(super) mode: ThemeMode,
    /// Nothing recedes, and a selection is told by reversing it where colours can't.
    pub(super) high: bool,
    pub(super) inks: [Ink; USES.len()],
}

impl Palette {
    /// The names of those that come with the program.
    pub const NAMES: [&str; 4] = ["dark", "light", "high-contrast", "high-contrast-light"];

    /// One that comes with the program.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "dark" => Some(Self { mode: ThemeMode::Dark, high: false, inks: DARK }),
            "light" => Some(Self { mode: ThemeMode::Light, high: false, inks: LIGHT }),
            "high-contrast" => Some(Self { mode: ThemeMode::Dark, high: true, inks: HIGH_DARK }),
            "high-contrast-light" => Some(Self { mode: ThemeMode::Light, high: true, inks: HIGH_LIGHT }),
            _ => None,
        }
    }

    /// Returns the standard one for a terminal of this kind.
    pub fn standard(mode: ThemeMode) -> Self {
        match mode {
            ThemeMode::Dark => Self { mode, high: false, inks: DARK },
            ThemeMode::Light => Self { mode, high: false, inks: LIGHT },
        }
    }

    pub(super) fn ink(&self, what: ColorUse) -> Ink {
        self.inks[what as usize]
    }
}

/// On a dark ground the terminal's own plain blue and red are too dark to read.
const DARK: [Ink; USES.len()] = [
    ink(0xd6_dae1, 253, Color::Reset),
    ink(0xf3_f5f8, 255, Color::Reset),
    ink(0x99_a2b2, 246, Color::Reset),
    ink(0x36_3d49, 238, Color::DarkGray),
    ink(0x5f_cdb9, 79, Color::Cyan),
    ink(0x86_b6f4, 111, Color::LightBlue),
    ink(0xe8_a871, 215, Color::Yellow),
    ink(0xb9_a5ec, 141, Color::Magenta),
    ink(0xf2_8080, 210, Color::LightRed),
    ink(0xe9_cb72, 221, Color::LightYellow),
    ink(0x93_d08f, 114, Color::Green),
    ink(0x15_181d, 234, Color::Reset),
    ink(0x1e_222a, 235, Color::Reset),
    ink(0x2a_3444, 237, Color::Reset),
    ink(0x55_4a1e, 58, Color::Reset),
];

const LIGHT: [Ink; USES.len()] = [
    ink(0x23_272e, 235, Color::Reset),
    ink(0x0c_0e12, 232, Color::Reset),
    ink(0x5c_6472, 241, Color::Reset),
    ink(0xd0_d3d9, 252, Color::DarkGray),
    ink(0x06_6f63, 23, Color::Cyan),
    ink(0x1c_59a8, 25, Color::Blue),
    ink(0x9a_4b08, 130, Color::Yellow),
    ink(0x66_46b0, 61, Color::Magenta),
    ink(0xb0_241c, 124, Color::Red),
    ink(0x7a_5600, 94, Color::LightRed),
    ink(0x2c_7230, 28, Color::Green),
    ink(0xfc_fbf8, 231, Color::Reset),
    ink(0xef_eeea, 255, Color::Reset),
    ink(0xdb_e6f2, 189, Color::Reset),
    ink(0xf6_e3a1, 229, Color::Reset),
];

const HIGH_DARK: [Ink; USES.len()] = [
    ink(0xff_ffff, 231, Color::Reset),
    ink(0xff_ffff, 231, Color::Reset),
    ink(0xe4_e4e4, 254, Color::Reset),
    ink(0xa8_a8a8, 248, Color::Reset),
    ink(0x5f_ffff, 87, Color::LightCyan),
    ink(0x87_d7ff, 117, Color::LightBlue),
    ink(0xff_af5f, 215, Color::Yellow),
    ink(0xd7_afff, 183, Color::LightMagenta),
    ink(0xff_afaf, 217, Color::LightRed),
    ink(0xff_ff5f, 227, Color::LightYellow),
    ink(0x87_ff87, 120, Color::LightGreen),
    ink(0x00_0000, 16, Color::Reset),
    ink(0x1c_1c1c, 234, Color::Reset),
    ink(0x00_325f, 17, Color::Reset),
    ink(0x4e_3a00, 58, Color::Reset),
];

const HIGH_LIGHT: [Ink; USES.len()] = [
    ink(0x00_0000, 16, Color::Reset),
    ink(0x00_0000, 16, Color::Reset),
    ink(0x26_2626, 235, Color::Reset),
    ink(0x5f_5f5f, 59, Color::Reset),
    ink(0x00_4a42, 23, Color::Reset),
    ink(0x00_3a87, 18, Color::Blue),
    ink(0x6e_2c00, 52, Color::Magenta),
    ink(0x4a_1d8a, 54, Color::Reset),
    ink(0x87_0000, 88, Color::Red),
    ink(0x54_3a00, 58, Color::Reset),
    ink(0x00_4d12, 22, Color::Green),
    ink(0xff_ffff, 231, Color::Reset),
    ink(0xee_eeee, 255, Color::Reset),
    ink(0xd7_e9ff, 189, Color::Reset),
    ink(0xff_eb8a, 229, Color::Reset),
];
