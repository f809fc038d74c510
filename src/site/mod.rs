//! HTML pages and assets of one pack.
//!
//! [`Theme::load`] compiles templates and tokens once per run; [`render`] turns a [`Pack`] into
//! files: one page a document (`body` writes what its `<main>` holds), the landing page, style
//! sheets, scripts, pictures and the font subsets that the words need. Nothing here touches the
//! disk or knows where the files go, so equal packs give equal bytes.
//!
//! The pages work from `file://` without a network: every reference is relative, scripts are plain
//! files, and a content security policy forbids everything else. All words are in the HTML; a
//! script only adds conveniences.

mod address;
mod block;
mod body;
mod brand;
mod code;
mod color;
mod error;
mod fonts;
mod html;
mod inline;
mod landing;
mod letters;
mod list;
mod navigation;
mod pack;
mod page;
mod pictures;
mod search;
mod shell;
mod signature;
mod table;
mod theme;
mod tokens;

pub use error::{RenderError, ThemeError};
pub use pack::{Brand, Contact, Entry, File, Pack, Pdf};
pub use theme::Theme;

use std::collections::BTreeMap;

/// Renders every file of the site, sorted by path.
///
/// # Errors
///
/// All that is wrong with the pack at once: pictures it lacks, links it cannot resolve, colours
/// that are none, and what the theme's templates refuse.
pub fn render(theme: &Theme, pack: &Pack<'_>) -> Result<Vec<File>, Vec<RenderError>> {
    let mut errors = Vec::new();
    let mut pictures = pictures::Pictures::new(pack.pictures);
    let mut usage = letters::Usage::default();
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();

    for (label, address) in pack.links.iter().filter(|(_, url)| !address::is_allowed(url)) {
        errors.push(RenderError::Address { label: label.clone(), address: address.clone() });
    }
    let shell = shell::Shell::new(pack, &mut pictures, &mut errors);
    let mut pages = vec![(String::from("index.html"), landing::render(theme, pack, &shell))];
    for at in 0..pack.documents.len() {
        if let Some(entry) = pack.documents.get(at).filter(|entry| entry.page) {
            let body = body::write(pack, entry, &mut pictures, &mut usage, &mut errors);
            pages.push((
                address::page(&entry.document.id),
                page::render(theme, pack, &shell, at, body),
            ));
        }
    }
    for (path, page) in pages {
        match page {
            Ok(html) => {
                usage.sans.add(&html);
                if files.insert(path.clone(), html.into_bytes()).is_some() {
                    errors.push(RenderError::Name { path });
                }
            }
            Err(error) => errors.push(RenderError::Template(error)),
        }
    }

    files.insert(String::from("assets/search-index.js"), search::index(pack).into_bytes());
    match brand::style_sheet(theme.tokens(), pack) {
        Ok(css) => drop(files.insert(String::from("assets/brand.css"), css.into_bytes())),
        Err(error) => errors.push(error),
    }
    let faces = fonts::choose(theme.tokens(), &usage);
    files.insert(String::from("assets/fonts.css"), fonts::style_sheet(&faces).into_bytes());
    for source in fonts::files(&faces) {
        if let Some(bytes) = theme.file(source) {
            files.insert(address::asset(source), bytes.to_vec());
        }
    }
    for (path, bytes) in theme.assets() {
        files.insert(address::asset(path), bytes.to_vec());
    }
    files.extend(pictures.into_files());

    if errors.is_empty() {
        errors = missing_assets(&files);
    }
    if errors.is_empty() {
        Ok(files.into_iter().map(|(path, bytes)| File { path, bytes }).collect())
    } else {
        Err(errors)
    }
}

/// Files of the theme that pages refer to and that are not there.
fn missing_assets(files: &BTreeMap<String, Vec<u8>>) -> Vec<RenderError> {
    let mut missing = std::collections::BTreeSet::new();
    for (_, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        for part in html.split("=\"assets/").skip(1) {
            let name = part.split(['"', '#', '?']).next().unwrap_or_default();
            if !files.contains_key(&format!("assets/{name}")) {
                missing.insert(name.to_owned());
            }
        }
    }
    let error = |name: &String| {
        let words = "is missing, and the pages refer to it";
        RenderError::Template(ThemeError::whole(&format!("static/{name}"), words))
    };
    missing.iter().map(error).collect()
}
