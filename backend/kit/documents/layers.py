"""Layers of a PDF (optional content): which there are, which are hidden, and the pages without them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator, Stream

from backend.kit.documents.portable_drawn import LETTERS, PAGE, Source

Id = tuple[int, int]

_SHOWS = frozenset({"Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE"})
_PAINTS = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})
_INVISIBLE = 3


def of(pdf: pikepdf.Pdf) -> tuple[frozenset[Id], frozenset[Id]]:
    """All layers of a document, and those that are hidden when it is opened."""
    told = pdf.Root.get(Name.OCProperties)
    if not isinstance(told, Dictionary):
        return frozenset(), frozenset()
    every = _ids(told.get(Name.OCGs))
    usual = told.get(Name.D)
    if not isinstance(usual, Dictionary):
        return every, frozenset()
    off = set(every) if usual.get(Name.BaseState) == Name.OFF else set()
    off -= _ids(usual.get(Name.ON))
    off |= _ids(usual.get(Name.OFF))
    return every, frozenset(off & every)


def are_on(page: Object) -> bool:
    """Whether a page names a layer."""
    resources = page.get(Name.Resources)
    named = resources.get(Name.Properties) if isinstance(resources, Dictionary) else None
    if isinstance(named, Dictionary) and any(
        isinstance(each, Dictionary) and str(each.get(Name.Type, "")) in ("/OCG", "/OCMD")
        for each in named.values()
    ):
        return True
    return any(Name.OC in each for each in _drawn_things(resources))


def remove(
    pdf: pikepdf.Pdf,
    *,
    unseen_on: Collection[int] = (),
    faint: Mapping[int, Collection[Source]] | None = None,
) -> None:
    """Leave what is shown and nothing of what is not: hidden layers' drawing goes, and so does the switching.

    On the pages of these numbers, letters go that are drawn so that nobody sees them; elsewhere they are a scan's.
    `faint` names by page the showing steps whose letters nobody sees either, as `portable_drawn.Run.source` does.
    """
    _, off = of(pdf)
    seen: set[Id] = set()
    for number, page in enumerate(pdf.pages, start=1):
        unseen = number in unseen_on
        if not (off or unseen):
            continue
        gone = (faint or {}).get(number, ())
        _remove_from(pdf, page, page.obj.get(Name.Resources), off, seen, gone, unseen=unseen)
        notes = page.obj.get(Name.Annots)
        if isinstance(notes, Array):
            page.obj.Annots = Array(
                [
                    note
                    for note in notes
                    if not (isinstance(note, Dictionary) and _is_off(note.get(Name.OC), off))
                ]
            )
    for each in pdf.objects:
        if isinstance(each, Dictionary | Stream) and Name.OC in each:
            del each[Name.OC]
    if Name.OCProperties in pdf.Root:
        del pdf.Root[Name.OCProperties]


def _remove_from(
    pdf: pikepdf.Pdf,
    content: pikepdf.Page | Stream,
    resources: Any,
    off: frozenset[Id],
    seen: set[Id],
    faint: Collection[Source],
    *,
    unseen: bool,
) -> None:
    stream = PAGE if isinstance(content, pikepdf.Page) else content.objgen
    gone = {number for where, number in faint if where == stream}
    try:
        steps, changed = _without(
            list(pikepdf.parse_content_stream(content)), resources, off, gone, unseen=unseen
        )
    except pikepdf.PdfError:
        steps, changed = [], False
    if changed and isinstance(content, pikepdf.Page):
        content.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(steps))
    elif changed and isinstance(content, Stream):
        content.write(pikepdf.unparse_content_stream(steps))
    for form in _drawn_things(resources):
        if form.get(Name.Subtype) == Name.Form and form.objgen not in seen:
            seen.add(form.objgen)
            _remove_from(pdf, form, form.get(Name.Resources, resources), off, seen, faint, unseen=unseen)


def _without(
    steps: list[Any], resources: Any, off: frozenset[Id], gone: Collection[int], *, unseen: bool
) -> tuple[list[Any], bool]:
    """A page's steps without what hidden layers draw, and without letters that nobody sees.

    Marks and states stay, so that the structure of the document still fits.
    """
    kept: list[Any] = []
    hidden: list[bool] = []
    mode, modes, changed = 0, [0], False
    shows = -1
    for step in steps:
        what, words = str(step.operator), step.operands
        if what in ("BDC", "BMC"):
            hidden.append(what == "BDC" and _is_hidden_mark(words, resources, off))
        elif what == "EMC" and hidden:
            hidden.pop()
        elif what == "q":
            modes.append(mode)
        elif what == "Q" and len(modes) > 1:
            mode = modes.pop()
        elif what == "Tr" and len(words):
            mode = int(words[0]) if isinstance(words[0], int) else 0
        shows += what in LETTERS
        invisible = (unseen and mode == _INVISIBLE) or (what in LETTERS and shows in gone)
        if _does_not_show(what, words, resources, off, unseen=any(hidden), invisible=invisible):
            changed = True
            if what in ("'", '"'):
                kept.append(pikepdf.ContentStreamInstruction([], Operator("T*")))
            elif what in _PAINTS:
                kept.append(pikepdf.ContentStreamInstruction([], Operator("n")))
            continue
        kept.append(step)
    return kept, changed


def _does_not_show(
    what: str, words: Any, resources: Any, off: frozenset[Id], *, unseen: bool, invisible: bool
) -> bool:
    if unseen and (what in _SHOWS or what in _PAINTS):
        return True
    if invisible and what in LETTERS:
        return True
    if what == "Do" and len(words) and isinstance(resources, Dictionary):
        things = resources.get(Name.XObject)
        thing = things.get(words[0]) if isinstance(things, Dictionary) else None
        return isinstance(thing, Stream) and _is_off(thing.get(Name.OC), off)
    return False


def _is_hidden_mark(words: Any, resources: Any, off: frozenset[Id]) -> bool:
    if len(words) < 2 or words[0] != Name.OC or not isinstance(resources, Dictionary):
        return False
    named = resources.get(Name.Properties)
    return _is_off(
        named.get(words[1]) if isinstance(named, Dictionary) and isinstance(words[1], Name) else None, off
    )


def _is_off(layer: Any, off: frozenset[Id]) -> bool:
    """Whether a layer, or a membership in layers, is hidden (PDF 32000, 8.11.2.2)."""
    if not isinstance(layer, Dictionary):
        return False
    if layer.get(Name.Type) != Name.OCMD:
        return layer.objgen in off
    members = _ids(layer.get(Name.OCGs))
    if not members:
        return False
    match str(layer.get(Name.P, "/AnyOn")):
        case "/AllOn":
            return bool(members & off)
        case "/AnyOff":
            return not members & off
        case "/AllOff":
            return not members <= off
    return members <= off


def _drawn_things(resources: Any) -> Iterator[Stream]:
    things = resources.get(Name.XObject) if isinstance(resources, Dictionary) else None
    for each in things.values() if isinstance(things, Dictionary) else ():
        if isinstance(each, Stream):
            yield each


def _ids(listed: Any) -> frozenset[Id]:
    if isinstance(listed, Dictionary):
        return frozenset({listed.objgen})
    if not isinstance(listed, Array):
        return frozenset()
    return frozenset(each.objgen for each in listed if isinstance(each, Dictionary))
