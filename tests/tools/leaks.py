"""Looks for values of other customers in every byte of a pack, through the encodings files use."""

import base64
import html
import io
import json
import re
import urllib.parse
import zipfile
import zlib
from pathlib import Path

import pikepdf

import pdf_file
from page_text import plain_text


def readings(data):
    """The texts that bytes may stand for: as they are, and with each common encoding undone."""
    texts = [data.decode("utf-8", "replace")]
    if b"\0" in data:
        texts += [data[skip:].decode(code, "replace") for code in ("utf-16-be", "utf-16-le") for skip in (0, 1)]
    plain = texts[0]
    if "&" in plain:
        texts.append(html.unescape(plain))
    if "%" in plain:
        texts.append(urllib.parse.unquote(plain))
    if "\\" in plain:
        texts.append(re.sub(r"(?:\\u[0-9a-fA-F]{4})+|\\[\"\\/]", lambda m: json.loads(f'"{m[0]}"'), plain))
    for block in re.findall(r"base64,([A-Za-z0-9+/=]{8,})", plain):
        texts += readings(base64.b64decode(block + "==="))
    for block in re.findall(r"<((?:[0-9A-Fa-f]{2}\s*){4,})>", plain):
        texts += readings(bytes.fromhex(block))
    return texts


def contents(path):
    """(where, bytes) for everything in a file: itself, and what is inside a PDF, zip or gzip file."""
    data = path.read_bytes()
    yield from unpacked(str(path.name), data)
    if data.startswith(b"%PDF"):
        yield f"{path.name} (text)", plain_text(path).encode()
        with pikepdf.open(path) as pdf:
            for part in pdf_file.strings(pdf):
                yield f"{path.name} (object)", part


def unpacked(where, data):
    yield where, data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from unpacked(f"{where}/{name}", archive.read(name))
    elif data.startswith(b"\x1f\x8b"):
        yield from unpacked(f"{where} (gzip)", zlib.decompress(data, 31))


def fold(text):
    return "".join(text.split()).casefold()


def leaks(folder, foreign):
    """Places in a pack where a foreign value stands: `file: value of owner`."""
    wanted = []
    for owner, value in foreign:
        # An id or a single word must stand alone: it may be part of a longer word of the language.
        whole = re.compile(rf"(?<![^\W_]){re.escape(value.casefold())}(?![^\W_])") if value.isalnum() else None
        wanted.append((owner, value, fold(value), whole))
    found = set()
    for path in sorted(Path(folder).rglob("*")):
        name = path.relative_to(folder).as_posix()
        parts = [(f"name of {name}", name.encode())]
        if path.is_file():
            parts += [(f"{name}: {where}", data) for where, data in contents(path)]
        for where, data in parts:
            for text in readings(data):
                squeezed, words = fold(text), text.casefold()
                for owner, value, folded, whole in wanted:
                    if folded in squeezed and (whole is None or whole.search(words)):
                        found.add(f"{where}: `{value}` of `{owner}`")
    return sorted(found)
