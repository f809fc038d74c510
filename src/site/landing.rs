//! The landing page: who it is for, what to do next, the documents, people to call.

use super::address;
use super::error::ThemeError;
use super::navigation::cards;
use super::pack::{Contact, Pack};
use super::shell::{Shell, direction};
use super::theme::Theme;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

#[derive(Serialize)]
struct Event<'a> {
    date: &'a str,
    what: &'a str,
}

#[derive(Serialize)]
struct Group<'a> {
    name: &'a str,
    people: Vec<Person<'a>>,
}

#[derive(Serialize)]
struct Person<'a> {
    name: &'a str,
    role: &'a str,
    email: &'a str,
    phone: &'a str,
    telephone: String,
}

#[derive(Serialize)]
struct Link<'a> {
    label: &'a str,
    address: &'a str,
}

/// The page `index.html`.
pub(super) fn render(
    theme: &Theme,
    pack: &Pack<'_>,
    shell: &Shell<'_>,
) -> Result<String, ThemeError> {
    let timeline: Vec<Event<'_>> =
        pack.timeline.iter().map(|(date, what)| Event { date, what }).collect();
    let links: Vec<Link<'_>> =
        pack.links.iter().map(|(label, address)| Link { label, address }).collect();
    theme.render(
        "index.html",
        context! {
            shell => Serde(shell),
            language => pack.language,
            direction => direction(pack.language),
            description => &pack.intro,
            intro => &pack.intro,
            documents => Serde(cards(pack, None)),
            timeline => Serde(timeline),
            groups => Serde(groups(&pack.contacts)),
            links => Serde(links),
        },
    )
}

fn groups(contacts: &[Contact]) -> Vec<Group<'_>> {
    contacts
        .chunk_by(|a, b| a.group == b.group)
        .map(|people| Group {
            name: people.first().map_or("", |person| &person.group),
            people: people
                .iter()
                .map(|person| Person {
                    name: &person.name,
                    role: &person.role,
                    email: &person.email,
                    phone: &person.phone,
                    telephone: address::telephone(&person.phone),
                })
                .collect(),
        })
        .collect()
}
