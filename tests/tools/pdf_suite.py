"""Checks every pack in output/ from the outside: the PDFs with four readers, the words of both outputs, leaks.

Usage: pdf_suite.py [--workspace DIR] [--output DIR]
"""

import argparse
import html
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
from PIL import Image, ImageChops, ImageFilter, ImageStat

import leaks
import page_text
import pdf_file
from workspace import Tally, Workspace, manifest_problems, repository, require, run

# Page pictures: how far two renderers may be apart, as parts of black to white: over the whole page, and in the
# worst square of the page, which finds an image or an icon that one of them does not draw. Seen on dense pages of
# sound files: 0.029 and 0.08, because poppler draws small text darker than the others.
RESOLUTION = 60
MEAN_TOLERANCE = 0.04
SQUARE = 12
SQUARE_TOLERANCE = 0.15

# How far below its destination a heading may begin and end, in points.
HEADING_BAND = (12, 110)

# "Page 3 of 17" at the foot of a page.
PAGE_NUMBER = re.compile(r"\bpage\s+(\d+)\s+of\s+(\d+)\b", re.IGNORECASE)


class Pdf:
    """One PDF and what is known about it."""

    def __init__(self, workspace, customer, document, pack, scratch):
        self.workspace = workspace
        self.customer = customer
        self.document = document
        self.path = pack / "pdf" / f"{document.name}.pdf"
        self.page_path = pack / "site" / f"{document.name}.html"
        self.scratch = scratch
        self.name = f"{customer.id}/{document.name}"
        self.text = page_text.plain_text(self.path)
        self.page_texts = page_text.plain_text(self.path, "-raw").split("\f")[:-1]
        self.page = page_text.Page(self.page_path.read_text(encoding="utf-8")) if self.page_path.is_file() else None


def structure(pdf, tally):
    """The file as a file: header, syntax, objects, names."""
    data = pdf.path.read_bytes()
    tally.check(f"{pdf.name}: header is %PDF-1.7", data.startswith(b"%PDF-1.7"), data[:16])
    second = data.split(b"\n", 2)[1]
    tally.check(f"{pdf.name}: comment of four bytes above 127", second[:1] == b"%" and min(second[1:5]) > 127, second)
    tally.check(f"{pdf.name}: one %%EOF", data.count(b"%%EOF") == 1, f"{data.count(b'%%EOF')} of them")
    result = run("qpdf", "--check", pdf.path)
    silent = result.returncode == 0 and not result.stderr.strip() and "WARNING" not in result.stdout
    tally.check(f"{pdf.name}: qpdf --check", silent, result.stdout + result.stderr)
    with pikepdf.open(pdf.path) as file:
        tally.check(f"{pdf.name}: no forbidden names", not pdf_file.forbidden_names(file), pdf_file.forbidden_names(file))
        lost = pdf_file.unreachable(file)
        tally.check(f"{pdf.name}: every object is reachable", not lost, f"objects {lost[:20]}")
        names = pdf_file.named_destinations(file)
        broken = pdf_file.broken_links(file, names)
        tally.check(f"{pdf.name}: links lead somewhere", not broken, "\n".join(broken[:8]))
        problems = pdf_file.font_problems(file)
        tally.check(f"{pdf.name}: every glyph has its text", not problems, "\n".join(problems[:8]))


def information(pdf, tally):
    """Title, author, language, fonts."""
    info = dict(re.findall(r"^(\w[\w ]*):\s*(.*)$", run("pdfinfo", "-enc", "UTF-8", pdf.path).stdout, re.M))
    vendor = pdf.workspace.config["vendor"]
    title = pdf.document.front_matter["title"]
    shown = info.get("Title", "")
    tally.check(f"{pdf.name}: title", shown and ("{{" in title or title in shown), f"`{shown}`, expected `{title}`")
    author = info.get("Author", "")
    tally.check(f"{pdf.name}: author", author in (vendor["legal_name"], vendor["name"]), f"`{author}`")
    with pikepdf.open(pdf.path) as file:
        language = str(file.Root.get("/Lang", ""))
    wanted = pdf.page.language if pdf.page else language
    tally.check(f"{pdf.name}: language", language and language == wanted, f"PDF `{language}`, HTML `{wanted}`")

    lines = run("pdffonts", pdf.path).stdout.splitlines()[2:]
    flags = [re.search(r"\s(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+\s*$", line) for line in lines]
    good = lines and all(f and f[1] == "yes" and f[3] == "yes" for f in flags)
    tally.check(f"{pdf.name}: fonts are embedded with ToUnicode", good, "\n".join(lines) or "no fonts")


