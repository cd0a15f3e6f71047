"""What the public sees: the lines of the publication that is released, less what has run out or is withheld by now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.interests import settings
from backend.kit.database import fetch
from backend.registers.rules import publication as rules
from backend.scope import NotFound, Scope

PAGE = 50

# A line is seen while its own time runs, while the end that the register has learnt of since is recent enough, and
# while nobody withholds it: each looked at now, so that a release of months ago is right today.
_SEEN = """
r.tenant_id = $1 AND r.publication_id = $2 AND (r.shown_until IS NULL OR r.shown_until >= $3)
AND NOT EXISTS (SELECT 1 FROM interests_withholding w WHERE w.tenant_id = $1 AND w.register = r.register
  AND w.record_id = r.record_id AND w.lifted_at IS NULL)
AND NOT EXISTS (SELECT 1 FROM registers_publication p
  JOIN interests_entry e ON e.tenant_id = $1 AND e.interest_id = r.record_id AND e.known_to IS NULL
  WHERE r.register = 'interests' AND p.tenant_id = $1 AND p.id = r.publication_id
    AND e.until + make_interval(months => p.months) < $3)
"""


_COUNTED = """
SELECT r.register, count(*) AS lines,
  extract(year FROM (r.cells ->> t.year_key)::date - interval '3 months')::integer AS year
FROM registers_published_row r JOIN registers_published_part t
  ON t.tenant_id = $1 AND t.publication_id = r.publication_id AND t.register = r.register
WHERE SEEN GROUP BY 1, 3
""".replace("SEEN", _SEEN)

_ALL = """
SELECT r.record_id, r.cells FROM registers_published_row r WHERE SEEN AND r.register = $4 ORDER BY r.position
""".replace("SEEN", _SEEN)

_MATCHING = """
FROM registers_published_row r WHERE SEEN AND r.register = $4
  AND NOT EXISTS (SELECT 1 FROM unnest($5::text[]) AS sought(word) WHERE strpos(r.words, sought.word) = 0)
""".replace("SEEN", _SEEN)

_KEYS = """
SELECT r.register, encode(sha256(string_agg(r.sha256, ',' ORDER BY r.position)::bytea), 'hex') AS key
FROM registers_published_row r WHERE SEEN GROUP BY r.register
""".replace("SEEN", _SEEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column as it was frozen; `kind` is one of `facts.registers.Kind`."""

    key: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPart:
    """One register of a publication. `years`: how many lines in each financial year, newest first."""

    id: UUID
    register: str
    title: str
    about: str
    none_words: str
    headings: tuple[Heading, ...]
    year_key: str | None
    lines: int
    years: tuple[tuple[str, int], ...]
    pdf_file_id: UUID | None
    pdf_key: str | None
    pdf_failure: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRelease:
    """A publication that was released."""

    id: UUID
    number: int
    state: rules.State
    as_at: date
    released_at: datetime
    ended_at: datetime | None
    rule_set: str | None
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRow:
    """One line as the public sees it: plain values by the column's key."""

    record_id: UUID
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPage:
    """A page of lines; `count` is how many there are in all that match."""

    rows: tuple[PublicRow, ...]
    number: int
    count: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))


async def release_of(scope: Scope) -> PublicRelease | None:
    """What is public now or, where the newest was recalled, that one; nothing before the first release."""
    rows = await fetch(
        "SELECT id, number, state, as_at, released_at, ended_at, rule_set, months FROM registers_publication "
        "WHERE tenant_id = $1 AND released_at IS NOT NULL ORDER BY released_at DESC, number DESC LIMIT 1",
        scope.tenant.id,
    )
    return _release(rows[0]) if rows else None


async def public_release(scope: Scope) -> PublicRelease:
    """What is public now. Raises `NotFound` where nothing is."""
    found = await release_of(scope)
    if found is None or found.state is not rules.State.RELEASED:
        raise NotFound("published register")
    return found


async def releases_of(scope: Scope, *, most: int = 20) -> tuple[PublicRelease, ...]:
    """The releases that stand, newest first: those that were recalled are gone."""
    rows = await fetch(
        "SELECT id, number, state, as_at, released_at, ended_at, rule_set, months FROM registers_publication "
        "WHERE tenant_id = $1 AND state IN ('released', 'replaced') AND released_at IS NOT NULL "
        "ORDER BY released_at DESC, number DESC LIMIT $2",
        scope.tenant.id,
        most,
    )
    return tuple(map(_release, rows))


