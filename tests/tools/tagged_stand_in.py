"""A small tagged PDF, made without pilotpack, and the damage to it that the suites must find."""

import struct

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from stand_in import Writer

# The words of the document in order, those of its note, and the text of its picture.
BODY = ["Qbbab", "Qbbad", "Qbbaf", "Qbbag", "Qbbak", "Qbbal", "Qbbam", "Qbban", "Qbbap"]
NOTE = ["Qbbar"]
ALTS = ["Qbbas"]


class TaggedWriter(Writer):
    """A page whose every text is an element; elements are dictionaries with their kids."""

    def __init__(self):
        super().__init__()
        self.page()
        self.count = 0

    def text(self, tag, text, actual=None):
        """Shows a text as marked content; gives its number."""
        codes = b"".join(struct.pack(">H", self.font.glyph(character)) for character in text)
        self.used |= {self.font.glyph(character): character for character in text}
        shown = f"BT /F1 11 Tf 1 0 0 1 60 {780 - 20 * self.count} Tm <{codes.hex()}> Tj ET"
        if actual is not None:
            shown = f"/Span <</ActualText <feff{actual.encode('utf-16-be').hex()}>>> BDC {shown} EMC"
        self.raw(f"/{tag} <</MCID {self.count}>> BDC {shown} EMC".encode())
        self.count += 1
        return self.count - 1


def element(role, *kids, **more):
    return Dictionary(S=Name("/" + role), K=Array(kids), **more)


def write(path):
    """Headings, a list, a table, a picture, a link, a note and a signature field."""
    writer = TaggedWriter()
    words = iter(BODY)

    def leaf(role, actual=None, **more):
        return element(role, writer.text(role, next(words), actual), **more)

    column = Dictionary(O=Name.Table, Scope=Name.Column)
    parts = [
        leaf("H1"), leaf("H2"),
        element("L", element("LI", element("Lbl", writer.text("Lbl", "-")), element("LBody", leaf("P")))),
        element("Table", element("TR", leaf("TH", A=column), leaf("TH", A=column)), element("TR", leaf("TD"), leaf("TD"))),
        element("Figure", writer.text("Figure", " "), Alt=String(ALTS[0])),
        element("P", leaf("Link"), element("Note", writer.text("Note", NOTE[0]), ID=String("note1"))),
        element("P", writer.text("P", " ", next(words))),
        element("Form"),
    ]
    writer.raw(b"/Artifact BMC 0 0 10 10 re f EMC")
    writer.save(path, "Guide", [(1, "Start", 0, 700)])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        link = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], Contents=String("Link"), StructParent=1))
        widget = pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("signer1_signature"), Rect=[60, 60, 200, 90], F=4, StructParent=2,
            P=page.obj, TU=String("Signature")))
        page.Annots = Array([link, widget])
        page.StructParents = 0
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=[widget]))
        root = pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        owners = {}

        def attach(node, parent):
            node = pdf.make_indirect(node)
            node.P, node.Pg = parent, page.obj
            kids = Array()
            for kid in node.K:
                if isinstance(kid, int):
                    owners[kid] = node
                    kids.append(kid)
                else:
                    kids.append(attach(kid, node))
            node.K = kids
            for role, annotation, key in (("/Link", link, 1), ("/Form", widget, 2)):
                if node.S == role:
                    node.K.append(Dictionary(Type=Name.OBJR, Obj=annotation))
                    owners["annotations", key] = node
            return node

        root.K = Array([attach(element("Document", *parts), root)])
        parents = Array([owners[number] for number in range(writer.count)])
        root.ParentTree = Dictionary(Nums=[0, parents, 1, owners["annotations", 1], 2, owners["annotations", 2]])
        pdf.save(path)


def find(pdf, role, number=0):
    """An element of a type, by its place among those."""
    found = []

    def walk(node):
        if isinstance(node, Dictionary) and "/S" in node:
            if node.S == "/" + role:
                found.append(node)
            for kid in node.get("/K", []):
                walk(kid)

    walk(pdf.Root.StructTreeRoot.K[0])
    return found[number]


def paint(pdf):
    pdf.pages[0].contents_add(b"0 0 5 5 re f")


def reorder(pdf):
    document = pdf.Root.StructTreeRoot.K[0]
    document.K = Array([document.K[1], document.K[0], *document.K[2:]])


def lose(pdf):
    document = pdf.Root.StructTreeRoot.K[0]
    document.K = Array(list(document.K)[:1] + list(document.K)[2:])


def double(pdf):
    find(pdf, "TD").K.append(find(pdf, "TD", 1).K[0])


def rename(role, other):
    def change(pdf):
        find(pdf, role).S = Name("/" + other)
    return change


def drop(role, *keys):
    def change(pdf):
        for key in keys:
            del find(pdf, role)[key]
    return change


def one_cell_less(pdf):
    row = find(pdf, "TR", 1)
    row.K = Array([row.K[0]])


def parents(pdf):
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    numbers[1][0] = numbers[1][1]


def silent_link(pdf):
    del pdf.pages[0].Annots[0].Contents


def no_reference(pdf):
    form = find(pdf, "Form")
    form.K = Array()


def same_note(pdf):
    note = find(pdf, "Note")
    copy = pdf.make_indirect(Dictionary(S=Name.Note, P=note.P, K=Array(), ID=note.ID))
    note.P.K.append(copy)


def no_tree(pdf):
    del pdf.Root.StructTreeRoot


def no_mark(pdf):
    page = pdf.pages[0]
    data = page.Contents.read_bytes().replace(b"/H1 <</MCID 0>> BDC", b"/H1 BMC", 1)
    page.Contents = pdf.make_stream(data)


# Damage and what must be said of it.
DAMAGES = [
    (paint, "f outside of marked content"),
    (no_mark, "Tj outside of marked content"),
    (reorder, "tag tree: `Qbbad` is only before"),
    (reorder, "headings: the first heading is of level"),
    (lose, "tag tree: `Qbbad` is not at all"),
    (lose, "parent_tree: content (1, 1) belongs to no element"),
    (double, "tag tree: `Qbbam` is there 2 times"),
    (double, "is in TD and TD"),
    (rename("H2", "H3"), "headings: level 3 after 1"),
    (rename("H1", "P"), "headings: the first heading"),
    (rename("LI", "P"), "parts: L holds ['P']"),
    (rename("Lbl", "P"), "parts: LI holds"),
    (rename("TR", "P"), "parts: Table holds"),
    (one_cell_less, "tables: rows of [2, 1] cells"),
    (drop("TH", "/A"), "tables: a TH without Scope"),
    (drop("Figure", "/Alt"), "meanings: a Figure without Alt"),
    (drop("Figure", "/Alt"), "texts of pictures: `Qbbas` is not at all"),
    (drop("P", "/P"), "/P is not its parent"),
    (parents, "parent_tree: page 1"),
    (silent_link, "meanings: a link annotation without Contents"),
    (drop("Note", "/ID"), "meanings: the IDs of notes"),
    (same_note, "meanings: the IDs of notes"),
    (rename("Note", "P"), "footnotes in the tag tree: `Qbbar` is not at all"),
    (no_reference, "meanings: a Form with 0 annotations"),
    (no_reference, "parent_tree: page 1: annotation"),
    (no_tree, "no structure tree"),
]
