"""Measures the lines of running text in a PDF, from the words and boxes that pdftotext gives."""

import re
import statistics
import subprocess
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

from PIL import ImageFont

LABELS = {
    "pages": "pages",
    "lines": "lines of running text",
    "justified": "justified lines",
    "hyphens": "lines that end in a hyphen",
    "double": "pairs of such lines in a row",
    "mean": "mean width of word spaces, natural = 1",
    "deviation": "mean departure from it",
    "widest": "widest line's spaces",
    "narrowest": "narrowest line's spaces",
    "loose": "lines with spaces over 1.5",
    "rivers": "rivers (spaces that meet over 3 lines or more)",
    "short": "lines that end in a word of one letter",
    "split": "labels parted from their number",
    "runts": "last lines of one word or less",
    "rag": "mean gap at the right of ragged lines, pt",
    "widows": "widows and orphans",
}
# Words that should stand on the line of the number after them.
LABEL_WORDS = {"Article", "Articles", "clause", "clauses", "Annex", "§", "§§", "No.", "page", "and"}
WIDEST_SPACE = 10.0
XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass
class Column:
    """Where running text stands on the page, in points."""

    left: float
    right: float
    size: float
    leading: float
    justified: bool


@dataclass
class Line:
    """Words from left to right: text, left edge, right edge."""

    page: int
    bottom: float
    words: list = field(default_factory=list)

    @property
    def right(self) -> float:
        return self.words[-1][2]

    @property
    def last(self) -> str:
        return self.words[-1][0]

    def gaps(self) -> list:
        """Word spaces as pairs of edges. The space after the label of a list item is none."""
        start = 1 if re.fullmatch(r"\([a-z]+\)|\d+\.|•", self.words[0][0]) else 0
        words = self.words[start:]
        pairs = [(a[2], b[1]) for a, b in zip(words, words[1:])]
        # Where code or a mark of another size stands between two words, the gap is no space.
        return [(a, b) for a, b in pairs if b - a < WIDEST_SPACE]


def space_width(font: Path) -> float:
    """Width of the face's space, in units of the em."""
    return ImageFont.truetype(str(font), 1000).getlength(" ") / 1000


def measure(file: Path, column: Column, space: float) -> dict:
    pages, text = running_text(file, column)
    full = [line for line in text if is_full(line, column)] if column.justified else []
    follows = list(zip(text, text[1:]))
    hyphens = [bool(re.search(r"[-\u2010\u00ad]$", line.last)) for line in text]
    result = {
        "pages": pages,
        "lines": len(text),
        "hyphens": sum(hyphens),
        "double": sum(a and b and same_paragraph(*two, column) for a, b, two in zip(hyphens, hyphens[1:], follows)),
        "short": sum(len(line.last) == 1 and line.last.isalpha() for line in text),
        "split": sum(a.last in LABEL_WORDS and bool(re.match(r"\(?\d|[IVX]+\b", first_word(b))) for a, b in follows),
        "runts": sum(runt(a, b, column) for a, b in follows),
        "rivers": rivers(text, column),
        "widows": widows(text, column),
    }
    if column.justified:
        natural = space * column.size
        widths = [statistics.mean(b - a for a, b in line.gaps()) / natural for line in full if line.gaps()]
        result |= {
            "justified": len(full),
            "mean": f"{statistics.mean(widths):.3f}",
            "deviation": f"{statistics.mean(abs(w - 1) for w in widths):.3f}",
            "widest": f"{max(widths):.2f}",
            "narrowest": f"{min(widths):.2f}",
            "loose": sum(w > 1.5 for w in widths),
        }
    else:
        inner = [a for a, b in follows if same_paragraph(a, b, column)]
        result["rag"] = f"{statistics.mean(column.right - line.right for line in inner):.1f}"
    return result


def running_text(file: Path, column: Column) -> tuple:
    """Number of pages, and the lines of the column in the size of running text."""
    command = ["pdftotext", "-bbox", file, "-"]
    tree = ElementTree.fromstring(subprocess.run(command, check=True, capture_output=True).stdout)
    pages = list(tree.iter(f"{XHTML}page"))
    boxes = [list(words_of(page)) for page in pages[1:]]  # without the cover
    # The commonest height of a word is that of running text.
    height = statistics.mode(round(bottom - top, 1) for words in boxes for top, bottom, *_ in words)
    found = []
    for number, words in enumerate(boxes):
        rows: dict = {}
        for top, bottom, left, right, text in words:
            if abs(bottom - top - height) > 0.15 or left < column.left - 1 or left > column.right:
                continue
            key = next((k for k in rows if abs(k - bottom) < 1.0), bottom)
            rows.setdefault(key, []).append((text, left, right))
        for bottom in sorted(rows):
            found.append(Line(number, bottom, sorted(rows[bottom], key=lambda word: word[1])))
    return len(pages), found


def words_of(page):
    """Top, bottom, left and right edge, and text of each word."""
    for word in page.iter(f"{XHTML}word"):
        yield *(float(word.get(key)) for key in ("yMin", "yMax", "xMin", "xMax")), word.text or ""


def is_full(line: Line, column: Column) -> bool:
    # Punctuation may hang in the margin.
    return -0.8 < line.right - column.right < 8.0


def first_word(line: Line) -> str:
    return line.words[0][0]


def same_paragraph(a: Line, b: Line, column: Column) -> bool:
    return a.page == b.page and abs(b.bottom - a.bottom - column.leading) < 0.6


def runt(a: Line, b: Line, column: Column) -> bool:
    """Whether `b` ends a paragraph with a single word."""
    return same_paragraph(a, b, column) and len(b.words) == 1 and b.right - b.words[0][1] < 60


def rivers(text: list, column: Column) -> int:
    """Chains of word spaces, each below the one before, over three lines or more."""
    count = 0
    chains: list = []
    before = None
    for line in text:
        joined = before is not None and same_paragraph(before, line, column)
        next_chains = []
        for left, right in line.gaps():
            length = 1
            if joined:
                for (a, b), known in chains:
                    overlap = min(right, b) - max(left, a)
                    if overlap >= 0.6 * min(right - left, b - a):
                        length = max(length, known + 1)
            count += length == 3
            next_chains.append(((left, right), length))
        chains, before = next_chains, line
    return count


def widows(text: list, column: Column) -> int:
    """Paragraphs of which one line stands alone at the top or at the foot of a page."""
    count = 0
    for at, (a, b) in enumerate(zip(text, text[1:])):
        # A paragraph that goes on: its line is full, and no stop ends it.
        goes_on = is_full(a, column) if column.justified else first_word(b)[0].islower()
        if a.page == b.page or not goes_on or re.search(r"[.:;”)]$|\band$", a.last):
            continue
        above, below = text[at - 1 : at], text[at + 2 : at + 3]
        count += not (above and same_paragraph(above[0], a, column))
        count += not (below and same_paragraph(b, below[0], column))
    return count
