//! Messages as people read them: what is gathered, what is cut, what is made visible.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use pilotpack::diag::{Diagnostic, Sources, Span, render};
use support::wrong::base;

/// The message for a mistake at `needle` in a file of this text.
#[track_caller]
fn message(text: &str, needle: &str, label: &str) -> String {
    let mut sources = Sources::new();
    let id = sources.add("a.md", text);
    let start = text.find(needle).unwrap();
    let span = Span::new(id, start, start + needle.len());
    render::human(&Diagnostic::error("PP0202", "m").at(span, label), &sources, false)
}

/// The line of source and the line of carets below it.
#[track_caller]
fn lines(message: &str) -> (&str, &str) {
    let lines: Vec<&str> = message.lines().collect();
    let at = lines.iter().position(|line| line.contains('^')).unwrap();
    (lines[at - 1], lines[at])
}

/// The longest line, in columns of the terminal: CJK characters of the tests take two.
fn width(message: &str) -> usize {
    let columns = |c: char| if ('\u{4E00}'..='\u{9FFF}').contains(&c) { 2 } else { 1 };
    message.lines().map(|line| line.chars().map(columns).sum()).max().unwrap()
}

#[test]
fn long_lines_are_cut_around_the_caret() {
    let x = "x".repeat(2500);
    for (text, column) in [
        (format!("{x} NEEDLE {x}"), 2502),
        (format!("NEEDLE {x}{x}"), 1),
        (format!("{x}{x} NEEDLE"), 5002),
        (format!("{} NEEDLE {}", "北".repeat(2000), "京".repeat(2000)), 2002),
        (format!("{}NEEDLE", "\t".repeat(3000)), 3001),
        (format!("{}NEEDLE", " ".repeat(3000)), 3001),
    ] {
        let message = message(&text, "NEEDLE", "here");
        assert!(message.contains(&format!("--> a.md:1:{column}\n")), "{message}");
        assert!(width(&message) <= 140, "{message}");
        assert!(message.lines().count() <= 6, "{message}");
        let (source, carets) = lines(&message);
        assert!(
            source.contains("NEEDLE") && source.contains("...") && carets.ends_with("^^^^^^ here")
        );
        let before: String = source[..source.find("NEEDLE").unwrap()].into();
        assert_eq!(width(&before), carets.find('^').unwrap(), "{message}");
    }
}

#[test]
fn long_ranges_are_cut_too() {
    let y = "y".repeat(5000);
    assert!(width(&message(&format!("a {y}"), &y, "label")) <= 140);
    let several = format!("\"\"\"\n{y}\nb{y}\"\"\"");
    let message = message(&format!("v = {several}\n"), &several, "this value");
    assert_eq!(lines(&message), ("1 | v = \"\"\"", "  |     ^^^ this value"));
    assert!(width(&message) <= 140, "{message}");
}

#[test]
fn a_range_of_many_lines_is_folded() {
    let text = "line\n".repeat(500);
    let message = message(&text, &text, "all of it");
    assert!(message.lines().count() < 15, "{message}");
    assert!(message.contains("1 | / line") && message.contains("500 | | line"), "{message}");
}

#[test]
fn long_values_in_messages_are_cut() {
    let mut sources = Sources::new();
    let id = sources.add("a.md", "x");
    let long = "z".repeat(5000);
    let diagnostic = Diagnostic::error("PP0202", format!("\"{long}\" is not a date"))
        .at(Span::new(id, 0, 1), long.clone())
        .hint(long.clone())
        .customer(long);
    let message = render::human(&diagnostic, &sources, false);
    assert!(message.len() < 2000, "{message}");
    assert!(message.contains("zz… (4416 more characters)\n"), "{message}");
}

/// Column by column, the caret stands below what it points at.
#[test]
fn carets_stand_below_tabs_wide_letters_and_emoji() {
    for (text, source, carets) in [
        ("\t\ta\tNEEDLE\tb", "1 |         a    NEEDLE    b", "  |              ^^^^^^"),
        // Six wide letters take twelve columns of the terminal.
        ("北京市朝阳区 NEEDLE 北京", "1 | 北京市朝阳区 NEEDLE 北京", "  |              ^^^^^^"),
        ("e\u{301} NEEDLE", "1 | e\u{301} NEEDLE", "  |   ^^^^^^"),
        // Terminals disagree on joined emoji, so that they are shown one by one: two of two columns.
        ("👩\u{200D}💻 NEEDLE", "1 | 👩💻 NEEDLE", "  |      ^^^^^^"),
        ("🇩🇪 NEEDLE", "1 | 🇩🇪 NEEDLE", "  |    ^^^^^^"),
    ] {
        assert_eq!(lines(&message(text, "NEEDLE", "")), (source, carets));
    }
    assert_eq!(lines(&message("a 北京 b", "北京", "")), ("1 | a 北京 b", "  |   ^^^^"));
}

#[test]
fn a_line_end_is_pointed_at_on_its_own_line() {
    assert_eq!(lines(&message("ab\ncd", "\n", "here")), ("1 | ab", "  |   ^ here"));
    assert_eq!(lines(&message("ab\ncd", "ab\n", "")), ("1 | ab", "  | ^^"));
    assert_eq!(lines(&message("", "", "empty")), ("1 |", "  | ^ empty"));
}

