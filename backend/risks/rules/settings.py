"""What an organisation settles of its risks from a day on: matrix, categories with their appetite, days. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.risks.rules import UnableToKeepRisk, appetite
from backend.risks.rules import matrix as matrices
from backend.risks.rules.appetite import Category
from backend.risks.rules.matrix import Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`review_days`: a risk is due for review so many days after its last; `cut_off_day`: of a round's month."""

    matrix: Matrix
    categories: tuple[Category, ...]
    review_days: int = 90
    cut_off_day: int = 20

    def category(self, key: str) -> Category | None:
        return next((each for each in self.categories if each.key == key), None)


SHIPPED = Settings(matrix=matrices.NPSA, categories=appetite.SHIPPED)
"""What holds until an organisation settles its own."""


def settings_from(values: Mapping[str, Any]) -> Settings:
    return Settings(
        matrix=matrices.matrix_from(values["matrix"]),
        categories=appetite.categories_from(values["categories"]),
        review_days=values["review_days"],
        cut_off_day=values["cut_off_day"],
    )


def values_of(settings: Settings) -> dict[str, Any]:
    return {
        "matrix": matrices.values_of(settings.matrix),
        "categories": appetite.values_of(settings.categories),
        "review_days": settings.review_days,
        "cut_off_day": settings.cut_off_day,
    }


def check_settings(settings: Settings) -> None:
    """Whether an organisation could live by these. Raises UnableToKeepRisk for the first that it could not."""
    matrices.check_matrix(settings.matrix)
    appetite.check_categories(settings.categories, settings.matrix)
    if not 7 <= settings.review_days <= 366:
        raise UnableToKeepRisk("Risks are reviewed every 7 to 366 days.", field="review_days")
    if not 1 <= settings.cut_off_day <= 28:
        raise UnableToKeepRisk("Choose a day of the month from 1 to 28 for the cut-off.", field="cut_off_day")
