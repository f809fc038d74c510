"""Documents with one kind of content in one kind of container each, and the words they must show.

Every kind makes its own words, each of five letters that occur nowhere else, so that a word that is lost, doubled or out of order
can be named. What Markdown cannot say is in `IMPOSSIBLE`, what pilotpack refuses in `REFUSED`, both with the reason.
"""

from dataclasses import dataclass, field
from itertools import product

CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"


def all_words(letters=5):
    """Words of so many letters, none of which is part of others side by side: `Qbbab`, `Qbbad`, …"""
    for ending in product(*[CONSONANTS] * (letters - 3), VOWELS, CONSONANTS):
        yield "Q" + "".join(ending)


@dataclass
class Expected:
    """What a document must show: words of the text, of each footnote, and the texts of pictures, each in order."""

    body: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    alts: list = field(default_factory=list)
    # Boxes of a form in order, each ticked or not.
    ticked: list = field(default_factory=list)
    # Whether the pages show the words in the order of the tree: cells side by side that go over pages do not.
    paged: bool = True


class Maker:
    """Makes the words of one document and notes where each must be."""

    def __init__(self):
        self.words = all_words()
        self.expected = Expected()
        self.into = self.expected.body
        self.tail = []
        # What a reference to the first heading prints.
        self.target = []

    def word(self):
        word = next(self.words)
        self.into.append(word)
        return word

    def note(self, make):
        """A footnote below everything else; gives its mark."""
        name = next(self.words)
        before, self.into = self.into, []
        self.expected.notes.append(self.into)
        first, *rest = make()
        self.into = before
        self.tail += ["", f"[^{name}]: {first}", *(f"    {line}" if line else "" for line in rest)]
        return f"[^{name}]"

    def alt(self):
        word = next(self.words)
        self.expected.alts.append(word)
        return word

    # -- inline kinds: a text --

    def code(self):
        return f"`{self.word()} {self.word()}`"

    def emphasis(self):
        return f"*{self.word()} {self.word()}*"

    def strong(self):
        return f"**{self.word()} {self.word()}**"

    def strikethrough(self):
        return f"~~{self.word()} {self.word()}~~"

    def web_link(self):
        return f"[{self.word()} {self.word()}](https://acme.example/path)"

    def mail_link(self):
        return f"[{self.word()}](mailto:somebody@acme.example)"

    def autolink(self):
        return f"<https://acme.example/{self.word()}>"

    def anchor_link(self):
        return f"[{self.word()} {self.word()}](#target)"

    def reference(self):
        self.into += self.target
        return "[§](#target)"

    def page_reference(self):
        self.into += self.target
        return "[§p](#target)"

    def language(self):
        return f"[{self.word()} *{self.word()}* {self.word()}](lang:de)"

    def footnote(self):
        word = self.word()
        return word + self.note(lambda: [self.word()])

    def inline_image(self):
        return f"{self.word()} ![{self.alt()}](images/square.png) {self.word()}"

    def emoji(self):
        word = self.word()
        self.into += ["🔴", "👩🏽‍🚀", "🇮🇪"]
        return f"{word} 🔴 👩🏽‍🚀 🇮🇪 {self.word()}"

    def hard_break(self):
        return f"{self.word()}\\\n{self.word()}"

    # -- block kinds: lines --

    def paragraph(self):
        return [" ".join(self.word() for _ in range(30))]

    def bullet_list(self):
        return [f"- {self.word()}", f"- {self.word()}", f"  - {self.word()}", f"- {self.word()}"]

    def ordered_list(self):
        return [f"1. {self.word()}", f"2. {self.word()}", f"   1. {self.word()}", f"3. {self.word()}"]

    def task_list(self):
        return [f"- [ ] {self.word()}", f"- [x] {self.word()}", "", f"1. [x] {self.word()}", f"2. {self.word()}"]

    def form_task_list(self):
        return [f"- [ ] {self.word()}", f"- [x] {self.word()} {self.word()}", f"  - [ ] {self.word()}", f"- {self.word()}", "",
                f"1. [x] {self.word()}", f"2. {self.word()}"]

    def sources(self):
        return self.paragraph()

    def definition_list(self):
        return [self.word(), "", f": {self.word()}", "", self.word(), "", f": {self.word()}", "", f"  {self.word()}"]

    def table(self):
        return [f"| {self.word()} | {self.word()} | {self.word()} |", "|:---|:---:|---:|",
                *(f"| {self.word()} | {self.word()} | {self.word()} |" for _ in range(3))]

    def code_shell(self):
        return ["```bash", f'curl -X POST "{self.word()}" # {self.word()}', f"  --data {self.word()}", "```"]

    def code_json(self):
        return ['```json title="' + self.word() + '"', "{", f'  "{self.word()}": 1,', f'  "{self.word()}": [true, null]', "}", "```"]

    def code_python(self):
        return ["```python", f"def {self.word()}(x):", "", f'    return "{self.word()}"  # {self.word()}', "```"]

    def code_long_line(self):
        return ["```", " ".join(self.word() for _ in range(60)), "```"]

    def quote(self):
        return [f"> {self.word()}", ">", f"> {self.word()}"]

    def callout(self):
        return [f"> [!TIP] {self.word()}", f"> {self.word()}", ">", f"> - {self.word()}"]

    def tabs(self):
        return [":::tabs", '```bash title="' + self.word() + '"', f"echo {self.word()}", "```",
                '```python title="' + self.word() + '"', f"print({self.word()})", "```", ":::"]

    def figure_png(self):
        return [f'![{self.alt()}](images/square.png "{self.word()} {self.word()}")']

    def figure_svg(self):
        return [f'![{self.alt()}](images/drawing.svg "{self.word()}")']

    def figure_without_caption(self):
        return [f"![{self.alt()}](images/drawing.svg)"]

    def rule(self):
        return ["---"]

    def heading(self):
        return [f"### {self.word()} {self.word()}"]

    def signature(self):
        party, name = self.word(), self.word()
        other = self.word()
        return [":::signature", f"- {party}", f"  - Name: {name}", "  - Place:", "  - Date:", f"- {other}", "  - Name:", ":::"]

    # -- containers of blocks: `block` gives the lines; the words before and after are the container's own --

    def indented(self, first, indent, block):
        lines = [self.word(), "", *block(), "", self.word()]
        return [first + lines[0], *(f"{indent}{line}" if line else "" for line in lines[1:])]

    def top(self, block):
        return [self.word(), "", *block(), "", self.word()]

    def bullet_item(self, block):
        return [f"- {self.word()}", "", *self.indented("- ", "  ", block)]

    def item_start(self, block):
        first, *rest = block()
        return ["- " + first, *(f"  {line}" if line else "" for line in rest), "", f"- {self.word()}"]

    def ordered_item(self, block):
        return [f"1. {self.word()}", "", *self.indented("2. ", "   ", block)]

    def nested_list(self, block):
        return [f"- {self.word()}", f"  1. {self.word()}", "", *self.indented("     - ", "       ", block), "", f"- {self.word()}"]

    def task_item(self, block):
        return self.indented("- [ ] ", "  ", block)

    def clause(self, block):
        return [f"1. {self.word()}", "", *self.indented("2. ", "   ", block)]

    def quoted(self, block):
        return self.indented("> ", "> ", block)

    def noted(self, kind, block):
        return [f"> [!{kind}]", *self.indented("> ", "> ", block)]

    def note_callout(self, block):
        return self.noted("NOTE", block)

    def tip_callout(self, block):
        return self.noted("TIP", block)

    def important_callout(self, block):
        return self.noted("IMPORTANT", block)

    def warning_callout(self, block):
        return self.noted("WARNING", block)

    def caution_callout(self, block):
        return self.noted("CAUTION", block)

    def footnote_body(self, block):
        return [self.word() + self.note(lambda: [self.word(), "", *block(), "", self.word()]) + " " + self.word()]

    def definition_details(self, block):
        return [self.word(), "", *self.indented(": ", "  ", block)]

    # -- containers of inlines: `inline` gives a text --

    def table_cell(self, inline):
        return [f"| {self.word()} | {self.word()} |", "|---|---|", f"| {self.word()} | {self.word()} {inline()} {self.word()} |",
                f"| {inline()} | {self.word()} |"]

    def table_head(self, inline):
        return [f"| {self.word()} | {inline()} |", "|---|---|", f"| {self.word()} | {self.word()} |"]

    def heading_text(self, inline):
        return [f"### {self.word()} {inline()} {self.word()}", "", self.word()]

    def definition_term(self, inline):
        return [f"{self.word()} {inline()}", "", f": {self.word()}"]

    def link_text(self, inline):
        return [f"{self.word()} [{self.word()} {inline()}](https://acme.example/) {self.word()}"]

    def emphasised(self, inline):
        return [f"{self.word()} *{self.word()} {inline()} {self.word()}* {self.word()}"]


