//! Whether a value is what its type says.

pub(super) mod bounds;
mod calendar;
mod duration;
mod fault;
mod number;

use super::schema::{Entry, Kind};
use super::table::{Node, Value};
use crate::diag::{Diagnostic, Sink, suggest};

/// ISO 3166-1 alpha-2.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL \
    BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ \
    DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS \
    GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR \
    KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU \
    MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY \
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH \
    TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// The codes of ISO 3166-1 alpha-2.
pub(super) fn countries() -> impl Iterator<Item = &'static str> {
    COUNTRIES.split_whitespace()
}

/// Reports what is wrong with a value of the variable `name`.
pub fn check(name: &str, entry: &Entry, node: &Node, sink: &mut Sink) {
    let kind = &entry.kind;
    if let Kind::TableList(columns) = kind {
        let Some(rows) = node.as_list() else {
            sink.report(wrong(name, node, "an array of tables"));
            return;
        };
        for row in rows {
            let Some(table) = row.as_table() else {
                sink.report(wrong(&format!("{name}[]"), row, "a table"));
                continue;
            };
            for (key, value) in table {
                match columns.get(key) {
                    Some(column) => check(&format!("{name}[].{key}"), column, value, sink),
                    None => sink.report(super::variables::unknown_key(
                        key,
                        value,
                        columns.keys().map(String::as_str),
                        &format!("in a row of `{name}`"),
                    )),
                }
            }
        }
        return;
    }
    if let Err(expected) = accepts(kind, node) {
        let mut diagnostic = wrong(name, node, &expected);
        match (kind, &node.value) {
            (Kind::Decimal | Kind::Percent, Value::Decimal(_)) => {
                diagnostic.label = String::from("only digits and a point");
            }
            (Kind::List(_), Value::List(_)) => {
                diagnostic.label = String::from("an element of this is not a string, or blank");
            }
            _ => {}
        }
        if let Some(text) = node.as_text() {
            diagnostic.label = fault(kind, text);
            let upper = text.to_uppercase();
            let near = match kind {
                Kind::Enum(values) => suggest::nearest(text, values.iter().map(String::as_str)),
                Kind::Country => COUNTRIES.split(' ').find(|code| *code == upper),
                _ => None,
            };
            if let Some(near) = near {
                diagnostic = diagnostic.hint(format!("did you mean \"{near}\"?"));
            }
        }
        sink.report(diagnostic);
    }
}

fn wrong(name: &str, node: &Node, expected: &str) -> Diagnostic {
    Diagnostic::error("PP0103", format!("`{name}` must be {expected}"))
        .at(node.span, format!("this is {}", node.value.kind()))
}

/// What is wrong with a string; empty if the message says it all.
fn fault(kind: &Kind, text: &str) -> String {
    let control = text.chars().find(|c| c.is_control() && *c != '\n');
    let words = match kind {
        Kind::Date | Kind::Decimal | Kind::Percent | Kind::Integer => {
            "this is a string: write it without quotes"
        }
        Kind::Boolean | Kind::List(_) | Kind::TableList(_) => "this is a string",
        _ if text.trim().is_empty() => "this is blank",
        Kind::Text if text.contains('\n') => "this has a line break",
        Kind::Text | Kind::Multiline => {
            return control
                .map_or_else(String::new, |c| format!("this has U+{:04X}", u32::from(c)));
        }
        Kind::Url if text.ends_with('/') => "this ends with a slash",
        Kind::Url if text.contains('@') => "this holds a user's name or password",
        _ => "",
    };
    words.to_owned()
}

