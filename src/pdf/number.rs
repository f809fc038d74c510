//! Numbers as a PDF file writes them: thousandths of a point, held as whole numbers so that
//! positions given as differences never drift.

use lopdf::Object;

/// The largest coordinate a page can have, in points: what readers keep exact in 32 bits.
const LIMIT: f32 = 1.0e5;

/// A length in thousandths; `None` if it is not a number or too large for a page.
pub(super) fn milli(value: f32) -> Option<i64> {
    (value.abs() <= LIMIT).then(|| round(f64::from(value) * 1000.0))
}

/// The nearest whole number, halves away from zero. `f64::round` is a call into the C library where
/// the processor is not known to have an instruction for it.
pub(super) fn round(value: f64) -> i64 {
    (value + 0.5_f64.copysign(value)) as i64
}

/// Writes thousandths as a decimal number without trailing zeros.
pub(super) fn push(out: &mut Vec<u8>, milli: i64) {
    if milli < 0 {
        out.push(b'-');
    }
    let absolute = milli.unsigned_abs();
    push_integer(out, absolute / 1000);
    let rest = absolute % 1000;
    if rest == 0 {
        return;
    }
    out.push(b'.');
    let digit = |n: u64| b'0' + (n % 10) as u8;
    out.push(digit(rest / 100));
    if !rest.is_multiple_of(100) {
        out.push(digit(rest / 10));
    }
    if !rest.is_multiple_of(10) {
        out.push(digit(rest));
    }
}

/// Writes a whole number.
fn push_integer(out: &mut Vec<u8>, value: u64) {
    if value >= 10 {
        push_integer(out, value / 10);
    }
    out.push(b'0' + (value % 10) as u8);
}

/// Thousandths as an object.
pub(super) fn object(milli: i64) -> Object {
    if milli % 1000 == 0 {
        Object::Integer(milli / 1000)
    } else {
        Object::Real((milli as f64 / 1000.0) as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: i64) -> String {
        let mut out = Vec::new();
        push(&mut out, value);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn decimals_end_without_zeros() {
        let cases = [
            (0, "0"),
            (1, "0.001"),
            (-500, "-0.5"),
            (12_000, "12"),
            (595_276, "595.276"),
            (-1_020, "-1.02"),
        ];
        for (value, expected) in cases {
            assert_eq!(text(value), expected);
        }
    }

    #[test]
    fn only_numbers_a_page_can_have() {
        assert_eq!(milli(0.000_4), Some(0));
        assert_eq!(milli(-1.000_6), Some(-1001));
        assert_eq!(milli(f32::NAN), None);
        assert_eq!(milli(f32::INFINITY), None);
        assert_eq!(milli(2.0e5), None);
    }
}
