//! Precedents: decided disputes that are similar to a given one, and how they ended; and the past disputes of its parties.
//! They are cases that a mediator can open and read, never a score.
//!
//! A precedent has the same ground and currency. The search starts with the same band of prices and the same language, and
//! widens until it has found [`MIN_PRECEDENTS`]: any language, then the neighbouring bands, then any price. The newest
//! [`MAX_PRECEDENTS`] are considered, and the outcomes of all of them are counted. They are listed by how many words their
//! titles share with this one, then by how near their prices are, then the newest first.

use std::cmp::Reverse;

use super::statistics::Proportion;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::money::amount::{Currency, Money};
use crate::domain::text::folding::fold;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Basis, DisputeState, Outcome, Side, vocabulary};

/// The search for precedents widens until it has found this many.
pub const MIN_PRECEDENTS: usize = 20;
/// The most precedents that are considered; the newest are.
pub const MAX_PRECEDENTS: u16 = 200;
/// The most past disputes of a person in one role that are read; the newest are.
pub const MAX_PAST_DISPUTES: u16 = 200;

/// The fewest precedents from which it is said that an outcome is unusual among them. It is the least number of which none
/// with an outcome still puts that outcome's interval below a quarter, its part where all four were as frequent: from fewer,
/// chance alone may be what one sees.
pub const MIN_FOR_UNUSUAL: usize = 12;
/// An outcome is unusual where less than this part of the precedents had it: what each of the four would have had by chance.
const UNUSUAL_BELOW: f64 = 0.25;
/// And where its interval ends below this: with 95 % confidence, it is not how most such cases end.
const UNUSUAL_INTERVAL_BELOW: f64 = 0.5;

/// A band of prices in whole units: below 1, then 1 to 2, 2 to 5, 5 to 10, 10 to 20, and so on in every currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PriceBand(pub i64);

impl PriceBand {
    /// The highest band; every amount fits into it or a lower one.
    pub const LAST: Self = Self(57);

    /// Returns the band of a price.
    pub fn of(price: Money) -> Self {
        let whole = i128::from(price.minor) / unit(price.currency);
        let above = (0..=Self::LAST.0).take_while(|n| start(*n) <= whole).last();
        Self(above.unwrap_or(0))
    }

    /// Returns where the band starts, and where the next one does.
    pub fn bounds(self, currency: Currency) -> (Money, Money) {
        let at = |n: i64| Money::new(i64::try_from(start(n) * unit(currency)).unwrap_or(i64::MAX), currency);
        (at(self.0), at(self.0 + 1))
    }
}

/// Minor units of a whole one.
fn unit(currency: Currency) -> i128 {
    10_i128.pow(currency.decimals())
}

/// Returns where a band starts, in whole units.
fn start(band: i64) -> i128 {
    let Some(n) = u32::try_from(band - 1).ok() else { return 0 };
    [1, 2, 5][(n % 3) as usize] * 10_i128.pow(n / 3)
}

vocabulary!(
    /// How wide the search for precedents was.
    PrecedentScope, "a reach", {
        /// The same band of prices, the same language.
        Same = "same",
        /// The same band, whatever the language.
        AnyLanguage = "any_language",
        /// The neighbouring bands too.
        NearPrice = "near_price",
        AnyPrice = "any_price",
    }
);

impl PrecedentScope {
    /// Returns the bands that are searched, nearest first.
    pub fn bands(self, band: PriceBand) -> Vec<PriceBand> {
        let all = match self {
            Self::Same | Self::AnyLanguage => vec![band.0],
            Self::NearPrice => vec![band.0, band.0 - 1, band.0 + 1],
            Self::AnyPrice => (0..=PriceBand::LAST.0).collect(),
        };
        all.into_iter().filter(|n| (0..=PriceBand::LAST.0).contains(n)).map(PriceBand).collect()
    }

    /// Returns whether only cases in the case's language are searched.
    pub fn keeps_language(self) -> bool {
        self == Self::Same
    }
}

/// A decided dispute that is similar to the one at hand.
#[derive(Debug, Clone, PartialEq)]
pub struct Precedent {
    pub id: DisputeId,
    pub title: String,
    pub price: Money,
    pub outcome: Outcome,
    pub basis: Option<Basis>,
    /// What the client got back, of a partial refund.
    pub refund: Option<Money>,
    pub by: Handle,
    pub at: Time,
    /// The words that the two services' names share.
    pub shared: Vec<String>,
}

