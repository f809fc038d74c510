//! The file that a PDF carries if its document asks for it: what it was made from.

use crate::artifact::{InputEntry, SOURCES, SourceList, State};
use crate::diag::{Diagnostic, Sink};
use crate::document::Document;
use crate::pdf::Attachment;
use crate::workspace::Customer;

/// The list of a document's sources; `None` once an error was reported.
pub(super) fn sources(
    document: &Document,
    customer: &Customer,
    state: State,
    inputs: &[InputEntry],
    sink: &mut Sink,
) -> Option<Attachment> {
    let Document { id, meta, .. } = document;
    let list = SourceList::new(&customer.id, state, id, &meta.version, inputs.to_vec());
    match list.to_json() {
        Ok(bytes) => Some(Attachment {
            name: SOURCES.to_owned(),
            media_type: String::from("application/json"),
            description: format!("The files that {id} was made from, with their SHA-256 digests"),
            bytes,
        }),
        Err(error) => {
            sink.report(
                Diagnostic::error("PP0650", format!("the PDF of `{id}`: {error}"))
                    .customer(&customer.id),
            );
            None
        }
    }
}
