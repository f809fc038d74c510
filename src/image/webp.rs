//! What has to be known of a WebP file before it is decoded.
//!
//! The decoder believes the lengths and sizes of the chunks; a few bytes could make it take
//! gigabytes. So every chunk has to lie in the file, and the picture has to be as large as the
//! canvas it is on.

/// The facts of a WebP's chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// Width and height in pixels.
    pub(super) size: (u32, u32),
    /// Whether it has more than one picture.
    pub(super) animated: bool,
}

/// The bit of a `VP8X` chunk that says that there is an animation.
const ANIMATION: u8 = 0b10;

/// Walks the chunks; the error says what is wrong.
pub(super) fn header(bytes: &[u8]) -> Result<Header, &'static str> {
    const CUT: &str = "its end is missing";
    let [b'R', b'I', b'F', b'F', a, b, c, d, b'W', b'E', b'B', b'P', body @ ..] = bytes else {
        return Err("it has no header");
    };
    // The length counts from the word WEBP; what comes after is not looked at.
    let length = u32::from_le_bytes([*a, *b, *c, *d]).checked_sub(4).ok_or("it has no picture")?;
    let mut rest = usize::try_from(length).ok().and_then(|n| body.get(..n)).ok_or(CUT)?;
    let (mut canvas, mut picture) = (None, None);
    while let [k, i, n, d, a, b, c, e, after @ ..] = rest {
        let length = u32::from_le_bytes([*a, *b, *c, *e]);
        let length = usize::try_from(length).map_err(|_| CUT)?;
        let data = after.get(..length).ok_or(CUT)?;
        match &[*k, *i, *n, *d] {
            b"VP8X" if canvas.is_none() && picture.is_none() => canvas = Some(extended(data)?),
            b"ANIM" | b"ANMF" => return Ok(Header { size: (1, 1), animated: true }),
            b"VP8 " if picture.is_none() => picture = Some(lossy(data)?),
            b"VP8L" if picture.is_none() => picture = Some(lossless(data)?),
            b"VP8X" | b"VP8 " | b"VP8L" => return Err("it has a chunk twice"),
            _ => {}
        }
        // A chunk of odd length is followed by a byte, which some programs forget at the end.
        rest = after.get(length + length % 2..).unwrap_or_default();
    }
    let size = picture.ok_or("it has no picture")?;
    match canvas {
        Some((_, true)) => Ok(Header { size, animated: true }),
        Some((canvas, _)) if canvas != size => Err("its picture is not as large as it says"),
        _ => Ok(Header { size, animated: false }),
    }
}

/// Size of the canvas, and whether there is an animation.
fn extended(data: &[u8]) -> Result<((u32, u32), bool), &'static str> {
    let [flags, _, _, _, a, b, c, d, e, f, ..] = data else { return Err("its header is cut") };
    let side = |a, b, c| u32::from_le_bytes([a, b, c, 0]) + 1;
    Ok(((side(*a, *b, *c), side(*d, *e, *f)), flags & ANIMATION != 0))
}

/// Size of a lossy picture, from its frame header (RFC 6386, 9.1).
fn lossy(data: &[u8]) -> Result<(u32, u32), &'static str> {
    let [_, _, _, 0x9D, 0x01, 0x2A, a, b, c, d, ..] = data else {
        return Err("its picture has no header");
    };
    // The two highest bits are a scale that no viewer applies.
    let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3FFF);
    Ok((side(*a, *b), side(*c, *d)))
}

/// Size of a lossless picture, 14 bits a side.
fn lossless(data: &[u8]) -> Result<(u32, u32), &'static str> {
    let [0x2F, a, b, c, d, ..] = data else { return Err("its picture has no header") };
    let bits = u32::from_le_bytes([*a, *b, *c, *d]);
    Ok(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
}
