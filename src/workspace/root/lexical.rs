//! What a path may look like, before any file is touched.

use super::{ReadError, Refusal};

/// The longest name of a file, in bytes, on the file systems in use.
const MAX_PART: usize = 255;
/// The longest path that is looked at, in bytes.
const MAX_PATH: usize = 1024;

/// The parts of a relative path, or why it is refused. Parts that are `.` are dropped.
pub(super) fn parts(relative: &str) -> Result<Vec<&str>, ReadError> {
    let refuse = |reason| Err(ReadError::refused(short(relative), reason));
    // First, because decoding takes as many rounds as the path has percent signs in a row.
    if relative.len() > MAX_PATH || relative.split('/').any(|part| part.len() > MAX_PART) {
        return refuse(Refusal::TooLong);
    }
    if let Some(reason) = fault(relative) {
        return refuse(reason);
    }
    let decoded = decoded(relative);
    if decoded != relative.as_bytes() && fault(&String::from_utf8_lossy(&decoded)).is_some() {
        return refuse(Refusal::Encoded);
    }
    let parts: Vec<&str> = relative.split('/').filter(|part| *part != ".").collect();
    if parts.is_empty() || parts.iter().any(|part| part.is_empty()) {
        return refuse(Refusal::Malformed);
    }
    Ok(parts)
}

fn fault(path: &str) -> Option<Refusal> {
    let mut letters = path.chars();
    let drive =
        letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.next() == Some(':');
    if path.starts_with(['/', '\\']) || drive {
        return Some(Refusal::Absolute);
    }
    if path.split(['/', '\\']).any(|part| part == "..") {
        return Some(Refusal::Parent);
    }
    if path.contains('\\') {
        return Some(Refusal::Backslash);
    }
    path.chars().find(|c| c.is_control() || *c == ':').map(Refusal::Character)
}

/// The path with percent signs decoded until nothing changes.
fn decoded(path: &str) -> Vec<u8> {
    let mut bytes = path.as_bytes().to_vec();
    // Each round shortens the path, so this ends.
    loop {
        let next = decode_once(&bytes);
        if next.len() == bytes.len() {
            return bytes;
        }
        bytes = next;
    }
}

fn decode_once(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first() {
        if let [b'%', high, low, after @ ..] = rest
            && let Some(byte) = hex(*high).zip(hex(*low)).map(|(h, l)| h << 4 | l)
        {
            out.push(byte);
            rest = after;
        } else {
            out.push(*first);
            rest = tail;
        }
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

/// The path as a message shows it.
fn short(path: &str) -> String {
    match path.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", path.get(..end).unwrap_or_default()),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn dots_are_dropped_and_percent_signs_kept() {
        assert_eq!(parts("./content/a%20b.md").unwrap(), ["content", "a%20b.md"]);
        assert_eq!(parts("content/100%.md").unwrap(), ["content", "100%.md"]);
        assert!(parts("content/%252e%252e/x").is_err());
        assert!(parts("").is_err());
    }

    #[test]
    fn a_long_run_of_percent_signs_is_decoded_in_bounded_time() {
        assert!(parts(&format!("content/%{}2e", "25".repeat(60))).is_ok());
        assert!(parts(&"%25".repeat(50_000)).is_err());
    }
}
