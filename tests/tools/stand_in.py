"""A tiny workspace and its packs, made without pilotpack: what the suites are tested with."""

import hashlib
import html
import json
import struct
from pathlib import Path

import pikepdf

from workspace import repository

FONT = repository() / "themes" / "default" / "fonts" / "Inter_400Regular.ttf"

CUSTOMERS = {
    "alphaville": ("Alphaville", "Alphaville Präzision & Söhne | <GmbH>", "wl_alphaville_01"),
    "betatown": ("Betatown", "Betatown Ναυτιλιακή Α.Ε.", "wl_betatown_02"),
}

SCHEMA = """
["customer.legal_name"]
type = "text"
identifying = true
["contacts.privacy.email"]
type = "email"
identifying = true
"""

GUIDE = """+++
title = "Guide"
formats = ["html", "pdf"]
+++
"""


class Font:
    """Just enough of TrueType: characters to glyphs, and the widths of glyphs."""

    def __init__(self, path):
        self.data = path.read_bytes()
        count = struct.unpack_from(">H", self.data, 4)[0]
        self.tables = {}
        for i in range(count):
            tag, _, offset, _ = struct.unpack_from(">4sIII", self.data, 12 + 16 * i)
            self.tables[tag] = offset
        self.units = struct.unpack_from(">H", self.data, self.tables[b"head"] + 18)[0]
        self.metrics = struct.unpack_from(">H", self.data, self.tables[b"hhea"] + 34)[0]
        self.map = self._characters()

    def _characters(self):
        start = self.tables[b"cmap"]
        for i in range(struct.unpack_from(">H", self.data, start + 2)[0]):
            offset = start + struct.unpack_from(">I", self.data, start + 4 + 8 * i + 4)[0]
            kind = struct.unpack_from(">H", self.data, offset)[0]
            if kind == 4:
                return self._segments(offset)
        raise ValueError("no character map of format 4")

    def _segments(self, offset):
        found = {}
        count = struct.unpack_from(">H", self.data, offset + 6)[0] // 2
        ends, starts = offset + 14, offset + 16 + 2 * count
        for i in range(count):
            end, = struct.unpack_from(">H", self.data, ends + 2 * i)
            first, = struct.unpack_from(">H", self.data, starts + 2 * i)
            delta, = struct.unpack_from(">h", self.data, starts + 2 * count + 2 * i)
            place = starts + 4 * count + 2 * i
            shift, = struct.unpack_from(">H", self.data, place)
            for code in range(first, min(end, 0xFFFE) + 1):
                glyph = code
                if shift:
                    glyph, = struct.unpack_from(">H", self.data, place + shift + 2 * (code - first))
                if glyph or not shift:
                    found[code] = (glyph + delta) & 0xFFFF
        return found

    def glyph(self, character):
        # The face has no soft hyphen: a dash that nothing else uses stands for it.
        return self.map[ord("–" if character == "\u00ad" else character)]

    def width(self, glyph):
        index = min(glyph, self.metrics - 1)
        return struct.unpack_from(">H", self.data, self.tables[b"hmtx"] + 4 * index)[0] * 1000 // self.units


class Writer:
    """Lines of text on pages, tagged as pilotpack tags them."""

    def __init__(self):
        self.font = Font(FONT)
        self.used = {}
        self.pages = []

    def page(self):
        self.pages.append([])

    def line(self, tag, x, y, text, size=11, page=0):
        codes = b""
        for character in text:
            glyph = self.font.glyph(character)
            self.used[glyph] = character
            codes += struct.pack(">H", glyph)
        self.pages[page - 1].append(f"/{tag} BMC BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{codes.hex()}> Tj ET EMC".encode())

    def raw(self, operators):
        self.pages[-1].append(operators)

    def save(self, path, title, bookmarks, language="en-GB", author="Wardline, Inc."):
        pdf = pikepdf.new()
        make = pdf.make_indirect
        mapping = "\n".join(f"<{g:04x}> <{c.encode('utf-16-be').hex()}>" for g, c in sorted(self.used.items()))
        cmap = ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
                "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
                f"{len(self.used)} beginbfchar\n{mapping}\nendbfchar endcmap end end")
        name = pikepdf.Name("/ABCDEF+Inter")
        descriptor = make(pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=name, Flags=4, FontBBox=[-800, -300, 2600, 1100], ItalicAngle=0,
            Ascent=969, Descent=-242, CapHeight=727, StemV=80, FontFile2=pdf.make_stream(self.font.data)))
        widths = pikepdf.Array()
        for glyph in sorted(self.used):
            widths.append(glyph)
            widths.append(pikepdf.Array([self.font.width(glyph)]))
        descendant = make(pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=name, FontDescriptor=descriptor,
            CIDSystemInfo=pikepdf.Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"),
                                             Supplement=0),
            CIDToGIDMap=pikepdf.Name.Identity, W=widths))
        font = make(pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=name, Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[descendant], ToUnicode=pdf.make_stream(cmap.encode())))
        for lines in self.pages:
            pdf.add_blank_page(page_size=(595, 842))
            pdf.pages[-1].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            pdf.pages[-1].Contents = pdf.make_stream(b"\n".join(lines))
        with pdf.open_outline() as outline:
            parents = {0: outline.root}
            for depth, text, page, top in bookmarks:
                item = pikepdf.OutlineItem(text, page, "XYZ", left=0, top=top, zoom=0)
                parents[depth - 1].append(item) if depth == 1 else parents[depth - 1].children.append(item)
                parents[depth] = item
        labels = [0, pikepdf.Dictionary(S=pikepdf.Name.r), FRONT, pikepdf.Dictionary(S=pikepdf.Name.D)]
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(labels))
        pdf.Root.Lang = pikepdf.String(language)
        pdf.docinfo["/Title"] = title
        pdf.docinfo["/Author"] = author
        pdf.save(path, force_version="1.7", deterministic_id=True)


