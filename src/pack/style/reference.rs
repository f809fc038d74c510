//! Every key of `pdf.toml`, for its documentation.

use super::look::Look;

/// One key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Documented {
    /// The table it stands in, as in `page`.
    pub section: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it may be, with the unit.
    pub possible: String,
    /// What it is if the file says nothing, as a file spells it.
    pub default: String,
}

/// Every key but those of `[fonts]`, section by section.
pub fn reference() -> Vec<Documented> {
    let mut keys = Vec::new();
    Look::default().each(&mut |section, name, slot| {
        let (possible, default) = (slot.possible(), slot.spelled());
        keys.push(Documented { section, name, possible, default });
    });
    keys
}
