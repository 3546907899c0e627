//! One grammar for the queue's filter and the search: `seller:nova waiting:client age:>3d amount:>100 is:overdue free words`.
//!
//! A term is `field:value`, `-field:value` to leave such cases out, or a free word; `"two words"` is one value, in which two
//! quotes are one of its own. A quote inside a word is part of it. Every term must hold. What makes no sense is said with
//! its place in the text, and never guessed.

use std::ops::Range;

use super::filter_words;

use chrono::TimeDelta;

use crate::domain::ids::OrderId;
use crate::domain::money::amount::Money;
use crate::domain::refusal::{BadTerm, BadTermWhy, Expected};
use crate::domain::text::folding::fold;
use crate::domain::text::nearest::nearest;
use crate::domain::time::Time;
use crate::domain::vocabulary::{FilterField, Ground, Lang, Outcome, WaitingOn, vocabulary};

vocabulary!(
    /// What a case can be (`is:…`).
    Flag, "something that a case can be", {
        Open = "open",
        Decided = "decided",
        Overdue = "overdue",
        Unread = "unread",
        Mine = "mine",
        Unclaimed = "unclaimed",
        Snoozed = "snoozed",
        /// The justification has not come.
        Unjustified = "unjustified",
        /// A decision waits for a second mediator.
        Approval = "approval",
        /// Its holder has done nothing on it for the length of a lease.
        Lapsed = "lapsed",
    }
);

/// How a term compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `>` or `>=`.
    AtLeast,
    /// `<` or `<=`.
    AtMost,
    /// No sign.
    About,
}

/// Who holds a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HolderTest {
    /// Whoever asks.
    Me,
    Nobody,
    /// The member of this handle, or with these words in their name; folded.
    Named(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The client's name or id holds this.
    Client(String),
    /// The seller's name or id holds this.
    Seller(String),
    /// The order's id holds this.
    Order(String),
    /// Whose turn it is.
    Waiting(WaitingOn),
    /// What allowed the dispute; the word may be the beginning of one.
    Ground(Vec<Ground>),
    /// How it ended; the word may be the beginning of one.
    Outcome(Vec<Outcome>),
    Held(HolderTest),
    Lang(Lang),
    /// How long ago it opened.
    Age(Comparison, TimeDelta),
    /// The price in thousandths of a unit, so that every currency compares.
    Amount(Comparison, i64),
    Is(Flag),
    /// The title, a name, the order's id or the dispute's number holds this.
    Word(String),
}

/// A term: a condition, or its contrary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub test: Condition,
    /// `-field:…`: cases that fulfil it are left out.
    pub not: bool,
}

/// A filter: every term must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Its terms, as typed.
    pub terms: Vec<Term>,
}

/// A term as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedTerm {
    pub term: Term,
    /// Where it stands, as bytes of the text.
    pub at: Range<usize>,
    /// Its text without the quotes around it.
    pub text: String,
    /// Whether it ends with the quote that closes it.
    pub is_closed: bool,
}

/// What a filter looks at; borrowed from wherever a row comes from.
#[derive(Debug, Clone, Copy)]
pub struct FilterSubject<'a> {
    /// The dispute's number as shown, `D-1001`.
    pub dispute: &'a str,
    pub order: &'a str,
    pub title: &'a str,
    pub client: &'a str,
    pub seller: &'a str,
    /// Whose turn it is.
    pub waiting_on: WaitingOn,
    /// What allowed it.
    pub ground: Ground,
    /// How it ended, if it did.
    pub outcome: Option<Outcome>,
    /// The handle of whoever holds it.
    pub held: Option<&'a str>,
    /// Whether its holder's lease has ended.
    pub lapsed: bool,
    /// Their name, as far as it is known.
    pub holder_name: Option<&'a str>,
    pub lang: Lang,
    pub opened_at: Time,
    /// When the turn should be over.
    pub due_at: Time,
    pub amount: Money,
    pub decided: bool,
    /// Messages that no mediator has read.
    pub unread: u32,
    /// Whether it is out of the queue.
    pub snoozed: bool,
    /// Whether the justification has come.
    pub justified: bool,
    /// Whether a decision waits for a second mediator.
    pub awaiting_approval: bool,
}

