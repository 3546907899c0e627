//! Reply templates: a team's own texts for what they write again and again, one file per language, with placeholders in
//! braces that are filled in from the case. A text with an unfilled placeholder is never sent.
//!
//! A file is Markdown: `## name: what it does`, then the text. Lines of one paragraph are joined; an empty line ends it, and
//! so does the `-` of a list. `<!-- … -->` is a comment. A placeholder is a word in braces, like `{client}`; `{{client}}` is text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::{Datelike, NaiveDateTime, Timelike};

use crate::domain::vocabulary::{Lang, vocabulary};

vocabulary!(
    /// What a case can fill in. Any other word in braces is filled in by hand.
    Placeholder, "something that a case fills in", {
        Client = "client",
        Seller = "seller",
        /// The party that it is about: the one asked, or the one who owes an answer.
        Party = "party",
        Mediator = "mediator",
        Order = "order",
        Dispute = "dispute",
        Title = "title",
        Amount = "amount",
        /// The proposal that stands.
        Proposal = "proposal",
        /// What the client gets back.
        Refund = "refund",
        SellerGets = "seller_gets",
        /// The terms of the relaunch that stands.
        Terms = "terms",
        /// Until when an answer is awaited.
        Deadline = "deadline",
        /// The question that has no answer.
        Ask = "ask",
        Asked = "asked",
        /// The file that was struck last.
        Attachment = "attachment",
    }
);

/// The longest text of a template, in bytes.
pub const MAX_TEMPLATE_BYTES: usize = 16 * 1024;
/// The most templates of one language.
pub const MAX_TEMPLATES: usize = 500;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyTemplate {
    /// Its name, the same in every language.
    pub name: String,
    /// What it does, in a few words.
    pub about: String,
    /// Its text, blanks and all.
    pub body: String,
}

/// A line of a template file that can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadTemplateLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: TemplateFault,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateFault {
    /// Text before the first title.
    NoTitle,
    /// A title that is not `## name: what it does`.
    BadTitle,
    /// The name was there before.
    Twice(String),
    /// A title without a text.
    Empty(String),
    /// More than [`MAX_TEMPLATE_BYTES`].
    TooLong(String),
    /// A comment that never ends.
    OpenComment,
    /// More than [`MAX_TEMPLATES`].
    TooMany,
}

/// Parses a template file. Returns the valid templates, and the lines that are not valid.
pub fn parse(file: &str) -> (Vec<ReplyTemplate>, Vec<BadTemplateLine>) {
    let mut reader = TemplateReader::default();
    let mut comment = None;
    for (at, line) in file.lines().enumerate() {
        let (number, line) = (at + 1, line.trim_end());
        if comment.is_some() || line.trim_start().starts_with("<!--") {
            comment = if line.ends_with("-->") { None } else { comment.or(Some(number)) };
        } else if let Some(title) = line.strip_prefix("##").filter(|title| !title.starts_with('#')) {
            reader.title(number, title);
        } else {
            reader.text(number, line);
        }
    }
    reader.end();
    reader.bad.extend(comment.map(|line| BadTemplateLine { line, why: TemplateFault::OpenComment }));
    (reader.ready, reader.bad)
}

#[derive(Default)]
struct TemplateReader {
    ready: Vec<ReplyTemplate>,
    bad: Vec<BadTemplateLine>,
    /// The reply being read, and its title's line.
    current: Option<(usize, ReplyTemplate)>,
    /// What stands under a title that can't be used is not missed as well.
    dropped: bool,
}

impl TemplateReader {
    fn title(&mut self, line: usize, title: &str) {
        self.end();
        self.dropped = true;
        let mut bad = |why| self.bad.push(BadTemplateLine { line, why });
        let (name, about) = title.split_once(':').map_or((title, ""), |(name, about)| (name, about));
        let (name, about) = (name.trim(), about.trim());
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if name.is_empty() || !name.bytes().all(plain) || about.is_empty() {
            return bad(TemplateFault::BadTitle);
        }
        if self.ready.iter().any(|ready| ready.name == name) {
            return bad(TemplateFault::Twice(name.to_owned()));
        }
        if self.ready.len() == MAX_TEMPLATES {
            return bad(TemplateFault::TooMany);
        }
        let ready = ReplyTemplate { name: name.to_owned(), about: about.to_owned(), body: String::new() };
        (self.current, self.dropped) = (Some((line, ready)), false);
    }

