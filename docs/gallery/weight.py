"""Adds up what a PDF's bytes are: the streams by kind, and the rest."""

from pathlib import Path

import pikepdf

KINDS = ("fonts", "page contents", "objects in streams", "other streams", "everything else")


def by_kind(file: Path) -> dict:
    """Bytes of each kind, as stored."""
    weights = dict.fromkeys(KINDS, 0)
    with pikepdf.open(file) as pdf:
        contents = set()
        for page in pdf.pages:
            streams = page.obj.get("/Contents", [])
            streams = [streams] if isinstance(streams, pikepdf.Stream) else list(streams)
            contents |= {stream.objgen for stream in streams}
        fonts = {entry.objgen for entry in font_files(pdf)}
        # Object streams are not among pdf.objects as objects that anything refers to, but they are listed.
        for stream in pdf.objects:
            if not isinstance(stream, pikepdf.Stream):
                continue
            kind = "other streams"
            if stream.objgen in fonts:
                kind = "fonts"
            elif stream.objgen in contents:
                kind = "page contents"
            elif stream.get("/Type") in ("/ObjStm", "/XRef"):
                kind = "objects in streams"
            weights[kind] += len(stream.read_raw_bytes())
    weights["everything else"] = file.stat().st_size - sum(weights.values())
    return weights


def font_files(pdf: pikepdf.Pdf):
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in thing:
                    yield thing[key]
        # What maps codes to characters belongs to the font.
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font" and "/ToUnicode" in thing:
            yield thing["/ToUnicode"]