impl Filter {
    /// Reads what a person typed.
    ///
    /// # Errors
    /// The first [`BadTerm`], with its place.
    pub fn parse(text: &str) -> Result<Self, BadTerm> {
        Ok(Self { terms: read(text)?.into_iter().map(|typed| typed.term).collect() })
    }

    /// Reads what a person typed, who may have misspelt one of these members (handle, name); a team that is not known is not
    /// asked.
    ///
    /// # Errors
    /// The first [`BadTerm`], with its place.
    pub fn parse_for_team(text: &str, team: &[(&str, &str)]) -> Result<Self, BadTerm> {
        let typed = read(text)?;
        for one in &typed {
            if let Condition::Held(HolderTest::Named(name)) = &one.term.test
                && !team.is_empty()
                && !team.iter().any(|(handle, called)| is_called(handle, Some(called), name))
            {
                let nearest = nearest(name, team.iter().map(|(handle, _)| *handle)).map(str::to_owned);
                let why = BadTermWhy::UnknownHolder { name: one.text.clone(), nearest };
                return Err(BadTerm { at: one.at.clone(), why });
            }
        }
        Ok(Self { terms: typed.into_iter().map(|typed| typed.term).collect() })
    }

    /// Returns whether it can be told without the team's names which cases fulfil it.
    pub fn names_no_holder(&self) -> bool {
        !self.terms.iter().any(|term| matches!(term.test, Condition::Held(HolderTest::Named(_))))
    }

    /// Returns a filter for the cases of an order, and of those whose ids hold its id.
    pub fn of_order(order: &OrderId) -> Self {
        Self { terms: vec![Term { test: Condition::Order(fold(&order.0)), not: false }] }
    }

    /// Returns words that must occur in a case's names, order or title: a cheap first test.
    pub fn search_terms(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().filter(|term| !term.not).filter_map(|term| match &term.test {
            Condition::Word(part) | Condition::Client(part) | Condition::Seller(part) | Condition::Order(part) => {
                Some(part.as_str())
            }
            _ => None,
        })
    }

    /// Returns whether the filter has nothing but free words.
    pub fn is_words_only(&self) -> bool {
        self.terms.iter().all(|t| matches!(t.test, Condition::Word(_)))
    }

    /// Returns whether a case fulfils every term.
    pub fn matches(&self, look: &FilterSubject<'_>, me: Option<&str>, now: Time) -> bool {
        self.terms.iter().all(|term| term.test.holds(look, me, now) != term.not)
    }
}

impl Condition {
    fn holds(&self, look: &FilterSubject<'_>, me: Option<&str>, now: Time) -> bool {
        match self {
            Self::Client(part) => fold(look.client).contains(part),
            Self::Seller(part) => fold(look.seller).contains(part),
            Self::Order(part) => fold(look.order).contains(part),
            Self::Waiting(on) => {
                look.waiting_on == *on
                    || look.waiting_on == WaitingOn::Both && matches!(on, WaitingOn::Client | WaitingOn::Seller)
            }
            Self::Ground(grounds) => grounds.contains(&look.ground),
            Self::Outcome(outcomes) => look.outcome.is_some_and(|o| outcomes.contains(&o)),
            Self::Held(HolderTest::Me) => me.is_some() && look.held == me,
            Self::Held(HolderTest::Nobody) => look.held.is_none(),
            Self::Held(HolderTest::Named(name)) => {
                look.held.is_some_and(|handle| is_called(handle, look.holder_name, name))
            }
            Self::Lang(lang) => look.lang == *lang,
            Self::Age(than, age) => compare(now - look.opened_at, *than, *age, TimeDelta::days(1)),
            Self::Amount(than, thousandths) => compare(in_thousandths(look.amount), *than, *thousandths, 1000),
            Self::Is(what) => match what {
                Flag::Open => !look.decided,
                Flag::Decided => look.decided,
                Flag::Overdue => !look.decided && look.due_at < now,
                Flag::Unread => look.unread > 0,
                Flag::Mine => me.is_some() && look.held == me,
                Flag::Unclaimed => !look.decided && look.held.is_none(),
                Flag::Snoozed => look.snoozed,
                Flag::Unjustified => !look.justified,
                Flag::Approval => look.awaiting_approval,
                Flag::Lapsed => look.lapsed,
            },
            Self::Word(part) => {
                [look.title, look.client, look.seller, look.order, look.dispute].iter().any(|t| fold(t).contains(part))
            }
        }
    }
}

