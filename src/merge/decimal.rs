//! Exact numbers and amounts: what customers' files write with a point is never a binary float.

use std::fmt;

/// Most digits of a number, before and after its point.
const MAX_DIGITS: usize = 30;

/// A decimal number and the currency behind it, such as `1490.00 EUR`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal {
    /// All digits as one whole number.
    digits: i128,
    /// How many of them stand behind the point.
    scale: u32,
    /// ISO 4217 code of an amount; `None` for a plain number.
    pub currency: Option<String>,
}

impl Decimal {
    /// Reads a number as TOML writes it, without exponent, or an amount.
    pub fn read(text: &str) -> Option<Self> {
        let (number, currency) = match text.split_once(' ') {
            Some((number, code)) => {
                let iso = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
                (number, Some(iso.then(|| code.to_owned())?))
            }
            None => (text, None),
        };
        let (sign, plain) = match number.strip_prefix('-') {
            Some(plain) => (-1, plain),
            None => (1, number),
        };
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let point = plain.contains('.');
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || (point && fraction.is_empty()) || !digits(whole) || !digits(fraction)
        {
            return None;
        }
        let all = format!("{whole}{fraction}");
        if all.len() > MAX_DIGITS {
            return None;
        }
        let scale = u32::try_from(fraction.len()).ok()?;
        Some(Decimal { digits: sign * all.parse::<i128>().ok()?, scale, currency })
    }

    /// Whether it is nothing.
    pub const fn is_zero(&self) -> bool {
        self.digits == 0
    }

    /// The sum, if both are plain numbers or amounts of one currency.
    pub fn add(&self, other: &Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        let scale = self.scale.max(other.scale);
        let digits = self.scaled(scale)?.checked_add(other.scaled(scale)?)?;
        Self { digits, scale, currency: self.currency.clone() }.bounded()
    }

    /// The difference, as [`Decimal::add`].
    pub fn sub(&self, other: &Self) -> Option<Self> {
        let negative = Self { digits: -other.digits, ..other.clone() };
        self.add(&negative)
    }

    /// The product; an amount times a number is an amount.
    pub fn mul(&self, other: &Self) -> Option<Self> {
        let currency = match (&self.currency, &other.currency) {
            (Some(_), Some(_)) => return None,
            (own, other) => own.clone().or_else(|| other.clone()),
        };
        let digits = self.digits.checked_mul(other.digits)?;
        Self { digits, scale: self.scale + other.scale, currency }.bounded()
    }

    fn scaled(&self, scale: u32) -> Option<i128> {
        self.digits.checked_mul(10_i128.checked_pow(scale.checked_sub(self.scale)?)?)
    }

    fn bounded(self) -> Option<Self> {
        let limit = 10_i128.checked_pow(u32::try_from(MAX_DIGITS).ok()?)?;
        let fits = self.digits.abs() < limit && (self.scale as usize) <= MAX_DIGITS;
        fits.then_some(self)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = self.scale as usize;
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = format!("{:0width$}", self.digits.unsigned_abs(), width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        write!(f, "{sign}{whole}")?;
        if scale > 0 {
            write!(f, ".{fraction}")?;
        }
        match &self.currency {
            Some(code) => write!(f, " {code}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Decimal {
        Decimal::read(text).unwrap()
    }

    #[test]
    fn sums_and_products_are_exact() {
        assert_eq!(read("0.1").add(&read("0.2")).unwrap().to_string(), "0.3");
        assert_eq!(read("1490.00 EUR").mul(&read("12")).unwrap().to_string(), "17880.00 EUR");
        assert_eq!(read("10 EUR").sub(&read("10.5 EUR")).unwrap().to_string(), "-0.5 EUR");
        assert_eq!(read("-0.05").to_string(), "-0.05");
        assert_eq!(
            read("9007199254740993").add(&read("1")).unwrap().to_string(),
            "9007199254740994"
        );
    }

    #[test]
    fn currencies_and_sizes_are_kept_apart() {
        assert_eq!(read("1 EUR").add(&read("1 USD")), None);
        assert_eq!(read("1 EUR").add(&read("1")), None);
        assert_eq!(read("1 EUR").mul(&read("1 EUR")), None);
        let large = read(&"9".repeat(30));
        assert_eq!(large.add(&large), None);
        assert_eq!(large.mul(&large), None);
        for wrong in
            ["", "-", ".", "1.", ".5", "1e3", "nan", "inf", "0x1", "1 eur", "1 EURO", "+1", "1_0"]
        {
            assert_eq!(Decimal::read(wrong), None, "{wrong}");
        }
        assert_eq!(Decimal::read(&"9".repeat(31)), None);
    }
}
