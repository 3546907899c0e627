//! Redaction of a case for sharing: names and ids of persons, mail addresses, messenger links and phone numbers are
//! replaced everywhere. Allusions to a name can't be found, so the result should be proofread.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::domain::discussion::lexicon;
use crate::domain::text::folding::{fold, fold_into};
use crate::store::CaseFile;

/// The replacements of personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masks {
    pub client: String,
    pub seller: String,
    pub mediator: String,
    /// Replaces an address or a number.
    pub contact: String,
}

/// Replaces personal data everywhere in a case. `team` has the mediators' handles and names.
pub fn redact(file: &mut CaseFile, masks: &Masks, team: &[String]) {
    let mut names = Names::default();
    let order = &file.case.order;
    for (person, mask) in [(&order.client, &masks.client), (&order.seller, &masks.seller)] {
        names.add(&person.name, mask);
        names.add(&person.id.0, mask);
    }
    team.iter().for_each(|name| names.add(name, &masks.mediator));
    let clean = |text: &mut String| *text = names.masked(&mask_contacts(text, &masks.contact));

    let order = &mut file.case.order;
    for (person, mask) in [(&mut order.client, &masks.client), (&mut order.seller, &masks.seller)] {
        person.name.clone_from(mask);
        person.id.0.clone_from(mask);
    }
    clean(&mut order.title);
    clean(&mut order.brief);
    for row in &mut file.timeline {
        clean(&mut row.body);
    }
    for row in &mut file.thread {
        clean(&mut row.message.author);
        clean(&mut row.message.body);
        row.attachments.iter_mut().for_each(|a| attachment(a, &clean));
    }
    file.order_files.iter_mut().for_each(|a| attachment(a, &clean));
    // Internal notes are not shared.
    file.notes.clear();
    if let Some(dispute) = &mut file.case.dispute {
        dispute.justification.iter_mut().for_each(clean);
        dispute.claim.iter_mut().for_each(|claim| clean(&mut claim.by.0));
        for ask in &mut dispute.asks {
            clean(&mut ask.body);
            ask.by.iter_mut().for_each(|by| clean(&mut by.0));
        }
        for proposal in &mut dispute.proposals {
            clean(&mut proposal.terms);
            proposal.mediator.iter_mut().for_each(|by| clean(&mut by.0));
        }
        dispute.decision.iter_mut().for_each(|d| decision(d, &clean));
    }
    file.past_decisions.iter_mut().for_each(|d| decision(d, &clean));
}

fn attachment(file: &mut crate::domain::case::records::Attachment, clean: &impl Fn(&mut String)) {
    clean(&mut file.name);
    file.text.iter_mut().for_each(clean);
    file.path = None;
    file.inadmissible.iter_mut().for_each(clean);
}

fn decision(decision: &mut crate::domain::case::records::Decision, clean: &impl Fn(&mut String)) {
    clean(&mut decision.by.0);
    clean(&mut decision.reasons);
    decision.key = None;
}

/// How many letters tell a name from words.
const DISTINCTIVE: usize = 3;

/// The names to find, longest first, each with its mask: whole names, and those of their words that are not too short
/// to be distinctive.
#[derive(Debug, Default)]
struct Names {
    patterns: Vec<Pattern>,
}

/// A name, or a word of one.
#[derive(Debug)]
struct Pattern {
    folded: String,
    mask: String,
    /// How it is written, where it is so short that it is a word when written otherwise: `Le` is a name, `le` is none.
    only: Option<String>,
}

impl Names {
    fn add(&mut self, name: &str, mask: &str) {
        let name: String = name.trim().nfc().collect();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let words = name
            .split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
            .filter(|word| letters(word) >= DISTINCTIVE && *word != name);
        for part in std::iter::once(name.as_str()).chain(words).filter(|part| letters(part) >= 2) {
            let folded = fold(part);
            let only = (letters(part) < DISTINCTIVE).then(|| part.to_owned());
            if !self.patterns.iter().any(|known| known.folded == folded) {
                self.patterns.push(Pattern { folded, mask: mask.to_owned(), only });
            }
        }
        self.patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.folded.len()));
    }

    /// Masks every name in a text, ignoring accents and case. Names within a longer word don't count.
    fn masked(&self, text: &str) -> String {
        let folded = Folded::of(text);
        let mut out = String::with_capacity(text.len());
        let (mut at, mut inside) = (0, false);
        while let Some(first) = folded.character(text, at) {
            if let Some((end, mask)) = (!inside).then(|| self.match_at(text, &folded, at)).flatten() {
                out.push_str(mask);
                at = end;
                inside = true;
            } else {
                out.push(first);
                // A combining accent belongs to the character before it.
                inside = first.is_alphanumeric() || inside && folded.is_folded_away(at);
                at += 1;
            }
        }
        out
    }

    /// Returns the end (exclusive) and the mask of the name that begins at this character.
    fn match_at(&self, text: &str, folded: &Folded, start: usize) -> Option<(usize, &str)> {
        if folded.is_folded_away(start) {
            return None;
        }
        self.patterns.iter().find_map(|pattern| {
            let end = folded.end_of(&pattern.folded, start)?;
            let goes_on = folded.character(text, end).is_some_and(char::is_alphanumeric);
            let found = || text.get(folded.offsets[start].0..folded.offsets[end].0);
            let is_name =
                pattern.only.as_ref().is_none_or(|only| found().is_some_and(|found| found.nfc().eq(only.chars())));
            (!goes_on && is_name).then_some((end, pattern.mask.as_str()))
        })
    }
}

