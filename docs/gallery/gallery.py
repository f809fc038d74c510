"""Builds the gallery; run by docs/gallery/make.

Both programs get the same words, the same font files and the same page. The steps: build the PDFs, join
pictures of their pages, measure lines (lines.py) and files (weight.py), write figures.md.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from PIL import Image

import lines
import weight

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DOCUMENTS = ("agreement", "guide")
# The column of running text in points: left edge, right edge, size, leading, whether it is justified.
COLUMNS = {
    "agreement": lines.Column(left=104.03, right=484.03, size=10.2, leading=14.6, justified=True),
    "guide": lines.Column(left=68.03, right=476.03, size=9.8, leading=14.5, justified=False),
}
FONTS = {"agreement": "SourceSerif4_400Regular.ttf", "guide": "Inter_400Regular.ttf"}
RUNS = 10
DPI = 80
COLORS = 256

TYPST = """
import sys, typst
source, output, root, fonts, *standards = sys.argv[1:]
typst.compile(source, output=output, root=root, font_paths=[fonts], ignore_system_fonts=True, pdf_standards=standards)
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=Path, required=True, help="pilotpack")
    parser.add_argument("--work", type=Path, required=True, help="folder for the PDFs")
    parser.add_argument("--no-time", action="store_true", help="leave out the measurement of time")
    arguments = parser.parse_args()
    work, binary = arguments.work.resolve(), arguments.binary.resolve()

    workspace = work / "workspace"
    shutil.rmtree(workspace, ignore_errors=True)
    shutil.copytree(HERE / "source", workspace)
    shutil.copytree(ROOT / "themes" / "default", workspace / "themes" / "default")

    rows = []
    for name in DOCUMENTS:
        commands = {
            "pilotpack": [binary, "--workspace", workspace, "--output", work / "output", "--quiet", "build", name],
            "Typst": typst(name, work / f"{name}-typst.pdf"),
            "Typst, PDF/UA-1": typst(name, work / f"{name}-typst-ua.pdf", "ua-1"),
        }
        files = {
            "pilotpack": work / "output" / name / "pdf" / f"{name}.pdf",
            "Typst": work / f"{name}-typst.pdf",
            "Typst, PDF/UA-1": work / f"{name}-typst-ua.pdf",
        }
        for command in commands.values():
            subprocess.run(command, check=True, env=environment())
        pairs(name, files["pilotpack"], files["Typst"], work)
        space = lines.space_width(ROOT / "themes" / "default" / "fonts" / FONTS[name])
        for tool, file in files.items():
            row = {"document": name, "tool": tool, "bytes": file.stat().st_size}
            row["weights"] = weight.by_kind(file)
            if tool != "Typst, PDF/UA-1":
                row["lines"] = lines.measure(file, COLUMNS[name], space)
            if not arguments.no_time:
                row["time"] = cpu_time(commands[tool])
            rows.append(row)
    start = 0.0 if arguments.no_time else cpu_time([sys.executable, "-c", "import typst"])
    (HERE / "figures.md").write_text(report(rows, start), encoding="utf-8")
    print(f"wrote {HERE / 'figures.md'}")


def typst(name: str, output: Path, *standards: str) -> list:
    source = HERE / "source"
    fonts = ROOT / "themes" / "default" / "fonts"
    return [sys.executable, "-c", TYPST, source / f"{name}.typ", output, source, fonts, *standards]


def environment() -> dict:
    # Without a date in both, so that a second run gives the same files.
    return {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}


def cpu_time(command: list) -> float:
    """Median of user and system time in milliseconds, each run in a process of its own."""
    times = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, env=environment())
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return statistics.median(times)


def pairs(name: str, left: Path, right: Path, work: Path) -> None:
    """Pages side by side: pilotpack at the left, Typst at the right."""
    for old in HERE.glob(f"{name}-*.png"):
        old.unlink()
    pages = [pictures(file, work / f"{name}-page-{side}") for file, side in ((left, "left"), (right, "right"))]
    for at in range(max(map(len, pages))):
        width, height = pages[0][0].size
        pair = Image.new("RGB", (2 * width + 8, height), "#9a9a9a")
        for side, row in enumerate(pages):
            if at < len(row):
                pair.paste(row[at], (side * (width + 8), 0))
        small = pair.quantize(COLORS, method=Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE)
        small.save(HERE / f"{name}-{at + 1}.png", optimize=True)


def pictures(file: Path, stem: Path) -> list:
    for old in stem.parent.glob(f"{stem.name}-*.png"):
        old.unlink()
    subprocess.run(["pdftoppm", "-r", str(DPI), "-png", file, stem], check=True)
    return [Image.open(page).convert("RGB") for page in sorted(stem.parent.glob(f"{stem.name}-*.png"))]


def report(rows: list, start: float) -> str:
    text = ["# Figures", "", "Written by `docs/gallery/make`; [README.md](README.md) says what they mean.", ""]
    for name in DOCUMENTS:
        own = [row for row in rows if row["document"] == name]
        both = [row for row in own if "lines" in row]
        text += [f"## {name.capitalize()}", "", "| running text | " + " | ".join(r["tool"] for r in both) + " |"]
        text += ["|:---|" + "---:|" * len(both)]
        for key, label in lines.LABELS.items():
            if key in both[0]["lines"]:
                text.append(f"| {label} | " + " | ".join(str(r["lines"][key]) for r in both) + " |")
        text += ["", "| file | " + " | ".join(r["tool"] for r in own) + " |", "|:---|" + "---:|" * len(own)]
        text.append("| bytes | " + " | ".join(f"{r['bytes']:,}" for r in own) + " |")
        for kind in weight.KINDS:
            text.append(f"| of it {kind} | " + " | ".join(f"{r['weights'][kind]:,}" for r in own) + " |")
        if "time" in own[0]:
            net = [r["time"] - (start if r["tool"].startswith("Typst") else 0) for r in own]
            text.append("| CPU time of a cold process, ms | " + " | ".join(f"{ms:.0f}" for ms in net) + " |")
        text.append("")
    if start:
        text.append(
            f"CPU time is user plus system, median of {RUNS} runs. pilotpack's includes the landing page and the manifest"
            f" of the pack; from Typst's the {start:.0f} ms that Python takes to start and import it are taken off."
        )
    return "\n".join(text).rstrip() + "\n"


if __name__ == "__main__":
    main()
