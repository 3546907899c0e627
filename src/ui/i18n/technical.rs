//! What parts of the program say in English alone, in French: what `verify` finds, and what is wrong in a configuration.
//! Programs read the English, so it stays the message; a person who reads French gets the sentence that stands for it in
//! `assets/locales/fr/technical.txt`.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::{assets, bundle};
use crate::domain::vocabulary::Lang;

/// A sentence with gaps (`{}`), and what it is in French.
struct Rendering {
    english: String,
    french: String,
}

/// Returns a sentence in a language; as it is where none stands for it.
pub fn said_in(lang: Lang, text: &str) -> Cow<'_, str> {
    match lang {
        Lang::En => Cow::Borrowed(text),
        Lang::Fr => in_french(text).map_or(Cow::Borrowed(text), Cow::Owned),
    }
}

fn in_french(text: &str) -> Option<String> {
    let (rendering, found) = renderings().iter().find_map(|one| Some((one, gaps(&one.english, text)?)))?;
    // What stands in a gap may be a sentence of its own.
    let found: Vec<Cow<'_, str>> = found.into_iter().map(|part| said_in(Lang::Fr, part)).collect();
    let mut parts = rendering.french.split("{}");
    let mut said = parts.next().unwrap_or_default().to_owned();
    for (part, found) in parts.zip(&found) {
        said.push_str(found);
        said.push_str(part);
    }
    Some(said)
}

/// Returns what stands in the gaps of a sentence, if it is this one.
fn gaps<'a>(sentence: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = sentence.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let parts: Vec<&str> = parts.collect();
    let mut found = Vec::with_capacity(parts.len());
    for (at, part) in parts.iter().enumerate() {
        let end = match at + 1 == parts.len() {
            true => rest.len().checked_sub(part.len()).filter(|_| rest.ends_with(part))?,
            false => rest.find(part)?,
        };
        found.push(rest.get(..end)?);
        rest = rest.get(end + part.len()..)?;
    }
    rest.is_empty().then_some(found)
}

fn renderings() -> &'static [Rendering] {
    static ALL: OnceLock<Vec<Rendering>> = OnceLock::new();
    ALL.get_or_init(|| {
        let source = bundle::typeset(Lang::Fr, assets::technical());
        // The English stands in the file as the program says it, before it is set as French is.
        let english = assets::technical().lines();
        let lines: Vec<(&str, &str)> = english.zip(source.lines()).collect();
        let pairs = lines.windows(2).filter(|two| !two[0].0.starts_with(['#', '=']));
        let rendering = |two: &[(&str, &str)]| {
            let french = two[1].1.strip_prefix("= ")?.to_owned();
            Some(Rendering { english: two[0].0.to_owned(), french })
        };
        pairs.filter_map(rendering).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_said_in_french_with_what_stands_in_its_gaps() {
        for (english, french) in [
            ("record 5", "entrée 5"),
            ("it is not as audit record 12 left it", "elle n’est pas telle que l’entrée 12 du registre l’a laissée"),
            ("can't be read on: it was changed", "la suite est illisible\u{a0}: modifié"),
            ("its file was changed: it is not ab any more", "son fichier a été modifié\u{a0}: ce n’est plus ab"),
            (
                "invalid type: integer `3`, expected a string",
                "le nombre 3 n’est pas du bon type\u{a0}; attendu\u{a0}: un texte",
            ),
            ("messages 1 to 5", "messages 1 à 5"),
            ("row 9 of idx is out of order", "row 9 of idx is out of order"),
        ] {
            assert_eq!(said_in(Lang::Fr, english), french);
            assert_eq!(said_in(Lang::En, english), english);
        }
    }

    #[test]
    fn each_sentence_has_one_rendering_with_as_many_gaps() {
        let sentences = assets::technical().lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '=']));
        let sentences: Vec<&str> = sentences.collect();
        let unique: std::collections::BTreeSet<_> = sentences.iter().collect();
        assert_eq!((sentences.len(), unique.len()), (renderings().len(), renderings().len()));
        for one in renderings() {
            assert_eq!(one.english.matches("{}").count(), one.french.matches("{}").count(), "{}", one.english);
        }
    }

    /// The sentences of a source that tell of a fault: what follows `fault(` or stands in a list of faults, with its variables as
    /// gaps.
    fn faults(source: &str) -> Vec<String> {
        let code = source.split("#[cfg(test)]").next().unwrap();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let strings = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
        let is_sentence =
            |text: &&str| text.contains(' ') && text.chars().next().is_some_and(|c| c.is_lowercase() || c == '{');
        let with_gaps = |text: &str| {
            let mut gapped = String::new();
            let mut depth = 0;
            for c in text.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => {
                        depth -= 1;
                        gapped.push_str("{}");
                    }
                    c if depth == 0 => gapped.push(c),
                    _ => {}
                }
            }
            gapped
        };
        strings.filter(is_sentence).map(with_gaps).collect()
    }

    #[test]
    fn every_fault_that_verify_finds_is_said_in_french() {
        let mut missing = Vec::new();
        for file in ["covered", "current", "decisions", "mod", "money", "queue", "schema", "search", "work"] {
            let path = format!("{}/src/store/sqlite/verify/{file}.rs", env!("CARGO_MANIFEST_DIR"));
            for said in faults(&std::fs::read_to_string(path).unwrap()) {
                // A place or a row's name has no words of its own.
                let words = said.replace("{}", " ").split_whitespace().count();
                let is_said = |text: &str| in_french(text).is_some();
                // A gap may have one of several words; and a record may stand before.
                let fillers = ["7", "messages", " not"].map(|filler| said.replace("{}", filler));
                let is_known = fillers.iter().any(|said| is_said(said) || is_said(&format!("audit record 7 {said}")));
                if words > 2 && !said.contains("WHERE") && !is_known {
                    missing.push(format!("{file}: {said}"));
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
