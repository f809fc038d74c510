//! One customer in, finished files out.

use super::cover::{self, Marks};
use super::pictures::{self, Pictures};
use super::plan::{Planned, plan};
use super::style::PdfTheme;
use crate::artifact::{Artifact, Digest, DocumentEntry, InputEntry, Kind, PackManifest, State};
use crate::diag::{Diagnostic, Sink, Sources};
use crate::layout::geom::Size;
use crate::layout::{self, WordCache};
use crate::merge::Merger;
use crate::pdf;
use crate::site;
use crate::workspace::{Customer, CustomerFile, Node, Pack, Workspace};
use std::collections::BTreeMap;

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
struct Printed {
    bytes: Vec<u8>,
    pages: usize,
}

impl Builder {
    /// Compiles templates, faces and the theme; `None` once an error was reported.
    ///
    /// `sources` are the workspace's, taken out of it so that the caller can print messages; they
    /// are put back as a copy.
    pub fn prepare(
        mut workspace: Workspace,
        sources: &mut Sources,
        settings: Settings,
        sink: &mut Sink,
    ) -> Option<Self> {
        let mut own = Sink::new();
        workspace.check_packs(&mut own);
        let pdf = PdfTheme::load(&workspace.config.theme, &workspace.theme, sources, &mut own);
        workspace.sources = sources.clone();
        let merger = Merger::new(&workspace, &mut own);
        let site = match site::Theme::load(&workspace.theme) {
            Ok(site) => Some(site),
            Err(errors) => {
                for error in errors {
                    report_theme(&workspace, &error, sources, &mut own);
                }
                None
            }
        };
        workspace.sources = sources.clone();
        let failed = own.has_errors();
        sink.append(own);
        if failed {
            return None;
        }
        let words = WordCache::default();
        Some(Builder { workspace, merger, pdf: pdf?, site: site?, words, settings })
    }