/// Escape sequences of a terminal in any text that a message shows.
#[test]
fn nothing_steers_the_terminal() {
    let evil = "\u{1b}[2J\u{1b}]0;title\u{7}\u{9b}31m\r\u{8}\u{202E}";
    let mut sources = Sources::new();
    let id = sources.add(format!("content/{evil}.md"), format!("a{evil} NEEDLE"));
    let start = 1 + evil.len() + 1;
    let span = Span::new(id, start, start + 6);
    let diagnostic = Diagnostic::error("PP0202", format!("message {evil}\nerror: forged"))
        .at(span, format!("label {evil}"))
        .related(span, format!("related {evil}"))
        .hint(format!("hint {evil}"))
        .customer(format!("customer {evil}"));
    let message = render::human(&diagnostic, &sources, false);
    let spelt = r"\u{1b}[2J\u{1b}]0;title\u{7}\u{9b}31m\r\u{8}\u{202e}";
    for part in
        ["message ", "label ", "related ", "= hint: hint ", "customer: customer ", "content/"]
    {
        assert!(message.contains(&format!("{part}{spelt}")), "{part}\n{message}");
    }
    assert!(message.contains(r"\nerror: forged"), "{message}");
    assert!(message.contains("a␛[2J␛]0;title␇�31m␍␈� NEEDLE"), "{message}");
    assert!(!message.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202E}'));
    let (source, carets) = lines(&message);
    assert_eq!(source.chars().count() - 6, carets.find('^').unwrap(), "{message}");
}

/// One mistake in shared text, and one place in each of forty files.
#[test]
fn forty_customers_do_not_fill_the_screen() {
    let mut project = base().append("content/guide.md", "\nCall {{ any.phone }}.\n");
    let toml = project.text("customers/acme.toml");
    for number in 0..40 {
        let id = format!("customer-{number:02}");
        project = project.customer(&id, &toml.replace("\"acme\"", &format!("\"{id}\"")));
    }
    let outcome = project.run();
    assert_eq!(outcome.diagnostics.len(), 1, "{}", outcome.messages());
    assert_eq!(outcome.diagnostics[0].customers.len(), 41);
    assert_eq!(outcome.diagnostics[0].related.len(), 41);
    let messages = outcome.messages();
    assert!(messages.lines().count() < 40, "{messages}");
    assert_eq!(messages.matches("::: customers/").count(), 3, "{messages}");
    for part in [
        "= note: and 38 more places: customers/customer-02.toml:1, customers/customer-03.toml:1, \
         customers/customer-04.toml:1, customers/customer-05.toml:1, customers/customer-06.toml:1 \
         and 33 more\n",
        "= note: 41 customers: acme, customer-00, customer-01, customer-02, customer-03 and 36 more\n",
    ] {
        assert!(messages.contains(part), "{part}\n{messages}");
    }
}

/// One mistake in a layer is one message, however many customers name the layer.
#[test]
fn a_mistake_in_a_layer_is_one_message() {
    let mut project =
        base().file("customers/_layers/region/eu.toml", "[customer]\nlocal = \"x\"\n");
    let toml = project.text("customers/acme.toml");
    for id in ["acme", "beta", "gamma"] {
        let toml =
            format!("layers = [\"region/eu\"]\n{toml}").replace("\"acme\"", &format!("\"{id}\""));
        project = project.customer(id, &toml);
    }
    let outcome = project.run();
    assert_eq!(outcome.diagnostics.len(), 1, "{}", outcome.messages());
    assert!(outcome.messages().contains("--> customers/_layers/region/eu.toml:2:1"));
}

#[test]
fn the_same_mistake_in_a_file_is_one_message() {
    let mut text = String::new();
    for number in 0..30 {
        text.push_str(&format!("\n\nLine {number} is <b>bold</b>."));
    }
    let outcome = base().append("content/guide.md", &text).run();
    assert_eq!(outcome.diagnostics.len(), 1, "{}", outcome.messages());
    let messages = outcome.messages();
    assert_eq!(messages.matches("<b>bold</b>").count(), 3, "{messages}");
    assert!(
        messages.contains(
            "= note: the same mistake at 27 more places: content/guide.md:22, content/guide.md:24, \
             content/guide.md:26, content/guide.md:28, content/guide.md:30 and 22 more\n"
        ),
        "{messages}"
    );
}

/// Places on one line stand in one snippet as far as there is room for their carets.
#[test]
fn places_on_one_line_share_a_snippet() {
    let messages = base().append("content/guide.md", "\nA <b>b</b>.\n").run().messages();
    assert!(messages.contains("15 | A <b>b</b>.\n   |   ^^^ ^^^^\n"), "{messages}");
    let many: String = (0..100).map(|n| format!("<b{n}> and some words ")).collect();
    let many = format!("\n{many}\n");
    let messages = base().append("content/guide.md", &many).run().messages();
    assert!(width(&messages) <= 200, "{messages}");
    assert!(messages.lines().count() < 25, "{messages}");
    assert!(messages.contains("the same mistake at "), "{messages}");
}

/// Files are read in one order and shown in another: what people see is sorted by path.
#[test]
fn messages_are_in_the_order_of_the_files() {
    let outcome = base()
        .append("content/guide.md", "\n# One\n\n<b>\n")
        .append("content/terms.md", "\n# Two\n")
        .customer("acme", &base().text("customers/acme.toml").replace("name =", "nmae ="))
        .run();
    let places: Vec<String> = outcome
        .messages()
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("--> ").map(str::to_owned))
        .collect();
    let mut sorted = places.clone();
    sorted.sort();
    assert_eq!(places, sorted);
    assert!(!places.is_empty());
}
