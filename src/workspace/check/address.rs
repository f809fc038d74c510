//! E-mail addresses and addresses of pages.

use super::fault::Fault;
use super::host;
use std::cell::RefCell;
use url::{SyntaxViolation, Url};

pub(super) const EMAIL: &str = "an e-mail address such as \"privacy@acme.example\"";
pub(super) const URL: &str =
    "an https address such as \"https://acme.example\", without a slash at the end";

/// Checks an e-mail address: a dot-atom of RFC 5322 (RFC 6531 adds letters beyond ASCII), `@`, and
/// a host with a domain; 64 bytes before the `@` and 254 in all (RFC 5321).
///
/// An own rule and not the crate `email_address`, which says that an address is wrong but not
/// where, and takes quoted names and bare IP addresses, which forms and mailers refuse.
pub(super) fn email(text: &str) -> Result<(), Fault> {
    let fault = || Fault::new(EMAIL);
    if let Some(rest) = text.strip_prefix("mailto:") {
        return Err(fault().part(0..7).label("the address alone").meant(rest));
    }
    if let Some((at, c)) = text
        .char_indices()
        .find(|(_, c)| "<>(),;:\"[]\\".contains(*c) || c.is_whitespace() || c.is_control())
    {
        let label = if c.is_whitespace() {
            "an address has no spaces"
        } else {
            "an address cannot hold this"
        };
        let fault = fault().part(at..at + c.len_utf8()).label(label);
        let inner = text.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
        return Err(match inner {
            Some((address, _)) => fault.meant(address),
            None => fault,
        });
    }
    let Some((local, domain)) = text.split_once('@') else {
        return Err(fault().label("there is no @"));
    };
    let at = local.len();
    if let Some(second) = domain.find('@') {
        return Err(fault().part(at + 1 + second..at + 2 + second).label("a second @"));
    }
    if local.is_empty() {
        return Err(fault().part(0..1).label("nothing stands before the @"));
    }
    if domain.is_empty() {
        return Err(fault().part(at..at + 1).label("nothing stands behind the @"));
    }
    let dot = if local.starts_with('.') {
        Some(0)
    } else if local.ends_with('.') {
        Some(at - 1)
    } else {
        local.find("..").map(|dot| dot + 1)
    };
    if let Some(dot) = dot {
        return Err(fault().part(dot..dot + 1).label("a point out of place"));
    }
    if local.len() > 64 || text.len() > 254 {
        return Err(fault().label("this is longer than mail allows"));
    }
    if let Some(odd) = host::script_fault(local) {
        return Err(odd.expecting(EMAIL));
    }
    host::check(domain).map_err(|fault| fault.moved(at + 1).expecting(EMAIL))?;
    match domain.contains('.') {
        true => Ok(()),
        false => Err(fault().part(at + 1..text.len()).label("the domain is missing")),
    }
}

/// Checks the address of a page or an API: `https` or `http`, a host, no user's name.
pub(super) fn url(text: &str) -> Result<(), Fault> {
    let fault = || Fault::new(URL);
    if let Some((at, c)) =
        text.char_indices().find(|(_, c)| c.is_whitespace() || c.is_control() || *c == '\\')
    {
        let label = if c == '\\' { "a backslash" } else { "an address has no spaces" };
        return Err(fault().part(at..at + c.len_utf8()).label(label));
    }
    let scheme = text.find(':').filter(|at| {
        text.get(..*at)
            .is_some_and(|s| s.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)))
    });
    let rest = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme));
    let Some(rest) = rest else {
        let lower = text.to_ascii_lowercase();
        return Err(match scheme {
            Some(end) if lower.starts_with("https://") || lower.starts_with("http://") => {
                let meant = format!(
                    "{}{}",
                    lower.get(..end).unwrap_or_default(),
                    text.get(end..).unwrap_or_default()
                );
                fault().part(0..end).label("write the scheme in small letters").meant(&meant)
            }
            Some(end)
                if text
                    .get(end + 1..)
                    .is_none_or(|t| !t.starts_with(|c: char| c.is_ascii_digit())) =>
            {
                fault().part(0..end + 1).label("only https and http lead to a page")
            }
            _ => fault()
                .label("there is no scheme")
                .meant(&format!("https://{}", text.trim_start_matches('/').trim_end_matches('/'))),
        });
    };
    let start = text.len() - rest.len();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    if let Some(at) = authority.rfind('@') {
        return Err(fault()
            .part(start..start + at + 1)
            .label("this holds a user's name or password")
            .hint("remove it: whoever reads the document reads it too"));
    }
    if authority.is_empty() {
        return Err(fault().label("there is no host"));
    }
    if text.ends_with('/') {
        return Err(fault()
            .part(text.len() - 1..text.len())
            .label("this ends with a slash")
            .meant(text.trim_end_matches('/')));
    }
    let bare = authority
        .rsplit_once(':')
        .filter(|(host, _)| !host.contains(']') || host.ends_with(']'))
        .map_or(authority, |(host, _)| host);
    if !bare.starts_with('[') && bare != "localhost" {
        host::check(bare).map_err(|fault| fault.moved(start).expecting(URL))?;
    }
    if let Some(odd) = host::script_fault(rest) {
        return Err(odd.moved(start).expecting(URL));
    }
    let violation = RefCell::new(None);
    let note = |found: SyntaxViolation| {
        violation.borrow_mut().get_or_insert(found);
    };
    let parsed = Url::options().syntax_violation_callback(Some(&note)).parse(text);
    match (parsed, violation.borrow().as_ref()) {
        (Err(error), _) => Err(fault().label(error.to_string())),
        (Ok(_), Some(found)) => Err(fault().label(found.description())),
        (Ok(_), None) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{email, url};

    #[test]
    fn addresses_of_mail() {
        for good in ["privacy@acme.example", "a.b+c@müller.example", "dpo@xn--mller-kva.example"] {
            assert!(email(good).is_ok(), "{good}");
        }
        for bad in [
            "a@@b.example",
            "a@b",
            "@b.example",
            "a@",
            "a b@c.example",
            "a..b@c.example",
            "A <a@b.example>",
            "a@[10.0.0.1]",
            "a@-b.example",
            "a@b_c.example",
        ] {
            assert!(email(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn addresses_of_pages() {
        for good in [
            "https://acme.gw.example",
            "http://localhost:8080",
            "https://acme.example:8443/v1?x=1",
            "https://[2001:db8::1]:443/v1",
            "https://10.0.0.1",
            "https://bücher.example/größe",
        ] {
            assert!(url(good).is_ok(), "{good}");
        }
        for bad in [
            "https://user:secret@acme.example",
            "javascript:alert(1)",
            "https://acme.example/",
            "acme.example",
            "https://",
            "https:acme.example",
            "HTTPS://acme.example",
            "//acme.example",
            "https://a_b.example",
            "https://acme.example/a b",
            "https://acme.example/%zz",
            "https://acme.example:99999",
            "https://acme.example\\x",
            "ftp://acme.example",
        ] {
            assert!(url(bad).is_err(), "{bad}");
        }
    }
}
