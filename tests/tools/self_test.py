"""Tests the suites themselves: a good stand-in passes, and each kind of damage is found by its check."""

import base64
import gzip
import logging
import sys
import tempfile
import tomllib
from pathlib import Path

import pikepdf
from PIL import Image

import conformance_suite
import leaks
import pdf_suite
import schema_suite
import signing_suite
import stand_in
import tagged_stand_in
import verapdf_suite
from combinations import Expected
from terminal import asked, name_of
from workspace import Tally, Workspace, manifest_problems, require


def artifact_text(writer, _):
    writer.line("Body", 60, 600, "Only in the PDF")


def wrong_note(writer, _):
    writer.line("Note", 60, 70, "another", 8)


def no_number(writer, _):
    writer.pages[1].pop()


def notdef(writer, _):
    writer.used[0] = "?"
    writer.raw(b"/Artifact BMC BT /F1 9 Tf 1 0 0 1 300 300 Tm <0000> Tj ET EMC")


def unmapped(writer, _):
    writer.raw(b"/Artifact BMC BT /F1 9 Tf 1 0 0 1 300 300 Tm <0123> Tj ET EMC")


def unused(writer, _):
    writer.used[writer.font.glyph("Ж")] = "Ж"


def replacement(writer, _):
    writer.used[writer.font.glyph("G")] = "\ufffd"


def unbalanced(writer, _):
    writer.raw(b"/Body BMC")


def missing_operand(writer, _):
    writer.raw(b"BT 1 Td ET")


def bookmark_order(_, bookmarks):
    return [bookmarks[2], bookmarks[0], bookmarks[1]]


def bookmark_place(_, bookmarks):
    return [(1, "1. Start", 3, 742), *bookmarks[1:]]


def bookmark_flat(_, bookmarks):
    return [(1, *rest) for _, *rest in bookmarks]


def after(edit):
    """Damage done to the finished file."""
    def spoil(path):
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            keep = edit(pdf)
            pdf.save(path, force_version="1.7", **(keep or {}))
    return spoil


def script(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def bad_link(pdf):
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
                              A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("file:///etc/hosts")))
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(link)])


def not_embedded(pdf):
    del pdf.pages[0].Resources.Font.F1.DescendantFonts[0].FontDescriptor.FontFile2


def no_language(pdf):
    del pdf.Root.Lang


def no_title(pdf):
    del pdf.docinfo["/Title"]


def append(data):
    return lambda path: path.write_bytes(path.read_bytes() + data)


def old_header(path):
    path.write_bytes(path.read_bytes().replace(b"%PDF-1.7", b"%PDF-1.3", 1))


def orphan(path):
    """An object that nothing refers to, put in with a new cross-reference table."""
    with pikepdf.open(path) as pdf:
        pdf.save(path.with_suffix(".tmp"), object_stream_mode=pikepdf.ObjectStreamMode.disable, force_version="1.7",
                 stream_decode_level=pikepdf.StreamDecodeLevel.none)
    data = path.with_suffix(".tmp").read_bytes()
    start = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    size = int(data[start:].split(b"/Size ")[1].split()[0])
    table, rest = data[start:].split(b"trailer", 1)
    entry = f"{start:010} 00000 n \n".encode()
    added = f"{size} 0 obj\n(lost)\nendobj\n".encode()
    table = table.replace(f"0 {size}\n".encode(), f"0 {size + 1}\n".encode(), 1) + entry
    rest = rest.replace(f"/Size {size}".encode(), f"/Size {size + 1}".encode(), 1)
    rest = rest[:rest.index(b"startxref")] + f"startxref\n{start + len(added)}\n%%EOF\n".encode()
    path.write_bytes(data[:start] + added + table + b"trailer" + rest)


