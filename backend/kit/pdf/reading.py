"""The child's side of `walk`: read the pages, read the tree, and hold one against the other."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from backend.kit.confined import bundle
from backend.kit.confined.outcome import ConfinedRefusal
from backend.kit.pdf import links, structure
from backend.kit.pdf.clean import address_of
from backend.kit.pdf.drawn import Drawn, Holder, Reader

_MOST_PROBLEMS = 50
_DEEPEST = 400
_BLOCKS = {
    "/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/LI", "/LBody", "/TR", "/TD", "/TH", "/Caption",
    "/BlockQuote", "/Div", "/Sect", "/Part", "/Art", "/Table", "/L", "/Figure", "/TOCI", "/Note",
}  # fmt: skip

# A piece of content: the page or form that holds it, and its number there.
Piece = tuple[Holder, int]
Id = tuple[int, int]


@dataclass
class Claims:
    """What the tree, walked from its root, says belongs to whom."""

    pieces: dict[Piece, list[Id]] = field(default_factory=dict)
    notes: dict[Id, list[Id]] = field(default_factory=dict)
    parts: list[list[Piece | str]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def walk_task(payload: bytes) -> bytes:
    """A bundle of one PDF in, JSON of all that was read out; see `walk.Walked`."""
    _, (file,) = bundle.unpack(payload)
    try:
        pdf = pikepdf.open(io.BytesIO(file))
        pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise ConfinedRefusal("The file is encrypted.") from None
    except pikepdf.PdfError:
        raise ConfinedRefusal("The file is not a PDF that can be read.") from None
    problems, titles, texts = read_structure(pdf)
    told = {
        "pages": pages,
        "title": str(pdf.docinfo.get(Name.Title, "")),
        "language": str(pdf.Root.get(Name.Lang, "")),
        "tagged": structure.is_tagged(pdf),
        "problems": problems[:_MOST_PROBLEMS],
        "texts": texts,
        "parts": titles,
        "labels": [page.label for page in pdf.pages],
        "outline": _outline(pdf),
        "links": _links(pdf),
    }
    return json.dumps(told).encode()


def read_structure(pdf: pikepdf.Pdf) -> tuple[list[str], list[str], list[str]]:
    """Problems of the structure, and title and words of each part."""
    reader = Reader()
    problems: list[str] = []
    drawn: list[Drawn] = []
    for number, page in enumerate(pdf.pages, start=1):
        try:
            drawn.append(reader.read(page))
        except pikepdf.PdfError:
            problems.append(f"Page {number} cannot be read.")
            drawn.append(Drawn())
    tree = pdf.Root.get(Name.StructTreeRoot)
    if not isinstance(tree, Dictionary):
        return (
            ["The file has no structure tree.", *problems],
            [],
            ["".join("".join(page.all) for page in drawn)],
        )
    claims = _claims(tree)
    problems += claims.problems + _catalogue_problems(pdf)
    parents = structure.numbers_in(tree.get(Name.ParentTree))
    words: dict[Piece, str] = {}
    holders: dict[int, Holder] = {}
    for number, (page, read) in enumerate(zip(pdf.pages, drawn, strict=True), start=1):
        where = f"Page {number}"
        problems += [f"{where} uses mark {mark} twice." for mark in read.twice[:3]]
        if read.loose:
            problems.append(f"{where} has words that belong to no element.")
        for piece, texts in read.marked.items():
            words[piece] = "".join(texts)
            problems += _piece_problems(where, piece, read.holders[piece[0]], parents, claims, holders)
        problems += _note_problems(where, page.obj, parents, claims)
    for piece in claims.pieces:
        if piece not in words:
            problems.append("An element claims content that no page draws.")
            break
    texts_of_parts = [
        "".join(piece if isinstance(piece, str) else words.get(piece, "") for piece in part)
        for part in claims.parts
    ]
    return list(dict.fromkeys(problems)), claims.titles, texts_of_parts


def _catalogue_problems(pdf: pikepdf.Pdf) -> list[str]:
    found = []
    marked = pdf.Root.get(Name.MarkInfo)
    if not (isinstance(marked, Dictionary) and bool(marked.get(Name.Marked))):
        found.append("The file does not say that it is tagged.")
    if not str(pdf.Root.get(Name.Lang, "")):
        found.append("The file does not say its language.")
    return found


def _claims(tree: Dictionary) -> Claims:
    """Walk the tree from its root, in reading order, without recursion and without going round in circles."""
    claims = Claims()
    tops = _kids(tree)
    if len(tops) == 1 and isinstance(tops[0], Dictionary) and tops[0].get(Name.S) == Name.Document:
        document = tops[0]
        below = _kids(document)
        if below and all(isinstance(kid, Dictionary) and kid.get(Name.S) == Name.Part for kid in below):
            if document.get(Name.P) != tree:
                claims.problems.append("The document element does not name the tree as its parent.")
            for part in below:
                assert isinstance(part, Dictionary)
                claims.titles.append(str(part.get(Name.T, "")))
                claims.parts.append(_claims_below(part, document, claims))
            return claims
    claims.titles.append("")
    flat: list[Piece | str] = []
    for top in tops:
        if isinstance(top, Dictionary):
            flat += _claims_below(top, tree, claims)
    claims.parts.append(flat)
    return claims


def _claims_below(top: Dictionary, above: Object, claims: Claims) -> list[Piece | str]:
    order: list[Piece | str] = []
    seen: set[Id] = set()
    waiting: list[tuple[Object | int | str, Object, Holder | None, int]] = [(top, above, None, 0)]
    while waiting:
        kid, parent, page, depth = waiting.pop()
        if isinstance(kid, str):
            order.append(kid)
        elif isinstance(kid, int):
            if page is not None:
                order.append((page, kid))
                claims.pieces.setdefault((page, kid), []).append(parent.objgen)
        elif isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.MCR:
            holder = kid.get(Name.Stm, kid.get(Name.Pg))
            own = holder.objgen if isinstance(holder, Dictionary | Stream) else page
            number = kid.get(Name.MCID)
            if own is not None and isinstance(number, int):
                order.append((own, number))
                claims.pieces.setdefault((own, number), []).append(parent.objgen)
        elif isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.OBJR:
            note = kid.get(Name.Obj)
            if isinstance(note, Dictionary | Stream):
                claims.notes.setdefault(note.objgen, []).append(parent.objgen)
        elif isinstance(kid, Dictionary):
            if depth > _DEEPEST or kid.objgen in seen:
                claims.problems.append("The structure tree goes round in circles, or is too deep.")
                continue
            seen.add(kid.objgen)
            if kid.get(Name.P) != parent:
                claims.problems.append("An element names another parent than the one that holds it.")
            own_page = kid.get(Name.Pg)
            page = own_page.objgen if isinstance(own_page, Dictionary) else page
            if str(kid.get(Name.S, "")) in _BLOCKS:
                waiting.append(("\n", kid, None, depth))
            waiting += [(below, kid, page, depth + 1) for below in reversed(_kids(kid))]
    return order


def _kids(element: Object) -> list[Any]:
    below = element.get(Name.K)
    return [] if below is None else list(below) if isinstance(below, Array) else [below]


def _piece_problems(
    where: str,
    piece: Piece,
    holder: Object,
    parents: dict[int, Object],
    claims: Claims,
    holders: dict[int, Holder],
) -> list[str]:
    """Whether one marked content belongs to exactly one element, and the parent tree and the tree agree which."""
    number = holder.get(Name.StructParents)
    if not isinstance(number, int):
        return [f"{where} has marked content but no number in the parent tree."]
    if holders.setdefault(number, piece[0]) != piece[0]:
        return [f"{where} has the same number in the parent tree as another."]
    entry = parents.get(number)
    if not isinstance(entry, Array):
        return [f"{where} is not in the parent tree."]
    element = entry[piece[1]] if 0 <= piece[1] < len(entry) else None
    if not isinstance(element, Dictionary):
        return [f"{where} has marked content that the parent tree does not know."]
    claimed = claims.pieces.get(piece, [])
    if not claimed:
        return [f"{where} has marked content that no element of the tree holds."]
    if len(claimed) > 1:
        return [f"{where} has marked content that several elements hold."]
    if claimed[0] != element.objgen:
        return [f"{where}: the parent tree names another element than the one that holds the content."]
    return []


def _note_problems(where: str, page: Object, parents: dict[int, Object], claims: Claims) -> list[str]:
    notes = page.get(Name.Annots)
    found = []
    for note in notes if isinstance(notes, Array) else []:
        if not isinstance(note, Dictionary):
            continue
        number = note.get(Name.StructParent)
        if not isinstance(number, int):
            if note.get(Name.Subtype) == Name.Link:
                found.append(f"{where} has a link that belongs to no element.")
            continue
        element = parents.get(number)
        holding = claims.notes.get(note.objgen, [])
        if not isinstance(element, Dictionary) or holding != [element.objgen]:
            found.append(f"{where} has an annotation whose element does not hold it.")
    return found


def _outline(pdf: pikepdf.Pdf) -> list[tuple[str, int, int]]:
    top = pdf.Root.get(Name.Outlines)
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    named = links.Named(pdf)
    found: list[tuple[str, int, int]] = []
    seen: set[Id] = set()
    waiting = [(top.get(Name.First), 1)] if isinstance(top, Dictionary) else []
    while waiting:
        item, level = waiting.pop()
        if not isinstance(item, Dictionary) or item.objgen in seen or level > 50:
            continue
        seen.add(item.objgen)
        action = item.get(Name.A)
        target = item.get(Name.Dest, action.get(Name.D) if isinstance(action, Dictionary) else None)
        explicit = named.explicit(target) if target is not None else None
        page = numbers.get(explicit[0].objgen, 0) if explicit is not None else 0
        found.append((str(item.get(Name.Title, "")), level, page))
        waiting += [(item.get(Name.Next), level), (item.get(Name.First), level + 1)]
    return found


def _links(pdf: pikepdf.Pdf) -> list[tuple[int, int, str]]:
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    named = links.Named(pdf)
    found: list[tuple[int, int, str]] = []
    for number, page in enumerate(pdf.pages, start=1):
        notes = page.obj.get(Name.Annots)
        for note in notes if isinstance(notes, Array) else []:
            if not isinstance(note, Dictionary) or note.get(Name.Subtype) != Name.Link:
                continue
            action = note.get(Name.A)
            action = action if isinstance(action, Dictionary) else Dictionary()
            target = note.get(Name.Dest, action.get(Name.D))
            explicit = named.explicit(target) if target is not None else None
            page_to = numbers.get(explicit[0].objgen, 0) if explicit is not None else 0
            found.append((number, page_to, address_of(action)))
    return found
