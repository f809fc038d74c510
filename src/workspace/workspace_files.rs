//! The workspace as a whole: found, read and checked once for all customers.

use super::config::Config;
use super::content::ContentFile;
use super::customer::CustomerFile;
use super::layers::{self, LayerFile, Layers};
use super::overrides::Override;
use super::register;
use super::root::{ReadError, Root, Scope};
use super::schema::Schema;
use super::table::{Node, Table, Value, parse};
use crate::diag::{Diagnostic, Sink, SourceId, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Everything that all customers share, and the customers' files.
#[derive(Debug)]
pub struct Workspace {
    /// Opens files.
    pub root: Root,
    /// The text of every file read, for messages.
    pub sources: Sources,
    /// `pilotpack.toml`.
    pub config: Config,
    /// Where `pilotpack.toml` is in `sources`.
    pub config_source: SourceId,
    /// The schema and the registers, in `sources`.
    pub tables: Vec<SourceId>,
    /// Declared variables.
    pub schema: Schema,
    /// Markdown below `content/` by path.
    pub content: BTreeMap<String, ContentFile>,
    /// Registers by name, each a list of rows.
    pub registers: Table,
    /// Layers by name, such as `region/eu`.
    pub layers: Layers,
    /// Customers, sorted by id.
    pub customers: Vec<CustomerFile>,
    /// Customers' own sections of shared documents, sorted by customer and document.
    pub overrides: Vec<Override>,
    /// Files of the theme by path below the theme's folder.
    pub theme: BTreeMap<String, Vec<u8>>,
}

/// Why there is no workspace to work on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadError {
    /// No `pilotpack.toml` here or above.
    NotFound(PathBuf),
    /// The machine failed.
    Machine(String),
    /// Mistakes in the shared files, reported.
    Invalid,
}

/// The nearest folder at or above `start` that holds a `pilotpack.toml`.
///
/// # Errors
/// [`LoadError::NotFound`] if there is none up to the root of the file system.
pub fn find(start: &Path) -> Result<PathBuf, LoadError> {
    start
        .ancestors()
        .find(|folder| folder.join("pilotpack.toml").is_file())
        .map(Path::to_path_buf)
        .ok_or_else(|| LoadError::NotFound(start.to_path_buf()))
}

/// The error for a theme without a file.
fn no_theme(name: &str, node: Option<&Node>, themes: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::error("PP0105", format!("there is no theme `{name}`"));
    let known: BTreeSet<&str> = themes.iter().filter_map(|path| path.split('/').nth(1)).collect();
    let diagnostic = match crate::diag::suggest::nearest(name, known.iter().copied()) {
        Some(near) => diagnostic.hint(format!("did you mean \"{near}\"?")),
        None => diagnostic.hint("a theme is a folder below themes/"),
    };
    match node {
        Some(node) => diagnostic.at(node.span, ""),
        None => diagnostic,
    }
}

/// What is read of one customer or of a shared folder while a workspace is loaded.
struct Loader<'a> {
    root: &'a Root,
    sources: Sources,
    sink: &'a mut Sink,
    machine: Option<String>,
}

impl Loader<'_> {
    fn text(&mut self, scope: &Scope, path: &str) -> Option<SourceId> {
        match self.root.read_text(scope, path) {
            Ok(text) => Some(self.sources.add(path, text)),
            Err(error) => {
                self.fail(&error);
                None
            }
        }
    }

    fn fail(&mut self, error: &ReadError) {
        if error.is_machine() {
            self.machine.get_or_insert_with(|| error.to_string());
            return;
        }
        let mut diagnostic = Diagnostic::error("PP0107", error.to_string());
        if let Some(hint) = error.hint() {
            diagnostic = diagnostic.hint(hint);
        }
        self.sink.report(diagnostic);
    }

    fn toml(&mut self, scope: &Scope, path: &str) -> Option<(SourceId, Table)> {
        let source = self.text(scope, path)?;
        Some((source, parse(source, &self.sources, self.sink)?))
    }

    fn list(&mut self, scope: &Scope, folder: &str) -> Vec<String> {
        match self.root.list(scope, folder) {
            Ok(listing) => {
                for fault in &listing.faults {
                    self.fail(fault);
                }
                listing.files
            }
            Err(error) => {
                self.fail(&error);
                Vec::new()
            }
        }
    }
}

