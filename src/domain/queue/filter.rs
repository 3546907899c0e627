//! The filter of the queue and of the search: which cases fulfil it. How it is typed is in [`super::filter_syntax`].

use chrono::TimeDelta;

use super::filter_syntax::read;

use crate::domain::ids::OrderId;
use crate::domain::money::amount::Money;
use crate::domain::refusal::{BadTerm, BadTermWhy};
use crate::domain::text::folding::fold;
use crate::domain::text::nearest::nearest;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Ground, Lang, Outcome, WaitingOn, vocabulary};

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

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::super::filter_syntax::words_only;
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

    #[test]
    fn is_mine_is_the_acting_mediators() {
        let filter = Filter::parse("is:mine").unwrap();
        assert!(filter.matches(&subject(), Some("ines"), now()));
        assert!(!filter.matches(&FilterSubject { held: None, ..subject() }, None, now()), "nobody acts, nobody holds");
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
