//! Which kind of terminal this is, as its surroundings tell.

use std::env;

use termprofile::{DetectorSettings, TermProfile};

use crate::ui::theme::{Depth, Mode, Theme};

/// The theme for this terminal. `word` is the configuration's: `auto`, `dark` or `light`.
pub fn theme(word: &str) -> Theme {
    let told = || env::var("COLORFGBG").ok().and_then(|value| Mode::from_colorfgbg(&value));
    let mode = Mode::from_word(word).or_else(told).unwrap_or_default();
    // Asking tmux would start a program; it makes up for colours that its own terminal lacks.
    let settings = DetectorSettings::new().enable_tmux_info(false);
    let profile = TermProfile::detect(&std::io::stdout(), settings);
    Theme::new(mode, Depth::from(profile))
}
