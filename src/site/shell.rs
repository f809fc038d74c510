//! What every page of a pack has in common.

use super::error::RenderError;
use super::pack::{Brand, Pack};
use super::pictures::{Pictures, Shown};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Nothing but the site's own files; no inline script or style.
const POLICY: &str = "default-src 'none'; img-src 'self' data:; style-src 'self'; \
                      font-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'";

/// Values that all templates see as `shell`.
#[derive(Debug, Serialize)]
pub(super) struct Shell<'a> {
    policy: &'static str,
    pack: &'a str,
    /// Names the pack in the reader's browser, where every `file://` page shares one storage.
    key: String,
    vendor: Company<'a>,
    customer: Company<'a>,
    draft: bool,
}

#[derive(Debug, Serialize)]
struct Company<'a> {
    name: &'a str,
    legal_name: &'a str,
    mark: Option<Shown>,
}

impl<'a> Shell<'a> {
    pub(super) fn new(
        pack: &Pack<'a>,
        pictures: &mut Pictures<'_>,
        errors: &mut Vec<RenderError>,
    ) -> Self {
        let mut company = |brand: &Brand<'a>| {
            let mark = brand.mark.and_then(|picture| match pictures.add(picture) {
                Ok(shown) => Some(shown),
                Err(error) => {
                    errors.push(error);
                    None
                }
            });
            Company { name: brand.name, legal_name: brand.legal_name, mark }
        };
        let (vendor, customer) = (company(&pack.vendor), company(&pack.customer));
        let mut key = String::new();
        let identity = format!("{}\n{}", pack.customer.legal_name, pack.title);
        for byte in Sha256::digest(identity.as_bytes()).iter().take(6) {
            let _ = write!(key, "{byte:02x}");
        }
        Shell { policy: POLICY, pack: pack.title, key, vendor, customer, draft: pack.draft }
    }
}

/// `rtl` for languages written from right to left.
pub(super) fn direction(language: &str) -> &'static str {
    match language.split('-').next().unwrap_or_default() {
        "ar" | "he" | "fa" | "ur" | "yi" | "ps" | "sd" | "ug" | "dv" | "ckb" => "rtl",
        _ => "ltr",
    }
}
