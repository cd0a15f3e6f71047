"""What each treatment brings on a day: what the organisation settled for itself, else what the guidance has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import treating
from backend.meetings.treating import Effect, Treatment
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectLine:
    """What was settled of a treatment from a day on; `withdrawn_because`: it never was."""

    id: UUID
    treatment: Treatment
    counts: bool
    votes: bool
    gets_paper: bool
    effective_from: date
    source: str
    settled_at: datetime
    settled_by_name: str
    withdrawn_at: datetime | None
    withdrawn_because: str | None
    withdrawn_by_name: str | None

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None

    @property
    def effect(self) -> Effect:
        return treating.settled(
            self.treatment,
            counts=self.counts,
            votes=self.votes,
            gets_paper=self.gets_paper,
            source=self.source,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """Everything that was ever settled of treatments, the latest day first and of one day the latest act first."""

    lines: Sequence[EffectLine]

    def line_on(self, treatment: Treatment, day: date) -> EffectLine | None:
        """What was settled of a treatment for a day; `None` where the guidance's own holds."""
        return next(
            (
                each
                for each in self.lines
                if each.treatment is treatment and each.stands and each.effective_from <= day
            ),
            None,
        )

    def on(self, day: date) -> Mapping[Treatment, Effect]:
        found = {}
        for treatment, shipped in treating.EFFECTS.items():
            line = self.line_on(treatment, day)
            found[treatment] = shipped if line is None else line.effect
        return found


async def every_effect(scope: Scope) -> Effects:
    """All that was settled; one statement."""
    rows = await fetch(
        "SELECT id, treatment, counts, votes, gets_paper, effective_from, source, settled_at, settled_by_name, "
        "withdrawn_at, withdrawn_because, withdrawn_by_name FROM meetings_effect WHERE tenant_id = $1 "
        "ORDER BY effective_from DESC, settled_at DESC, id DESC",
        scope.tenant.id,
    )
    return Effects(lines=tuple(_line(row) for row in rows))


async def effects_on(scope: Scope, day: date) -> Mapping[Treatment, Effect]:
    """What each treatment brings at a meeting on a day."""
    return (await every_effect(scope)).on(day)


def _line(row: dict[str, Any]) -> EffectLine:
    return EffectLine(**{**row, "treatment": Treatment(row["treatment"])})
