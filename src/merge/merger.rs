//! All templates of a workspace, and merging one document for one customer.

use super::calendar::Calendars;
use super::context::{Places, context, places};
use super::declared::{assigned_anywhere, undeclared};
use super::environment::{localised, strict};
use super::errors;
use super::front_matter::{self, FrontMatter};
use super::instrument::{Instrumented, Part, instrument, prepare_expression};
use super::lint::{lint, refused, too_deep};
use super::overrides;
use super::recorder::Recorder;
use super::source_map::{SourceMap, extract};
use super::token::Printed;
use super::uses::uses;
use crate::diag::{Diagnostic, Sink, SourceId, Span};
use crate::workspace::{Customer, Node, Workspace};
use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// Names of variables with the places that mention them.
type Uses = BTreeMap<String, Vec<Span>>;

/// One merged document.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// Markdown in which every value is a token.
    pub text: String,
    /// The values by index.
    pub values: Vec<Printed>,
    /// From merged lines to shared files.
    pub map: SourceMap,
    /// Places of shared text that came out, for every line and every value.
    pub marks: Vec<Span>,
    /// Strings of the front matter with values filled in.
    pub front: BTreeMap<String, String>,
    /// Where the customer's Markdown values stand in its files, by text.
    pub markdown: Places,
}

/// All templates of a workspace, compiled once.
pub struct Merger {
    environment: Environment<'static>,
    locales: Mutex<BTreeMap<String, Arc<Environment<'static>>>>,
    calendars: Arc<Calendars>,
    templates: BTreeMap<String, Template>,
    /// Documents with a customer's own sections: by customer and path.
    overridden: BTreeMap<(String, String), Template>,
    /// Customers with a section of their own that cannot be used, which has been reported.
    refused: BTreeSet<String>,
    /// Where shared text mentions each variable.
    uses: BTreeMap<String, Vec<Span>>,
    registers: Value,
}

/// A template as prepared for minijinja.
pub(super) struct Template {
    /// The shared file.
    pub source: SourceId,
    /// Where its Markdown starts, in bytes.
    pub base: usize,
    pub marked: Instrumented,
    pub front: Option<FrontMatter>,
}

impl Merger {
    /// Compiles every content file and every override; mistakes in them are reported.
    pub fn new(workspace: &Workspace, sink: &mut Sink) -> Self {
        let calendars = Arc::new(Calendars::new(workspace.config.calendars.clone()));
        let mut merger = Merger {
            environment: strict(&calendars),
            locales: Mutex::default(),
            calendars,
            templates: BTreeMap::new(),
            overridden: BTreeMap::new(),
            refused: BTreeSet::new(),
            uses: BTreeMap::new(),
            registers: context(&workspace.registers, "registers.", &workspace.schema),
        };
        let assigned = assigned_anywhere(workspace);
        for file in workspace.content.values() {
            let front = if file.is_document() {
                match front_matter::read(file.source, &workspace.sources, sink) {
                    Some(front) => Some(front),
                    None => continue,
                }
            } else {
                None
            };
            let found = merger.add(&file.path, file.source, front, workspace, sink);
            undeclared(&found, &assigned, workspace, sink);
        }
        merger.add_overrides(&assigned, workspace, sink);
        merger.check_conditions(workspace, sink);
        merger
    }

    fn add(
        &mut self,
        path: &str,
        source: SourceId,
        front: Option<FrontMatter>,
        workspace: &Workspace,
        sink: &mut Sink,
    ) -> Uses {
        let sources = &workspace.sources;
        let file = sources.get(source).map(|file| Arc::clone(&file.text));
        let Some(text) = file else { return Uses::new() };
        let base = front.as_ref().map_or(0, |f| f.body);
        let body = text.get(base..).unwrap_or_default();
        let found = self.count_uses(&text, source);
        if let Some(diagnostic) = refused(body, source, base) {
            sink.report(diagnostic);
            return Uses::new();
        }
        lint(body, source, base, &workspace.schema, sink);
        let marked = instrument(&[Part { text: body, source, base }]);
        let added = self.environment.add_template_owned(path.to_owned(), marked.text.clone());
        self.templates.insert(path.to_owned(), Template { source, base, marked, front });
        if let Err(error) = added {
            sink.report(errors::template(&error, self, None, sources));
            return Uses::new();
        }
        found
    }

