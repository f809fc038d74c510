//! What the cover and the foot of every page say about vendor and customer.

use super::pictures;
use crate::diag::Sink;
use crate::image::Picture;
use crate::layout::geom::Color;
use crate::layout::{Cover, Esign};
use crate::workspace::{Customer, Workspace};
use std::sync::Arc;

/// The marks of vendor and customer.
pub struct Marks {
    /// The vendor's.
    pub vendor: Option<Arc<Picture>>,
    /// The customer's.
    pub customer: Option<Arc<Picture>>,
}

/// Loads both marks; what is wrong is reported.
pub fn marks(workspace: &Workspace, customer: &Customer, sink: &mut Sink) -> Marks {
    let mut mark = |name: &str, folder: &str| {
        let node = customer.variables.get(name)?;
        let path = format!("{folder}{}", node.as_text()?);
        pictures::load(workspace, &customer.id, &path, node.span, sink)
    };
    Marks { vendor: mark("vendor.brand.logo", ""), customer: mark("brand.logo", "customers/") }
}

/// The service that collects a customer's signatures; the schema has checked the name.
fn esign(name: &str) -> Esign {
    match name {
        "docusign" => Esign::DocuSign,
        "adobe" => Esign::Adobe,
        "dropbox-sign" => Esign::DropboxSign,
        _ => Esign::None,
    }
}

/// The cover of a customer's documents.
pub fn cover(customer: &Customer, marks: &Marks, draft: bool) -> Cover {
    let color = |name: &str, fallback: Color| Color::parse(customer.text(name)).unwrap_or(fallback);
    let name = customer.text("customer.name").to_owned();
    Cover {
        vendor: customer.text("vendor.name").to_owned(),
        vendor_mark: marks.vendor.clone(),
        confidentiality: format!("Confidential – prepared for {name}"),
        customer: name,
        customer_mark: marks.customer.clone(),
        draft,
        esign: esign(customer.text("esign")),
        accent: color("vendor.brand.primary", Color::rgb(0x1f, 0x4e, 0x79)),
        customer_color: color("brand.primary", Color::rgb(0x1f, 0x4e, 0x79)),
    }
}