def words(pdf, tally):
    """The text of the PDF by itself, and against the HTML page."""
    collapsed = " ".join(pdf.text.split())
    name = pdf.customer.legal_name
    tally.check(f"{pdf.name}: pdftotext has the legal name", name in collapsed, f"`{name}`")
    bad = sorted({hex(ord(c)) for c in pdf.text if c in "\ufffd\ufeff\0" or "\ue000" <= c <= "\uf8ff"})
    tally.check(f"{pdf.name}: no replacement or private characters", not bad, bad)

    if not tally.check(f"{pdf.name}: has an HTML page", pdf.page is not None, pdf.page_path):
        return
    in_html = page_text.squeeze("".join(pdf.page.body))
    in_pdf = page_text.squeeze(page_text.body_text(pdf.path, pdf.scratch / "body.pdf"))
    tally.check(f"{pdf.name}: HTML and PDF say the same", in_html and in_html == in_pdf,
                page_text.first_difference(in_html, in_pdf) or "both are empty")
    in_html = page_text.squeeze("".join(pdf.page.notes))
    in_pdf = page_text.squeeze(page_text.note_text(pdf.path, pdf.scratch / "notes.pdf"))
    tally.check(f"{pdf.name}: footnotes in HTML and PDF say the same", in_html == in_pdf,
                page_text.first_difference(in_html, in_pdf))


def page_numbers(pdf, tally):
    """`Page x of y` on every page of the body, counting up to y on the last page, and i, ii, iii before it, as labelled."""
    found = [PAGE_NUMBER.findall(text) for text in pdf.page_texts]
    with pikepdf.open(pdf.path) as file:
        labels = [page.label for page in file.pages]
    front = next((i for i, label in enumerate(labels) if label.isdigit()), len(labels))
    body = [str(number) for number in range(1, len(labels) - front + 1)]
    tally.check(f"{pdf.name}: the body's labels count from 1", len(body) > 0 and labels[front:] == body, labels)
    romans = all(re.fullmatch("[ivxlc]+", label) for label in labels[:front])
    tally.check(f"{pdf.name}: labels before the body are roman", romans and len(set(labels)) == len(labels), labels)
    # The cover has no foot.
    without = [i for i, numbers in enumerate(found, 1) if i > front and not numbers]
    without += [i for i in range(2, front + 1) if labels[i - 1] not in pdf.page_texts[i - 1].split()]
    tally.check(f"{pdf.name}: every page but the cover has its number", len(found) > 1 and not without, f"pages {without}")
    same = all((labels[i], str(len(body))) in numbers for i, numbers in enumerate(found) if i >= front)
    tally.check(f"{pdf.name}: numbers on pages are their labels", same, found)
    # The furniture stands at the foot: of several matches on a page, the last in the content or the first.
    arabic = [{(int(x), int(y)) for x, y in numbers} for numbers in found]
    last = [(x, y) for x, y in arabic[-1] if x == y]
    counted = bool(last) and any(
        all((total - back, total) in arabic[-1 - back] for back in range(min(total, len(body))))
        for _, total in last
    )
    tally.check(f"{pdf.name}: page numbers count up to the total", counted, arabic)


