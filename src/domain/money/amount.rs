//! Money: integer minor units with an ISO 4217 currency, never a float (docs/process.md, "Amounts").

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::domain::vocabulary::Lang;

/// Codes of ISO 4217 for metals, funds, units of account, tests, and no currency at all.
const UNPAYABLE: [&str; 23] = [
    "BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "USS", "UYI", "UYW", "XAG", "XAU", "XBA", "XBB", "XBC", "XBD",
    "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX",
];

/// An ISO 4217 currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl JsonSchema for Currency {
    fn schema_name() -> Cow<'static, str> {
        "Currency".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[A-Z]{3}$", "description": "a code of ISO 4217"})
    }
}

/// By their codes.
impl Ord for Currency {
    fn cmp(&self, other: &Self) -> Ordering {
        self.code().cmp(other.code())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Currency {
    pub const EUR: Self = Self(iso_currency::Currency::EUR);

    /// Reads a three-letter code in capitals. `None` for one that ISO 4217 does not list.
    pub fn from_code(code: &str) -> Option<Self> {
        iso_currency::Currency::from_code(code).map(Self)
    }

    /// Returns whether people pay with it. Codes of metals, funds, units of account, tests and none are listed in ISO 4217
    /// but are nobody's money.
    pub fn is_payable(self) -> bool {
        !UNPAYABLE.contains(&self.code())
    }

    /// Returns the three-letter code.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Returns how many decimals an amount has: 2 for the euro, 0 for the yen. Units without any (gold, test codes)
    /// count as 0.
    pub fn decimals(self) -> u32 {
        u32::from(self.0.exponent().unwrap_or(0))
    }

    /// Returns the currency's symbol, or its code if it has none of its own.
    pub fn sign(self) -> &'static str {
        match self.code() {
            "EUR" => "€",
            "USD" => "$",
            "GBP" => "£",
            "JPY" => "¥",
            code => code,
        }
    }
}

/// An amount of money in minor units (cents for the euro).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Money {
    /// Minor units.
    pub minor: i64,
    pub currency: Currency,
}

/// Why a typed amount was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadAmount {
    /// Not digits with decimals and groups as people write them.
    NotANumber(String),
    /// One mark before three digits, and nothing tells whether it groups or precedes decimals.
    Ambiguous(String),
    /// More decimals than the currency has; never rounded.
    TooManyDecimals {
        text: String,
        code: &'static str,
        /// How many decimals it has.
        decimals: u32,
    },
    /// Past what an integer of 64 bits holds.
    TooLarge(String),
}

impl BadAmount {
    /// Returns what was typed.
    pub fn typed(&self) -> &str {
        match self {
            Self::NotANumber(text)
            | Self::Ambiguous(text)
            | Self::TooManyDecimals { text, .. }
            | Self::TooLarge(text) => text,
        }
    }
}

