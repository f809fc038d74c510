//! Numbers, amounts, dates, lists and plurals as a locale writes them (Unicode CLDR, through ICU4X).

use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{YMD, YMDE};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_list::ListFormatter;
use icu_list::options::{ListFormatterOptions, ListLength};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

/// Space that does not break, between a number and its unit.
const NBSP: char = '\u{A0}';

/// The formatters of one locale.
pub struct Formats {
    language: String,
    region: String,
    decimal: DecimalFormatter,
    list: ListFormatter,
    plurals: PluralRules,
    long: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    medium: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    short: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
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
        let dates = |fields: YMD| {
            FixedCalendarDateTimeFormatter::try_new((&locale).into(), fields).map_err(|e| fail(&e))
        };
        let lists = ListFormatterOptions::default().with_length(ListLength::Wide);
        let formats = Formats {
            language: locale.id.language.as_str().to_owned(),
            region: locale.id.region.map(|r| r.as_str().to_owned()).unwrap_or_default(),
            decimal: DecimalFormatter::try_new((&locale).into(), Default::default())
                .map_err(|e| fail(&e))?,
            list: ListFormatter::try_new_and((&locale).into(), lists).map_err(|e| fail(&e))?,
            plurals: PluralRules::try_new((&locale).into(), Default::default())
                .map_err(|e| fail(&e))?,
            long: dates(YMD::long())?,
            medium: dates(YMD::medium())?,
            short: dates(YMD::short())?,
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

    /// A date: `long`, `medium`, `short`, `weekday`, or `iso` for `YYYY-MM-DD`.
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
            "short" => Ok(self.short.format(&input).to_string()),
            "weekday" => Ok(self.weekday.format(&input).to_string()),
            _ => Err(format!(
                "there is no date style \"{style}\"; use \"long\", \"medium\", \"short\", \"weekday\" or \"iso\""
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

    /// A percentage: `99.5%`, or `99,5 %` where the language sets a space (CLDR, percent format).
    ///
    /// # Errors
    /// As [`Formats::number`].
    pub fn percent(&self, digits: &str) -> Result<String, String> {
        let number = self.number(digits)?;
        Ok(match self.language.as_str() {
            "en" | "el" | "it" | "ja" | "ko" | "nl" | "pl" | "pt" | "zh" => format!("{number}%"),
            "fr" if self.region != "CH" => format!("{number}\u{202F}%"),
            "tr" => format!("%{number}"),
            _ => format!("{number}{NBSP}%"),
        })
    }

    /// An amount such as `1490.00 EUR`; `short` drops a fraction of nothing but zeros.
    ///
    /// # Errors
    /// Says what an amount looks like.
    pub fn money(&self, amount: &str, short: bool) -> Result<String, String> {
        let Some((digits, code)) = amount.split_once(' ') else {
            return Err(format!(
                "\"{amount}\" is not an amount; an amount is written as \"1490.00 EUR\""
            ));
        };
        let digits = &in_minor_units(digits, code)?;
        let whole = digits.split_once('.').filter(|(_, cents)| cents.bytes().all(|b| b == b'0'));
        let number = self.number(match whole {
            Some((whole, _)) if short => whole,
            _ => digits.as_str(),
        })?;
        // `$` alone is ambiguous in a contract; only Americans write it for their own.
        let symbol = match code {
            "EUR" => "€",
            "USD" if self.region == "US" => "$",
            "USD" => "US$",
            "GBP" => "£",
            "JPY" => "¥",
            other => other,
        };
        let (sign, positive) = match number.strip_prefix('-') {
            Some(positive) => ("-", positive),
            None => ("", number.as_str()),
        };
        let letters = symbol.ends_with(char::is_alphabetic);
        Ok(match self.symbol() {
            Symbol::Leads if !letters => format!("{sign}{symbol}{positive}"),
            Symbol::Leads => format!("{sign}{symbol}{NBSP}{positive}"),
            Symbol::LeadsWithSpace => format!("{symbol}{NBSP}{sign}{positive}"),
            Symbol::Follows => format!("{number}{NBSP}{symbol}"),
        })
    }

    /// A list in words: `a, b and c`.
    pub fn join_and(&self, items: &[String]) -> String {
        self.list.format_to_string(items.iter())
    }

    /// The plural category of a number: `zero`, `one`, `two`, `few`, `many` or `other` (CLDR).
    ///
    /// # Errors
    /// As [`Formats::number`].
    pub fn plural(&self, digits: &str) -> Result<&'static str, String> {
        let decimal =
            Decimal::try_from_str(digits).map_err(|_| format!("\"{digits}\" is not a number"))?;
        Ok(match self.plurals.category_for(&decimal) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        })
    }

    /// Where the sign of a currency stands (CLDR, standard currency format).
    fn symbol(&self) -> Symbol {
        match (self.language.as_str(), self.region.as_str()) {
            ("en" | "ja" | "ko" | "zh" | "tr" | "hi", _) | ("es", "MX" | "US") => Symbol::Leads,
            ("nl", _) | ("pt", "BR" | "") | ("de", "AT" | "CH" | "LI") => Symbol::LeadsWithSpace,
            _ => Symbol::Follows,
        }
    }
}

/// An amount with as many decimals as its currency has (ISO 4217); a whole amount stays one. A product
/// has the decimals of both its factors.
fn in_minor_units(digits: &str, code: &str) -> Result<String, String> {
    let decimals = iso_currency::Currency::from_code(code).and_then(|currency| currency.exponent());
    let (Some(decimals), Some((whole, fraction))) = (decimals, digits.split_once('.')) else {
        return Ok(digits.to_owned());
    };
    let decimals = usize::from(decimals);
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > decimals {
        return Err(format!(
            "{digits} {code} is no amount that can be paid; {code} has {decimals} decimals, and which way to round is yours to say"
        ));
    }
    Ok(match decimals {
        0 => whole.to_owned(),
        _ => format!("{whole}.{fraction:0<decimals$}"),
    })
}

enum Symbol {
    Leads,
    LeadsWithSpace,
    Follows,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Date, amount, percentage and list of a locale.
    fn on(tag: &str) -> [String; 4] {
        let formats = Formats::new(tag).unwrap();
        let date = jiff::civil::date(2027, 1, 12);
        let items = ["a", "b", "c"].map(String::from);
        [
            formats.date(date, "long").unwrap(),
            formats.money("1234.50 EUR", false).unwrap(),
            formats.percent("99.5").unwrap(),
            formats.join_and(&items),
        ]
    }

