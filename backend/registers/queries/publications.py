"""Publications as officers see them: where each stands, what it changes, whom it reached."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.interests import settings
from backend.kit.database import fetch
from backend.registers.rules import publication as rules
from backend.registers.tables.publications import Publication
from backend.scope import NotFound, Scope

CHANGES_SHOWN = 200

# Every line that is not as it was in the release before; what is withheld now is not among them.
_DIFFERENCES = """
WITH old AS (
  SELECT r.* FROM registers_published_row r WHERE r.tenant_id = $1 AND r.publication_id = (
    SELECT p.id FROM registers_publication p WHERE p.tenant_id = $1 AND p.number < $3
      AND p.state IN ('released', 'replaced') ORDER BY p.released_at DESC, p.number DESC LIMIT 1)),
fresh AS (SELECT r.* FROM registers_published_row r WHERE r.tenant_id = $1 AND r.publication_id = $2),
different AS (
  SELECT coalesce(fresh.register, old.register) AS register, t.title, t.position AS part,
    coalesce(fresh.position, old.position) AS position, coalesce(fresh.words, old.words) AS words,
    coalesce(fresh.cells, old.cells) ->> 'name' AS name,
    coalesce(fresh.cells, old.cells) ->> 'organisation' AS organisation,
    CASE WHEN old.id IS NULL THEN 'added' WHEN fresh.id IS NULL THEN 'removed'
      WHEN fresh.ended AND NOT old.ended THEN 'ended' ELSE 'changed' END AS change
  FROM fresh FULL JOIN old ON old.register = fresh.register AND old.record_id = fresh.record_id
  LEFT JOIN registers_published_part t ON t.tenant_id = $1 AND t.publication_id = $2
    AND t.register = coalesce(fresh.register, old.register)
  WHERE (old.id IS NULL OR fresh.id IS NULL OR old.sha256 <> fresh.sha256)
    AND NOT EXISTS (SELECT 1 FROM interests_withholding w WHERE w.tenant_id = $1 AND w.lifted_at IS NULL
      AND w.register = coalesce(fresh.register, old.register)
      AND w.record_id = coalesce(fresh.record_id, old.record_id)))
"""

_COUNTED = "THEN SELECT change, count(*) AS count FROM different GROUP BY 1".replace("THEN", _DIFFERENCES, 1)
_LISTED = "THEN SELECT * FROM different ORDER BY part, change, position LIMIT $4".replace(
    "THEN", _DIFFERENCES, 1
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationLine:
    """One publication."""

    id: UUID
    number: int
    state: rules.State
    as_at: date
    asked_at: datetime
    asked_by: UUID | None
    asked_by_name: str
    prepared_at: datetime | None
    rule_set: str | None
    sha256: str | None
    failure: str | None
    approved_at: datetime | None
    approved_by_name: str | None
    release_at: datetime | None
    released_at: datetime | None
    ended_at: datetime | None
    ended_by_name: str | None
    ended_because: str | None

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A line that is not as it was in the release before; `cells` are as it would be, or as it was where it goes."""

    register: str
    title: str
    change: rules.Change
    who: str
    what: str

    @property
    def change_in_words(self) -> str:
        return rules.CHANGE_IN_WORDS[self.change]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachLine:
    """How often an address was asked for while the publication stood."""

    form: str
    register: str
    served: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLine:
    """A letter that told of the publication."""

    recipient_name: str
    subject: str
    state: str
    queued_at: datetime


async def publications_of(scope: Scope, *, most: int = 50) -> tuple[PublicationLine, ...]:
    """Publications, newest first."""
    rows = (
        await Publication.within(scope, *_columns()).order_by(Publication.number, ascending=False).limit(most)
    )
    return tuple(map(_line, rows))


async def publication_of(scope: Scope, *, publication_id: UUID) -> PublicationLine:
    """One publication. Raises `NotFound`."""
    rows = await Publication.within(scope, *_columns()).where(Publication.id == publication_id)
    if not rows:
        raise NotFound("publication")
    return _line(rows[0])


