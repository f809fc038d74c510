"""The words of a document, from its HTML page and from its PDF."""

import re
import unicodedata
from html.parser import HTMLParser

import pikepdf

from tag_tree import TagTree
from workspace import run

# Elements of a page whose text is not words of the document.
SILENT = {"script", "style", "svg", "template", "noscript"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """The text of `main`, the footnotes apart, the headings in `main`, and a few facts of the page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.language = None
        self.body = []
        self.notes = []
        self.headings = []
        self._open = []
        self._heading = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "html":
            self.language = attributes.get("lang")
        if tag in VOID:
            return
        kind = ""
        if tag == "main":
            kind = "main"
        elif tag in SILENT:
            kind = "silent"
        elif "footnotes" in (attributes.get("class") or "").split():
            kind = "notes"
        self._open.append((tag, kind))
        if re.fullmatch("h[1-6]", tag) and self._inside("main") and not self._inside("notes"):
            self._heading = []
            self.headings.append((int(tag[1]), self._heading))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        # An end tag closes everything up to its start, as a browser does; a stray one closes nothing.
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass
        if re.fullmatch("h[1-6]", tag):
            self._heading = None

    def handle_data(self, data):
        if not self._inside("main") or self._inside("silent"):
            return
        (self.notes if self._inside("notes") else self.body).append(data)
        if self._heading is not None:
            self._heading.append(data)

    def _inside(self, kind):
        return any(k == kind for _, k in self._open)

    def heading_texts(self):
        """(level, text) of each heading."""
        return [(level, " ".join("".join(parts).split())) for level, parts in self.headings]


# Poppler puts marks of direction around words from right to left.
UNSEEN = "\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def squeeze(text):
    """NFC without white space, soft hyphens and marks of direction: what must be equal however lines are broken."""
    text = unicodedata.normalize("NFC", text)
    return "".join(c for c in text if not c.isspace() and c not in UNSEEN)


def first_difference(left, right, context=60):
    """The first place where two strings differ, with its surroundings on both sides."""
    if left == right:
        return ""
    at = next((i for i, (a, b) in enumerate(zip(left, right)) if a != b), min(len(left), len(right)))

    def show(text):
        before, after = text[max(0, at - context):at], text[at:at + context]
        return f"…{before}⟦here⟧{after}" + ("…" if at + context < len(text) else "")

    return f"first difference at character {at} of {len(left)} and {len(right)}\nHTML: {show(left)}\nPDF:  {show(right)}"


PAINTING = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"}
SHOWING = {"Tj", "TJ", "'", '"'}


def filter_stream(owner, dropped, only=None, roles=None):
    """A content stream without what is shown and painted inside marked content named in `dropped`.

    Names are those of the content itself and, with `roles` (MCID → types), of the elements it belongs to. With `only`,
    nothing is kept but what is inside marked content of that name. All other operators stay, so the graphics state stays
    balanced.
    """
    kept = []
    tags = []
    for instruction in pikepdf.parse_content_stream(owner):
        operator = str(instruction.operator)
        if operator in ("BMC", "BDC"):
            names = {str(instruction.operands[0])}
            if roles and isinstance(instruction.operands[-1], pikepdf.Dictionary):
                names |= {f"/{role}" for role in roles.get(instruction.operands[-1].get("/MCID"), ())}
            tags.append(names)
        inside = set().union(*tags)
        hidden = bool(inside & dropped) or (only is not None and only not in inside)
        if hidden and operator in SHOWING:
            # These two also set the spacing and move to the next line, which must stay.
            if operator == '"':
                for value, name in zip(instruction.operands, ("Tw", "Tc")):
                    kept.append(pikepdf.ContentStreamInstruction([value], pikepdf.Operator(name)))
            if operator in ("'", '"'):
                kept.append(pikepdf.ContentStreamInstruction([], pikepdf.Operator("T*")))
        elif hidden and operator in PAINTING:
            kept.append(pikepdf.ContentStreamInstruction([], pikepdf.Operator("n")))
        elif hidden and operator in ("Do", "sh", "INLINE IMAGE"):
            pass
        else:
            kept.append(instruction)
        if operator == "EMC":
            if not tags:
                raise ValueError("EMC without BMC or BDC")
            tags.pop()
    if tags:
        raise ValueError(f"marked content {tags} is not closed")
    return pikepdf.unparse_content_stream(kept)


def filtered_text(pdf_path, target, dropped, only=None, raw=True):
    """The text of a PDF with some of its marked content left out, in the order of its content or (not `raw`) of the page."""
    with pikepdf.open(pdf_path) as pdf:
        ancestors = {}
        for (number, content), roles in TagTree(pdf).ancestors().items():
            ancestors.setdefault(number, {})[content] = roles
        for number, page in enumerate(pdf.pages, 1):
            page.Contents = pdf.make_stream(filter_stream(page, dropped, only, ancestors.get(number)))
        pdf.save(target)
    return plain_text(target, *["-raw"] * raw)


def body_text(pdf_path, target, raw=True):
    """The words of the document: no page furniture, no contents list, no notes."""
    return filtered_text(pdf_path, target, {"/Artifact", "/TOC", "/Note"}, raw=raw)


def note_text(pdf_path, target, raw=True):
    """The words of the footnotes."""
    return filtered_text(pdf_path, target, {"/Artifact", "/TOC"}, only="/Note", raw=raw)


def plain_text(pdf_path, *options):
    """What `pdftotext` returns."""
    result = run("pdftotext", "-enc", "UTF-8", *options, pdf_path, "-")
    if result.returncode or result.stderr.strip():
        raise ValueError(f"pdftotext: exit code {result.returncode}: {result.stderr}")
    return result.stdout
