//! One customer in, finished files out.

use super::attachment;
use super::cover::{self, Marks};
use super::inputs::inputs;
use super::landing;
use super::pictures::{self, Pictures};
use super::plan::{Planned, plan};
use super::style::{self, PdfTheme};
use super::timings::{Stage, Timings};
use crate::artifact::{Artifact, DocumentEntry, InputEntry, Kind, PackManifest, State, TOOL};
use crate::diag::{Diagnostic, Sink, Sources};
use crate::document::Document;
use crate::layout::frame::Pages;
use crate::layout::{self, WordCache};
use crate::merge::Merger;
use crate::pdf;
use crate::site;
use crate::workspace::{Customer, CustomerFile, Workspace};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::time::Instant;

/// What a run may choose.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings {
    /// Date of issue: year, month, day.
    pub date: Option<(i32, u8, u8)>,
    /// Whether every page is marked as a draft.
    pub draft: bool,
}

/// Everything customers share, read and compiled once.
pub struct Builder {
    workspace: Workspace,
    merger: Merger,
    pdf: PdfTheme,
    site: site::Theme,
    words: WordCache,
    settings: Settings,
    timings: Timings,
}

/// The finished files of one customer.
pub struct Built {
    /// The files, the manifest among them.
    pub artifacts: Vec<Artifact>,
    /// What was made of each document.
    pub documents: Vec<BuiltDocument>,
}

/// One document of a finished pack.
pub struct BuiltDocument {
    /// Id.
    pub id: String,
    /// Pages of its PDF; 0 without one.
    pub pages: usize,
}

/// A PDF in memory.
pub struct Printed {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// The images of a pack.
pub struct Images {
    /// What documents show.
    pub pictures: Pictures,
    /// The marks of vendor and customer.
    pub marks: Marks,
}

impl Builder {
    /// Compiles templates, faces and the theme; `None` once an error in shared files was reported.
    ///
    /// `sources` are the workspace's, taken out of it so that the caller can print messages; they
    /// are put back as a copy.
    pub fn prepare(
        mut workspace: Workspace,
        sources: &mut Sources,
        settings: Settings,
        sink: &mut Sink,
    ) -> Option<Self> {
        let start = Instant::now();
        let mut own = Sink::new();
        workspace.check_packs(&mut own);
        workspace.sources = sources.clone();
        // Unpacking fonts and compiling templates take about as long as each other.
        let (mut fonts, mut templates) = (Sink::new(), Sink::new());
        let (pdf, (merger, site)) = rayon::join(
            || PdfTheme::load(&workspace.config.theme, &workspace.theme, sources, &mut fonts),
            || (Merger::new(&workspace, &mut templates), site::Theme::load(&workspace.theme)),
        );
        own.append(fonts);
        own.append(templates);
        let site = match site {
            Ok(site) => Some(site),
            Err(errors) => {
                for error in errors {
                    landing::report_theme(&workspace, &error, sources, &mut own);
                }
                None
            }
        };
        workspace.sources = sources.clone();
        // What is wrong with a customer's own sections fails that customer alone.
        let failed = own.has_shared_errors();
        sink.append(own);
        if failed {
            return None;
        }
        // The faces have their own copies, some megabytes.
        workspace.theme.retain(|path, _| !path.starts_with("fonts/"));
        let words = WordCache::default();
        let timings = Timings::default();
        let builder =
            Builder { workspace, merger, pdf: pdf?, site: site?, words, settings, timings };
        builder.timings.add(Stage::Prepare, start.elapsed());
        Some(builder)
    }

    /// The workspace.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Time spent in each stage so far.
    pub fn timings(&self) -> &Timings {
        &self.timings
    }

    /// Builds one customer; `None` once an error was reported.
    pub fn build(&self, file: &CustomerFile, sink: &mut Sink) -> Option<Built> {
        let mut own = Sink::new();
        let built = self.stages(file, &mut own);
        let failed = own.has_errors();
        sink.append(own);
        built.filter(|_| !failed)
    }

    fn stages(&self, file: &CustomerFile, sink: &mut Sink) -> Option<Built> {
        let time = &self.timings;
        let (customer, planned) = time.measure(Stage::Merge, || {
            let customer = self.workspace.customer(file, sink)?;
            let planned = self.plan(&customer, sink)?;
            Some((customer, planned))
        })?;
        let images = time.measure(Stage::Pictures, || self.images(&customer, &planned, sink))?;
        let inputs = time.measure(Stage::Seal, || inputs(&self.workspace, &customer, &planned));
        // Side by side, so that a single customer uses every core; put together in their order, so
        // that messages and files are the same however many threads there are.
        let outcomes: Vec<(Sink, Option<Printed>)> = planned
            .par_iter()
            .map(|one| {
                let mut own = Sink::new();
                let printed =
                    one.pdf.then(|| self.print(one, &customer, &images, &inputs, &mut own));
                (own, printed.flatten())
            })
            .collect();
        let mut printed: BTreeMap<String, Printed> = BTreeMap::new();
        for (one, (own, pdf)) in planned.iter().zip(outcomes) {
            sink.append(own);
            if let Some(pdf) = pdf {
                printed.insert(one.document.id.clone(), pdf);
            }
        }
        let pages =
            time.measure(Stage::Site, || self.site(&customer, &planned, &images, &printed, sink))?;
        if sink.has_errors() {
            return None;
        }
        time.measure(Stage::Seal, || {
            self.collect(&customer, &planned, pages, printed, inputs, sink)
        })
    }

