"""What can be asked of one PDF through pikepdf: objects, outline, links, fonts and glyph codes."""

import re

import pikepdf

FORBIDDEN = {
    "/JS", "/JavaScript", "/AA", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/RichMedia", "/Movie",
    "/Rendition", "/EmbeddedFile", "/XFA", "/OpenAction",
}
SCHEMES = ("https:", "http:", "mailto:", "tel:")


def children(value):
    """The direct parts of a dictionary, stream or array."""
    if isinstance(value, pikepdf.Array):
        return list(value)
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        return [v for _, v in value.items()]
    return []


def walk(value, seen):
    """Every object that can be reached, each indirect object once."""
    todo = [value]
    while todo:
        value = todo.pop()
        if isinstance(value, pikepdf.Object) and value.is_indirect:
            if value.objgen in seen:
                continue
            seen.add(value.objgen)
        yield value
        todo.extend(children(value))


def forbidden_names(pdf):
    """Names that stand for active or foreign content, as keys or as values."""
    found = set()
    for value in walk(pdf.trailer, set()):
        if isinstance(value, pikepdf.Name):
            found |= {str(value)} & FORBIDDEN
        elif isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
            found |= set(value.keys()) & FORBIDDEN
    return sorted(found)


def unreachable(pdf):
    """Numbers of objects that nothing refers to; streams that hold other objects do not count."""
    seen = set()
    for _ in walk(pdf.trailer, seen):
        pass
    lost = []
    for value in pdf.objects:
        if not isinstance(value, pikepdf.Object) or not value.is_indirect or value.objgen in seen:
            continue
        if isinstance(value, pikepdf.Stream) and value.get("/Type") in ("/ObjStm", "/XRef"):
            continue
        lost.append(value.objgen[0])
    return lost


def strings(pdf):
    """Every string and every decoded stream, as bytes: what a search for foreign values looks through."""
    for value in walk(pdf.trailer, set()):
        if isinstance(value, pikepdf.String):
            yield bytes(value)
        elif isinstance(value, pikepdf.Stream):
            yield value.read_bytes() if value.get("/Subtype") != "/Image" else value.read_raw_bytes()


def named_destinations(pdf):
    """Name → destination, from the name tree and the old dictionary."""
    found = {}
    for name, target in pdf.Root.get("/Dests", {}).items():
        found[name.lstrip("/")] = target
    todo = [pdf.Root.Names.Dests] if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names else []
    while todo:
        node = todo.pop()
        todo.extend(node.get("/Kids", []))
        names = list(node.get("/Names", []))
        found.update((str(key), target) for key, target in zip(names[::2], names[1::2]))
    return found


def resolve(pdf, target, names):
    """A destination as (page index, top edge or `None`); an exception if it leads nowhere."""
    if isinstance(target, (pikepdf.String, pikepdf.Name)):
        target = names[str(target).lstrip("/")]
    if isinstance(target, pikepdf.Dictionary):
        target = target["/D"]
    pages = [page.obj.objgen for page in pdf.pages]
    index = pages.index(target[0].objgen)
    kind = str(target[1])
    top = {"/XYZ": 3, "/FitH": 2, "/FitBH": 2, "/FitR": 5}.get(kind)
    if top is None or top >= len(target) or target[top] is None:
        return index, None
    return index, float(target[top])


def destination_of(node):
    """The destination of an outline item or a link annotation, or `None` for one that leads outside."""
    if "/Dest" in node:
        return node["/Dest"]
    action = node.get("/A")
    if action is not None and action.get("/S") == "/GoTo":
        return action["/D"]
    return None


def outline(pdf):
    """The bookmarks in order: (depth from 1, title, destination)."""
    found = []
    seen = set()

    def level(node, depth):
        while node is not None:
            if node.objgen in seen:
                raise ValueError("the outline runs in a circle")
            seen.add(node.objgen)
            found.append((depth, str(node["/Title"]), destination_of(node)))
            if "/First" in node:
                level(node["/First"], depth + 1)
            node = node.get("/Next")

    if "/Outlines" in pdf.Root:
        level(pdf.Root.Outlines.get("/First"), 1)
    return found


def broken_links(pdf, names):
    """Links with a target that is not in the file or an address of another kind than is allowed."""
    problems = []
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") != "/Link":
                continue
            action = annotation.get("/A")
            if action is not None and action.get("/S") == "/URI":
                address = str(action["/URI"])
                if not address.startswith(SCHEMES):
                    problems.append(f"page {number}: address {address}")
                continue
            target = destination_of(annotation)
            if target is None:
                problems.append(f"page {number}: a link that is neither an address nor a place in the file")
                continue
            try:
                resolve(pdf, target, names)
            except (KeyError, ValueError, IndexError):
                problems.append(f"page {number}: no such place: {target}")
    return problems


