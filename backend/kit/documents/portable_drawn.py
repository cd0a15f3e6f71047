"""Where a PDF page draws its words and its filled boxes, in the order in which it draws them.

Enough of the page's language to say which letters lie under a box: matrices, fonts' widths, clips as rectangles.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from backend.kit.documents.portable_paths import (
    EVERYWHERE,
    UNIT,
    Box,
    Matrix,
    Path,
    corners,
    floats,
    matrix,
    number,
    times,
    within,
)
from backend.kit.pdf.drawn import Font

_DEEPEST_FORM = 12
_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
_PAINTS = _FILLS | {"S", "s", "n"}
LETTERS = frozenset({"Tj", "TJ", "'", '"'})
"""The steps that show letters."""
# A page of dense drawing (a map, say) has some hundred thousand steps.
_MOST_STEPS = 400_000
INVISIBLE = 3
# Letters that are filled and have no outline.
_FILLED = (0, 4)
_PLAIN = frozenset({"/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/CalGray", "/CalRGB", "/ICCBased"})
_BLANK = 32
# How far back, in thousandths, the next letter is set where a gap between words is meant.
_WORD_GAP = -180


Colour = tuple[float, float, float]
Source = tuple[tuple[int, int], int]
PAGE = (0, 0)
BLACK: Colour = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Run:
    """Letters drawn in one go, from `start` to `end`.

    `middles` are where each has its middle, along the line; `line` takes these to the page.
    """

    order: int
    letters: str
    along: tuple[float, ...]
    up: float
    line: Matrix
    start: tuple[float, float]
    end: tuple[float, float]
    size: float
    invisible: bool
    colour: Colour | None
    """What its letters are filled with; `None` where that can't be told."""
    letterlike: bool
    """Whether its size is that of letters: a font of drawings (Type 3) may have any."""
    source: Source
    """By which step it is drawn: the stream (that of the page is `PAGE`), and which of its showing steps."""

    def middles(self) -> list[tuple[float, float]]:
        """Where on the page each letter has its middle."""
        a, b, c, d, e, f = self.line
        return [(a * x + c * self.up + e, b * x + d * self.up + f) for x in self.along]


@dataclass(slots=True)
class Drawn:
    """What one page draws. `whole` is False where it is too dense to be followed to its end."""

    runs: list[Run] = field(default_factory=list)
    boxes: list[tuple[int, Box]] = field(default_factory=list)
    grounds: list[tuple[int, Box, Colour | None]] = field(default_factory=list)
    """What was drawn before the run of a number, over what area, in which colour where that can be told."""
    pictures: list[Box] = field(default_factory=list)
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _State:
    at: Matrix = UNIT
    clip: Box = EVERYWHERE
    opaque: bool = True
    font: Metrics | None = None
    size: float = 0.0
    leading: float = 0.0
    squeeze: float = 1.0
    rise: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    mode: int = 0
    colour: Colour | None = BLACK
    plain: bool = True
    """Whether colours are told in grey, red-green-blue or four inks."""


