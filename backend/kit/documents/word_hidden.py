"""What a Word file holds that a reader of its pages would not see, and what our pages will not show of it.

The child's side. Places are said as Word shows them: by the heading that a paragraph stands under, and its number.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from backend.kit.documents import identifiers, word_faint
from backend.kit.documents.hidden import Finding, Kind, counted

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_BODY = "word/document.xml"
_INSERTED = (f"{_W}ins", f"{_W}moveTo")
_DELETED = (f"{_W}del", f"{_W}moveFrom")
_CHANGED = (*_INSERTED, *_DELETED)
_RESTYLED = re.compile(rf"{re.escape(_W)}(?:r|p|tbl|tr|tc|sect|tblGrid)PrChange")
_LEFT = {
    f"{_M}oMath": "equation",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "SmartArt drawing",
}
_WRITTEN_INSTEAD = {
    "equation": "Write it in words, or put a picture of it in, with a description",
    "chart": "Put a picture of it in, with a description, and a table of its numbers",
    "SmartArt drawing": "Put a picture of it in, with a description, or write it as a list",
}
_LONG_NUMBER = re.compile(r"\d[\d \u00a0./-]{3,}\d")
_MOST_PLACES = 8
_FAINT = "faint"
"""The name of our own mark at a run that nobody sees."""


@dataclass
class Seen:
    """What was come upon, as places by kind, in the order of the document."""

    places: dict[str, dict[str, None]] = field(default_factory=dict)
    identifiers: dict[str, list[str]] = field(default_factory=dict)
    boxes: int = 0

    def at(self, what: str, place: str) -> None:
        self.places.setdefault(what, {})[place] = None


def look(parts: Mapping[str, bytes]) -> tuple[list[Finding], list[str]]:
    """Findings, and sentences' ends of what our pages won't show. `parts` are the files of XML by name."""
    seen = Seen()
    hidden = hidden_styles(parts)
    styles = styles_of(parts)
    body = _root(parts.get(_BODY))
    _mark(body, hidden)
    _mark_faint(body, styles, parts.get(_BODY, b""))
    for block, place in _blocks(body):
        _look_at(block, place, hidden, seen)
    for name, one in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
        apart = _root(parts.get(name))
        _mark_faint(apart, styles, b"")
        notes = [note for note in apart if note.tag == f"{_W}{one}" and f"{_W}type" not in note.attrib]
        for number, note in enumerate(notes, start=1):
            _look_at(note, f"{one} {number}", hidden, seen)
    if "comments" not in seen.places and any(True for _ in _root(parts.get("word/comments.xml"))):
        seen.at("comments", "in the document")
    return _findings(seen), _losses(seen, parts)


def without_hidden(xml: bytes, hidden: frozenset[str], styles: word_faint.Styles) -> bytes:
    """The same part without the runs that readers don't see; the same bytes where there are none.

    ValueError where it is no XML.
    """
    try:
        root = ET.fromstring(xml)  # noqa: S314 — entities were refused, and this is a confined child
    except ET.ParseError as error:
        raise ValueError("is no XML") from error
    _mark(root, hidden)
    _mark_faint(root, styles, xml)
    gone = 0
    for above in list(root.iter()):
        for run in [each for each in above if each.tag == f"{_W}r" and _is_hidden(each, hidden)]:
            above.remove(run)
            gone += 1
    if not gone:
        return xml
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def hidden_styles(parts: Mapping[str, bytes]) -> frozenset[str]:
    """The styles whose text is hidden, by their ids, with those that are based on them."""
    hides: set[str] = set()
    above: dict[str, str] = {}
    for style in _root(parts.get("word/styles.xml")).iter(f"{_W}style"):
        own = style.get(f"{_W}styleId", "")
        based = style.find(f"{_W}basedOn")
        above[own] = based.get(f"{_W}val", "") if based is not None else ""
        if _on(style.find(f"{_W}rPr/{_W}vanish")):
            hides.add(own)
    for own in above:
        one, steps = own, 0
        while one and one not in hides and steps < 20:
            one, steps = above.get(one, ""), steps + 1
        if one in hides:
            hides.add(own)
    return frozenset(hides)


def styles_of(parts: Mapping[str, bytes]) -> word_faint.Styles:
    """The colours and sizes that the styles set."""
    return word_faint.Styles.of(_root(parts.get("word/styles.xml")))


def _mark_faint(root: ET.Element, styles: word_faint.Styles, xml: bytes) -> None:
    """Hide each run that nobody sees by itself, and remember that it was not Word that hid it."""
    # a page that has a colour of its own: what is seen on it can't be told
    ground = None if b"<w:background" in xml else word_faint.WHITE
    for run in list(word_faint.runs(root, styles, ground=ground)):
        told = run.find(f"{_W}rPr")
        if told is None:
            told = ET.Element(f"{_W}rPr")
            run.insert(0, told)
        switch = told.find(f"{_W}vanish")
        if switch is None:
            told.append(ET.Element(f"{_W}vanish", {_FAINT: "yes"}))
        elif not _on(switch):
            switch.set(f"{_W}val", "1")
            switch.set(_FAINT, "yes")


def _is_faint(run: ET.Element) -> bool:
    switch = run.find(f"{_W}rPr/{_W}vanish")
    return switch is not None and _FAINT in switch.attrib


def _mark(root: ET.Element, hidden: frozenset[str]) -> None:
    """Hide each run of a paragraph whose style is hidden by itself, so that runs alone need be looked at."""
    for paragraph in root.iter(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is None or style.get(f"{_W}val", "") not in hidden:
            continue
        for run in paragraph.iter(f"{_W}r"):
            told = run.find(f"{_W}rPr")
            if told is None:
                told = ET.Element(f"{_W}rPr")
                run.insert(0, told)
            if told.find(f"{_W}vanish") is None:
                told.append(ET.Element(f"{_W}vanish"))


def _blocks(body: ET.Element) -> Iterator[tuple[ET.Element, str]]:
    """Paragraphs outside tables and rows of tables, each with its place in words."""
    number = tables = 0
    under = ""
    waiting = [iter(body)]
    while waiting:
        block = next(waiting[-1], None)
        if block is None:
            waiting.pop()
        elif block.tag == f"{_W}p":
            number += 1
            text = "".join(each.text or "" for each in block.iter(f"{_W}t")).strip()
            if text and _is_heading(block):
                # a heading is quoted to say where, so it must not say who
                under = _LONG_NUMBER.sub("…", text)[:60]
            where = f"paragraph {number}"
            yield block, f"{where}, under “{under}”" if under else where
        elif block.tag == f"{_W}tbl":
            tables += 1
            rows = list(block.iter(f"{_W}tr"))
            for row_number, row in enumerate(rows, start=1):
                yield row, f"table {tables}, row {row_number}"
            yield block, f"table {tables}"
        elif len(waiting) < 50:
            waiting.append(iter(block))


def _is_heading(paragraph: ET.Element) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    named = style.get(f"{_W}val", "") if style is not None else ""
    return named.casefold().startswith(("heading", "title"))


def _look_at(block: ET.Element, place: str, hidden: frozenset[str], seen: Seen) -> None:
    if block.tag == f"{_W}tbl":
        rows = [
            ["".join(_visible(cell, hidden)).strip() for cell in row.findall(f"{_W}tc")]
            for row in block.iter(f"{_W}tr")
        ]
        for _, predicate, many in identifiers.in_table(rows):
            seen.identifiers.setdefault(place, []).extend([predicate] * many)
        return
    for each in block.iter():
        if each.tag in _CHANGED or _RESTYLED.fullmatch(str(each.tag)):
            seen.at("tracked", place)
        elif each.tag == f"{_W}commentReference":
            seen.at("comments", place)
        elif each.tag == f"{_W}r" and _is_hidden(each, hidden) and any(True for _ in each.iter(f"{_W}t")):
            seen.at("faint" if _is_faint(each) else "hidden", place)
        elif each.tag in _LEFT:
            seen.at(_LEFT[str(each.tag)], place)
        elif each.tag == f"{_W}txbxContent":
            seen.at("text box", place)
    said = identifiers.found_in("".join(_visible(block, hidden)))
    if said:
        seen.identifiers.setdefault(place, []).extend(said)


def _visible(block: ET.Element, hidden: frozenset[str]) -> Iterator[str]:
    """The words of a block as our pages show them: changes accepted, hidden text gone."""
    waiting = [block]
    while waiting:
        each = waiting.pop()
        if each.tag in _DELETED or (each.tag == f"{_W}r" and _is_hidden(each, hidden)):
            continue
        if each.tag == f"{_W}t":
            yield each.text or ""
        elif each.tag in (f"{_W}tab", f"{_W}br"):
            yield " "
        elif each.tag == f"{_W}tc":
            yield "\n"
        waiting += reversed(each)


def _is_hidden(run: ET.Element, hidden: frozenset[str]) -> bool:
    told = run.find(f"{_W}rPr")
    if told is None:
        return False
    own = told.find(f"{_W}vanish")
    if own is not None:
        return _on(own)
    style = told.find(f"{_W}rStyle")
    return style is not None and style.get(f"{_W}val", "") in hidden


def _on(switch: ET.Element | None) -> bool:
    return switch is not None and switch.get(f"{_W}val", "1") not in ("0", "false", "off")


def _findings(seen: Seen) -> list[Finding]:
    words = {
        "tracked": (Kind.TRACKED, "Has tracked changes. The pages show it as if all were accepted."),
        "comments": (Kind.COMMENTS, "Has comments, which the pages leave out."),
        "hidden": (Kind.TEXT, "Has text that is set to be hidden, which the pages leave out."),
        "faint": (
            Kind.TEXT,
            "Has text in the colour of its background, or smaller than 2 point, which the pages leave out.",
        ),
    }
    found = [
        Finding(kind=kind, place=place, words=sentence)
        for what, (kind, sentence) in words.items()
        for place in seen.places.get(what, ())
    ]
    # a table is looked at by its rows and by its headings: what both found is told once
    for place, said in seen.identifiers.items():
        found.append(Finding(kind=Kind.IDENTIFIER, place=place, words=identifiers.sentence(said)))
    return found


def _losses(seen: Seen, parts: Mapping[str, bytes]) -> list[str]:
    losses = []
    for what, instead in _WRITTEN_INSTEAD.items():
        if places := list(seen.places.get(what, ())):
            an = "an" if what == "equation" else "a"
            listed = "; ".join(places[:_MOST_PLACES]) + ("; and others" if len(places) > _MOST_PLACES else "")
            head = f"has {an} {what}" if len(places) == 1 else f"has {counted(len(places), what)}"
            losses.append(f"{head} that the pages cannot show ({listed}). {instead}.")
    if places := list(seen.places.get("text box", ())):
        listed = "; ".join(places[:_MOST_PLACES])
        losses.append(f"has text boxes ({listed}): their words are kept, but stand in the running text.")
    edges = [
        name
        for name, xml in parts.items()
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)
        and any((each.text or "").strip() for each in _root(xml).iter(f"{_W}t"))
    ]
    if edges:
        losses.append("has words at the head or foot of its pages, left out: a pack has its own.")
    return losses


def _root(xml: bytes | None) -> ET.Element:
    """A part's root, or an empty element; a document's body is what its blocks lie in."""
    try:
        root = ET.fromstring(xml) if xml else ET.Element("none")  # noqa: S314 — entities were refused, and this is a confined child
    except ET.ParseError:
        return ET.Element("none")
    body = root.find(f"{_W}body")
    return root if body is None else body
