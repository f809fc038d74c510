//! The font files a pack needs: those whose characters its words use.

use super::letters::Usage;
use super::tokens::{Face, Role, Tokens};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The faces that hold a character the pack uses.
pub(super) fn choose<'a>(tokens: &'a Tokens, usage: &Usage) -> Vec<&'a Face> {
    let used = |face: &&Face| {
        let letters = match (face.role, face.italic) {
            (Role::Sans, false) => &usage.sans,
            (Role::Sans, true) => &usage.sans_italic,
            (Role::Serif, false) => &usage.serif,
            (Role::Serif, true) => &usage.serif_italic,
            (Role::Mono, _) => &usage.mono,
        };
        letters.meets(&face.ranges)
    };
    tokens.faces.iter().filter(used).collect()
}

/// Their files and licences, by path in the theme.
pub(super) fn files<'a>(faces: &[&'a Face]) -> BTreeSet<&'a str> {
    faces.iter().flat_map(|face| [face.file.as_str(), face.license.as_str()]).collect()
}

/// `@font-face` rules; the style sheet lies beside the folder `fonts`.
pub(super) fn style_sheet(faces: &[&Face]) -> String {
    let mut css = String::new();
    for face in faces {
        let _ = write!(
            css,
            "@font-face{{font-family:\"{}\";font-style:{};font-weight:{};font-display:swap;\
             src:url(\"{}\") format(\"woff2\");unicode-range:",
            face.family,
            if face.italic { "italic" } else { "normal" },
            face.weight,
            face.file.strip_prefix("static/").unwrap_or(&face.file),
        );
        for (at, (first, last)) in face.ranges.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let _ = if first == last {
                write!(css, "{comma}U+{first:X}")
            } else {
                write!(css, "{comma}U+{first:X}-{last:X}")
            };
        }
        css.push_str("}\n");
    }
    css
}
