"""Appetite by category: how much risk of a kind the organisation accepts, as the highest score that it does. Pure.

Which words an organisation uses for its appetite is its own; the scale is that of the field, from averse to eager.
No figure is shipped: until one is settled for a category, nothing is said to be beyond it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.risks.rules import UnableToKeepRisk
from backend.risks.rules.matrix import Matrix

APPETITES: Mapping[str, str] = {
    "averse": "Averse",
    "minimal": "Minimal",
    "cautious": "Cautious",
    "open": "Open",
    "eager": "Eager",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A kind of risk. `most` is the highest current score that lies within appetite; `None`: not settled."""

    key: str
    name: str
    appetite: str | None = None
    most: int | None = None

    @property
    def appetite_in_words(self) -> str:
        if self.most is None:
            return "Not settled"
        return f"{APPETITES.get(self.appetite or '', 'Settled')}: up to {self.most}"


SHIPPED = tuple(
    Category(key=key, name=name)
    for key, name in (
        ("quality", "Quality and safety"),
        ("finance", "Finance"),
        ("performance", "Performance and delivery"),
        ("workforce", "Workforce"),
        ("partnership", "Partnership and change"),
        ("information", "Information and technology"),
        ("compliance", "Law and regulation"),
        ("reputation", "Reputation and trust"),
    )
)
"""The categories of an organisation that has settled none."""


def beyond(category: Category | None, score: int | None) -> bool | None:
    """Whether a current score lies beyond appetite; `None` where either is not known."""
    if category is None or category.most is None or score is None:
        return None
    return score > category.most


def check_categories(categories: Sequence[Category], matrix: Matrix) -> None:
    """Whether an organisation could live by these. Raises UnableToKeepRisk."""
    if not categories:
        raise UnableToKeepRisk("Name at least one category of risk.", field="categories")
    if len({each.name.casefold() for each in categories}) < len(categories):
        raise UnableToKeepRisk("The same category stands there twice.", field="categories")
    for each in categories:
        if each.most is not None and not 1 <= each.most <= matrix.highest:
            raise UnableToKeepRisk(
                f"{each.name}: there is no score of {each.most}; the highest of this matrix is {matrix.highest}.",
                field="categories",
            )
        if each.appetite is not None and each.appetite not in APPETITES:
            raise UnableToKeepRisk(
                f"{each.name}: write {', '.join(APPETITES)} before the score.", field="categories"
            )


def categories_from(values: Sequence[Mapping[str, Any]]) -> tuple[Category, ...]:
    return tuple(Category(**each) for each in values)


def values_of(categories: Sequence[Category]) -> list[dict[str, Any]]:
    return [
        {"key": each.key, "name": each.name, "appetite": each.appetite, "most": each.most}
        for each in categories
    ]


def key_from(name: str) -> str:
    """The key of a new category, of its words."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:60].strip("-") or "category"