async def parts_of(scope: Scope, *, publication_id: UUID, as_at: date) -> tuple[PublicPart, ...]:
    """The registers of a publication with the number of their lines that are seen today, in two statements."""
    rows = await fetch(
        "SELECT t.id, t.register, t.title, t.about, t.none_words, t.headings, t.year_key, t.pdf_file_id, t.pdf_key, "
        "t.pdf_failure, p.months FROM registers_published_part t "
        "JOIN registers_publication p ON p.tenant_id = $1 AND p.id = t.publication_id "
        "WHERE t.tenant_id = $1 AND t.publication_id = $2 ORDER BY t.position",
        scope.tenant.id,
        publication_id,
    )
    counted: dict[str, dict[int | None, int]] = {}
    for row in await fetch(_COUNTED, scope.tenant.id, publication_id, scope.today):
        counted.setdefault(row["register"], {})[row["year"]] = row["lines"]
    return tuple(_part(scope, row, counted.get(row["register"], {}), as_at) for row in rows)


async def part_of(scope: Scope, *, publication_id: UUID, register: str, as_at: date) -> PublicPart:
    """One register of a publication. Raises `NotFound`."""
    for part in await parts_of(scope, publication_id=publication_id, as_at=as_at):
        if part.register == register:
            return part
    raise NotFound("register")


async def page_of(
    scope: Scope, *, publication_id: UUID, register: str, text: str = "", number: int = 1
) -> PublicPage:
    """A page of the lines that hold every word of `text`; beyond the last page, the last."""
    words = text.lower().split()[:8]
    asked = (scope.tenant.id, publication_id, scope.today, register, words)
    counted = await fetch(f"SELECT count(*) AS count {_MATCHING}", *asked)
    count: int = counted[0]["count"]
    number = max(1, min(number, -(-count // PAGE)))
    rows = await fetch(
        f"SELECT r.record_id, r.cells {_MATCHING} ORDER BY r.position LIMIT $6 OFFSET $7",
        *asked,
        PAGE,
        (number - 1) * PAGE,
    )
    return PublicPage(rows=tuple(map(_row, rows)), number=number, count=count)


async def all_rows(scope: Scope, *, publication_id: UUID, register: str) -> tuple[PublicRow, ...]:
    """Every line of a register that is seen today."""
    rows = await fetch(_ALL, scope.tenant.id, publication_id, scope.today, register)
    return tuple(map(_row, rows))


async def keys_of(scope: Scope, *, publication_id: UUID) -> dict[str, str]:
    """For each register with any line, a word that changes with the lines that are seen: what a PDF is kept under."""
    rows = await fetch(_KEYS, scope.tenant.id, publication_id, scope.today)
    return {row["register"]: row["key"] for row in rows}


async def contact_of(scope: Scope) -> str | None:
    """Whom to ask about the registers, as the tenant has settled it."""
    current = await settings.current(scope)
    contact = current["contact"] if current else None
    return str(contact) if contact else None


def _release(row: Any) -> PublicRelease:
    return PublicRelease(**{**row, "state": rules.State(row["state"])})


def _part(scope: Scope, row: Any, counted: Mapping[int | None, int], as_at: date) -> PublicPart:
    values = dict(row)
    months: int | None = values.pop("months")
    yearly = values["register"] in rules.YEARLY
    headings: Sequence[dict[str, str]] = json.loads(values.pop("headings"))
    dated = {year: lines for year, lines in counted.items() if year is not None}
    return PublicPart(
        headings=tuple(Heading(**heading) for heading in headings),
        lines=sum(counted.values()),
        years=tuple(
            rules.years_stated(
                dated,
                as_at=as_at,
                today=scope.today,
                months=months if yearly else None,
                waiting=values["none_words"] == rules.REVIEWED_SOON,
            )
        )
        if values["year_key"]
        else (),
        **values,
    )


def _row(row: Any) -> PublicRow:
    return PublicRow(record_id=row["record_id"], cells=json.loads(row["cells"]))