async def released_before(scope: Scope, *, number: int) -> bool:
    """Whether there is a release with which this one is compared."""
    return bool(
        await Publication.within(scope, Publication.id)
        .where(
            Publication.number < number,
            Publication.state.is_in([rules.State.RELEASED.value, rules.State.REPLACED.value]),
        )
        .limit(1)
    )


async def waiting_for(scope: Scope) -> tuple[PublicationLine, ...]:
    """The refreshes that wait for an approval and that the reader did not prepare."""
    rows = await Publication.within(scope, *_columns()).where(Publication.state == rules.State.PREPARED.value)
    return tuple(line for line in map(_line, rows) if line.asked_by != scope.actor.person_id)


async def next_due_on(scope: Scope) -> date | None:
    """The day on which the next refresh is prepared: so many months after the newest that was not dropped."""
    rows = await fetch(
        "SELECT max(as_at) AS as_at FROM registers_publication WHERE tenant_id = $1 "
        "AND state NOT IN ('dropped', 'failed')",
        scope.tenant.id,
    )
    if rows[0]["as_at"] is None:
        return None
    rule_set = await settings.rule_set_of(scope)
    return rules.months_after(rows[0]["as_at"], rule_set.publication.at_least_every_months.value)


async def changes_of(
    scope: Scope, *, publication: PublicationLine
) -> tuple[dict[rules.Change, int], tuple[ChangeLine, ...]]:
    """What differs from what is public now (or was, for one that is released): counts, and the first lines.

    What is withheld now is in neither.
    """
    asked = (scope.tenant.id, publication.id, publication.number)
    counted = await fetch(_COUNTED, *asked)
    rows = await fetch(
        _LISTED,
        *asked,
        CHANGES_SHOWN,
    )
    counts = {rules.Change(row["change"]): int(row["count"]) for row in counted}
    lines = tuple(
        ChangeLine(
            register=row["register"],
            title=row["title"] or row["register"],
            change=rules.Change(row["change"]),
            who=row["name"] or "",
            what=row["organisation"] or row["words"][:120],
        )
        for row in rows
    )
    return counts, lines


async def reach_of(scope: Scope, *, publication_id: UUID) -> tuple[ReachLine, ...]:
    """Where a publication was served, as far as this service knows: copies that others keep are not counted."""
    rows = await fetch(
        "SELECT form, register, served, first_at, last_at FROM registers_reach "
        "WHERE tenant_id = $1 AND publication_id = $2 ORDER BY register, form",
        scope.tenant.id,
        publication_id,
    )
    return tuple(ReachLine(**row) for row in rows)


async def mails_of(scope: Scope, *, publication_id: UUID) -> tuple[MailLine, ...]:
    """The letters that told of a publication."""
    rows = await fetch(
        "SELECT recipient_name, subject, state, queued_at FROM notices_letter "
        "WHERE tenant_id = $1 AND room = 'registers' AND starts_with(key, $2) ORDER BY queued_at, recipient_name",
        scope.tenant.id,
        f"registers.publication/{publication_id}/",
    )
    return tuple(MailLine(**row) for row in rows)


def morning_of(scope: Scope, day: date) -> datetime:
    """Six o'clock of a day, on the tenant's wall."""
    return datetime.combine(day, time(6), ZoneInfo(scope.tenant.time_zone))


def tomorrow(scope: Scope) -> datetime:
    """The first moment of tomorrow on the tenant's wall, when what ran out yesterday is gone."""
    return datetime.combine(scope.today + timedelta(days=1), time(), ZoneInfo(scope.tenant.time_zone))


def _columns() -> list[Any]:
    return [getattr(Publication, name) for name in PublicationLine.__dataclass_fields__]


def _line(row: Any) -> PublicationLine:
    return PublicationLine(**{**row, "state": rules.State(row["state"])})
