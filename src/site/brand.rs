//! The style sheet of one pack: the theme's colours and readable shades of two brand colours.

use super::color::Color;
use super::error::RenderError;
use super::pack::{Brand, Pack};
use super::tokens::{Pair, Tokens};
use std::fmt::Write as _;

/// Contrast of words and of what a brand colour fills, above WCAG's 4.5 so that a tint under it
/// does not break the rule.
const TEXT: f64 = 5.0;

/// Custom properties for both colour schemes.
pub(super) fn style_sheet(tokens: &Tokens, pack: &Pack<'_>) -> Result<String, RenderError> {
    let mut css = String::from("@layer tokens{:root{\n");
    for (name, pair) in &tokens.colors {
        write(&mut css, name, *pair);
    }
    for (prefix, brand) in [("accent", &pack.vendor), ("customer", &pack.customer)] {
        for (name, pair) in shades(tokens, color(brand)?) {
            write(&mut css, &format!("{prefix}{name}"), pair);
        }
    }
    css.push_str("}}\n");
    Ok(css)
}

fn color(brand: &Brand<'_>) -> Result<Color, RenderError> {
    Color::parse(brand.color).ok_or_else(|| RenderError::Color {
        brand: brand.name.to_owned(),
        value: brand.color.to_owned(),
    })
}

/// The steps of the ramp that the style sheet uses.
fn shades(tokens: &Tokens, brand: Color) -> [(&'static str, Pair); 5] {
    let tint = Pair { light: brand.tint(0.97, 0.01), dark: brand.tint(0.26, 0.022) };
    let grounds = |pick: fn(&Pair) -> Color| [&tokens.paper, &tokens.sunken, &tint].map(pick);
    let (light, dark) = (grounds(|pair| pair.light), grounds(|pair| pair.dark));
    let fill = brand.readable(&[Color::WHITE], TEXT, false);
    [
        // Words and links.
        (
            "",
            Pair {
                light: brand.readable(&light, TEXT, false),
                dark: brand.tint(0.80, 0.11).readable(&dark, TEXT, true),
            },
        ),
        // Filled buttons and the marks of steps, with white words on them.
        ("-fill", Pair { light: fill, dark: fill }),
        // Quiet grounds, and hairlines on them.
        ("-tint", tint),
        ("-line", Pair { light: brand.tint(0.87, 0.045), dark: brand.tint(0.40, 0.05) }),
        // The brand as it is, for bands that carry no words.
        ("-pure", Pair { light: brand, dark: brand.readable(&dark, 3.0, true) }),
    ]
}

fn write(css: &mut String, name: &str, pair: Pair) {
    let _ = writeln!(css, "--{name}:light-dark({},{});", pair.light, pair.dark);
}