    fn add_overrides(
        &mut self,
        assigned: &BTreeSet<String>,
        workspace: &Workspace,
        sink: &mut Sink,
    ) {
        for own in &workspace.overrides {
            let shared = self.templates.get(&own.document);
            let base = shared.map_or(0, |template| template.base);
            let front = shared.and_then(|template| template.front.clone());
            let mut found = Sink::new();
            let Some(pieces) = overrides::apply(own, base, workspace, &mut found) else {
                self.refused.insert(own.customer.clone());
                sink.append(found);
                continue;
            };
            let file = |source: SourceId| workspace.sources.get(source).map(|file| &*file.text);
            let parts: Vec<Part<'_>> = pieces
                .iter()
                .filter_map(|(source, range)| {
                    let text = file(*source)?.get(range.clone())?;
                    Some(Part { text, source: *source, base: range.start })
                })
                .collect();
            for part in parts.iter().filter(|part| part.source == own.source) {
                if let Some(diagnostic) = refused(part.text, part.source, part.base) {
                    found.report(diagnostic);
                }
                lint(part.text, part.source, part.base, &workspace.schema, &mut found);
                undeclared(&uses(part.text, part.source), assigned, workspace, &mut found);
            }
            let source = shared.map_or(own.source, |template| template.source);
            let template = Template { source, base, marked: instrument(&parts), front };
            if let Err(error) =
                self.environment.template_from_named_str(&own.document, &template.marked.text)
            {
                found.report(errors::template(&error, self, Some(&template), &workspace.sources));
            }
            for diagnostic in found.diagnostics() {
                let mut diagnostic = diagnostic.clone();
                diagnostic.customers = vec![own.customer.clone()];
                sink.report(diagnostic);
            }
            self.count_uses(file(own.source).unwrap_or_default(), own.source);
            if found.has_errors() {
                self.refused.insert(own.customer.clone());
            } else {
                self.overridden.insert((own.customer.clone(), own.document.clone()), template);
            }
        }
    }

    /// Adds where a file mentions variables, and returns it.
    fn count_uses(&mut self, text: &str, source: SourceId) -> Uses {
        let found = uses(text, source);
        for (name, places) in &found {
            self.uses.entry(name.clone()).or_default().extend(places);
        }
        found
    }

    /// Whether a section of the customer's own cannot be used. Nothing may be merged for such a
    /// customer: the shared text would stand where another was agreed.
    pub fn refuses(&self, customer: &str) -> bool {
        self.refused.contains(customer)
    }

    pub(super) fn template(&self, path: &str) -> Option<&Template> {
        self.templates.get(path)
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.templates.keys().map(String::as_str)
    }

    /// The front matter of a document as written.
    pub fn front(&self, path: &str) -> Option<&FrontMatter> {
        self.templates.get(path)?.front.as_ref()
    }

    /// Where shared text mentions a variable; for `sla[].response` also the loops over `sla`.
    pub fn uses(&self, name: &str) -> &[Span] {
        self.uses.get(name).map_or(&[], Vec::as_slice)
    }

    /// The values of a customer as templates see them.
    pub fn context(&self, customer: &Customer, workspace: &Workspace) -> Value {
        let root = context(&customer.variables.root, "", &workspace.schema);
        let registers = BTreeMap::from([(String::from("registers"), self.registers.clone())]);
        minijinja::value::merge_maps([Value::from(registers), root])
    }