# Pages before the body: the cover and the contents.
FRONT = 2


def write_pdf(path, legal_name, change=None):
    """A cover, a page of contents and two pages of text, with two footnotes; `change` may spoil it."""
    writer = Writer()
    bookmarks = [(1, "1. Start", 2, 742), (2, "Settings", 2, 642), (1, "2. End", 3, 742)]
    writer.page()
    writer.line("Body", 60, 700, "Guide", 30)
    first, rest = legal_name.split(" ", 1)
    writer.line("Body", 60, 640, "Prepared for " + first)
    writer.line("Body", 60, 624, rest)
    writer.page()
    writer.line("TOC", 60, 730, "1. Start . . . . . . 1")
    writer.page()
    writer.line("Body", 60, 730, "1. Start", 16)
    writer.line("Body", 60, 700, "Words that are bro\u00ad")
    writer.line("Body", 60, 684, "ken and third-")
    writer.line("Body", 60, 668, "party efficiency.1")
    writer.line("Body", 60, 630, "Settings", 13)
    writer.line("Note", 60, 80, "1 A note.", 8)
    writer.raw(b"/Artifact BMC q 1 0 0 RG 60 100 m 200 100 l S Q EMC")
    writer.page()
    writer.line("Body", 60, 730, "2. End", 16)
    writer.line("Body", 60, 700, "The last words.")
    writer.line("Artifact", 400, 40, "ii", 8, 2)
    body = len(writer.pages) - FRONT
    for number in range(1, body + 1):
        writer.line("Artifact", 400, 40, f"Page {number} of {body}", 8, number + FRONT)
    if change:
        bookmarks = change(writer, bookmarks) or bookmarks
    writer.save(path, "Guide", bookmarks)


def page(legal_name):
    return f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Guide</title>
<link rel="icon" href="data:,"></head><body><nav>Pack</nav><main><script>const ignored = 1;</script>
<h1>Guide</h1><p>Prepared for {html.escape(legal_name)}</p><h2 id="start">1. Start</h2>
<p>Words that are broken and third-party efficiency.<sup><a href="#note">1</a></sup></p><h3 id="settings">Settings</h3>
<h2 id="end">2. End</h2><p>The last words.</p>
<section class="footnotes"><ol><li id="note"><span>1</span> A note.</li></ol></section></main>
<p><a href="index.html">Start</a> <a href="../pdf/guide.pdf">PDF</a></p></body></html>"""


def write_manifest(pack):
    files = []
    for path in sorted(p for p in pack.rglob("*") if p.is_file() and p.name != "manifest.json"):
        data = path.read_bytes()
        files.append({"path": path.relative_to(pack).as_posix(), "size": len(data),
                      "sha256": hashlib.sha256(data).hexdigest()})
    files.sort(key=lambda entry: entry["path"])
    (pack / "manifest.json").write_text(json.dumps({"files": files}, indent=1), encoding="utf-8")


def write_pack(pack, legal_name):
    (pack / "pdf").mkdir(parents=True)
    (pack / "site").mkdir()
    write_pdf(pack / "pdf" / "guide.pdf", legal_name)
    (pack / "site" / "guide.html").write_text(page(legal_name), encoding="utf-8")
    start = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Pack</title>
<link rel="icon" href="data:,"></head><body><main><h1>{html.escape(legal_name)}</h1>
<a href="guide.html#settings">Guide</a></main></body></html>"""
    (pack / "site" / "index.html").write_text(start, encoding="utf-8")
    write_manifest(pack)


def write_workspace(root):
    """The workspace and a pack for each customer."""
    root = Path(root)
    (root / "content").mkdir(parents=True)
    (root / "customers").mkdir()
    (root / "content" / "guide.md").write_text(GUIDE)
    (root / "content" / "schema.toml").write_text(SCHEMA)
    (root / "pilotpack.toml").write_text(
        '[vendor]\nname = "Wardline"\nlegal_name = "Wardline, Inc."\n[packs.pilot]\ndocuments = ["guide"]\n')
    for name, (short, legal, key) in CUSTOMERS.items():
        (root / "customers" / f"{name}.toml").write_text(
            f'pack = "pilot"\n[customer]\nid = "{name}"\nname = "{short}"\nlegal_name = "{legal}"\n'
            f'[contacts.privacy]\nemail = "privacy@{name}.example"\n'
            f'[api]\nbase_url = "https://{name}.gw.wardline.example"\nkey_id = "{key}"\n', encoding="utf-8")
        write_pack(root / "output" / name, legal)
    return root