# (what is changed, the group of checks, the check that must fail)
WHILE_WRITING = [
    (artifact_text, pdf_suite.words, "HTML and PDF say the same"),
    (wrong_note, pdf_suite.words, "footnotes in HTML and PDF say the same"),
    (replacement, pdf_suite.words, "no replacement or private characters"),
    (unbalanced, pdf_suite.words, "words"),
    (no_number, pdf_suite.page_numbers, "every page but the cover has its number"),
    (notdef, pdf_suite.structure, "every glyph has its text"),
    (unmapped, pdf_suite.structure, "every glyph has its text"),
    (unused, pdf_suite.structure, "every glyph has its text"),
    (bookmark_order, pdf_suite.bookmarks, "bookmarks are the headings of the page in order"),
    (bookmark_order, pdf_suite.bookmarks, "bookmarks go forwards"),
    (bookmark_place, pdf_suite.bookmarks, "bookmarks land on their headings"),
    (bookmark_flat, pdf_suite.bookmarks, "the outline is nested"),
    (missing_operand, pdf_suite.renderers, "can be read"),
]
AFTERWARDS = [
    (after(script), pdf_suite.structure, "no forbidden names"),
    (after(bad_link), pdf_suite.structure, "links lead somewhere"),
    (orphan, pdf_suite.structure, "every object is reachable"),
    (old_header, pdf_suite.structure, "header is %PDF-1.7"),
    (append(b"\n%%EOF\n"), pdf_suite.structure, "one %%EOF"),
    (lambda path: path.write_bytes(path.read_bytes().replace(b"endobj", b"endobx", 1)), pdf_suite.structure, "qpdf --check"),
    (after(not_embedded), pdf_suite.information, "fonts are embedded with ToUnicode"),
    (after(not_embedded), pdf_suite.renderers, "ghostscript says nothing"),
    (after(not_embedded), pdf_suite.renderers, "mutool draw says nothing"),
    (after(not_embedded), pdf_suite.renderers, "draws what poppler draws"),
    (after(no_language), pdf_suite.information, "language"),
    (after(no_title), pdf_suite.information, "title"),
]

VALUE = "Betatown Ναυτιλιακή Α.Ε."
HIDDEN = {
    "plain": VALUE.encode(),
    "broken over lines": VALUE.replace(" ", "\n  ").encode(),
    "upper case": VALUE.upper().encode(),
    "utf-16": b"\xfe\xff" + VALUE.encode("utf-16-be"),
    "utf-16, little end first": VALUE.encode("utf-16-le"),
    "entities": "".join(f"&#{ord(c)};" for c in VALUE).encode(),
    "percent": "".join(f"%{b:02X}" for b in VALUE.encode()).encode(),
    "json": VALUE.encode("ascii", "backslashreplace"),
    "base64": b"data:text/plain;base64," + base64.b64encode(VALUE.encode()),
    "hex": b"<" + ("\ufeff" + VALUE).encode("utf-16-be").hex().encode() + b">",
    "gzip": gzip.compress(VALUE.encode()),
    "domain": b"see https://betatown.example/",
    "key id": b'"wl_betatown_02"',
    "id": b"betatown",
}


# (what is changed in a schema that is good, what must be said)
SCHEMA = {"$schema": schema_suite.DRAFT, "type": "object", "additionalProperties": False, "required": ["day"],
          "properties": {"day": {"type": "string", "format": "date"}}}
SPOILED = [
    ({"$schema": "http://json-schema.org/draft-04/schema#"}, "not draft 7"),
    ({"type": "objekt"}, "objekt"),
    ({"required": ["day", "night"]}, "`night` is required and not known"),
    ({"properties": {"day": {"description": "x"}}}, "says nothing of the type"),
    ({"properties": {"day": {"type": "object"}}}, "any key may stand there"),
    ({"properties": {"day": {"$ref": "#/x", "type": "string"}}}, "beside a reference"),
]


def schemas(tally):
    tally.check("a good schema is good", not schema_suite.faults(SCHEMA))
    for change, expected in SPOILED:
        found = schema_suite.faults(SCHEMA | change)
        tally.check(f"a schema with {change} is found", any(expected in fault for fault in found), found)
    day = tomllib.loads("day = 2027-01-11")
    tally.check("a date is taken as Taplo takes it", not schema_suite.refusals(SCHEMA, day))
    for wrong in ("day = 5", "day = 2027-01-11T10:00:00Z", "day = 'soon'", "dya = 2027-01-11", ""):
        tally.check(f"`{wrong}` is refused", schema_suite.refusals(SCHEMA, tomllib.loads(wrong)))


