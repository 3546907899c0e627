//! How French texts are set: no line ends before a colon or a guillemet, apostrophes are curved, an ellipsis is one character.

#[cfg(test)]
mod tests {
    use super::super::{Texts, assets, bundle, standard_templates};
    use crate::domain::vocabulary::Lang;

    /// Texts that show how something is typed, where a colon follows its word at once.
    const TYPED: [&str; 9] = [
        "activity-fields",
        "activity-unclear",
        "term-",
        "refusal-malformed-filter-",
        "cli-template-no-title",
        "cli-template-bad-title",
        "search-empty-hint",
        "command-filter",
        "command-search",
    ];

    /// Texts that name a line of a configuration, with its straight quotes.
    const QUOTED: [&str; 4] = ["cli-doctor-", "help-mouse-about", "cli-error-", "cli-no-database-"];

    /// The texts of a file of Fluent, line by line with their keys; each variable is one character, and what is typed as it stands
    /// (`between backticks`) is left out.
    fn lines(source: &str) -> Vec<(String, String)> {
        let mut key = String::new();
        let mut all = Vec::new();
        for line in source.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            let begins = line.starts_with(|c: char| c.is_ascii_alphabetic());
            if let Some(name) = line.strip_suffix(" =").filter(|_| begins) {
                key = name.to_owned();
                continue;
            }
            let mut text = match line.split_once(" = ") {
                Some((name, text)) if begins => {
                    key = name.to_owned();
                    text
                }
                Some((name, text)) if name.trim().starts_with('.') => text,
                _ => line.trim(),
            };
            // A variant's name is none of its words.
            if let Some((_, rest)) = text.split_once("] ").filter(|_| text.starts_with(['[', '*'])) {
                text = rest;
            }
            all.push((key.clone(), without_code(&without_variables(text))));
        }
        all
    }

    /// Puts a letter in the place of each variable, and what it stands for in that of a literal.
    fn without_variables(text: &str) -> String {
        let mut plain = String::new();
        let mut rest = text;
        while let Some(start) = rest.find('{') {
            plain.push_str(&rest[..start]);
            // One that goes on in the next lines has no words here.
            let Some(end) = rest[start..].find('}') else { return plain };
            let inner = rest[start + 1..start + end].trim();
            match inner.strip_prefix('"').and_then(|literal| literal.strip_suffix('"')) {
                Some(literal) => plain.push_str(&literal.replace("\\u00A0", "\u{a0}")),
                None => plain.push('X'),
            }
            rest = &rest[start + end + 1..];
        }
        plain.push_str(rest);
        plain.replace('}', "X")
    }

    fn without_code(text: &str) -> String {
        text.split('`').enumerate().map(|(at, part)| if at % 2 == 0 { part } else { "X" }).collect()
    }

    /// Returns what is wrong with a text as it is set.
    fn faults(key: &str, text: &str) -> Vec<&'static str> {
        let is_typed = TYPED.iter().any(|typed| key.starts_with(typed));
        let is_quoted = QUOTED.iter().any(|quoted| key.starts_with(quoted));
        let mut faults = Vec::new();
        let chars: Vec<char> = text.chars().collect();
        for (at, c) in chars.iter().enumerate() {
            let before = at.checked_sub(1).map(|at| chars[at]);
            let after = chars.get(at + 1).copied();
            let is_spaced = before == Some('\u{a0}');
            match c {
                ';' | '»' | '?' | '!' if !(is_spaced || *c == '?' && is_typed) => {
                    faults.push("no space that holds before ; » ? !")
                }
                ':' if !is_spaced && !is_typed && after.is_none_or(|c| c == ' ' || c == '\u{a0}') => {
                    faults.push("no space that holds before a colon");
                }
                '%' if before.is_some_and(|c| c == ' ' || c.is_ascii_digit()) => {
                    faults.push("no space that holds before %")
                }
                '«' if after != Some('\u{a0}') => faults.push("no space that holds after «"),
                '\'' => faults.push("a straight apostrophe"),
                '“' | '”' => faults.push("English quotes"),
                '"' if !is_quoted => faults.push("straight quotes"),
                '’' if before.is_none_or(|c| !c.is_alphabetic()) || after.is_none_or(|c| !c.is_alphanumeric()) => {
                    faults.push("an apostrophe for a quote");
                }
                // Where the ellipsis itself is shown, it is no mark of a sentence.
                '…' if matches!(before, Some(' ' | '\u{a0}')) && key != "cli-doctor-fonts" => {
                    faults.push("a space before an ellipsis")
                }
                '.' if before == Some('.') => faults.push("dots for an ellipsis"),
                ' ' if before == Some(' ') && key != "activity-fields" => faults.push("two spaces"),
                '—' => faults.push("a long dash, which is – elsewhere"),
                _ => {}
            }
        }
        faults
    }

    #[test]
    fn french_is_set_as_french_is() {
        let texts = Texts::new(Lang::Fr);
        assert_eq!(texts.get("queue-filter"), "Filtre\u{a0}:");
        let typed = texts.with("amount-not-a-number", [("typed", "x".into())]);
        assert!(typed.starts_with("«\u{a0}x\u{a0}» n’est pas"), "{typed}");
        let mut wrong = Vec::new();
        for source in [assets::screens(Lang::Fr), assets::command_line(Lang::Fr)] {
            for (key, text) in lines(&bundle::typeset(Lang::Fr, source)) {
                wrong.extend(faults(&key, &text).into_iter().map(|fault| format!("{key}: {fault}: {text}")));
            }
        }
        let technical = bundle::typeset(Lang::Fr, assets::technical());
        for text in technical.lines().filter_map(|line| line.strip_prefix("= ")) {
            let text = without_code(&without_variables(text));
            wrong.extend(faults("", &text).into_iter().map(|fault| format!("technical: {fault}: {text}")));
        }
        assert!(wrong.is_empty(), "{} {wrong:#?}", wrong.len());
    }

    /// Ready replies are put in as they stand in their file, so that they can be edited: their spaces and apostrophes are typed.
    #[test]
    fn ready_replies_have_the_spaces_of_french() {
        let templates = standard_templates();
        let mut wrong = Vec::new();
        for template in templates.of(Lang::Fr) {
            let set = bundle::typeset(Lang::Fr, &template.body);
            for line in set.lines() {
                let text = without_code(&without_variables(line));
                wrong.extend(faults("", &text).into_iter().map(|fault| format!("{}: {fault}: {text}", template.name)));
            }
        }
        assert!(wrong.is_empty(), "{} {wrong:#?}", wrong.len());
    }

    /// Each thing that is wrong is found.
    #[test]
    fn what_is_not_set_as_french_is_found() {
        for text in [
            "Quoi?",
            "Quoi ?",
            "a; b",
            "a : b",
            "a:",
            "« a\u{a0}»",
            "«\u{a0}a»",
            "l'un",
            "50 %",
            "50%",
            "“a”",
            "\"a\"",
            "attendre …",
            "attendre...",
            "a  b",
            "a — b",
            "’a’",
        ] {
            assert!(!faults("", text).is_empty(), "{text}");
        }
        for text in ["Quoi\u{a0}?", "9:00", "l’un", "50\u{a0}%", "«\u{a0}a\u{a0}»", "attendre…", "a – b", "est:ouvert"]
        {
            assert!(faults("", text).is_empty(), "{text}: {:?}", faults("", text));
        }
    }
}
