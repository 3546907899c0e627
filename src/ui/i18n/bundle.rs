//! Texts of one language, as Fluent reads them.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::domain::vocabulary::Lang;

/// The texts of a file, and those that stand over them.
pub struct Bundle {
    lang: Lang,
    texts: FluentBundle<FluentResource>,
}

impl Bundle {
    /// Reads the texts of a file, and sets them as their language does. A faulty one is left out: tests see to it that ours have
    /// none.
    pub fn new(lang: Lang, source: &str) -> Self {
        let id: LanguageIdentifier = lang.as_str().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Variables are made safe where they come in; isolation marks would only widen every line.
        bundle.set_use_isolating(false);
        let mut bundle = Self { lang, texts: bundle };
        bundle.add(FluentResource::try_new(typeset(lang, source)).unwrap_or_else(|(sound, _)| sound));
        bundle
    }

    /// Returns the language of the texts.
    pub(super) fn lang(&self) -> Lang {
        self.lang
    }

    /// Puts texts over those of the same keys.
    pub(super) fn add(&mut self, resource: FluentResource) {
        self.texts.add_resource_overriding(resource);
    }

    /// Returns the text of a key, with its variables. `None` where there is none, or a variable is missing.
    pub fn find<'a>(&'a self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<Cow<'a, str>> {
        let (text, complete) = self.format(key, args)?;
        complete.then_some(text)
    }

    /// Returns the text of a key, where a variable is missing with its name in braces; the key itself where there is no text,
    /// so that nothing is lost.
    pub fn get(&self, key: &str, args: &FluentArgs<'_>) -> String {
        self.format(key, Some(args)).map_or_else(|| key.to_owned(), |(text, _)| text.into_owned())
    }

    /// Returns an attribute of a text.
    pub(super) fn attribute(&self, key: &str, name: &str) -> Option<Cow<'_, str>> {
        let attribute = self.texts.get_message(key)?.get_attribute(name)?;
        Some(self.texts.format_pattern(attribute.value(), None, &mut Vec::new()))
    }

    fn format<'a>(&'a self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<(Cow<'a, str>, bool)> {
        let pattern = self.texts.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = match args {
            None => self.texts.format_pattern(pattern, None, &mut errors),
            // With variables the text is made anew; without, it is the file's own.
            Some(args) => Cow::Owned(self.texts.format_pattern(pattern, Some(args), &mut errors).into_owned()),
        };
        Some((text, errors.is_empty()))
    }
}

/// Returns the texts of a language as they are set: in French the apostrophe is a curved one, and no line ends before a
/// colon.
pub(super) fn typeset(lang: Lang, plain: &str) -> String {
    if lang == Lang::En {
        return plain.to_owned();
    }
    let mut set = String::with_capacity(plain.len() + plain.len() / 16);
    for c in plain.chars() {
        match c {
            ':' | ';' | '?' | '!' | '»' | '%' if set.ends_with(' ') => {
                set.pop();
                set.push(NO_BREAK);
                set.push(c);
            }
            ' ' if set.ends_with('«') => set.push(NO_BREAK),
            '\'' => set.push('’'),
            c => set.push(c),
        }
    }
    set
}

const NO_BREAK: char = '\u{a0}';
