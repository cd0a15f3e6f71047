"""Blocks of a PDF that has tags: the structure tree in its own order, with the words of each mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from backend.kit.pdf.glyphs import Mark
from backend.kit.pdf.passages import BULLET, Block, Kind

_DEEPEST = 400
_MOST_ELEMENTS = 500_000
_HEADINGS = {"H": 1, "Title": 1, **{f"H{level}": level for level in range(1, 7)}}
_PARAGRAPHS = {
    "P", "Caption", "BlockQuote", "Note", "FENote", "Div", "Sect", "Part", "Art", "TOCI", "Index", "Formula",
    "Document", "DocumentFragment", "Aside",
}  # fmt: skip

Words = Mapping[int, Mapping[Mark, str]]


@dataclass
class _Open:
    """A block that is being filled. `page` is that of its first words."""

    kind: Kind
    level: int
    page: int = 0
    pieces: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """Where the walk stands: what text becomes, how deep in lists, and on which page."""

    block: _Open
    lists: int = 0
    page: Object | None = None
    depth: int = 0
    cell: bool = False
    item: bool = False


def blocks_by_tags(pdf: pikepdf.Pdf, words: Words) -> list[Block]:
    """All blocks in the tree's order; `words` are those of each mark by page, counted from 1."""
    tree = pdf.Root.get(Name.StructTreeRoot)
    if not isinstance(tree, Dictionary):
        return []
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    roles = _roles(tree)
    told: list[_Open] = []
    start = _open(told, "paragraph", 0)
    seen: set[tuple[int, int]] = set()
    count = 0
    waiting: list[tuple[Any, _Place]] = [(tree, _Place(block=start))]
    while waiting and count < _MOST_ELEMENTS:
        kid, place = waiting.pop()
        count += 1
        if isinstance(kid, str):
            place.block.pieces.append(kid)
        elif isinstance(kid, int):
            _add(place.block, numbers, words, place.page, (kid, False))
        elif isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.MCR:
            number, page = kid.get(Name.MCID), kid.get(Name.Pg, place.page)
            if isinstance(number, int):
                _add(place.block, numbers, words, page, (number, isinstance(kid.get(Name.Stm), Stream)))
        elif isinstance(kid, Dictionary) and kid.get(Name.Type) != Name.OBJR:
            if place.depth > _DEEPEST or (kid.is_indirect and kid.objgen in seen):
                continue
            if kid.is_indirect:
                seen.add(kid.objgen)
            waiting += reversed(_below(kid, place, roles, told, numbers))
    return [_block(each) for each in told if "".join(each.pieces).strip()]


def _below(
    element: Dictionary,
    place: _Place,
    roles: Mapping[str, str],
    told: list[_Open],
    numbers: Mapping[tuple[int, int], int],
) -> list[tuple[Any, _Place]]:
    role = _role(element, roles)
    page = element.get(Name.Pg)
    inside = replace(place, depth=place.depth + 1, page=page if isinstance(page, Dictionary) else place.page)
    kids = element.get(Name.K)
    below = list(kids) if isinstance(kids, Array) else [] if kids is None else [kids]
    alternative = " ".join(str(element.get(Name.Alt, "")).split())
    if role == "Artifact":
        return []
    if role in ("Figure", "Formula") and alternative:
        if place.cell:
            place.block.pieces.append(f" {alternative} ")
        else:
            page_of = _first_page(element, inside, numbers)
            told.append(_Open("figure", 0, page=page_of, pieces=[alternative]))
        return []
    if place.cell:
        if role in ("TH", "TD", "P", "L", "LI", "Div") and place.block.pieces:
            place.block.pieces.append(" | " if role in ("TH", "TD") else " ")
        return [(kid, inside) for kid in below]
    if role == "TR":
        inside = replace(inside, block=_open(told, "row", 0), cell=True)
    elif role == "L":
        inside = replace(inside, lists=place.lists + 1, item=False)
    elif role == "LI":
        inside = replace(inside, block=_open(told, "list-item", max(1, place.lists)), item=True)
    elif role in _HEADINGS:
        inside = replace(inside, block=_open(told, "heading", _HEADINGS[role]))
    elif role in _PARAGRAPHS and place.item:
        place.block.pieces += " " if place.block.pieces else ""
    elif role in _PARAGRAPHS:
        inside = replace(inside, block=_open(told, "paragraph", 0))
    elif role == "Lbl" and place.item:
        return [*[(kid, inside) for kid in below], (" ", inside)]
    return [(kid, inside) for kid in below]


def _open(told: list[_Open], kind: Kind, level: int) -> _Open:
    block = _Open(kind, level)
    told.append(block)
    return block


def _add(
    block: _Open, numbers: Mapping[tuple[int, int], int], words: Words, page: Object | None, mark: Mark
) -> None:
    number = numbers.get(page.objgen, 0) if isinstance(page, Dictionary) else 0
    text = words.get(number, {}).get(mark, "")
    if text:
        if block.pieces and block.page and number != block.page:
            block.pieces.append("\n")
        block.page = block.page or number
        block.pieces.append(text)


def _first_page(element: Dictionary, place: _Place, numbers: Mapping[tuple[int, int], int]) -> int:
    page = place.page
    kids = element.get(Name.K)
    for kid in list(kids) if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and isinstance(kid.get(Name.Pg), Dictionary):
            page = kid.Pg
            break
    return numbers.get(page.objgen, 0) if isinstance(page, Dictionary) else 0


def _roles(tree: Dictionary) -> dict[str, str]:
    mapped = tree.get(Name.RoleMap)
    if not isinstance(mapped, Dictionary):
        return {}
    return {
        name.removeprefix("/"): str(value).removeprefix("/")
        for name, value in mapped.items()
        if isinstance(value, Name)
    }


def _role(element: Dictionary, roles: Mapping[str, str]) -> str:
    role = str(element.get(Name.S, "")).removeprefix("/")
    for _ in range(8):
        if role not in roles or roles[role] == role:
            break
        role = roles[role]
    return role


def _block(told: _Open) -> Block:
    text = "".join(told.pieces)
    if told.kind == "list-item":
        text = BULLET.sub("", text)
    return Block(page=max(1, told.page), kind=told.kind, level=told.level, text=text)