    fn text(&mut self, line: usize, text: &str) {
        match &mut self.current {
            Some((_, ready)) => add_line(&mut ready.body, text),
            None if text.trim().is_empty() || self.dropped => {}
            None => {
                // Said once, for its first line.
                self.dropped = true;
                self.bad.push(BadTemplateLine { line, why: TemplateFault::NoTitle });
            }
        }
    }

    fn end(&mut self) {
        let Some((line, mut ready)) = self.current.take() else { return };
        ready.body.truncate(ready.body.trim_end().len());
        let why = match ready.body.len() {
            0 => Some(TemplateFault::Empty(ready.name.clone())),
            1..=MAX_TEMPLATE_BYTES => None,
            _ => Some(TemplateFault::TooLong(ready.name.clone())),
        };
        match why {
            Some(why) => self.bad.push(BadTemplateLine { line, why }),
            None => self.ready.push(ready),
        }
    }
}

/// Adds a line of a file: within a paragraph the lines are one, however the file is wrapped.
fn add_line(body: &mut String, line: &str) {
    let text = line.trim();
    let item = text.starts_with("- ") || text.starts_with("• ");
    match (text.is_empty(), body.chars().next_back()) {
        (true, None) => return,
        (true, _) if body.ends_with("\n\n") => return,
        (true, Some('\n')) => body.push('\n'),
        (true, Some(_)) => body.push_str("\n\n"),
        (false, None | Some('\n')) => {}
        (false, Some(_)) => body.push(if item { '\n' } else { ' ' }),
    }
    body.push_str(text);
}

/// The reply templates of each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateLibrary {
    fr: Vec<ReplyTemplate>,
    en: Vec<ReplyTemplate>,
    names: BTreeSet<String>,
}

impl TemplateLibrary {
    /// Reads a file of each language; what can't be used in them is left out.
    pub fn new(fr: &str, en: &str) -> Self {
        let mut library = Self { fr: parse(fr).0, en: parse(en).0, names: BTreeSet::new() };
        library.note_names();
        library
    }

    /// Adds a team's own templates; one that has the name of a built-in template replaces it.
    pub fn extend(&mut self, lang: Lang, own: Vec<ReplyTemplate>) {
        let shelf = match lang {
            Lang::Fr => &mut self.fr,
            Lang::En => &mut self.en,
        };
        for ready in own {
            match shelf.iter_mut().find(|known| known.name == ready.name) {
                Some(known) => *known = ready,
                None => shelf.push(ready),
            }
        }
        self.note_names();
    }

    fn note_names(&mut self) {
        let all = self.fr.iter().chain(&self.en);
        let used = all.flat_map(|ready| placeholders(&ready.body)).map(|(_, name)| name.to_owned());
        self.names = used.chain(Placeholder::ALL.iter().map(|blank| blank.as_str().to_owned())).collect();
    }

    /// Returns the templates of a language.
    pub fn of(&self, lang: Lang) -> &[ReplyTemplate] {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }

    /// Returns the template of this name in a language.
    pub fn find(&self, lang: Lang, name: &str) -> Option<&ReplyTemplate> {
        self.of(lang).iter().find(|ready| ready.name == name)
    }

    /// Returns the unfilled placeholders of a text: words in braces that a template or a case knows. Other braces are
    /// text: a dispute may be about a program that is full of them.
    pub fn left<'a>(&self, text: &'a str) -> Vec<(Range<usize>, &'a str)> {
        placeholders(text).filter(|(_, name)| self.names.contains(*name)).collect()
    }

    /// Returns the names of the unfilled placeholders of a text, each once, in order.
    pub fn unfilled_names(&self, text: &str) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (_, name) in self.left(text) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }
}

/// Returns the words in braces of a text, each with its place, braces included.
pub fn placeholders(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text.get(from..)?.find('{')?;
            from = start + 1;
            let rest = &text[from..];
            let len = rest.bytes().take_while(|b| b.is_ascii_lowercase() || *b == b'_').count();
            let doubled = text[..start].ends_with('{') || rest[len..].starts_with("}}");
            if len > 0 && rest[len..].starts_with('}') && !doubled {
                return Some((start..from + len + 1, &rest[..len]));
            }
        }
    })
}

/// The value of each placeholder that a case can fill in.
pub type PlaceholderValues = BTreeMap<Placeholder, String>;

/// A place of a text that a case fills in: its bytes, and what it is filled with.
pub type FilledPlace = (Range<usize>, Placeholder);

/// Returns a text with its placeholders filled in; those without a value stay. Values are not expanded again: a client
/// who is called `{seller}` stays so.
pub fn fill(text: &str, values: &PlaceholderValues) -> String {
    fill_places(text, values).0
}

