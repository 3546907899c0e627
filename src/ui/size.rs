//! Sizes of files, for people.

use crate::domain::vocabulary::Lang;

/// Returns the id of the text for a size of so many bytes, and the number in it: three digits at most are worth reading.
pub fn format_size(lang: Lang, bytes: u64) -> (&'static str, String) {
    let tenths = |unit: u64| {
        let tenths = (u128::from(bytes) * 10 + u128::from(unit / 2)) / u128::from(unit);
        let point = if lang == Lang::Fr { ',' } else { '.' };
        if tenths >= 100 { (tenths / 10).to_string() } else { format!("{}{point}{}", tenths / 10, tenths % 10) }
    };
    match bytes {
        0..1_000 => ("size-bytes", bytes.to_string()),
        1_000..1_000_000 => ("size-kilobytes", tenths(1_000)),
        _ => ("size-megabytes", tenths(1_000_000)),
    }
}