    /// The workspace.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
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
        let customer = self.workspace.customer(file, sink)?;
        let pack = self.workspace.config.packs.get(&customer.pack)?;
        let planned = plan(&self.workspace, &self.merger, &customer, self.settings.draft, sink)?;
        let mut pictures = Pictures::new();
        for one in &planned {
            pictures::of_document(&self.workspace, &customer.id, &one.document, &mut pictures, sink);
        }
        let marks = cover::marks(&self.workspace, &customer, sink);
        if sink.has_errors() {
            return None;
        }
        let mut printed: BTreeMap<String, Printed> = BTreeMap::new();
        for one in planned.iter().filter(|one| one.pdf) {
            if let Some(pdf) = self.print(one, &customer, &pictures, &marks, sink) {
                printed.insert(one.document.id.clone(), pdf);
            }
        }
        let pages = self.site(pack, &planned, &customer, &pictures, &marks, &printed, sink)?;
        if sink.has_errors() {
            return None;
        }
        self.collect(&customer, &planned, pages, printed, sink)
    }

    /// Lays one document out and writes its PDF.
    fn print(
        &self,
        planned: &Planned,
        customer: &Customer,
        pictures: &Pictures,
        marks: &Marks,
        sink: &mut Sink,
    ) -> Option<Printed> {
        let document = &planned.document;
        let mut style =
            if document.meta.clauses { self.pdf.legal.clone() } else { self.pdf.guide.clone() };
        style.paper = paper(customer);
        let cover = cover::cover(customer, marks, self.settings.draft);
        let input = layout::Input {
            document,
            style: &style,
            book: &self.pdf.book,
            words: &self.words,
            pictures,
            cover: &cover,
        };
        let mut own = Sink::new();
        let pages = layout::layout(&input, &mut own);
        for diagnostic in own.diagnostics() {
            sink.report(diagnostic.clone().customer(&customer.id));
        }
        let pages = pages?;
        let info = pdf::Info {
            title: document.meta.title.clone(),
            author: customer.text("vendor.legal_name").to_owned(),
            subject: format!("Prepared for {}", customer.text("customer.legal_name")),
            keywords: Vec::new(),
            language: document.meta.language.clone(),
            creator: TOOL.to_owned(),
            date: self.settings.date,
        };
        match pdf::write(&pages, &info, &self.pdf.book) {
            Ok(bytes) => Some(Printed { bytes, pages: pages.pages.len() }),
            Err(error) => {
                sink.report(
                    Diagnostic::error("PP0602", format!("the PDF of `{}`: {error}", document.id))
                        .customer(&customer.id),
                );
                None
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn site(
        &self,
        pack: &Pack,
        planned: &[Planned],
        customer: &Customer,
        pictures: &Pictures,
        marks: &Marks,
        printed: &BTreeMap<String, Printed>,
        sink: &mut Sink,
    ) -> Option<Vec<site::File>> {
        let context = self.merger.context(customer);
        let text = |node: &Node, sink: &mut Sink| {
            self.merger.text(node, customer, &context, &self.workspace, sink)
        };
        let timeline = pack
            .timeline
            .iter()
            .filter_map(|(date, what)| Some((text(date, sink)?, text(what, sink)?)))
            .collect();
        let mut contacts = Vec::new();
        for contact in &pack.contacts {
            let mut optional = |node: &Option<Node>| {
                node.as_ref().and_then(|n| text(n, sink)).filter(|t| !t.is_empty())
            };
            let (email, phone) = (optional(&contact.email), optional(&contact.phone));
            if let (Some(role), Some(name)) = (text(&contact.role, sink), text(&contact.name, sink)) {
                contacts.push(site::Contact { role, name, email, phone });
            }
        }
        let intro = pack.intro.as_ref().and_then(|node| text(node, sink)).unwrap_or_default();
        let brand = |prefix: &str, names: &str, mark: &'_ Option<std::sync::Arc<crate::image::Picture>>| {
            (
                customer.text(&format!("{names}.name")).to_owned(),
                customer.text(&format!("{names}.legal_name")).to_owned(),
                customer.text(&format!("{prefix}.primary")).to_owned(),
                mark.clone(),
            )
        };
        let vendor = brand("vendor.brand", "vendor", &marks.vendor);
        let own = brand("brand", "customer", &marks.customer);
        let documents = planned
            .iter()
            .filter(|one| one.html)
            .map(|one| site::Entry {
                document: &one.document,
                pdf: printed.get(&one.document.id).map(|pdf| site::Pdf {
                    path: format!("../pdf/{}.pdf", one.document.id),
                    pages: pdf.pages,
                    bytes: pdf.bytes.len(),
                }),
            })
            .collect();
        let language = planned.first().map_or("en", |one| one.document.meta.language.as_str());
        let rendered = site::render(
            &self.site,
            &site::Pack {
                title: &pack.title,
                vendor: site::Brand {
                    name: &vendor.0,
                    legal_name: &vendor.1,
                    color: &vendor.2,
                    mark: vendor.3.as_deref(),
                },
                customer: site::Brand {
                    name: &own.0,
                    legal_name: &own.1,
                    color: &own.2,
                    mark: own.3.as_deref(),
                },
                language,
                documents,
                pictures,
                timeline,
                contacts,
                intro,
                draft: self.settings.draft,
            },
        );
        match rendered {
            Ok(files) => Some(files),
            Err(error) => {
                sink.report(
                    Diagnostic::error("PP0701", format!("the site: {error}")).customer(&customer.id),
                );
                None
            }
        }
    }

    /// Puts files and manifest together.
    fn collect(
        &self,
        customer: &Customer,
        planned: &[Planned],
        pages: Vec<site::File>,
        printed: BTreeMap<String, Printed>,
        sink: &mut Sink,
    ) -> Option<Built> {
        let mut manifest = PackManifest::new(&customer.id, State::Draft);
        manifest.tool = TOOL.to_owned();
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
        let shared = self.workspace.content.values().map(|file| file.source);
        let own = customer.layers.iter().map(|(_, source)| *source);
        for source in shared.chain(own) {
            if let Some(file) = self.workspace.sources.get(source) {
                let sha256 = Digest::of(file.text.as_bytes());
                manifest.inputs.push(InputEntry { path: file.path.clone(), sha256 });
            }
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
                Diagnostic::error("PP0801", format!("the manifest: {error}")).customer(&customer.id),
            );
            return None;
        }
        Some(Built { artifacts, documents })
    }
}

/// Name and version of this program, as PDFs and manifests carry it.
const TOOL: &str = concat!("pilotpack ", env!("CARGO_PKG_VERSION"));

/// A4, or US Letter where the customer says so or its country prints on it.
fn paper(customer: &Customer) -> Size {
    match (customer.text("page.size"), customer.text("customer.country")) {
        ("letter", _) | ("", "US" | "CA" | "MX") => Size::LETTER,
        _ => Size::A4,
    }
}

fn report_theme(
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
            let start = line.start + error.column.saturating_sub(1);
            diagnostic = diagnostic
                .at(crate::diag::Span::new(source, start.min(line.end), line.end), "");
        }
    }
    sink.report(diagnostic);
}
