"""Values and templates that try to be more than text, seen in the finished files.

Usage: values_suite.py [values] [limits]; without a name, both. Each ends with its own closing line.
"""

import os
import random
import shutil
import sys
import tempfile
import time
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pikepdf

from page_text import Page, body_text, first_difference, note_text, squeeze
from workspace import Tally, binary, run

SEED = 20261125
CUSTOMERS = 60
MEMORY = 300_000  # kB of resident memory that a hostile template may take (issue: 300 MB)

PIECES = ["# ", "*", "**", "_", "~~", "`", "```", "|", "> ", "- ", "- [x] ", "1. ", "+++", ":::", ":::signature", "[", "](", "[a](b)", "![",
          "[^1]", "[§](#a)", "{#id .annex}", "{", "}", "<b>", "</b>", "<!--", "-->", "<script>alert(1)</script>", "<img src=x onerror=y>",
          "</title>", "&amp;", "&#35;", "&", "\\", "\\*", "{{ 7*7 }}", "{{", "}}", "{% include 'x' %}", "{##", "javascript:alert(1)",
          "https://evil.example", "//evil.example", "www.evil.example", "a@evil.example", "mailto:", "data:", "%2e%2e/", "../", "?", "#",
          "=", ";", "%", "%00", "/", "(/S /URI) endstream endobj", "<< /JS (x) >>", "\"", "'", "\" onmouseover=\"x", "[[x]]", "key = 1",
          "Größe", "Ελληνικά", "Привет", "🔴", "🟢", "½", "—", "“x”", "0", "word", "a b", "!", "$x$"]

SCHEMA = """
["vendor.name"]
type = "text"
["vendor.legal_name"]
type = "text"
["customer.id"]
type = "text"
["customer.name"]
type = "text"
["customer.locale"]
type = "language"
default = "en-GB"
["vendor.brand.primary"]
type = "color"
default = "#14532d"
["brand.primary"]
type = "color"
default = "#1f4e79"
["any.text"]
type = "text"
["any.note"]
type = "markdown"
["any.date"]
type = "date"
["any.money"]
type = "money"
"""
PACKS = """
[vendor]
name = "Wardline"
legal_name = "Wardline, Inc."
[calendars.dublin]
holidays = [2027-03-17]
[packs.pilot]
title = "Pilot pack"
documents = [%s]
"""
EVERYWHERE = """+++
title = "About {{ any.text }}"
summary = "For {{ any.text }}."
numbering = "%s"
toc = true
+++
## Own {{ any.text }} {#own}

Prose {{ any.text }} and *{{ any.text }}* and **b{{ any.text }}**, `{{ any.text }}`, ~~{{ any.text }}~~.

- {{ any.text }}
- Item

  {{ any.text }}

| {{ any.text }} | b |
|---|---|
| a | {{ any.text }} |

[{{ any.text }}](https://acme.example/{{ any.text }}?q={{ any.text }}#{{ any.text }} "{{ any.text }}")
and [mail](mailto:{{ any.text }}@acme.example).

```bash title="{{ any.text }}"
echo {{ any.text }}
```

> {{ any.text }}

> [!NOTE] {{ any.text }}
> {{ any.text }}

Term {{ any.text }}

: {{ any.text }}

Note[^1].

[^1]: {{ any.text }}
"""


class Shape(HTMLParser):
    """Elements with their attributes, in order; the colours of code depend on its words."""

    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.feed(path.read_text("utf-8"))
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag == "span" and (dict(attributes).get("class") or "").startswith("hl-"):
            return
        self.elements.append((tag, tuple(
            (name, unquote(value or "") if name == "href" else value or "") for name, value in attributes)))


def workspace(scratch, documents):
    """A small workspace with the starter's theme; `documents` by id."""
    folder = Path(tempfile.mkdtemp(dir=scratch))
    result = run(binary(), "init", cwd=folder)
    if result.returncode:
        raise RuntimeError(result.stdout + result.stderr)
    for part in ("content", "customers"):
        shutil.rmtree(folder / part)
        (folder / part).mkdir()
    (folder / "content/schema.toml").write_text(SCHEMA, "utf-8")
    names = ", ".join(f'"{name}"' for name in documents)
    (folder / "pilotpack.toml").write_text(PACKS % names, "utf-8")
    for name, text in documents.items():
        (folder / f"content/{name}.md").write_text(text, "utf-8")
    return folder


def quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    assert tomllib.loads(f'a = "{escaped}"')["a"] == text
    return f'"{escaped}"'


def customer(folder, name, text="word", more="", locale="en-GB"):
    (folder / f"customers/{name}.toml").write_text(
        f'pack = "pilot"\n[customer]\nid = "{name}"\nname = "Acme"\nlocale = "{locale}"\n[any]\ntext = {quoted(text)}\n{more}', "utf-8")


def links(pdf_path):
    """Kind and address of every link annotation; an address that wraps has one for each line."""
    found = []
    with pikepdf.open(pdf_path) as pdf:
        for page in pdf.pages:
            for annotation in page.get("/Annots", []):
                action = annotation.get("/A")
                kind = str(action.S) if action is not None else "/Dest"
                address = unquote(str(action.URI)) if kind == "/URI" else ""
                if (kind, address) not in found:
                    found.append((kind, address))
    return found


def values(scratch):
    """HAZARDS C1 to C4, B6: no value adds an element, a link or an action, and all of it is printed."""
    tally = Tally()
    folder = workspace(scratch, {"guide": EVERYWHERE % "none", "legal": EVERYWHERE % "clauses"})
    rng = random.Random(SEED)
    texts = {"c000": "word"}
    while len(texts) < CUSTOMERS:
        text = " ".join("".join(rng.choice(PIECES) for _ in range(rng.randint(1, 5))).split())
        if text:
            texts[f"c{len(texts):03}"] = text
    for name, text in texts.items():
        customer(folder, name, text)
    result = run(binary(), "build", cwd=folder)
    tally.check("all customers build", result.returncode == 0, result.stdout + result.stderr)
    target = folder / "filtered.pdf"

    def text_of(name, document):
        page = Page((folder / f"output/{name}/site/{document}.html").read_text("utf-8"))
        return "".join(page.body), "".join(page.notes)

    for name, text in texts.items():
        def as_here(plain):
            return plain.replace("word", text).replace("c000", name)

        for document in ("index", "guide", "legal"):
            plain = Shape(folder / f"output/c000/site/{document}.html").elements
            here = Shape(folder / f"output/{name}/site/{document}.html").elements
            same = [e[0] for e in plain] == [e[0] for e in here]
            tally.check(f"{name} {document}: the same elements", same, text)
            # An address to write to loses its white space; everything else is the value as it is.
            wrong = [(a, b) for (_, one), (_, two) in zip(plain, here) for a, b in zip(one, two)
                     if (a[0], as_here(a[1])) != b and a[1].replace("word", text.replace(" ", "")) != b[1] and a[0] not in ("src", "content")]
            tally.check(f"{name} {document}: the same attributes", not wrong, f"{text}\n{wrong[:3]}")
        for document in ("guide", "legal"):
            html, notes = text_of(name, document)
            plain, plain_notes = text_of("c000", document)
            tally.check(f"{name} {document}: the words of the page", squeeze(html) == squeeze(as_here(plain)),
                        first_difference(squeeze(html), squeeze(as_here(plain))))
            pdf = folder / f"output/{name}/pdf/{document}.pdf"
            printed = squeeze(body_text(pdf, target))
            tally.check(f"{name} {document}: the words of the PDF", printed == squeeze(html), first_difference(printed, squeeze(html)))
            printed = squeeze(note_text(pdf, target))
            tally.check(f"{name} {document}: the footnotes of the PDF", printed == squeeze(notes), first_difference(printed, squeeze(notes)))
            wanted = [(kind, as_here(address)) for kind, address in links(folder / f"output/c000/pdf/{document}.pdf")]
            found = [(kind, address) for kind, address in links(pdf)]
            kinds = [kind for kind, _ in found] == [kind for kind, _ in wanted]
            exact = all(a.replace(" ", "") == b.replace(" ", "") for (_, a), (_, b) in zip(found, wanted))
            tally.check(f"{name} {document}: the links of the PDF", kinds and exact, f"{found}\n{wanted}")
            with pikepdf.open(pdf) as opened:
                tally.check(f"{name} {document}: the title of the PDF", str(opened.docinfo["/Title"]) == f"About {text}", text)
    markdown(tally, scratch)
    locales(tally, scratch)
    return tally.close()