    /// The environment of a locale; of British English without one.
    pub(super) fn localised(
        &self,
        locale: Option<&str>,
    ) -> Result<Arc<Environment<'static>>, Error> {
        let tag = locale.unwrap_or("en-GB");
        let mut locales = self.locales.lock().map_err(|e| wrong(&e.to_string()))?;
        if let Some(environment) = locales.get(tag) {
            return Ok(Arc::clone(environment));
        }
        let environment =
            localised(&self.environment, tag, &self.calendars).map_err(|e| wrong(&e))?;
        let environment = Arc::new(environment);
        locales.insert(tag.to_owned(), Arc::clone(&environment));
        Ok(environment)
    }

    /// Whether the document is included for this customer: its front matter's `when`.
    pub fn included(
        &self,
        path: &str,
        customer: &Customer,
        context: &Value,
        workspace: &Workspace,
        sink: &mut Sink,
    ) -> bool {
        let Some(node) = self.front(path).and_then(|f| f.table.get("when")) else { return true };
        self.decide(node, locale(customer), context).unwrap_or_else(|error| {
            sink.report(errors::when(&error, node, customer, workspace));
            false
        })
    }

    /// Whether a condition such as `customer.region == 'eu'` holds.
    ///
    /// # Errors
    /// If it cannot be decided: a name without a value, or a result that is neither true nor false.
    pub(super) fn decide(
        &self,
        node: &Node,
        locale: Option<&str>,
        context: &Value,
    ) -> Result<bool, Error> {
        let prepared = condition(node)?;
        let environment = self.localised(locale)?;
        let result = environment.compile_expression(&prepared.text)?.eval(context.clone())?;
        match result.kind() {
            ValueKind::Bool => Ok(result.is_true()),
            ValueKind::Undefined => Err(Error::from(ErrorKind::UndefinedError)),
            _ => Err(wrong("it must come out as true or false; compare the value with something")),
        }
    }

    /// Whether a condition can be read.
    pub(super) fn compile(&self, node: &Node) -> Result<(), Error> {
        let prepared = condition(node)?;
        self.environment.compile_expression(&prepared.text).map(|_| ())
    }

    /// Merges one document for one customer; `None` once an error was reported, here or when the
    /// templates were compiled.
    pub fn merge(
        &self,
        path: &str,
        customer: &Customer,
        context: &Value,
        workspace: &Workspace,
        sink: &mut Sink,
    ) -> Option<Source> {
        if self.refuses(&customer.id) {
            return None;
        }
        let own = self.overridden.get(&(customer.id.clone(), path.to_owned()));
        let template = own.or_else(|| self.templates.get(path))?;
        let start = Span::new(template.source, template.base, template.base);
        let environment = match self.localised(locale(customer)) {
            Ok(environment) => environment,
            Err(error) => {
                sink.report(errors::locale(&error, customer));
                return None;
            }
        };
        let render = || {
            let captured = match own {
                Some(own) => environment
                    .template_from_named_str(path, &own.marked.text)?
                    .render_captured(context.clone())?,
                None => environment.get_template(path)?.render_captured(context.clone())?,
            };
            let recorder = captured.state().get_extension::<Recorder>();
            let values = recorder.map(|r| r.values.clone()).unwrap_or_default();
            Ok((captured.output().to_owned(), values))
        };
        let (output, recorded) = match render() {
            Ok(rendered) => rendered,
            Err(error) => {
                sink.report(errors::render(&error, self, own, customer, workspace));
                return None;
            }
        };
        let extracted = extract(&output, start, recorded.len());
        if let Some(place) = extracted.damaged {
            sink.report(
                Diagnostic::error("PP0213", "a text that was put together from values was cut")
                    .at(workspace.sources.line_of(Some(place)), "")
                    .hint("cut the value before it is printed or captured")
                    .customer(&customer.id),
            );
            return None;
        }
        let mut values: Vec<Printed> = recorded
            .into_iter()
            .map(|value| Printed { text: value.text, markdown: value.markdown, span: start })
            .collect();
        for (index, span) in extracted.tokens {
            if let Some(printed) = values.get_mut(index) {
                printed.span = span;
            }
        }
        let markdown = if values.iter().any(|value| value.markdown) {
            places(&customer.variables.root, &workspace.schema)
        } else {
            Places::new()
        };
        let front = self.filled(template, customer, context, workspace, sink)?;
        let (text, map, marks) = (extracted.text, extracted.map, extracted.marks);
        Some(Source { text, values, map, marks, front, markdown })
    }
}

pub(super) fn wrong(message: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.to_owned())
}

pub(super) fn locale(customer: &Customer) -> Option<&str> {
    customer.variables.text("customer.locale")
}

/// A condition as minijinja reads it.
fn condition(node: &Node) -> Result<Instrumented, Error> {
    let text = node.as_text().unwrap_or_default();
    if too_deep(&format!("{{{{{text}}}}}")).is_some() {
        return Err(wrong("too many parts"));
    }
    Ok(prepare_expression(text, node.span.source, 0))
}
