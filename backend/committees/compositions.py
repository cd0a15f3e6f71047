"""Which rules of composition block here, and which committees depart from one on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue.committees import CommitteeKind
from backend.catalogue.quorum import Capacity, Office
from backend.committees import composition, rules
from backend.committees.composition import ASKED, Advice, Rule
from backend.committees.queries import people_named
from backend.kit.database import fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """That a rule blocks, or only advises, from a moment on."""

    rule: Rule
    blocks: bool
    decided_by: str
    settled_at: datetime
    settled_by_name: str

    @property
    def words(self) -> str:
        return ASKED[self.rule].words


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """One committee as the rules see it."""

    committee_id: UUID
    name: str
    had_seats: bool
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A rule, what the tenant settled of it last, and the committees that depart from it today."""

    rule: Rule
    settled: Settled | None
    departures: tuple[tuple[UUID, str, str], ...]
    """Committee, its name, and how it departs."""

    @property
    def asked(self) -> composition.Asked:
        return ASKED[self.rule]

    @property
    def kind_in_words(self) -> str:
        return rules.KIND_IN_WORDS[self.asked.kind]

    @property
    def blocks(self) -> bool:
        return self.settled is not None and self.settled.blocks


async def settled_rules(scope: Scope) -> tuple[Settled, ...]:
    """Everything that was settled of rules of composition, newest first."""
    rows = await fetch(
        "SELECT * FROM committees_composition WHERE tenant_id = $1 ORDER BY settled_at DESC, id DESC",
        scope.tenant.id,
    )
    return tuple(
        Settled(
            rule=Rule(row["rule"]),
            blocks=row["blocks"],
            decided_by=row["decided_by"],
            settled_at=row["settled_at"],
            settled_by_name=row["settled_by_name"],
        )
        for row in rows
    )


async def blocking_rules(scope: Scope) -> frozenset[Rule]:
    """The rules that block here; none where nothing was settled."""
    return frozenset(rule for rule, settled in _newest(await settled_rules(scope)).items() if settled.blocks)


async def rule_lines(scope: Scope) -> tuple[RuleLine, ...]:
    """Every rule in its order, with what stands against it today."""
    newest = _newest(await settled_rules(scope))
    composed = await composed_on(scope, on=scope.today)
    return tuple(
        RuleLine(
            rule=rule,
            settled=newest.get(rule),
            departures=tuple(
                (each.committee_id, each.name, advice.sentence)
                for each in composed.values()
                for advice in each.advice
                if advice.rule is rule
            ),
        )
        for rule in Rule
    )


async def composed_on(scope: Scope, *, on: date) -> dict[UUID, Composed]:
    """Every committee of which something is asked, with its living seats and whoever holds them on a day."""
    kinds = sorted({asked.kind.value for asked in ASKED.values()})
    rows = await fetch(
        """
        SELECT c.id, c.name, c.kind, c.held_by, c.meets_in_public, s.capacity, coalesce(s.office, t.office) AS office,
          s.voting, t.person_id
        FROM committees_committee c
        LEFT JOIN committees_seat s ON s.tenant_id = $1 AND s.committee_id = c.id AND s.retired_on IS NULL
        LEFT JOIN committees_term t ON t.tenant_id = $1 AND t.seat_id = s.id AND t.withdrawn_because IS NULL
          AND t.from_on <= $2 AND (t.last_on IS NULL OR t.last_on >= $2)
        WHERE c.tenant_id = $1 AND c.retired_on IS NULL AND c.kind = ANY($3)
        ORDER BY lower(c.name), c.id, s.id""",
        scope.tenant.id,
        on,
        kinds,
    )
    names = await people_named(scope, [row["person_id"] for row in rows if row["person_id"]])
    audit_chairs = {
        row["person_id"]
        for row in rows
        if row["kind"] == CommitteeKind.AUDIT and row["held_by"] is None and row["office"] == Office.CHAIR
    } - {None}
    by_committee: dict[UUID, list[Any]] = {}
    for row in rows:
        by_committee.setdefault(row["id"], []).append(row)
    return {
        committee_id: _composed(several, names, audit_chairs)
        for committee_id, several in by_committee.items()
    }


def _composed(rows: list[Any], names: Mapping[UUID, str], audit_chairs: Iterable[UUID]) -> Composed:
    first = rows[0]
    places = [
        composition.Place(
            capacity=Capacity(row["capacity"]),
            office=Office(row["office"]) if row["office"] else None,
            voting=row["voting"],
            person_id=row["person_id"],
            person_name=names.get(row["person_id"]),
        )
        for row in rows
        if row["capacity"] is not None
    ]
    return Composed(
        committee_id=first["id"],
        name=first["name"],
        had_seats=bool(places),
        advice=composition.advice_on(
            CommitteeKind(first["kind"]),
            places,
            meets_in_public=first["meets_in_public"],
            audit_chairs=audit_chairs,
        ),
    )


def _newest(settled: Iterable[Settled]) -> dict[Rule, Settled]:
    found: dict[Rule, Settled] = {}
    for each in settled:
        found.setdefault(each.rule, each)
    return found
