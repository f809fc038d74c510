//! Single strings with expressions: front matter, and what `pilotpack.toml` says of a pack.

use super::errors;
use super::instrument::{Instrumented, prepare};
use super::lint::too_deep;
use super::merger::{Merger, Template, locale, wrong};
use super::recorder::Recorder;
use super::source_map::extract;
use crate::diag::{Sink, SourceId, Span};
use crate::workspace::{Customer, Node, Workspace};
use minijinja::Error;
use minijinja::value::Value;
use std::collections::BTreeMap;

impl Merger {
    /// The strings of a document's front matter with values filled in.
    pub(super) fn filled(
        &self,
        template: &Template,
        customer: &Customer,
        context: &Value,
        workspace: &Workspace,
        sink: &mut Sink,
    ) -> Option<BTreeMap<String, String>> {
        let mut front = BTreeMap::new();
        let mut failed = false;
        for (key, node) in template.front.iter().flat_map(|matter| &matter.table) {
            if key == "when" || node.as_text().is_none() {
                continue;
            }
            match self.text(node, customer, context, workspace, sink) {
                Some(text) => {
                    front.insert(key.clone(), text);
                }
                None => failed = true,
            }
        }
        (!failed).then_some(front)
    }

    /// A string of `pilotpack.toml` or of front matter with its values filled in; `None` once an
    /// error was reported.
    pub fn text(
        &self,
        node: &Node,
        customer: &Customer,
        context: &Value,
        workspace: &Workspace,
        sink: &mut Sink,
    ) -> Option<String> {
        let text = node.as_text().unwrap_or_default();
        if !text.contains("{{") && !text.contains("{%") {
            return Some(text.trim().to_owned());
        }
        let prepared = prepare(text, node.span.source, 0);
        match self.line(text, &prepared, customer, context) {
            Ok(text) => Some(text.trim().to_owned()),
            Err(error) => {
                sink.report(errors::front(&error, node, &prepared, customer, workspace));
                None
            }
        }
    }

    fn line(
        &self,
        text: &str,
        prepared: &Instrumented,
        customer: &Customer,
        context: &Value,
    ) -> Result<String, Error> {
        if too_deep(text).is_some() {
            return Err(wrong("an expression with too many parts"));
        }
        let environment = self.localised(locale(customer))?;
        let template = environment.template_from_str(&prepared.text)?;
        let captured = template.render_captured(context.clone())?;
        let recorder = captured.state().get_extension::<Recorder>();
        let values = recorder.map_or(&[][..], |r| r.values.as_slice());
        if values.iter().any(|value| value.markdown) {
            return Err(wrong(
                "Markdown cannot be printed here, only text; print a value of the type `text`",
            ));
        }
        let start = Span::new(SourceId(0), 0, 0);
        let extracted = extract(captured.output(), start, values.len());
        if extracted.damaged.is_some() {
            return Err(wrong(
                "a text that was put together from values was cut; cut the value before it is printed",
            ));
        }
        Ok(super::token::replace(&extracted.text, |index| {
            values.get(index).map(|value| value.text.clone()).unwrap_or_default()
        }))
    }
}
