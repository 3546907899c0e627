//! A refund as a mediator types it: an amount, or a part of the price in percent.

use crate::domain::money::{BadAmount, Money};

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
    OutOfRange {
        /// The price.
        price: Money,
    },
}

/// Reads what the client is to get back. A percentage is rounded to the nearest minor unit, half a unit in favour of the
/// client; the figure is shown before anything is decided, so nothing is rounded unseen.
///
/// # Errors
/// [`BadRefund`].
pub fn refund(text: &str, price: Money) -> Result<Money, BadRefund> {
    let text = text.trim();
    if text.is_empty() {
        return Err(BadRefund::Missing);
    }
    let refund = match text.strip_suffix('%') {
        Some(percent) => part(percent.trim_end(), price).ok_or_else(|| BadRefund::Percent(text.to_owned()))?,
        None => Money::parse(text, price.currency).map_err(BadRefund::Amount)?,
    };
    if refund.minor <= 0 || refund.minor >= price.minor {
        return Err(BadRefund::OutOfRange { price });
    }
    Ok(refund)
}

fn part(percent: &str, price: Money) -> Option<Money> {
    let (whole, decimals) = percent.split_once(['.', ',']).unwrap_or((percent, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 2 || whole.len() > 3 {
        return None;
    }
    let hundredths: i128 = format!("{whole}{decimals:0<2}").parse().ok()?;
    let minor = (i128::from(price.minor) * hundredths + 5_000) / 10_000;
    Some(Money::new(i64::try_from(minor).ok()?, price.currency))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    fn cents(text: &str, price: i64) -> Result<i64, BadRefund> {
        refund(text, Money::new(price, Currency::EUR)).map(|m| m.minor)
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
        for text in ["x", "5%5", "1.234", "-5", "40 €"] {
            assert!(matches!(cents(text, 12_000), Err(BadRefund::Amount(_))), "{text}");
        }
    }
}
