"""Documents made for the purpose: every kind of content in every container, and things of extreme size.

Usage: conformance_suite.py TARGET; their PDFs are kept in that folder, for veraPDF.
"""

import json
import re
import shutil
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pikepdf
from PIL import Image

import combinations
import extremes
import page_text
import tag_tree
from page_text import squeeze
from values_suite import customer, workspace
from workspace import Tally, binary, require, run

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="120" height="40" rx="6" fill="#d7e3ea"/>
<path d="M10 30 L40 10 L70 25 L110 8" fill="none" stroke="#0f4c5c" stroke-width="3"/></svg>"""


WORD = re.compile("Q[a-z]+")


def order_problems(text, words, what, ordered=True):
    """The first word that is not in the text after the one before it, and words that are there more or less than once."""
    text = squeeze(text)
    found = []
    at = 0
    for word in map(squeeze, words):
        place = text.find(word, at)
        if place < 0:
            there = "not at all" if word not in text else "only before"
            found.append(f"{what}: `{word}` is {there} after …{text[max(0, at - 60):at]}⟦here⟧{text[at:at + 60]}…")
            break
        at = place + len(word) if ordered else 0
    own = [word for word in words if WORD.fullmatch(word)]
    for letters in {len(word) for word in own}:
        wanted = Counter(word for word in own if len(word) == letters)
        seen = Counter(re.findall(f"Q[a-z]{{{letters - 1}}}", text))
        found += [f"{what}: `{word}` is there {seen[word]} times, not {number}" for word, number in sorted(wanted.items())
                  if seen[word] != number]
    return found


def struct_text(path):
    """The text of the tree as poppler reads it, without footnotes; and the text of the footnotes."""
    body, notes = [], []
    note = None
    for line in run("pdfinfo", "-struct-text", "-enc", "UTF-8", path).stdout.splitlines():
        depth = len(line) - len(line.lstrip(" "))
        if note is not None and depth <= note:
            note = None
        quoted = re.fullmatch(r'\s*"(.*)"', line)
        if quoted:
            (body if note is None else notes).append(quoted[1])
        elif note is None and re.match(r"\s*Note\b", line):
            note = depth
    return "".join(body), "".join(notes)


def problems(path, expected):
    """What is wrong with a PDF that must show `expected`."""
    found = []
    with tempfile.TemporaryDirectory() as scratch, pikepdf.open(path) as pdf:
        tree = tag_tree.TagTree(pdf)
        found += tag_tree.problems(tree)
        shown = page_text.body_text(path, Path(scratch) / "body.pdf", expected.paged)
        shown_notes = page_text.note_text(path, Path(scratch) / "notes.pdf", expected.paged) if expected.notes else ""
        body = tree.root.text({"Note", "TOC"})
        notes = "".join(e.text() for e in tree.elements() if e.role == "Note" and not inside_note(e))
        alts = " ".join(str(e.object.get("/Alt", "")) for e in tree.elements() if e.role == "Figure")
        found += box_problems(pdf, expected.ticked)
    found += order_problems(shown, expected.body, "text of the pages", expected.paged)
    found += order_problems(body, expected.body, "tag tree")
    found += order_problems(alts, expected.alts, "texts of pictures")
    for note in expected.notes:
        found += order_problems(shown_notes, note, "footnotes of the pages", expected.paged)
        found += order_problems(notes, note, "footnotes in the tag tree")
    # Poppler takes the end of any marked content for the end of the element's: it cannot read past a text for glyphs.
    if not tree.replaces_glyphs:
        body, notes = struct_text(path)
        found += order_problems(body, expected.body, "tag tree as poppler reads it")
        for note in expected.notes:
            found += order_problems(notes, note, "footnotes as poppler reads them")
    return found


def box_problems(pdf, ticked):
    """What is wrong with the fields to tick."""
    fields = [field for field in pdf.Root.get("/AcroForm", pikepdf.Dictionary()).get("/Fields", []) if field.FT == "/Btn"]
    names = [str(field.T) for field in fields]
    # In the order of the pages and of the tab key, which follows the tree.
    states = [str(field.V) for field in fields]
    found = []
    if states != ["/Yes" if tick else "/Off" for tick in ticked] or states != [str(field.AS) for field in fields]:
        found.append(f"boxes: {states}, not {ticked}")
    if len(names) != len(set(names)):
        found.append(f"boxes: two of a name in {names}")
    for field in fields:
        normal = field.AP.N
        if set(normal.keys()) != {"/Yes", "/Off"} or bytes(normal.Yes.read_bytes()) == bytes(normal.Off.read_bytes()):
            found.append(f"boxes: {field.T} looks the same with and without a tick")
        if not str(field.get("/TU", "")).strip():
            found.append(f"boxes: {field.T} has no hint")
    return found


def inside_note(element):
    while element.parent is not None:
        element = element.parent
        if element.role == "Note":
            return True
    return False


def pictures(folder):
    """The pictures that documents show."""
    (folder / "content/images").mkdir()
    (folder / "content/images/drawing.svg").write_text(DRAWING, "utf-8")
    Image.new("RGB", (40, 40), (15, 76, 92)).save(folder / "content/images/square.png")


def build(folder, target, tally, name):
    """Builds a workspace of fixtures; keeps its PDFs."""
    customer(folder, "acme")
    result = run(binary(), "build", cwd=folder)
    built = tally.check(f"{name}: builds", result.returncode == 0, result.stdout + result.stderr)
    if built:
        for path in sorted((folder / "output/acme/pdf").glob("*.pdf")):
            shutil.copy(path, target)
    return built


def fixtures(scratch, target, tally):
    """One document for each combination; what is refused is refused with its code."""
    texts, expected, refused = {}, {}, {}
    for kind, container in combinations.combinations():
        name = f"{kind}-in-{container}".replace("_", "-")
        text, wanted = combinations.document(kind, container)
        if code := combinations.refusal(kind, container):
            refused[name] = text, code
        else:
            texts[name], expected[name] = text, wanted
    tally.check("at least 150 combinations", len(texts) >= 150, len(texts))
    folder = workspace(scratch, texts)
    pictures(folder)
    if build(folder, target, tally, "combinations"):
        check_all(target, expected, tally)
        attachments(folder, target, texts, tally)
    if refused:
        refusals(scratch, refused, tally)
    words = sum(len(e.body) + sum(map(len, e.notes)) + len(e.alts) for e in expected.values())
    print(f"{len(texts)} combinations with {words} words, {len(refused)} refused")


def attachments(folder, target, texts, tally):
    """A document carries the list of its sources if it asks for it, as its pack's manifest has it; other tools find it."""
    manifest = json.loads((folder / "output/acme/manifest.json").read_text("utf-8"))
    for name, text in texts.items():
        with pikepdf.open(target / f"{name}.pdf") as pdf:
            carried = sorted(pdf.attachments)
            wanted = ["sources.json"] if "\nattach = " in text else []
            tally.check(f"{name}: carries {wanted}", carried == wanted, carried)
            part = str(pdf.open_metadata().get("pdfaid:part"))
            tally.check(f"{name}: is of part {3 if wanted else 2}", part == ("3" if wanted else "2"), part)
            for file in carried:
                listed = json.loads(pdf.attachments[file].get_file().read_bytes())
                same = {key: manifest[key] for key in ("tool", "customer", "state", "inputs")}
                same |= {"format": 1, "document": name, "version": ""}
                tally.check(f"{name}: the list is that of the manifest", listed == same, listed)
        if wanted:
            path = target / f"{name}.pdf"
            seen = run("qpdf", "--list-attachments", path).stdout
            tally.check(f"{name}: qpdf sees the list", seen.startswith("sources.json -> "), seen)
            shown = run("mutool", "show", path, "trailer/Root/Names/EmbeddedFiles/Names/2").stdout
            tally.check(f"{name}: mutool sees the list", "/AFRelationship /Source" in shown, shown)