def page_sizes(pdf):
    """Width and height of each page in points."""
    sizes = []
    for page in pdf.pages:
        left, bottom, right, top = (float(v) for v in page.mediabox)
        sizes.append((right - left, top - bottom))
    return sizes


def without_signature_fields(path, target):
    """A copy of a PDF whose pages do not show its signature fields."""
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            if "/Annots" in page:
                page.Annots = pikepdf.Array([a for a in page.Annots if a.get("/FT") != "/Sig"])
        pdf.save(target)
    return target


# ---- fonts and the codes that are shown --------------------------------------------------------


def to_unicode(font):
    """Code → text, from a font's ToUnicode map; and the number of bytes in a code."""
    text = font["/ToUnicode"].read_bytes().decode("latin-1")
    mapping = {}
    width = 1

    def decode(digits):
        return bytes.fromhex(re.sub(r"\s", "", digits)).decode("utf-16-be")

    for low, _ in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?=[^<]*endcodespacerange)", text):
        width = max(width, len(low) // 2)
    for section in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, value in re.findall(r"<([^>]*)>\s*<([^>]*)>", section):
            mapping[int(code, 16)] = decode(value)
    for section in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for low, high, value, values in re.findall(r"<([^>]*)>\s*<([^>]*)>\s*(?:<([^>]*)>|\[(.*?)\])", section, re.S):
            for offset in range(int(high, 16) - int(low, 16) + 1):
                if values:
                    mapping[int(low, 16) + offset] = decode(re.findall(r"<([^>]*)>", values)[offset])
                else:
                    start = decode(value)
                    mapping[int(low, 16) + offset] = start[:-1] + chr(ord(start[-1]) + offset)
    return mapping, width


def shown_codes(pdf):
    """Font object → the codes shown with it, over all pages and forms."""
    shown = {}

    def scan(owner, resources):
        fonts = resources.get("/Font", {})
        objects = resources.get("/XObject", {})
        font = None
        stack = []
        for operands, operator in pikepdf.parse_content_stream(owner):
            operator = str(operator)
            if operator == "q":
                stack.append(font)
            elif operator == "Q" and stack:
                font = stack.pop()
            elif operator == "Tf":
                font = fonts[str(operands[0])]
            elif operator in ("Tj", "TJ", "'", '"'):
                last = operands[-1]
                parts = list(last) if isinstance(last, pikepdf.Array) else [last]
                width = 2 if font["/Subtype"] == "/Type0" else 1
                codes = shown.setdefault(font.objgen, (font, set()))[1]
                for part in parts:
                    if isinstance(part, pikepdf.String):
                        data = bytes(part)
                        codes.update(int.from_bytes(data[i:i + width], "big") for i in range(0, len(data), width))
            elif operator == "Do":
                form = objects.get(str(operands[0]))
                if form is not None and form.get("/Subtype") == "/Form":
                    scan(form, form.get("/Resources", resources))

    for page in pdf.pages:
        scan(page, page.get("/Resources", pikepdf.Dictionary()))
    return shown


def font_problems(pdf):
    """Glyphs without a meaning: shown codes that are `.notdef` or have no text, and text nobody shows."""
    problems = []
    for font, codes in shown_codes(pdf).values():
        name = str(font.get("/BaseFont", "a font"))
        if "/ToUnicode" not in font:
            problems.append(f"{name}: no ToUnicode")
            continue
        mapping, _ = to_unicode(font)
        if font["/Subtype"] == "/Type0" and 0 in codes:
            problems.append(f"{name}: .notdef is shown")
        missing = sorted(codes - mapping.keys())
        if missing:
            problems.append(f"{name}: {len(missing)} codes without text: {missing[:8]}")
        for code in sorted(codes & mapping.keys()):
            if any(c in "\0\ufeff\ufffe\ufffd" for c in mapping[code]):
                problems.append(f"{name}: code {code} stands for {mapping[code]!r}")
        unused = sorted(mapping.keys() - codes)
        if unused:
            texts = "".join(mapping[code] for code in unused[:12])
            problems.append(f"{name}: {len(unused)} codes with text that the document does not show: {texts!r}")
    return problems