def markdown(tally, scratch):
    """A value is Markdown only if the schema says so."""
    note = "**bold** and [link](https://wardline.example)"
    front = '+++\ntitle = "Guide"\n+++\n'
    folder = workspace(scratch, {"guide": front + "{{ any.note }}\n\nText {{ any.note }}.\n", "legal": front + "{{ any.text }}\n"})
    customer(folder, "acme", note, f"note = {quoted(note)}\n")
    result = run(binary(), "build", cwd=folder)
    tally.check("Markdown values build", result.returncode == 0, result.stdout + result.stderr)
    address = ("/URI", "https://wardline.example")
    for document, count in (("guide", 2), ("legal", 0)):
        elements = Shape(folder / f"output/acme/site/{document}.html").elements
        found = sum(1 for tag, attributes in elements if tag == "a" and ("href", address[1]) in attributes)
        tally.check(f"{document}: {count} links of a value", found == count, found)
        tally.check(f"{document}: links in the PDF", (address in links(folder / f"output/acme/pdf/{document}.pdf")) == (count > 0))


def locales(tally, scratch):
    """Dates, amounts and business days as the customer's locale writes them, in both outputs and all faces."""
    body = """{{ any.money | money }} and {{ any.date | date }}, `{{ any.money | money }}`, **{{ any.money | money }}**
{{ (any.date + 5 business_days("dublin")) | date("iso") }} {{ "2027-03-12" | add_business_days(3, "dublin") }}
"""
    front = '+++\ntitle = "Guide"\nnumbering = "%s"\n+++\n'
    folder = workspace(scratch, {"guide": front % "none" + body, "legal": front % "clauses" + "## Sums {#sums}\n\n" + body})
    expected = {
        "de-DE": ("EUR", "1.234,50\u00a0€ and 12. Januar 2027"), "en-US": ("USD", "$1,234.50 and January 12, 2027"),
        "en-GB": ("GBP", "£1,234.50 and 12 January 2027"), "fr-FR": ("EUR", "1\u202f234,50\u00a0€ and 12 janvier 2027"),
        "es-ES": ("EUR", "1234,50\u00a0€ and 12 de enero de 2027"), "el-GR": ("EUR", "1.234,50\u00a0€ and 12 Ιανουαρίου 2027"),
    }
    for locale, (currency, _) in expected.items():
        customer(folder, locale.lower(), "word", f'date = 2027-01-12\nmoney = "1234.50 {currency}"\n', locale)
    result = run(binary(), "build", cwd=folder)
    tally.check("all locales build", result.returncode == 0, result.stdout + result.stderr)
    for locale, (_, words) in expected.items():
        for document in ("guide", "legal"):
            page = Page((folder / f"output/{locale.lower()}/site/{document}.html").read_text("utf-8"))
            html = "".join(page.body)
            tally.check(f"{locale} {document}: amount and date", words in html, html)
            tally.check(f"{locale} {document}: business days", "2027-01-19 2027-03-18" in " ".join(html.split()), html)
            printed = squeeze(body_text(folder / f"output/{locale.lower()}/pdf/{document}.pdf", folder / "filtered.pdf"))
            tally.check(f"{locale} {document}: the PDF says so too", squeeze(words) in printed, printed)


