"""The framework in numbers, as its page and its paper tell them. Worked out, nobody's judgement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend.kit.drawing.table import Cell, Table
from backend.risks.pictures.drawn import assured
from backend.risks.pictures.lines import Standing, spot_of
from backend.risks.queries import GapView, RiskView
from backend.risks.rules import LINES
from backend.risks.rules.matrix import Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """`bands` are counts by the name of the band, the highest first. Each risk has a place in each of three lines."""

    risks: int
    bands: tuple[tuple[str, int], ...]
    unscored: int
    beyond: int
    without_appetite: int
    gaps: int
    gaps_past: int
    reviews_overdue: int
    holes: int
    places: int

    @property
    def in_words(self) -> str:
        """For a cover sheet: the whole in three sentences."""
        bands = ", ".join(f"{count} {name.lower()}" for name, count in self.bands if count)
        many = _counted(self.risks, "principal risk", "principal risks")
        return (
            f"{many}{f': {bands}' if bands else ''}. {_counted(self.beyond, 'is', 'are')} beyond appetite. "
            f"{_counted(self.gaps_past, 'gap is', 'gaps are')} past the date set, and "
            f"{_counted(self.reviews_overdue, 'review is', 'reviews are')} overdue. Of {self.places} places for "
            f"assurance {_counted(self.holes, 'is a hole', 'are holes')}."
        )


def numbers_of(risks: Sequence[RiskView], matrix: Matrix, *, on: date) -> Numbers:
    scored = [matrix.band_of(each.current.value).name for each in risks if each.current]
    spots = [spot_of(assured(each, on), line, on=on) for each in risks for line in LINES]
    gaps: list[GapView] = [gap for each in risks for gap in each.gaps]
    return Numbers(
        risks=len(risks),
        bands=tuple((band.name, scored.count(band.name)) for band in reversed(matrix.bands)),
        unscored=len(risks) - len(scored),
        beyond=sum(each.beyond_appetite is True for each in risks),
        without_appetite=sum(each.beyond_appetite is None for each in risks),
        gaps=len(gaps),
        gaps_past=sum(gap.overdue for gap in gaps),
        reviews_overdue=sum(each.review_overdue for each in risks),
        holes=sum(spot.standing in (Standing.HOLE, Standing.PLANNED) for spot in spots),
        places=len(spots),
    )


def table_of(numbers: Numbers, *, caption: str) -> Table:
    """The numbers, a row each."""
    told = [
        ("Principal risks", numbers.risks),
        *((f"Current score in the band {name}", count) for name, count in numbers.bands),
        ("Not scored", numbers.unscored),
        ("Beyond appetite", numbers.beyond),
        ("No appetite settled, or no score to hold against it", numbers.without_appetite),
        ("Gaps in control or in assurance", numbers.gaps),
        ("Gaps past the date set", numbers.gaps_past),
        ("Reviews overdue", numbers.reviews_overdue),
        (f"Holes in the assurance map, of {numbers.places} places", numbers.holes),
    ]
    rows = tuple((Cell(words=words), Cell(words=str(count), number=True)) for words, count in told)
    return Table(caption=caption, heads=("What is counted", "Number"), rows=rows)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