/// A folded text (no accents, no capitals) with the offset of each character. Computed once per text: untrusted texts
/// may be long, and have thousands of accents on one letter.
struct Folded {
    text: String,
    /// Each character's offsets in the original and in the folded text; the last entry has the ends of both.
    offsets: Vec<(usize, usize)>,
}

impl Folded {
    fn of(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), offsets: Vec::new() };
        for (at, c) in text.char_indices() {
            folded.offsets.push((at, folded.text.len()));
            fold_into(&mut folded.text, c);
        }
        folded.offsets.push((text.len(), folded.text.len()));
        folded
    }

    /// Returns a character of the original text.
    fn character(&self, text: &str, at: usize) -> Option<char> {
        text.get(self.offsets.get(at)?.0..)?.chars().next()
    }

    /// Returns whether folding removes this character.
    fn is_folded_away(&self, at: usize) -> bool {
        matches!(self.offsets.get(at..at + 2), Some([(_, here), (_, next)]) if here == next)
    }

    /// Returns the index after `part` and the accents on it, if the folded text has `part` at `start`.
    fn end_of(&self, part: &str, start: usize) -> Option<usize> {
        let from = self.offsets.get(start)?.1;
        let end = from + part.len();
        self.text.get(from..)?.strip_prefix(part)?;
        let last = self.offsets.partition_point(|(_, here)| *here <= end) - 1;
        (self.offsets.get(last)?.1 == end).then_some(last)
    }
}

fn mask_contacts(text: &str, mask: &str) -> String {
    let mut ranges: Vec<_> = lexicon::find_contacts(text).collect();
    ranges.sort_by_key(|at| at.start);
    let (mut out, mut end) = (String::with_capacity(text.len()), 0);
    for at in ranges {
        if at.start >= end {
            out.push_str(&text[end..at.start]);
            out.push_str(mask);
            end = at.end;
        }
    }
    out.push_str(&text[end..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_wherever_they_stand_and_words_stay() {
        let mut names = Names::default();
        names.add("Léa Martin", "[client]");
        names.add("Studio Nova", "[seller]");
        let table = [
            ("Bonjour LEA, c'est Léa Martin.", "Bonjour [client], c'est [client]."),
            ("Studio Nova et nova", "[seller] et [seller]"),
            ("supernova, martinet, Nova-2", "supernova, martinet, [seller]-2"),
            ("un cabinet de novatérapie, novate\u{301}rapie", "un cabinet de novatérapie, novate\u{301}rapie"),
            ("Le\u{301}a a dit, lea\u{301}\u{302}", "[client] a dit, [client]"),
            ("supe\u{301}rnova et e\u{301}nova", "supe\u{301}rnova et e\u{301}nova"),
            ("\u{301}nova", "\u{301}[seller]"),
            ("", ""),
        ];
        for (text, clean) in table {
            assert_eq!(names.masked(text), clean);
        }
    }

    #[test]
    fn a_word_that_begins_like_a_name_stays() {
        let mut names = Names::default();
        // As some systems write an accent: on its own, after the letter.
        names.add("Kine\u{301}so Plus", "[seller]");
        names.add("Cab", "[client]");
        let text = "Un cabinet de kinésithérapie, kine\u{301}sithe\u{301}rapie, kine";
        assert_eq!(names.masked(text), text);
        assert_eq!(names.masked("kinéso, cab"), "[seller], [client]");
    }

    #[test]
    fn short_and_blank_names_take_no_words() {
        for (name, text, clean) in [
            ("Le\u{301}", "le Lé, Le\u{301}, lé, LE", "le X, X, lé, LE"),
            ("Le", "Le, le, Lé, LE", "X, le, Lé, LE"),
            ("O", "O, o", "O, o"),
            ("", "rien", "rien"),
            ("   ", "a   b", "a   b"),
            ("..", "bon.. voyons", "bon.. voyons"),
            ("L'Atelier d'Anna", "L'Atelier d'Anna, l'atelier d’Anna, Annabelle", "X, X, Annabelle"),
            ("Anna", "d'Anna, Anna's, Annas, ANNA", "d'X, X's, Annas, X"),
        ] {
            let mut names = Names::default();
            names.add(name, "X");
            assert_eq!(names.masked(text), clean, "{name:?}");
        }
    }

    #[test]
    fn a_flood_of_accents_takes_no_longer_than_other_texts() {
        let mut names = Names::default();
        names.add("Léa Martin", "[client]");
        let flood = format!("Léa e{} Martin", "\u{301}".repeat(300_000));
        let began = std::time::Instant::now();
        assert_eq!(names.masked(&flood), flood.replace("Léa", "[client]").replace("Martin", "[client]"));
        // A quadratic search would take hours.
        assert!(began.elapsed() < std::time::Duration::from_secs(20), "{:?}", began.elapsed());
    }

    #[test]
    fn addresses_and_numbers_go() {
        let text = "écrivez à lea@mail.fr ou 06 12 34 56 78, wa.me/33612";
        assert_eq!(mask_contacts(text, "[…]"), "écrivez à […] ou […], […]");
    }
}