    fn print(
        &self,
        planned: &Planned,
        customer: &Customer,
        images: &Images,
        inputs: &[InputEntry],
        sink: &mut Sink,
    ) -> Option<Printed> {
        let (time, document) = (&self.timings, &planned.document);
        let pages =
            time.measure(Stage::Layout, || self.lay_out(document, customer, images, sink))?;
        let attachment = match planned.attach_sources {
            true => Some(attachment::sources(document, customer, STATE, inputs, sink)?),
            false => None,
        };
        let bytes =
            time.measure(Stage::Pdf, || self.write(document, customer, &pages, attachment, sink))?;
        Some(Printed { bytes, pages: pages.pages.len() })
    }

    /// Merges and reads the documents of a customer.
    pub fn plan(&self, customer: &Customer, sink: &mut Sink) -> Option<Vec<Planned>> {
        plan(&self.workspace, &self.merger, customer, self.settings.draft, sink)
    }

    /// The templates.
    pub fn merger(&self) -> &Merger {
        &self.merger
    }

    /// Images and marks of a customer's pack; `None` once an error was reported.
    pub fn images(
        &self,
        customer: &Customer,
        planned: &[Planned],
        sink: &mut Sink,
    ) -> Option<Images> {
        let mut pictures = Pictures::new();
        for one in planned {
            pictures::of_document(
                &self.workspace,
                &customer.id,
                &one.document,
                &mut pictures,
                sink,
            );
        }
        let marks = cover::marks(&self.workspace, customer, sink);
        (!sink.has_errors()).then_some(Images { pictures, marks })
    }

    /// Lays one document out.
    pub fn lay_out(
        &self,
        document: &Document,
        customer: &Customer,
        images: &Images,
        sink: &mut Sink,
    ) -> Option<Pages> {
        let look = &self.pdf.look;
        let mut style = if document.meta.clauses { &look.legal } else { &look.guide }.clone();
        style.paper = look.paper.of(customer, sink)?;
        let cover = cover::cover(customer, &images.marks, self.settings.draft);
        let input = layout::Input {
            document,
            style: &style,
            book: &self.pdf.book,
            words: &self.words,
            pictures: &images.pictures,
            cover: &cover,
        };
        let mut own = Sink::new();
        let pages = layout::layout(&input, &mut own);
        for error in self.pdf.book.broken() {
            own.report(style::unusable(error));
        }
        for diagnostic in own.diagnostics() {
            sink.report(diagnostic.clone().customer(&customer.id));
        }
        pages
    }

    /// Writes the PDF of a document that was laid out, with a file that it carries.
    pub fn write(
        &self,
        document: &Document,
        customer: &Customer,
        pages: &Pages,
        attachment: Option<pdf::Attachment>,
        sink: &mut Sink,
    ) -> Option<Vec<u8>> {
        let info = pdf::Info {
            title: document.meta.title.clone(),
            author: customer.text("vendor.legal_name").to_owned(),
            subject: format!("Prepared for {}", customer.text("customer.legal_name")),
            keywords: Vec::new(),
            language: document.meta.language.clone(),
            creator: TOOL.to_owned(),
            date: self.settings.date,
            attachment,
        };
        match pdf::write(pages, &info, &self.pdf.book) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                sink.report(
                    Diagnostic::error("PP0650", format!("the PDF of `{}`: {error}", document.id))
                        .customer(&customer.id),
                );
                None
            }
        }
    }

    /// The HTML site of a pack.
    pub fn site(
        &self,
        customer: &Customer,
        planned: &[Planned],
        images: &Images,
        printed: &BTreeMap<String, Printed>,
        sink: &mut Sink,
    ) -> Option<Vec<site::File>> {
        let landing = landing::Landing::new(&self.workspace, &self.merger, customer, sink)?;
        landing.render(&self.site, planned, images, printed, self.settings.draft, sink)
    }

    /// Puts files and manifest together.
    fn collect(
        &self,
        customer: &Customer,
        planned: &[Planned],
        pages: Vec<site::File>,
        printed: BTreeMap<String, Printed>,
        inputs: Vec<InputEntry>,
        sink: &mut Sink,
    ) -> Option<Built> {
        let mut manifest = PackManifest::new(&customer.id, STATE);
        manifest.inputs = inputs;
        let mut documents = Vec::new();
        for one in planned {
            let pages = printed.get(&one.document.id).map(|pdf| pdf.pages);
            let formats = [("html", one.html), ("pdf", one.pdf)];
            manifest.documents.push(DocumentEntry {
                id: one.document.id.clone(),
                title: one.document.meta.title.clone(),
                version: one.document.meta.version.clone(),
                formats: formats.iter().filter(|f| f.1).map(|f| f.0.to_owned()).collect(),
                pages: pages.and_then(|n| u32::try_from(n).ok()),
            });
            documents
                .push(BuiltDocument { id: one.document.id.clone(), pages: pages.unwrap_or(0) });
        }
        let mut artifacts = Vec::new();
        for file in pages {
            let kind = if file.path.ends_with(".html") { Kind::Html } else { Kind::Asset };
            artifacts.push(Artifact::new(format!("site/{}", file.path), file.bytes, kind));
        }
        for (id, pdf) in printed {
            artifacts.push(Artifact::new(format!("pdf/{id}.pdf"), pdf.bytes, Kind::Pdf));
        }
        if let Err(error) = manifest.seal(&mut artifacts) {
            sink.report(
                Diagnostic::error("PP0801", format!("the manifest: {error}"))
                    .customer(&customer.id),
            );
            return None;
        }
        Some(Built { artifacts, documents })
    }
}

/// Every pack is a draft until approvals exist.
const STATE: State = State::Draft;
