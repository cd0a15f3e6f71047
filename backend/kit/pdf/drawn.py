"""What a page draws, as words with the mark that each belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

_DEEPEST_FORM = 12
_MOST_FORMS = 2_000
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_SHOWS = {"Tj", "TJ", "'", '"'}

# Where a mark is counted: a page's or a form's own number, by what it is.
Holder = tuple[int, int]


@dataclass
class Drawn:
    """One page as drawn: words by (holder, mark), in order of first appearance; and words that have no mark."""

    marked: dict[tuple[Holder, int], list[str]] = field(default_factory=dict)
    holders: dict[Holder, Object] = field(default_factory=dict)
    loose: list[str] = field(default_factory=list)
    all: list[str] = field(default_factory=list)
    twice: list[int] = field(default_factory=list)


class Reader:
    """Reads pages of one document, keeping what its fonts say."""

    def __init__(self) -> None:
        self.fonts: dict[tuple[int, int], Font] = {}
        self.forms = 0

    def read(self, page: pikepdf.Page) -> Drawn:
        """One page. Raises pikepdf.PdfError where its content cannot be parsed."""
        drawn = Drawn()
        holder = page.obj.objgen
        drawn.holders[holder] = page.obj
        self.forms = 0
        self._read(page, page.obj, holder, drawn, inherited=None, artifact=False, depth=0)
        return drawn

    def _read(
        self,
        content: pikepdf.Page | Stream,
        owner: Object,
        holder: Holder,
        drawn: Drawn,
        *,
        inherited: tuple[Holder, int] | None,
        artifact: bool,
        depth: int,
    ) -> None:
        resources = owner.get(Name.Resources)
        font = Font()
        states: list[Font] = []
        marks: list[tuple[Holder, int] | str | None] = []
        for line in pikepdf.parse_content_stream(content):
            what, operands = str(line.operator), line.operands
            if what in ("BMC", "BDC"):
                marks.append(self._mark(list(operands), resources, holder, drawn))
            elif what == "EMC":
                if marks:
                    marks.pop()
            elif what == "q":
                states.append(font)
            elif what == "Q":
                font = states.pop() if states else font
            elif what == "Tf":
                font = self._font(resources, operands)
            elif what in _SHOWS:
                words = "".join(font.decode(piece) for piece in _pieces(operands))
                self._put(words, marks, inherited, artifact, drawn)
            elif what == "Do" and depth < _DEEPEST_FORM and self.forms < _MOST_FORMS:
                form = _named(resources, Name.XObject, operands)
                if isinstance(form, Stream) and form.get(Name.Subtype) == Name.Form:
                    self.forms += 1
                    drawn.holders[form.objgen] = form
                    mark = next((m for m in reversed(marks) if isinstance(m, tuple)), inherited)
                    in_artifact = artifact or "artifact" in marks
                    self._read(
                        form, form, form.objgen, drawn, inherited=mark, artifact=in_artifact, depth=depth + 1
                    )

    def _mark(
        self, operands: list[Any], resources: Object | None, holder: Holder, drawn: Drawn
    ) -> tuple[Holder, int] | str | None:
        if operands and operands[0] == Name.Artifact:
            return "artifact"
        told = operands[1] if len(operands) > 1 else None
        if isinstance(told, Name):
            told = _named(resources, Name.Properties, [told])
        number = told.get(Name.MCID) if isinstance(told, Dictionary) else None
        if not isinstance(number, int):
            return None
        mark = (holder, number)
        if mark in drawn.marked:
            drawn.twice.append(number)
        drawn.marked.setdefault(mark, [])
        return mark

    def _put(
        self,
        words: str,
        marks: list[tuple[Holder, int] | str | None],
        inherited: tuple[Holder, int] | None,
        artifact: bool,
        drawn: Drawn,
    ) -> None:
        mark = next((m for m in reversed(marks) if isinstance(m, tuple)), inherited)
        if artifact or "artifact" in marks:
            return
        drawn.all.append(words)
        if mark is not None:
            drawn.marked[mark].append(words)
        elif words.strip():
            drawn.loose.append(words)

    def _font(self, resources: Object | None, operands: Any) -> Font:
        found = _named(resources, Name.Font, operands)
        if not isinstance(found, Dictionary):
            return Font()
        if not found.is_indirect:
            return Font.of(found)
        if found.objgen not in self.fonts:
            self.fonts[found.objgen] = Font.of(found)
        return self.fonts[found.objgen]


@dataclass
class Font:
    """How one font's codes read as letters."""

    wide: bool = False
    letters: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Dictionary) -> Font:
        """From a font's dictionary; a font that does not tell is read as Windows-1252."""
        wide = told.get(Name.Subtype) == Name.Type0
        table = told.get(Name.ToUnicode)
        if not isinstance(table, Stream):
            return cls(wide=wide)
        try:
            return cls(wide=wide, letters=dict(_letters(table.read_bytes()[: 1 << 20])))
        except (pikepdf.PdfError, ValueError):
            return cls(wide=wide)

    def decode(self, codes: bytes) -> str:
        """The letters of a run of codes."""
        if not self.wide:
            return "".join(self.letters.get(c) or bytes([c]).decode("cp1252", "replace") for c in codes)
        return "".join(
            self.letters.get(int.from_bytes(codes[at : at + 2], "big"), "\ufffd")
            for at in range(0, len(codes), 2)
        )


def _letters(table: bytes) -> Iterator[tuple[int, str]]:
    """Codes and letters of a ToUnicode table."""
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letter in _PAIR.findall(block):
            yield _whole(code), _text(letter)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letter, several in _RANGE.findall(block):
            start, end = _whole(first), min(_whole(last), _whole(first) + 65_535)
            if several:
                for offset, one in enumerate(re.findall(rb"<([0-9A-Fa-f\s]*)>", several)):
                    yield start + offset, _text(one)
                continue
            text = _text(letter)
            for offset in range(end - start + 1):
                if text and ord(text[-1]) + offset < 0x110000:
                    yield start + offset, text[:-1] + chr(ord(text[-1]) + offset)


def _whole(hexed: bytes) -> int:
    return int(b"".join(hexed.split()), 16)


def _text(hexed: bytes) -> str:
    digits = b"".join(hexed.split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()).decode("utf-16-be", "replace")


def _pieces(operands: Any) -> Iterator[bytes]:
    for operand in operands:
        if isinstance(operand, pikepdf.String):
            yield bytes(operand)
        elif isinstance(operand, Array):
            for piece in operand:
                if isinstance(piece, pikepdf.String):
                    yield bytes(piece)


def _named(resources: Object | None, kind: Name, operands: Any) -> Object | None:
    """What a name in a content stream stands for."""
    group = resources.get(kind) if isinstance(resources, Dictionary) else None
    if not isinstance(group, Dictionary) or not len(operands) or not isinstance(operands[0], Name):
        return None
    return group.get(operands[0])
