//! Passages of a message that are pointed out to the mediator: attempts to make contact outside the platform, and heated
//! words. They are never hidden or changed (docs/process.md, "Heated messages"). The words come from a team's own lists, one
//! file per language.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::domain::text::folding::fold;
use crate::domain::vocabulary::vocabulary;

vocabulary!(
    /// Why a passage is pointed out to the mediator.
    RemarkKind, "a concern", {
        /// It speaks of contact outside the platform: no such conversation counts.
        Outside = "outside",
        /// It is heated: getting angry helps nobody.
        Heated = "heated",
    }
);

/// A passage that is pointed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub concern: RemarkKind,
    /// Where, as bytes of the message.
    pub at: Range<usize>,
}

/// A team's word lists, prepared for matching.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// By the first letter: a long text is looked through word by word, and few phrases begin as a word does.
    phrases: HashMap<char, Vec<LexiconPhrase>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct LexiconPhrase {
    concern: RemarkKind,
    words: Vec<String>,
    /// The last word may go on.
    open: bool,
}

/// A line of a word list that is not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLexiconLine {
    /// Its number, from 1.
    pub line: usize,
    pub text: String,
}

impl fmt::Display for BadLexiconLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: \u{201c}{}\u{201d} is no word under [outside] or [heated]", self.line, self.text)
    }
}

impl std::error::Error for BadLexiconLine {}

impl Lexicon {
    /// Reads a word list: `[outside]` and `[heated]`, a word or phrase a line, `#` for comments, a final `*` for any ending.
    ///
    /// # Errors
    /// The first line that makes no sense.
    pub fn parse(list: &str) -> Result<Self, BadLexiconLine> {
        let (mut phrases, mut concern) = (HashMap::<char, Vec<LexiconPhrase>>::new(), None);
        for (i, line) in list.lines().enumerate() {
            let text = line.trim();
            let bad = || BadLexiconLine { line: i + 1, text: text.to_owned() };
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            if let Some(name) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
                concern = Some(name.parse::<RemarkKind>().map_err(|_| bad())?);
                continue;
            }
            let concern = concern.ok_or_else(bad)?;
            let (text, open) = text.strip_suffix('*').map_or((text, false), |t| (t, true));
            let words: Vec<String> = folded_words(text).map(|(_, w)| w).collect();
            let first = words.first().and_then(|word| word.chars().next()).ok_or_else(bad)?;
            phrases.entry(first).or_default().push(LexiconPhrase { concern, words, open });
        }
        Ok(Self { phrases })
    }

    /// Merges two lists: parties mix the languages, so both are used for every order.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for (first, phrases) in other.phrases {
            self.phrases.entry(first).or_default().extend(phrases);
        }
        self
    }

    /// Returns the passages of a message to point out, in the order of the text, without overlaps. Addresses and phone numbers
    /// count as contact outside in any language.
    pub fn remarks(&self, body: &str) -> Vec<Remark> {
        let words: Vec<(Range<usize>, String)> = folded_words(body).collect();
        let mut found: Vec<Remark> = (0..words.len()).filter_map(|i| self.phrase_at(&words[i..])).collect();
        found.extend(find_contacts(body).map(|at| Remark { concern: RemarkKind::Outside, at }));
        found.sort_by_key(|r| (r.at.start, std::cmp::Reverse(r.at.end)));
        let mut end = 0;
        found.retain(|r| {
            let free = r.at.start >= end;
            end = end.max(r.at.end);
            free
        });
        found
    }

    /// Returns the longest phrase that starts with the first of these words.
    fn phrase_at(&self, words: &[(Range<usize>, String)]) -> Option<Remark> {
        let fits = |phrase: &&LexiconPhrase| {
            let last = phrase.words.len() - 1;
            words.len() > last
                && phrase.words.iter().zip(words).enumerate().all(|(i, (want, (_, have)))| {
                    want == have || phrase.open && i == last && have.starts_with(want.as_str())
                })
        };
        let first = words.first()?.1.chars().next()?;
        let phrase = self.phrases.get(&first)?.iter().filter(fits).max_by_key(|p| p.words.len())?;
        let at = words[0].0.start..words[phrase.words.len() - 1].0.end;
        Some(Remark { concern: phrase.concern, at })
    }
}

/// Returns the words of a text, folded, with their places; an apostrophe or a hyphen ends one.
fn folded_words(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    text.unicode_word_indices().flat_map(|(start, word)| {
        let mut from = start;
        word.split(['\'', '\u{2019}', '-']).filter_map(move |piece| {
            let at = from..from + piece.len();
            from = at.end + word[at.end - start..].chars().next().map_or(0, char::len_utf8);
            (!piece.is_empty()).then(|| (at, fold(piece)))
        })
    })
}

