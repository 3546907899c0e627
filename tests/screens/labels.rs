//! Our own texts on every screen, in both languages, at the four sizes: none is cut. What people wrote may be.

use std::collections::BTreeSet;

use litige::app::model::Layer;
use litige::domain::vocabulary::Lang;
use litige::ui::text::width;

use crate::desk::{Desk, Look};
use crate::every::{screens, walk};
use crate::fixture::now;
use crate::print::plain;

const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 40), (200, 50)];

/// Shows each screen with short texts, in each language at each size.
fn each_size(mut check: impl FnMut(&str, Lang, &[(u16, String)], &Desk)) {
    for lang in [Lang::En, Lang::Fr] {
        // The card covers the middle of what is behind it; a snapshot has its texts.
        for (name, keys, _, tame) in screens().into_iter().filter(|(_, keys, ..)| *keys != "welcome") {
            let mut desk = Desk::new(Look { lang, ..Look::SMALL }, now(), tame);
            desk.press("G k");
            walk(&mut desk, keys);
            let mut shown = |(cols, rows)| {
                desk.resize(cols, rows);
                (cols, plain(&desk.frame()).replace('’', "'").replace(['\u{a0}', '\u{202f}'], " "))
            };
            let frames = SIZES.map(&mut shown);
            check(name, lang, &frames, &desk);
        }
    }
}

/// Returns the pieces of our texts that have an ellipsis of their own: what stands before it, up to a variable.
fn own_ellipses(lang: Lang) -> BTreeSet<String> {
    let folder = format!("{}/assets/locales", env!("CARGO_MANIFEST_DIR"));
    let files =
        [format!("{folder}/{lang}.ftl"), format!("{folder}/{lang}/hints.ftl"), format!("{folder}/{lang}/shared.ftl")];
    let sources = files.map(|file| std::fs::read_to_string(file).unwrap());
    let texts = sources.iter().flat_map(|source| source.lines()).flat_map(|line| line.split(['{', '}', '=', ']']));
    let with = texts.filter(|text| text.contains('…')).filter_map(|text| text.split_inclusive('…').next());
    with.map(|text| text.trim().to_owned()).filter(|text| width(text) > 1).collect()
}

/// Whether a part of a screen ends in an ellipsis that is none of ours.
fn is_cut(part: &str, ours: &BTreeSet<String>) -> bool {
    let part = part.trim_matches([' ', '┃', '▌', '▐', '│']);
    // A truncation leaves no space before the ellipsis; the beginning of a match does. What people wrote has a bar before it.
    part.contains('…')
        && !part.contains(" …")
        && !part.contains('▎')
        && !ours.iter().any(|own| part.contains(own.as_str()))
        // The last row of a wrapped text of ours.
        && !ours.iter().any(|own| part.split_inclusive('…').next().is_some_and(|end| own.ends_with(end.trim())))
}

#[test]
fn no_text_of_ours_is_cut_on_any_screen() {
    let mut all = Vec::new();
    each_size(|name, lang, frames, _| {
        let ours = own_ellipses(lang);
        for (cols, frame) in frames {
            let parts = frame.lines().flat_map(|line| line.split('│'));
            all.extend(
                parts.filter(|part| is_cut(part, &ours)).map(|part| format!("{name} in {lang} at {cols}: {part}")),
            );
        }
    });
    assert!(all.is_empty(), "{} {all:#?}", all.len());
}

/// The words inside a box, without what surrounds it.
fn box_words(frame: &str) -> Option<BTreeSet<String>> {
    let lines: Vec<Vec<char>> = frame.lines().map(|line| line.chars().collect()).collect();
    let top = lines.iter().position(|line| line.contains(&'╭'))?;
    let left = lines[top].iter().position(|c| *c == '╭')?;
    let right = lines[top].iter().position(|c| *c == '╮')?;
    let bottom = lines.iter().position(|line| line.get(left) == Some(&'╰'))?;
    // Under the title stands where the case stands, as far as there is room for it.
    let inside = [&lines[top..=top], &lines[top + 2..bottom]].concat();
    let inside = inside.iter().map(|line| line[left + 1..right.min(line.len())].iter().collect::<String>());
    let inside = inside.collect::<Vec<_>>().join(" ");
    let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
    Some(inside.split_whitespace().filter(is_word).map(str::to_owned).collect())
}

/// A box has in a small window all the words that it has in a large one: none is lost below its edge.
#[test]
fn no_line_of_a_question_is_left_out_in_a_small_window() {
    let mut all = Vec::new();
    each_size(|name, lang, frames, desk| {
        let Some(Layer::Prompt(_)) = &desk.model.layer else { return };
        let Some(whole) = box_words(&frames[3].1) else { return };
        for (cols, frame) in &frames[..3] {
            let shown = box_words(frame).unwrap_or_default();
            let gone: Vec<_> = whole.difference(&shown).collect();
            if !gone.is_empty() {
                all.push(format!("{name} in {lang} at {cols}: {gone:?}\n{frame}"));
            }
        }
    });
    assert!(all.is_empty(), "{} {}", all.len(), all.join("\n"));
}
