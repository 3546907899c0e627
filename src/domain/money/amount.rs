//! Money: integer minor units with an ISO 4217 currency, never a float (docs/process.md, "Amounts").

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::domain::vocabulary::Lang;

/// An ISO 4217 currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    pub const EUR: Self = Self(iso_currency::Currency::EUR);

    /// Reads a three-letter code in capitals. `None` for one that ISO 4217 does not list.
    pub fn from_code(code: &str) -> Option<Self> {
        iso_currency::Currency::from_code(code).map(Self)
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units.
    pub minor: i64,
    pub currency: Currency,
}

/// Why a typed amount was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadAmount {
    /// Not digits with at most one separator.
    NotANumber(String),
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
            Self::NotANumber(text) | Self::TooManyDecimals { text, .. } | Self::TooLarge(text) => text,
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

    /// Reads an amount typed by a person: digits, with `.` or `,` before the decimals; spaces between thousands are allowed.
    ///
    /// # Errors
    /// [`BadAmount`]; an amount is never rounded.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, BadAmount> {
        let not_a_number = || BadAmount::NotANumber(text.to_owned());
        let digits: String = text.trim().chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect();
        let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((&digits, ""));
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let has_separator = whole.len() < digits.len();
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || (has_separator && fraction.is_empty()) {
            return Err(not_a_number());
        }
        let decimals = currency.decimals();
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
        assert!(matches!(eur("40.001"), Err(BadAmount::TooManyDecimals { .. })));
        let yen = Currency::from_code("JPY").unwrap();
        assert!(matches!(Money::parse("40.5", yen), Err(BadAmount::TooManyDecimals { decimals: 0, .. })));
        for text in ["", " ", ".", "40.", ".5", "-1", "+1", "1e3", "4 0.0.0", "١", "40 €", "1.234,5"] {
            assert!(matches!(eur(text), Err(BadAmount::NotANumber(_))), "{text}");
        }
        assert!(matches!(eur("99999999999999999999"), Err(BadAmount::TooLarge(_))));
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