/// Mail addresses, links to messengers, and phone numbers.
pub fn find_contacts(text: &str) -> impl Iterator<Item = Range<usize>> {
    let spaced = text.split_whitespace().filter_map(move |piece| {
        let start = piece.as_ptr() as usize - text.as_ptr() as usize;
        let bare = piece.trim_matches(|c: char| !c.is_alphanumeric() && c != '@' && c != '/' && c != '+');
        let start = start + (bare.as_ptr() as usize - piece.as_ptr() as usize);
        (is_mail(bare) || is_messenger(bare)).then(|| start..start + bare.len())
    });
    spaced.chain(find_phones(text))
}

fn is_mail(piece: &str) -> bool {
    piece.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.split_once('.').is_some_and(|(host, top)| !host.is_empty() && top.len() >= 2)
    })
}

fn is_messenger(piece: &str) -> bool {
    const HOSTS: [&str; 8] =
        ["wa.me/", "t.me/", "discord.gg/", "discord.com/", "m.me/", "meet.google.", "zoom.us/", "chat.whatsapp."];
    // Most words are looked at no further.
    if !piece.contains('.') {
        return false;
    }
    let link = piece.to_lowercase();
    let host = link.split_once("://").map_or(link.as_str(), |(_, rest)| rest);
    let host = host.trim_start_matches("www.");
    HOSTS.iter().any(|known| host.starts_with(known))
}

/// Ten digits or more from a `+` or a `0`, in groups by spaces, dots, hyphens or brackets. An amount, a date or an order's
/// number doesn't start so or isn't so long.
fn find_phones(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut i = 0;
    std::iter::from_fn(move || {
        while i < bytes.len() {
            let start = i;
            let begins = matches!(bytes[i], b'+' | b'0') && (i == 0 || !bytes[i - 1].is_ascii_alphanumeric());
            i += 1;
            if !begins {
                continue;
            }
            let (mut digits, mut end) = (usize::from(bytes[start] == b'0'), start + 1);
            let mut j = i;
            while digits <= 15 && j < bytes.len() && (bytes[j].is_ascii_digit() || b" .-()".contains(&bytes[j])) {
                if bytes[j].is_ascii_digit() {
                    digits += 1;
                    end = j + 1;
                }
                j += 1;
            }
            if (10..=15).contains(&digits) {
                i = end;
                return Some(start..end);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both() -> Lexicon {
        let fr = Lexicon::parse(include_str!("../../../assets/words/fr.txt")).unwrap();
        fr.and(Lexicon::parse(include_str!("../../../assets/words/en.txt")).unwrap())
    }

    fn seen(text: &str) -> Vec<(RemarkKind, &str)> {
        both().remarks(text).into_iter().map(|r| (r.concern, &text[r.at])).collect()
    }

    #[test]
    fn contact_outside_is_pointed_out() {
        use RemarkKind::Outside;
        let table: [(&str, &[&str]); 10] = [
            ("On en a parlé sur WhatsApp hier", &["WhatsApp"]),
            ("écrivez-moi : lea.martin@mail.fr.", &["lea.martin@mail.fr"]),
            ("mon numéro 06 12 34 56 78 merci", &["mon numéro", "06 12 34 56 78"]),
            ("call +33 (0)6-12-34-56-78", &["+33 (0)6-12-34-56-78"]),
            ("https://wa.me/33612345678", &["https://wa.me/33612345678"]),
            ("vu en dehors   de la PLATEFORME", &["en dehors   de la PLATEFORME"]),
            ("Il l'a dit par e-mail", &["par e-mail"]),
            ("le 09/11/2026 à 10:30 pour 1200,00 €", &[]),
            ("commande 1234567890123", &[]),
            ("un signalement, des telegrammes", &[]),
        ];
        for (text, at) in table {
            let want: Vec<_> = at.iter().map(|&a| (Outside, a)).collect();
            assert_eq!(seen(text), want, "{text}");
        }
    }

    #[test]
    fn heat_is_pointed_out_and_calm_is_not() {
        use RemarkKind::Heated;
        assert_eq!(
            seen("C'est une ARNAQUE, vous êtes un incompétent !"),
            [(Heated, "ARNAQUE"), (Heated, "incompétent")]
        );
        assert_eq!(seen("What a scammer. I'll sue"), [(Heated, "scammer"), (Heated, "I'll sue")]);
        assert!(seen("Je comprends, mais le contrat et la conception sont conformes.").is_empty());
    }

    #[test]
    fn a_broken_list_names_its_line() {
        for (list, line) in [("whatsapp", 1), ("[outside]\n\n# fine\n[angry]\n", 4), ("[heated]\n***\n", 2)] {
            assert_eq!(Lexicon::parse(list).unwrap_err().line, line, "{list}");
        }
    }

    proptest::proptest! {
        #[test]
        fn remarks_are_passages_in_order(text in "(?s).{0,80}") {
            let mut end = 0;
            for remark in both().remarks(&text) {
                assert!(remark.at.start >= end && text.get(remark.at.clone()).is_some());
                end = remark.at.end;
            }
        }
    }
}