    #[test]
    fn locales_write_as_people_there_do() {
        for (tag, expected) in [
            ("en-GB", ["12 January 2027", "€1,234.50", "99.5%", "a, b and c"]),
            ("en-US", ["January 12, 2027", "€1,234.50", "99.5%", "a, b, and c"]),
            ("de-DE", ["12. Januar 2027", "1.234,50\u{a0}€", "99,5\u{a0}%", "a, b und c"]),
            ("fr-FR", ["12 janvier 2027", "1\u{202f}234,50\u{a0}€", "99,5\u{202f}%", "a, b et c"]),
            ("es-ES", ["12 de enero de 2027", "1234,50\u{a0}€", "99,5\u{a0}%", "a, b y c"]),
            ("el-GR", ["12 Ιανουαρίου 2027", "1.234,50\u{a0}€", "99,5%", "a, b και c"]),
        ] {
            assert_eq!(on(tag), expected.map(String::from), "{tag}");
        }
    }

    #[test]
    fn dollars_and_signs() {
        let money =
            |tag: &str, amount: &str| Formats::new(tag).unwrap().money(amount, false).unwrap();
        assert_eq!(money("en-US", "1234.50 USD"), "$1,234.50");
        assert_eq!(money("en-US", "-1234.50 USD"), "-$1,234.50");
        assert_eq!(money("en-GB", "1.00 USD"), "US$1.00");
        assert_eq!(money("en-GB", "1.00 CHF"), "CHF\u{a0}1.00");
        assert_eq!(money("de-CH", "1234.50 CHF"), "CHF\u{a0}1'234.50");
        assert_eq!(money("de-DE", "-5.00 EUR"), "-5,00\u{a0}€");
    }

    #[test]
    fn plurals_follow_the_language() {
        let plural = |tag: &str, n: &str| Formats::new(tag).unwrap().plural(n).unwrap();
        assert_eq!(
            (plural("en-GB", "0"), plural("en-GB", "1"), plural("en-GB", "1.0")),
            ("other", "one", "other")
        );
        assert_eq!((plural("fr-FR", "0"), plural("fr-FR", "2")), ("one", "other"));
        assert_eq!((plural("pl-PL", "2"), plural("pl-PL", "5")), ("few", "many"));
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
