//! What can be a handle, and when two are the same. `camille`, `CAMILLE` and `ｃａｍｉｌｌｅ` are one person; a handle that only
//! looks like a colleague's is nobody's.

use unicode_normalization::UnicodeNormalization as _;
use unicode_security::confusable_detection::skeleton;

use crate::domain::ids::Handle;
use crate::domain::refusal::{Refusal, SetupRefusal};
use crate::domain::text::folding::fold;

/// How long a handle may be, in bytes.
pub const MAX_BYTES: usize = 64;

/// Words that stand for others wherever a handle may stand.
const RESERVED: [&str; 4] = ["client", "seller", "mediator", "system"];

/// Checks that a text can be the handle of a new member: letters, digits, `-`, `_` and `.`, of which at least one is a letter or
/// a digit and the first no `-`; none of the words that stand for others.
///
/// # Errors
/// [`SetupRefusal::BadHandle`].
pub fn check(handle: &Handle) -> Result<(), Refusal> {
    let text = handle.0.as_str();
    let fits = (1..=MAX_BYTES).contains(&text.len())
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && text.chars().any(char::is_alphanumeric)
        && !text.starts_with('-')
        && !RESERVED.contains(&compared(text).as_str());
    if fits { Ok(()) } else { Err(SetupRefusal::BadHandle { handle: handle.clone() }.into()) }
}

/// Returns whether two handles, or a handle and a person's id, are the same: compatible forms of a letter and its case don't
/// count.
pub fn is_same(one: &str, other: &str) -> bool {
    one == other || compared(one) == compared(other)
}

/// A handle as it is compared: NFKC, in lower case.
fn compared(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

/// Returns whether a reader could take one handle for the other: they are the same but for accents, or their letters look alike
/// (Unicode Technical Standard 39, "confusable").
pub fn looks_like(one: &str, other: &str) -> bool {
    let (one, other) = (looks(one), looks(other));
    one.iter().any(|look| other.contains(look))
}

/// How a handle looks as it is written, and without accents and capitals.
fn looks(text: &str) -> [String; 2] {
    let text: String = text.nfkc().collect();
    // A zero looks like a capital O, and both like a small one.
    let look = |text: &str| skeleton(text).flat_map(char::to_lowercase).collect();
    [look(&text), look(&fold(&text))]
}
