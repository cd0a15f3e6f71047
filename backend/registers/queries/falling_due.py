"""What falls due by the schedule: found, counted and put in order by the database, a page at a time.

The lines of two registers end, interests and gifts (a gift on the day of its offer); and meetings are over, whose
minutes and papers are appraised. A decision of procurement and a breach have no end from which years are counted.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.catalogue.retention import RecordType, RetentionSchedule
from backend.interests.queries import withholding
from backend.kit.database import fetch
from backend.registers.rules import retention as rules
from backend.scope import Scope

PAGE = 50

_INTEREST_SHOWN = withholding.shown(2, 3, record="e.interest_id", about="e.person_id", register="interests")
_GIFT_SHOWN = withholding.shown(2, 3, record="g.gift_id", about="g.person_id", register="gifts")

# $1 tenant, $2 and $3 who looks, $4 until when, $5 the tenant's clock, $6 to $8 years of interests, gifts, minutes,
# $9 whether only what can be proposed. 29 February counts as 1 March where there is none (`RecordType.due_on`).
_DUE = f"""
WITH ended AS (
  SELECT 'interests' AS record_type, e.interest_id AS record_id, e.person_id, e.until AS ended_on, $6::integer AS years,
    p.name || ': ' || o.name AS title
  FROM interests_entry e
  JOIN people_person p ON p.tenant_id = $1 AND p.id = e.person_id
  JOIN organisations_named o ON o.tenant_id = $1 AND o.id = e.organisation_id
  WHERE e.tenant_id = $1 AND e.known_to IS NULL AND e.until IS NOT NULL
    AND e.until + make_interval(years => $6) <= $4::date AND {_INTEREST_SHOWN}
  UNION ALL
  SELECT 'gifts', g.gift_id, g.person_id, g.offered_on, $7::integer, p.name || ': ' || o.name
  FROM interests_gift g
  JOIN people_person p ON p.tenant_id = $1 AND p.id = g.person_id
  JOIN organisations_named o ON o.tenant_id = $1 AND o.id = g.giver_id
  WHERE g.tenant_id = $1 AND g.known_to IS NULL AND g.status <> 'WITHDRAWN'
    AND g.offered_on + make_interval(years => $7) <= $4::date AND {_GIFT_SHOWN}
  UNION ALL
  SELECT 'minutes', m.id, NULL, (m.starts_at AT TIME ZONE $5)::date, $8::integer, m.title
  FROM meetings_meeting m
  WHERE m.tenant_id = $1 AND (m.starts_at AT TIME ZONE $5)::date + make_interval(years => $8) <= $4::date
), due AS (
  SELECT ended.*, (ended_on + make_interval(years => years))::date
      + (extract(day FROM ended_on) <> extract(day FROM ended_on + make_interval(years => years)))::integer AS due_on,
    EXISTS (SELECT 1 FROM registers_hold h WHERE h.tenant_id = $1 AND h.lifted_at IS NULL
      AND (h.record_type IS NULL OR h.record_type = ended.record_type)
      AND (h.person_id IS NULL OR h.person_id = ended.person_id)) AS held
  FROM ended
), wanted AS (
  SELECT * FROM due WHERE due_on <= $4 AND NOT ($9::boolean AND (held OR EXISTS (
    SELECT 1 FROM registers_disposal x WHERE x.tenant_id = $1 AND x.record_type = due.record_type
      AND x.record_id = due.record_id AND x.ended_on = due.ended_on)))
)
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """A record that falls due. `held`: a hold stands against it."""

    kept: rules.Kept
    record_type: RecordType
    due_on: date
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePage:
    """One page of what falls due, the longest due first, and how much there is in all."""

    lines: tuple[DueLine, ...]
    number: int
    count: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))


async def page_of_due(scope: Scope, *, schedule: RetentionSchedule, until: date, number: int = 1) -> DuePage:
    """Page `number` of what is due by `until`; beyond the last page, the last. Two statements.

    What is withheld is among it for whoever may see it, and no public reader comes here.
    """
    asked = _asked(scope, schedule, until, only_new=False)
    counted = await fetch(f"{_DUE} SELECT count(*) AS count FROM wanted", *asked)  # noqa: S608 - our own words
    count: int = counted[0]["count"]
    number = max(1, min(number, -(-count // PAGE)))
    lines = await _lines(schedule, asked, limit=PAGE, offset=(number - 1) * PAGE) if count else ()
    return DuePage(lines=lines, number=number, count=count)


async def count_of_due(scope: Scope, *, schedule: RetentionSchedule, record_type: str) -> int | None:
    """How many records of a kind are due today; `None` for a kind that is judged one by one elsewhere."""
    if record_type not in {"interests", "gifts", "minutes"}:
        return None
    rows = await fetch(
        f"{_DUE} SELECT count(*) AS count FROM wanted WHERE record_type = $10",  # noqa: S608 - our own words
        *_asked(scope, schedule, scope.today, only_new=False),
        record_type,
    )
    count: int = rows[0]["count"]
    return count


async def to_propose(scope: Scope, *, schedule: RetentionSchedule, most: int) -> tuple[DueLine, ...]:
    """What is due today, not held and was never proposed: so many at most, the longest due first."""
    asked = _asked(scope, schedule, scope.today, only_new=True)
    return await _lines(schedule, asked, limit=most, offset=0)


def _asked(scope: Scope, schedule: RetentionSchedule, until: date, *, only_new: bool) -> list[object]:
    kinds = [schedule.record_type(each) for each in ("interests", "gifts", "minutes")]
    return [
        scope.tenant.id,
        scope.may(withholding.SEE),
        scope.actor.person_id,
        until,
        scope.tenant.time_zone,
        *(kind.keep_years.value if kind else None for kind in kinds),
        only_new,
    ]


async def _lines(
    schedule: RetentionSchedule, asked: list[object], *, limit: int, offset: int
) -> tuple[DueLine, ...]:
    rows = await fetch(
        f"{_DUE} SELECT * FROM wanted ORDER BY due_on, title, record_id LIMIT $10 OFFSET $11",  # noqa: S608 - our own words
        *asked,
        limit,
        offset,
    )
    return tuple(_line(schedule, row["record_type"], row) for row in rows)


def _line(schedule: RetentionSchedule, kind: str, row: Any) -> DueLine:
    record_type = schedule.record_type(kind)
    assert record_type is not None, "what the schedule doesn't name has no years, and is not due"
    kept = rules.Kept(**{name: row[name] for name in rules.Kept.__dataclass_fields__})
    return DueLine(kept=kept, record_type=record_type, due_on=row["due_on"], held=row["held"])
