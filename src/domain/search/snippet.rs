//! The words around what was found, and whether a text holds what is sought.

use super::terms::SoughtWords;
use super::tokens::FoldedText;

/// Bytes of a text that are looked at, so that one huge message can't hold up a page.
const LOOKED_AT: usize = 64 << 10;
/// Characters before the first mark, and in all.
const BEFORE: usize = 40;
const WIDTH: usize = 160;

/// A stretch of a message's text on one line, with what was found in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snippet {
    /// The stretch, with `…` where it was cut.
    pub text: String,
    /// Where the found words stand in it, as byte ranges.
    pub marks: Vec<(usize, usize)>,
}

/// Whether a text holds every phrase, and the begun one.
pub fn holds(body: &str, sought: &SoughtWords) -> bool {
    let text = FoldedText::of(body);
    sought.phrases.iter().all(|p| text.find(&p.0, false).next().is_some())
        && sought.begun.iter().all(|p| text.find(&p.0, true).next().is_some())
}

/// Returns the stretch around the first word that is found in a text.
pub fn snippet(body: &str, sought: &SoughtWords) -> Snippet {
    let end = (0..=body.len().min(LOOKED_AT)).rev().find(|&at| body.is_char_boundary(at)).unwrap_or(0);
    let looked_at = &body[..end];
    let text = FoldedText::of(looked_at);
    let whole = sought.phrases.iter().flat_map(|p| text.find(&p.0, false));
    let begun = sought.begun.iter().flat_map(|p| text.find(&p.0, true));
    let mut found: Vec<(usize, usize)> = whole.chain(begun).map(|at| (at.start, at.end)).collect();
    found.sort_unstable();
    cut(looked_at, &found, looked_at.len() < body.len())
}

/// Cuts the text around the first found stretch, puts it on one line, and moves the marks along.
fn cut(text: &str, found: &[(usize, usize)], goes_on: bool) -> Snippet {
    let start = start_before(text, found.first().map_or(0, |f| f.0));
    let end = end_after(text, start);
    let mut out = String::from(if start > 0 { "…" } else { "" });
    // Where each character of the text went.
    let mut places = Vec::new();
    for (at, c) in text[start..end].char_indices() {
        places.push((start + at, out.len()));
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    let place = |at: usize| places.get(places.partition_point(|p| p.0 < at)).map_or(out.len(), |p| p.1).min(out.len());
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for (from, to) in found.iter().filter(|f| f.0 < end).map(|f| (place(f.0), place(f.1))) {
        match marks.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => marks.push((from, to)),
        }
    }
    if end < text.len() || goes_on {
        out.push('…');
    }
    Snippet { text: out, marks }
}

/// The start of a word, some characters before `at`; a word without end is cut.
fn start_before(text: &str, at: usize) -> usize {
    let Some((far, _)) = text[..at].char_indices().rev().nth(BEFORE) else { return 0 };
    text[far..at].find(char::is_whitespace).map_or(far, |space| far + space)
}

/// The end of a word, some characters after `at`; a word without end is cut.
fn end_after(text: &str, at: usize) -> usize {
    let Some((far, _)) = text[at..].char_indices().nth(WIDTH) else { return text.len() };
    let far = at + far;
    let mut rest = text[far..].char_indices();
    match rest.by_ref().take(BEFORE).find(|(_, c)| c.is_whitespace()) {
        Some((space, _)) => far + space,
        None if rest.next().is_none() => text.len(),
        None => far,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::search::terms::SearchTerms;

    fn sought(text: &str) -> SoughtWords {
        SearchTerms::parse(text).unwrap().sought_words().clone()
    }

    fn marked(body: &str, query: &str) -> String {
        let Snippet { mut text, marks } = snippet(body, &sought(query));
        for (from, to) in marks.into_iter().rev() {
            text.insert(to, ']');
            text.insert(from, '[');
        }
        text
    }

    #[test]
    fn marks_stand_on_the_words_as_they_were_written() {
        for (body, query, expected) in [
            ("Rien ne va.", "rien", "[Rien] ne va."),
            ("Voilà l’été à Noël", "l'ete", "Voilà [l’été] à Noël"),
            ("de\u{301}ja\u{300} vu", "déjà", "[de\u{301}ja\u{300}] vu"),
            ("cœur et œuvre", "OEUVRE coeur", "[cœur] et [œuvre]"),
            ("a@b.fr b", "a@b.fr", "[a@b.fr] b"),
            ("été\n\n  hiver\t10\t00", "hiver \"00\"", "été [hiver] 10 [00]"),
            ("le les le", "\"le\"", "[le] les [le]"),
            ("un ﬁchier, re\u{ad}touché", "fichier retouche", "un [ﬁchier], [re\u{ad}touché]"),
            ("20 ½ a\"b", "1/2 a\"b", "20 [½] [a\"b]"),
            ("a b c", "a-b b-c", "[a b c]"),
            ("rien", "tout", "rien"),
            ("", "tout", ""),
        ] {
            assert_eq!(marked(body, query), expected, "{body:?}");
        }
    }

    #[test]
    fn a_begun_word_is_marked_whole() {
        assert_eq!(marked("le remboursement refusé", "ref"), "le remboursement [refusé]");
        assert_eq!(marked("l'été, les étés", "l'ét"), "[l'été], les étés");
    }

    #[test]
    fn a_long_text_is_cut_at_words_around_the_first_mark() {
        let body = format!("{} aiguille {}", "foin ".repeat(200), "paille ".repeat(200));
        let shown = marked(&body, "aiguille");
        assert!(shown.starts_with("… foin foin"), "{shown}");
        assert!(shown.contains(" [aiguille] paille"), "{shown}");
        assert!(shown.ends_with("paille…"), "{shown}");
        assert!(shown.chars().count() < 2 * WIDTH, "{shown}");
    }

    #[test]
    fn a_word_without_end_and_a_huge_text_are_cut() {
        let body = format!("{}é aiguille", "é".repeat(3_000_000));
        let shown = snippet(&body, &sought("aiguille"));
        assert!(shown.marks.is_empty() && shown.text.ends_with('…') && shown.text.chars().count() < 2 * WIDTH);
        let shown = snippet(&body, &sought("é"));
        assert!(shown.text.chars().count() < 2 * WIDTH);
        assert_eq!(shown.marks, [(0, shown.text.len() - '…'.len_utf8())]);
    }

    #[test]
    fn a_text_holds_what_is_wanted_or_not() {
        for (body, query, holds_it) in [
            ("Le refus du vendeur", "vendeur refus", true),
            ("Le refus du vendeur", "refus vendeurs", false),
            ("Le refus du vendeur", "du-vendeur", true),
            ("Le refus du vendeur", "le vend is:open", true),
            ("Le refus du vendeur", "refus-vendeur", false),
            ("Le refus du vendeur", "ven", true),
            ("Le refus du vendeur", "ven le", false),
            ("Le refus du vendeur", "\"ven\"", false),
            ("", "ven", false),
        ] {
            assert_eq!(holds(body, &sought(query)), holds_it, "{query}");
        }
    }
}
