"""The frameworks that come with Probity, as they can be taken into use."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from backend.assurance.rules.editions import Level, Scale, Standing
from backend.catalogue import shelf
from backend.catalogue.assurance import LICENCE_IN_WORDS, AssuranceFramework
from backend.catalogue.frameworks import AskingFramework
from backend.catalogue.mappings import MappingFile
from backend.catalogue.requirements import FrameworkReading, RequirementShape
from backend.catalogue.requirements import Scale as ShippedScale
from backend.catalogue.requirements import Standing as ShippedStanding
from backend.ledger.records import content_hash
from backend.scope import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedView:
    """One shipped edition. `reading` is what it asks; `content` the digest of everything that a copy would hold."""

    framework: AskingFramework
    reading: FrameworkReading

    @property
    def id(self) -> str:
        return self.framework.id

    @property
    def label(self) -> str:
        return self.framework.edition

    @property
    def key(self) -> str:
        return self.framework.key

    @property
    def title(self) -> str:
        return self.framework.title

    @property
    def effective_from(self) -> date:
        return self.framework.effective_from.value

    @property
    def effective_to(self) -> date | None:
        until = self.framework.effective_to
        return until.value if until else None

    @property
    def licence(self) -> str | None:
        if not isinstance(self.framework, AssuranceFramework):
            return None
        return f"{LICENCE_IN_WORDS[self.framework.licence.kind]}. {self.framework.licence.words}"

    @property
    def provenance(self) -> str | None:
        return self.framework.provenance if isinstance(self.framework, AssuranceFramework) else None

    @property
    def requirements(self) -> tuple[RequirementShape, ...]:
        return self.reading.requirements

    @property
    def scales(self) -> tuple[Scale, ...]:
        return tuple(map(_scale, self.reading.scales))

    @property
    def content(self) -> str:
        return content_hash(self.framework.model_dump(mode="json"))


def shipped_editions() -> tuple[ShippedView, ...]:
    """Every shipped edition that asks something which is answered, by title, the newest of a framework first."""
    found = [
        ShippedView(framework=each, reading=each.reading)
        for each in shelf.catalogue().frameworks.values()
        if isinstance(each, AskingFramework)
    ]
    found.sort(key=lambda each: each.label, reverse=True)
    return tuple(sorted(found, key=lambda each: (each.title.casefold(), each.id)))


def shipped(framework: str, label: str) -> ShippedView:
    """One shipped edition. Raises NotFound."""
    found = shelf.catalogue().frameworks.get(f"{framework}/{label}")
    if not isinstance(found, AskingFramework):
        raise NotFound("framework")
    return ShippedView(framework=found, reading=found.reading)


def mappings_between(keys: frozenset[str]) -> Iterator[MappingFile]:
    """The shipped mappings of which both editions (`id/edition`) are among `keys`."""
    for mapping in shelf.catalogue().mappings.values():
        if mapping.first in keys and mapping.second in keys:
            yield mapping


def _scale(scale: ShippedScale) -> Scale:
    return Scale(
        key=scale.id,
        name=scale.name,
        levels=tuple(
            Level(
                key=level.id, words=level.name, meaning=level.meaning, counts_as=_COUNTS_AS[level.counts_as]
            )
            for level in scale.levels
        ),
    )


_COUNTS_AS = {
    ShippedStanding.MET: Standing.MET,
    ShippedStanding.PARTLY: Standing.PARTLY,
    ShippedStanding.NOT_MET: Standing.NOT_MET,
    ShippedStanding.OUTSIDE: Standing.NOT_APPLICABLE,
}
