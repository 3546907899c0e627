//! A refund as a person types it: an amount, or a part of the price in percent.

use super::amount::{BadAmount, Money, Percent};

/// Why a typed refund is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadRefund {
    /// Nothing is typed yet.
    Missing,
    /// It is not an amount.
    Amount(BadAmount),
    /// It is not a percentage: at most two decimals.
    Percent(String),
    /// Both must get more than zero: it has to be more than nothing and less than the price.
    OutOfRange { price: Money },
}

/// Reads what the client is to get back, of this price. A percentage is rounded as [`Percent::of`] says; the figure is shown
/// before anything is proposed or decided, so nothing is rounded unseen.
///
/// # Errors
/// [`BadRefund`].
pub fn parse(text: &str, price: Money) -> Result<Money, BadRefund> {
    let text = text.trim();
    if text.is_empty() {
        return Err(BadRefund::Missing);
    }
    let refund = match parse_percent(text) {
        Some(percent) => percent.ok_or_else(|| BadRefund::Percent(text.to_owned()))?.of(price),
        None => Money::parse(text, price.currency).map_err(BadRefund::Amount)?,
    };
    if refund.minor <= 0 || refund.minor >= price.minor {
        return Err(BadRefund::OutOfRange { price });
    }
    Ok(refund)
}

/// Returns the typed percentage; `None` if an amount is typed, `Some(None)` if the percentage is not valid.
pub fn parse_percent(text: &str) -> Option<Option<Percent>> {
    Some(Percent::parse(text.trim().strip_suffix('%')?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::amount::Currency;

    fn cents(text: &str, price: i64) -> Result<i64, BadRefund> {
        parse(text, Money::new(price, Currency::EUR)).map(|m| m.minor)
    }

    #[test]
    fn an_amount_or_a_percentage() {
        for (text, price, minor) in [
            ("40", 12_000, 4_000),
            ("40,5", 12_000, 4_050),
            (" 119.99 ", 12_000, 11_999),
            ("50%", 12_000, 6_000),
            ("50 %", 12_001, 6_001),
            ("33,33 %", 12_000, 4_000),
            ("12.5%", 1_000, 125),
            ("1%", 50, 1),
            ("40,00 €", 12_000, 4_000),
            ("€40.00", 12_000, 4_000),
        ] {
            assert_eq!(cents(text, price), Ok(minor), "{text} of {price}");
        }
    }

    #[test]
    fn both_must_get_something() {
        for text in ["0", "120", "120,01", "0%", "100%", "999%", "0.00"] {
            assert!(matches!(cents(text, 12_000), Err(BadRefund::OutOfRange { .. })), "{text}");
        }
        assert!(matches!(cents("1%", 49), Err(BadRefund::OutOfRange { .. })), "rounds to nothing");
    }

    #[test]
    fn what_is_no_refund_is_said() {
        assert_eq!(cents("  ", 100), Err(BadRefund::Missing));
        for text in ["%", "x%", "1.234%", "-5%", "1000%", "5,%"] {
            assert!(matches!(cents(text, 12_000), Err(BadRefund::Percent(_))), "{text}");
        }
        for text in ["x", "5%5", "1.234", "-5", "40 $"] {
            assert!(matches!(cents(text, 12_000), Err(BadRefund::Amount(_))), "{text}");
        }
    }
}
