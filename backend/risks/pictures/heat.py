"""The heat map: consequence up, likelihood across, in each cell its score and band and the risks that stand there."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.kit.drawing.letters import cut, text_width
from backend.kit.drawing.svg import INK, QUIET, Drawing
from backend.kit.drawing.table import Cell, Picture, Row, Table
from backend.risks.pictures.tones import fill_of
from backend.risks.rules.matrix import Matrix

_LEFT, _TOP, _FOOT = 128.0, 12.0, 70.0
_ROOM = 600.0
_LEAST_WIDTH, _HEIGHT = 84.0, 78.0
_GAP = 3.0
_CHIP, _CHIP_SIZE = 20.0, 13.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A risk in the map; `None` for both steps where it has no score of the kind that is shown."""

    reference: str
    title: str
    likelihood: int | None
    consequence: int | None
    path: str | None = None

    @property
    def score(self) -> int | None:
        if self.likelihood is None or self.consequence is None:
            return None
        return self.likelihood * self.consequence


def heat_map(
    risks: Sequence[Placed], matrix: Matrix, *, key: str, title: str, caption: str, score_name: str
) -> Picture:
    """The picture and its table, a row a risk, the highest score first. `score_name` heads the column of scores."""
    across, up = len(matrix.likelihoods), len(matrix.consequences)
    width = max(_ROOM / across, _LEAST_WIDTH)
    says = _says(risks, matrix)
    drawing = Drawing(
        key=key, width=_LEFT + across * width + 12, height=_TOP + up * _HEIGHT + _FOOT, title=title, says=says
    )
    for consequence in range(1, up + 1):
        y = _TOP + (up - consequence) * _HEIGHT
        _step_up(drawing, consequence, matrix.consequence_in_words(consequence), y)
        for likelihood in range(1, across + 1):
            here = [
                each for each in risks if (each.likelihood, each.consequence) == (likelihood, consequence)
            ]
            _draw_cell(
                drawing,
                matrix,
                here,
                likelihood * consequence,
                x=_LEFT + (likelihood - 1) * width,
                y=y,
                width=width,
            )
    foot = _TOP + up * _HEIGHT
    for likelihood in range(1, across + 1):
        middle = _LEFT + (likelihood - 0.5) * width
        words = matrix.likelihood_in_words(likelihood)
        drawing.text(middle, foot + 18, str(likelihood), anchor="middle", font_weight="700")
        drawing.text(
            middle, foot + 35, cut(words, room=width - 6, size=13), size=13, anchor="middle", fill=QUIET
        )
    drawing.text(_LEFT + across * width / 2, foot + 60, "Likelihood →", anchor="middle", font_weight="700")
    drawing.text(4, _TOP + 14, "Consequence ↑", size=13, font_weight="700")
    return Picture(
        key=key, title=title, says=says, svg=drawing.svg, table=_table(risks, matrix, caption, score_name)
    )


def _step_up(drawing: Drawing, step: int, words: str, y: float) -> None:
    drawing.text(_LEFT - 12, y + _HEIGHT / 2 + 2, str(step), anchor="end", font_weight="700")
    told = cut(words, room=_LEFT - 16, size=13)
    drawing.text(_LEFT - 12, y + _HEIGHT / 2 + 19, told, size=13, anchor="end", fill=QUIET)


def _draw_cell(
    drawing: Drawing, matrix: Matrix, here: Sequence[Placed], score: int, *, x: float, y: float, width: float
) -> None:
    band = matrix.band_of(score)
    inner = width - _GAP
    drawing.rect(x, y, inner, _HEIGHT - _GAP, fill=fill_of(band.tone))
    drawing.note(f"{score}, {band.name}: {_list(here)}")
    head = f"{score} {band.name}"
    if here:
        count = str(len(here))
        drawing.text(x + inner - 6, y + 16, count, size=13, anchor="end", font_weight="700")
        head = cut(head, room=inner - 18 - text_width(count, 13), size=12)
    drawing.text(x + 6, y + 16, cut(head, room=inner - 10, size=12), size=12)
    _draw_chips(drawing, [each.reference for each in here], x=x + 6, y=y + 23, room=inner - 10)


def _draw_chips(drawing: Drawing, references: Sequence[str], *, x: float, y: float, room: float) -> None:
    """The numbers of the risks in two lines; what finds no room is counted."""
    at, line = x, 0
    for place, reference in enumerate(references):
        told = cut(reference, room=room - 10, size=_CHIP_SIZE)
        wide = text_width(told, _CHIP_SIZE) + 10
        left = len(references) - place - 1
        spare = text_width(f"+{left}", _CHIP_SIZE) + 6 if line == 1 and left else 0
        if at + wide + spare > x + room and at > x:
            if line == 1:
                drawing.text(
                    at, y + line * (_CHIP + 4) + 15, f"+{left + 1}", size=_CHIP_SIZE, font_weight="700"
                )
                return
            at, line = x, 1
        top = y + line * (_CHIP + 4)
        drawing.rect(at, top, wide, _CHIP, rx=4, fill="#ffffff", stroke=INK, stroke_width=1)
        drawing.text(at + 5, top + 15, told, size=_CHIP_SIZE, font_weight="700")
        at += wide + 4


def _list(here: Sequence[Placed]) -> str:
    return ", ".join(f"{each.reference} {each.title}" for each in here) or "no risk"


def _says(risks: Sequence[Placed], matrix: Matrix) -> str:
    """The picture in one sentence: how many risks lie in each band, the highest first."""
    scored = [each.score for each in risks if each.score is not None]
    bands = [matrix.band_of(score).rank for score in scored]
    told = [
        f"{bands.count(band.rank)} {band.name.lower()}"
        for band in reversed(matrix.bands)
        if band.rank in bands
    ]
    unscored = len(risks) - len(scored)
    if unscored:
        told.append(f"{unscored} not scored")
    many = f"{len(risks)} {'risk' if len(risks) == 1 else 'risks'}"
    return f"{many}: {', '.join(told)}. The table says the same." if risks else "No risk stands in the map."


def _table(risks: Sequence[Placed], matrix: Matrix, caption: str, score_name: str) -> Table:
    rows: list[Row] = []
    for each in sorted(risks, key=lambda risk: (-(risk.score or 0), risk.reference)):
        first = Cell(words=f"{each.reference} {each.title}", path=each.path)
        if each.score is None or each.likelihood is None or each.consequence is None:
            rows.append((first, *(Cell(words="Not scored") for _ in range(4))))
            continue
        rows.append(
            (
                first,
                Cell(words=f"{each.likelihood} {matrix.likelihood_in_words(each.likelihood)}"),
                Cell(words=f"{each.consequence} {matrix.consequence_in_words(each.consequence)}"),
                Cell(words=str(each.score), number=True),
                Cell(words=matrix.band_of(each.score).name),
            )
        )
    return Table(
        caption=caption, heads=("Risk", "Likelihood", "Consequence", score_name, "Band"), rows=tuple(rows)
    )
