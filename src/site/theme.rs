//! A theme: templates and tokens compiled once, shared by all customers and threads.

use super::error::ThemeError;
use super::html;
use super::tokens::Tokens;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};
use std::collections::BTreeMap;

/// The templates every theme has.
const TEMPLATES: [&str; 2] = ["index.html", "page.html"];
/// Steps one page may take; the largest of ours takes a hundredth.
const FUEL: u64 = 2_000_000;

/// A compiled theme.
#[derive(Debug)]
pub struct Theme {
    environment: Environment<'static>,
    tokens: Tokens,
    files: BTreeMap<String, Vec<u8>>,
}

impl Theme {
    /// Compiles a theme from every file of its folder, by path relative to the folder: tokens from
    /// `theme.toml`, page shells from `templates/`, everything a browser loads from `static/`.
    /// Other files belong to other outputs.
    ///
    /// # Errors
    ///
    /// Every fault of its templates and tokens.
    pub fn load(files: &BTreeMap<String, Vec<u8>>) -> Result<Theme, Vec<ThemeError>> {
        let mut errors = Vec::new();
        let mut environment = environment(&mut errors);
        for (path, bytes) in files {
            let Some(name) = path.strip_prefix("templates/") else { continue };
            let Ok(source) = std::str::from_utf8(bytes) else {
                errors.push(ThemeError::whole(path, "must be UTF-8"));
                continue;
            };
            if let Err(error) = environment.add_template_owned(name.to_owned(), source.to_owned()) {
                errors.push(template_error(&error, name, Some(source)));
            }
        }
        for name in TEMPLATES {
            let path = format!("templates/{name}");
            if !files.contains_key(&path) {
                errors.push(ThemeError::whole(&path, "the theme lacks this template"));
            }
        }
        let files: BTreeMap<String, Vec<u8>> = files
            .iter()
            .filter(|(path, _)| path.starts_with("static/") || *path == "theme.toml")
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect();
        match Tokens::read(&files) {
            Ok(tokens) if errors.is_empty() => Ok(Theme { environment, tokens, files }),
            Ok(_) => Err(errors),
            Err(more) => {
                errors.extend(more);
                Err(errors)
            }
        }
    }

    /// Colours and faces.
    pub(super) fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// A file by its path relative to the theme's folder.
    pub(super) fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// What every pack ships as it is: `static/` without the fonts, which are chosen.
    pub(super) fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files
            .iter()
            .filter(|(path, _)| path.starts_with("static/") && !path.starts_with("static/fonts/"))
            .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Renders a template.
    pub(super) fn render(&self, name: &str, context: Value) -> Result<String, ThemeError> {
        let template = self.environment.get_template(name);
        template
            .and_then(|template| template.render(context))
            .map_err(|error| template_error(&error, name, None))
    }
}

fn environment(errors: &mut Vec<ThemeError>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_fuel(Some(FUEL));
    environment.set_debug(true);
    match SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        Ok(syntax) => environment.set_syntax(syntax),
        Err(error) => errors.push(ThemeError::whole("templates", error.to_string())),
    }
    // Values go through the same escaping as the body; only `| safe` text is markup.
    environment.set_formatter(|out, state, value| {
        if value.is_undefined() {
            return Err(Error::from(ErrorKind::UndefinedError));
        }
        let written = match (value.as_str(), value.is_safe()) {
            (Some(markup), true) => out.write_str(markup),
            (Some(words), false) => {
                let mut escaped = String::with_capacity(words.len() + 16);
                html::escape_attribute(words, &mut escaped);
                out.write_str(&escaped)
            }
            (None, _) => return minijinja::escape_formatter(out, state, value),
        };
        written.map_err(Error::from)
    });
    environment
}

fn template_error(error: &Error, name: &str, source: Option<&str>) -> ThemeError {
    let file = format!("templates/{}", error.name().unwrap_or(name));
    let message = match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    };
    match (error.range(), source.or(error.template_source())) {
        (Some(range), Some(source)) => {
            let name = source
                .get(range.clone())
                .filter(|_| matches!(error.kind(), ErrorKind::UndefinedError) && range.len() < 80);
            let message = name.map_or(message.clone(), |name| format!("{message}: `{name}`"));
            ThemeError::at(&file, source, range.start, message)
        }
        _ => ThemeError { file, line: error.line().unwrap_or(0), column: 0, message },
    }
}
