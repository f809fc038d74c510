//! Spans of time: a number and a unit.

use super::fault::Fault;
use crate::diag::suggest;
use crate::workspace::table::Node;

pub(super) const DURATION: &str = "a number and a unit such as \"4 weeks\"";

/// Units and their length in seconds, for bounds only. A month is a twelfth of the mean Gregorian
/// year of 365.2425 days; five business days are a week.
const UNITS: &[(&str, &str, u64)] = &[
    ("second", "seconds", 1),
    ("minute", "minutes", 60),
    ("hour", "hours", 3_600),
    ("day", "days", 86_400),
    ("business day", "business days", 120_960),
    ("week", "weeks", 604_800),
    ("month", "months", 2_629_746),
    ("year", "years", 31_556_952),
];

/// Checks a duration.
pub(super) fn check(text: &str) -> Result<(), Fault> {
    read(text).map(|_| ())
}

/// The length in seconds, for comparison with a bound.
pub(super) fn seconds(node: &Node) -> Option<u64> {
    read(node.as_text()?).ok()
}

fn read(text: &str) -> Result<u64, Fault> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits).unwrap_or(("", text));
    let Ok(count) = number.parse::<u32>() else {
        let label =
            if digits == 0 { "this does not start with a whole number" } else { "too long" };
        return Err(Fault::new(DURATION).label(label));
    };
    if digits > 1 && number.starts_with('0') {
        return Err(Fault::new(DURATION).part(0..1).label("this starts with a zero"));
    }
    let Some(unit) = unit.strip_prefix(' ') else {
        let label = match unit.chars().next() {
            None => "the unit is missing",
            Some('.' | ',') => "only whole numbers",
            Some(_) => "no space before the unit",
        };
        let fault = Fault::new(DURATION).label(label);
        return Err(match known(unit, count) {
            Some(near) => fault.meant(&format!("{number} {near}")),
            None => fault,
        });
    };
    match UNITS.iter().find(|(one, many, _)| unit == if count == 1 { *one } else { *many }) {
        Some((_, _, length)) => Ok(u64::from(count) * length),
        None => {
            let fault = Fault::new(DURATION).part(digits + 1..text.len());
            Err(match known(unit, count) {
                Some(near) => fault.label("").meant(&format!("{number} {near}")),
                None => fault.label("an unknown unit").hint(
                    "units: seconds, minutes, hours, days, business days, weeks, months, years",
                ),
            })
        }
    }
}

/// The unit nearest to a word, in the form that goes with a number.
fn known(word: &str, count: u32) -> Option<&'static str> {
    let near = suggest::nearest(word, UNITS.iter().flat_map(|(one, many, _)| [*one, *many]))?;
    let (one, many, _) = UNITS.iter().find(|(one, many, _)| near == *one || near == *many)?;
    Some(if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_units_agree() {
        for good in ["4 weeks", "1 hour", "30 minutes", "2 business days", "0 days"] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in [
            "4 week",
            "1 hours",
            "four weeks",
            "4weeks",
            "04 weeks",
            "4 fortnights",
            "",
            "-1 day",
            "1.5 hours",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