INLINES = ["code", "emphasis", "strong", "strikethrough", "web_link", "mail_link", "autolink", "anchor_link", "reference", "page_reference",
           "language", "footnote", "inline_image", "emoji", "hard_break"]
BLOCKS = ["paragraph", "bullet_list", "ordered_list", "task_list", "definition_list", "table", "code_shell", "code_json", "code_python",
          "code_long_line", "quote", "callout", "tabs", "figure_png", "figure_svg", "figure_without_caption", "rule", "heading"]
BLOCK_CONTAINERS = ["top", "bullet_item", "item_start", "ordered_item", "nested_list", "task_item", "clause", "quoted", "note_callout",
                    "tip_callout", "important_callout", "warning_callout", "caution_callout", "footnote_body", "definition_details"]
INLINE_CONTAINERS = ["table_cell", "table_head", "heading_text", "definition_term", "link_text", "emphasised"]
# Kinds that the front matter asks for, and the line that does.
ASKED = {"form_task_list": 'checkboxes = "form"', "sources": 'attach = "sources"'}
# Fields to tick of a form: the state of each, in order.
TICKED = {"form_task_list": [False, True, False, True]}
EXTRA = [("signature", "top"), ("sources", "top")]
EXTRA += [("form_task_list", container) for container in BLOCK_CONTAINERS]

