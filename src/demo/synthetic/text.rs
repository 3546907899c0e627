//! The texts of the synthetic people: templates in `fr.txt` and `en.txt` with random replacements. The first entries of
//! a section are the most frequent, so that a few words are everywhere and most are rare, as in natural language.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::rng::Rng;
use crate::domain::money::amount::Money;
use crate::domain::vocabulary::Lang;

/// The number of invented names: a long tail of rare words.
const INVENTED_NAMES: u64 = 50_000;

const SYLLABLES: [&str; 40] = [
    "ve", "lo", "ka", "mi", "ra", "ton", "bel", "sa", "no", "ri", "du", "za", "mor", "li", "pe", "gra", "vi", "ces",
    "ta", "lum", "or", "fe", "nix", "dra", "so", "quo", "hé", "bri", "mel", "ya", "co", "val", "ti", "jun", "ma", "xe",
    "pol", "wi", "cal", "ën",
];

#[derive(Debug, Clone, Copy)]
enum Piece {
    Words(&'static str),
    Section(usize),
    Number,
    Id,
    Amount,
    InventedName,
}

/// The templates of one language.
#[derive(Debug)]
pub(super) struct SyntheticTexts {
    section_index: HashMap<&'static str, usize>,
    sections: Vec<Vec<Vec<Piece>>>,
    lang: Lang,
}

static FRENCH: LazyLock<SyntheticTexts> = LazyLock::new(|| SyntheticTexts::read(include_str!("fr.txt"), Lang::Fr));
static ENGLISH: LazyLock<SyntheticTexts> = LazyLock::new(|| SyntheticTexts::read(include_str!("en.txt"), Lang::En));

impl SyntheticTexts {
    /// Returns the templates of a language.
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Fr => &FRENCH,
            Lang::En => &ENGLISH,
        }
    }

    fn read(source: &'static str, lang: Lang) -> Self {
        let lines = || source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let heading = |line: &'static str| line.strip_prefix('[')?.strip_suffix(']');
        let section_index: HashMap<_, _> = lines().filter_map(heading).enumerate().map(|(i, name)| (name, i)).collect();
        let mut sections: Vec<Vec<Vec<Piece>>> = Vec::new();
        for line in lines() {
            if heading(line).is_some() {
                sections.push(Vec::new());
            } else if let Some(section) = sections.last_mut() {
                section.push(parse_pieces(line, &section_index));
            }
        }
        Self { section_index, sections, lang }
    }

    /// Returns a random text of a section, which may mention a part of this price.
    pub fn sentence(&self, section: &str, price: Money, rng: &mut Rng) -> String {
        capitalise(self.phrase(section, price, rng))
    }

    /// Like [`SyntheticTexts::sentence`], without a capital: a name, a file name.
    pub fn phrase(&self, section: &str, price: Money, rng: &mut Rng) -> String {
        let mut text = String::new();
        if let Some(&index) = self.section_index.get(section) {
            self.expand(index, price, rng, &mut text);
        }
        text
    }

    /// Returns several texts of a section, joined.
    pub fn sentences(&self, section: &str, count: u64, price: Money, rng: &mut Rng) -> String {
        let texts: Vec<_> = (0..count.max(1)).map(|_| self.sentence(section, price, rng)).collect();
        texts.join(" ")
    }

    fn expand(&self, section: usize, price: Money, rng: &mut Rng, text: &mut String) {
        let choices = &self.sections[section];
        let Some(pieces) = choices.get(rng.zipf(choices.len() as u64) as usize) else { return };
        for piece in pieces {
            match *piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Section(section) => self.expand(section, price, rng, text),
                Piece::Number => text.push_str(&(2 + rng.zipf(60)).to_string()),
                Piece::Id => text.push_str(&(1 + rng.zipf(99_999)).to_string()),
                Piece::Amount => text.push_str(&partial_amount(price, rng).format(self.lang)),
                Piece::InventedName => text.push_str(&invented_name(rng.zipf(INVENTED_NAMES))),
            }
        }
    }
}

fn parse_pieces(line: &'static str, section_index: &HashMap<&'static str, usize>) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some((before, (name, after))) = rest.split_once('{').and_then(|(b, r)| Some((b, r.split_once('}')?))) {
        found.push(Piece::Words(before));
        found.push(match name {
            "n" => Piece::Number,
            "id" => Piece::Id,
            "money" => Piece::Amount,
            "made" => Piece::InventedName,
            name => section_index.get(name).map_or(Piece::Words(name), |&index| Piece::Section(index)),
        });
        rest = after;
    }
    found.push(Piece::Words(rest));
    found
}

/// Returns a random part of a price, in whole units if possible, more than nothing and less than all.
pub(super) fn partial_amount(price: Money, rng: &mut Rng) -> Money {
    let unit = 10_i64.pow(price.currency.decimals());
    let part = price.minor / 100 * rng.between(2, 16) * 5;
    let whole = part / unit * unit;
    let minor = if whole > 0 { whole } else { part };
    Money::new(minor.clamp(1, (price.minor - 1).max(1)), price.currency)
}

/// Returns an invented name, unique for each number.
fn invented_name(number: u64) -> String {
    let base = SYLLABLES.len() as u64;
    let (mut name, mut left) = (String::new(), number + base);
    while left > 0 {
        name.push_str(SYLLABLES[(left % base) as usize]);
        left /= base;
    }
    capitalise(name)
}

fn capitalise(text: String) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(chars).collect(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::money::amount::Currency;

    #[test]
    fn both_languages_have_the_same_sections_and_no_gap_stays_open() {
        let names = |lang| SyntheticTexts::of(lang).section_index.keys().copied().collect::<HashSet<_>>();
        assert_eq!(names(Lang::Fr), names(Lang::En));
        let price = Money::new(12_000, Currency::EUR);
        let mut rng = Rng::new(1, 1);
        for lang in [Lang::Fr, Lang::En] {
            let texts = SyntheticTexts::of(lang);
            for name in names(lang) {
                for _ in 0..200 {
                    let text = texts.sentence(name, price, &mut rng);
                    assert!(!text.trim().is_empty() && !text.contains(['{', '}', '[']), "{name}: {text}");
                }
            }
            for pieces in texts.sections.iter().flatten().flatten() {
                if let Piece::Words(words) = pieces {
                    assert!(!names(lang).contains(words), "{words} is a section, and stands in the text as itself");
                }
            }
        }
    }

    #[test]
    fn every_invented_name_is_another() {
        let all: HashSet<_> = (0..INVENTED_NAMES).map(invented_name).collect();
        assert_eq!(all.len() as u64, INVENTED_NAMES);
    }

    #[test]
    fn a_share_is_more_than_nothing_and_less_than_all() {
        let mut rng = Rng::new(1, 1);
        for minor in [2, 3, 99, 500, 12_345, 200_000] {
            for _ in 0..100 {
                let share = partial_amount(Money::new(minor, Currency::EUR), &mut rng).minor;
                assert!(share > 0 && share < minor, "{share} of {minor}");
            }
        }
    }
}
