//! Values that are set again to what they are already.

use crate::diag::{Diagnostic, Sink, Span};
use crate::workspace::{Origin, Provenance, Setting, Workspace};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one setting in a shared file.
struct Shared<'a> {
    name: String,
    below: Span,
    layer: Origin<'a>,
    /// Customers for whom it says what was said below, and customers who have it at all.
    same: usize,
    all: usize,
}

/// Reports settings that say what the file below them says already.
///
/// A setting in a shared file is reported if that is so for every customer who has it: another
/// customer may have another layer below.
pub fn check(workspace: &Workspace, chosen: &BTreeSet<&str>, sink: &mut Sink) {
    let mut shared: BTreeMap<Span, Shared<'_>> = BTreeMap::new();
    for file in workspace.customers.iter().filter(|file| file.table.is_some()) {
        let provenance = Provenance::of(workspace, file);
        for (name, chain) in provenance.iter() {
            let mut below: Option<Setting<'_>> = None;
            for setting in chain {
                let same = below.filter(|below| below.node.value.same(&setting.node.value));
                below = Some(*setting);
                if setting.origin == Origin::Customer {
                    if let Some(lower) = same.filter(|_| chosen.contains(file.id.as_str())) {
                        let span = setting.node.key;
                        sink.report(
                            again(name, span, lower.node.span, setting.origin).customer(&file.id),
                        );
                    }
                    continue;
                }
                let place = shared.entry(setting.node.key).or_insert_with(|| Shared {
                    name: name.to_owned(),
                    below: setting.node.span,
                    layer: setting.origin,
                    same: 0,
                    all: 0,
                });
                place.all += 1;
                if let Some(lower) = same {
                    place.same += 1;
                    place.below = lower.node.span;
                }
            }
        }
    }
    for (span, place) in shared.iter().filter(|(_, place)| place.same == place.all) {
        sink.report(again(&place.name, *span, place.below, place.layer));
    }
}

fn again(name: &str, span: Span, below: Span, origin: Origin<'_>) -> Diagnostic {
    let file = match origin {
        Origin::Default => String::from("content/schema.toml"),
        Origin::Config => String::from("pilotpack.toml"),
        Origin::Layer(layer) => format!("the layer `{layer}`"),
        Origin::Customer => String::from("the customer's file"),
    };
    Diagnostic::warning("PP0131", format!("`{name}` is already set to the same value"))
        .at(span, "set again")
        .related(below, "set here")
        .hint(format!("remove it from {file}"))
}