/// What the value should have been, in words that follow "must be".
fn accepts(kind: &Kind, node: &Node) -> Result<(), String> {
    let say = |ok: bool, expected: &str| if ok { Ok(()) } else { Err(expected.to_owned()) };
    let text = node.as_text();
    match kind {
        Kind::Text => say(
            text.is_some_and(|t| !t.trim().is_empty() && !t.contains('\n') && printable(t)),
            "a string of one line, not blank and without control characters",
        ),
        Kind::Multiline | Kind::Markdown => say(
            text.is_some_and(|t| !t.trim().is_empty() && printable(t)),
            "a string, not blank and without control characters",
        ),
        Kind::Email => {
            say(text.is_some_and(is_email), "an e-mail address such as \"privacy@acme.example\"")
        }
        Kind::Phone => say(
            text.is_some_and(is_phone),
            "a telephone number in international form such as \"+49 711 000000\"",
        ),
        Kind::Url => say(
            text.is_some_and(is_url),
            "an https address such as \"https://acme.example\", without a slash at the end",
        ),
        Kind::Host => say(text.is_some_and(is_host), "a host name such as \"acme.example\""),
        Kind::Date => {
            say(matches!(node.value, Value::Date(_)), "a date without quotes such as 2027-01-11")
        }
        Kind::Duration => {
            say(text.is_some_and(is_duration), "a number and a unit such as \"4 weeks\"")
        }
        Kind::Money => {
            say(text.is_some_and(is_money), "an amount and a currency code such as \"1490.00 EUR\"")
        }
        Kind::Decimal => say(is_decimal(&node.value), "a number such as 12.5"),
        Kind::Percent => say(is_decimal(&node.value), "a number of per cent such as 99.5"),
        Kind::Integer => say(matches!(node.value, Value::Integer(_)), "a whole number"),
        Kind::Boolean => say(matches!(node.value, Value::Boolean(_)), "true or false"),
        Kind::Enum(values) => say(
            text.is_some_and(|t| values.iter().any(|v| v == t)),
            &format!(
                "one of {}",
                values.iter().map(|v| format!("\"{v}\"")).collect::<Vec<_>>().join(", ")
            ),
        ),
        Kind::Country => say(
            text.is_some_and(|t| COUNTRIES.split(' ').any(|code| code == t)),
            "an ISO 3166-1 code of two capital letters such as \"DE\"",
        ),
        Kind::Language => say(
            text.is_some_and(|t| icu_locale_core::Locale::try_from_str(t).is_ok()),
            "a language tag such as \"en-GB\"",
        ),
        Kind::Color => say(text.is_some_and(is_color), "a colour such as \"#0b5fff\""),
        Kind::File => say(
            text.is_some_and(|t| !t.trim().is_empty()),
            "the path of a file such as \"acme/logo.svg\"",
        ),
        Kind::List(_) => say(
            node.as_list().is_some_and(|items| {
                items.iter().all(|n| n.as_text().is_some_and(|t| !t.trim().is_empty()))
            }),
            "a list of strings such as [\"one\", \"two\"]",
        ),
        Kind::Timezone | Kind::Table(_) | Kind::TableList(_) => Ok(()),
    }
}

fn printable(text: &str) -> bool {
    text.chars().all(|c| !c.is_control() || c == '\n')
}

fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else { return false };
    !local.is_empty()
        && !local.chars().any(|c| c.is_whitespace() || c.is_control() || "@<>(),;:\"".contains(c))
        && is_host(host)
        && host.contains('.')
}

fn is_host(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 253
        && text.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    text.starts_with('+')
        && (7..=15).contains(&digits)
        && text.chars().skip(1).all(|c| c.is_ascii_digit() || c == ' ')
}

fn is_url(text: &str) -> bool {
    !text.ends_with('/')
        && !text.chars().any(char::is_whitespace)
        && url::Url::parse(text).is_ok_and(|u| {
            matches!(u.scheme(), "https" | "http")
                && u.host_str().is_some()
                && u.username().is_empty()
                && u.password().is_none()
        })
}

fn is_duration(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(number, unit)| {
        number.parse::<u32>().is_ok()
            && ["hour", "day", "week", "month", "year"]
                .iter()
                .any(|u| unit == *u || unit.strip_suffix('s') == Some(u))
    })
}

fn is_money(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(amount, code)| {
        is_plain_number(amount) && code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())
    })
}

fn is_decimal(value: &Value) -> bool {
    match value {
        Value::Integer(_) => true,
        Value::Decimal(digits) => is_plain_number(digits),
        _ => false,
    }
}

/// Digits with at most one point; no exponent, no `nan`, no `inf`, no minus zero.
fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(fraction) && whole.len() + fraction.len() <= 30
}

fn is_color(text: &str) -> bool {
    text.len() == 7
        && text.strip_prefix('#').is_some_and(|h| h.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_need_the_country_and_digits() {
        assert!(is_phone("+49 30 23125 100"));
        assert!(!is_phone("030 23125"));
        assert!(!is_phone("+49 30 ABC"));
    }

    #[test]
    fn amounts_are_exact_and_name_a_currency() {
        assert!(is_money("1490.00 EUR"));
        assert!(!is_money("1490.00"));
        assert!(!is_money("1e3 EUR"));
        assert!(!is_money("nan EUR"));
    }

    #[test]
    fn urls_have_a_host_and_no_password() {
        assert!(is_url("https://acme.gw.example"));
        assert!(!is_url("https://user:secret@acme.example"));
        assert!(!is_url("javascript:alert(1)"));
        assert!(!is_url("https://acme.example/"));
    }
}