@dataclass(slots=True)
class Metrics:
    """A font's letters, and how wide its codes are, in thousandths of its size."""

    font: Font
    widths: dict[int, float]
    usual: float
    letterlike: bool = True
    known: dict[int, tuple[str, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Dictionary) -> Metrics:
        font = Font.of(told)
        widths: dict[int, float] = {}
        usual = 500.0
        if font.wide:
            below = told.get(Name.DescendantFonts)
            own = below[0] if isinstance(below, Array) and len(below) else None
            if isinstance(own, Dictionary):
                usual = number(own.get(Name.DW, 1000), 1000)
                _wide(own.get(Name.W), widths)
        else:
            listed = told.get(Name.Widths)
            first = int(number(told.get(Name.FirstChar, 0)))
            scale = 1.0
            if told.get(Name.Subtype) == Name.Type3:
                matrix = told.get(Name.FontMatrix)
                scale = (
                    1000 * abs(number(matrix[0], 0.001)) if isinstance(matrix, Array) and len(matrix) else 1.0
                )
            if isinstance(listed, Array):
                widths = {first + n: scale * number(each) for n, each in enumerate(listed) if n < 1_000}
        return cls(font, widths, usual, told.get(Name.Subtype) != Name.Type3)

    def told(self, code: int) -> tuple[str, float]:
        """A code's letter, always one sign, and its width in sizes of the font."""
        if code not in self.known:
            letter = self.font.decode(code.to_bytes(2 if self.font.wide else 1, "big"))
            self.known[code] = (letter[:1] or " ", self.widths.get(code, self.usual) / 1000)
        return self.known[code]

    def codes(self, shown: bytes) -> Sequence[int]:
        if not self.font.wide:
            return shown
        return [int.from_bytes(shown[at : at + 2], "big") for at in range(0, len(shown), 2)]


class Follower:
    """Follows the pages of one document, keeping what its fonts say."""

    def __init__(self) -> None:
        self.fonts: dict[tuple[int, int], Metrics] = {}
        self.left = _MOST_STEPS

    def follow(self, page: pikepdf.Page) -> Drawn:
        """One page. Raises pikepdf.PdfError where its content cannot be parsed."""
        drawn = Drawn()
        self.left = _MOST_STEPS
        self._follow(page, page.obj.get(Name.Resources), _State(), drawn, 0)
        drawn.whole = self.left > 0
        return drawn

    def _follow(
        self, content: pikepdf.Page | Stream, resources: Any, state: _State, drawn: Drawn, depth: int
    ) -> None:
        kept: list[_State] = []
        line = text = UNIT
        path = Path()
        stream = PAGE if isinstance(content, pikepdf.Page) else content.objgen
        shows = 0
        for step in pikepdf.parse_content_stream(content):
            self.left -= 1
            if self.left <= 0:
                return
            what, words = str(step.operator), list(step.operands)
            if what in LETTERS:
                if what in ("'", '"'):
                    line = text = times((1, 0, 0, 1, 0, -state.leading), line)
                shown = (
                    list(words[0]) if what == "TJ" and words and isinstance(words[0], Array) else words[-1:]
                )
                text = self._show(shown, state, text, drawn, (stream, shows))
                shows += 1
            elif what == "q":
                if len(kept) < 200:
                    kept.append(state)
            elif what == "Q":
                state = kept.pop() if kept else state
            elif what == "cm":
                state = replace(state, at=times(matrix(words), state.at))
            elif what == "BT":
                line = text = UNIT
            elif what in ("Td", "TD"):
                x, y = floats(words, 2)
                line = text = times((1, 0, 0, 1, x, y), line)
                if what == "TD":
                    state = replace(state, leading=-y)
            elif what == "Tm":
                line = text = matrix(words)
            elif what == "T*":
                line = text = times((1, 0, 0, 1, 0, -state.leading), line)
            elif what in _TEXT_STATE and words:
                told: dict[str, Any] = {_TEXT_STATE[what]: _set(what, words[-1])}
                state = replace(state, **told)
            elif what == "Tf":
                found = _named(resources, Name.Font, words)
                size = number(words[-1]) if words else 0.0
                state = replace(state, font=self._metrics(found), size=size)
            elif what in ("g", "rg", "k", "sc", "scn", "cs"):
                state = _with_colour(state, what, words, resources)
            elif what in ("sh", "INLINE IMAGE"):
                area = state.clip if what == "sh" else corners((0, 0, 1, 1), state.at)
                drawn.grounds.append((len(drawn.runs), area or state.clip, None))
            elif what == "gs":
                state = _with_look(state, _named(resources, Name.ExtGState, words))
            elif what in ("re", "m", "l", "c", "v", "y"):
                path.add(what, words, state.at)
            elif what in ("W", "W*"):
                path.clips = True
            elif what in _PAINTS:
                if what in _FILLS and (area := path.around()) and (seen := within(area, state.clip)):
                    colour = state.colour if state.opaque and path.is_rectangle else None
                    drawn.grounds.append((len(drawn.runs), seen, colour))
                if what in _FILLS and state.opaque:
                    drawn.boxes += [
                        (len(drawn.runs), seen) for box in path.boxes() if (seen := within(box, state.clip))
                    ]
                if path.clips and (around := path.around()):
                    state = replace(state, clip=within(around, state.clip) or (0, 0, 0, 0))
                path = Path()
            elif what == "Do":
                self._do(_named(resources, Name.XObject, words), resources, state, drawn, depth)

    def _do(self, found: Any, resources: Any, state: _State, drawn: Drawn, depth: int) -> None:
        if not isinstance(found, Stream):
            return
        if found.get(Name.Subtype) == Name.Image:
            place = corners((0, 0, 1, 1), state.at)
            seen = within(place, state.clip) if place else None
            if seen:
                drawn.pictures.append(seen)
                drawn.grounds.append((len(drawn.runs), seen, None))
                if state.opaque and not any(key in found for key in (Name.SMask, Name.Mask, Name.ImageMask)):
                    drawn.boxes.append((len(drawn.runs), seen))
        elif found.get(Name.Subtype) == Name.Form and depth < _DEEPEST_FORM:
            inner = state
            if isinstance(found.get(Name.Matrix), Array):
                inner = replace(state, at=times(matrix(list(found.Matrix)), state.at))
            self._follow(found, found.get(Name.Resources, resources), inner, drawn, depth + 1)

    def _show(self, shown: Any, state: _State, text: Matrix, drawn: Drawn, source: Source) -> Matrix:
        font = state.font
        if font is None or not state.size:
            return text
        letters: list[str] = []
        along: list[float] = []
        size, squeeze = state.size, state.squeeze
        here = 0.0
        for piece in shown:
            if not isinstance(piece, pikepdf.String):
                back = number(piece)
                here -= back / 1000 * size * squeeze
                if back < _WORD_GAP and letters:
                    letters.append(" ")
                    along.append(here)
                continue
            for code in font.codes(bytes(piece)[:20_000]):
                letter, width = font.told(code)
                step = width * size
                letters.append(letter)
                along.append(here + step * squeeze / 2)
                here += (step + state.letter_space + (state.word_space if code == _BLANK else 0)) * squeeze
        after = times((1, 0, 0, 1, here, 0), text)
        if letters:
            line = times(text, state.at)
            end = times((1, 0, 0, 1, here, 0), line)
            high = abs(size) * math.hypot(line[2], line[3])
            drawn.runs.append(
                Run(
                    order=len(drawn.runs),
                    letters="".join(letters),
                    along=tuple(along),
                    up=state.rise + 0.3 * size,
                    line=line,
                    start=(line[4], line[5]),
                    end=(end[4], end[5]),
                    size=high,
                    invisible=state.mode == INVISIBLE,
                    colour=state.colour if state.mode in _FILLED else None,
                    letterlike=font.letterlike,
                    source=source,
                )
            )
        return after

    def _metrics(self, found: Any) -> Metrics | None:
        if not isinstance(found, Dictionary):
            return Metrics(Font(), {}, 500.0)
        if not found.is_indirect:
            return Metrics.of(found)
        if found.objgen not in self.fonts:
            self.fonts[found.objgen] = Metrics.of(found)
        return self.fonts[found.objgen]


_TEXT_STATE = {
    "TL": "leading",
    "Tz": "squeeze",
    "Ts": "rise",
    "Tc": "letter_space",
    "Tw": "word_space",
    "Tr": "mode",
}


def _set(what: str, word: Any) -> float | int:
    told = number(word)
    return told / 100 if what == "Tz" else int(told) if what == "Tr" else told


def _with_look(state: _State, look: Any) -> _State:
    """With what a graphics state says of seeing through."""
    if not isinstance(look, Dictionary):
        return state
    opaque = state.opaque
    if Name.ca in look:
        opaque = number(look.ca, 1) > 0.95
    if Name.BM in look and str(look.BM) not in ("/Normal", "/Compatible"):
        opaque = False
    return replace(state, opaque=opaque)


def _with_colour(state: _State, what: str, words: Sequence[Any], resources: Any) -> _State:
    """With what things are filled with from here on."""
    if what == "cs":
        plain = _is_plain(words[0] if words else None, resources)
        return replace(state, plain=plain, colour=BLACK if plain else None)
    if what in ("sc", "scn") and not state.plain:
        return replace(state, colour=None)
    return replace(state, plain=True, colour=_mixed([number(word) for word in words]))


def _is_plain(name: Any, resources: Any) -> bool:
    if str(name) in _PLAIN:
        return True
    told = _named(resources, Name.ColorSpace, [name])
    return isinstance(told, Array) and len(told) > 0 and str(told[0]) in _PLAIN


def _mixed(parts: Sequence[float]) -> Colour | None:
    if len(parts) == 1:
        return (parts[0], parts[0], parts[0])
    if len(parts) == 3:
        return (parts[0], parts[1], parts[2])
    if len(parts) == 4:
        cyan, magenta, yellow, black = parts
        return (1 - min(1, cyan + black), 1 - min(1, magenta + black), 1 - min(1, yellow + black))
    return None


def _wide(listed: Any, widths: dict[int, float]) -> None:
    """A font's W array: `c [w1 w2 …]` and `first last w`."""
    if not isinstance(listed, Array):
        return
    words = list(listed)
    at = 0
    while at + 1 < len(words) and len(widths) < 70_000:
        first = int(number(words[at]))
        if isinstance(words[at + 1], Array):
            widths |= {first + n: number(each) for n, each in enumerate(words[at + 1])}
            at += 2
        elif at + 2 < len(words):
            last = min(int(number(words[at + 1])), first + 65_535)
            widths |= dict.fromkeys(range(first, last + 1), number(words[at + 2]))
            at += 3
        else:
            return


def _named(resources: Any, kind: Name, words: Sequence[Any]) -> Object | None:
    group = resources.get(kind) if isinstance(resources, Dictionary) else None
    if not isinstance(group, Dictionary) or not len(words) or not isinstance(words[0], Name):
        return None
    return group.get(words[0])
