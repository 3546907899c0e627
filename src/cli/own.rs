//! What a mediator has put beside the configuration file: `themes/NAME.toml`, `locales/LANG.ftl`, `words/LANG.txt` and
//! `ready/LANG.md`. What in them can't be used is told with its line, and the standard stays in its place.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use super::context::Context;
use crate::config;
use crate::domain::discussion::lexicon::Lexicon;
use crate::domain::discussion::templates::{self, TemplateLibrary};
use crate::domain::vocabulary::Lang;
use crate::runtime::{DeskOptions, ImageProtocol};
use crate::ui::i18n::{standard_lexicon, standard_templates, standard_word_list};
use crate::ui::theme::{ThemeChoice, own};

/// A file larger than this is none of these.
const MAX_BYTES: u64 = 1 << 20;

/// Gives the desk its mediator's looks and words.
pub fn furnish(ctx: &Context, options: &mut DeskOptions) {
    let (shelf, warnings) = shelf(ctx.loaded.path.as_deref());
    options.shelf = shelf;
    options.warnings.extend(warnings);
    let name = &ctx.config().theme;
    let Some(config) = &ctx.loaded.path else {
        options.looks = ThemeChoice::from_word(name).unwrap_or_default();
        options.lexicon = standard_lexicon();
        return;
    };
    match ThemeChoice::from_word(name) {
        Some(wish) => options.looks = wish,
        None => theme(config, name, options),
    }
    options.pictures = ImageProtocol::from_word(&ctx.config().pictures).unwrap_or_default();
    let locale = config.with_file_name("locales").join(ctx.lang.as_str()).with_extension("ftl");
    match read(&locale) {
        Ok(text) => options.own_texts = Some((locale, text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => options.warnings.push(format!("{}: {error}; the standard texts are kept", locale.display())),
    }
    options.lexicon = words(config, Lang::Fr, options).and(words(config, Lang::En, options));
}

/// The words that are pointed out in messages: a list of one's own stands in the place of the standard one of its language.
fn words(config: &Path, lang: Lang, options: &mut DeskOptions) -> Lexicon {
    let path = config.with_file_name("words").join(lang.as_str()).with_extension("txt");
    let own = match read(&path) {
        Ok(text) => Lexicon::parse(&text).map_err(|bad| format!("{}, {bad}", path.display())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(standard_word_list(lang)),
        Err(error) => Err(format!("{}: {error}", path.display())),
    };
    own.unwrap_or_else(|bad| {
        options.warnings.push(format!("{bad}; the standard list is kept"));
        standard_word_list(lang)
    })
}

/// The ready replies, with a team's own in place of the standard ones of the same name; and what of these can't be used.
pub fn shelf(config: Option<&Path>) -> (TemplateLibrary, Vec<String>) {
    let (mut shelf, mut warnings) = (standard_templates(), Vec::new());
    for (lang, config) in Lang::ALL.iter().filter_map(|lang| Some((*lang, config?))) {
        let path = config.with_file_name("ready").join(lang.as_str()).with_extension("md");
        match read(&path) {
            Ok(text) => {
                let (own, bad) = templates::parse(&text);
                shelf.extend(lang, own);
                let line = |bad| format!("{}, {bad}; the standard replies are kept", path.display());
                warnings.extend(bad.into_iter().map(line));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => warnings.push(format!("{}: {error}; the standard replies are kept", path.display())),
        }
    }
    (shelf, warnings)
}

fn theme(config: &Path, name: &str, options: &mut DeskOptions) {
    let Some(path) = config::theme_file(config, name) else { return };
    match read(&path) {
        Ok(text) => {
            let (palette, bad) = own::parse(&text);
            options.looks = ThemeChoice { palette: Some(palette), ..ThemeChoice::default() };
            let line = |(line, why)| format!("{}, line {line}: {why}; this line is left out", path.display());
            options.warnings.extend(bad.into_iter().map(line));
        }
        Err(error) => options.warnings.push(format!("{}: {error}; the standard theme is kept", path.display())),
    }
}

fn read(path: &Path) -> io::Result<String> {
    // Asked before it is opened: a pipe would wait for whoever writes into it.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("not a file"));
    }
    let mut text = String::new();
    fs::File::open(path)?.take(MAX_BYTES + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_BYTES { Err(io::Error::other("too large")) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_that_the_configuration_offers_is_there() {
        for name in config::THEMES {
            assert!(ThemeChoice::from_word(name).is_some(), "{name}");
        }
    }

    #[test]
    fn the_configuration_offers_every_way_to_draw_a_picture() {
        assert_eq!(config::PICTURES, ImageProtocol::WORDS.map(|(word, _)| word));
    }
}
