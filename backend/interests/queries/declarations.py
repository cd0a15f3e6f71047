"""Who declared what and when, and where each person stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.catalogue.rulesets import InterestRuleSet
from backend.interests.queries import register, withholding
from backend.interests.rules import declarants, declaring, rule_sets
from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationLine:
    """One act of declaring, as its declarant and its reviewer see it."""

    id: UUID
    person_id: UUID
    person_name: str
    kind: declaring.DeclarationKind
    declared_at: datetime
    declared_on: date
    known_on: date
    late: bool
    rule_set: str
    status: declaring.DeclarationStatus
    reviewer_name: str | None
    reviewed_at: datetime | None
    review_note: str | None
    interest_id: UUID | None = None
    reason: str | None = None
    entered_by_name: str | None = None
    paper_on: date | None = None
    came_from: str | None = None

    @property
    def kind_in_words(self) -> str:
        return declaring.KIND_IN_WORDS[self.kind]

    @property
    def status_in_words(self) -> str:
        return declaring.STATUS_IN_WORDS[self.status]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one person stands: when they last declared, what they said, and when they next owe it."""

    person_id: UUID
    person_name: str
    position: str
    joined_on: date
    last_kind: declaring.DeclarationKind | None
    last_declared_on: date | None
    open_interests: int
    paused: bool = False
    paused_days: int = 0
    """Days of pauses since they last declared, or joined: no clock counts them."""
    group: str = declarants.EMPLOYEES
    """What they declare as; the rules say for each group how often."""

    def due_on(self, rule_set: InterestRuleSet) -> date:
        return self.due_after(self.last_declared_on, rule_set)

    def due_after(self, declared_on: date | None, rule_set: InterestRuleSet) -> date:
        """When they owe the next, had they last declared on that day; pauses move it."""
        due = declaring.next_due_on(
            joined_on=self.joined_on,
            last_declared_on=declared_on,
            within_days=rule_set.declare_within_days.value,
            refresh_months=rule_sets.months_between_declarations(rule_set, self.group),
        )
        return due + timedelta(days=self.paused_days)

    @property
    def in_words(self) -> str:
        """What the register says of this person, a nil return included."""
        if self.last_kind is None:
            return "Nothing yet" if self.paused else "Has not declared"
        if self.open_interests:
            return f"{self.open_interests} interest{'' if self.open_interests == 1 else 's'} declared"
        nil = {declaring.DeclarationKind.NIL, declaring.DeclarationKind.UNCHANGED}
        return "Nil return" if self.last_kind in nil else "No interest now"


async def standings_of(
    scope: Scope, *, person_id: UUID | None = None, person_ids: Collection[UUID] | None = None
) -> tuple[Standing, ...]:
    """Where each person of the tenant stands today, by name; a regulator owes no declaration here.

    `person_id` and `person_ids` narrow it to one person and to some.
    """
    if person_id is not None:
        person_ids = [person_id]
    rows = await fetch(
        """
        SELECT p.id AS person_id, p.name AS person_name, coalesce(p.job_title, '') AS position, p.joined_on,
          last.kind AS last_kind, last.declared_on AS last_declared_on,
          (SELECT count(*) FROM interests_entry e
           WHERE e.tenant_id = $1 AND e.person_id = p.id AND e.known_to IS NULL
             AND (e.until IS NULL OR e.until >= $2) AND ($4 OR p.id = $5::uuid
               OR NOT EXISTS (SELECT 1 FROM interests_withholding w WHERE w.tenant_id = $1
                 AND w.register = 'interests' AND w.record_id = e.interest_id AND w.lifted_at IS NULL))
          ) AS open_interests,
          coalesce(pause.paused, false) AS paused, coalesce(pause.days, 0) AS paused_days, own.declares_as,
          coalesce(seat.kinds, '{}') AS kinds
        FROM people_person p
        LEFT JOIN interests_declarant own ON own.tenant_id = $1 AND own.person_id = p.id
        LEFT JOIN (
          SELECT t.person_id, array_agg(DISTINCT c.kind) AS kinds
          FROM committees_term t JOIN committees_committee c ON c.tenant_id = $1 AND c.id = t.committee_id
          WHERE t.tenant_id = $1 AND t.withdrawn_because IS NULL AND t.from_on <= $2
            AND (t.last_on IS NULL OR t.last_on >= $2) AND (c.retired_on IS NULL OR c.retired_on > $2)
          GROUP BY t.person_id
        ) seat ON seat.person_id = p.id
        LEFT JOIN LATERAL (
          SELECT kind, declared_on FROM interests_declaration d
          WHERE d.tenant_id = $1 AND d.person_id = p.id AND d.undone_at IS NULL
          ORDER BY d.declared_at DESC, d.id DESC LIMIT 1
        ) last ON true
        LEFT JOIN LATERAL (
          SELECT bool_or(z.from_on <= $2 AND (z.until_on IS NULL OR z.until_on >= $2)) AS paused,
            sum(greatest(0, coalesce(z.until_on, $2)
              - greatest(z.from_on, coalesce(last.declared_on, p.joined_on)) + 1))::int AS days
          FROM people_pause z WHERE z.tenant_id = $1 AND z.person_id = p.id AND z.from_on <= $2
        ) pause ON true
        WHERE p.tenant_id = $1 AND p.joined_on <= $2 AND (p.left_on IS NULL OR p.left_on > $2)
          AND ($3::uuid[] IS NULL OR p.id = ANY($3))
          AND NOT EXISTS (SELECT 1 FROM people_role r WHERE r.tenant_id = $1 AND r.person_id = p.id
            AND r.role = 'regulator' AND r.from_on <= $2 AND (r.to_on IS NULL OR r.to_on > $2))
        ORDER BY lower(p.name), p.id""",
        scope.tenant.id,
        scope.today,
        None if person_ids is None else list(person_ids),
        scope.may(withholding.SEE),
        scope.actor.person_id,
    )
    return tuple(map(_standing, rows))


