//! Telephone numbers.
//!
//! Held against the numbering plans of Google's libphonenumber in the port `rlibphonenumber`. The
//! older port `phonenumber` takes 72 ms to load its plans (this one 4 ms, when the first number is
//! checked) and makes the program 3.2 MB larger (this one 0.5 MB).

use super::fault::Fault;
use rlibphonenumber::{PHONE_NUMBER_UTIL, ParseError, PhoneNumberFormat, ValidationError};

pub(super) const PHONE: &str =
    "a telephone number in international form such as \"+49 30 23125 000\"";

/// Checks a number in international form: `+`, digits and single spaces (ITU-T E.123), as it can be
/// dialled in its country.
pub(super) fn check(text: &str) -> Result<(), Fault> {
    let fault = || Fault::new(PHONE);
    let Some(rest) = text.strip_prefix('+') else {
        let fault = fault().label("the country is missing");
        return Err(match text.strip_prefix("00") {
            Some(rest) => fault.part(0..2).label("write + here").meant(&format!("+{rest}")),
            None => fault.hint("start with + and the code of the country, such as +49"),
        });
    };
    let lone_space = |at: usize| rest.get(..at).is_some_and(|r| !r.is_empty() && !r.ends_with(' '));
    let strange =
        rest.char_indices().find(|(at, c)| !c.is_ascii_digit() && (*c != ' ' || !lone_space(*at)));
    if let Some((at, c)) = strange {
        let label = match c {
            ' ' => "a space too many",
            '(' | ')' => "no brackets: write the number as it is dialled from abroad",
            '-' | '.' | '/' => "groups are parted by spaces",
            _ => "only digits and spaces",
        };
        return Err(fault().part(at + 1..at + 1 + c.len_utf8()).label(label));
    }
    if rest.ends_with(' ') {
        return Err(fault().part(text.len() - 1..text.len()).label("a space too many"));
    }
    let number = match PHONE_NUMBER_UTIL.parse(text, None) {
        Ok(number) => number,
        Err(error) => {
            let label = match error {
                ParseError::InvalidCountryCode => "no country has this code",
                ParseError::TooShortAfterIdd | ParseError::TooShortNsn => "too few digits",
                ParseError::TooLongNsn => "too many digits",
                _ => "not a number",
            };
            return Err(fault().label(label));
        }
    };
    let plan = match number.country_code {
        0 => String::new(),
        code => format!(" for +{code}"),
    };
    match PHONE_NUMBER_UTIL.is_possible_number_with_reason(&number) {
        Ok(_) => {}
        Err(ValidationError::TooShort) => {
            return Err(fault().label(format!("too few digits{plan}")));
        }
        Err(ValidationError::TooLong) => {
            return Err(fault().label(format!("too many digits{plan}")));
        }
        Err(_) => return Err(fault().label(format!("a wrong number of digits{plan}"))),
    }
    if !PHONE_NUMBER_UTIL.is_valid_number(&number) {
        return Err(fault().label(format!("no such number{plan}")));
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let written = PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::International);
    if digits(&written) == digits(text) {
        Ok(())
    } else {
        Err(fault().label("the zero of a call at home").meant(&written))
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn numbers_can_be_dialled() {
        for good in ["+49 30 23125 100", "+44 20 7946 0114", "+1 302 555 0142", "+39 06 1234 5678"]
        {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [
            "030 23125",
            "0049 30 23125100",
            "+49 30 ABC",
            "+49 (0)30 23125100",
            "+49 30",
            "+1 302 000 0000",
            "+999 12345678",
            "+49 030 23125100",
            "+1 206 555 01177",
            "+ 49 30 23125100",
            "+49  30 23125100",
            "+",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