/// Whether this is a member's handle, or words of their name that stand side by side.
fn is_called(handle: &str, name: Option<&str>, typed: &str) -> bool {
    fn parts(text: &str) -> Vec<&str> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect()
    }
    let (name, typed_parts) = (fold(name.unwrap_or_default()), parts(typed));
    fold(handle) == typed
        || !typed_parts.is_empty() && parts(&name).windows(typed_parts.len()).any(|parts| parts == typed_parts)
}

/// Returns a filter text that finds the typed text as free words, whatever it contains.
pub fn words_only(text: &str) -> String {
    text.split_whitespace().map(quoted).collect::<Vec<_>>().join(" ")
}

/// Returns a text as one term or value, whatever it contains.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Both filters in one text. A quote that the first leaves open does not reach into the second.
pub fn combine(first: &str, second: &str) -> String {
    let plain = format!("{first} {second}");
    let whole = tokens(&plain).len() == tokens(first).len() + tokens(second).len();
    if whole { plain.trim().to_owned() } else { format!("{first}\" {second}") }
}

/// `About` means within one `grain` above: `age:3d` is the third day, `amount:40` is 40.00 to 40.99.
fn compare<T: PartialOrd + std::ops::Add<Output = T> + Copy>(value: T, than: Comparison, bound: T, grain: T) -> bool {
    match than {
        Comparison::AtLeast => value >= bound,
        Comparison::AtMost => value <= bound,
        Comparison::About => value >= bound && value < bound + grain,
    }
}

fn in_thousandths(amount: Money) -> i64 {
    match amount.currency.decimals() {
        decimals @ 0..=3 => amount.minor.saturating_mul(10_i64.pow(3 - decimals)),
        decimals => amount.minor / 10_i64.pow((decimals - 3).min(18)),
    }
}

/// Reads the terms that a person typed.
///
/// # Errors
/// The first [`BadTerm`], with its place.
pub(in crate::domain) fn read(text: &str) -> Result<Vec<TypedTerm>, BadTerm> {
    tokens(text).iter().filter_map(|token| term(text, token).transpose()).collect()
}

/// Where a term stands in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::domain) struct FilterToken {
    pub at: Range<usize>,
    /// The quotes that are no part of what is meant: those around a value, and one of two in it.
    quotes: Vec<usize>,
    pub is_closed: bool,
}

impl FilterToken {
    /// Returns what is meant from this place in the text on.
    pub fn unquoted(&self, text: &str, from: usize) -> String {
        let chars = text[from..self.at.end].char_indices();
        let meant = chars.filter(|(at, _)| self.quotes.binary_search(&(from + at)).is_err());
        // U+0000 is in no text of a store (see [`crate::domain::limits`]), and a store may not even be asked for it: what
        // stands in its place is in no text either.
        meant.map(|(_, c)| if c == '\0' { '\u{ffff}' } else { c }).collect()
    }
}

/// Returns the terms of a filter, which spaces separate. A quote at the start of a term or a value keeps spaces inside one,
/// up to the next quote that stands alone.
pub(in crate::domain) fn tokens(text: &str) -> Vec<FilterToken> {
    let (mut found, mut open, mut quoted) = (Vec::new(), None::<FilterToken>, false);
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if c.is_whitespace() && !quoted {
            found.extend(open.take());
            continue;
        }
        let token = open.get_or_insert_with(|| FilterToken { at: i..i, ..FilterToken::default() });
        token.is_closed = false;
        if c == '"' {
            let before = &text[token.at.start..i];
            if !quoted && (before.is_empty() || before == "-" || before.ends_with(':')) {
                quoted = true;
                token.quotes.push(i);
            } else if quoted {
                token.quotes.push(i);
                quoted = chars.next_if(|&(_, next)| next == '"').is_some();
                token.is_closed = !quoted;
            }
        }
        token.at.end = chars.peek().map_or(text.len(), |&(next, _)| next);
    }
    found.extend(open);
    found
}