def prompts(tally):
    waiting = "◇  [contacts]\n│\n◇  a\n│  x\n│\n◆  contacts.email\n│  Where\n│  such as x\n└  \n"
    tally.check("a prompt that waits is seen", name_of(asked(waiting) or "◆  ") == "contacts.email")
    tally.check("a prompt that says what is wrong is seen", asked(waiting.replace("◆", "▲").replace("└  ", "└  no")))
    tally.check("a prompt that is answered waits no more", asked("◇  a\n│  x\n│\n") is None)
    tally.check("half a prompt does not wait yet", asked(waiting[:-5]) is None)


def tags(tally, scratch):
    """Damage to a tag tree, and to the order of words, is found by its check."""
    sound, spoilt = scratch / "tagged.pdf", scratch / "spoilt.pdf"
    tagged_stand_in.write(sound)
    expected = Expected(tagged_stand_in.BODY, [tagged_stand_in.NOTE], tagged_stand_in.ALTS)
    found = conformance_suite.problems(sound, expected)
    tally.check("the tagged stand-in is good", not found, found)
    body, notes = conformance_suite.struct_text(sound)
    tally.check("poppler's tree has the words, notes apart", "Qbbag" in body and "Qbbar" not in body and "Qbbar" in notes, (body, notes))
    for damage, wanted in tagged_stand_in.DAMAGES:
        with pikepdf.open(sound) as pdf:
            damage(pdf)
            pdf.save(spoilt)
        found = conformance_suite.problems(spoilt, expected)
        tally.check(f"a damaged tree is found as `{wanted}`", any(wanted in problem for problem in found), found)
    for words, wanted in ({"Qbbad Qbbab": "only before", "Qbbab": "not at all", "Qbbab Qbbad Qbbab": "there 2 times"}).items():
        found = conformance_suite.order_problems(words, ["Qbbab", "Qbbad"], "text")
        tally.check(f"`{words}` is found as `{wanted}`", any(wanted in problem for problem in found), found)


def signatures(tally, scratch):
    """A signature of somebody else, a changed byte, a missing field: each is found."""
    # pyHanko logs whom it does not trust.
    logging.disable(logging.CRITICAL)
    path = scratch / "tagged.pdf"
    authority = signing_suite.Authority()
    data = signing_suite.sign(path.read_bytes(), "signer1_signature", authority.signer("A"))
    found = signing_suite.verdicts(data, authority.context())
    tally.check("a sound signature is sound", found == {"signer1_signature": ""}, found)
    found = signing_suite.verdicts(data, signing_suite.Authority().context())
    tally.check("a signature of somebody else is found", "not trusted" in found["signer1_signature"], found)
    found = signing_suite.verdicts(data[:99] + bytes([data[99] ^ 1]) + data[100:], authority.context())
    tally.check("a changed byte is found", "not intact" in found["signer1_signature"], found)
    files = Tally(quiet=True)
    signing_suite.check("one field", path, scratch / "signed.pdf", authority, files)
    tally.check("a missing field is found", any("one signature field for each party" in f for f in files.failures), files.failures)


def boxes(tally):
    """Boxes to tick: sound ones are sound, and each kind of damage is found."""
    def field(pdf, name, state):
        looks = {key: pdf.make_stream(b"0 0 9 9 re " + end) for key, end in (("/Off", b"S"), ("/Yes", b"f"))}
        return pikepdf.Dictionary(FT=pikepdf.Name.Btn, T=name, TU="Words", V=state, AS=state, AP=pikepdf.Dictionary(N=pikepdf.Dictionary(looks)))

    def same_look(fields):
        fields[0].AP.N.Yes = fields[0].AP.N.Off

    damage = {
        "two of a name": lambda fields: fields[0].update({"/T": fields[1].T}),
        "not [": lambda fields: fields[0].update({"/V": pikepdf.Name.Yes}),
        "with and without": same_look,
        "no hint": lambda fields: fields[1].update({"/TU": " "}),
    }
    for expected, spoil in {"": lambda fields: None, **damage}.items():
        with pikepdf.new() as pdf:
            fields = [field(pdf, "task1", pikepdf.Name.Off), field(pdf, "task2", pikepdf.Name.Yes)]
            spoil(fields)
            pdf.Root.AcroForm = pikepdf.Dictionary(Fields=fields)
            found = conformance_suite.box_problems(pdf, [False, True])
        if expected:
            tally.check(f"boxes: `{expected}` is found", len(found) == 1 and expected in found[0], found)
        else:
            tally.check("sound boxes are sound", not found, found)


