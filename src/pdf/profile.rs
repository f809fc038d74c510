//! The colours' meaning: an sRGB output intent with a profile of its own.
//!
//! The profile is the smallest that IEC 61966-2-1 needs (ICC.1:2004-10, version 4.2): white, the
//! three primaries adapted to D50, and the transfer curve as a formula.

use lopdf::{Document, Object, Stream, dictionary};

/// Numbers with sixteen binary places.
const D50: [i32; 3] = [0xF6D6, 0x1_0000, 0xD32D];
const RED: [i32; 3] = [0x6FA2, 0x38F5, 0x0390];
const GREEN: [i32; 3] = [0x6299, 0xB785, 0x18DA];
const BLUE: [i32; 3] = [0x24A0, 0x0F84, 0xB6CF];
/// From D65 to D50 by the Bradford transform.
const ADAPTATION: [i32; 9] = [68_674, 1_502, -3_291, 1_939, 64_912, -1_119, -605, 988, 49_262];
/// The transfer curve: exponent 2.4, a linear piece below 0.04045.
const CURVE: [i32; 5] = [0x2_6666, 0xF2A7, 0x0D59, 0x13D0, 0x0A5B];

/// Adds the output intent.
pub(super) fn output_intent(document: &mut Document) -> Object {
    let profile = Stream::new(dictionary! { "N" => 3 }, profile());
    let profile = document.add_object(profile);
    let name = Object::string_literal("sRGB IEC61966-2.1");
    Object::Dictionary(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => name.clone(),
        "Info" => name,
        "DestOutputProfile" => profile,
    })
}

/// A tag's data: type signature, four reserved bytes, content.
fn element(kind: &[u8; 4], numbers: &[i32]) -> Vec<u8> {
    let mut data = kind.to_vec();
    data.extend([0; 4]);
    for number in numbers {
        data.extend(number.to_be_bytes());
    }
    data
}

/// A text in one language, English.
fn text(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut data = element(b"mluc", &[1, 12]);
    data.extend(b"enUS");
    data.extend((units.len() as u32).to_be_bytes());
    data.extend(28_u32.to_be_bytes());
    data.extend(units);
    data
}

fn profile() -> Vec<u8> {
    let mut curve = element(b"para", &[3 << 16]);
    curve.extend(CURVE.iter().flat_map(|number| number.to_be_bytes()));
    let elements: [(&[&[u8; 4]], Vec<u8>); 8] = [
        (&[b"desc"], text("sRGB IEC61966-2.1")),
        (&[b"cprt"], text("No copyright, use freely")),
        (&[b"wtpt"], element(b"XYZ ", &D50)),
        (&[b"chad"], element(b"sf32", &ADAPTATION)),
        (&[b"rXYZ"], element(b"XYZ ", &RED)),
        (&[b"gXYZ"], element(b"XYZ ", &GREEN)),
        (&[b"bXYZ"], element(b"XYZ ", &BLUE)),
        (&[b"rTRC", b"gTRC", b"bTRC"], curve),
    ];
    let count: usize = elements.iter().map(|(tags, _)| tags.len()).sum();
    let start = 128 + 4 + 12 * count;
    let mut table = (count as u32).to_be_bytes().to_vec();
    let mut data = Vec::new();
    for (tags, mut content) in elements {
        let length = content.len() as u32;
        for tag in tags {
            table.extend(*tag);
            table.extend(((start + data.len()) as u32).to_be_bytes());
            table.extend(length.to_be_bytes());
        }
        content.resize(content.len().next_multiple_of(4), 0);
        data.append(&mut content);
    }
    let mut profile = ((start + data.len()) as u32).to_be_bytes().to_vec();
    profile.extend([0; 4]);
    profile.extend([4, 0x20, 0, 0]);
    profile.extend(b"mntrRGB XYZ ");
    // The standard's own year as the date of creation.
    profile.extend([2004_u16, 10, 1, 0, 0, 0].iter().flat_map(|part| part.to_be_bytes()));
    profile.extend(b"acsp");
    // Platform, flags, device, attributes, perceptual intent: none.
    profile.extend([0; 28]);
    profile.extend(D50.iter().flat_map(|number| number.to_be_bytes()));
    profile.resize(128, 0);
    profile.append(&mut table);
    profile.append(&mut data);
    profile
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_as_long_as_it_says() {
        let profile = profile();
        let length = u32::from_be_bytes(profile[..4].try_into().unwrap());
        assert_eq!(length as usize, profile.len());
        assert_eq!(&profile[36..40], b"acsp");
        assert_eq!(&profile[68..72], &D50[0].to_be_bytes());
    }
}
