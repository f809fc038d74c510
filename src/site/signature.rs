//! Signature blocks.

use super::body::Writer;
use crate::document::Party;

impl Writer<'_, '_> {
    /// One column a party: a line to sign on, then the lines with their labels.
    pub(super) fn signature(&mut self, parties: &[Party]) {
        self.html.open("div", &[("class", "signatures")]);
        for party in parties {
            self.html.line_end();
            self.html.open("div", &[("class", "party")]);
            self.element("p", &[("class", "party-name")], &party.name);
            self.html.line_end();
            self.html.open("dl", &[]);
            self.pair("Signature", "");
            for (label, value) in &party.fields {
                self.pair(label, value);
            }
            self.html.close("dl");
            self.html.close("div");
        }
        self.html.close("div");
    }
}
