//! Flags exactly as typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Builds branded documentation packs: shared Markdown and one TOML file per customer in, HTML
/// site and PDFs out.
#[derive(Debug, Parser)]
#[command(name = "pilotpack", version, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Flags of every command.
    #[command(flatten)]
    pub global: Global,
}

/// Flags of every command.
#[derive(Debug, Args)]
pub struct Global {
    /// Folder of the workspace (default: the nearest folder upwards with a pilotpack.toml)
    #[arg(long, global = true, value_name = "DIR")]
    pub workspace: Option<PathBuf>,
    /// Folder the packs are written to (default: output/ in the workspace)
    #[arg(long, global = true, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Customers built at the same time (default: one for each core)
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Day the packs are issued on; without it and SOURCE_DATE_EPOCH, PDFs carry no date
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
    /// Print errors and warnings only
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub color: Color,
    /// The form of errors and warnings
    #[arg(long, global = true, value_enum, default_value = "human", value_name = "FORM")]
    pub format: Format,
}

/// The form of errors and warnings: for people, or one document on standard output for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the lines they are about, on standard error.
    Human,
    /// JSON: all places, customers and hints.
    Json,
    /// Commands that GitHub shows beside the lines of a pull request.
    Github,
    /// SARIF 2.1.0, for code scanners and editors.
    Sarif,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a workspace to start from into an empty folder
    Init {
        /// The folder (default: the current one)
        folder: Option<PathBuf>,
    },
    /// Write the file of a new customer, asking for what the documents need
    New(New),
    /// Build the packs of all customers, or of those named
    Build {
        /// Customers (default: all)
        #[arg(value_name = "ID")]
        customers: Vec<String>,
        /// Mark every page as a draft
        #[arg(long)]
        draft: bool,
        /// Print how long each stage took, added up over customers and threads
        #[arg(long)]
        timings: bool,
    },
    /// Build in memory and report errors, values nobody reads, values set twice, layers of nobody
    Check {
        /// Customers (default: all)
        #[arg(value_name = "ID")]
        customers: Vec<String>,
    },
    /// Show where a customer's values come from and where they are printed, or what a code means
    Explain {
        /// A customer, or the code of a message such as PP0103
        #[arg(value_name = "ID|CODE")]
        what: String,
        /// A value such as customer.name, or a table such as contacts
        key: Option<String>,
    },
    /// List customers, their packs and documents
    List,
    /// Print JSON Schema for editors, so that they complete and check TOML files
    Schema {
        /// The file it is for
        #[arg(value_enum, default_value = "customer", conflicts_with = "write")]
        file: SchemaFile,
        /// Write the schemas of all files to schemas/, where .taplo.toml looks for them
        #[arg(long)]
        write: bool,
    },
    /// Remove built packs; files that pilotpack did not write stay
    Clean {
        /// Customers (default: all)
        #[arg(value_name = "ID")]
        customers: Vec<String>,
    },
    /// Print the completion script of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// A file that there is a schema for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaFile {
    /// A customer's file
    Customer,
    /// A file below customers/_layers
    Layer,
    /// pilotpack.toml
    Config,
}

/// Flags of `new`.
#[derive(Debug, Args)]
pub struct New {
    /// Name of the customer's file and folder: small letters, digits and hyphens
    pub id: String,
    /// Pack to build (default: the only one, or the first)
    #[arg(long, value_name = "NAME")]
    pub pack: Option<String>,
    /// Layers below the customer's file, lowest first, such as region/eu
    #[arg(long = "layer", value_name = "NAME")]
    pub layers: Vec<String>,
    /// A value, such as customer.name="Acme Robotics"
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// A TOML file with values, in the form of a customer's file; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
}
