"""The structure tree of a PDF, read through pikepdf: elements, the text of each, and what is wrong with them."""

from dataclasses import dataclass, field

import pikepdf

import pdf_file

PAINTING = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"}
SHOWING = {"Tj", "TJ", "'", '"'}


@dataclass
class Element:
    """An element with its standard type; kids are elements, texts of marked content, and annotations."""

    role: str
    object: pikepdf.Object
    parent: "Element" = None
    kids: list = field(default_factory=list)

    def elements(self):
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def annotations(self):
        return [kid for kid in self.kids if isinstance(kid, pikepdf.Object)]

    def walk(self):
        """This element and all below it, in reading order."""
        yield self
        for kid in self.elements():
            yield from kid.walk()

    def text(self, without=()):
        """What a screen reader says, without elements of some types."""
        if self.role in without:
            return ""
        if "/ActualText" in self.object:
            return str(self.object["/ActualText"])
        return "".join(kid.text(without) if isinstance(kid, Element) else kid for kid in self.kids
                       if isinstance(kid, (Element, str)))

    def attribute(self, name):
        """The value of an attribute, or `None`."""
        owners = self.object.get("/A", [])
        for owner in [owners] if isinstance(owners, pikepdf.Dictionary) else owners:
            if isinstance(owner, pikepdf.Dictionary) and name in owner:
                return owner[name]
        return None


class TagTree:
    """The tree of an open file."""

    def __init__(self, pdf):
        self.pdf = pdf
        self.problems = []
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self.texts = {}
        # Whether a text stands for glyphs within the content of an element.
        self.replaces_glyphs = False
        self.reversed = None
        for number, page in enumerate(pdf.pages, 1):
            self._scan(number, page)
        tree = pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())
        self.roles = tree.get("/RoleMap", pikepdf.Dictionary())
        self.owners = {}
        self.root = Element("", tree)
        if "/K" in tree:
            self._kids(self.root, None)
        else:
            self.problems.append("no structure tree")

    def elements(self):
        return list(self.root.walk())[1:]

    def ancestors(self):
        """(page number, MCID) → the types of the elements around that content."""
        found = {}
        for place, element in self.owners.items():
            roles = found[place] = set()
            while element is not None:
                roles.add(element.role)
                element = element.parent
        return found

    # -- reading --

    def _scan(self, number, page):
        """Takes the text of each marked content of a page; what is painted outside of any is a problem."""
        fonts = {}

        def decode(font, operand):
            if font.objgen not in fonts:
                fonts[font.objgen] = pdf_file.to_unicode(font)[0] if "/ToUnicode" in font else {}
            width = 2 if font["/Subtype"] == "/Type0" else 1
            parts = list(operand) if isinstance(operand, pikepdf.Array) else [operand]
            data = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            return [fonts[font.objgen].get(int.from_bytes(data[i:i + width], "big"), "\ufffd")
                    for i in range(0, len(data), width)]

        def scan(owner, resources, marks):
            font, saved, outer = None, [], len(marks)
            for instruction in pikepdf.parse_content_stream(owner):
                operator, operands = str(instruction.operator), instruction.operands
                if operator in ("BMC", "BDC"):
                    self._begin(number, operands, resources, marks)
                elif operator == "EMC":
                    if len(marks) == outer:
                        self.problems.append(f"page {number}: EMC without BMC or BDC")
                    elif marks.pop()[2]:
                        # Shown from left to right, read from right to left (ISO 32000-1, 14.8.2.3.3).
                        content, said = self.reversed
                        self.reversed = None
                        if content is not None:
                            self.texts[number, content] += "".join(reversed(said))
                elif operator == "q":
                    saved.append(font)
                elif operator == "Q" and saved:
                    font = saved.pop()
                elif operator == "Tf":
                    font = resources["/Font"][str(operands[0])]
                elif operator in PAINTING or operator in SHOWING:
                    content = next((mark for mark in reversed(marks) if mark[0] is not None), None)
                    if content is None:
                        self.problems.append(f"page {number}: {operator} outside of marked content")
                    elif operator in SHOWING and content[0] != "artifact" and not any(mark[1] for mark in marks):
                        self._say(number, content[0], decode(font, operands[-1]))
                    if operator == "Do":
                        form = resources["/XObject"][str(operands[0])]
                        if form.get("/Subtype") == "/Form":
                            scan(form, form.get("/Resources", resources), marks)
            if len(marks) > outer:
                self.problems.append(f"page {number}: marked content is not closed")
                del marks[outer:]

        scan(page, page.get("/Resources", pikepdf.Dictionary()), [])

    def _say(self, number, content, pieces):
        if self.reversed is None:
            self.texts[number, content] += "".join(pieces)
        else:
            self.reversed = content, self.reversed[1] + pieces

    def _begin(self, number, operands, resources, marks):
        """Marked content begins: (MCID, `"artifact"` or `None`; whether a text replaces what is shown; whether it is read backwards)."""
        properties = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
        if isinstance(properties, pikepdf.Name):
            properties = resources["/Properties"][str(properties)]
        inside = next((mark[0] for mark in reversed(marks) if mark[0] is not None), None)
        own = None
        if operands[0] == "/Artifact":
            own = "artifact"
        elif "/MCID" in properties:
            own = int(properties["/MCID"])
            if (number, own) in self.texts:
                self.problems.append(f"page {number}: MCID {own} is used twice")
            self.texts.setdefault((number, own), "")
        if own is not None and inside is not None:
            self.problems.append(f"page {number}: {own} inside of {inside}")
        actual = "/ActualText" in properties
        content = own if own is not None else inside
        if actual and content not in (None, "artifact") and not any(mark[1] for mark in marks):
            self._say(number, content, [str(properties["/ActualText"])])
            self.replaces_glyphs = True
        backwards = operands[0] == "/ReversedChars"
        if backwards:
            self.reversed = None, []
        marks.append((own, actual, backwards))

    def _kids(self, element, page):
        page = element.object.get("/Pg", page)
        kids = element.object.get("/K", [])
        for kid in kids if isinstance(kids, (pikepdf.Array, list)) else [kids]:
            if isinstance(kid, int):
                self._content(element, page, kid)
            elif kid.get("/Type") == "/MCR":
                self._content(element, kid.get("/Pg", page), int(kid["/MCID"]))
            elif kid.get("/Type") == "/OBJR":
                element.kids.append(kid["/Obj"])
            else:
                role, seen = str(kid["/S"]), set()
                while role in self.roles and role not in seen:
                    seen.add(role)
                    role = str(self.roles[role])
                child = Element(role[1:], kid, element)
                element.kids.append(child)
                if kid.get("/P") is None or kid["/P"].objgen != element.object.objgen:
                    self.problems.append(f"{role}: /P is not its parent")
                self._kids(child, page)

    def _content(self, element, page, number):
        place = (self.pages.get(page.objgen) if page is not None else None, number)
        if place not in self.texts:
            self.problems.append(f"{element.role}: no content {place}")
            return
        if place in self.owners:
            self.problems.append(f"content {place} is in {self.owners[place].role} and {element.role}")
        self.owners[place] = element
        element.kids.append(self.texts[place])