/// The decided disputes that are similar to the one at hand, and how they ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Precedents {
    /// How far the search went.
    pub reach: PrecedentScope,
    /// The band of the case's price.
    pub band: PriceBand,
    /// Those looked at, most alike first.
    pub found: Vec<Precedent>,
    /// There are older ones, which were not looked at.
    pub more: bool,
}

impl Precedents {
    /// Returns how many of the precedents ended with this outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.found.iter().filter(|one| one.outcome == outcome).count()
    }

    /// Returns how many of the precedents ended with an outcome, with its interval, where those are few; `None` where it is
    /// usual enough, or too few are known to say (docs/process.md, "Unusual outcomes").
    pub fn unusual(&self, outcome: Outcome) -> Option<Proportion> {
        let [of, total] = [self.count(outcome), self.found.len()].map(|count| u64::try_from(count).unwrap_or(u64::MAX));
        let part = Proportion::new(of, total);
        let is_unusual = part.value() < UNUSUAL_BELOW && part.high < UNUSUAL_INTERVAL_BELOW;
        (self.found.len() >= MIN_FOR_UNUSUAL && is_unusual).then_some(part)
    }

    /// Sorts the most similar first: by shared words of the title, then price, then age.
    pub fn rank(&mut self, title: &str, price: Money) {
        let own = significant_words(title);
        for one in &mut self.found {
            one.shared = significant_words(&one.title).into_iter().filter(|word| own.contains(word)).collect();
        }
        self.found.sort_by_key(|one| {
            (Reverse(one.shared.len().min(3)), distance(price, one.price), Reverse(one.at), Reverse(one.id))
        });
    }
}

/// Returns the distance between two prices: the larger in hundredths of the smaller.
fn distance(a: Money, b: Money) -> i128 {
    let (low, high) = (a.minor.min(b.minor), a.minor.max(b.minor));
    i128::from(high) * 100 / i128::from(low.max(1))
}

/// Words too common in titles of services to say anything.
const STOP_WORDS: [&str; 16] = [
    "avec", "dans", "des", "les", "pour", "sur", "une", "votre", "mon", "vos", "and", "for", "from", "the", "with",
    "your",
];

