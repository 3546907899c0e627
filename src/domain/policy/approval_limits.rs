//! The prices above which a decision needs a second mediator (docs/process.md, "Second mediator").

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::money::amount::{Currency, Money};

/// Limits in whole units of a currency: euros, yen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ApprovalLimits {
    /// No decision needs one.
    #[default]
    Never,
    /// The same number whatever the currency: what policies of before said. It can't be chosen any more, since five hundred
    /// euros and five hundred yen are not alike.
    AnyCurrency(u32),
    /// Decisions on prices in other currencies need none.
    ByCurrency(BTreeMap<Currency, u32>),
}

impl ApprovalLimits {
    /// Limits of these currencies.
    pub fn of(limits: impl IntoIterator<Item = (Currency, u32)>) -> Self {
        Self::ByCurrency(limits.into_iter().collect())
    }

    /// Returns whether this price is above its currency's limit.
    pub fn is_below(&self, price: Money) -> bool {
        let limit = match self {
            Self::Never => None,
            Self::AnyCurrency(limit) => Some(limit),
            Self::ByCurrency(limits) => limits.get(&price.currency),
        };
        let unit = 10_i64.pow(price.currency.decimals());
        limit.is_some_and(|limit| price.minor > i64::from(*limit).saturating_mul(unit))
    }
}

/// As they are typed: `EUR=500,JPY=80000`, `none`.
impl fmt::Display for ApprovalLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => f.write_str("none"),
            Self::AnyCurrency(limit) => write!(f, "{limit}"),
            Self::ByCurrency(limits) => {
                let limits: Vec<_> =
                    limits.iter().map(|(currency, limit)| format!("{}={limit}", currency.code())).collect();
                f.write_str(&limits.join(","))
            }
        }
    }
}

impl FromStr for ApprovalLimits {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self::Never);
        }
        let mut limits = BTreeMap::new();
        for part in text.split(',') {
            let (code, number) = part
                .trim()
                .split_once('=')
                .ok_or("write a limit for each currency, like EUR=500,JPY=80000, or none")?;
            let code = code.trim().to_ascii_uppercase();
            let currency = Currency::from_code(&code).filter(|currency| currency.is_payable());
            let currency =
                currency.ok_or_else(|| format!("{code:?} is not the code of a currency that people pay with"))?;
            let limit = number
                .trim()
                .parse()
                .map_err(|_| format!("{}: {number:?} is not a number of whole units", currency.code()))?;
            if limits.insert(currency, limit).is_some() {
                return Err(format!("{} has two limits", currency.code()));
            }
        }
        Ok(Self::of(limits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_above_the_limit_of_its_own_currency() {
        let yen = Currency::from_code("JPY").unwrap();
        let limits: ApprovalLimits = "EUR=500,JPY=80000".parse().unwrap();
        for (minor, currency, above) in [
            (50_000, Currency::EUR, false),
            (50_001, Currency::EUR, true),
            (80_000, yen, false),
            (80_001, yen, true),
            (i64::MAX, Currency::from_code("USD").unwrap(), false),
        ] {
            assert_eq!(limits.is_below(Money::new(minor, currency)), above, "{minor} {}", currency.code());
        }
        assert!(!ApprovalLimits::Never.is_below(Money::new(i64::MAX, yen)));
    }

    #[test]
    fn what_is_printed_is_what_is_typed() {
        for text in ["none", "EUR=500", "EUR=500,JPY=80000"] {
            assert_eq!(text.parse::<ApprovalLimits>().unwrap().to_string(), text);
        }
        assert_eq!("jpy=1, eur=0".parse::<ApprovalLimits>().unwrap().to_string(), "EUR=0,JPY=1");
        for bad in
            ["", "500", "EUR", "EUR=", "EUR=-1", "EUR=4.50", "EUR=1,EUR=2", "XAU=1", "euros=5", "EUR=5,", "NONE=1"]
        {
            assert!(bad.parse::<ApprovalLimits>().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_limit_of_an_older_policy_holds_in_every_currency() {
        let older: ApprovalLimits = serde_json::from_str("500").unwrap();
        assert_eq!(older, ApprovalLimits::AnyCurrency(500));
        assert!(older.is_below(Money::new(50_001, Currency::EUR)));
        assert!(older.is_below(Money::new(501, Currency::from_code("JPY").unwrap())));
        for (json, limits) in [
            ("null", ApprovalLimits::Never),
            ("500", older),
            (r#"{"EUR":500,"JPY":80000}"#, "EUR=500,JPY=80000".parse().unwrap()),
        ] {
            assert_eq!(serde_json::from_str::<ApprovalLimits>(json).unwrap(), limits);
            assert_eq!(serde_json::to_string(&limits).unwrap(), json);
        }
    }
}
