//! Objects as bytes (ISO 32000-1, 7.3). lopdf writes them too, through formatted output; a tagged
//! document has thousands, and this is five times as fast.

use super::number;
use lopdf::{Dictionary, Object, ObjectId, StringFormat};

/// New numbers of objects by their old ones; 0 for an object that is not kept.
#[derive(Debug, Default)]
pub(super) struct Numbers(pub Vec<u32>);

impl Numbers {
    /// Gives an object its new number.
    pub fn set(&mut self, id: ObjectId, number: u32) {
        if let Some(slot) = self.0.get_mut(id.0 as usize) {
            *slot = number;
        }
    }

    /// The new number of an object.
    pub fn get(&self, id: ObjectId) -> u32 {
        self.0.get(id.0 as usize).copied().unwrap_or(0)
    }
}

/// Writes an object; a stream is written as its dictionary.
pub(super) fn push(out: &mut Vec<u8>, object: &Object, numbers: &Numbers) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(true) => out.extend(b"true"),
        Object::Boolean(false) => out.extend(b"false"),
        Object::Integer(value) => push_integer(out, *value),
        Object::Real(value) => match number::milli(*value) {
            Some(milli) => number::push(out, milli),
            None => out.extend(value.to_string().bytes()),
        },
        Object::Name(name) => push_name(out, name),
        Object::String(bytes, StringFormat::Literal) => push_literal(out, bytes),
        Object::String(bytes, StringFormat::Hexadecimal) => push_hexadecimal(out, bytes),
        Object::Array(array) => {
            out.push(b'[');
            for (at, value) in array.iter().enumerate() {
                if at > 0
                    && !matches!(value, Object::Array(_) | Object::Dictionary(_) | Object::Name(_))
                {
                    out.push(b' ');
                }
                push(out, value, numbers);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => push_dictionary(out, dictionary, numbers),
        Object::Stream(stream) => push_dictionary(out, &stream.dict, numbers),
        Object::Reference(id) => push_reference(out, *id, numbers),
    }
}

/// Writes a reference; one to an object that is not kept reads as null (7.3.10).
pub(super) fn push_reference(out: &mut Vec<u8>, id: ObjectId, numbers: &Numbers) {
    match numbers.get(id) {
        0 => out.extend(b"null"),
        number => {
            push_integer(out, i64::from(number));
            out.extend(b" 0 R");
        }
    }
}

/// Writes a dictionary.
pub(super) fn push_dictionary(out: &mut Vec<u8>, dictionary: &Dictionary, numbers: &Numbers) {
    out.extend(b"<<");
    for (key, value) in dictionary.iter() {
        push_name(out, key);
        // These begin with a delimiter of their own.
        let delimited = matches!(
            value,
            Object::Array(_) | Object::Dictionary(_) | Object::Name(_) | Object::String(..)
        );
        if !delimited {
            out.push(b' ');
        }
        push(out, value, numbers);
    }
    out.extend(b">>");
}

/// Writes a whole number.
pub(super) fn push_integer(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    let mut digits = [0_u8; 20];
    let mut rest = value.unsigned_abs();
    let mut count = 0;
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
        count += 1;
        if rest == 0 {
            break;
        }
    }
    out.extend(digits.iter().skip(digits.len() - count));
}

fn push_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            out.push(b'#');
            push_hex(out, *byte);
        }
    }
}

fn push_literal(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'(');
    for byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', *byte]),
            // An unescaped carriage return would be read as a line feed.
            b'\r' => out.extend(b"\\r"),
            _ => out.push(*byte),
        }
    }
    out.push(b')');
}

fn push_hexadecimal(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'<');
    bytes.iter().for_each(|byte| push_hex(out, *byte));
    out.push(b'>');
}

fn push_hex(out: &mut Vec<u8>, byte: u8) {
    for digit in [byte >> 4, byte & 15] {
        out.push(if digit < 10 { b'0' + digit } else { b'A' + digit - 10 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    #[test]
    fn objects_are_written_as_the_standard_says() {
        let numbers = Numbers(vec![0, 0, 7]);
        let object = Object::Dictionary(dictionary! {
            "A b" => vec![1.into(), Object::Real(-0.5), Object::Null, true.into()],
            "S" => Object::String(b"a(b)\\\r".to_vec(), StringFormat::Literal),
            "H" => Object::String(vec![0xFE, 0xFF], StringFormat::Hexadecimal),
            "R" => vec![Object::Reference((2, 0)), Object::Reference((1, 0))],
            "N" => vec![Object::from("x"), "y".into(), i64::MIN.into()],
        });
        let mut out = Vec::new();
        push(&mut out, &object, &numbers);
        let expected = "<</A#20b[1 -0.5 null true]/S(a\\(b\\)\\\\\\r)/H<FEFF>/R[7 0 R null]\
                        /N[/x/y -9223372036854775808]>>";
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }
}