impl Workspace {
    /// Reads the workspace in `folder`. Customers' files that are not valid TOML are reported and
    /// kept without a table, so that the other customers can still be built.
    ///
    /// # Errors
    /// [`LoadError::Invalid`] after mistakes in shared files were reported to `sink` (the sources
    /// are returned for the messages); [`LoadError::Machine`] if a file could not be read.
    pub fn load(folder: &Path, sink: &mut Sink) -> Result<Self, (LoadError, Sources)> {
        let root =
            Root::open(folder).map_err(|e| (LoadError::Machine(e.to_string()), Sources::new()))?;
        let shared = Scope::shared();
        let mut errors = Sink::new();
        let mut loader =
            Loader { root: &root, sources: Sources::new(), sink: &mut errors, machine: None };

        let schema = loader.toml(&shared, "content/schema.toml");
        let schema = schema.map(|(_, table)| Schema::read(&table, loader.sink)).unwrap_or_default();
        if loader.sink.has_errors() {
            // Every key of every file would be unknown.
            let (sources, machine) = (loader.sources, loader.machine);
            sink.append(errors);
            return Err((machine.map_or(LoadError::Invalid, LoadError::Machine), sources));
        }
        let config = loader.toml(&shared, "pilotpack.toml");
        let config_source = config.as_ref().map_or(SourceId(0), |(source, _)| *source);
        let theme_name = config.as_ref().and_then(|(_, table)| table.get("theme")).cloned();
        let config =
            config.map(|(_, table)| Config::read(&table, &schema, loader.sink)).unwrap_or_default();

        let mut content = BTreeMap::new();
        let mut registers = Table::new();
        let mut tables: Vec<SourceId> =
            loader.sources.find("content/schema.toml").into_iter().collect();
        let paths = loader.list(&shared, "content");
        for (name, declared) in schema.registers.iter().filter(|(_, entry)| entry.required) {
            if !paths.contains(&format!("content/registers/{name}.toml")) {
                loader.sink.report(register::absent(name, declared));
            }
        }
        for path in paths {
            let Some(inner) = path.strip_prefix("content/") else { continue };
            if inner.ends_with(".md") {
                if let Some(source) = loader.text(&shared, &path) {
                    content
                        .insert(inner.to_owned(), ContentFile { path: inner.to_owned(), source });
                }
            } else if let Some(name) =
                inner.strip_prefix("registers/").and_then(|n| n.strip_suffix(".toml"))
                && let Some((source, table)) = loader.toml(&shared, &path)
                && let Some(rows) =
                    register::read(name, source, &table, schema.registers.get(name), loader.sink)
            {
                registers.insert(name.to_owned(), rows);
                tables.push(source);
            }
        }

        let mut layers = Vec::new();
        if folder.join("customers/_layers").is_dir() {
            for path in loader.list(&shared, "customers/_layers") {
                if layers::name_of(&path).is_some()
                    && let Some(source) = loader.text(&shared, &path)
                {
                    let table = parse(source, &loader.sources, loader.sink);
                    layers.push(LayerFile { path, source, table });
                }
            }
        }
        let layers = layers::read(layers, &schema, &config.values, loader.sink);

        let theme_folder = format!("themes/{}", config.theme);
        let mut theme = BTreeMap::new();
        let paths =
            if config.theme.is_empty() { Vec::new() } else { loader.list(&shared, &theme_folder) };
        if paths.is_empty() && !config.theme.is_empty() {
            let themes = loader.list(&shared, "themes");
            loader.sink.report(no_theme(&config.theme, theme_name.as_ref(), &themes));
        }
        for path in paths {
            match root.read(&shared, &path) {
                Ok(bytes) => {
                    let inner = path.strip_prefix(&theme_folder).unwrap_or(&path);
                    theme.insert(inner.trim_start_matches('/').to_owned(), bytes);
                }
                Err(error) => loader.fail(&error),
            }
        }

        let ids = match root.customers() {
            Ok(ids) => ids,
            Err(error) => {
                loader.fail(&error);
                Vec::new()
            }
        };
        for problem in super::root::check_ids(&ids) {
            loader.sink.report(Diagnostic::error("PP0108", problem.message).hint(problem.hint));
        }
        let (sources, machine) = (loader.sources, loader.machine);
        let failed = errors.has_errors();
        sink.append(errors);
        if let Some(message) = machine {
            return Err((LoadError::Machine(message), sources));
        }
        if failed {
            return Err((LoadError::Invalid, sources));
        }
        let mut workspace = Workspace {
            root,
            sources,
            config,
            config_source,
            schema,
            content,
            registers,
            tables,
            layers,
            customers: Vec::new(),
            overrides: Vec::new(),
            theme,
        };
        workspace.read_customers(&ids, sink);
        Ok(workspace)
    }