def extreme_documents(scratch, target, tally):
    """Documents of extreme size: one each, nothing lost."""
    texts, expected = {}, {}
    for make in extremes.DOCUMENTS:
        name = make.__name__.replace("_", "-")
        texts[name], expected[name] = make()
    folder = workspace(scratch, texts)
    pictures(folder)
    Image.linear_gradient("L").resize((2000, 9000)).save(folder / "content/images/large.png")
    if build(folder, target, tally, "extremes"):
        check_all(target, expected, tally)
        for name, (fewest, most) in extremes.PAGES.items():
            with pikepdf.open(target / f"{name}.pdf") as pdf:
                tally.check(f"{name}: {fewest} to {most} pages", fewest <= len(pdf.pages) <= most, len(pdf.pages))


def refusals(scratch, refused, tally):
    folder = workspace(scratch, {name: text for name, (text, _) in refused.items()})
    pictures(folder)
    customer(folder, "acme")
    result = run(binary(), "check", "--format", "json", cwd=folder)
    said = json.loads(result.stdout)["findings"]
    for name, (_, code) in refused.items():
        codes = {message["code"] for message in said if f"content/{name}.md" in json.dumps(message)}
        tally.check(f"{name}: is refused with {code}", code in codes, codes)


def check_all(target, expected, tally):
    with ProcessPoolExecutor(max_workers=2) as pool:
        jobs = {name: pool.submit(problems, target / f"{name}.pdf", wanted) for name, wanted in expected.items()}
        for name, job in jobs.items():
            found = tally.run(f"{name}: can be read", job.result)
            if found is not None:
                tally.check(f"{name}: every word, in order, in a sound tree", not found, "\n".join(found[:6]))


def main():
    target = Path(sys.argv[1])
    require("pdftotext", "pdfinfo")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="pilotpack-") as scratch:
        tally.run("combinations", fixtures, Path(scratch), target, tally)
        tally.run("extremes", extreme_documents, Path(scratch), target, tally)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