def bookmarks(pdf, tally):
    """The outline is the headings of the document, in order, and each lands on its heading."""
    with pikepdf.open(pdf.path) as file:
        outline = pdf_file.outline(file)
        names = pdf_file.named_destinations(file)
        places = [pdf_file.resolve(file, target, names) for _, _, target in outline]
        heights = [height for _, height in pdf_file.page_sizes(file)]
    titles = [" ".join(title.split()) for _, title, _ in outline]
    if not tally.check(f"{pdf.name}: has an outline", bool(outline)):
        return
    tally.check(f"{pdf.name}: the outline is nested", max(depth for depth, _, _ in outline) > 1, titles)
    if pdf.page is not None:
        headings = [(level, text) for level, text in pdf.page.heading_texts() if level > 1]
        known = {page_text.squeeze(text) for _, text in headings}
        shown = [page_text.squeeze(t) for t in titles if page_text.squeeze(t) in known]
        deepest = max((lv for lv, text in headings if page_text.squeeze(text) in shown), default=0)
        wanted = [page_text.squeeze(text) for level, text in headings if level <= deepest]
        extra = [t for t in titles if page_text.squeeze(t) not in known]
        at = next((i for i, (a, b) in enumerate(zip(shown, wanted)) if a != b), min(len(shown), len(wanted)))
        tally.check(f"{pdf.name}: bookmarks are the headings of the page in order", shown and shown == wanted,
                    f"at {at}: PDF {shown[at:at + 2]}, HTML {wanted[at:at + 2]}; not headings: {extra[:4]}")
        allowed = {page_text.squeeze(text) for level, text in pdf.page.heading_texts() if level == 1}
        allowed |= {"Contents", "Cover", "Notes", "Footnotes"}
        odd = [t for t in extra if page_text.squeeze(t) not in allowed]
        tally.check(f"{pdf.name}: no bookmark without a heading", not odd, odd)

    order = [(page, -(top if top is not None else heights[page])) for page, top in places]
    tally.check(f"{pdf.name}: bookmarks go forwards", order == sorted(order), order)
    lost = []
    bands = words_with_places(pdf)
    for title, (page, top) in zip(titles, places):
        if top is None or not 0 < top <= heights[page] + 1:
            lost.append(f"`{title}` on page {page + 1}: height {top}")
            continue
        above, below = HEADING_BAND
        band = [text for y, text in bands[page] if top - below <= y <= top + above]
        text = page_text.squeeze("".join(band))
        missing = [word for word in title.split() if page_text.squeeze(word) not in text]
        if missing:
            lost.append(f"`{title}` on page {page + 1} at {top:.0f}: no {missing} among {band[:20]}")
    tally.check(f"{pdf.name}: bookmarks land on their headings", not lost, "\n".join(lost[:6]))


def words_with_places(pdf):
    """For each page, each word with the height of its top edge above the page's foot, in points."""
    pages = []
    with pikepdf.open(pdf.path) as file:
        heights = [height for _, height in pdf_file.page_sizes(file)]
    result = run("pdftotext", "-bbox", "-enc", "UTF-8", pdf.path, "-")
    for line in result.stdout.splitlines():
        if "<page " in line:
            pages.append([])
        word = re.search(r'yMin="([\d.-]+)".*?>(.*)</word>', line)
        if word:
            pages[-1].append((heights[len(pages) - 1] - float(word[1]), html.unescape(word[2])))
    return pages


