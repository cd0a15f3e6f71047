"""Where the registers stand: who has declared, who owes it, and the clock of twenty-eight days."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.interests import settings
from backend.interests.queries import campaigns, declarants, declarations, withholding
from backend.interests.rules import declarants as rules
from backend.interests.rules.declaring import KIND_IN_WORDS, DeclarationKind
from backend.kit.database import fetch
from backend.scope import Scope

SOON_DAYS = 28
CLOCK_DAYS = 365


class State(StrEnum):
    """Where somebody stands. Who is paused is never overdue: they count as they stood, or as not late yet."""

    DECLARED = "DECLARED"
    DUE = "DUE"
    OVERDUE = "OVERDUE"


STATE_IN_WORDS = {
    State.DECLARED: "Declared",
    State.DUE: f"Due within {SOON_DAYS} days",
    State.OVERDUE: "Overdue",
}
AGES: dict[str, tuple[int, int, str]] = {
    "month": (1, 28, "Up to 28 days"),
    "quarter": (29, 90, "29 to 90 days"),
    "year": (91, 365, "91 to 365 days"),
    "longer": (366, 100_000, "More than a year"),
}
"""How long overdue: first day, last day, and words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who declares, and where they stand today; `due_on` is nothing for who is not asked at the moment."""

    person_id: UUID
    person_name: str
    position: str
    group: str
    state: State
    last_declared_on: date | None
    due_on: date | None
    days_overdue: int

    @property
    def group_in_words(self) -> str:
        return rules.GROUPS[self.group]

    @property
    def state_in_words(self) -> str:
        return STATE_IN_WORDS[self.state]

    @property
    def age(self) -> str:
        """The key of `AGES`; empty for who is not overdue."""
        return next((key for key, (first, last, _) in AGES.items() if first <= self.days_overdue <= last), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLine:
    """An interest, or the end of one, that was declared in the last year, against the days that the rules allow."""

    declaration_id: UUID
    person_name: str
    kind: DeclarationKind
    known_on: date
    declared_on: date
    late: bool
    paused_days: int
    """Days between the two on which the person was paused: the clock did not count them."""

    @property
    def kind_in_words(self) -> str:
        return KIND_IN_WORDS[self.kind]

    @property
    def days(self) -> int:
        return (self.declared_on - self.known_on).days - self.paused_days


async def people_of(scope: Scope) -> tuple[Person, ...]:
    """Everybody who declares, by name, in a number of statements that does not grow with them."""
    rule_set = await settings.rule_set_of(scope)
    groups = {each.person_id: each.group for each in await declarants.declarants_of(scope)}
    asked = await campaigns.due_in_campaigns(scope)
    found = []
    for standing in await declarations.standings_of(scope):
        own = standing.due_on(rule_set)
        due_on = None if standing.paused else min(own, asked.get(standing.person_id, own))
        found.append(
            Person(
                person_id=standing.person_id,
                person_name=standing.person_name,
                position=standing.position,
                group=groups.get(standing.person_id, rules.EMPLOYEES),
                state=_state(due_on, declared=standing.last_kind is not None, today=scope.today),
                last_declared_on=standing.last_declared_on,
                due_on=due_on,
                days_overdue=max(0, (scope.today - due_on).days) if due_on else 0,
            )
        )
    return tuple(found)


def _state(due_on: date | None, *, declared: bool, today: date) -> State:
    if due_on is None:
        return State.DECLARED if declared else State.DUE
    if due_on < today:
        return State.OVERDUE
    return State.DECLARED if declared and due_on > today + timedelta(days=SOON_DAYS) else State.DUE


async def clock_of(scope: Scope) -> tuple[ClockLine, ...]:
    """What was declared in the last year and had to be within the days of the rules, newest first.

    What is withheld is left out for whoever may not see it.
    """
    rows = await fetch(
        """
        SELECT d.id AS declaration_id, p.name AS person_name, d.kind, d.known_on, d.declared_on, d.late,
          coalesce((SELECT sum(greatest(0, least(coalesce(z.until_on, d.declared_on), d.declared_on)
              - greatest(z.from_on, d.known_on + 1) + 1)) FROM people_pause z
            WHERE z.tenant_id = $1 AND z.person_id = d.person_id), 0)::int AS paused_days
        FROM interests_declaration d JOIN people_person p ON p.tenant_id = $1 AND p.id = d.person_id
        WHERE d.tenant_id = $1 AND d.kind IN ('INTEREST', 'ENDED') AND d.declared_on > $2 AND d.undone_at IS NULL
          AND ($3 OR d.person_id = $4::uuid OR NOT EXISTS (
            SELECT 1 FROM interests_entry e JOIN interests_withholding w ON w.tenant_id = $1
              AND w.register = 'interests' AND w.record_id = e.interest_id AND w.lifted_at IS NULL
            WHERE e.tenant_id = $1 AND e.declaration_id = d.id))
        ORDER BY d.declared_at DESC, d.id DESC""",
        scope.tenant.id,
        scope.today - timedelta(days=CLOCK_DAYS),
        scope.may(withholding.SEE),
        scope.actor.person_id,
    )
    return tuple(ClockLine(**{**row, "kind": DeclarationKind(row["kind"])}) for row in rows)


def by_group(people: Sequence[Person]) -> list[tuple[str, str, Mapping[str, int]]]:
    """Rows of a stack: words and key of each group that has people, and how many stand where."""
    counts = Counter((person.group, person.state.value) for person in people)
    present = {person.group for person in people}
    return [
        (words, group, {state.value: counts[group, state.value] for state in State})
        for group, words in rules.GROUPS.items()
        if group in present
    ]


def by_age(people: Sequence[Person]) -> list[tuple[str, str, Mapping[str, int]]]:
    """Rows of a stack: how long the overdue are overdue."""
    counts: Counter[Any] = Counter(person.age for person in people)
    return [(words, key, {State.OVERDUE.value: counts[key]}) for key, (_, _, words) in AGES.items()]