    fn read_customers(&mut self, ids: &[(String, String)], sink: &mut Sink) {
        for (id, path) in ids {
            let path = path.clone();
            let mut own = Sink::new();
            let mut loader = Loader {
                root: &self.root,
                sources: std::mem::take(&mut self.sources),
                sink: &mut own,
                machine: None,
            };
            let source = loader.text(&Scope::customer(id), &path);
            let table = source.and_then(|source| parse(source, &loader.sources, loader.sink));
            let folder = format!("customers/{id}");
            for path in loader.list(&Scope::customer(id), &folder) {
                let Some(document) = path.strip_prefix(&format!("{folder}/")) else { continue };
                if document.ends_with(".md")
                    && let Some(source) = loader.text(&Scope::customer(id), &path)
                {
                    let (customer, document) = (id.clone(), document.to_owned());
                    self.overrides.push(Override { customer, document, path, source });
                }
            }
            if let Some(message) = loader.machine.take() {
                loader.sink.report(Diagnostic::error("PP0107", message));
            }
            let mut sources = std::mem::take(&mut loader.sources);
            let source = source.unwrap_or_else(|| sources.add(path.clone(), ""));
            self.sources = sources;
            // Without one of its files a customer would get the shared text in place of its own.
            let table = table.filter(|_| !own.has_errors());
            for diagnostic in own.diagnostics() {
                sink.report(diagnostic.clone().customer(id));
            }
            self.customers.push(CustomerFile { id: id.clone(), path, source, table });
        }
    }

    /// The content file of a document.
    pub fn document(&self, id: &str) -> Option<&ContentFile> {
        self.content.get(&format!("{id}.md")).filter(|file| file.is_document())
    }

    /// Reports documents of packs that do not exist.
    pub fn check_packs(&self, sink: &mut Sink) {
        for (id, span) in self.config.packs.values().flat_map(|pack| &pack.documents) {
            if self.document(id).is_none() {
                let known = self.content.values().filter(|f| f.is_document()).map(ContentFile::id);
                let mut diagnostic =
                    Diagnostic::error("PP0105", format!("there is no document `{id}`"))
                        .at(*span, "");
                diagnostic = match crate::diag::suggest::nearest(id, known.clone()) {
                    Some(near) => diagnostic.hint(format!("did you mean \"{near}\"?")),
                    None => diagnostic.hint(format!(
                        "documents are Markdown files below content/: {}",
                        known.collect::<Vec<_>>().join(", ")
                    )),
                };
                sink.report(diagnostic);
            }
        }
    }

    /// The registers as one table value.
    pub fn registers_node(&self) -> Node {
        let span = Span::new(self.config_source, 0, 0);
        Node { value: Value::Table(self.registers.clone()), span, key: span }
    }
}
