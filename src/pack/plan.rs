//! Which documents a customer gets, and what is said of them.

use crate::diag::{Diagnostic, Sink};
use crate::document::{Document, Inline, Meta, Options, Target, read, visit};
use crate::merge::front_matter::FrontMatter;
use crate::merge::{Merger, Source};
use crate::workspace::{Customer, Workspace};

/// One document of a customer's pack.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The tree.
    pub document: Document,
    /// Whether an HTML page is made.
    pub html: bool,
    /// Whether a PDF is made.
    pub pdf: bool,
    /// Whether the PDF carries the list of what it was made from.
    pub attach_sources: bool,
}

/// Merges and reads every document of a customer's pack; `None` once an error was reported, here or
/// when the templates were compiled.
pub fn plan(
    workspace: &Workspace,
    merger: &Merger,
    customer: &Customer,
    draft: bool,
    sink: &mut Sink,
) -> Option<Vec<Planned>> {
    if merger.refuses(&customer.id) {
        return None;
    }
    let mut own = Sink::new();
    merger.report_missing(customer, workspace, &mut own);
    if own.has_errors() {
        sink.append(own);
        return None;
    }
    let pack = workspace.config.packs.get(&customer.pack)?;
    let context = merger.context(customer, workspace);
    let mut merged: Vec<(String, Source)> = Vec::new();
    for (id, span) in &pack.documents {
        let path = format!("{id}.md");
        let Some(front) = merger.front(&path) else { continue };
        if front.text("audience") == Some("internal") {
            own.report(
                Diagnostic::error(
                    "PP0312",
                    format!("the internal document `{id}` is in a customer's pack"),
                )
                .at(*span, "")
                .hint("take it out of the pack, or change its `audience`")
                .customer(&customer.id),
            );
            continue;
        }
        if !merger.included(&path, customer, &context, workspace, &mut own) {
            continue;
        }
        if let Some(source) = merger.merge(&path, customer, &context, workspace, &mut own) {
            merged.push((id.clone(), source));
        }
    }
    if merged.is_empty() && !own.has_errors() {
        own.report(
            Diagnostic::error("PP0315", format!("no document is left for `{}`", customer.id))
                .hint(format!(
                    "every document of the pack `{}` was left out by its `when`",
                    customer.pack
                ))
                .customer(&customer.id),
        );
    }
    let ids: Vec<&str> = merged.iter().map(|(id, _)| id.as_str()).collect();
    let mut planned = Vec::new();
    for (id, source) in &merged {
        let path = format!("{id}.md");
        let Some(front) = merger.front(&path) else { continue };
        let options = Options {
            id,
            meta: meta(id, source, customer, front, draft),
            customer: &customer.id,
            documents: &ids,
            sources: &workspace.sources,
        };
        if let Some(document) = read(source, options, &mut own) {
            let (html, pdf) = (front.has_format("html"), front.has_format("pdf"));
            let attach_sources = front.text("attach") == Some("sources");
            planned.push(Planned { document, html, pdf, attach_sources });
        }
    }
    check_cross_links(&planned, customer, &mut own);
    let failed = own.has_errors();
    sink.append(own);
    (!failed).then_some(planned)
}

fn meta(id: &str, source: &Source, customer: &Customer, front: &FrontMatter, draft: bool) -> Meta {
    let text = |key: &str| source.front.get(key).cloned().unwrap_or_default();
    let title = text("title");
    let short = text("short_title");
    let locale = customer.variables.text("customer.locale").unwrap_or("en-GB");
    let language = match source.front.get("language") {
        Some(language) => language.clone(),
        // Text without a language of its own is English; the customer's locale says which.
        None if locale.starts_with("en") => locale.to_owned(),
        None => String::from("en-GB"),
    };
    let mut facts = vec![
        (String::from("Prepared for"), customer.text("customer.legal_name").to_owned()),
        (String::from("Issued by"), customer.text("vendor.legal_name").to_owned()),
    ];
    let (version, effective) = (text("version"), text("effective_date"));
    if !version.is_empty() {
        facts.push((String::from("Version"), version.clone()));
    }
    if !effective.is_empty() {
        facts.push((String::from("Effective date"), effective.clone()));
    }
    let number = if version.is_empty() { String::new() } else { format!("-{version}") };
    facts.push((String::from("Document"), format!("{}-{id}{number}", customer.id)));
    if draft {
        facts.push((String::from("State"), String::from("Draft, not approved")));
    }
    facts.retain(|(_, value)| !value.is_empty());
    Meta {
        short_title: if short.is_empty() { title.clone() } else { short },
        title,
        summary: text("summary"),
        action: text("action"),
        version,
        effective_date: effective,
        language,
        toc: front.flag("toc"),
        clauses: front.text("numbering") == Some("clauses"),
        form_boxes: front.text("checkboxes") == Some("form"),
        facts,
    }
}

/// Reports links to anchors of other documents that those documents do not have.
fn check_cross_links(planned: &[Planned], customer: &Customer, sink: &mut Sink) {
    for one in planned {
        visit(&one.document, &mut |_| {}, &mut |inline, span| {
            let Inline::Link {
                target: Target::Document { document, anchor: Some(anchor) }, ..
            } = inline
            else {
                return;
            };
            let Some(other) = planned.iter().find(|p| p.document.id == *document) else { return };
            if other.document.anchors.contains_key(anchor) {
                return;
            }
            let mut diagnostic = Diagnostic::error(
                "PP0310",
                format!("nothing in `{document}.md` has the id `{anchor}`"),
            )
            .at(span, "")
            .on("](", format!("{document}.md#{anchor}"))
            .customer(&customer.id);
            let known = other.document.anchors.keys().map(String::as_str);
            if let Some(near) = crate::diag::suggest::nearest(anchor, known) {
                diagnostic = diagnostic.hint(format!("did you mean `{document}.md#{near}`?"));
            }
            sink.report(diagnostic);
        });
    }
}
