//! Which theme the terminal gets: what the mediator chose, or what suits its background, also when that changes.

use std::env;

use termprofile::{DetectorSettings, TermProfile};

use crate::ui::theme::{Depth, Palette, Theme, ThemeChoice, ThemeMode};

/// The choice of a theme, and what is known of the terminal.
pub struct TerminalTheme {
    palette: Option<Palette>,
    depth: Depth,
    background: ThemeMode,
}

impl TerminalTheme {
    /// Starts with what the environment says of the terminal's colours and background.
    pub fn new(choice: ThemeChoice) -> Self {
        let colorfgbg = env::var("COLORFGBG").ok().and_then(|value| ThemeMode::from_colorfgbg(&value));
        // Asking tmux would start a program, and tmux emulates colours that its own terminal lacks.
        let settings = DetectorSettings::new().enable_tmux_info(false);
        let profile = TermProfile::detect(&std::io::stdout(), settings);
        Self {
            palette: choice.palette,
            depth: Depth::from(profile).min(choice.at_most),
            background: colorfgbg.unwrap_or_default(),
        }
    }

    /// Returns how many colours there are.
    pub fn depth(&self) -> Depth {
        self.depth
    }

    /// Returns whether the theme depends on the terminal's background: nobody has chosen one, and there are colours.
    pub fn follows_background(&self) -> bool {
        self.palette.is_none() && self.depth != Depth::None
    }

    /// Returns the theme for what is known.
    pub fn theme(&self) -> Theme {
        let palette = self.palette.clone().unwrap_or_else(|| Palette::standard(self.background));
        Theme::of(&palette, self.depth)
    }

    /// Notes what the terminal says of its background. Returns the theme if it is another one now.
    pub fn set_background(&mut self, background: ThemeMode) -> Option<Theme> {
        let is_news = self.follows_background() && background != self.background;
        self.background = background;
        is_news.then(|| self.theme())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_theme_follows_the_background_unless_one_was_chosen_or_there_are_no_colours() {
        let looks = |palette: Option<&str>, depth| {
            let palette = palette.and_then(Palette::named);
            let mut theme = TerminalTheme { palette, depth, background: ThemeMode::Dark };
            let changed = [ThemeMode::Dark, ThemeMode::Light, ThemeMode::Light, ThemeMode::Dark]
                .map(|mode| theme.set_background(mode).map(|theme| theme.ground()));
            (theme.theme().ground(), changed)
        };
        let (dark, light) = (Theme::new(ThemeMode::Dark, Depth::True), Theme::new(ThemeMode::Light, Depth::True));
        let followed = (dark.ground(), [None, Some(light.ground()), None, Some(dark.ground())]);
        assert_eq!(looks(None, Depth::True), followed);
        assert_eq!(looks(Some("dark"), Depth::True).1, [None; 4]);
        assert_eq!(looks(None, Depth::None).1, [None; 4]);
    }
}
