//! What each stage costs for one customer of the workspace itself, and the whole pack.
//!
//! `cargo bench` prints fastest, median and mean; `benches/README.md` says what was seen.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use divan::{Bencher, black_box};
use pilotpack::diag::Sink;
use pilotpack::pack::plan::Planned;
use pilotpack::pack::{Builder, Settings};
use pilotpack::workspace::{Customer, CustomerFile, Provenance, Workspace};
use std::path::Path;
use std::sync::LazyLock;

fn main() {
    divan::main();
}

/// The workspace of this repository, compiled, with its first customer.
struct Prepared {
    builder: Builder,
    customer: Customer,
    planned: Vec<Planned>,
}

static PREPARED: LazyLock<Prepared> = LazyLock::new(|| {
    let builder = prepare();
    let mut sink = Sink::new();
    let file = builder.workspace().customers[0].clone();
    let customer = builder.workspace().customer(&file, &mut sink).unwrap();
    let planned = builder.plan(&customer, &mut sink).unwrap();
    Prepared { builder, customer, planned }
});

fn prepare() -> Builder {
    let mut sink = Sink::new();
    let mut workspace = Workspace::load(Path::new(env!("CARGO_MANIFEST_DIR")), &mut sink).unwrap();
    let mut sources = std::mem::take(&mut workspace.sources);
    Builder::prepare(workspace, &mut sources, Settings::default(), &mut sink).unwrap()
}

fn file() -> CustomerFile {
    PREPARED.builder.workspace().customers[0].clone()
}

/// Reading the workspace and compiling templates, faces and theme: paid once a run.
#[divan::bench]
fn a_prepare() {
    black_box(prepare());
}

/// Laying values over each other and merging the three documents.
#[divan::bench]
fn b_merge(bencher: Bencher<'_, '_>) {
    let p = &*PREPARED;
    let file = file();
    bencher.bench(|| {
        let mut sink = Sink::new();
        let customer = p.builder.workspace().customer(&file, &mut sink).unwrap();
        let context = p.builder.merger().context(&customer, p.builder.workspace());
        for one in &p.planned {
            let path = format!("{}.md", one.document.id);
            black_box(p.builder.merger().merge(
                &path,
                &customer,
                &context,
                p.builder.workspace(),
                &mut sink,
            ));
        }
    });
}

/// Laying values over each other: a part of `b_merge`.
#[divan::bench]
fn b_values(bencher: Bencher<'_, '_>) {
    let p = &*PREPARED;
    let file = file();
    bencher.bench(|| p.builder.workspace().customer(&file, &mut Sink::new()).unwrap());
}

/// Who set each value: paid by `explain` and `check` only.
#[divan::bench]
fn b_values_and_their_files(bencher: Bencher<'_, '_>) {
    let p = &*PREPARED;
    let file = file();
    bencher.bench(|| Provenance::of(p.builder.workspace(), &file).iter().count());
}

/// Merging and parsing the three documents into trees.
#[divan::bench]
fn c_merge_and_parse(bencher: Bencher<'_, '_>) {
    let p = &*PREPARED;
    bencher.bench(|| p.builder.plan(&p.customer, &mut Sink::new()).unwrap());
}

/// HTML of the whole site.
#[divan::bench]
fn d_site(bencher: Bencher<'_, '_>) {
    let p = &*PREPARED;
    let mut sink = Sink::new();
    let images = p.builder.images(&p.customer, &p.planned, &mut sink).unwrap();
    let printed = Default::default();
    bencher.bench(|| {
        p.builder.site(&p.customer, &p.planned, &images, &printed, &mut Sink::new()).unwrap()
    });
}

/// Layout of one document, words shaped before.
#[divan::bench(args = ["integration-guide", "dpa", "terms"])]
fn e_layout(bencher: Bencher<'_, '_>, id: &str) {
    let p = &*PREPARED;
    let mut sink = Sink::new();
    let images = p.builder.images(&p.customer, &p.planned, &mut sink).unwrap();
    let document = &p.planned.iter().find(|one| one.document.id == id).unwrap().document;
    bencher.bench(|| p.builder.lay_out(document, &p.customer, &images, &mut Sink::new()).unwrap());
}

/// Writing the PDF of one document that was laid out.
#[divan::bench(args = ["integration-guide", "dpa", "terms"])]
fn f_pdf(bencher: Bencher<'_, '_>, id: &str) {
    let p = &*PREPARED;
    let mut sink = Sink::new();
    let images = p.builder.images(&p.customer, &p.planned, &mut sink).unwrap();
    let document = &p.planned.iter().find(|one| one.document.id == id).unwrap().document;
    let pages = p.builder.lay_out(document, &p.customer, &images, &mut sink).unwrap();
    bencher
        .bench(|| p.builder.write(document, &p.customer, &pages, None, &mut Sink::new()).unwrap());
}

/// Layout and writing of the terms with no word shaped and no paragraph set before.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn f_terms_cold(bencher: Bencher<'_, '_>) {
    let p = &*PREPARED;
    let document = &p.planned.iter().find(|one| one.document.id == "terms").unwrap().document;
    let images = p.builder.images(&p.customer, &p.planned, &mut Sink::new()).unwrap();
    bencher.with_inputs(prepare).bench_refs(|builder| {
        let pages = builder.lay_out(document, &p.customer, &images, &mut Sink::new()).unwrap();
        builder.write(document, &p.customer, &pages, None, &mut Sink::new()).unwrap()
    });
}

/// Layout and writing of a document of so many pages, words shaped before: time grows with the pages.
#[divan::bench(args = [34, 102, 1020], sample_count = 5, sample_size = 1)]
fn f_pages(bencher: Bencher<'_, '_>, pages: usize) {
    let p = &*PREPARED;
    let images = p.builder.images(&p.customer, &p.planned, &mut Sink::new()).unwrap();
    let terms = &p.planned.iter().find(|one| one.document.id == "terms").unwrap().document;
    let whole = p.builder.lay_out(terms, &p.customer, &images, &mut Sink::new()).unwrap();
    let mut document = terms.clone();
    document.meta.toc = false;
    let blocks = terms.blocks.iter().cycle();
    // The whole text at least: links to what is not there would be errors.
    let times = (pages / whole.pages.len()).max(1);
    document.blocks = blocks.take(terms.blocks.len() * times).cloned().collect();
    bencher.bench(|| {
        let pages = p.builder.lay_out(&document, &p.customer, &images, &mut Sink::new()).unwrap();
        p.builder.write(&document, &p.customer, &pages, None, &mut Sink::new()).unwrap()
    });
}

/// One customer's whole pack in memory, everything shared prepared before.
#[divan::bench]
fn g_pack(bencher: Bencher<'_, '_>) {
    let p = &*PREPARED;
    let file = file();
    bencher.bench(|| p.builder.build(&file, &mut Sink::new()).unwrap());
}

/// A hundred packs in memory on all cores.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn h_hundred_packs(bencher: Bencher<'_, '_>) {
    use rayon::prelude::*;
    let p = &*PREPARED;
    let file = file();
    bencher.bench(|| {
        (0..100)
            .into_par_iter()
            .map(|_| p.builder.build(&file, &mut Sink::new()).unwrap().artifacts.len())
            .sum::<usize>()
    });
}
