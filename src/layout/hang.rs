//! Light punctuation at the end of a justified line stands out into the margin, so that the edge looks
//! straight.

use super::geom::Pt;
use super::inline::Rich;
use super::line::{Atom, Content};
use super::paragraph::{Setter, Setting};

/// Share of a sign's width that stands in the margin.
fn share(sign: char) -> f32 {
    match sign {
        '.' | ',' => 0.7,
        '-' | '\u{2010}' => 0.55,
        '’' | '”' | '“' | '\'' | '"' => 0.4,
        ';' | ':' => 0.3,
        '–' => 0.25,
        _ => 0.0,
    }
}

impl Setter<'_> {
    /// How far a line that ends after this atom stands out, in points.
    pub(super) fn hang(&self, rich: &Rich, atom: &Atom, setting: &Setting) -> Pt {
        let Content::Word(_) = atom.content else { return 0.0 };
        let style = rich.spans.get(atom.span).map(|span| span.style);
        let Some(style) = style
            .filter(|s| setting.justify && atom.base == 0 && atom.level == 0 && s.ground.is_none())
        else {
            return 0.0;
        };
        let sign = rich.text.get(atom.start..atom.end).and_then(|text| text.chars().next_back());
        let Some((sign, share)) = sign.map(|c| (c, share(c))).filter(|(_, share)| *share > 0.0)
        else {
            return 0.0;
        };
        let word = self.words.word(self.book, &style, false, sign.encode_utf8(&mut [0; 4]));
        word.width * style.size * share
    }

    /// Width of a hyphen within a line that ends with it, in points.
    pub(super) fn hyphen_within(&self, width: Pt, setting: &Setting) -> Pt {
        if setting.justify { width * (1.0 - share('-')) } else { width }
    }
}