impl Money {
    /// Creates an amount of `minor` units.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Returns an amount of zero.
    pub fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Reads an amount typed by a person: digits, with `.` or `,` before the decimals, and group marks, sign or code as
    /// [`Money::format`] writes them in either language, or the code behind as [`fmt::Display`] does. Where a sign or code
    /// stands tells which language it is: in front, `,` groups; behind, it precedes the decimals.
    ///
    /// # Errors
    /// [`BadAmount`]. An amount is never rounded, and never guessed at: a bare `1,234` or `1.000` is refused.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, BadAmount> {
        let (number, sign) = split_sign(text.trim_matches(is_space), currency);
        let not_a_number = || BadAmount::NotANumber(text.to_owned());
        let ambiguous = || BadAmount::Ambiguous(text.to_owned());
        let decimals = currency.decimals();
        let last_mark = number.rfind(['.', ',']);
        let marks = number.matches(['.', ',']).count();
        let (whole, fraction, is_decimal) = match last_mark
            .map(|at| (at, number[at..].starts_with(','), number.len() - at - 1))
        {
            None => (number, "", false),
            // Several commas and no point, or one in front of which a sign says that it groups.
            Some((at, true, 3)) if marks > 1 && !number.contains('.') => (number, &number[at..at], false),
            Some((_, _, 3)) if marks == 1 && !number.contains(is_space) && sign == SignPlace::None => {
                return Err(ambiguous());
            }
            // Three decimals as another writes them, or thousands: the program prints neither so.
            Some((_, true, 3)) if marks == 1 && sign == SignPlace::Before && decimals == 3 => return Err(ambiguous()),
            Some((_, true, 3)) if marks == 1 && sign == SignPlace::Before => (number, "", false),
            Some((at, ..)) => (&number[..at], &number[at + 1..], true),
        };
        let whole = ungrouped(whole).ok_or_else(not_a_number)?;
        if !fraction.bytes().all(|b| b.is_ascii_digit()) || is_decimal && fraction.is_empty() {
            return Err(not_a_number());
        }
        if fraction.len() > decimals as usize {
            return Err(BadAmount::TooManyDecimals { text: text.to_owned(), code: currency.code(), decimals });
        }
        let minor = format!("{whole}{fraction:0<width$}", width = decimals as usize);
        minor.parse().map(|minor| Self::new(minor, currency)).map_err(|_| BadAmount::TooLarge(text.to_owned()))
    }

    /// Returns the amount as a reader of `lang` writes it: `1 234,50 €` or `€1,234.50`.
    pub fn format(self, lang: Lang) -> String {
        let (group, point) = match lang {
            Lang::Fr => ('\u{202f}', ','),
            Lang::En => (',', '.'),
        };
        let digits = self.digits(Some(group), point);
        let sign = self.currency.sign();
        match lang {
            Lang::Fr => format!("{digits}\u{a0}{sign}"),
            Lang::En if sign.chars().all(|c| c.is_ascii_alphabetic()) => format!("{sign}\u{a0}{digits}"),
            Lang::En => match digits.strip_prefix('-') {
                Some(positive) => format!("-{sign}{positive}"),
                None => format!("{sign}{digits}"),
            },
        }
    }

    fn digits(self, group: Option<char>, point: char) -> String {
        let decimals = self.currency.decimals() as usize;
        let all = format!("{:0>width$}", self.minor.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = all.split_at(all.len() - decimals);
        let mut text = String::new();
        if self.minor < 0 {
            text.push('-');
        }
        for (i, digit) in whole.chars().enumerate() {
            if let Some(group) = group
                && i > 0
                && (whole.len() - i).is_multiple_of(3)
            {
                text.push(group);
            }
            text.push(digit);
        }
        if decimals > 0 {
            text.push(point);
            text.push_str(fraction);
        }
        text
    }
}

/// Where the sign or code of a typed amount stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SignPlace {
    None,
    Before,
    Behind,
}

/// Returns the amount without its currency's sign or code, and where that stood.
fn split_sign(text: &str, currency: Currency) -> (&str, SignPlace) {
    for sign in [currency.sign(), currency.code()] {
        if let Some((head, rest)) = text.split_at_checked(sign.len())
            && head.eq_ignore_ascii_case(sign)
        {
            return (rest.trim_start_matches(is_space), SignPlace::Before);
        }
        if let Some((rest, tail)) = text.len().checked_sub(sign.len()).and_then(|at| text.split_at_checked(at))
            && tail.eq_ignore_ascii_case(sign)
        {
            return (rest.trim_end_matches(is_space), SignPlace::Behind);
        }
    }
    (text, SignPlace::None)
}

/// Returns whether a character is a space that stands between groups of digits, or around a sign.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// Returns the digits of a whole number, without the marks between its groups of three: commas or spaces, not both.
fn ungrouped(whole: &str) -> Option<String> {
    let by_comma = whole.contains(',');
    let groups: Vec<&str> = if by_comma { whole.split(',').collect() } else { whole.split(is_space).collect() };
    let (first, rest) = groups.split_first()?;
    let digits = |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let grouped = rest.is_empty() || first.len() <= 3 && rest.iter().all(|group| group.len() == 3);
    (groups.iter().all(digits) && grouped).then(|| groups.concat())
}

