"""What we granted to other bodies: each grant with where its agreement stands, and every delivery in its words."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.scope import NotFound, Scope
from backend.systems.rules import suppression
from backend.systems.rules.granting import EVERY_IN_WORDS, TITLES, Every, Figure, key_in_words
from backend.together.queries.agreements import AgreementLine, agreements_of
from backend.together.queries.passed import fates_of
from backend.together.rules import Figures, GrantedLine, Kind, State


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdLine:
    """Counts of people below it do not leave us, from a day on. No day: it came with Probity."""

    threshold: int
    from_on: date | None
    source: str
    settled_by_name: str = ""


SHIPPED = ThresholdLine(
    threshold=suppression.DEFAULT,
    from_on=None,
    source="Usual practice for counts of people, from memory: no source of ours gives the number",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """One delivery of ours; `state` is what became of its message."""

    id: UUID
    key: str
    as_at: date
    message_id: UUID
    said: Figures
    made_at: datetime
    made_by_name: str
    state: str

    @property
    def key_in_words(self) -> str:
        return key_in_words(self.key)

    @property
    def groups(self) -> tuple[tuple[str, tuple[GrantedLine, ...]], ...]:
        return groups_of(self.said.figures, self.said.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantView:
    """A grant. While its agreement is in force it delivers; once that ends, what went stays where it is."""

    id: UUID
    agreement: AgreementLine
    figures: tuple[Figure, ...]
    every: Every
    granted_at: datetime
    granted_by_name: str
    deliveries: tuple[DeliveryLine, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(TITLES[each] for each in self.figures)

    @property
    def every_in_words(self) -> str:
        return EVERY_IN_WORDS[self.every]

    @property
    def can_end(self) -> bool:
        return self.agreement.standing.state in (State.ACCEPTED, State.PROPOSED)

    @property
    def waits(self) -> bool:
        return self.agreement.standing.state is State.PROPOSED


def groups_of(
    figures: Sequence[str], lines: Sequence[GrantedLine]
) -> tuple[tuple[str, tuple[GrantedLine, ...]], ...]:
    """The lines of each figure under its title, in the order in which figures always stand."""
    known = {each.value: TITLES[each] for each in Figure}
    return tuple(
        (known[key], tuple(line for line in lines if line.figure == key)) for key in known if key in figures
    )


async def threshold_on(scope: Scope, day: date | None = None) -> ThresholdLine:
    """The threshold that holds on a day, today by default: the last that was settled for it by then."""
    held = [
        each for each in await thresholds_of(scope) if each.from_on and each.from_on <= (day or scope.today)
    ]
    return held[0] if held else SHIPPED


async def thresholds_of(scope: Scope) -> tuple[ThresholdLine, ...]:
    """Every threshold that was settled, the one that holds longest from now on first."""
    rows = await fetch(
        "SELECT threshold, from_on, source, settled_by_name FROM systems_threshold WHERE tenant_id = $1 "
        "ORDER BY from_on DESC, settled_at DESC, id DESC",
        scope.tenant.id,
    )
    return tuple(ThresholdLine(**row) for row in rows)


async def grants_of(scope: Scope, *, grant_id: UUID | None = None) -> tuple[GrantView, ...]:
    """Every grant of ours, newest first, or one. Four statements, however many there are."""
    rows = await fetch(
        "SELECT * FROM systems_grant WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id = $2) "
        "ORDER BY granted_at DESC, id DESC",
        scope.tenant.id,
        grant_id,
    )
    if not rows:
        return ()
    agreements = {each.id: each for each in await agreements_of(scope, kind=Kind.SYSTEM)}
    deliveries = await fetch(
        "SELECT * FROM systems_delivery WHERE tenant_id = $1 AND grant_id = ANY ($2) ORDER BY made_at DESC, id DESC",
        scope.tenant.id,
        [row["id"] for row in rows],
    )
    fates = await fates_of(scope, message_ids=[each["message_id"] for each in deliveries])
    lines: dict[UUID, list[DeliveryLine]] = {}
    for each in deliveries:
        fate = fates.get(each["message_id"])
        lines.setdefault(each["grant_id"], []).append(_delivery(each, fate.state_in_words if fate else ""))
    return tuple(
        GrantView(
            id=row["id"],
            agreement=agreements[row["agreement_id"]],
            figures=tuple(Figure(each) for each in row["figures"]),
            every=Every(row["every"]),
            granted_at=row["granted_at"],
            granted_by_name=row["granted_by_name"],
            deliveries=tuple(lines.get(row["id"], ())),
        )
        for row in rows
    )


async def grant_of(scope: Scope, *, grant_id: UUID) -> GrantView:
    """One grant. Raises NotFound."""
    found = await grants_of(scope, grant_id=grant_id)
    if not found:
        raise NotFound("grant")
    return found[0]


def _delivery(row: Any, state: str) -> DeliveryLine:
    return DeliveryLine(
        id=row["id"],
        key=row["key"],
        as_at=row["as_at"],
        message_id=row["message_id"],
        said=Figures.model_validate(json.loads(row["said"])),
        made_at=row["made_at"],
        made_by_name=row["made_by_name"],
        state=state,
    )


def threshold_in_words(line: ThresholdLine) -> str:
    since = f", since {in_words(line.from_on)}" if line.from_on else ""
    return f"Counts of fewer than {line.threshold} people are hidden{since}. {line.source}."