HOSTILE = {
    "forty doublings": '{% set s = "xxxxxxxx" %}' + "{% set s = s ~ s %}" * 40 + "{{ s }}",
    "forty doublings in blocks": '{% set s %}xxxxxxxx{% endset %}' + "{% set s %}{{ s }}{{ s }}{% endset %}" * 40 + "{{ s }}",
    "a macro that doubles": "{% macro d(s) %}{{ s ~ s }}{% endmacro %}{{ " + "d(" * 40 + "'xxxxxxxx'" + ")" * 40 + " }}",
    "a macro without end": "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "a macro without end that doubles": "{% macro a(s) %}{{ a(s ~ s) }}{% endmacro %}{{ a(any.text) }}",
    "a document that includes itself": '{% include "guide.md" %}',
    "loops over loops": "{% for a in range(9999) %}{% for b in range(9999) %}" + "x" * 500 + "\n{% endfor %}{% endfor %}",
    "a long value in a loop": "{% for a in range(99999) %}{{ any.text }}{% endfor %}",
    "a text times a number": '{{ "x" * 99000000 }}',
    "thousands of long texts": "".join(f"{{% set a{n} = any.text ~ '{n}' %}}" for n in range(3000)) + "x",
    "replacing without end": "{{ any.text | replace('x', any.text) }}",
    "joining without end": "{{ range(99999) | list | join(any.text) }}",
    "lists in each other": "{% set x = [1] %}" + "{% set x = [x] %}" * 50_000 + "x",
    "a filter in a loop": "{% for i in range(99999) %}{% if any.text | upper == 'x' %}a{% endif %}{% endfor %}",
    "a heading of a page": "## {{ any.text }}",
    "a list that grows": "{% set l = [1, 2, 3] %}" + "{% set l = l + l %}" * 40 + "x",
}


def limits(scratch):
    """HAZARDS H1 to H3: a hostile template ends with an error, and takes little memory."""
    tally = Tally()
    front = '+++\ntitle = "Guide"\n+++\n'
    for name, template in HOSTILE.items():
        folder = workspace(scratch, {"guide": front + template + "\n"})
        customer(folder, "acme", "x" * 60_000)
        start = time.monotonic()
        with open(folder / "messages", "wb") as messages:
            process = os.posix_spawn(binary(), [str(binary()), "build", "--workspace", str(folder)], os.environ,
                                     file_actions=[(os.POSIX_SPAWN_DUP2, messages.fileno(), 2)])
            _, status, usage = os.wait4(process, 0)
        text = (folder / "messages").read_text("utf-8")
        print(f"{name}: {time.monotonic() - start:.2f} s, {usage.ru_maxrss / 1000:.0f} MB")
        refused = os.waitstatus_to_exitcode(status) == 1 and "error[PP0" in text and "content/guide.md:" in text
        tally.check(f"{name}: refused with its place", refused and "panicked" not in text, text[:2000])
        tally.check(f"{name}: little memory", usage.ru_maxrss < MEMORY, f"{usage.ru_maxrss} kB")
        shutil.rmtree(folder)
    tally.check("what is let through", let_through(tally, scratch, front))
    return tally.close()


def let_through(tally, scratch, front):
    """The largest text that a template may make is also laid out and written within the memory."""
    folder = workspace(scratch, {"guide": front})
    customer(folder, "acme")
    for rounds in (99_999, 90_000, 80_000):
        template = "{% for a in range(" + str(rounds) + ") %}a word or five more {% endfor %}\n"
        (folder / "content/guide.md").write_text(front + template, "utf-8")
        with open(folder / "messages", "wb") as messages:
            process = os.posix_spawn(binary(), [str(binary()), "build", "--workspace", str(folder)], os.environ,
                                     file_actions=[(os.POSIX_SPAWN_DUP2, messages.fileno(), 2)])
            _, status, usage = os.wait4(process, 0)
        done = os.waitstatus_to_exitcode(status) == 0
        print(f"{rounds} rounds: {'built' if done else 'refused'}, {usage.ru_maxrss / 1000:.0f} MB")
        tally.check(f"{rounds} rounds: little memory", usage.ru_maxrss < MEMORY, f"{usage.ru_maxrss} kB")
        if done:
            return True
    return False


SUITES = {"values": values, "limits": limits}


def main():
    chosen = sys.argv[1:] or list(SUITES)
    failed = 0
    for name in chosen:
        scratch = Path(tempfile.mkdtemp(prefix="pilotpack-"))
        try:
            failed |= SUITES[name](scratch)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
