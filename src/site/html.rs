//! The only place that writes markup: names are literals, values are escaped.

use std::fmt::Write as _;

/// HTML under construction.
#[derive(Debug, Default)]
pub(super) struct Html {
    out: String,
}

impl Html {
    /// Starts an element; values are always quoted, and the switches of a box to tick have none.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            if matches!(*key, "checked" | "disabled") {
                continue;
            }
            self.out.push_str("=\"");
            escape_attribute(value, &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
    }

    /// Ends an element.
    pub(super) fn close(&mut self, name: &'static str) {
        let _ = write!(self.out, "</{name}>");
    }

    /// An element that holds only words.
    pub(super) fn element(
        &mut self,
        name: &'static str,
        attributes: &[(&'static str, &str)],
        words: &str,
    ) {
        self.open(name, attributes);
        self.text(words);
        self.close(name);
    }

    /// Words.
    pub(super) fn text(&mut self, words: &str) {
        escape_text(words, &mut self.out);
    }

    /// A line end, for people who read the source.
    pub(super) fn line_end(&mut self) {
        self.out.push('\n');
    }

    /// The markup.
    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// Adds words to text content.
pub(super) fn escape_text(words: &str, out: &mut String) {
    escape(words, false, out);
}

/// Adds words to the value of a quoted attribute.
pub(super) fn escape_attribute(words: &str, out: &mut String) {
    escape(words, true, out);
}

/// Everything that could end the context, plus characters that HTML forbids, which become U+FFFD.
fn escape(words: &str, attribute: bool, out: &mut String) {
    let mut plain = 0;
    for (at, byte) in words.bytes().enumerate() {
        let replacement = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' if attribute => "&quot;",
            b'\'' if attribute => "&#39;",
            b'\r' => "&#13;",
            b'\n' | b'\t' if attribute => {
                if byte == b'\n' {
                    "&#10;"
                } else {
                    "&#9;"
                }
            }
            0..=8 | 11 | 12 | 14..=31 | 127 => "\u{fffd}",
            _ => continue,
        };
        out.push_str(words.get(plain..at).unwrap_or_default());
        out.push_str(replacement);
        plain = at + 1;
    }
    out.push_str(words.get(plain..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_context() {
        let mut html = Html::default();
        html.element("a", &[("title", "\" onmouseover='x' <&>\n\u{c}")], "</a><script>&\0");
        assert_eq!(
            html.finish(),
            "<a title=\"&quot; onmouseover=&#39;x&#39; &lt;&amp;&gt;&#10;\u{fffd}\">\
             &lt;/a&gt;&lt;script&gt;&amp;\u{fffd}</a>"
        );
    }
}
