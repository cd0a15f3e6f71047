"""Text of a Word file that nobody sees though it is not set to be hidden: in its background's colour, or tiny.

The child's side. Where what lies under a text cannot be told (a text box, a table whose style shades it, a pattern),
the text counts as seen: what is seen must never be lost.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_TINY = 4
"""Half-points: text under 2 point."""
_NEAR = 12
"""The most by which red, green or blue of two colours that look the same differ."""

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class _Look:
    """What is said of a text: its colour, its size in half-points, and what lies under it (`None` where not said)."""

    colour: Colour | str | None = None
    size: int | None = None
    ground: Colour | str | None = None

    def under(self, other: _Look) -> _Look:
        """This where it says something, else the other."""
        return _Look(
            self.colour or other.colour,
            self.size if self.size is not None else other.size,
            self.ground or other.ground,
        )


@dataclass(slots=True)
class Styles:
    """What the styles of a document say, each with those that it is based on."""

    looks: dict[str, _Look] = field(default_factory=dict)
    shaded_tables: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: ET.Element) -> Styles:
        own: dict[str, _Look] = {}
        above: dict[str, str] = {}
        shaded: set[str] = set()
        for style in root.iter(f"{_W}style"):
            name = style.get(f"{_W}styleId", "")
            based = style.find(f"{_W}basedOn")
            above[name] = based.get(f"{_W}val", "") if based is not None else ""
            own[name] = _look_of(style.find(f"{_W}rPr")).under(_look_of(style.find(f"{_W}pPr")))
            if style.get(f"{_W}type") == "table" and any(True for _ in style.iter(f"{_W}shd")):
                shaded.add(name)
        made = cls()
        for name in own:
            chain = list(_chain(name, above))
            look = _Look()
            for each in chain:
                look = look.under(own.get(each, _Look()))
            made.looks[name] = look
            if shaded & set(chain):
                made.shaded_tables.add(name)
        return made

    def look(self, told: ET.Element | None, tag: str) -> _Look:
        named = told.find(f"{_W}{tag}") if told is not None else None
        return self.looks.get(named.get(f"{_W}val", ""), _Look()) if named is not None else _Look()


_UNKNOWN = "unknown"


def runs(root: ET.Element, styles: Styles, *, ground: Colour | None = WHITE) -> Iterator[ET.Element]:
    """The runs of a part that nobody sees. `ground`: the page's own colour, `None` where it can't be told."""
    waiting: list[tuple[ET.Element, _Look]] = [(root, _Look(ground=ground or _UNKNOWN))]
    while waiting:
        each, over = waiting.pop()
        if each.tag == f"{_W}r" and _has_words(each) and _unseen(_of_run(each, styles).under(over)):
            yield each
            continue
        waiting += [(below, _inside(each, over, styles)) for below in each]


def _inside(each: ET.Element, over: _Look, styles: Styles) -> _Look:
    """What holds in an element of the document."""
    if each.tag == f"{_W}txbxContent":
        return _Look(ground=_UNKNOWN)
    if each.tag == f"{_W}tbl":
        told = each.find(f"{_W}tblPr")
        named = told.find(f"{_W}tblStyle") if told is not None else None
        if named is not None and named.get(f"{_W}val", "") in styles.shaded_tables:
            over = _Look(ground=_UNKNOWN).under(over)
        return _Look(ground=_look_of(told).ground).under(over)
    if each.tag == f"{_W}tc":
        return _Look(ground=_look_of(each.find(f"{_W}tcPr")).ground).under(over)
    if each.tag == f"{_W}p":
        told = each.find(f"{_W}pPr")
        return _Look(ground=_look_of(told).ground).under(styles.look(told, "pStyle")).under(over)
    return over


def _of_run(run: ET.Element, styles: Styles) -> _Look:
    told = run.find(f"{_W}rPr")
    return _look_of(told).under(styles.look(told, "rStyle"))


def _look_of(told: ET.Element | None) -> _Look:
    if told is None:
        return _Look()
    size = told.find(f"{_W}sz")
    half_points = size.get(f"{_W}val", "") if size is not None else ""
    return _Look(
        colour=_colour(told.find(f"{_W}color")),
        size=int(half_points) if half_points.isascii() and half_points.isdecimal() else None,
        ground=_ground(told),
    )


def _colour(told: ET.Element | None) -> Colour | str | None:
    if told is None:
        return None
    return _read(told.get(f"{_W}val")) or _UNKNOWN


def _ground(told: ET.Element) -> Colour | str | None:
    marked = told.find(f"{_W}highlight")
    if marked is not None and marked.get(f"{_W}val", "none") != "none":
        return WHITE if marked.get(f"{_W}val") == "white" else _UNKNOWN
    shade = told.find(f"{_W}shd")
    if shade is None or shade.get(f"{_W}val") == "nil":
        return None
    if shade.get(f"{_W}val", "clear") == "solid":
        return _read(shade.get(f"{_W}color")) or _UNKNOWN
    if shade.get(f"{_W}val", "clear") != "clear":
        return _UNKNOWN
    return _read(shade.get(f"{_W}fill")) or (_UNKNOWN if shade.get(f"{_W}themeFill") else None)


def _read(word: str | None) -> Colour | None:
    if word is None or not _HEX.fullmatch(word):
        return None
    return int(word[:2], 16), int(word[2:4], 16), int(word[4:], 16)


def _unseen(look: _Look) -> bool:
    if look.size is not None and look.size < _TINY:
        return True
    colour, ground = look.colour, look.ground
    if not isinstance(colour, tuple) or not isinstance(ground, tuple):
        return False
    return all(abs(one - two) <= _NEAR for one, two in zip(colour, ground, strict=True))


def _has_words(run: ET.Element) -> bool:
    return any((each.text or "").strip() for each in run.iter(f"{_W}t"))


def _chain(name: str, above: dict[str, str]) -> Iterator[str]:
    for _ in range(20):
        if not name:
            return
        yield name
        name = above.get(name, "")
