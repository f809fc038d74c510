//! Strict minijinja, values as tokens.

use super::errors;
use super::filters;
use super::front_matter::{self, FrontMatter};
use super::instrument::{Instrumented, instrument};
use super::lint::{lint, refused, too_deep};
use super::locale::Formats;
use super::recorder::{Recorder, print};
use super::source_map::{SourceMap, extract};
use super::token::Printed;
use super::uses::uses;
use crate::diag::{Diagnostic, Sink, SourceId, Span};
use crate::workspace::{Customer, Node, Value as NodeValue, Workspace};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Steps a template may take: about a hundred times what a long contract needs.
const FUEL: u64 = 5_000_000;
/// Bytes a merged document may have.
const MAX_MERGED: usize = 32 << 20;

/// Built-in filters that make text of what is none, or escape what is escaped where it is known
/// how. The functions `debug` and `namespace` are gone too: one prints every value, the other
/// lets a loop double a text until memory ends.
const REMOVED_FILTERS: &[&str] =
    &["attr", "e", "escape", "float", "format", "indent", "pprint", "safe", "string", "urlencode"];

/// One merged document.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// Markdown in which every value is a token.
    pub text: String,
    /// The values by index.
    pub values: Vec<Printed>,
    /// From merged lines to shared files.
    pub map: SourceMap,
    /// Strings of the front matter with values filled in.
    pub front: BTreeMap<String, String>,
}

/// All templates of a workspace, compiled once.
pub struct Merger {
    environment: Environment<'static>,
    locales: Mutex<BTreeMap<String, Arc<Environment<'static>>>>,
    templates: BTreeMap<String, Template>,
    /// Where shared text mentions each variable.
    uses: BTreeMap<String, Vec<Span>>,
    registers: Value,
}

pub(super) struct Template {
    pub source: SourceId,
    pub base: usize,
    pub marked: Instrumented,
    pub front: Option<FrontMatter>,
}

