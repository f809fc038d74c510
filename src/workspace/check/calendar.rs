//! Dates and time zones.

use super::fault::Fault;
use super::number::unquoted;
use crate::diag::suggest;
use crate::workspace::table::{Node, Value};
use icu_time::zone::iana::IanaParserExtended;

pub(super) const TIMEZONE: &str = "a time zone such as \"Europe/Berlin\"";

/// Checks a date; TOML itself refuses days that do not exist.
pub(super) fn date(node: &Node) -> Result<(), Fault> {
    match &node.value {
        Value::Date(_) => Ok(()),
        _ => Err(unquoted("a date without quotes such as 2027-01-11", node)),
    }
}

/// A date as `YYYY-MM-DD`, which sorts by time.
pub(super) fn day(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Date(date) => Some(date),
        _ => None,
    }
}

/// Checks the name of a time zone: one of the IANA time zone database as ICU4X compiles it in, in
/// its present spelling. `UTC` is taken too, as everybody writes it.
pub(super) fn timezone(text: &str) -> Result<(), Fault> {
    let parser = IanaParserExtended::new();
    let zone = parser.parse(text);
    let fault = Fault::new(TIMEZONE);
    if zone.time_zone.is_unknown() {
        let names: Vec<&str> = parser.iter().map(|zone| zone.canonical).collect();
        // `Berlin` alone is further from its zone than a slip of the finger.
        let city = names.iter().find(|name| {
            name.rsplit('/')
                .next()
                .is_some_and(|city| city.eq_ignore_ascii_case(&text.replace(' ', "_")))
        });
        let near = city.copied().or_else(|| suggest::nearest(text, names.iter().copied()));
        return Err(match near {
            Some(near) => fault.label("no such time zone").meant(near),
            None => fault
                .label("no such time zone")
                .hint("names are those of the IANA time zone database: Area/City"),
        });
    }
    if zone.normalized != text {
        return Err(fault.label("not the exact spelling").meant(zone.normalized));
    }
    if !text.contains('/') && text != "UTC" {
        return Err(fault
            .label("an abbreviation, not a place")
            .hint(format!("write a city of the zone, such as \"{}\"", zone.canonical)));
    }
    if zone.canonical != text && text != "UTC" {
        return Err(fault.label("an old name").meant(zone.canonical));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::timezone;

    #[test]
    fn zones_have_their_present_name() {
        for good in ["Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC", "Etc/UTC"] {
            assert!(timezone(good).is_ok(), "{good}");
        }
        for bad in ["europe/berlin", "Europe/Berlni", "CET", "US/Pacific", "GMT+1", "Berlin", ""] {
            assert!(timezone(bad).is_err(), "{bad}");
        }
    }
}
