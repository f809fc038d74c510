//! Which paper a customer prints on.

use crate::diag::{Diagnostic, Sink};
use crate::layout::geom::Size;
use crate::workspace::Customer;

/// What a theme says about paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// What is usual in the customer's country.
    #[default]
    Auto,
    /// ISO 216 A4 for everybody.
    A4,
    /// US Letter for everybody.
    Letter,
}

/// Where Letter is usual: Unicode CLDR 48, supplemental data, `paperSize`.
const LETTER: [&str; 14] =
    ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"];

impl Paper {
    /// Every choice, with its name in files.
    pub const ALL: [(&str, Paper); 3] =
        [("auto", Paper::Auto), ("a4", Paper::A4), ("letter", Paper::Letter)];

    /// The paper in a country, given as its ISO 3166-1 alpha-2 code.
    pub fn size(self, country: &str) -> Size {
        match self {
            Paper::Letter => Size::LETTER,
            Paper::Auto if LETTER.contains(&country) => Size::LETTER,
            Paper::A4 | Paper::Auto => Size::A4,
        }
    }

    /// The papers that this may become.
    pub fn sizes(self) -> &'static [Size] {
        match self {
            Paper::A4 => &[Size::A4],
            Paper::Letter => &[Size::LETTER],
            Paper::Auto => &[Size::A4, Size::LETTER],
        }
    }

    /// The paper of a customer: its own `page.size`, or what the theme says.
    pub fn of(self, customer: &Customer, sink: &mut Sink) -> Option<Size> {
        match customer.text("page.size") {
            "" => Some(self.size(customer.text("customer.country"))),
            "a4" => Some(Size::A4),
            "letter" => Some(Size::LETTER),
            _ => {
                let mut diagnostic =
                    Diagnostic::error("PP0103", "`page.size` must be \"a4\" or \"letter\"")
                        .hint("leave it out to print on what is usual in the customer's country");
                if let Some(node) = customer.variables.get("page.size") {
                    diagnostic = diagnostic.at(node.span, "no known paper");
                }
                sink.report(diagnostic.customer(&customer.id));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_decides_unless_the_theme_does() {
        assert_eq!(Paper::Auto.size("US"), Size::LETTER);
        assert_eq!(Paper::Auto.size("PH"), Size::LETTER);
        assert_eq!(Paper::Auto.size("BR"), Size::A4);
        assert_eq!(Paper::Auto.size(""), Size::A4);
        assert_eq!(Paper::A4.size("US"), Size::A4);
        assert_eq!(Paper::Letter.size("DE"), Size::LETTER);
        assert!(LETTER.is_sorted());
    }
}
