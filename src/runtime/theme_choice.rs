//! Detection of the terminal's colours and background.

use std::env;

use termprofile::{DetectorSettings, TermProfile};

use crate::ui::theme::{Depth, Palette, Theme, ThemeChoice, ThemeMode};

/// Returns the theme for this terminal.
pub fn detect_theme(choice: ThemeChoice) -> Theme {
    let background =
        || env::var("COLORFGBG").ok().and_then(|value| ThemeMode::from_colorfgbg(&value)).unwrap_or_default();
    let palette = choice.palette.unwrap_or_else(|| Palette::standard(background()));
    // Asking tmux would start a program, and tmux emulates colours that its own terminal lacks.
    let settings = DetectorSettings::new().enable_tmux_info(false);
    let profile = TermProfile::detect(&std::io::stdout(), settings);
    Theme::of(&palette, Depth::from(profile).min(choice.at_most))
}