def renderers(pdf, tally):
    """Every reader opens the file without a word, with the same pages, which look alike."""
    pictures = {}
    for program in ("mutool draw text", "mutool clean", "ghostscript"):
        command = {
            "mutool draw text": ["mutool", "draw", "-q", "-F", "txt", "-o", pdf.scratch / "mutool.txt", pdf.path],
            "mutool clean": ["mutool", "clean", pdf.path, pdf.scratch / "clean.pdf"],
            # Not with -q, which hides repairs and substituted fonts; pages are drawn, so that glyphs are read.
            "ghostscript": ["gs", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-o", "/dev/null", "-sDEVICE=png16m",
                            f"-r{RESOLUTION}", "-dPDFSTOPONERROR", "-dPDFSTOPONWARNING", pdf.path],
        }[program]
        silent(pdf, tally, program, run(*command))
    text = (pdf.scratch / "mutool.txt").read_text(encoding="utf-8")
    tally.check(f"{pdf.name}: mutool finds no replacement characters", "\ufffd" not in text)

    result = run("pdftoppm", "-r", RESOLUTION, "-png", pdf.path, pdf.scratch / "poppler")
    silent(pdf, tally, "pdftoppm", result)
    pictures["poppler"] = [Image.open(p) for p in sorted(pdf.scratch.glob("poppler-*.png"))]
    # MuPDF draws a mark of its own on a signature field that nobody has signed, which no other reader does.
    unmarked = pdf_file.without_signature_fields(pdf.path, pdf.scratch / "unmarked.pdf")
    result = run("mutool", "draw", "-q", "-r", RESOLUTION, "-o", pdf.scratch / "mupdf-%04d.png", unmarked)
    silent(pdf, tally, "mutool draw", result)
    pictures["mupdf"] = [Image.open(p) for p in sorted(pdf.scratch.glob("mupdf-*.png"))]
    # PDFium writes its messages to standard error: it runs apart, so that they are seen.
    code = ("import sys, pypdfium2\n"
            "pdf = pypdfium2.PdfDocument(sys.argv[1])\n"
            "for number, page in enumerate(pdf):\n"
            "    print(*page.get_size(), file=sys.stdout)\n"
            "    picture = page.render(scale=float(sys.argv[3]) / 72).to_pil()\n"
            "    picture.save(f'{sys.argv[2]}-{number:04}.png')\n")
    result = run(sys.executable, "-c", code, pdf.path, pdf.scratch / "pdfium", RESOLUTION)
    tally.check(f"{pdf.name}: PDFium renders without a message", result.returncode == 0 and not result.stderr.strip(),
                result.stderr)
    pictures["pdfium"] = [Image.open(p) for p in sorted(pdf.scratch.glob("pdfium-*.png"))]
    sizes = {"pdfium": [tuple(map(float, line.split())) for line in result.stdout.splitlines()]}
    with pikepdf.open(pdf.path) as file:
        sizes["pikepdf"] = pdf_file.page_sizes(file)
    info = run("pdfinfo", "-f", "1", "-l", "-1", pdf.path).stdout
    sizes["poppler"] = [tuple(map(float, s)) for s in re.findall(r"^Page\s+\d+ size:\s*([\d.]+) x ([\d.]+)", info, re.M)]
    boxes = run("mutool", "pages", pdf.path).stdout
    sizes["mupdf"] = [(float(r) - float(left), float(t) - float(b)) for left, b, r, t in
                      re.findall(r'<MediaBox l="([\d.-]+)" b="([\d.-]+)" r="([\d.-]+)" t="([\d.-]+)"', boxes)]
    reference = sizes["pikepdf"]
    for reader, seen in sizes.items():
        same = len(seen) == len(reference) and all(
            abs(a - b) < 0.1 for one, two in zip(seen, reference) for a, b in zip(one, two))
        tally.check(f"{pdf.name}: {reader} sees the same pages", same, f"{seen[:3]} and {reference[:3]}")
    for reader, seen in pictures.items():
        tally.check(f"{pdf.name}: {reader} draws every page", len(seen) == len(reference), f"{len(seen)} of {len(reference)}")
    for reader in ("mupdf", "pdfium"):
        far = []
        for number, (one, two) in enumerate(zip(pictures["poppler"], pictures[reader]), 1):
            mean, worst = difference(one, two)
            if mean > MEAN_TOLERANCE or worst > SQUARE_TOLERANCE:
                far.append(f"page {number}: {mean:.3f} over the page, {worst:.2f} in the worst square")
        tally.check(f"{pdf.name}: {reader} draws what poppler draws", not far, "\n".join(far[:6]))


def silent(pdf, tally, program, result):
    lines = (result.stdout + result.stderr).splitlines()
    said = "\n".join(line for line in lines if line.strip() and not NOT_ABOUT_THE_FILE.match(line))
    tally.check(f"{pdf.name}: {program} says nothing", result.returncode == 0 and not said,
                f"exit code {result.returncode}\n{said[:800]}")


