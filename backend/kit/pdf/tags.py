"""Finish the tags of one rendered document: header scopes, unique identifiers, and nothing that names a
tool's version.

Done once, when a part is rendered, so that merging many parts need not look at each of their elements.
"""

from collections.abc import Iterator
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

_BARE = {"/Type", "/S", "/P", "/Pg", "/K"}


def finish(file: BinaryIO, *, mark: str) -> bytes:
    """The same document with a Scope on each table header, identifiers led by `mark`, and an identifier tree."""
    import io

    with pikepdf.open(file) as pdf:
        tree = pdf.Root.get(Name.StructTreeRoot)
        if isinstance(tree, Dictionary):
            named: list[tuple[bytes, Object]] = []
            folded: dict[tuple[int, int], Object] = {}
            every = list(elements(tree))
            scopes_tell = not any(map(_spans, every))
            for element in every:
                _fold_lines(element, folded)
                if element.get(Name.S) == Name.TH:
                    give_scope(element)
                if scopes_tell:
                    _leave_to_scopes(element)
                _mark_identifiers(element, mark, named)
            _own_folded(tree, folded)
            if named:
                named.sort(key=lambda pair: pair[0])
                flat = [
                    piece for name, element in named for piece in (String(name.decode("latin-1")), element)
                ]
                limits = Array([flat[0], flat[-2]])
                leaf = pdf.make_indirect(Dictionary(Limits=limits, Names=Array(flat)))
                tree.IDTree = pdf.make_indirect(Dictionary(Kids=Array([leaf])))
        for key in (Name.Producer, Name.Creator):
            if key in pdf.docinfo:
                del pdf.docinfo[key]
        made = io.BytesIO()
        pdf.save(
            made,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
        return made.getvalue()


def _fold_lines(element: Dictionary, folded: dict[tuple[int, int], Object]) -> None:
    """Give an element the lines of text that WeasyPrint puts into an element of its own each: a span that says nothing
    more. They are half of all elements, and merging takes as long as there are elements.
    """
    below = element.get(Name.K)
    if not isinstance(below, Array):
        return
    page = element.get(Name.Pg)
    if not isinstance(page, Dictionary):
        return
    kids: list[Object | int] = []
    changed = False
    for kid in below:
        if (
            isinstance(kid, Dictionary)
            and kid.get(Name.S) == Name.Span
            and kid.is_indirect
            and set(kid.keys()) <= _BARE
            and isinstance(at := kid.get(Name.Pg), Dictionary)
            and at.objgen == page.objgen
            and isinstance(lines := kid.get(Name.K), Array)
            and all(isinstance(line, int) for line in lines)
        ):
            kids += list(lines)
            folded[kid.objgen] = element
            changed = True
        else:
            kids.append(kid)
    if changed:
        element.K = Array(kids)


def _own_folded(tree: Dictionary, folded: dict[tuple[int, int], Object]) -> None:
    """Name, for each line of text, the element that has it now."""
    told = tree.get(Name.ParentTree)
    numbers = told.get(Name.Nums) if isinstance(told, Dictionary) else None
    if not folded or not isinstance(numbers, Array):
        return
    for owners in list(numbers)[1::2]:
        if isinstance(owners, Array):
            for place, owner in enumerate(owners):
                if isinstance(owner, Dictionary) and owner.objgen in folded:
                    owners[place] = folded[owner.objgen]


def elements(tree: Dictionary) -> Iterator[Dictionary]:
    """Every structure element of a tree, parents before children, in reading order; each once, however it is
    linked.
    """
    seen: set[tuple[int, int]] = set()
    waiting: list[Object] = [tree]
    while waiting:
        here = waiting.pop()
        if here is not tree:
            yield here  # type: ignore[misc]  # only dictionaries are put in
        below = here.get(Name.K)
        kids = list(below) if isinstance(below, Array) else [below]
        for kid in reversed(kids):
            if not isinstance(kid, Dictionary) or kid.get(Name.Type) in (Name.MCR, Name.OBJR):
                continue
            if kid.is_indirect:
                if kid.objgen in seen:
                    continue
                seen.add(kid.objgen)
            waiting.append(kid)


def give_scope(header: Dictionary) -> None:
    """A header in the table's head, or in a row of headers alone, heads its column; any other heads its row."""
    attributes = header.get(Name.A)
    if isinstance(attributes, Array) or (isinstance(attributes, Dictionary) and Name.Scope in attributes):
        return
    if not isinstance(attributes, Dictionary):
        attributes = Dictionary(O=Name.Table)
        header.A = attributes
    row = header.get(Name.P)
    group = row.get(Name.P) if isinstance(row, Dictionary) else None
    in_head = isinstance(group, Dictionary) and group.get(Name.S) == Name.THead
    kids = row.get(Name.K) if isinstance(row, Dictionary) else None
    alone = isinstance(kids, Array) and all(
        isinstance(kid, Dictionary) and kid.get(Name.S) == Name.TH for kid in kids
    )
    attributes.Scope = Name.Column if in_head or alone else Name.Row


def _spans(element: Dictionary) -> bool:
    """Whether a cell lies over several rows or columns."""
    told = element.get(Name.A)
    return any(
        isinstance(one, Dictionary) and (Name.RowSpan in one or Name.ColSpan in one)
        for one in (list(told) if isinstance(told, Array) else [told])
    )


def _leave_to_scopes(element: Dictionary) -> None:
    """Take the list of headers off a cell, and the name by which it is listed off a header.

    In a table of plain rows and columns the scopes of its headers say the same (ISO 14289-1, 7.5), and a list in each
    cell is much of what merging has to copy.
    """
    told = element.get(Name.A)
    if isinstance(told, Dictionary) and Name.Headers in told:
        del told[Name.Headers]
        if set(told.keys()) <= {"/O"}:
            del element[Name.A]
    if element.get(Name.S) == Name.TH and Name.ID in element:
        del element[Name.ID]


def _mark_identifiers(element: Dictionary, mark: str, named: list[tuple[bytes, Object]]) -> None:
    if Name.ID in element:
        name = f"{mark}-".encode() + bytes(element.ID)
        element.ID = String(name.decode("latin-1"))
        named.append((name, element))
    attributes = element.get(Name.A)
    if isinstance(attributes, Dictionary) and isinstance(attributes.get(Name.Headers), Array):
        headers = [String(f"{mark}-" + bytes(name).decode("latin-1")) for name in attributes.Headers]
        if headers:
            attributes.Headers = Array(headers)
        else:
            del attributes[Name.Headers]
