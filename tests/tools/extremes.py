"""Documents that strain the layout: each gives its Markdown and what it must show."""

from combinations import FRONT_MATTER, Expected, all_words

EMOJI = ["👍", "👍🏻", "👍🏿", "👩🏽‍🚀", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇮🇪", "🇩🇪", "🇬🇷", "❤️", "🔴", "🟢", "👋🏾", "🧑🏼‍💻"]
# Base letters with marks that have a letter of their own, marks that have none, and several marks on one letter.
MARKED = ["e\u0301", "A\u030a", "o\u0308\u0304", "s\u0323\u0307", "n\u0303", "q\u0307", "i\u0307", "u\u031b\u0300", "m\u0304", "Z\u030c",
          "\u03b1\u0301", "\u0438\u0306"]
RIGHT_TO_LEFT = ["ההסכם נכנס לתוקף ביום 12 בינואר 2027 ומסתיים אחרי 90 ימים", "يبدأ سريان الاتفاق في 12 يناير 2027 وينتهي بعد 90 يوم"]
ART = ["┌────────┬────────┐", "│ client │ server │", "├────────┼────────┤", "│ ██████ │ ▒▒▒▒▒▒ │", "╞════════╪════════╡", "│ ──▶    │   ◀──  │",
       "└────────┴────────┘", "╔══╦══╗", "║  ║  ║", "╠══╬══╣", "╚══╩══╝", "╭──╮", "╰──╯"]


class Text:
    """A document in the making; all its words have six letters."""

    def __init__(self, numbering="none"):
        self.words = all_words(6)
        self.expected = Expected()
        self.numbering = numbering
        self.lines = []
        self.add(f"## {self.take()}", "", self.take(), "")

    def take(self, number=1, into=None):
        """So many new words, expected in the text or in `into`."""
        words = [next(self.words) for _ in range(number)]
        (self.expected.body if into is None else into).extend(words)
        return " ".join(words)

    def add(self, *lines):
        self.lines += lines

    def done(self):
        """The Markdown with a last paragraph, and what it must show."""
        self.add("", self.take(), "")
        lines = self.lines + getattr(self, "notes", [])
        return FRONT_MATTER.format(numbering=self.numbering, asked="") + "\n".join(lines) + "\n", self.expected


def long_word():
    """300 letters without a place to break, wherever text can stand."""
    text = Text()
    letters = "qzxjkvwyhbdgptfmlrcns"

    def word():
        start = len(text.expected.body) % len(letters)
        made = "Q" + (letters[start:] + letters * 15)[:299]
        text.expected.body.append(made)
        return made

    text.add(f"{text.take()} {word()} {text.take()}", "", f"- {word()}", f"  - {word()}", "", f"### {text.take()} {word()}", "",
             f"> {word()}", "", f"`{word()}` **{word()}** [{word()}](https://acme.example/)", "",
             "| a | b |", "|---|---|", f"| {text.take()} | {word()} |", "", "```", word(), "```", "", f"> [!NOTE]\n> {word()}")
    return text.done()


def wide_table():
    """40 columns."""
    text = Text()
    text.words = all_words(4)
    text.add(*(f"| {' | '.join(text.take(40).split())} |" if row != 1 else "|---" * 40 + "|" for row in range(6)))
    return text.done()


def tall_row():
    """A row that is taller than two pages, beside a short cell and between short rows."""
    text = Text()
    text.expected.paged = False
    text.add("| a | b | c |", "|---|---|---|", f"| {text.take()} | {text.take()} | {text.take()} |",
             f"| {text.take()} | {text.take(1500)} | {text.take(3)} |", f"| {text.take()} | {text.take()} | {text.take()} |")
    return text.done()


def deep_list():
    """20 levels of bullets, and of numbers."""
    text = Text()
    text.add(*(f"{'  ' * level}- {text.take(12)}" for level in range(20)), "")
    text.add(*(f"{'   ' * level}1. {text.take(12)}" for level in range(20)))
    return text.done()


def deep_quote():
    """20 quotations inside each other."""
    text = Text()
    for level in range(1, 21):
        text.add("> " * level + text.take(8), "> " * level)
    return text.done()


def long_footnote():
    """A footnote that is longer than a page, one more beside it, and text that goes on."""
    text = Text()
    first, second = [], []
    text.expected.notes += [first, second]
    text.add(f"{text.take(40)}[^a] {text.take(40)}[^b]", "", *(line for _ in range(12) for line in (text.take(60), "")))
    text.notes = [f"[^a]: {text.take(400, first)}", *(line for _ in range(6) for line in ("", f"    {text.take(100, first)}")), "",
                  f"[^b]: {text.take(30, second)}"]
    return text.done()


def large_picture():
    """A picture that is larger than a page, alone, in an item and within a line."""
    text = Text()
    alts = [next(text.words) for _ in range(3)]
    text.expected.alts += alts
    text.add(f'![{alts[0]}](images/large.png "{text.take(5)}")', "", f"- {text.take()}", "", f"  ![{alts[1]}](images/large.png)", "",
             f"{text.take()} ![{alts[2]}](images/large.png) {text.take()}")
    return text.done()


def long_document():
    """200 pages of clauses, lists and tables."""
    text = Text("clauses")
    for _ in range(130):
        text.add("", f"## {text.take(4)}", "")
        for number in range(1, 7):
            text.add(f"{number}. {text.take(70)}", f"   1. {text.take(25)}", f"   2. {text.take(25)}")
        text.add("", f"| {text.take()} | {text.take()} |", "|---|---|", *(f"| {text.take(2)} | {text.take(9)} |" for _ in range(4)))
    return text.done()


def emoji_and_marks():
    """Emoji of several characters and letters with marks, in text, in code and in a cell."""
    text = Text()
    for pieces in (EMOJI, MARKED):
        text.add(" ".join(pieces), "", f"- {text.expected.body.extend(pieces) or text.take()} {' '.join(pieces)}", "",
                 "| a | b |", "|---|---|", f"| x | {' '.join(pieces)} |", "", f"`{' '.join(pieces)}`", "")
        text.expected.body.extend(pieces * 3)
    return text.done()


def right_to_left():
    """Hebrew and Arabic with numbers: in text, within a line from left to right, in an item, a cell and a footnote."""
    text = Text()
    for sentence in RIGHT_TO_LEFT:
        words = sentence.split()
        long = words * 12
        text.expected.body += long
        text.add(" ".join(long), "")
        text.add(f"{text.take()} {sentence} {text.expected.body.extend(words) or text.take()}", "")
        text.expected.body += words * 3
        text.add(f"- {sentence}", "", f"> {sentence}", "", "| a | b |", "|---|---|", f"| x | {sentence} |", "")
        note = sentence.split()
        text.add(f"{text.take()}[^{len(text.expected.notes)}]", "")
        text.notes = getattr(text, "notes", []) + ["", f"[^{len(text.expected.notes)}]: {sentence}"]
        text.expected.notes.append(note)
    # Extractors put words from right to left into an order of their own; the tag tree has that of reading.
    text.expected.paged = False
    return text.done()


def box_drawing():
    """Art in code, with and without a language."""
    text = Text()
    for fence in ("```", "```text"):
        text.add(fence, *ART, "```", "")
        text.expected.body += ART
    return text.done()


DOCUMENTS = (long_word, wide_table, tall_row, deep_list, deep_quote, long_footnote, large_picture, long_document, emoji_and_marks, right_to_left, box_drawing)
# Fewest and most pages, where size is the point.
PAGES = {"tall-row": (4, 40), "long-footnote": (3, 12), "long-document": (200, 320)}
