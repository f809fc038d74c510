//! Numbers, amounts and dates as a locale writes them (Unicode CLDR, through ICU4X).

use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{YMD, YMDE};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::Locale;

/// Space that does not break, between a number and its unit.
const NBSP: char = '\u{A0}';

/// The formatters of one locale.
pub struct Formats {
    language: String,
    decimal: DecimalFormatter,
    long: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    medium: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    weekday: FixedCalendarDateTimeFormatter<Gregorian, YMDE>,
}

impl Formats {
    /// The formatters of a BCP 47 tag.
    ///
    /// # Errors
    /// Says that the tag is not one, or that its data is not built in.
    pub fn new(tag: &str) -> Result<Self, String> {
        let locale = Locale::try_from_str(tag).map_err(|e| format!("`{tag}`: {e}"))?;
        let fail = |e: &dyn std::fmt::Display| format!("no formats for `{tag}`: {e}");
        if !locale.extensions.is_empty() {
            return Err(format!("`{tag}`: leave out what follows the country, such as `-u-…`"));
        }
        let formats = Formats {
            language: locale.id.language.as_str().to_owned(),
            decimal: DecimalFormatter::try_new((&locale).into(), Default::default())
                .map_err(|e| fail(&e))?,
            long: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YMD::long())
                .map_err(|e| fail(&e))?,
            medium: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YMD::medium())
                .map_err(|e| fail(&e))?,
            weekday: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YMDE::long())
                .map_err(|e| fail(&e))?,
        };
        // A language without data falls back to the root locale, whose months are M01 to M12.
        let sample = formats.date(jiff::civil::date(2027, 1, 12), "long")?;
        if sample.contains("M01") {
            return Err(format!("no dates and numbers are known for `{tag}`"));
        }
        Ok(formats)
    }

    /// A date in words: `long`, `medium`, `weekday`, or `iso` for `YYYY-MM-DD`.
    ///
    /// # Errors
    /// Names the styles there are.
    pub fn date(&self, date: jiff::civil::Date, style: &str) -> Result<String, String> {
        if style == "iso" {
            return Ok(date.to_string());
        }
        let input = Date::try_new_gregorian(
            i32::from(date.year()),
            u8::try_from(date.month()).unwrap_or(1),
            u8::try_from(date.day()).unwrap_or(1),
        )
        .map_err(|e| e.to_string())?;
        match style {
            "long" => Ok(self.long.format(&input).to_string()),
            "medium" => Ok(self.medium.format(&input).to_string()),
            "weekday" => Ok(self.weekday.format(&input).to_string()),
            _ => Err(format!(
                "there is no date style \"{style}\"; use \"long\", \"medium\", \"weekday\" or \"iso\""
            )),
        }
    }

    /// An exact number with the locale's separators.
    ///
    /// # Errors
    /// Says that the text is not a plain decimal number.
    pub fn number(&self, digits: &str) -> Result<String, String> {
        let decimal =
            Decimal::try_from_str(digits).map_err(|_| format!("\"{digits}\" is not a number"))?;
        Ok(self.decimal.format(&decimal).to_string())
    }

    /// A percentage: `99.5%`, or `99,5 %` where the language sets a space.
    ///
    /// # Errors
    /// As [`Formats::number`].
    pub fn percent(&self, digits: &str) -> Result<String, String> {
        let number = self.number(digits)?;
        Ok(if self.symbol_leads() { format!("{number}%") } else { format!("{number}{NBSP}%") })
    }

    /// An amount such as `1490.00 EUR`; `short` drops a fraction of nothing but zeros.
    ///
    /// # Errors
    /// Says what an amount looks like.
    pub fn money(&self, amount: &str, short: bool) -> Result<String, String> {
        let Some((digits, code)) = amount.split_once(' ') else {
            return Err(format!("\"{amount}\" is not an amount such as \"1490.00 EUR\""));
        };
        let whole = digits.split_once('.').filter(|(_, cents)| cents.bytes().all(|b| b == b'0'));
        let number = self.number(match whole {
            Some((whole, _)) if short => whole,
            _ => digits,
        })?;
        let symbol = match code {
            "EUR" => "€",
            "USD" if self.language == "en" => "$",
            "GBP" => "£",
            "JPY" => "¥",
            other => other,
        };
        let letters = symbol.chars().any(char::is_alphabetic);
        Ok(match (self.symbol_leads(), letters) {
            (true, false) => match number.strip_prefix('-') {
                Some(positive) => format!("-{symbol}{positive}"),
                None => format!("{symbol}{number}"),
            },
            (true, true) => format!("{symbol}{NBSP}{number}"),
            (false, _) => format!("{number}{NBSP}{symbol}"),
        })
    }

    /// A list in words: `a, b and c`.
    pub fn join_and(&self, items: &[String]) -> String {
        let and = match self.language.as_str() {
            "de" => "und",
            "fr" => "et",
            "es" => "y",
            "el" => "και",
            _ => "and",
        };
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
        }
    }

    fn symbol_leads(&self) -> bool {
        matches!(self.language.as_str(), "en" | "ja" | "zh")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(tag: &str) -> (String, String, String) {
        let formats = Formats::new(tag).unwrap();
        let date = jiff::civil::date(2027, 1, 12);
        (
            formats.date(date, "long").unwrap(),
            formats.money("1234.50 EUR", false).unwrap(),
            formats.percent("99.5").unwrap(),
        )
    }

    #[test]
    fn dates_amounts_and_percentages_follow_the_locale() {
        let own = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(on("en-GB"), own("12 January 2027", "€1,234.50", "99.5%"));
        assert_eq!(on("en-US"), own("January 12, 2027", "€1,234.50", "99.5%"));
        assert_eq!(on("de-DE"), own("12. Januar 2027", "1.234,50\u{a0}€", "99,5\u{a0}%"));
    }

    #[test]
    fn a_locale_without_data_is_refused() {
        for tag in ["zz", "xx-YY", "en-US-u-ca-buddhist-nu-arab"] {
            assert!(Formats::new(tag).is_err(), "{tag}");
        }
    }

    #[test]
    fn short_amounts_drop_only_zeros() {
        let formats = Formats::new("en-GB").unwrap();
        assert_eq!(formats.money("250000.00 GBP", true).unwrap(), "£250,000");
        assert_eq!(formats.money("0.10 GBP", true).unwrap(), "£0.10");
    }
}
