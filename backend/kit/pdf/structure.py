"""One structure tree over many parts: the joined parent tree, roles, classes and identifiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from backend.kit.pdf import marks, tags

_DEEPEST_TREE = 40


def is_tagged(pdf: pikepdf.Pdf) -> bool:
    """Whether a document has a structure tree that claims its content."""
    tree = pdf.Root.get(Name.StructTreeRoot)
    return (
        isinstance(tree, Dictionary)
        and Name.K in tree
        and isinstance(tree.get(Name.ParentTree), Dictionary)
        and any(Name.StructParents in page.obj for page in pdf.pages)
    )


def drop(pdf: pikepdf.Pdf) -> None:
    """Take a structure off that is not to be used: tree, numbers and the marks in the content."""
    if Name.StructTreeRoot in pdf.Root:
        del pdf.Root[Name.StructTreeRoot]
    done: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for holder in (page.obj, *_notes(page.obj)):
            for key in (Name.StructParents, Name.StructParent):
                if key in holder:
                    del holder[key]
        for form in forms(page.obj, done):
            for key in (Name.StructParents, Name.StructParent):
                if key in form.stream_dict:
                    del form.stream_dict[key]
            marks.strip_form(pdf, form)
        marks.strip_page(pdf, page)


class Tree:
    """The structure tree of the whole, built part by part."""

    def __init__(self, whole: pikepdf.Pdf) -> None:
        self.whole = whole
        self.root = whole.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = whole.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root, K=Array())
        )
        self.kids: list[Object] = []
        self.numbers: list[Object | int] = []
        self.free = 0
        self.roles: dict[str, Object] = {}
        self.classes: dict[str, Object] = {}
        self.spaces: list[Object] = []
        self.identified: dict[bytes, Object] = {}

    def add_tagged(self, source: pikepdf.Pdf, pages: Sequence[Object], *, title: str) -> None:
        """Take over the structure of a source whose pages have just been copied to `pages`."""
        told = source.Root.StructTreeRoot
        if not told.is_indirect:
            told = source.Root.StructTreeRoot = source.make_indirect(told)
        copied = self.whole.copy_foreign(told)
        below = copied.get(Name.K)
        kids = [
            kid for kid in (below if isinstance(below, Array) else [below]) if isinstance(kid, Dictionary)
        ]
        if len(kids) == 1 and kids[0].get(Name.S) == Name.Document and kids[0].is_indirect:
            part: Object = kids[0]
            part.S = Name.Part
        else:
            part = self.whole.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, K=Array(kids)))
            for kid in kids:
                kid.P = part
        part.P = self.document
        if title:
            part.T = String(title)
        self.kids.append(part)
        self._join_parents(copied, pages)
        self._join_names(copied, part)

    def add_untagged(self, pages: Sequence[Object], *, title: str) -> None:
        """Give pages without structure one element each: a paragraph, or a figure where they hold no text."""
        part = self.whole.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Part, P=self.document, K=Array())
        )
        if title:
            part.T = String(title)
        kids: list[Object] = []
        for number, page in enumerate(pages, start=1):
            role = Name.P if marks.may_have_text(page) else Name.Figure
            element = self.whole.make_indirect(
                Dictionary(Type=Name.StructElem, S=role, P=part, Pg=page, K=Array([0]))
            )
            if role == Name.Figure:
                element.Alt = String(f"Page {number} of {title or 'this paper'}: a picture without text")
            kids.append(element)
            marks.wrap(self.whole, page, role)
            page.StructParents = self._next_number(self.whole.make_indirect(Array([element])))
            page.Tabs = Name.S
            for note in _notes(page):
                kids.append(self._link_element(note, page, part))
        part.K = Array(kids)
        self.kids.append(part)

    def close(self) -> None:
        """Put the finished tree into the whole."""
        self.document.K = Array(self.kids)
        self.root.K = Array([self.document])
        self.root.ParentTree = self.whole.make_indirect(Dictionary(Nums=Array(self.numbers)))
        self.root.ParentTreeNextKey = self.free
        if self.roles:
            self.root.RoleMap = Dictionary(self.roles)
        if self.classes:
            self.root.ClassMap = Dictionary(self.classes)
        if self.spaces:
            self.root.Namespaces = Array(self.spaces)
        if self.identified:
            flat: list[Object] = []
            for name in sorted(self.identified):
                flat += [String(name.decode("latin-1")), self.identified[name]]
            leaf = self.whole.make_indirect(Dictionary(Limits=Array([flat[0], flat[-2]]), Names=Array(flat)))
            self.root.IDTree = self.whole.make_indirect(Dictionary(Kids=Array([leaf])))
        self.whole.Root.StructTreeRoot = self.root

    def _next_number(self, value: Object) -> int:
        number = self.free
        self.numbers += [number, value]
        self.free += 1
        return number

    def _link_element(self, note: Dictionary, page: Object, part: Object) -> Object:
        """An element for an annotation of a page that had no structure, so that readers find it."""
        role = Name.Link if note.get(Name.Subtype) == Name.Link else Name.Annot
        element = self.whole.make_indirect(Dictionary(Type=Name.StructElem, S=role, P=part, Pg=page))
        element.K = Array([Dictionary(Type=Name.OBJR, Obj=note, Pg=page)])
        note.StructParent = self._next_number(element)
        return element

    def _join_parents(self, copied: Object, pages: Sequence[Object]) -> None:
        """Shift all numbers of one part by what the parts before it used."""
        start = self.free
        highest = -1
        for number, value in sorted(numbers_in(copied.get(Name.ParentTree)).items()):
            self.numbers += [start + number, value]
            highest = max(highest, number)
        done: set[tuple[int, int]] = set()
        for page in pages:
            highest = max(highest, _shift(page, start))
            for holder in _notes(page):
                if not holder.is_indirect or holder.objgen not in done:
                    done.add(holder.objgen)
                    highest = max(highest, _shift(holder, start))
            for form in forms(page, done):
                highest = max(highest, _shift(form.stream_dict, start))
        self.free = start + highest + 1

    def _join_names(self, copied: Object, part: Object) -> None:
        """Join role map, class map, name spaces and identifiers; a name that means something else here is renamed."""
        renamed: dict[str, Name] = {}
        for shared, own in (
            (self.roles, copied.get(Name.RoleMap)),
            (self.classes, copied.get(Name.ClassMap)),
        ):
            if not isinstance(own, Dictionary):
                continue
            for name, value in own.items():
                if name in shared and shared[name] != value:
                    fresh = f"{name}.{len(self.kids)}"
                    renamed[name] = Name(fresh)
                    shared[fresh] = value
                else:
                    shared.setdefault(name, value)
        spaces = copied.get(Name.Namespaces)
        if isinstance(spaces, Array):
            self.spaces += list(spaces)
        identified = names_in(copied.get(Name.IDTree))
        clash = not self.identified.keys().isdisjoint(identified)
        if renamed or clash:
            mark = f"{len(self.kids)}." if clash else ""
            for element in tags.elements(Dictionary(K=Array([part]))):
                _rename(element, renamed, mark)
            identified = {mark.encode() + name: element for name, element in identified.items()}
        self.identified |= identified


def _rename(element: Dictionary, renamed: dict[str, Name], mark: str) -> None:
    for key in (Name.S, Name.C):
        value = element.get(key)
        if isinstance(value, Name) and str(value) in renamed:
            element[key] = renamed[str(value)]
    if not mark:
        return
    if isinstance(element.get(Name.ID), String):
        element.ID = String(mark + bytes(element.ID).decode("latin-1"))
    attributes = element.get(Name.A)
    for one in attributes if isinstance(attributes, Array) else [attributes]:
        if isinstance(one, Dictionary) and isinstance(one.get(Name.Headers), Array):
            one.Headers = Array(
                [
                    String(mark + bytes(name).decode("latin-1"))
                    for name in one.Headers
                    if isinstance(name, String)
                ]
            )


def numbers_in(tree: Object | None) -> dict[int, Object]:
    """A number tree, flat."""
    found: dict[int, Object] = {}
    for node in _nodes(tree):
        flat = node.get(Name.Nums)
        if isinstance(flat, Array):
            pairs = list(flat)
            for number, value in zip(pairs[::2], pairs[1::2], strict=False):
                if isinstance(number, int) and 0 <= number < 2**31:
                    found[number] = value
    return found


def names_in(tree: Object | None) -> dict[bytes, Object]:
    """A name tree, flat."""
    found: dict[bytes, Object] = {}
    for node in _nodes(tree):
        flat = node.get(Name.Names)
        if isinstance(flat, Array):
            pairs = list(flat)
            for name, value in zip(pairs[::2], pairs[1::2], strict=False):
                if isinstance(name, String):
                    found[bytes(name)] = value
    return found


def _nodes(tree: Object | None) -> Iterator[Dictionary]:
    waiting: list[tuple[Object | None, int]] = [(tree, 0)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        node, depth = waiting.pop()
        if (
            not isinstance(node, Dictionary)
            or depth > _DEEPEST_TREE
            or (node.is_indirect and node.objgen in seen)
        ):
            continue
        seen.add(node.objgen)
        yield node
        kids = node.get(Name.Kids)
        if isinstance(kids, Array):
            waiting += [(kid, depth + 1) for kid in kids]


def _notes(page: Object) -> list[Dictionary]:
    notes = page.get(Name.Annots)
    return [note for note in notes if isinstance(note, Dictionary)] if isinstance(notes, Array) else []


def forms(page: Object, done: set[tuple[int, int]]) -> Iterator[Stream]:
    """Every form that a page draws, forms in forms included, each once for all calls that share `done`."""
    waiting = [page.get(Name.Resources)]
    while waiting:
        resources = waiting.pop()
        if not isinstance(resources, Dictionary):
            continue
        if resources.is_indirect:
            if resources.objgen in done:
                continue
            done.add(resources.objgen)
        drawn = resources.get(Name.XObject)
        if not isinstance(drawn, Dictionary):
            continue
        for _, thing in drawn.items():
            if isinstance(thing, Stream) and thing.objgen not in done:
                done.add(thing.objgen)
                yield thing
                waiting.append(thing.stream_dict.get(Name.Resources))


def _shift(holder: Object, by: int) -> int:
    """Shift the numbers of one holder; the highest number it had before, or -1."""
    highest = -1
    for key in (Name.StructParents, Name.StructParent):
        number = holder.get(key)
        if isinstance(number, int) and 0 <= number < 2**31:
            holder[key] = by + number
            highest = max(highest, number)
    return highest