/// A part of an amount, in hundredths of a percent: 12.5 % is 1,250.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub u32);

impl Percent {
    /// Reads a number with at most two decimals after `.` or `,`, below 1,000; the sign is not part of it.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, decimals) = text.trim().split_once(['.', ',']).unwrap_or((text.trim(), "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(decimals) || decimals.len() > 2 || whole.len() > 3 {
            return None;
        }
        format!("{whole}{decimals:0<2}").parse().ok().map(Self)
    }

    /// This part of an amount, rounded to the nearest minor unit; a half goes up, in favour of whoever gets the part. The
    /// rest is the amount less the part, so that the two are together exactly the amount.
    #[must_use]
    pub fn of(self, amount: Money) -> Money {
        let (part, whole) = (i128::from(self.0), 10_000);
        let minor = (i128::from(amount.minor) * part + whole / 2).div_euclid(whole);
        // A part above the whole of a huge amount is out of any range.
        Money::new(i64::try_from(minor).unwrap_or(i64::MAX), amount.currency)
    }
}

/// The plain form, `120.00 EUR`, as a script or a log reads it.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.digits(None, '.'), self.currency.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        Self::from_code(&code).ok_or_else(|| de::Error::custom(format!("{code} is not an ISO 4217 currency")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(text: &str) -> Result<i64, BadAmount> {
        Money::parse(text, Currency::EUR).map(|m| m.minor)
    }

    #[test]
    fn a_typed_amount_takes_a_point_or_a_comma() {
        for (text, minor) in [
            ("40", 4000),
            ("40.00", 4000),
            ("40,5", 4050),
            ("0.01", 1),
            ("1 234,50", 123_450),
            ("1\u{202f}234", 123_400),
        ] {
            assert_eq!(eur(text), Ok(minor), "{text}");
        }
    }

    #[test]
    fn an_amount_is_refused_never_rounded() {
        for text in ["40.0001", "40.001 €", "1,234 €", "€1.234", "1 234,567"] {
            assert!(matches!(eur(text), Err(BadAmount::TooManyDecimals { .. })), "{text}");
        }
        let yen = Currency::from_code("JPY").unwrap();
        assert!(matches!(Money::parse("40.5", yen), Err(BadAmount::TooManyDecimals { decimals: 0, .. })));
        for text in [
            "",
            " ",
            ".",
            "40.",
            ".5",
            "-1",
            "+1",
            "1e3",
            "4 0.0.0",
            "١",
            "40 $",
            "€",
            "€ 40 €",
            "1.234,5",
            "1.234.567",
            "1,23,456",
            "12 34",
            "1 234,567.00",
            "1,,000",
            "-€5",
            "4€0",
        ] {
            assert!(matches!(eur(text), Err(BadAmount::NotANumber(_))), "{text}");
        }
        assert!(matches!(eur("99999999999999999999"), Err(BadAmount::TooLarge(_))));
    }

    #[test]
    fn an_amount_is_read_as_it_is_shown_in_either_language() {
        for code in ["EUR", "USD", "GBP", "JPY", "CHF", "TND", "XOF"] {
            let currency = Currency::from_code(code).unwrap();
            for minor in [0, 1, 999, 1_000, 12_500, 100_000, 123_456_789, i64::MAX] {
                let amount = Money::new(minor, currency);
                for text in [amount.format(Lang::Fr), amount.format(Lang::En), amount.to_string()] {
                    assert_eq!(Money::parse(&text, currency), Ok(amount), "{text}");
                    assert_eq!(
                        Money::parse(&text.replace(['\u{a0}', '\u{202f}'], " "), currency),
                        Ok(amount),
                        "{text}"
                    );
                }
            }
        }
        for (text, minor) in [
            ("€1,000.00", 100_000),
            ("40,00 €", 4_000),
            ("40€", 4_000),
            ("€40", 4_000),
            ("eur 40.5", 4_050),
            ("40,5 EUR", 4_050),
            ("€1,234", 123_400),
            ("1,234,567", 123_456_700),
            ("1,234.50 €", 123_450),
        ] {
            assert_eq!(eur(text), Ok(minor), "{text}");
        }
        let dinar = Currency::from_code("TND").unwrap();
        for text in ["TND 12.500", "12,500 TND", "12.500 TND", "12,5", "12.50"] {
            assert_eq!(Money::parse(text, dinar), Ok(Money::new(12_500, dinar)), "{text}");
        }
    }

    #[test]
    fn what_may_be_thousands_or_decimals_is_refused_in_every_currency() {
        for code in ["EUR", "JPY", "TND"] {
            let currency = Currency::from_code(code).unwrap();
            for text in ["1,234", "1.000", "12.500", "0,500", " 1.234 "] {
                assert_eq!(Money::parse(text, currency), Err(BadAmount::Ambiguous(text.to_owned())), "{text} {code}");
            }
        }
        let dinar = Currency::from_code("TND").unwrap();
        assert!(matches!(Money::parse("TND 12,500", dinar), Err(BadAmount::Ambiguous(_))));
    }

    #[test]
    fn nobody_pays_with_metals_funds_tests_or_nothing() {
        for code in UNPAYABLE {
            let listed = Currency::from_code(code);
            assert!(listed.is_none_or(|currency| !currency.is_payable()), "{code}");
        }
        assert!(!Currency::from_code("XXX").unwrap().is_payable() && !Currency::from_code("XAU").unwrap().is_payable());
        for code in ["EUR", "XOF", "XAF", "XPF", "XCD", "TND", "CHF"] {
            assert!(Currency::from_code(code).unwrap().is_payable(), "{code}");
        }
    }

    #[test]
    fn shown_as_each_language_writes_it() {
        let m = Money::new(123_450, Currency::EUR);
        assert_eq!(m.format(Lang::Fr), "1\u{202f}234,50\u{a0}€");
        assert_eq!(m.format(Lang::En), "€1,234.50");
        assert_eq!(m.to_string(), "1234.50 EUR");
        assert_eq!(Money::new(-5, Currency::EUR).format(Lang::En), "-€0.05");
        assert_eq!(Money::new(-5, Currency::EUR).format(Lang::Fr), "-0,05\u{a0}€");
        let yen = Money::new(5000, Currency::from_code("JPY").unwrap());
        assert_eq!(yen.format(Lang::En), "¥5,000");
        let chf = Money::new(5000, Currency::from_code("CHF").unwrap());
        assert_eq!(chf.format(Lang::En), "CHF\u{a0}50.00");
    }

    #[test]
    fn a_percentage_is_rounded_to_the_nearest_minor_unit_a_half_up() {
        let yen = Currency::from_code("JPY").unwrap();
        for (percent, price, part) in [
            ("50", (12_000, Currency::EUR), 6_000),
            ("50", (12_001, Currency::EUR), 6_001),
            ("33.33", (10_000, Currency::EUR), 3_333),
            ("33,33", (12_000, Currency::EUR), 4_000),
            ("33.3", (100, Currency::EUR), 33),
            ("12.5", (1_000, Currency::EUR), 125),
            ("12.5", (1_001, Currency::EUR), 125),
            ("12.5", (1_004, Currency::EUR), 126),
            ("1", (50, Currency::EUR), 1),
            ("1", (49, Currency::EUR), 0),
            ("0.01", (5_000, Currency::EUR), 1),
            ("99.99", (5_000, Currency::EUR), 5_000),
            ("50", (1_001, yen), 501),
            ("30", (i64::MAX, Currency::EUR), 2_767_011_611_056_432_742),
        ] {
            let price = Money::new(price.0, price.1);
            let percent = Percent::parse(percent).unwrap();
            assert_eq!(percent.of(price).minor, part, "{percent:?} of {price}");
        }
        for text in ["", ".", "5.", ".5", "-5", "1.234", "1000", "5%", "x", "٣"] {
            assert_eq!(Percent::parse(text), None, "{text}");
        }
    }
}
