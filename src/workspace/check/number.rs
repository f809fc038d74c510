//! Numbers: exact decimals and amounts of money, kept as the digits they are written with.

use super::fault::Fault;
use crate::workspace::table::{Node, Value};
use std::cmp::Ordering;

/// Most digits of a number.
const MOST_DIGITS: usize = 30;

/// An exact decimal number. Zeros that change nothing are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Decimal<'a> {
    /// Reads digits with at most one point; `None` for anything else.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        plain(text).ok()?;
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let zero = whole.is_empty() && fraction.is_empty();
        Some(Decimal { negative: text.starts_with('-') && !zero, whole, fraction })
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let size = self
            .whole
            .len()
            .cmp(&other.whole.len())
            .then_with(|| self.whole.cmp(other.whole))
            .then_with(|| self.fraction.cmp(other.fraction));
        match (self.negative, other.negative) {
            (false, false) => size,
            (true, true) => size.reverse(),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Checks a whole number.
pub(super) fn integer(node: &Node) -> Result<(), Fault> {
    match &node.value {
        Value::Integer(_) => Ok(()),
        Value::Decimal(digits) if digits.bytes().all(|b| b.is_ascii_digit() || b == b'-') => {
            Err(Fault::new("a whole number").label("this number is too long"))
        }
        _ => Err(unquoted("a whole number", node)),
    }
}

/// Checks an exact decimal; `expected` follows "must be".
pub(super) fn decimal(expected: &'static str, node: &Node) -> Result<(), Fault> {
    match &node.value {
        Value::Integer(_) => Ok(()),
        Value::Decimal(digits) => plain(digits).map_err(|why| Fault::new(expected).label(why)),
        _ => Err(unquoted(expected, node)),
    }
}

/// The fault of a node that should have been a number, a date or a word without quotes.
pub(super) fn unquoted(expected: &'static str, node: &Node) -> Fault {
    match &node.value {
        Value::Text(_) => Fault::new(expected).label("this is a string: write it without quotes"),
        _ => Fault::other_type(expected, node),
    }
}

/// Whether a number is digits with at most one point; else what is wrong with it.
fn plain(text: &str) -> Result<(), &'static str> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let numeric = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if digits.ends_with("nan") {
        Err("this is not a number")
    } else if digits.ends_with("inf") {
        Err("this has no end")
    } else if digits.contains(['e', 'E']) {
        Err("write the number without an exponent")
    } else if text.starts_with('+') {
        Err("write the number without a plus sign")
    } else if !numeric(whole) || !numeric(fraction) {
        Err("only digits and a point")
    } else if whole.len() > 1 && whole.starts_with('0') {
        Err("this starts with a zero")
    } else if whole.len() + fraction.len() > MOST_DIGITS {
        Err("this number is too long")
    } else if text.starts_with('-') && digits.bytes().all(|b| matches!(b, b'0' | b'.')) {
        Err("zero has no sign")
    } else {
        Ok(())
    }
}

pub(super) const MONEY: &str = "an amount and a currency code such as \"1490.00 EUR\"";

/// The digits and the currency code of an amount such as `1490.00 EUR`.
pub(super) fn money(text: &str) -> Result<(&str, &str), Fault> {
    let Some((amount, code)) = text.split_once(' ') else {
        return Err(without_currency(text));
    };
    if let Err(why) = plain(amount) {
        let strange = amount.char_indices().find(|(_, c)| !c.is_ascii_digit() && *c != '.');
        let fault = Fault::new(MONEY).label(why);
        return Err(match strange {
            Some((at, ',')) => fault
                .part(at..at + 1)
                .label("this is a comma")
                .hint("write thousands without a mark and decimals after a point"),
            Some((at, c)) if !amount.starts_with('-') && at < amount.len() => {
                fault.part(at..at + c.len_utf8())
            }
            _ => fault.part(0..amount.len()),
        });
    }
    let at = amount.len() + 1;
    let Some(currency) = iso_currency::Currency::from_code(code) else {
        let upper = code.to_ascii_uppercase();
        let fault = Fault::new(MONEY).part(at..text.len()).label("no code of ISO 4217");
        return Err(match iso_currency::Currency::from_code(&upper) {
            Some(_) => fault.meant(&format!("{amount} {upper}")),
            None => fault.hint("currencies have three capital letters, such as EUR, GBP or USD"),
        });
    };
    let Some(decimals) = currency.exponent().map(usize::from) else {
        return Err(Fault::new(MONEY)
            .part(at..text.len())
            .label("nobody pays with this: the code has no decimals in ISO 4217"));
    };
    match amount.split_once('.') {
        Some((whole, fraction)) if fraction.len() != decimals => {
            let start = whole.len() + usize::from(decimals > 0);
            let label = match decimals {
                0 => format!("{code} has no decimals"),
                n => format!("{code} has {n} decimals"),
            };
            let extra = if fraction.len() > decimals && decimals > 0 {
                start + decimals..amount.len()
            } else {
                start..amount.len()
            };
            let fault = Fault::new(MONEY).part(extra).label(label);
            Err(if fraction.len() < decimals {
                fault
                    .meant(&format!("{amount:0<width$} {code}", width = whole.len() + 1 + decimals))
            } else {
                fault.hint("round the amount yourself: which way is a decision")
            })
        }
        _ => Ok((amount, code)),
    }
}

fn without_currency(text: &str) -> Fault {
    let fault = Fault::new(MONEY);
    if Decimal::parse(text).is_some() {
        return fault
            .label("this names no currency")
            .hint(format!("write its code behind the amount, such as \"{text} EUR\""));
    }
    match text.find(['€', '$', '£', '¥']) {
        Some(at) => {
            let length = text.get(at..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
            fault
                .part(at..at + length)
                .label("a sign can stand for several currencies")
                .hint("write the code behind the amount: EUR, USD, GBP, JPY")
        }
        None => fault,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn decimals_compare_by_value() {
        let rising =
            ["-12.5", "-12.05", "-0.1", "0", "0.1", "0.11", "0.9", "1", "9", "10", "10.001"];
        for (index, left) in rising.iter().enumerate() {
            for (other, right) in rising.iter().enumerate() {
                let (left, right) = (Decimal::parse(left).unwrap(), Decimal::parse(right).unwrap());
                assert_eq!(left.cmp(&right), index.cmp(&other), "{left:?} {right:?}");
            }
        }
        assert_eq!(Decimal::parse("1.50"), Decimal::parse("1.5"));
        assert_eq!(
            Decimal::parse("9007199254740993").cmp(&Decimal::parse("9007199254740992")),
            Ordering::Greater
        );
    }

    #[test]
    fn amounts_are_exact_and_have_the_decimals_of_their_currency() {
        for good in ["1490.00 EUR", "1490 EUR", "-5.00 USD", "1490 JPY", "1.234 KWD"] {
            assert!(money(good).is_ok(), "{good}");
        }
        for bad in [
            "1490.00",
            "1e3 EUR",
            "nan EUR",
            "1490.5 EUR",
            "1490.00 JPY",
            "1 XXX",
            "1 eur",
            "€5",
            "",
        ] {
            assert!(money(bad).is_err(), "{bad}");
        }
    }
}
