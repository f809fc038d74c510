//! What stands on the cover, and how a draft is marked.

use crate::layout::geom::{MM, Pt, Size};

/// What the cover shows and where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoverStyle {
    /// Height of the band of both brands' colours at the top edge, in points; 0 for none.
    pub band: Pt,
    /// Whether the vendor's mark is shown; its name stands there in any case.
    pub vendor_mark: bool,
    /// Greatest width and height of the vendor's mark, in points.
    pub vendor_size: Size,
    /// Whether the customer's mark or name is shown in a box.
    pub customer_box: bool,
    /// Width and height of that box, in points.
    pub customer_size: Size,
    /// How far down the title begins, as a share of the paper's height.
    pub title_at: f32,
    /// Widest line of the title, in points.
    pub title_measure: Pt,
    /// Whether the line on confidentiality stands at the foot.
    pub confidential: bool,
}

impl Default for CoverStyle {
    fn default() -> Self {
        CoverStyle {
            band: 2.5 * MM,
            vendor_mark: true,
            vendor_size: Size::new(53.0 * MM, 12.0 * MM),
            customer_box: true,
            customer_size: Size::new(52.0 * MM, 22.0 * MM),
            title_at: 0.34,
            title_measure: 440.0,
            confidential: true,
        }
    }
}

/// How the pages of a draft are marked.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftStyle {
    /// Whether the word stands across the page, as an outline; otherwise it stands first in the
    /// foot, so that no page of a draft is without it.
    pub watermark: bool,
    /// The word; empty for the one of the document's language.
    pub text: String,
    /// Width of the word across the page, as a share of the paper's diagonal.
    pub width: f32,
}

impl Default for DraftStyle {
    fn default() -> Self {
        DraftStyle { watermark: true, text: String::new(), width: 0.62 }
    }
}
