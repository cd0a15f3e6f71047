"""Matrix and categories as a person writes them, a line each, and what a change of them would change. Pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.risks.rules import UnableToKeepRisk, appetite
from backend.risks.rules.appetite import APPETITES, Category
from backend.risks.rules.matrix import TONES, Band, Matrix
from backend.risks.rules.settings import Settings

_BAND = re.compile(
    r"(?P<name>[^:]+):\s*(?P<least>\d{1,3})(?:\s*(?:to|-|–)\s*(?P<most>\d{1,3}))?\s*,\s*(?P<tone>\w+)"
)
_CATEGORY = re.compile(r"(?P<name>[^:]+?)(?::\s*(?P<appetite>\w+)\s*,\s*(?P<most>\d{1,3}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """The current score of a risk, as far as a change of settings may touch it."""

    id: UUID
    reference: str
    title: str
    category: str
    likelihood: int
    consequence: int

    @property
    def value(self) -> int:
        return self.likelihood * self.consequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a change of settings would make of one risk, in words; `off`: the new matrix does not have its score."""

    id: UUID
    reference: str
    title: str
    value: int
    band_before: str
    band_after: str
    beyond_before: bool | None
    beyond_after: bool | None
    off: bool


def steps_from(text: str) -> tuple[str, ...]:
    """Names of likelihood or consequence, one a line, the least first."""
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def bands_from(text: str) -> tuple[Band, ...]:
    """Bands, one a line: “Low: 1 to 3, green”. Raises UnableToKeepRisk naming the line."""
    found = []
    for rank, line in enumerate(each.strip() for each in text.splitlines() if each.strip()):
        match = _BAND.fullmatch(line)
        if match is None or match["tone"].lower() not in TONES:
            raise UnableToKeepRisk(
                f"“{line[:60]}” is not a band: write its name, scores and colour, such as “Low: 1 to 3, green”. "
                "The colours are green, yellow, orange and red.",
                field="bands",
            )
        least = int(match["least"])
        found.append(
            Band(
                name=match["name"].strip(),
                least=least,
                most=int(match["most"] or least),
                tone=match["tone"].lower(),
                rank=rank,
            )
        )
    return tuple(found)


def categories_from(text: str, known: Sequence[Category]) -> tuple[Category, ...]:
    """Categories, one a line: “Workforce: cautious, 8”, or the name alone where no appetite is settled.

    One that is known keeps its key, so that its risks keep it. Raises UnableToKeepRisk naming the line.
    """
    keys = {each.name.casefold(): each.key for each in known}
    found: list[Category] = []
    for line in (each.strip() for each in text.splitlines() if each.strip()):
        match = _CATEGORY.fullmatch(line)
        if match is None or (match["appetite"] or "averse").lower() not in APPETITES:
            raise UnableToKeepRisk(
                f"“{line[:60]}” is not a category: write its name, or its name, appetite and highest score, such as "
                f"“Workforce: cautious, 8”. The appetites are {', '.join(APPETITES)}.",
                field="categories",
            )
        name = " ".join(match["name"].split())
        found.append(
            Category(
                key=keys.get(name.casefold()) or appetite.key_from(name),
                name=name,
                appetite=match["appetite"].lower() if match["appetite"] else None,
                most=int(match["most"]) if match["most"] else None,
            )
        )
    return tuple(found)


def bands_written(matrix: Matrix) -> str:
    return "\n".join(f"{band.name}: {band.range_in_words}, {band.tone}" for band in matrix.bands)


def categories_written(categories: Sequence[Category]) -> str:
    return "\n".join(
        f"{each.name}: {each.appetite or 'cautious'}, {each.most}" if each.most is not None else each.name
        for each in categories
    )


def effects_of(risks: Collection[Scored], before: Settings, after: Settings) -> tuple[Effect, ...]:
    """The risks whose band or standing to the appetite differs between two settings, the highest score first."""
    found = []
    for risk in risks:
        effect = Effect(
            id=risk.id,
            reference=risk.reference,
            title=risk.title,
            value=risk.value,
            band_before=before.matrix.band_of(risk.value).name,
            band_after=after.matrix.band_of(risk.value).name,
            beyond_before=appetite.beyond(before.category(risk.category), risk.value),
            beyond_after=appetite.beyond(after.category(risk.category), risk.value),
            off=risk.likelihood > len(after.matrix.likelihoods)
            or risk.consequence > len(after.matrix.consequences),
        )
        if (
            effect.off
            or effect.band_before != effect.band_after
            or effect.beyond_before != effect.beyond_after
        ):
            found.append(effect)
    return tuple(sorted(found, key=lambda each: (-each.value, each.reference)))