async def standing_of(scope: Scope, *, person_id: UUID) -> Standing:
    """Where one person stands. Raises `NotFound` for somebody who owes no declaration here."""
    found = await standings_of(scope, person_id=person_id)
    if not found:
        raise NotFound("person")
    return found[0]


def _standing(row: Any) -> Standing:
    values = dict(row)
    settled, kinds = values.pop("declares_as"), values.pop("kinds")
    values["group"] = settled or declarants.group_of(kinds)
    values["last_kind"] = declaring.DeclarationKind(row["last_kind"]) if row["last_kind"] else None
    return Standing(**values)


LINES = """
SELECT d.id, d.person_id, p.name AS person_name, d.kind, d.declared_at, d.declared_on, d.known_on, d.late,
  d.rule_set, d.status, r.name AS reviewer_name, d.reviewed_at, d.review_note, d.interest_id, d.reason,
  b.name AS entered_by_name, d.paper_on, d.came_from
FROM interests_declaration d
JOIN people_person p ON p.tenant_id = $1 AND p.id = d.person_id
LEFT JOIN people_person r ON r.tenant_id = $1 AND r.id = d.reviewed_by
LEFT JOIN people_person b ON b.tenant_id = $1 AND b.id = d.entered_by
WHERE d.tenant_id = $1 AND d.undone_at IS NULL
"""


async def declarations_of(
    scope: Scope, *, person_id: UUID | None = None, only_open: bool = False
) -> tuple[DeclarationLine, ...]:
    """Acts of declaring, newest first; `only_open` leaves out what has been reviewed."""
    rows = await fetch(
        LINES + " AND ($2::uuid IS NULL OR d.person_id = $2) AND (NOT $3 OR d.status <> 'APPROVED') "
        "ORDER BY d.declared_at DESC, d.id DESC",
        scope.tenant.id,
        person_id,
        only_open,
    )
    return tuple(map(declaration_of_row, rows))


async def declaration(
    scope: Scope, *, declaration_id: UUID
) -> tuple[DeclarationLine, tuple[register.RegisterEntry, ...]]:
    """One act of declaring and the entries that it wrote. Raises `NotFound`, also where all of them are withheld."""
    rows = await fetch(LINES + " AND d.id = $2", scope.tenant.id, declaration_id)
    if not rows:
        raise NotFound("declaration")
    entries = await register.entries_of(scope, declaration_id=declaration_id)
    if not entries and await withholding.wrote_withheld(scope, declaration_id=declaration_id):
        raise NotFound("declaration")
    return declaration_of_row(rows[0]), entries


async def changes_of(scope: Scope, *, interest_id: UUID) -> tuple[DeclarationLine, ...]:
    """The ends, corrections and withdrawals of one interest, oldest first, with their reasons."""
    rows = await fetch(
        LINES + " AND d.interest_id = $2 ORDER BY d.declared_at, d.id", scope.tenant.id, interest_id
    )
    return tuple(map(declaration_of_row, rows))


def declaration_of_row(row: Any) -> DeclarationLine:
    """A row of `LINES`."""
    values = dict(row)
    values["kind"] = declaring.DeclarationKind(values["kind"])
    values["status"] = declaring.DeclarationStatus(values["status"])
    return DeclarationLine(**values)
