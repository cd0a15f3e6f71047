"""The matrix on which risks are scored: names of likelihood and consequence, and the bands of their product. Pure.

Until an organisation settles its own it is that of the National Patient Safety Agency, “A risk matrix for risk
managers” (January 2008): five by five; 1 to 3 low, 4 to 6 moderate, 8 to 12 high, 15 to 25 extreme. The grading table
is as it is used in the field; the document itself was not at hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.risks.rules import UnableToKeepRisk, UnableToScore

SOURCE = "National Patient Safety Agency, A risk matrix for risk managers, January 2008"
TONES: Mapping[str, str] = {"green": "Green", "yellow": "Yellow", "orange": "Orange", "red": "Red"}
"""The colours that a band may have; its name and its figures say the same without colour."""

FEWEST, MOST = 3, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A range of scores and what it is called; `rank` 0 is the lowest."""

    name: str
    least: int
    most: int
    tone: str
    rank: int = 0

    @property
    def range_in_words(self) -> str:
        return str(self.least) if self.least == self.most else f"{self.least} to {self.most}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """`likelihoods` and `consequences` from the least up: the first is scored 1."""

    likelihoods: tuple[str, ...]
    consequences: tuple[str, ...]
    bands: tuple[Band, ...]

    @property
    def highest(self) -> int:
        return len(self.likelihoods) * len(self.consequences)

    @property
    def products(self) -> tuple[int, ...]:
        """Every score that there can be."""
        return products(len(self.likelihoods), len(self.consequences))

    def band_of(self, score: int) -> Band:
        """The band of a score. One given on an earlier, larger matrix lies in the highest."""
        return next((band for band in self.bands if score <= band.most), self.bands[-1])

    def likelihood_in_words(self, likelihood: int) -> str:
        return _named(self.likelihoods, likelihood)

    def consequence_in_words(self, consequence: int) -> str:
        return _named(self.consequences, consequence)


NPSA = Matrix(
    likelihoods=("Rare", "Unlikely", "Possible", "Likely", "Almost certain"),
    consequences=("Negligible", "Minor", "Moderate", "Major", "Catastrophic"),
    bands=(
        Band(name="Low", least=1, most=3, tone="green", rank=0),
        Band(name="Moderate", least=4, most=6, tone="yellow", rank=1),
        Band(name="High", least=8, most=12, tone="orange", rank=2),
        Band(name="Extreme", least=15, most=25, tone="red", rank=3),
    ),
)


def products(likelihoods: int, consequences: int) -> tuple[int, ...]:
    return tuple(sorted({a * b for a in range(1, likelihoods + 1) for b in range(1, consequences + 1)}))


def check_scoring(matrix: Matrix, *, likelihood: int, consequence: int, prefix: str = "") -> None:
    """Whether the matrix has these. Raises UnableToScore; the field is named with `prefix` before it."""
    _check_step(likelihood, matrix.likelihoods, "likelihood", prefix)
    _check_step(consequence, matrix.consequences, "consequence", prefix)


def check_score(matrix: Matrix, score: int, *, field: str = "score") -> None:
    """Whether a score can come of this matrix at all. Raises UnableToScore."""
    if not 1 <= score <= matrix.highest:
        raise UnableToScore(
            f"There is no score of {score}: likelihood times consequence is at least 1 and at most {matrix.highest}.",
            field=field,
        )
    if score not in matrix.products:
        raise UnableToScore(
            f"There is no score of {score}: likelihood times consequence gives "
            f"{', '.join(map(str, matrix.products))}.",
            field=field,
        )


def check_matrix(matrix: Matrix) -> None:
    """Whether every score falls in one band, and everything has a name of its own. Raises UnableToKeepRisk."""
    for names, field, words in (
        (matrix.likelihoods, "likelihoods", "likelihood"),
        (matrix.consequences, "consequences", "consequence"),
    ):
        if not FEWEST <= len(names) <= MOST:
            raise UnableToKeepRisk(f"Name {FEWEST} to {MOST} steps of {words}, the least first.", field=field)
        if len({name.casefold() for name in names}) < len(names):
            raise UnableToKeepRisk(f"Two steps of {words} have the same name.", field=field)
    if len({band.name.casefold() for band in matrix.bands}) < len(matrix.bands):
        raise UnableToKeepRisk("Two bands have the same name.", field="bands")
    for band in matrix.bands:
        if band.least > band.most:
            raise UnableToKeepRisk(f"The band “{band.name}” ends before it begins.", field="bands")
        if band.tone not in TONES:
            raise UnableToKeepRisk(f"Choose green, yellow, orange or red for “{band.name}”.", field="bands")
    for score in matrix.products:
        inside = [band.name for band in matrix.bands if band.least <= score <= band.most]
        if not inside:
            raise UnableToKeepRisk(f"No band holds a score of {score}.", field="bands")
        if len(inside) > 1:
            raise UnableToKeepRisk(
                f"A score of {score} lies in “{inside[0]}” and in “{inside[1]}”.", field="bands"
            )
    if list(matrix.bands) != sorted(matrix.bands, key=lambda band: band.least):
        raise UnableToKeepRisk("Write the bands from the lowest up.", field="bands")


def matrix_from(values: Mapping[str, Any]) -> Matrix:
    """The matrix that settled values hold."""
    return Matrix(
        likelihoods=tuple(values["likelihoods"]),
        consequences=tuple(values["consequences"]),
        bands=tuple(Band(**band, rank=rank) for rank, band in enumerate(values["bands"])),
    )


def values_of(matrix: Matrix) -> dict[str, Any]:
    return {
        "likelihoods": list(matrix.likelihoods),
        "consequences": list(matrix.consequences),
        "bands": [
            {"name": band.name, "least": band.least, "most": band.most, "tone": band.tone}
            for band in matrix.bands
        ],
    }


def _check_step(step: int, names: Sequence[str], words: str, prefix: str) -> None:
    if not 1 <= step <= len(names):
        raise UnableToScore(
            f"There is no {words} of {step}: it is a number from 1 ({names[0].lower()}) to {len(names)} "
            f"({names[-1].lower()}).",
            field=f"{prefix}{words}",
        )


def _named(names: Sequence[str], step: int) -> str:
    return names[step - 1] if 1 <= step <= len(names) else str(step)