/// Returns the same, and where in it what a case can fill in stands, whether there was a value or not.
pub fn fill_places(text: &str, values: &PlaceholderValues) -> (String, Vec<FilledPlace>) {
    let mut filled = String::with_capacity(text.len());
    let mut places = Vec::new();
    let mut from = 0;
    for (place, name) in placeholders(text) {
        let blank = name.parse().ok();
        let value = blank.and_then(|blank: Placeholder| values.get(&blank));
        filled.push_str(&text[from..place.start]);
        let start = filled.len();
        filled.push_str(value.map_or(&text[place.clone()], String::as_str));
        places.extend(blank.map(|blank| (start..filled.len(), blank)));
        from = place.end;
    }
    filled.push_str(&text[from..]);
    (filled, places)
}

/// Returns a date and time as prose in this language: `26 novembre à 14 h 05`, `26 November at 14:05`; with the year
/// where it is not the current one.
pub fn format_date_time(wall: NaiveDateTime, today: NaiveDateTime, lang: Lang) -> String {
    const FR: &str = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre";
    const EN: &str = "January February March April May June July August September October November December";
    let month = |names: &'static str| names.split(' ').nth(wall.month0() as usize).unwrap_or_default();
    let year = if wall.year() == today.year() { String::new() } else { format!(" {}", wall.year()) };
    let (day, hour, minute) = (wall.day(), wall.hour(), wall.minute());
    match lang {
        Lang::Fr => {
            let day = if day == 1 { "1er".to_owned() } else { day.to_string() };
            let minute = if minute == 0 { String::new() } else { format!("\u{a0}{minute:02}") };
            format!("{day} {}{year} à {hour}\u{a0}h{minute}", month(FR))
        }
        Lang::En => format!("{day} {}{year} at {hour:02}:{minute:02}", month(EN)),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    const FILES: [(Lang, &str); 2] = [
        (Lang::Fr, include_str!("../../../assets/ready/fr.md")),
        (Lang::En, include_str!("../../../assets/ready/en.md")),
    ];

    #[test]
    fn our_own_files_are_sound_and_have_the_same_replies_with_the_same_blanks() {
        let read = |file| {
            let (ready, bad) = parse(file);
            assert_eq!(bad, []);
            let blanks_of =
                |ready: &ReplyTemplate| placeholders(&ready.body).map(|(_, n)| n.to_owned()).collect::<BTreeSet<_>>();
            ready.into_iter().map(|ready| (ready.name.clone(), blanks_of(&ready))).collect::<BTreeMap<_, _>>()
        };
        let [fr, en] = FILES.map(|(_, file)| read(file));
        assert_eq!(fr, en);
        assert!(fr.len() >= 9 && ["calm-down", "reminder"].iter().all(|name| fr.contains_key(*name)));
    }

    #[test]
    fn paragraphs_are_joined_however_the_file_is_wrapped() {
        let file = "<!-- two\nlines -->\n\n## a: does a\n\nun\ndeux\n\n\n- trois\n- quatre\n  et demi\n\n<!-- here -->\ncinq\n\n\
                    ## b-2: does: b\nsix {what}\n";
        let (ready, bad) = parse(file);
        assert_eq!(bad, []);
        let all: Vec<_> = ready.iter().map(|r| (r.name.as_str(), r.about.as_str(), r.body.as_str())).collect();
        assert_eq!(
            all,
            [("a", "does a", "un deux\n\n- trois\n- quatre et demi\n\ncinq"), ("b-2", "does: b", "six {what}")]
        );
    }

    #[test]
    fn a_broken_line_is_named_and_the_others_are_kept() {
        use TemplateFault::*;
        let twice = || Twice("a".to_owned());
        for (file, line, why, kept) in [
            ("text\nmore\n\n## a: x\nA\n", 1, NoTitle, 1),
            ("## a: x\nA\n\n## A b: x\nB\nC\n", 4, BadTitle, 1),
            ("##: x\nA\n", 1, BadTitle, 0),
            ("## a\nA\n", 1, BadTitle, 0),
            ("## a:\nA\n", 1, BadTitle, 0),
            ("## a: x\nA\n## a: y\nB\n", 3, twice(), 1),
            ("## a: x\n\n\n## b: y\nB", 1, Empty("a".to_owned()), 1),
            ("## a: x\nA\n<!-- no end\n## b: y\nB\n", 3, OpenComment, 1),
        ] {
            let (ready, bad) = parse(file);
            assert_eq!((bad, ready.len()), (vec![BadTemplateLine { line, why }], kept), "{file}");
        }
        let long = format!("## a: x\n{}\n## b: y\nB\n", "x".repeat(MAX_TEMPLATE_BYTES + 1));
        assert_eq!(parse(&long).1, [BadTemplateLine { line: 1, why: TooLong("a".to_owned()) }]);
        let many: String = (0..=MAX_TEMPLATES).map(|n| format!("## n-{n}: x\nA\n")).collect();
        assert_eq!(parse(&many).1, [BadTemplateLine { line: MAX_TEMPLATES * 2 + 1, why: TooMany }]);
    }

    #[test]
    fn a_teams_own_take_the_place_of_ours_and_come_after_them() {
        let mut shelf = TemplateLibrary::new(FILES[0].1, FILES[1].1);
        let before = shelf.of(Lang::Fr).len();
        shelf.extend(Lang::Fr, parse("## closing: clore\nFini.\n## coupon: offrir\nVoici {coupon}.\n").0);
        assert_eq!(shelf.of(Lang::Fr).len(), before + 1);
        assert_eq!(shelf.find(Lang::Fr, "closing").unwrap().body, "Fini.");
        assert_ne!(shelf.find(Lang::En, "closing").unwrap().body, "Fini.");
        assert_eq!(shelf.unfilled_names("Voici {coupon}, {what}, {coupon}, {color}"), ["coupon", "what"]);
    }

    #[test]
    fn blanks_are_words_in_braces_and_nothing_else_is() {
        for (text, found) in [
            ("{client} et {seller_gets}", vec!["client", "seller_gets"]),
            ("{}", vec![]),
            ("{ client }", vec![]),
            ("{Client}", vec![]),
            ("{{client}}", vec![]),
            ("a{color:red}", vec![]),
            ("{client", vec![]),
            ("{a{client}", vec!["client"]),
            ("é{client}é", vec!["client"]),
        ] {
            assert_eq!(placeholders(text).map(|(_, name)| name).collect::<Vec<_>>(), found, "{text}");
            assert!(placeholders(text).all(|(at, name)| text[at] == format!("{{{name}}}")), "{text}");
        }
    }

    #[test]
    fn what_a_case_has_is_filled_in_and_the_rest_stays() {
        let values = PlaceholderValues::from([
            (Placeholder::Client, "{seller}".to_owned()),
            (Placeholder::Amount, "120,00\u{a0}€".to_owned()),
        ]);
        for (text, filled) in [
            ("Bonjour {client},", "Bonjour {seller},"),
            ("{amount}{amount}", "120,00\u{a0}€120,00\u{a0}€"),
            ("{what} sur {amount} pour {seller}", "{what} sur 120,00\u{a0}€ pour {seller}"),
            ("{{client}}", "{{client}}"),
            ("", ""),
        ] {
            assert_eq!(fill(text, &values), filled, "{text}");
        }
    }

    #[test]
    fn a_moment_is_written_as_each_language_does() {
        let at = |y, m, d, h, min| NaiveDate::from_ymd_opt(y, m, d).unwrap().and_hms_opt(h, min, 0).unwrap();
        let today = at(2026, 11, 10, 9, 40);
        for (wall, fr, en) in [
            (at(2026, 11, 26, 14, 5), "26 novembre à 14\u{a0}h\u{a0}05", "26 November at 14:05"),
            (at(2026, 12, 1, 9, 0), "1er décembre à 9\u{a0}h", "1 December at 09:00"),
            (at(2027, 8, 2, 0, 30), "2 août 2027 à 0\u{a0}h\u{a0}30", "2 August 2027 at 00:30"),
        ] {
            assert_eq!(format_date_time(wall, today, Lang::Fr), fr);
            assert_eq!(format_date_time(wall, today, Lang::En), en);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_file_is_read_and_any_text_filled(file in "(?s)(## [a-z]{0,3}:? ?.{0,6}\n|<!--|-->|\\{[a-z_]{0,6}\\}?|.|\n){0,30}") {
            let (ready, bad) = parse(&file);
            let lines = file.lines().count();
            proptest::prop_assert!(bad.iter().all(|bad| (1..=lines).contains(&bad.line)));
            for one in ready {
                proptest::prop_assert!(!one.body.trim().is_empty());
                let left = placeholders(&one.body).count();
                proptest::prop_assert_eq!(placeholders(&fill(&one.body, &PlaceholderValues::new())).count(), left);
            }
        }
    }
}