impl Merger {
    /// Compiles every content file; syntax errors are reported.
    pub fn new(workspace: &Workspace, sink: &mut Sink) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_debug(true);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(100);
        environment.set_formatter(print);
        for filter in REMOVED_FILTERS {
            environment.remove_filter(filter);
        }
        for function in ["debug", "namespace"] {
            environment.remove_global(function);
        }
        if let Ok(syntax) = SyntaxConfig::builder()
            .comment_delimiters("{##", "##}")
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()
        {
            environment.set_syntax(syntax);
        }
        let mut merger = Merger {
            environment,
            locales: Mutex::default(),
            templates: BTreeMap::new(),
            uses: BTreeMap::new(),
            registers: value(&workspace.registers_node()),
        };
        for file in workspace.content.values() {
            let front = if file.is_document() {
                match front_matter::read(file.source, &workspace.sources, sink) {
                    Some(front) => Some(front),
                    None => continue,
                }
            } else {
                None
            };
            merger.add(&file.path, file.source, front, workspace, sink);
        }
        merger
    }

    fn add(
        &mut self,
        path: &str,
        source: SourceId,
        front: Option<FrontMatter>,
        workspace: &Workspace,
        sink: &mut Sink,
    ) {
        let sources = &workspace.sources;
        let Some(text) = sources.get(source).map(|file| Arc::clone(&file.text)) else { return };
        for (name, places) in uses(&text, source) {
            self.uses.entry(name).or_default().extend(places);
        }
        let base = front.as_ref().map_or(0, |f| f.body);
        let body = text.get(base..).unwrap_or_default();
        if let Some(diagnostic) = refused(body, source, base) {
            sink.report(diagnostic);
            return;
        }
        lint(body, source, base, &workspace.schema, sink);
        let marked = instrument(body, source.0, base);
        let added = self.environment.add_template_owned(path.to_owned(), marked.text.clone());
        self.templates.insert(path.to_owned(), Template { source, base, marked, front });
        if let Err(error) = added {
            sink.report(errors::template(&error, self, sources));
        }
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
    pub fn context(&self, customer: &Customer) -> Value {
        let mut root: BTreeMap<String, Value> =
            customer.variables.root.iter().map(|(key, node)| (key.clone(), value(node))).collect();
        root.insert("registers".into(), self.registers.clone());
        Value::from(root)
    }

    fn localised(&self, customer: &Customer) -> Result<Arc<Environment<'static>>, String> {
        let tag = customer.variables.text("customer.locale").unwrap_or("en-GB");
        let mut locales = self.locales.lock().map_err(|e| e.to_string())?;
        if let Some(environment) = locales.get(tag) {
            return Ok(Arc::clone(environment));
        }
        let mut environment = self.environment.clone();
        filters::add(&mut environment, &Arc::new(Formats::new(tag)?));
        let environment = Arc::new(environment);
        locales.insert(tag.to_owned(), Arc::clone(&environment));
        Ok(environment)
    }

    /// Whether the document is included for this customer: its front matter's `when`.
    pub fn included(
        &self,
        path: &str,
        customer: &Customer,
        workspace: &Workspace,
        sink: &mut Sink,
    ) -> bool {
        let Some(node) = self.front(path).and_then(|f| f.table.get("when")) else { return true };
        let when = node.as_text().unwrap_or_default();
        let result = self.localised(customer).map_err(Error::from_message).and_then(|env| {
            if too_deep(&format!("{{{{{when}}}}}")).is_some() {
                return Err(Error::from_message(String::from("too many parts")));
            }
            let result = env.compile_expression(when)?.eval(self.context(customer))?;
            match result.kind() {
                ValueKind::Bool => Ok(result.is_true()),
                ValueKind::Undefined => Err(Error::from(ErrorKind::UndefinedError)),
                _ => Err(Error::from_message(String::from(
                    "it must come out as true or false; compare the value with something",
                ))),
            }
        });
        result.unwrap_or_else(|error| {
            sink.report(errors::when(&error, node, customer, workspace));
            false
        })
    }

    /// Merges one document for one customer; `None` once an error was reported.
    pub fn merge(
        &self,
        path: &str,
        customer: &Customer,
        context: &Value,
        workspace: &Workspace,
        sink: &mut Sink,
    ) -> Option<Source> {
        let template = self.templates.get(path)?;
        let environment = match self.localised(customer) {
            Ok(environment) => environment,
            Err(message) => {
                sink.report(Diagnostic::error("PP0204", message).customer(&customer.id));
                return None;
            }
        };
        let fail = |error: &Error, sink: &mut Sink| {
            sink.report(errors::render(error, self, customer, workspace));
        };
        let captured = match environment
            .get_template(path)
            .and_then(|template| template.render_captured(context.clone()))
        {
            Ok(captured) => captured,
            Err(error) => {
                fail(&error, sink);
                return None;
            }
        };
        if captured.output().len() > MAX_MERGED {
            sink.report(
                Diagnostic::error("PP0205", format!("`{path}` merges to more than 32 MiB"))
                    .at(Span::new(template.source, template.base, template.base), "")
                    .customer(&customer.id),
            );
            return None;
        }
        let start = Span::new(template.source, template.base, template.base);
        let (text, map, places) = extract(captured.output(), start);
        let recorded = captured
            .state()
            .get_extension::<Recorder>()
            .map(|r| r.values.clone())
            .unwrap_or_default();
        let mut values: Vec<Printed> =
            recorded.into_iter().map(|text| Printed { text, span: start }).collect();
        for (index, span) in places {
            if let Some(printed) = values.get_mut(index) {
                printed.span = span;
            }
        }
        let mut front = BTreeMap::new();
        let mut failed = false;
        if let Some(matter) = &template.front {
            for (key, node) in &matter.table {
                let Some(text) = node.as_text().filter(|_| key != "when") else { continue };
                match self.line(&environment, path, text, context) {
                    Ok(text) => {
                        front.insert(key.clone(), text);
                    }
                    Err(error) => {
                        failed = true;
                        sink.report(errors::front(&error, node, customer, workspace));
                    }
                }
            }
        }
        (!failed).then_some(Source { text, values, map, front })
    }

    /// A string of `pilotpack.toml` with its values filled in; `None` once an error was reported.
    pub fn text(
        &self,
        node: &Node,
        customer: &Customer,
        context: &Value,
        workspace: &Workspace,
        sink: &mut Sink,
    ) -> Option<String> {
        let text = node.as_text().unwrap_or_default();
        let result = self
            .localised(customer)
            .map_err(Error::from_message)
            .and_then(|environment| self.line(&environment, "pilotpack.toml", text, context));
        match result {
            Ok(text) => Some(text.trim().to_owned()),
            Err(error) => {
                sink.report(errors::front(&error, node, customer, workspace));
                None
            }
        }
    }

    /// One string of the front matter with its values filled in.
    fn line(
        &self,
        environment: &Environment<'static>,
        path: &str,
        text: &str,
        context: &Value,
    ) -> Result<String, Error> {
        if !text.contains("{{") && !text.contains("{%") {
            return Ok(text.to_owned());
        }
        if too_deep(text).is_some() {
            return Err(Error::from_message(String::from("an expression with too many parts")));
        }
        let template = environment.template_from_named_str(path, text)?;
        let captured = template.render_captured(context.clone())?;
        let recorder = captured.state().get_extension::<Recorder>();
        Ok(super::token::replace(captured.output(), |index| {
            recorder.and_then(|r| r.values.get(index)).cloned().unwrap_or_default()
        }))
    }
}

/// Words for an error that is not minijinja's.
trait FromMessage {
    fn from_message(message: String) -> Self;
}

impl FromMessage for Error {
    fn from_message(message: String) -> Self {
        Error::new(ErrorKind::InvalidOperation, message)
    }
}

/// A value as templates see it. Dates, amounts and decimals are texts: filters read them exactly.
fn value(node: &Node) -> Value {
    match &node.value {
        NodeValue::Text(text) => Value::from(text.as_str()),
        NodeValue::Integer(number) => Value::from(*number),
        NodeValue::Decimal(digits) => Value::from(digits.as_str()),
        NodeValue::Boolean(flag) => Value::from(*flag),
        NodeValue::Date(date) | NodeValue::DateTime(date) => Value::from(date.as_str()),
        NodeValue::List(items) => Value::from(items.iter().map(value).collect::<Vec<_>>()),
        NodeValue::Table(table) => Value::from(
            table
                .iter()
                .map(|(key, node)| (key.clone(), value(node)))
                .collect::<BTreeMap<String, Value>>(),
        ),
    }
}