# What Markdown has no way to say: (kinds, containers, reason).
ONE_LINE = "this container is one line of Markdown"
IMPOSSIBLE = [
    ({"hard_break"}, {"table_cell", "table_head", "heading_text"}, ONE_LINE),
    ({"web_link", "mail_link", "autolink", "anchor_link", "reference"}, {"link_text"}, "Markdown has no link inside a link"),
    ({"emphasis"}, {"emphasised"}, "Markdown makes strong emphasis or none of it"),
]
# What pilotpack refuses: (kinds, containers, code of the error, reason).
REFUSED = [
    ({"tabs"}, {"item_start"}, "PP0314", "a `:::` block opens on a line of its own, not beside the mark of an item"),
]


def is_impossible(kind, container):
    return any(kind in kinds and container in containers for kinds, containers, _ in IMPOSSIBLE)


def refusal(kind, container):
    """The code of the error that a combination must give, or `None`."""
    return next((code for kinds, containers, code, _ in REFUSED if kind in kinds and container in containers), None)


def combinations():
    """(kind, container) of everything that Markdown can say."""
    pairs = [(kind, container) for container in BLOCK_CONTAINERS for kind in BLOCKS]
    pairs += [(kind, container) for container in BLOCK_CONTAINERS + INLINE_CONTAINERS for kind in INLINES]
    return [pair for pair in pairs + EXTRA if not is_impossible(*pair)]


FRONT_MATTER = """+++
title = "Fixture"
numbering = "{numbering}"
toc = false
{asked}+++

"""


def document(kind, container):
    """The Markdown of one combination, and what it must show."""
    maker = Maker()
    make = getattr(maker, kind)
    hold = getattr(maker, container)
    numbering = "clauses" if container == "clause" else "none"
    heading = maker.word()
    maker.target = [heading] if numbering == "none" else ["1"]
    lines = [f"## {heading} {{#target}}", "", maker.word(), ""]
    # A box of the container itself comes first.
    own = [False] if kind == "form_task_list" and container == "task_item" else []
    maker.expected.ticked = own + TICKED.get(kind, [])
    if kind in INLINES and container in BLOCK_CONTAINERS:
        lines += hold(lambda: f"{maker.word()} {make()} {maker.word()}".split("\n"))
    else:
        lines += hold(make)
    lines += ["", "## " + maker.word(), "", maker.word()]
    asked = ASKED[kind] + "\n" if kind in ASKED else ""
    return FRONT_MATTER.format(numbering=numbering, asked=asked) + "\n".join(lines + maker.tail) + "\n", maker.expected