fn term(text: &str, token: &FilterToken) -> Result<Option<TypedTerm>, BadTerm> {
    let at = token.at.clone();
    let typed = &text[at.clone()];
    let bad = |why| BadTerm { at: at.clone(), why };
    let read = |test, not, text| {
        Some(TypedTerm { term: Term { test, not }, at: at.clone(), text, is_closed: token.is_closed })
    };
    let (not, bare) = typed.strip_prefix('-').map_or((false, typed), |rest| (true, rest));
    let a_word = || {
        let meant = token.unquoted(text, at.start);
        let word = fold(&meant);
        Ok(if word.is_empty() { None } else { read(Condition::Word(word), false, meant) })
    };
    let Some((name, value)) = field_and_value(bare) else { return a_word() };
    let value = token.unquoted(text, at.end - value.len());
    let Some(field) = filter_words::field(name) else {
        // The end of a clause in a text that was pasted.
        return if value.is_empty() { a_word() } else { Err(bad(BadTermWhy::UnknownField(name.to_owned()))) };
    };
    let (field, lang) = (field.means, field.lang);
    if value.is_empty() {
        return Err(bad(BadTermWhy::NoValue(field)));
    }
    match test(field, lang, &value) {
        Ok(test) => Ok(read(test, not, value)),
        Err(expected) => Err(bad(BadTermWhy::UnknownValue { field, value, expected })),
    }
}

/// What stands before and after the colon, or before the sign of a comparison (`amount>100`), if a field may be meant: only
/// letters, or a field's word. `12:30` and `https://…` are free words.
pub(super) fn field_and_value(term: &str) -> Option<(&str, &str)> {
    if let Some(sign) = term.find([':', '<', '>']).filter(|&at| !term[at..].starts_with(':')) {
        let (name, value) = term.split_at(sign);
        let compares = |field: FilterField| matches!(field, FilterField::Age | FilterField::Amount);
        return filter_words::field(name).filter(|field| compares(field.means)).map(|_| (name, value));
    }
    let (name, value) = term.split_once(':')?;
    let is_word = !name.is_empty() && name.chars().all(char::is_alphabetic);
    let is_address = matches!(name, "http" | "https" | "mailto");
    (is_word && !is_address || filter_words::field(name).is_some()).then_some((name, value))
}

fn test(field: FilterField, lang: Option<Lang>, value: &str) -> Result<Condition, Expected> {
    let word = fold(value);
    fn begun<T>(found: Vec<T>) -> Result<Vec<T>, Expected> {
        if found.is_empty() { Err(Expected::Word) } else { Ok(found) }
    }
    Ok(match field {
        FilterField::Client => Condition::Client(word),
        FilterField::Seller => Condition::Seller(word),
        FilterField::Order => Condition::Order(word),
        FilterField::Held => Condition::Held(filter_words::holder(&word).unwrap_or(HolderTest::Named(word))),
        FilterField::Waiting => Condition::Waiting(filter_words::waiting(&word).ok_or(Expected::Word)?),
        FilterField::Lang => Condition::Lang(filter_words::lang(&word).ok_or(Expected::Word)?),
        FilterField::Is => Condition::Is(filter_words::flag(&word).ok_or(Expected::Word)?),
        FilterField::Ground => Condition::Ground(begun(filter_words::grounds(&word, lang))?),
        FilterField::Outcome => Condition::Outcome(begun(filter_words::outcomes(&word, lang))?),
        FilterField::Age => {
            let (than, text) = comparison(&word);
            Condition::Age(than, duration(text).ok_or(Expected::Duration)?)
        }
        FilterField::Amount => {
            let (than, text) = comparison(&word);
            Condition::Amount(than, thousandths(text).ok_or(Expected::Amount)?)
        }
    })
}

fn comparison(text: &str) -> (Comparison, &str) {
    for (sign, than) in
        [(">=", Comparison::AtLeast), ("<=", Comparison::AtMost), (">", Comparison::AtLeast), ("<", Comparison::AtMost)]
    {
        if let Some(rest) = text.strip_prefix(sign) {
            return (than, rest);
        }
    }
    (Comparison::About, text)
}

