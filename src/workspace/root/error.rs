//! Why a file could not be read.

use std::fmt;
use std::io;

/// A failed read. The path is the one asked for, relative to the workspace.
#[derive(Debug)]
pub enum ReadError {
    /// There is no such file.
    NotFound {
        /// The path asked for.
        path: String,
        /// The nearest existing path.
        nearest: Option<String>,
    },
    /// The path is not one a workspace may read.
    Refused {
        /// The path asked for.
        path: String,
        /// Why.
        reason: Refusal,
    },
    /// The file was read and is not usable text.
    Text {
        /// The path asked for.
        path: String,
        /// What is wrong with the text.
        fault: TextFault,
    },
    /// The machine failed: permission, disk, too many open files.
    Machine {
        /// The path asked for.
        path: String,
        /// What the system said.
        source: io::Error,
    },
}

/// Why a path is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is empty, or has an empty part or a trailing `/`.
    Malformed,
    /// It starts at the root of the file system, a drive or a server.
    Absolute,
    /// It has a `..` part.
    Parent,
    /// It has a `\`.
    Backslash,
    /// It hides `..`, `/` or `\` behind percent signs.
    Encoded,
    /// It has a control character such as NUL, or a `:`.
    Character(char),
    /// It is longer than file systems allow.
    TooLong,
    /// It is none of the folders that hold sources.
    OutOfScope,
    /// It belongs to another customer.
    OtherCustomer(String),
    /// A link leads out of the folders that may be read.
    LinkOutside,
    /// A link leads back to itself.
    LinkLoop,
    /// A link leads to nothing.
    DeadLink,
    /// A link to a folder, where files are listed.
    LinkedFolder,
    /// A folder where a file is wanted.
    Folder,
    /// A file where a folder is wanted.
    NotAFolder,
    /// A FIFO, socket or device.
    Special(&'static str),
    /// More bytes than a source may have.
    TooLarge(u64),
    /// The name is not UTF-8.
    NameEncoding,
    /// Several names in the folder differ only in case or Unicode form.
    Ambiguous(Vec<String>),
    /// The file was replaced again and again while it was read.
    Changed,
}

/// What is wrong with a text. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextFault {
    /// The bytes are not UTF-8.
    Encoding {
        /// The first wrong byte, counted from the start of the file.
        offset: usize,
        /// Its line.
        line: usize,
        /// Whether a byte order mark or NUL bytes say that it is UTF-16.
        utf16: bool,
    },
    /// A character that no source may hold.
    Character {
        /// Which.
        character: char,
        /// Its byte, in the text after the byte order mark with `\n` line ends.
        offset: usize,
        /// Its line.
        line: usize,
        /// Its column.
        column: usize,
    },
}

impl ReadError {
    pub(super) fn refused(path: impl Into<String>, reason: Refusal) -> Self {
        ReadError::Refused { path: path.into(), reason }
    }

    pub(super) fn machine(path: impl Into<String>, source: io::Error) -> Self {
        ReadError::Machine { path: path.into(), source }
    }

    /// The path asked for.
    pub fn path(&self) -> &str {
        match self {
            ReadError::NotFound { path, .. }
            | ReadError::Refused { path, .. }
            | ReadError::Text { path, .. }
            | ReadError::Machine { path, .. } => path,
        }
    }

    /// Whether the machine failed, and not what was asked of it (exit code 3).
    pub fn is_machine(&self) -> bool {
        matches!(self, ReadError::Machine { .. })
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            ReadError::NotFound { nearest, .. } => {
                return nearest.as_ref().map(|name| format!("did you mean `{name}`?"));
            }
            ReadError::Refused { reason, .. } => return reason.hint(),
            ReadError::Text { fault: TextFault::Encoding { .. }, .. } => "save the file as UTF-8",
            ReadError::Text { .. } => "remove the character",
            ReadError::Machine { source, .. } => match source.kind() {
                io::ErrorKind::PermissionDenied => "check who may read the file",
                _ => return None,
            },
        };
        Some(hint.to_owned())
    }
}

impl Refusal {
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Refusal::Absolute | Refusal::Parent | Refusal::Encoded | Refusal::Backslash => {
                "name the file from the workspace folder, with `/` between the parts"
            }
            Refusal::OutOfScope => "put the file in `content/`, `themes/` or the customer's folder",
            Refusal::OtherCustomer(_) => "put a file that customers share in `content/`",
            Refusal::LinkOutside | Refusal::LinkLoop | Refusal::DeadLink => {
                "replace the link by the file itself"
            }
            Refusal::LinkedFolder => "replace the link by the folder itself",
            Refusal::Ambiguous(_) => "rename one: other systems cannot keep both in one folder",
            Refusal::NameEncoding => "rename the file in UTF-8",
            Refusal::Changed => "run again when nothing else writes the file",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::NotFound { path, .. } => write!(f, "there is no file `{path}`"),
            ReadError::Refused { path, reason } => {
                write!(f, "`{}` is refused: {reason}", path.escape_debug())
            }
            ReadError::Text { path, fault } => write!(f, "`{path}` {fault}"),
            ReadError::Machine { path, source } => write!(f, "cannot read `{path}`: {source}"),
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ReadError::Machine { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Malformed => f.write_str("the path has an empty part"),
            Refusal::Absolute => f.write_str("the path is absolute"),
            Refusal::Parent => f.write_str("the path leaves its folder with `..`"),
            Refusal::Backslash => f.write_str("the path has a backslash"),
            Refusal::Encoded => f.write_str("the path hides where it leads behind `%`"),
            Refusal::Character(c) => write!(f, "the path has the character U+{:04X}", *c as u32),
            Refusal::TooLong => f.write_str("the path is too long"),
            Refusal::OutOfScope => f.write_str("no sources are kept there"),
            Refusal::OtherCustomer(id) => write!(f, "it belongs to customer `{id}`"),
            Refusal::LinkOutside => f.write_str("a link leads out of the readable folders"),
            Refusal::LinkLoop => f.write_str("the link leads back to itself"),
            Refusal::DeadLink => f.write_str("the link leads to nothing"),
            Refusal::LinkedFolder => f.write_str("it is a link to a folder"),
            Refusal::Folder => f.write_str("it is a folder"),
            Refusal::NotAFolder => f.write_str("it is not a folder"),
            Refusal::Special(kind) => write!(f, "it is a {kind}, not a file"),
            Refusal::TooLarge(limit) => write!(f, "it has more than {} MiB", limit >> 20),
            Refusal::NameEncoding => f.write_str("its name is not UTF-8"),
            Refusal::Ambiguous(names) => write!(
                f,
                "the folder has names that differ only in case or Unicode form: `{}`",
                names.join("`, `")
            ),
            Refusal::Changed => f.write_str("it was replaced while it was read"),
        }
    }
}

impl fmt::Display for TextFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TextFault::Encoding { offset, line, utf16: false } => {
                write!(f, "is not UTF-8: wrong byte at offset {offset}, line {line}")
            }
            TextFault::Encoding { offset, .. } => {
                write!(f, "is UTF-16, not UTF-8: see offset {offset}")
            }
            TextFault::Character { character: '\0', line, column, .. } => {
                write!(f, "has a NUL character at line {line}, column {column}")
            }
            TextFault::Character { character, line, column, .. } => write!(
                f,
                "has the reserved character U+{:04X} at line {line}, column {column}",
                *character as u32
            ),
        }
    }
}
