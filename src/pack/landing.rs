//! What the landing page of a site says, and handing the pack to the site.

use super::build::{Images, Printed};
use super::plan::Planned;
use crate::diag::{Diagnostic, Sink, Sources, Span};
use crate::merge::Merger;
use crate::site;
use crate::workspace::{Customer, Node, Workspace};
use std::collections::BTreeMap;

/// The words of a landing page, values filled in.
pub struct Landing<'a> {
    customer: &'a Customer,
    title: &'a str,
    intro: String,
    timeline: Vec<(String, String)>,
    contacts: Vec<site::Contact>,
    links: Vec<(String, String)>,
}

impl<'a> Landing<'a> {
    /// Fills the customer's values into what `pilotpack.toml` says of the pack.
    pub fn new(
        workspace: &'a Workspace,
        merger: &Merger,
        customer: &'a Customer,
        sink: &mut Sink,
    ) -> Option<Self> {
        let pack = workspace.config.packs.get(&customer.pack)?;
        let context = merger.context(customer, workspace);
        let mut text = |node: &Node| merger.text(node, customer, &context, workspace, sink);
        let mut timeline = Vec::new();
        for (date, what) in &pack.timeline {
            if let (Some(date), Some(what)) = (text(date), text(what)) {
                timeline.push((date, what));
            }
        }
        let mut links = Vec::new();
        for (label, url) in &pack.links {
            if let (Some(label), Some(url)) = (text(label), text(url)) {
                links.push((label, url));
            }
        }
        let mut contacts = Vec::new();
        for contact in &pack.contacts {
            let mut optional =
                |node: &Option<Node>| node.as_ref().and_then(&mut text).unwrap_or_default();
            let email = optional(&contact.email);
            let phone = optional(&contact.phone);
            let group = optional(&contact.group);
            if let (Some(role), Some(name)) = (text(&contact.role), text(&contact.name)) {
                contacts.push(site::Contact { group, role, name, email, phone });
            }
        }
        let intro = pack.intro.as_ref().and_then(&mut text).unwrap_or_default();
        Some(Landing { customer, title: &pack.title, intro, timeline, contacts, links })
    }

    /// Renders the site.
    pub fn render(
        self,
        theme: &site::Theme,
        planned: &[Planned],
        images: &Images,
        printed: &BTreeMap<String, Printed>,
        draft: bool,
        sink: &mut Sink,
    ) -> Option<Vec<site::File>> {
        let customer = self.customer;
        let documents = planned
            .iter()
            .filter(|one| one.html || one.pdf)
            .map(|one| site::Entry {
                document: &one.document,
                pdf: printed.get(&one.document.id).map(|pdf| site::Pdf {
                    path: format!("../pdf/{}.pdf", one.document.id),
                    pages: pdf.pages,
                    bytes: pdf.bytes.len(),
                }),
                page: one.html,
            })
            .collect();
        let pack = site::Pack {
            title: self.title,
            vendor: site::Brand {
                name: customer.text("vendor.name"),
                legal_name: customer.text("vendor.legal_name"),
                color: customer.text("vendor.brand.primary"),
                mark: images.marks.vendor.as_deref(),
            },
            customer: site::Brand {
                name: customer.text("customer.name"),
                legal_name: customer.text("customer.legal_name"),
                color: customer.text("brand.primary"),
                mark: images.marks.customer.as_deref(),
            },
            language: planned.first().map_or("en", |one| one.document.meta.language.as_str()),
            documents,
            pictures: &images.pictures,
            timeline: self.timeline,
            contacts: self.contacts,
            links: self.links,
            intro: self.intro,
            draft,
        };
        match site::render(theme, &pack) {
            Ok(files) => Some(files),
            Err(errors) => {
                for error in errors {
                    let mut diagnostic = Diagnostic::error("PP0701", format!("the site: {error}"))
                        .customer(&customer.id);
                    if let Some(span) = error.span() {
                        diagnostic = diagnostic.at(span, "");
                    }
                    sink.report(diagnostic);
                }
                None
            }
        }
    }
}

/// Reports a mistake in a theme, at its place in the theme's file.
pub fn report_theme(
    workspace: &Workspace,
    error: &site::ThemeError,
    sources: &mut Sources,
    sink: &mut Sink,
) {
    let path = format!("themes/{}/{}", workspace.config.theme, error.file);
    let mut diagnostic =
        Diagnostic::error("PP0404", format!("the theme's `{}`: {}", error.file, error.message));
    let text = workspace.theme.get(&error.file).and_then(|b| String::from_utf8(b.clone()).ok());
    if let Some(text) = text {
        let source = sources.add(path, text);
        if let Some(file) = sources.get(source) {
            let line = file.line_range(error.line);
            let start = (line.start + error.column.saturating_sub(1)).min(line.end);
            diagnostic = diagnostic.at(Span::new(source, start, line.end), "");
        }
    }
    let diagnostic = diagnostic.hint("compare the file with that of a theme that works");
    sink.report(diagnostic);
}