def difference(one, two):
    """How far two pictures are apart: on average, and in the worst square; 0 is equal, 1 is black and white."""
    size = min(one.width, two.width), min(one.height, two.height)
    # Renderers smooth edges in different ways: a little blur leaves what the eye sees.
    one, two = (p.convert("RGB").crop((0, 0, *size)).filter(ImageFilter.GaussianBlur(1)) for p in (one, two))
    apart = ImageChops.difference(one, two).convert("L")
    squares = apart.resize((max(1, size[0] // SQUARE), max(1, size[1] // SQUARE)), Image.Resampling.BOX)
    return ImageStat.Stat(apart).mean[0] / 255, squares.getextrema()[1] / 255


# What readers say of every file: Debian's mutool is built without colour management, Ghostscript greets.
NOT_ABOUT_THE_FILE = re.compile(
    r"warning: ICC support is not available$|(AFPL|GPL) Ghostscript \d|Copyright \(C\) \d+ Artifex Software|"
    r"This software (is supplied under|comes with)|see the file (COPYING|PUBLIC) for|"
    r"Processing pages \d+ through \d+\.$|Page \d+$"
)

GROUPS = (structure, information, words, page_numbers, bookmarks, renderers)


def check_pdf(workspace, customer, document, pack, groups=GROUPS, quiet=False):
    """All checks of one PDF, with a tally of its own."""
    tally = Tally(quiet)
    with tempfile.TemporaryDirectory() as scratch:
        pdf = tally.run(f"{customer.id}/{document.name}: can be read", Pdf, workspace, customer, document, pack, Path(scratch))
        for group in groups if pdf else ():
            tally.run(f"{pdf.name}: {group.__name__}", group, pdf, tally)
    return tally


def check_output(workspace, output, quiet=False):
    """All packs of an output folder."""
    tally = Tally(quiet)
    tally.check("the workspace has customers", bool(workspace.customers), workspace.root)
    with ThreadPoolExecutor(max_workers=2) as pool:
        jobs = []
        for customer in workspace.customers:
            documents = tally.run(f"{customer.id}: the pack can be read", check_pack, workspace, customer, output, tally)
            for document in documents or ():
                jobs.append(pool.submit(check_pdf, workspace, customer, document, output / customer.id, GROUPS, quiet))
    for job in jobs:
        part = job.result()
        tally.passed += part.passed
        tally.failed += part.failed
        tally.failures += part.failures
    return tally


def check_pack(workspace, customer, output, tally):
    """The pack as a whole; gives the documents whose PDF is there."""
    pack = output / customer.id
    if not tally.check(f"{customer.id}: has a pack", pack.is_dir(), pack):
        return []
    tally.check(f"{customer.id}: has a start page", (pack / "site" / "index.html").is_file())
    problems = tally.run(f"{customer.id}: manifest can be read", manifest_problems, pack)
    if problems is not None:
        tally.check(f"{customer.id}: manifest is true", not problems, "\n".join(problems[:8]))
    found = tally.run(f"{customer.id}: search for leaks", leaks.leaks, pack, workspace.foreign(customer))
    if found is not None:
        tally.check(f"{customer.id}: nothing of another customer", not found, "\n".join(found[:8]))
    wanted = {f"{d.name}.pdf": d for d in customer.documents if d.has("pdf")}
    there = {path.name for path in (pack / "pdf").glob("*")}
    for name in wanted:
        tally.check(f"{customer.id}: has pdf/{name}", name in there)
    tally.check(f"{customer.id}: no other PDF", there <= wanted.keys(), sorted(there - wanted.keys()))
    return [document for name, document in wanted.items() if name in there]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workspace", type=Path, default=repository())
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    require("qpdf", "pdfinfo", "pdffonts", "pdftotext", "pdftoppm", "mutool", "gs")
    workspace = Workspace(arguments.workspace)
    return check_output(workspace, arguments.output or arguments.workspace / "output").close()


if __name__ == "__main__":
    sys.exit(main())
