//! Host names, by themselves and inside of addresses.

use super::fault::Fault;
use super::script;
use std::net::Ipv4Addr;
use unicode_normalization::UnicodeNormalization;

pub(super) const HOST: &str = "a host name such as \"acme.example\"";
const ALIKE: &str = "an address whose letters are what they look like";

/// Checks a host with a domain. Letters of any script are taken as IDNA 2008 allows them (UTS 46,
/// strict: no underscore, no hyphen at an edge, 63 bytes a label and 253 in all).
pub(super) fn check(text: &str) -> Result<(), Fault> {
    let fault = || Fault::new(HOST);
    if let Some(at) = text.find("://") {
        let bare = text.get(at + 3..).unwrap_or_default();
        let bare = bare.split(['/', ':', '?', '#']).next().unwrap_or_default();
        return Err(fault().part(0..at + 3).label("a host has no scheme").meant(bare));
    }
    if let Some(odd) = script_fault(text) {
        return Err(odd);
    }
    if let Some((at, c)) = text.char_indices().find(|(_, c)| !is_part(*c)) {
        let label = match c {
            ':' => "a host has no port",
            '/' | '?' | '#' => "a host has no path",
            '_' => "a host name has no underscore",
            '@' => "this is an e-mail address or holds a user's name",
            c if c.is_whitespace() => "a host name has no spaces",
            _ => "a host name cannot hold this",
        };
        return Err(fault().part(at..at + c.len_utf8()).label(label));
    }
    let mut start = 0;
    for label in text.split('.') {
        let end = start + label.len();
        let problem = if label.is_empty() && start == text.len() {
            Some((start.saturating_sub(1)..end, "this ends with a point"))
        } else if label.is_empty() {
            Some((start..end + 1, "a part between points is missing"))
        } else if label.starts_with('-') {
            Some((start..start + 1, "a part starts with a hyphen"))
        } else if label.ends_with('-') {
            Some((end - 1..end, "a part ends with a hyphen"))
        } else if label.len() > 63 && label.is_ascii() {
            Some((start..end, "a part has more than 63 characters"))
        } else {
            None
        };
        if let Some((part, label)) = problem {
            return Err(fault().part(part).label(label));
        }
        start = end + 1;
    }
    let last = text.rsplit('.').next().unwrap_or(text);
    if last.bytes().all(|b| b.is_ascii_digit()) {
        return match text.parse::<Ipv4Addr>() {
            Ok(_) => Ok(()),
            Err(_) => Err(fault().label("neither a name nor an IPv4 address")),
        };
    }
    if !text.contains('.') && text != "localhost" {
        return Err(fault().part(0..text.len()).label("the domain is missing"));
    }
    let Ok(ascii) = idna::domain_to_ascii_strict(text) else {
        return Err(fault().label("no domain name can be made of this (IDNA)"));
    };
    if text.is_ascii() && !ascii.contains("xn--") {
        return Ok(());
    }
    let (unicode, _) = idna::domain_to_unicode(&ascii);
    if let Some(odd) = script::odd(&unicode) {
        return Err(Fault::new(ALIKE)
            .code("PP0112")
            .label(format!("this is {unicode}: {}", odd.label))
            .hint("ask the owner of the address which one is meant"));
    }
    let written: String = text.to_lowercase().nfc().collect();
    if !text.is_ascii() && unicode != written {
        return Err(fault().label("a browser shows another name").meant(&unicode));
    }
    Ok(())
}

/// The fault of an address with a character that looks like another.
pub(super) fn script_fault(text: &str) -> Option<Fault> {
    let odd = script::odd(text)?;
    Some(
        Fault::new(ALIKE)
            .code("PP0112")
            .part(odd.part)
            .label(odd.label)
            .hint("this address leads elsewhere than it looks: type it anew on one keyboard"),
    )
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '-' | '.')
        || (!c.is_ascii() && !c.is_whitespace() && !c.is_control())
}
