//! Relative addresses inside the site, and the allow-list of those outside.

/// File name of a document's page.
pub(super) fn page(document: &str) -> String {
    format!("{document}.html")
}

/// Path in the site of a file of the theme, `static/site.css` → `assets/site.css`.
pub(super) fn asset(source: &str) -> String {
    format!("assets/{}", source.strip_prefix("static/").unwrap_or(source))
}

/// `#id` with everything escaped that an address cannot hold.
pub(super) fn fragment(id: &str) -> String {
    format!("#{}", escape(id))
}

/// A relative path with everything escaped that an address cannot hold.
pub(super) fn path(path: &str) -> String {
    escape(path)
}

/// Letters of any script stay as they are: browsers encode them, people can read them.
fn escape(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() || "-_.~:/".contains(c) {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// Whether an address may be linked to: `https`, `http`, `mailto` and `tel`, and no character that
/// a browser would drop while it looks for the scheme.
pub(super) fn is_allowed(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default();
    let known = ["https", "http", "mailto", "tel"].iter().any(|s| scheme.eq_ignore_ascii_case(s));
    known && scheme.len() < url.len() && !url.chars().any(|c| c.is_control() || c == '\\')
}

/// `tel:` address of a telephone number as printed.
pub(super) fn telephone(number: &str) -> String {
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{digits}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_schemes_pass() {
        for good in ["https://a.example/x?y=1#z", "HTTP://a.example", "mailto:a@b", "tel:+49"] {
            assert!(is_allowed(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScript:x",
            "java\nscript:x",
            "\tjavascript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//host/x",
            "\\\\host\\share",
            "https",
            "https:\\\\host",
        ] {
            assert!(!is_allowed(bad), "{bad}");
        }
    }

    #[test]
    fn fragments_keep_letters_and_escape_the_rest() {
        assert_eq!(fragment("größe-5.1"), "#größe-5.1");
        assert_eq!(fragment("a b%\""), "#a%20b%25%22");
    }
}
