//! The custom files beside the configuration file: `themes/NAME.toml`, `locales/LANG.ftl`, `words/LANG.txt` and
//! `ready/LANG.md`. An unusable part is reported with its line, and the standard one is used instead.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use super::context::Context;
use super::sentence::Sentence;
use super::warnings::{self, Instead};
use crate::config;
use crate::domain::discussion::lexicon::Lexicon;
use crate::domain::discussion::templates::{self, BadTemplateLine, TemplateFault, TemplateLibrary};
use crate::domain::text::without_byte_order_mark;
use crate::domain::vocabulary::Lang;
use crate::runtime::{DeskOptions, ImageProtocol};
use crate::ui::i18n::{Texts, standard_lexicon, standard_templates, standard_word_list};
use crate::ui::theme::{ThemeChoice, custom};

/// A larger file is rejected.
const MAX_BYTES: u64 = 1 << 20;

/// Loads the custom files into the desk's options.
pub fn apply(ctx: &Context, options: &mut DeskOptions) {
    let (templates, warnings) = load_templates(ctx);
    options.templates = templates;
    options.warnings.extend(warnings);
    let name = &ctx.config().theme;
    let Some(config) = &ctx.loaded.path else {
        options.theme = ThemeChoice::from_word(name).unwrap_or_default();
        options.lexicon = standard_lexicon();
        return;
    };
    match ThemeChoice::from_word(name) {
        Some(choice) => options.theme = choice,
        None => load_theme(ctx, config, name, options),
    }
    options.image_protocol = ImageProtocol::from_word(&ctx.config().pictures).unwrap_or_default();
    let path = config.with_file_name("locales").join(ctx.lang.as_str()).with_extension("ftl");
    let custom = read_custom(ctx, &path, Instead::StandardTexts, &mut options.warnings);
    options.lexicon = load_lexicon(ctx, config, Lang::Fr, options).and(load_lexicon(ctx, config, Lang::En, options));
    if let Some(custom) = custom {
        let (texts, bad) = Texts::with_overrides(ctx.lang, &custom);
        options.texts = texts;
        options.warnings.extend(lines(ctx, &path, bad, Instead::StandardText));
    }
}

/// Loads the lexicon of a language: the custom list replaces the standard one.
fn load_lexicon(ctx: &Context, config: &Path, lang: Lang, options: &mut DeskOptions) -> Lexicon {
    let path = config.with_file_name("words").join(lang.as_str()).with_extension("txt");
    let Some(custom) = read_custom(ctx, &path, Instead::StandardList, &mut options.warnings) else {
        return standard_word_list(lang);
    };
    Lexicon::parse(&custom).unwrap_or_else(|bad| {
        let why = Sentence::new("cli-warning-word", [("text", bad.text.as_str().into())]);
        options.warnings.push(said(ctx, &warnings::of_line(&path, bad.line, why, Instead::StandardList)));
        standard_word_list(lang)
    })
}

/// Loads the reply templates: custom ones replace standard ones of the same name. Also returns warnings.
pub fn load_templates(ctx: &Context) -> (TemplateLibrary, Vec<String>) {
    let config = ctx.loaded.path.as_deref();
    let (mut templates, mut warnings) = (standard_templates(), Vec::new());
    for (lang, config) in Lang::ALL.iter().filter_map(|lang| Some((*lang, config?))) {
        let path = config.with_file_name("ready").join(lang.as_str()).with_extension("md");
        if let Some(text) = read_custom(ctx, &path, Instead::StandardReplies, &mut warnings) {
            let (custom, bad) = templates::parse(&text);
            templates.extend(lang, custom);
            warnings.extend(bad.iter().map(|bad| describe_bad_template(ctx, &path, bad)));
        }
    }
    (templates, warnings)
}

/// Describes an invalid line of a template file, which costs its reply alone.
fn describe_bad_template(ctx: &Context, path: &Path, bad: &BadTemplateLine) -> String {
    let (key, name) = match &bad.why {
        TemplateFault::NoTitle => ("cli-template-no-title", ""),
        TemplateFault::BadTitle => ("cli-template-bad-title", ""),
        TemplateFault::Twice(name) => ("cli-template-twice", name.as_str()),
        TemplateFault::Empty(name) => ("cli-template-empty", name.as_str()),
        TemplateFault::TooLong(name) => ("cli-template-too-long", name.as_str()),
        TemplateFault::OpenComment => ("cli-template-open-comment", ""),
        TemplateFault::TooMany => ("cli-template-too-many", ""),
    };
    let (bytes, most) = (templates::MAX_TEMPLATE_BYTES.to_string(), templates::MAX_TEMPLATES.to_string());
    let why = ctx.localizer().message(key, &[("name", name), ("bytes", &bytes), ("most", &most)]);
    let (path, line) = (path.display().to_string(), bad.line.to_string());
    ctx.localizer().message("cli-template-fault", &[("path", &path), ("line", &line), ("why", &why)])
}

fn load_theme(ctx: &Context, config: &Path, name: &str, options: &mut DeskOptions) {
    let Some(path) = config::theme_file(config, name) else { return };
    match read_file(&path) {
        Ok(text) => {
            let (palette, bad) = custom::parse(&text);
            options.theme = ThemeChoice { palette: Some(palette), ..ThemeChoice::default() };
            options.warnings.extend(lines(ctx, &path, bad, Instead::Nothing));
        }
        Err(error) => {
            let why = warnings::unreadable(&error);
            options.warnings.push(said(ctx, &warnings::of_file(&path, why, Instead::StandardTheme)));
        }
    }
}

/// Returns a warning for each line that can't be used.
fn lines(ctx: &Context, path: &Path, bad: Vec<(usize, String)>, instead: Instead) -> Vec<String> {
    let warning = |(line, why): (usize, String)| warnings::of_line(path, line, warnings::technical(&why), instead);
    bad.into_iter().map(warning).map(|warning| said(ctx, &warning)).collect()
}

fn said(ctx: &Context, warning: &Sentence) -> String {
    warning.in_language(ctx.lang).to_owned()
}

/// Reads a custom file. `None` where there is none, and where it can't be read: then a warning says that, and what is used
/// instead.
fn read_custom(ctx: &Context, path: &Path, instead: Instead, warnings: &mut Vec<String>) -> Option<String> {
    match read_file(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            warnings.push(said(ctx, &warnings::of_file(path, warnings::unreadable(&error), instead)));
            None
        }
    }
}

fn read_file(path: &Path) -> io::Result<String> {
    // Checked before it is opened: opening a pipe would block.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("not a file"));
    }
    let mut text = String::new();
    fs::File::open(path)?.take(MAX_BYTES + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_BYTES {
        return Err(io::Error::other("too large"));
    }
    Ok(without_byte_order_mark(text))
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
