//! What has to be known of a JPEG file before it is decoded.

/// The facts of a JPEG's frame header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// Bits of a sample.
    pub(super) precision: u8,
    /// 1: grey, 3: colour, 4: CMYK.
    pub(super) components: u8,
    /// Whether the end marker is there.
    pub(super) complete: bool,
}

/// Walks the segments up to the first scan.
pub(super) fn header(bytes: &[u8]) -> Option<Header> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    let mut frame = None;
    loop {
        // Any number of fill bytes may come before a marker.
        let [0xFF, marker, after @ ..] = rest else { return None };
        if *marker == 0xFF {
            rest = rest.get(1..)?;
            continue;
        }
        let [high, low, ..] = after else { return None };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let segment = after.get(2..length)?;
        rest = after.get(length..)?;
        match marker {
            // Start of frame; C4, C8 and CC are tables and extensions.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                frame = Some((*segment.first()?, *segment.get(5)?));
            }
            0xDA => {
                let (precision, components) = frame?;
                let complete = rest.windows(2).any(|pair| pair == [0xFF, 0xD9]);
                return Some(Header { precision, components, complete });
            }
            _ => {}
        }
    }
}
