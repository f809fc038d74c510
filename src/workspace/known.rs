//! Variables that the program itself reads by name, whatever the content says.
//!
//! A test reads the code and holds this list to it, so that `check` never calls one of them unread.

/// Dotted name, and what the program does with the value.
pub const READ_BY_NAME: &[(&str, &str)] = &[
    ("brand.logo", "the customer's mark on covers and the landing page"),
    ("brand.primary", "the customer's colour on covers and the landing page"),
    ("customer.country", "the size of the paper, unless `page.size` says it"),
    ("customer.id", "the name of the pack and of its documents"),
    ("customer.legal_name", "covers, the landing page and the subject of PDFs"),
    ("customer.locale", "how numbers, dates and amounts are written, and the language of pages"),
    ("customer.name", "covers, running heads and the landing page"),
    ("esign", "the names of the form fields of signature blocks"),
    ("page.size", "the size of the paper"),
    ("vendor.brand.logo", "the vendor's mark on covers and the landing page"),
    ("vendor.brand.primary", "the vendor's colour on covers and the landing page"),
    ("vendor.legal_name", "covers, the landing page and the author of PDFs"),
    ("vendor.name", "covers, running heads and the landing page"),
];

/// What the program does with a variable, if it reads it by name.
pub fn reader(name: &str) -> Option<&'static str> {
    READ_BY_NAME.iter().find(|(known, _)| *known == name).map(|(_, what)| *what)
}