/// Reads `45m`, `12h`, `3d`, `2w`; the French `3j` and `2sem` too.
pub fn duration(text: &str) -> Option<TimeDelta> {
    let unit = text.find(|c: char| !c.is_ascii_digit())?;
    let n: i64 = text[..unit].parse().ok().filter(|n| (0..=1_000_000).contains(n))?;
    match &text[unit..] {
        "m" | "min" => TimeDelta::try_minutes(n),
        "h" => TimeDelta::try_hours(n),
        "d" | "j" => TimeDelta::try_days(n),
        "w" | "sem" => TimeDelta::try_weeks(n),
        _ => None,
    }
}

fn thousandths(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 3 {
        return None;
    }
    format!("{whole}{fraction:0<3}").parse().ok()
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;
    use crate::domain::money::amount::Currency;

    fn now() -> Time {
        chrono::Utc.with_ymd_and_hms(2026, 11, 24, 9, 0, 0).unwrap()
    }

    fn subject() -> FilterSubject<'static> {
        FilterSubject {
            dispute: "D-1007",
            order: "O-4411",
            title: "Logo pour restaurant",
            client: "Léa Martin",
            seller: "Studio Nova",
            waiting_on: WaitingOn::Both,
            ground: Ground::CancellationRefusedTwice,
            outcome: None,
            held: Some("ines"),
            lapsed: true,
            holder_name: Some("Inès Haddad"),
            lang: Lang::Fr,
            opened_at: now() - TimeDelta::days(4),
            due_at: now() - TimeDelta::hours(3),
            amount: Money::new(12_000, Currency::EUR),
            decided: false,
            unread: 3,
            snoozed: false,
            justified: true,
            awaiting_approval: false,
        }
    }

    #[test]
    fn each_term_keeps_or_leaves_out() {
        let table = [
            ("", true),
            ("   ", true),
            ("seller:nova", true),
            ("seller:NÔVA", true),
            ("seller:léa", false),
            ("client:lea", true),
            ("client:\"lea martin\"", true),
            ("waiting:client", true),
            ("waiting:mediator", false),
            ("age:>3d", true),
            ("age:>5d", false),
            ("age:4d", true),
            ("age:3j", false),
            ("amount:>100", true),
            ("amount:<=119,99", false),
            ("amount:120", true),
            ("ground:cancellation", true),
            ("ground:revision", false),
            ("is:overdue", true),
            ("-is:overdue", false),
            ("is:mine", false),
            ("held:ines", true),
            ("held:INÈS", true),
            ("held:haddad", true),
            ("held:\"ines haddad\"", true),
            ("held:\"haddad ines\"", false),
            ("held:in", false),
            ("held:me", false),
            ("held:none", false),
            ("-suivi:personne", true),
            ("montant>100 âge>3j", true),
            ("montant>130", false),
            ("vendeur:nova attend:client est:en-retard", true),
            ("moi-même:x", false),
            ("a>b", false),
            ("lang:en", false),
            ("logo restaurant", true),
            ("logo bistro", false),
            ("d-1007", true),
            ("o-4411", true),
            ("seller:nova -waiting:mediator age:>3d logo", true),
            ("outcome:seller", false),
            // Not fields: a time, an address, a lone dash.
            ("12:30", false),
            ("https://x.fr", false),
            // Nor is the end of a clause; an inch is no quote.
            ("logo note: 5", false),
            ("logo restaurant: ", false),
            ("\"logo pour\"", true),
            ("\"pour logo\"", false),
            ("logo po\" restaurant", false),
            ("a\"b", false),
            ("-client:\"lea martin\"", false),
        ];
        for (text, kept) in table {
            let filter = Filter::parse(text).unwrap_or_else(|bad| panic!("{text}: {bad:?}"));
            assert_eq!(filter.matches(&subject(), Some("camille"), now()), kept, "{text}");
        }
    }

    #[test]
    fn a_quote_inside_a_word_or_two_in_a_value_are_part_of_it() {
        let named = FilterSubject { seller: "Bob \"le chat\" B.", title: "Écran 15\"6 a\"b", ..subject() };
        for text in [
            "seller:\"bob \"\"le chat\"\" b.\"",
            "15\"6",
            "a\"b ecran",
            "-seller:ab",
            &words_only("15\"6 \"le is:x").replace("\"is:x\"", ""),
        ] {
            let filter = Filter::parse(text).unwrap_or_else(|bad| panic!("{text}: {bad:?}"));
            assert!(filter.matches(&named, None, now()), "{text}");
        }
        for (text, terms) in
            [("\"a b\"", 1), ("\"a b", 1), ("\"a\"\" b", 1), ("a\" b", 2), ("\"\"", 0), ("\"\"\"\"", 1)]
        {
            assert_eq!(Filter::parse(text).unwrap().terms.len(), terms, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_in_quotes_is_one_term(text in "[a\": -]{1,12}|.{1,20}") {
            let read = read(&quoted(&text)).unwrap();
            let texts: Vec<_> = read.iter().map(|typed| typed.text.as_str()).collect();
            assert!(texts == [text.replace('\0', "\u{ffff}")] || fold(&text).is_empty(), "{texts:?}");
            assert!(read.iter().all(|typed| typed.is_closed));
        }
    }

    #[test]
    fn is_mine_is_the_acting_mediators() {
        let filter = Filter::parse("is:mine").unwrap();
        assert!(filter.matches(&subject(), Some("ines"), now()));
        assert!(!filter.matches(&FilterSubject { held: None, ..subject() }, None, now()), "nobody acts, nobody holds");
    }

    #[test]
    fn what_makes_no_sense_is_said_with_its_place() {
        use BadTermWhy::{NoValue, UnknownField};
        let unknown = |field, value: &str, expected| {
            let value = value.to_owned();
            BadTermWhy::UnknownValue { field, value, expected }
        };
        let table = [
            ("logo sellr:nova", 5..15, UnknownField("sellr".to_owned())),
            ("waiting:me", 0..10, unknown(FilterField::Waiting, "me", Expected::Word)),
            ("age:>soon", 0..9, unknown(FilterField::Age, ">soon", Expected::Duration)),
            ("amount:lots", 0..11, unknown(FilterField::Amount, "lots", Expected::Amount)),
            ("is:", 0..3, NoValue(FilterField::Is)),
            ("é ground:x", 3..11, unknown(FilterField::Ground, "x", Expected::Word)),
            (
                "age:>99999999999999999999d",
                0..26,
                unknown(FilterField::Age, ">99999999999999999999d", Expected::Duration),
            ),
        ];
        for (text, at, why) in table {
            assert_eq!(Filter::parse(text), Err(BadTerm { at, why }), "{text}");
        }
    }

    #[test]
    fn a_member_who_is_not_of_the_team_is_said_with_the_nearest_handle() {
        let team = [("camille", "Camille Roussel"), ("ines", "Inès Haddad")];
        for text in ["held:ines", "tenu:roussel", "held:me -held:none", "logo", "held:\"Inès Haddad\""] {
            assert_eq!(Filter::parse_for_team(text, &team), Filter::parse(text), "{text}");
        }
        for (text, at, nearest) in [("logo held:camile", 5..16, Some("camille")), ("held:zzz", 0..8, None)] {
            let bad = Filter::parse_for_team(text, &team).unwrap_err();
            let name = text.rsplit(':').next().unwrap().to_owned();
            let nearest = nearest.map(str::to_owned);
            assert_eq!(bad, BadTerm { at, why: BadTermWhy::UnknownHolder { name, nearest } });
            assert!(Filter::parse_for_team(text, &[]).is_ok(), "a team that is not read yet");
        }
    }

    #[test]
    fn words_are_compared_without_accents_and_ligatures() {
        assert_eq!(fold("Œuvre d’ÉTÉ, Straße"), "oeuvre d'ete, strasse");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_filter_or_a_reason(text in ".{0,60}") {
            match Filter::parse(&text) {
                Ok(filter) => { filter.matches(&subject(), None, now()); }
                Err(bad) => assert!(text.get(bad.at.clone()).is_some()),
            }
        }
    }
}
