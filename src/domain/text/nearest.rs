//! The word that was probably meant by a misspelt one.

use super::folding::fold;

/// Characters that are compared; a longer text is no misspelt word.
const LONGEST: usize = 40;

/// Returns the word that is most like the typed one, the first of several; `None` if none is like it. Accents and capitals
/// don't count, and a word that is only begun is like the whole.
pub fn nearest<'a>(typed: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed: Vec<char> = fold(typed).chars().collect();
    if typed.is_empty() || typed.len() > LONGEST {
        return None;
    }
    let most = typed.len().div_ceil(3);
    let far = |word: &str| {
        let word: Vec<char> = fold(word).chars().collect();
        if typed.len() > 1 && word.starts_with(&typed) { 1 } else { distance(&typed, &word) }
    };
    let all = words.into_iter().map(|word| (far(word), word)).filter(|(far, _)| *far <= most);
    all.min_by_key(|(far, _)| *far).map(|(_, word)| word)
}

/// How many letters must be added, left out, replaced or swapped with the next to make one word of the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let (mut before, mut last): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=b.len()).collect());
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *y && b[j - 1] == *x {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_is_known_by_what_it_is_like() {
        let words = ["vendeur", "seller", "attend", "en-retard", "is"];
        for (typed, meant) in [
            ("vendeurr", Some("vendeur")),
            ("VENDUER", Some("vendeur")),
            ("sellr", Some("seller")),
            ("atend", Some("attend")),
            ("retar", None),
            ("en_retard", Some("en-retard")),
            ("ven", Some("vendeur")),
            ("si", Some("is")),
            ("x", None),
            ("", None),
            ("quelquechose", None),
        ] {
            assert_eq!(nearest(typed, words), meant, "{typed}");
        }
        assert_eq!(nearest(&"x".repeat(1_000_000), words), None);
    }
}
