"""Links between pages, taken off before the pages are copied and put on again where the pages now stand.

Two kinds: within a part (a named or explicit destination), and between parts (an address "part:KEY" or
"part:KEY#n").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from backend.kit.pdf.clean import address_of

_DEEPEST_TREE = 30


@dataclass(frozen=True)
class Link:
    """One link of a part: which annotation of which page, and either a page of its own part or another
    part's key.
    """

    page: int
    note: int
    target: int | None
    key: str
    view: tuple[Any, ...]


@dataclass
class Waiting:
    """Links whose pages have been copied, waiting until all parts are in."""

    links: list[tuple[Link, Sequence[Object]]] = field(default_factory=list)

    def add(self, found: Sequence[Link], pages: Sequence[Object]) -> None:
        """Links of one part, with that part's pages in the whole."""
        self.links += [(link, pages) for link in found]

    def resolve(self, whole: pikepdf.Pdf, parts: Mapping[str, tuple[int, int, str]]) -> list[str]:
        """Point every link at its page: `parts` tells first page (from 0), pages and title by key. Answers with the
        keys that no part has.
        """
        missing: list[str] = []
        for link, pages in self.links:
            note = pages[link.page].Annots[link.note]
            if link.target is not None:
                note.Dest = Array([pages[link.target], *link.view])
                continue
            key, _, number = link.key.partition("#")
            if key not in parts:
                missing.append(key)
                continue
            first, count, title = parts[key]
            wanted = min(max(1, int(number)), count) if number.isdecimal() else 1
            note.Dest = Array([whole.pages[first + wanted - 1].obj, Name.XYZ, None, None, None])
            if Name.Contents not in note:
                note.Contents = pikepdf.String(f"Go to {title or key}")
        return missing


def take(source: pikepdf.Pdf) -> list[Link]:
    """Take the links that lead to pages off a source's annotations, and tell them."""
    numbers = {page.obj.objgen: number for number, page in enumerate(source.pages)}
    named = Named(source)
    found: list[Link] = []
    for number, page in enumerate(source.pages):
        notes = page.obj.get(Name.Annots)
        if not isinstance(notes, Array):
            continue
        for place, note in enumerate(notes):
            if not isinstance(note, Dictionary):
                continue
            if Name.P in note:
                del note[Name.P]
            action = note.get(Name.A)
            address = address_of(action) if isinstance(action, Dictionary) else ""
            if address.startswith("part:"):
                del note[Name.A]
                found.append(Link(number, place, None, address.removeprefix("part:"), ()))
                continue
            target: Object | None = note.get(Name.Dest)
            if target is None and isinstance(action, Dictionary) and action.get(Name.S) == Name.GoTo:
                target = action.get(Name.D)
                del note[Name.A]
            if target is None:
                continue
            if Name.Dest in note:
                del note[Name.Dest]
            explicit = named.explicit(target)
            if explicit is not None and explicit[0].objgen in numbers:
                view = _view(list(explicit)[1:])
                found.append(Link(number, place, numbers[explicit[0].objgen], "", view))
    return found


def _view(rest: Sequence[Any]) -> tuple[Any, ...]:
    """The part of a destination that says what to show of its page: a name and numbers, nothing else."""
    if rest and isinstance(rest[0], Name):
        return (
            rest[0],
            *(piece if isinstance(piece, int | float) or _is_decimal(piece) else None for piece in rest[1:5]),
        )
    return (Name.Fit,)


def _is_decimal(piece: Any) -> bool:
    from decimal import Decimal

    return isinstance(piece, Decimal)


class Named:
    """A source's named destinations, read once, however deep or crooked its tree is."""

    def __init__(self, source: pikepdf.Pdf) -> None:
        self.found: dict[bytes, Object] = {}
        old = source.Root.get(Name.Dests)
        if isinstance(old, Dictionary):
            for key, value in old.items():
                self.found[key.removeprefix("/").encode()] = value
        names = source.Root.get(Name.Names)
        tree = names.get(Name.Dests) if isinstance(names, Dictionary) else None
        if isinstance(tree, Dictionary):
            self._read(tree, set(), 0)

    def _read(self, node: Dictionary, seen: set[tuple[int, int]], depth: int) -> None:
        if depth > _DEEPEST_TREE or (node.is_indirect and node.objgen in seen):
            return
        seen.add(node.objgen)
        flat = node.get(Name.Names)
        if isinstance(flat, Array):
            pairs = list(flat)
            for key, value in zip(pairs[::2], pairs[1::2], strict=False):
                if isinstance(key, pikepdf.String):
                    self.found[bytes(key)] = value
        kids = node.get(Name.Kids)
        if isinstance(kids, Array):
            for kid in kids:
                if isinstance(kid, Dictionary):
                    self._read(kid, seen, depth + 1)

    def explicit(self, target: Object) -> Array | None:
        """A destination as an array that begins with a page, or None."""
        if isinstance(target, pikepdf.String):
            target = self.found.get(bytes(target), target)
        elif isinstance(target, Name):
            target = self.found.get(str(target).removeprefix("/").encode(), target)
        if isinstance(target, Dictionary) and Name.D in target:
            target = target.D
        if isinstance(target, Array) and len(target) and isinstance(target[0], Dictionary):
            return target
        return None
