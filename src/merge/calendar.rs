//! Business days: days of work in a calendar of the workspace.

use super::arithmetic::invalid;
use crate::workspace::Calendar;
use jiff::civil::Date;
use minijinja::Error;
use std::collections::BTreeMap;

/// Most business days that can be added: about fourteen years.
const MAX_DAYS: i64 = 3660;

/// The calendars of a workspace by name.
#[derive(Debug, Clone, Default)]
pub struct Calendars(BTreeMap<String, Calendar>);

impl Calendars {
    /// The calendars that `pilotpack.toml` declares.
    pub fn new(calendars: BTreeMap<String, Calendar>) -> Self {
        Calendars(calendars)
    }

    /// The day that is `count` business days after a date, or before it if `count` is negative.
    ///
    /// Without a name, the calendar `default` counts; without such a calendar only Saturdays and
    /// Sundays are no business days. A date that is no business day itself is no part of the count.
    ///
    /// # Errors
    /// Names the calendars there are; says if a year is reached of which the calendar lists no
    /// holidays, because a result that forgets them would be wrong in silence.
    pub fn add(&self, date: Date, count: i64, name: Option<&str>) -> Result<Date, Error> {
        if !(-MAX_DAYS..=MAX_DAYS).contains(&count) {
            return Err(invalid(format!(
                "{count} business days are too many; up to {MAX_DAYS} can be added"
            )));
        }
        let weekends = Calendar::default();
        let (name, calendar) = match name {
            Some(name) => (name, self.0.get(name).ok_or_else(|| self.unknown(name))?),
            None => ("default", self.0.get("default").unwrap_or(&weekends)),
        };
        let mut day = date;
        let mut left = count.abs();
        while left > 0 {
            let next = if count < 0 { day.yesterday() } else { day.tomorrow() };
            day = next.map_err(|e| invalid(e.to_string()))?;
            if !calendar.knows(day.year()) {
                return Err(invalid(format!(
                    "the calendar `{name}` lists no holidays of {}; add them to [calendars.{name}] in pilotpack.toml",
                    day.year()
                )));
            }
            left -= i64::from(calendar.is_business_day(day));
        }
        Ok(day)
    }

    /// What adding so many business days counts as, in bytes read.
    pub fn work(count: i64) -> usize {
        usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX).saturating_mul(16)
    }

    fn unknown(&self, name: &str) -> Error {
        let known: Vec<&str> = self.0.keys().map(String::as_str).collect();
        let hint = match crate::diag::suggest::nearest(name, known.iter().copied()) {
            Some(near) => format!("; did you mean \"{near}\"?"),
            None if known.is_empty() => {
                String::from("; declare it as [calendars.…] in pilotpack.toml")
            }
            None => format!("; calendars: {}", known.join(", ")),
        };
        invalid(format!("there is no calendar \"{name}\"{hint}"))
    }
}