/// Returns the words of a title that tell one service from another, folded, each once.
fn significant_words(title: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in fold(title).split(|c: char| !c.is_alphanumeric()) {
        let tells = word.chars().count() >= 3 && !STOP_WORDS.contains(&word);
        if tells && !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// A past dispute of a party.
#[derive(Debug, Clone, PartialEq)]
pub struct PastDispute {
    pub id: DisputeId,
    /// Which party of it the person was.
    pub side: Side,
    pub title: String,
    pub price: Money,
    pub opened_at: Time,
    pub state: DisputeState,
    /// How it ended, if it did.
    pub outcome: Option<Outcome>,
    /// When it was decided, if it was.
    pub decided_at: Option<Time>,
}

/// The past disputes of a person in one role.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartyRecord {
    /// Their disputes but the one at hand, newest first, at most [`MAX_PAST_DISPUTES`] of them.
    pub disputes: Vec<PastDispute>,
    /// There are older ones.
    pub more: bool,
}

impl PartyRecord {
    /// Returns how many of them ended with this outcome; with `None`, how many are not decided.
    pub fn count(&self, outcome: Option<Outcome>) -> usize {
        self.disputes.iter().filter(|one| one.outcome == outcome).count()
    }
}

/// What is related to a case: precedents, and the other disputes of both parties, in either role.
#[derive(Debug, Clone, PartialEq)]
pub struct RelatedCases {
    /// The decided disputes that are like it.
    pub alike: Precedents,
    /// The client's other disputes: as client, as seller.
    pub client: [PartyRecord; 2],
    /// The seller's other disputes: as client, as seller.
    pub seller: [PartyRecord; 2],
}

impl RelatedCases {
    /// Returns a party's other disputes: as client, then as seller.
    pub fn of(&self, side: Side) -> &[PartyRecord; 2] {
        match side {
            Side::Client => &self.client,
            Side::Seller => &self.seller,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    #[test]
    fn a_price_falls_into_the_band_that_holds_it() {
        for (minor, from, to) in [
            (1, 0, 100),
            (99, 0, 100),
            (100, 100, 200),
            (199, 100, 200),
            (200, 200, 500),
            (1_999, 1_000, 2_000),
            (12_000, 10_000, 20_000),
            (49_999, 20_000, 50_000),
            (50_000, 50_000, 100_000),
        ] {
            assert_eq!(PriceBand::of(eur(minor)).bounds(Currency::EUR), (eur(from), eur(to)), "{minor}");
        }
        let yen = Currency::from_code("JPY").unwrap();
        let (from, to) = PriceBand::of(Money::new(12_000, yen)).bounds(yen);
        assert_eq!((from.minor, to.minor), (10_000, 20_000));
        let (from, to) = PriceBand::of(Money::new(i64::MAX, yen)).bounds(yen);
        assert!(from.minor > 1 << 60 && to.minor == i64::MAX, "{from} {to}");
        assert!(PriceBand::of(Money::new(i64::MAX, yen)) <= PriceBand::LAST);
    }

    #[test]
    fn each_reach_takes_in_the_one_before() {
        for band in [PriceBand(0), PriceBand(7), PriceBand::LAST] {
            for pair in PrecedentScope::ALL.windows(2) {
                let wider = pair[1].bands(band);
                assert!(pair[0].bands(band).iter().all(|b| wider.contains(b)), "{pair:?}");
            }
            assert_eq!(PrecedentScope::NearPrice.bands(band)[0], band);
        }
    }

    fn one(id: i64, title: &str, minor: i64, day: i64) -> Precedent {
        Precedent {
            id: DisputeId(id),
            title: title.to_owned(),
            price: eur(minor),
            outcome: Outcome::SellerWins,
            basis: None,
            refund: None,
            by: "ines".into(),
            at: chrono::DateTime::from_timestamp(day * 86_400, 0).unwrap(),
            shared: Vec::new(),
        }
    }

    /// So many precedents, of which so many ended with a refund to the client.
    fn ended(refunded: usize, all: usize) -> Precedents {
        let outcome = |at| if at < refunded { Outcome::ClientRefunded } else { Outcome::SellerWins };
        let found = (0..all).map(|at| Precedent { outcome: outcome(at), ..one(1, "Logo", 12_000, 1) }).collect();
        Precedents { reach: PrecedentScope::Same, band: PriceBand(7), found, more: false }
    }

    #[test]
    fn an_outcome_that_few_similar_cases_had_is_told_with_its_interval() {
        let part = ended(2, 14).unusual(Outcome::ClientRefunded).unwrap();
        assert_eq!((part.of, part.total), (2, 14));
        assert!(part.low > 0.03 && part.high < 0.41, "{part:?}");
        for (refunded, all, is_told) in [
            (0, 12, true),
            (2, 12, true),
            (3, 12, false), // a quarter
            (3, 13, false), // perhaps every second one
            (3, 14, true),
            (49, 200, true),
            (50, 200, false),
            (14, 14, false),
        ] {
            let told = ended(refunded, all).unusual(Outcome::ClientRefunded);
            assert_eq!(told.is_some(), is_told, "{refunded} of {all}: {told:?}");
        }
    }

    #[test]
    fn of_too_few_cases_nothing_is_said() {
        for all in 0..MIN_FOR_UNUSUAL {
            assert_eq!(ended(0, all).unusual(Outcome::ClientRefunded), None, "none of {all}");
        }
        let none_of = |all| Proportion::new(0, all).high;
        let least = MIN_FOR_UNUSUAL as u64;
        assert!(none_of(least) < UNUSUAL_BELOW && none_of(least - 1) >= UNUSUAL_BELOW, "the reason for that number");
    }

    #[test]
    fn shared_words_come_before_price_and_price_before_age() {
        let mut alike = Precedents {
            reach: PrecedentScope::Same,
            band: PriceBand(7),
            found: vec![
                one(1, "Montage vidéo", 12_000, 9),
                one(2, "Un logo pour votre café", 19_000, 1),
                one(3, "Montage photo", 12_500, 8),
                one(4, "LOGO de restaurant", 10_000, 2),
                one(5, "Montage audio", 12_000, 3),
            ],
            more: false,
        };
        alike.rank("Logo pour restaurant", eur(12_000));
        let order: Vec<i64> = alike.found.iter().map(|one| one.id.0).collect();
        assert_eq!(order, [4, 2, 1, 5, 3]);
        assert_eq!(alike.found[0].shared, ["logo", "restaurant"]);
        assert_eq!(alike.found[1].shared, ["logo"], "\u{201c}pour\u{201d} tells nothing");
        assert_eq!((alike.count(Outcome::SellerWins), alike.count(Outcome::Relaunch)), (5, 0));
    }
}
