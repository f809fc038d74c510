//! pilotpack merges per-customer TOML variables into shared Markdown and renders a branded HTML
//! site and PDFs of every document, for every customer.
//!
//! # Flow
//!
//! ```text
//! Workspace ─► Customer + Variables ─► Source ─► Document ─┬─► site pages ─────────────┬─► Artifacts ─► Pack + PackManifest
//! workspace    workspace               merge     document  │   site                    │   pack         pack
//!                                                          └─► pages of Frames ─► PDF ─┘
//!                                                              layout             pdf
//! ```
//!
//! # Map
//!
//! A folder is a stage, and imports only point down this list (`tests/architecture.rs` enforces it):
//!
//! | folder | what it does |
//! |---|---|
//! | [`cli`] | one file per subcommand; the only place that prints |
//! | [`pack`] | the pipeline: which documents a customer gets, and building them |
//! | [`artifact`] | finished files, their digests, the manifest, and the only writer of `output/` |
//! | [`pdf`] | positioned pages to a PDF file |
//! | [`layout`] | blocks to positioned pages |
//! | [`font`] | faces, families, fallback, subsets |
//! | [`site`] | HTML pages and assets of one pack |
//! | [`highlight`] | code to styled spans, once for both outputs |
//! | [`image`] | raster and vector images, decoded once for both outputs |
//! | [`document`] | the typed tree both outputs share |
//! | [`merge`] | template and variables to one merged Markdown source |
//! | [`workspace`] | finding and reading content, themes and customers |
//! | [`diag`] | diagnostics as values |

pub mod artifact;
pub mod cli;
pub mod diag;
pub mod document;
pub mod font;
pub mod highlight;
pub mod image;
pub mod layout;
pub mod merge;
pub mod pack;
pub mod pdf;
pub mod site;
pub mod workspace;
