//! The types a variable can have.

use super::Columns;

/// The type of a variable, a column or an element of a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// One line of text.
    Text,
    /// Text of several lines.
    Multiline,
    /// Markdown without raw HTML and template syntax.
    Markdown,
    /// An e-mail address.
    Email,
    /// A telephone number in international form (ITU-T E.164 with spaces).
    Phone,
    /// An `https` or `http` address.
    Url,
    /// A host name.
    Host,
    /// A calendar date.
    Date,
    /// A number and a unit of time, such as `4 weeks`.
    Duration,
    /// An exact amount and an ISO 4217 code, such as `1490.00 EUR`.
    Money,
    /// An exact number.
    Decimal,
    /// A whole number.
    Integer,
    /// An exact number of hundredths.
    Percent,
    /// One of the words listed.
    Enum(Vec<String>),
    /// `true` or `false`.
    Boolean,
    /// An ISO 3166-1 alpha-2 code.
    Country,
    /// A BCP 47 language tag.
    Language,
    /// A name of the IANA time zone database, such as `Europe/Berlin`.
    Timezone,
    /// `#rrggbb`.
    Color,
    /// The path of a file of the workspace.
    File,
    /// A list whose elements have one type, which is neither a list nor a table.
    List(Box<Kind>),
    /// A table with fixed, typed keys that is one variable.
    Table(Columns),
    /// A list of tables with the same columns.
    TableList(Columns),
}

/// What the bounds `min` and `max` of a type are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A whole number.
    Integer,
    /// An exact number.
    Decimal,
    /// An amount with or without a currency.
    Money,
    /// A date.
    Date,
    /// A span of time.
    Duration,
    /// A number of characters (Unicode code points).
    Characters,
    /// A number of elements or rows.
    Elements,
}

impl Kind {
    /// The names a schema can give as `type`, in the order of [`Kind`].
    pub const NAMES: &[&str] = &[
        "text",
        "multiline",
        "markdown",
        "email",
        "phone",
        "url",
        "host",
        "date",
        "duration",
        "money",
        "decimal",
        "integer",
        "percent",
        "enum",
        "boolean",
        "country",
        "language",
        "timezone",
        "color",
        "file",
        "list",
        "table",
        "table_list",
    ];

    /// The name of the type in a schema.
    pub const fn name(&self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Multiline => "multiline",
            Kind::Markdown => "markdown",
            Kind::Email => "email",
            Kind::Phone => "phone",
            Kind::Url => "url",
            Kind::Host => "host",
            Kind::Date => "date",
            Kind::Duration => "duration",
            Kind::Money => "money",
            Kind::Decimal => "decimal",
            Kind::Integer => "integer",
            Kind::Percent => "percent",
            Kind::Enum(_) => "enum",
            Kind::Boolean => "boolean",
            Kind::Country => "country",
            Kind::Language => "language",
            Kind::Timezone => "timezone",
            Kind::Color => "color",
            Kind::File => "file",
            Kind::List(_) => "list",
            Kind::Table(_) => "table",
            Kind::TableList(_) => "table_list",
        }
    }

    /// What `min` and `max` mean for the type; `None` if it has no bounds.
    pub const fn measure(&self) -> Option<Measure> {
        match self {
            Kind::Integer => Some(Measure::Integer),
            Kind::Decimal | Kind::Percent => Some(Measure::Decimal),
            Kind::Money => Some(Measure::Money),
            Kind::Date => Some(Measure::Date),
            Kind::Duration => Some(Measure::Duration),
            Kind::Text | Kind::Multiline | Kind::Markdown => Some(Measure::Characters),
            Kind::List(_) | Kind::TableList(_) => Some(Measure::Elements),
            _ => None,
        }
    }

    /// Whether a `pattern` may narrow the type.
    pub const fn takes_pattern(&self) -> bool {
        matches!(self, Kind::Text | Kind::Multiline | Kind::Host | Kind::Url | Kind::Email)
    }

    /// The columns of a table or of a list of tables.
    pub const fn columns(&self) -> Option<&Columns> {
        match self {
            Kind::Table(columns) | Kind::TableList(columns) => Some(columns),
            _ => None,
        }
    }
}