# ---- rules ----------------------------------------------------------------------------------------


def problems(tree):
    """What is wrong with a tree: one text each."""
    found = list(tree.problems)
    for rule in RULES:
        found += [f"{rule.__name__}: {problem}" for problem in rule(tree)]
    return found


def parent_tree(tree):
    """Content ↔ ParentTree ↔ annotations, each way once."""
    for place in sorted(tree.texts.keys() - tree.owners.keys()):
        yield f"content {place} belongs to no element"
    numbers = {}
    root = tree.root.object
    todo = [root["/ParentTree"]] if "/ParentTree" in root else []
    while todo:
        node = todo.pop()
        todo.extend(node.get("/Kids", []))
        entries = list(node.get("/Nums", []))
        for key, value in zip(entries[::2], entries[1::2]):
            if int(key) in numbers:
                yield f"key {key} is there twice"
            numbers[int(key)] = value
    holders = {}
    for element in tree.elements():
        for annotation in element.annotations():
            if annotation.objgen in holders:
                yield f"annotation {annotation.objgen} is in two elements"
            holders[annotation.objgen] = element
    used = set()
    for page_number, page in enumerate(tree.pdf.pages, 1):
        contents = sorted(number for page, number in tree.texts if page == page_number)
        key = page.obj.get("/StructParents")
        if contents or key is not None:
            parents = list(numbers.get(int(key), [])) if key is not None else []
            used.add(None if key is None else int(key))
            owners = [tree.owners.get((page_number, number)) for number in contents]
            if contents != list(range(len(parents))) or any(
                    owner is None or owner.object.objgen != parent.objgen for owner, parent in zip(owners, parents)):
                yield f"page {page_number}: {len(contents)} contents, {len(parents)} parents, or not the same elements"
        for annotation in page.obj.get("/Annots", []):
            key = annotation.get("/StructParent")
            holder = holders.pop(annotation.objgen, None)
            parent = numbers.get(int(key)) if key is not None else None
            used.add(None if key is None else int(key))
            if holder is None or parent is None or holder.object.objgen != parent.objgen:
                yield f"page {page_number}: annotation {annotation.objgen} and its element do not know each other"
    if holders:
        yield f"annotations of no page: {sorted(holders)}"
    if lost := numbers.keys() - used:
        yield f"keys that nothing has: {sorted(lost)[:8]}"