def verapdf(tally, untagged, scratch):
    """veraPDF's report is read: rules that fail, files that are no PDF, files it does not name."""
    broken = scratch / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nno objects\n%%EOF\n")
    for profile, expected in {"ua1": "clause 7.1, test", "2a": "clause 6.7"}.items():
        found = verapdf_suite.read(verapdf_suite.report(profile, [untagged, broken]), [untagged, broken, scratch / "other.pdf"])
        rules, problems = found[str(untagged)]
        tally.check(f"{profile}: an untagged file fails", rules > 50 and any(expected in p for p in problems), problems)
        tally.check(f"{profile}: a broken file fails", found[str(broken)][1], found[str(broken)])
        tally.check(f"{profile}: a file that is not in the report fails", found[str(scratch / 'other.pdf')][1])
    third = scratch / "third.pdf"
    third.write_bytes(b"<pdfaid:part>3</pdfaid:part>")
    chosen = verapdf_suite.profiles([untagged, third])
    tally.check("the profile is that of the part", chosen == {"ua1": [untagged, third], "2a": [untagged], "3a": [third]}, chosen)
    files = Tally(quiet=True)
    verapdf_suite.check([untagged], files)
    tally.check("what fails is counted", files.failed > 4, files.failures)


def main():
    require("qpdf", "pdfinfo", "pdffonts", "pdftotext", "pdftoppm", "mutool", "gs")
    tally = Tally()
    schemas(tally)
    prompts(tally)
    boxes(tally)
    with tempfile.TemporaryDirectory() as scratch:
        tags(tally, Path(scratch))
        signatures(tally, Path(scratch))
    with tempfile.TemporaryDirectory() as scratch:
        root = stand_in.write_workspace(Path(scratch) / "workspace")
        workspace = Workspace(root)
        good = pdf_suite.check_output(workspace, root / "output")
        tally.check("the stand-in is good", good.failed == 0 and good.passed > 40, f"{good.passed} passed")
        alpha = workspace.customers[0]
        pack = root / "output" / alpha.id
        pdf = pack / "pdf" / "guide.pdf"
        sound = pdf.read_bytes()

        def finds(name, group, expected):
            found = pdf_suite.check_pdf(workspace, alpha, alpha.documents[0], pack, (group,), quiet=True).failures
            tally.check(f"{name} is found as `{expected}`", any(expected in failure for failure in found), found)

        for change, group, expected in WHILE_WRITING:
            stand_in.write_pdf(pdf, alpha.legal_name, change)
            finds(change.__name__, group, expected)
        for number, (spoil, group, expected) in enumerate(AFTERWARDS):
            pdf.write_bytes(sound)
            spoil(pdf)
            finds(f"damage {number}", group, expected)
        pdf.write_bytes(sound)
        verapdf(tally, pdf.resolve(), Path(scratch))

        planted = pack / "site" / "planted.bin"
        for name, data in HIDDEN.items():
            planted.write_bytes(b"some words " + data if name != "gzip" else data)
            found = leaks.leaks(pack, workspace.foreign(alpha))
            tally.check(f"a leak as {name} is found", bool(found))
        planted.unlink()
        stand_in.write_pdf(pdf, alpha.legal_name, lambda writer, _: writer.line("Artifact", 60, 20, "Betatown"))
        tally.check("a leak in a PDF is found", bool(leaks.leaks(pack, workspace.foreign(alpha))))
        pdf.write_bytes(sound)
        tally.check("no leak is found where none is", not leaks.leaks(pack, workspace.foreign(alpha)))

        page = Image.new("RGB", (496, 702), "white")
        other = page.copy()
        other.paste((221, 46, 68), (100, 100, 108, 108))
        tally.check("equal pictures are equal", pdf_suite.difference(page, page) == (0, 0))
        worst = pdf_suite.difference(page, other)[1]
        tally.check("an icon that one reader does not draw is found", worst > pdf_suite.SQUARE_TOLERANCE, worst)

        for name, spoil in {
            "a changed file": lambda: (pack / "site" / "index.html").write_text("other", encoding="utf-8"),
            "a file too many": lambda: (pack / "extra").write_text("x"),
            "a missing file": pdf.unlink,
        }.items():
            before = manifest_problems(pack)
            spoil()
            tally.check(f"the manifest shows {name}", len(manifest_problems(pack)) > len(before))
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