def headings(tree):
    """One H1, and no level is skipped."""
    levels = [int(e.role[1]) for e in tree.elements() if e.role in ("H1", "H2", "H3", "H4", "H5", "H6")]
    if levels[:1] != [1]:
        yield f"the first heading is of level {levels[:1]}"
    for before, after in zip(levels, levels[1:]):
        if after > before + 1:
            yield f"level {after} after {before}"


# Type → the types that may stand in it, and those it must have one of (in this order, if several).
PARTS = {
    "L": ({"LI"}, ["LI"]),
    "LI": ({"Lbl", "LBody"}, ["Lbl", "LBody"]),
    "Table": ({"THead", "TBody", "TFoot", "TR", "Caption"}, []),
    "THead": ({"TR"}, ["TR"]),
    "TBody": ({"TR"}, ["TR"]),
    "TR": ({"TH", "TD"}, []),
    "TOC": ({"TOCI", "TOC", "Caption"}, ["TOCI"]),
}
PARENTS = {"LI": {"L"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}, "TOCI": {"TOC"}}
# Types that may be empty: a cell without words, the body of an item that only a field follows.
MAY_BE_EMPTY = {"TD", "TH", "LBody", "Lbl"}


def parts(tree):
    """Lists, tables and contents are made of their parts; no element is empty."""
    for element in tree.elements():
        roles = [kid.role for kid in element.elements()]
        allowed, needed = PARTS.get(element.role, (None, []))
        if allowed is not None and (set(roles) - allowed or len(roles) < len(element.kids)):
            yield f"{element.role} holds {roles} and {len(element.kids) - len(roles)} contents"
        if [role for role in dict.fromkeys(roles) if role in needed] != needed:
            yield f"{element.role} holds {roles}, not {needed}"
        if element.parent is not None and element.role in PARENTS and element.parent.role not in PARENTS[element.role]:
            yield f"{element.role} in {element.parent.role}"
        if not element.kids and element.role not in MAY_BE_EMPTY:
            yield f"an empty {element.role} in {element.parent.role}"


def tables(tree):
    """Every row has as many cells, every head says what it heads."""
    for table in tree.elements():
        if table.role != "Table":
            continue
        rows = [element for element in table.walk() if element.role == "TR" and table_of(element) is table]
        widths = [sum(int(cell.attribute("/ColSpan") or 1) for cell in row.elements()) for row in rows]
        if len(set(widths)) != 1:
            yield f"rows of {widths} cells"
        heads = [cell for row in rows for cell in row.elements() if cell.role == "TH"]
        if not heads:
            yield "a table without heads"
        yield from (f"a TH without Scope: `{cell.text()}`" for cell in heads
                    if str(cell.attribute("/Scope")) not in ("/Column", "/Row", "/Both"))


def table_of(element):
    while element is not None and element.role != "Table":
        element = element.parent
    return element


def meanings(tree):
    """Pictures, links, notes and fields say what they are."""
    notes = []
    for element in tree.elements():
        annotations = element.annotations()
        if element.role == "Figure" and not str(element.object.get("/Alt", "")).strip():
            yield "a Figure without Alt"
        if element.role == "Link":
            if not annotations or any(a.get("/Subtype") != "/Link" for a in annotations):
                yield f"a Link without its annotation: `{element.text()}`"
            yield from (f"a link annotation without Contents: `{element.text()}`" for a in annotations
                        if not str(a.get("/Contents", "")).strip())
            if not element.text().strip() and not any(e.role == "Figure" for e in element.walk()):
                yield "a Link without words"
        if element.role == "Note":
            notes.append(str(element.object.get("/ID", "")))
        if element.role == "Form" and [a.get("/Subtype") for a in annotations] != ["/Widget"]:
            yield f"a Form with {len(annotations)} annotations"
        if element.role not in ("Form", "Link") and annotations:
            yield f"an annotation in {element.role}"
    if "" in notes or len(notes) != len(set(notes)):
        yield f"the IDs of notes are {notes}"


RULES = (parent_tree, headings, parts, tables, meanings)
